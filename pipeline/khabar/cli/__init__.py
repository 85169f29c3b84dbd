"""The command line: one module per command, nothing heavy imported before a command runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from khabar.errors import KhabarError

app = typer.Typer(
    name="khabar",
    help="Arabic news in, structured records out: who, where, when and which public programme.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"khabar {version('khabar')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line.

    An error of the user's input is one line on stderr and exit code 2, a file that the system refuses one and 1.
    """
    try:
        app()
    except KhabarError as error:
        typer.echo(f"khabar: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        typer.echo(f"khabar: {error.filename or 'a file'}: {error.strerror or error}", err=True)
        sys.exit(1)


from khabar.cli import (  # noqa: E402
    annotate,
    clean,
    config,
    dates,
    doctor,
    evaluate,
    explain,
    extract,
    normalize,
    retry,
    schema,
    serve,
    show,
    train,
)

for module in (
    extract,
    retry,
    explain,
    show,
    serve,
    evaluate,
    annotate,
    train,
    normalize,
    clean,
    config,
    schema,
    dates,
    doctor,
):
    module.register(app)
