"""What readers hand on: an item of input that is not parsed yet, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

FormatName = Literal["text", "html", "jsonl", "json", "csv", "tsv", "parquet", "warc"]
FIELDS = ("id", "text", "published", "country", "title", "url", "author", "section", "site", "language")


@dataclass(slots=True, frozen=True)
class ReadOptions:
    """How to read: `fields` maps a field of the document to its name in the input, where that differs.

    `format` overrules what file names say; `country` and `published` stand in where the input has none;
    an item of more than `max_bytes` or a text of more than `max_chars` is rejected.
    """

    fields: Mapping[str, str] | None = None
    format: FormatName | None = None
    country: str | None = None
    published: date | None = None
    max_bytes: int = 32_000_000
    max_chars: int = 1_000_000

    def name(self, field: str) -> str:
        """What the input calls a field of the document."""
        return (self.fields or {}).get(field, field)


@dataclass(slots=True, frozen=True)
class Item:
    """One document of the input, unparsed: `payload` is a file, a line, a page or a row.

    `number` counts the items of one source from 0, `line` its lines or rows from 1.
    """

    source: str
    number: int
    line: int | None
    format: Literal["text", "html", "json", "row"]
    payload: bytes | dict[str, Any]
    encoding: str | None = None
    url: str | None = None
    id: str | None = None


@dataclass(slots=True, frozen=True)
class Reject:
    """An item that gave no record: where it stands, which stage refused it, and why.

    `rest` says that the source could not be read on from here: what comes after is not known.
    """

    source: str
    number: int
    line: int | None
    stage: str
    error: str
    id: str | None = None
    rest: bool = False

    @property
    def where(self) -> str:
        """`file:line`, or the file alone."""
        return self.source if self.line is None else f"{self.source}:{self.line}"

    def to_dict(self) -> dict[str, Any]:
        """For a rejects file."""
        return asdict(self)
