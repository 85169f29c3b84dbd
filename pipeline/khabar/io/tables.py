"""Records as tables: one per field, tied together by the number of the document.

The columns are read off the published schema. `evidence` ties each entry of a field (`item`, its place in
the record) to its mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import inspect

from khabar.record import Provenance, Record

Kind = Literal["text", "int", "float", "bool", "date"]
Row = tuple[Any, ...]

ENTRIES = ("ministers", "officials", "regions", "places", "dates", "programs", "relations")
_PLAIN: dict[type, Kind] = {str: "text", int: "int", float: "float", bool: "bool", date: "date"}
_KINDS: dict[type[inspect.Type], Kind] = {
    inspect.StrType: "text",
    inspect.LiteralType: "text",
    inspect.IntType: "int",
    inspect.FloatType: "float",
    inspect.BoolType: "bool",
    inspect.DateType: "date",
    inspect.ListType: "int",  # how many
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_OWN = ("id", "source", "line", "title", "url", "published", "country", "language", "text")


@cache
def columns() -> dict[str, dict[str, Kind]]:
    """Table -> column -> kind."""
    fields = {f.name: bare(f.type) for f in struct(Record).fields}
    made = {f.encode_name: _KINDS[type(bare(f.type))] for f in struct(Provenance).fields}
    tables: dict[str, dict[str, Kind]] = {
        "documents": {"document": "int", **{name: _KINDS[type(fields[name])] for name in _OWN}, **made},
    }
    for name in ("mentions", *ENTRIES, "removed"):
        entries = structs(fields[name])
        label: dict[str, Kind] = {"label": "text"} if len(entries) > 1 else {}
        own = {f.encode_name: _KINDS[type(bare(f.type))] for entry in entries for f in entry.fields}
        tables[name] = {"document": "int", "item": "int", **label, **own}
    tables["evidence"] = {"document": "int", "field": "text", "item": "int", "mention": "text"}
    tables["warnings"] = {"document": "int", "warning": "text"}
    return tables


def rows(record: Record, document: int) -> Iterator[tuple[str, Row]]:
    """The rows of one record, each with its table; `document` numbers the record."""
    made = record.provenance
    own = [getattr(record, name) for name in _OWN]
    yield "documents", (document, *own, *(getattr(made, name) for name in made.__struct_fields__))
    for table in ("mentions", *ENTRIES, "removed"):
        names = list(columns()[table])[2:]
        for item, entry in enumerate(getattr(record, table)):
            values = _entry(entry)
            yield table, (document, item, *(_cell(values.get(name)) for name in names))
    for field in ENTRIES:
        for item, entry in enumerate(getattr(record, field)):
            for mention in entry.mentions:
                yield "evidence", (document, field, item, mention)
    for warning in record.warnings:
        yield "warnings", (document, warning)


def whole(cell: object) -> object:
    """A cell that UTF-8 can hold: a lone surrogate becomes U+FFFD, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell


def struct(kind: type[msgspec.Struct]) -> inspect.StructType:
    """What msgspec knows of a struct."""
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.StructType)
    return found


def structs(kind: inspect.Type) -> list[inspect.StructType]:
    """The kinds of entry in a list: one, or several for mentions."""
    assert isinstance(kind, inspect.ListType)
    item = kind.item_type
    return [
        k for k in (item.types if isinstance(item, inspect.UnionType) else (item,)) if isinstance(k, inspect.StructType)
    ]


def bare(kind: inspect.Type) -> inspect.Type:
    """A type without metadata and without null."""
    if isinstance(kind, inspect.Metadata):
        return bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        some = [t for t in kind.types if not isinstance(t, inspect.NoneType)]
        return bare(some[0]) if len(some) == 1 else kind
    return kind


def _entry(entry: msgspec.Struct) -> dict[str, Any]:
    kind, config = type(entry), entry.__struct_config__
    pairs = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    values = {out: getattr(entry, own) for own, out in pairs}
    if config.tag_field:
        values[config.tag_field] = config.tag
    return values


def _cell(value: object) -> object:
    return len(value) if isinstance(value, list) else value
