"""From the finished lines of a run to what was asked for: another format, duplicates marked or left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

from khabar.engines.journal import OutputError, part_of, publish
from khabar.io.write import FOLDERS, OutputFormat, targets, write
from khabar.record import Record, from_json

Duplicates = Literal["keep", "mark", "drop"]
_COLUMNS = ("document", "id", "source", "line", "cluster", "kind")


def spool_of(output: Path, form: OutputFormat, duplicates: Duplicates) -> Path:
    """Where the lines of a run go: the output itself, or a file beside it that is read again at the end."""
    if form == "jsonl" and duplicates != "drop":
        return output
    return output.with_name(f"{output.name}.records.jsonl")


def clusters_of(output: Path, form: OutputFormat) -> Path:
    """The table of clusters beside an output: `duplicates.csv` in a folder, `NAME.duplicates.csv` beside a file."""
    return output / "duplicates.csv" if form in FOLDERS else output.with_name(f"{output.name}.duplicates.csv")


def deliver(output: Path, form: OutputFormat, duplicates: Duplicates) -> None:
    """Make the output of a finished run. To do it again after a kill gives the same.

    OutputError where it cannot be written.
    """
    spool = spool_of(output, form, duplicates)
    lines = part_of(spool) if part_of(spool).exists() else spool
    try:
        with ExitStack() as stack:
            records = _records(lines)
            if duplicates != "keep":
                output.parent.mkdir(parents=True, exist_ok=True)
                records = _clustered(records, clusters_of(output, form), duplicates, stack)
            if spool != output:
                write(records, output, form, part_of)
            elif duplicates != "keep":
                for _ in records:
                    pass  # the lines stand as they are; the table of clusters is what is wanted
    except OSError as error:
        raise OutputError.of(error, str(output)) from error
    for target in [*targets(output, form), *([clusters_of(output, form)] if duplicates != "keep" else [])]:
        publish(target)
    if spool != output:
        part_of(spool).unlink(missing_ok=True)


def _records(lines: Path) -> Iterator[Record]:
    with lines.open("rb") as file:
        yield from map(from_json, file)


def _clustered(records: Iterator[Record], table: Path, duplicates: Duplicates, stack: ExitStack) -> Iterator[Record]:
    """The records, all or the first of each cluster, while the table of clusters is written."""
    from khabar.engines.duplicates import Clusters

    clusters = Clusters()
    table.parent.mkdir(parents=True, exist_ok=True)
    file = stack.enter_context(part_of(table).open("w", encoding="utf-8", errors="backslashreplace", newline=""))
    rows: Any = csv.writer(file)
    rows.writerow(_COLUMNS)
    number = 0
    for record in records:
        cluster, kind = clusters.add(record.id, record.text)
        kept = duplicates == "mark" or kind == "first"
        rows.writerow((number if kept else None, record.id, record.source, record.line, cluster, kind))
        if kept:
            number += 1
            yield record
