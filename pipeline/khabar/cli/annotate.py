"""`khabar annotate`: to doccano or Label Studio and back."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from khabar.annotate import Tool


class ToolName(StrEnum):
    """The tools that are spoken to."""

    doccano = "doccano"
    label_studio = "label-studio"


For = Annotated[ToolName, typer.Option("--for", help="Which tool.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Output file; stdout without it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Correct records in doccano or Label Studio and train on them.", no_args_is_help=True)
    group.command("export")(export)
    group.command("import")(read_back)
    group.command("labels")(labels)
    app.add_typer(group, name="annotate")


def export(
    records: Annotated[Path, typer.Argument(help="Records, JSONL as `khabar extract` writes it.")],
    tool: For = ToolName.doccano,
    output: Output = None,
) -> None:
    """Records as tasks whose mentions are already marked."""
    from khabar.annotate import dump, export
    from khabar.evaluate import read_rows

    name: Tool = tool.value
    _write(dump(export(read_rows(records), name), name), output)


def read_back(
    corrected: Annotated[Path, typer.Argument(help="What the tool exported: JSONL of doccano, JSON of Label Studio.")],
    output: Output = None,
) -> None:
    """Corrected tasks as annotated documents, which `khabar train` and `khabar evaluate` read."""
    from khabar.annotate import read_back

    _write((json.dumps(row, ensure_ascii=False) + "\n" for row in read_back(corrected)), output)


def labels(tool: For = ToolName.doccano, output: Output = None) -> None:
    """The labels as the tool's project settings want them."""
    from khabar.annotate import interface

    _write([interface(tool.value)], output)


def _write(pieces: Iterable[str], output: Path | None) -> None:
    if output:
        with output.open("w", encoding="utf-8") as out:
            out.writelines(pieces)
    else:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.writelines(pieces)
