"""Records as tidy data frames, and data frames as documents.

>>> frames = khabar.to_frames(records)
>>> frames.dates.merge(frames.documents, on="document")
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from msgspec import inspect

from khabar.arabic.published import parse_published
from khabar.document import Document
from khabar.errors import InputError
from khabar.io.tables import ENTRIES, Kind, bare, columns, rows, struct, structs, whole
from khabar.record import Record

if TYPE_CHECKING:
    from khabar.pipeline import Pipeline

Dtype: TypeAlias = "str | pd.CategoricalDtype"

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_DTYPES: dict[Kind, Dtype] = {
    "text": "string",
    "int": "Int64",
    "float": "Float64",
    "bool": "boolean",
    "date": "datetime64[s]",
}


@dataclass(slots=True, frozen=True)
class Frames:
    """The tables of some records. `document` ties them together: one row of `documents` for each value.

    `evidence` ties the entries to their mentions: `field` is the table, `item` the entry's place in it
    within its document, `mention` the id in `mentions`.
    """

    documents: pd.DataFrame
    mentions: pd.DataFrame
    ministers: pd.DataFrame
    officials: pd.DataFrame
    regions: pd.DataFrame
    places: pd.DataFrame
    dates: pd.DataFrame
    programs: pd.DataFrame
    relations: pd.DataFrame
    removed: pd.DataFrame
    evidence: pd.DataFrame
    warnings: pd.DataFrame

    def to_csv(self, folder: str | Path, *, excel: bool = False) -> list[Path]:
        """Write each table as `<table>.csv` (UTF-8) into `folder`.

        `excel` adds the byte order mark that Excel needs to see Arabic, and puts an apostrophe before
        text that a spreadsheet would run as a formula.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for table in fields(self):
            frame: pd.DataFrame = getattr(self, table.name)
            path = folder / f"{table.name}.csv"
            if excel:
                _disarmed(frame).to_csv(path, index=False, encoding="utf-8-sig")
            else:
                frame.to_csv(path, index=False, encoding="utf-8")
            written.append(path)
        return written


def to_frames(records: Record | Iterable[Record], *, documents: Sequence[Hashable] | pd.Index | None = None) -> Frames:
    """The tables of records. `documents` names each record, in order; without it they are numbered from 0.

    A lone surrogate in a text, which a column of text cannot hold, becomes U+FFFD: offsets stay.
    """
    found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in columns()}
    count = 0
    for record in [records] if isinstance(records, Record) else records:
        for table, row in rows(record, count):
            found[table].append(row)
        count += 1
    names = pd.Index(range(count) if documents is None else documents)
    if len(names) != count:
        raise ValueError(f"{len(names)} names for {count} records")
    return Frames(**{table: _frame(table, lines, names) for table, lines in found.items()})


def from_frame(
    frame: pd.DataFrame,
    text: str = "text",
    *,
    published: str | None = None,
    country: str | None = None,
    id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    pipeline: Pipeline | None = None,
) -> Iterator[Record]:
    """A record for each row, lazily, in order. The arguments name columns; a missing text is an empty one.

    `published` holds dates, timestamps, or text as sources have it (`الجمعة 02 أكتوبر 2020`); what states
    no day gives a warning in its record. InputError names the column that is not there, or the row whose
    text is none. `pipeline` is the default one unless given.
    """
    columns = {
        key: column
        for key, column in {
            "text": text, "published": published, "country": country, "id": id, "title": title, "url": url,
        }.items()
        if column is not None
    }  # fmt: skip
    for column in columns.values():
        if column not in frame.columns:
            known = ", ".join(map(repr, frame.columns))
            raise InputError(f"no column {column!r}", "data frame", f"its columns are {known}")
    if pipeline is None:
        from khabar import _default

        pipeline = _default()
    return pipeline.stream(_rows(frame, columns))


