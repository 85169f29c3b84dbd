"""The page `docs/cli.md`, generated from the commands: `python -m khabar.cli.reference docs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import typer.main

_KINDS = {int: "number", float: "number", Path: "path", str: "text"}


def page() -> str:
    """Every command with its arguments and options, as Markdown."""
    from khabar.cli import app

    root: Any = typer.main.get_command(app)
    return "\n".join(_page(root)) + "\n"


def _page(root: Any) -> Iterator[str]:
    yield "# The command line"
    yield ""
    yield "Generated from the commands (`make docs`). `khabar COMMAND --help` says the same."
    yield from _commands(root, "khabar")


def _commands(group: Any, name: str) -> Iterator[str]:
    for command in group.commands.values():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{name} {command.name}")
        else:
            yield from _command(command, f"{name} {command.name}")


def _command(command: Any, name: str) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    yield ""
    yield f"## {name}"
    yield ""
    yield " ".join(["`" + name, *map(_metavar, arguments)]) + "`"
    yield ""
    yield (command.help or "").strip()
    if arguments or options:
        yield ""
        yield "| | | default |"
        yield "| --- | --- | --- |"
    for parameter in arguments:
        yield f"| `{_metavar(parameter)}` | {_cell(parameter.help)} | |"
    for parameter in options:
        names = ", ".join(f"`{n}`" for n in [*parameter.opts, *parameter.secondary_opts])
        yield f"| {names} {_kind(parameter)}| {_cell(parameter.help)} | {_default(parameter)} |"


def _metavar(argument: Any) -> str:
    name = argument.name.upper()
    name = f"{name}..." if argument.nargs != 1 else name
    return name if argument.required else f"[{name}]"


def _kind(option: Any) -> str:
    kind = option.type_descriptor.annotation
    if option.is_flag:
        return ""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "`" + "\\|".join(str(choice.value) for choice in kind) + "` "
    return f"{_KINDS.get(next(iter(get_args(kind)), kind), '')} "


def _default(option: Any) -> str:
    value = getattr(option.default, "value", option.default)
    if value is None or value is False or value == "" or callable(value) or option.required:
        return ""
    return "yes" if value is True else f"`{value}`"


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1], "cli.md").write_text(page(), encoding="utf-8")
