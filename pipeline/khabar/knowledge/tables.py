"""Read one knowledge table: TSV, no quoting, whose first column names the table and holds the ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from khabar.errors import KnowledgeError


@dataclass(slots=True, frozen=True)
class Schema:
    """The columns of a table, in the order its rows are handed on; the first `required` must be there."""

    columns: tuple[str, ...]
    required: int


def _schema(columns: str, required: int) -> Schema:
    return Schema(tuple(columns.split()), required)


SCHEMAS: dict[str, Schema] = {
    "place": _schema(
        "place name level kind country parent variants latin code population from to source status", required=3
    ),
    "person": _schema("person name variants latin gender wikidata source status", required=2),
    "term": _schema("term person office role country start end government source status", required=7),
    "institution": _schema("institution name kind country variants latin parent source status", required=3),
    "program": _schema("program name kind country variants start end owner source status", required=3),
    "role": _schema(
        "role masculine feminine masculine_plural feminine_plural category countries variants source status",
        required=6,
    ),
    "given_name": _schema("given_name gender source status", required=1),
    "family_name": _schema("family_name countries source status", required=1),
    "head": _schema("head forms level countries kinds span names source", required=3),
    "weak": _schema("weak source", required=1),
}


@dataclass(slots=True, frozen=True)
class Table:
    """A table as read: its name, and the cells of each row in the order of its schema, absent ones empty.

    The row `rows[i]` stands in line `i + 2` of the file `path`.
    """

    name: str
    path: Path
    rows: Sequence[Sequence[str]]

    def where(self, row: int) -> str:
        """`file:line` of a row."""
        return f"{self.path}:{row + 2}"

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        return iter(enumerate(self.rows))


def parse(path: Path, text: str) -> Table:
    """The table that a file's text holds; KnowledgeError where its columns or a row do not fit."""
    header, *lines = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n").split("\n")
    given = header.split("\t")
    schema = SCHEMAS.get(given[0])
    if schema is None:
        raise KnowledgeError(
            f"the first column is {given[0]!r}", f"{path}:1", f"it names the table: one of {', '.join(SCHEMAS)}"
        )
    _check_header(given, schema, path)
    order = [given.index(c) if c in given else len(given) for c in schema.columns]
    as_is = order == list(range(len(given)))
    rows: list[Sequence[str]] = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(given):
            raise KnowledgeError(
                f"{len(cells)} cells in a table of {len(given)} columns", f"{path}:{number}", "one tab between cells"
            )
        if not cells[0]:
            raise KnowledgeError(f"no {given[0]}", f"{path}:{number}", "the first cell is the row's id")
        if not as_is:
            cells.append("")
            cells = [cells[i] for i in order]
        rows.append(cells)
    return Table(given[0], path, rows)


def _check_header(given: Sequence[str], schema: Schema, path: Path) -> None:
    where = f"{path}:1"
    for column in schema.columns[: schema.required]:
        if column not in given:
            needed = ", ".join(schema.columns[: schema.required])
            raise KnowledgeError(f"no column {column!r}", where, f"a table of {given[0]} rows needs {needed}")
    for column in given:
        if column not in schema.columns:
            raise KnowledgeError(f"unknown column {column!r}", where, f"known are {', '.join(schema.columns)}")
        if given.count(column) > 1:
            raise KnowledgeError(f"two columns {column!r}", where, "leave one out")
