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

import msgspec
import pandas as pd

from khabar.document import Document
from khabar.errors import InputError
from khabar.record import Record

if TYPE_CHECKING:
    from khabar.pipeline import Pipeline

_Pairs = list[tuple[Hashable, Record]]
Dtype: TypeAlias = "str | pd.CategoricalDtype"

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_ENTRIES = ("ministers", "officials", "regions", "places", "dates", "programs", "relations")
_SCALARS: dict[type, Dtype] = {
    msgspec.inspect.StrType: "string",
    msgspec.inspect.IntType: "Int64",
    msgspec.inspect.FloatType: "Float64",
    msgspec.inspect.BoolType: "boolean",
    msgspec.inspect.DateType: "datetime64[s]",
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
    """The tables of records. `documents` names each record, in order; without it they are numbered from 0."""
    records = [records] if isinstance(records, Record) else list(records)
    names = pd.Index(range(len(records)) if documents is None else documents)
    if len(names) != len(records):
        raise ValueError(f"{len(names)} names for {len(records)} records")
    pairs = list(zip(names, records, strict=True))
    tables = {name: _table(name, columns, pairs) for name, columns in _schema().items()}
    tables |= {"documents": _documents(pairs), "evidence": _evidence(pairs), "warnings": _warnings(pairs)}
    for table in tables.values():
        table["document"] = table["document"].astype(names.dtype)
    return Frames(**tables)


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

    `published` holds dates, timestamps or ISO days. InputError names the column that is not there or
    the row whose value is of the wrong kind. `pipeline` is the default one unless given.
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
        import khabar

        pipeline = khabar.load()
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
        day = _day(given.pop("published"), where) if "published" in given else None
        texts = {key: _text(value, key, where) for key, value in given.items()}
        yield Document(
            texts.get("text", ""),
            line=number + 1,
            published=day,
            country=texts.get("country"),
            id=texts.get("id"),
            title=texts.get("title"),
            url=texts.get("url"),
        )


def _missing(value: object) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _text(value: object, key: str, where: str) -> str:
    if key == "id":
        return str(value)
    if not isinstance(value, str):
        raise InputError(f"{key} is a {type(value).__name__}, not text", where)
    return value


def _day(value: object, where: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise InputError(
            f"published is {str(value)!r}, not an ISO day",
            where,
            "pandas.to_datetime(..., errors='coerce') makes dates",
        ) from None


@cache
def _schema() -> dict[str, dict[str, Dtype]]:
    """Table -> column -> dtype, for the lists of entries in a record; read off the published schema."""
    record = msgspec.inspect.type_info(Record)
    assert isinstance(record, msgspec.inspect.StructType)
    tables = {}
    for field in record.fields:
        kind = _plain(field.type)
        if isinstance(kind, msgspec.inspect.ListType) and (structs := _structs(kind.item_type)):
            labels: dict[str, Dtype] = {"label": _category(s.tag for s in structs)} if len(structs) > 1 else {}
            tables[field.name] = labels | {name: dtype for s in structs for name, dtype in _columns(s).items()}
    return tables


def _structs(kind: msgspec.inspect.Type) -> list[msgspec.inspect.StructType]:
    """The kinds of entry of a list: one, several for mentions, none for a list of strings."""
    kinds = kind.types if isinstance(kind, msgspec.inspect.UnionType) else (kind,)
    return [k for k in kinds if isinstance(k, msgspec.inspect.StructType)]


def _columns(struct: msgspec.inspect.StructType) -> dict[str, Dtype]:
    columns: dict[str, Dtype] = {}
    for column in struct.fields:
        kind = _plain(column.type)
        if isinstance(kind, msgspec.inspect.LiteralType):
            columns[column.encode_name] = _category(kind.values)
        elif isinstance(kind, msgspec.inspect.ListType):
            columns[column.encode_name] = "Int64"  # how many
        else:
            columns[column.encode_name] = _SCALARS[type(kind)]
    return columns


def _category(values: Iterable[object]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(values))


def _plain(kind: msgspec.inspect.Type) -> msgspec.inspect.Type:
    """A type without its metadata and without None."""
    if isinstance(kind, msgspec.inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, msgspec.inspect.UnionType):
        some = [t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType)]
        return _plain(some[0]) if len(some) == 1 else kind
    return kind


def _table(name: str, columns: dict[str, Dtype], pairs: _Pairs) -> pd.DataFrame:
    rows = [
        (document, item, *(_cell(entry.get(column)) for column in columns))
        for document, record in pairs
        for item, entry in enumerate(map(_entry, getattr(record, name)))
    ]
    return _frame(["document", "item", *columns], {"item": "Int64", **columns}, rows)


def _entry(struct: msgspec.Struct) -> dict[str, Any]:
    """An entry by the names it is published under."""
    config, kind = struct.__struct_config__, type(struct)
    entry = {
        out: getattr(struct, own)
        for own, out in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    }
    if config.tag_field:
        entry[config.tag_field] = config.tag
    return entry


def _cell(value: object) -> object:
    """Lists of mentions are counted: `evidence` has them one by one."""
    return len(value) if isinstance(value, list) else value


def _documents(pairs: _Pairs) -> pd.DataFrame:
    own: dict[str, Dtype] = {
        "id": "string", "source": "string", "line": "Int64", "title": "string", "url": "string",
        "published": "datetime64[s]", "country": "string", "language": "string", "text": "string",
    }  # fmt: skip
    made: dict[str, Dtype] = {"version": "string", "config": "string", "knowledge": "string", "model": "string"}
    rows = [
        (document, *(getattr(r, c) for c in own), *(getattr(r.provenance, c) for c in made)) for document, r in pairs
    ]
    return _frame(["document", *own, *made], {**own, **made}, rows)


def _evidence(pairs: _Pairs) -> pd.DataFrame:
    rows = [
        (document, field, item, mention)
        for document, record in pairs
        for field in _ENTRIES
        for item, entry in enumerate(getattr(record, field))
        for mention in entry.mentions
    ]
    dtypes: dict[str, Dtype] = {"field": _category(_ENTRIES), "item": "Int64", "mention": "string"}
    return _frame(["document", *dtypes], dtypes, rows)


def _warnings(pairs: _Pairs) -> pd.DataFrame:
    rows = [(document, warning) for document, record in pairs for warning in record.warnings]
    return _frame(["document", "warning"], {"warning": "string"}, rows)


def _frame(columns: list[str], dtypes: dict[str, Dtype], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    by_column = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return pd.DataFrame(
        {
            name: pd.Series(list(cells), dtype=dtypes.get(name), name=name)
            for name, cells in zip(columns, by_column, strict=True)
        }
    )


def _disarmed(frame: pd.DataFrame) -> pd.DataFrame:
    safe = frame.copy()
    for column in safe.columns:
        if safe[column].dtype == "string":
            safe[column] = safe[column].str.replace(_FORMULA, r"'\g<0>", regex=True)
    return safe