@pd.api.extensions.register_dataframe_accessor("khabar")
class KhabarAccessor:
    """`df.khabar`: extraction from a column of texts. The keywords are those of `from_frame`."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def extract(self, text: str = "text", **options: Any) -> pd.DataFrame:
        """Who, where, when and which programme as columns of lists, and the record; `df.join` takes them."""
        records = list(from_frame(self._frame, text, **options))
        summary = [
            {
                "ministers": [m.name or m.canonical for m in r.ministers],
                "officials": [o.name or o.canonical for o in r.officials],
                "regions": [p.name for p in r.regions],
                "places": [p.name for p in r.places],
                "dates": [d.value for d in r.dates if d.value],
                "programs": [p.name for p in r.programs],
                "record": r,
            }
            for r in records
        ]
        names = ["ministers", "officials", "regions", "places", "dates", "programs", "record"]
        return pd.DataFrame(summary, index=self._frame.index, columns=names)

    def frames(self, text: str = "text", **options: Any) -> Frames:
        """The tables of `to_frames`; `document` is the index of this frame."""
        return to_frames(from_frame(self._frame, text, **options), documents=self._frame.index)


def _rows(frame: pd.DataFrame, columns: dict[str, str]) -> Iterator[Document]:
    for number, row in enumerate(zip(*(frame[c] for c in columns.values()), strict=True)):
        where = f"row {frame.index[number]!r}"
        given = {key: value for key, value in zip(columns, row, strict=True) if not _missing(value)}
        stated = given.pop("published", None)
        day = None if stated is None else _day(stated)
        texts = {key: _text(value, key, where) for key, value in given.items()}
        yield Document(
            texts.get("text", ""),
            line=number + 1,
            published=day,
            country=texts.get("country"),
            id=texts.get("id"),
            title=texts.get("title"),
            url=texts.get("url"),
            warnings=[f"published {str(stated)!r} states no day"] if stated is not None and day is None else [],
        )


def _missing(value: object) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _text(value: object, key: str, where: str) -> str:
    if key == "id":
        return str(value)
    if not isinstance(value, str):
        raise InputError(f"{key} is a {type(value).__name__}, not text", where)
    return value


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_published(str(value))


def _frame(table: str, lines: list[tuple[Any, ...]], names: pd.Index) -> pd.DataFrame:
    kinds = columns()[table]
    cells = list(zip(*lines, strict=True)) if lines else [()] * len(kinds)
    series = {
        name: names.take(list(column)).to_series(index=range(len(column)), name=name)
        if name == "document"
        else _series(list(column), _closed().get((table, name), _DTYPES[kind]), name)
        for (name, kind), column in zip(kinds.items(), cells, strict=True)
    }
    return pd.DataFrame(series)


def _series(cells: list[Any], dtype: Dtype, name: str) -> pd.Series:
    try:
        return pd.Series(cells, dtype=dtype, name=name)
    except UnicodeEncodeError:
        return pd.Series(list(map(whole, cells)), dtype=dtype, name=name)


@cache
def _closed() -> dict[tuple[str, str], pd.CategoricalDtype]:
    """(table, column) -> categories, for the columns that hold one of a closed set."""
    found = {("evidence", "field"): pd.CategoricalDtype(list(ENTRIES))}
    for field in struct(Record).fields:
        if not isinstance(bare(field.type), inspect.ListType):
            continue
        entries = structs(bare(field.type))
        if len(entries) > 1:
            found[field.name, "label"] = pd.CategoricalDtype([entry.tag for entry in entries])
        for column in (column for entry in entries for column in entry.fields):
            if isinstance(kind := bare(column.type), inspect.LiteralType):
                found[field.name, column.encode_name] = pd.CategoricalDtype(list(kind.values))
    return found


def _disarmed(frame: pd.DataFrame) -> pd.DataFrame:
    safe = frame.copy()
    for column in safe.columns:
        if safe[column].dtype == "string":
            safe[column] = safe[column].str.replace(_FORMULA, r"'\g<0>", regex=True)
    return safe
