"""`khabar dates`: the dates of a text, with their values."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer

from khabar.cli import values
from khabar.errors import InputError

FIELDS = ("text", "start", "end", "type", "value", "mod", "calendar", "anchor")


class Side(StrEnum):
    """Where a bare weekday may lie."""

    past = "past"
    future = "future"


class WeekStart(StrEnum):
    """The first day of a week; `country` is the one usual there."""

    country = "country"
    mon = "mon"
    sun = "sun"
    sat = "sat"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(dates)


def dates(
    text: Annotated[str | None, typer.Argument(help="Arabic text; stdin where it is missing or '-'.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication day or time, ISO 8601.")] = None,
    country: Annotated[str | None, typer.Option(callback=values.country, help="ISO 3166-1 code, as in MA.")] = None,
    prefer: Annotated[Side, typer.Option(help="Side of a bare weekday.")] = Side.past,
    week_start: Annotated[WeekStart, typer.Option(help="First day of the week.")] = WeekStart.country,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"id","text","published",...} a line from stdin, write JSON lines.'),
    ] = False,
) -> None:
    """Find dates in a text and resolve them to ISO 8601."""
    defaults = {"published": published, "country": country, "prefer": prefer.value, "week_start": week_start.value}
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    if jsonl:
        _stream(sys.stdin, defaults)
    else:
        _table(text if text not in (None, "-") else sys.stdin.read(), defaults)


def _stream(lines: Iterable[str], defaults: dict[str, Any]) -> None:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError('no JSON object with "text"', f"stdin:{number}") from error
        found = _find(text, {key: row.get(key) or value for key, value in defaults.items()})
        typer.echo(json.dumps({"id": row.get("id"), "dates": found}, ensure_ascii=False))


def _table(text: str | None, options: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("text", "type", "value", "mod", "calendar", "anchor", box=None)
    for row in _find(text or "", options):
        table.add_row(*(str(row[key] or "") for key in ("text", "type", "value", "mod", "calendar", "anchor")))
    Console().print(table)


def _find(text: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    from khabar.dates import find

    if options["prefer"] not in ("past", "future"):
        raise InputError(f"prefer is {options['prefer']!r}", remedy="known are 'past', 'future'")
    found = find(text, **options)
    return [{key: asdict(date)[key] for key in FIELDS} for date in found]
