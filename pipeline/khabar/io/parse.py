"""An item becomes a document: decoded, its fields read and checked, or the reason why not."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from khabar.document import Document
from khabar.errors import InputError, KhabarError
from khabar.io.decode import decode
from khabar.io.items import FIELDS, Item, ReadOptions, Reject

_KINDS = defaultdict(
    lambda: "no text",
    {int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object", str: "a string"},
)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_]|$)")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_ISO_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:$|[T ])")


def parse(item: Item, options: ReadOptions) -> Document | Reject:
    """The document of an item; a Reject says what is wrong with it."""
    document = None
    try:
        document = _PARSERS[item.format](item, options)
        _check(document, options)
    except KhabarError as error:
        found = replace(item, id=document.id) if document else item
        return refuse(found, "read", told(error))
    except RecursionError:
        return refuse(item, "read", "is nested too deeply")
    except Exception as error:  # whatever a hostile page does to its reader: one document, not the run
        return refuse(item, "read", f"{type(error).__name__}: {error}")
    document.source, document.line = item.source, item.line
    document.country = document.country or options.country
    document.published = document.published or options.published
    return document


def refuse(item: Item, stage: str, error: str) -> Reject:
    """A Reject for an item."""
    return Reject(item.source, item.number, item.line, stage, error, item.id)


def told(error: KhabarError) -> str:
    """What is wrong and what to do, without the place, which a Reject names itself."""
    return error.message if error.remedy is None else f"{error.message}. {error.remedy}"


def _check(document: Document, options: ReadOptions) -> None:
    if not document.text or document.text.isspace():
        raise InputError("has no text")
    if len(document.text) > options.max_chars:
        raise InputError(f"is {len(document.text):,} characters long, over {options.max_chars:,} (--max-chars)")


def _text(item: Item, options: ReadOptions) -> Document:
    assert isinstance(item.payload, bytes)
    return Document(decode(item.payload, item.source))


def _html(item: Item, options: ReadOptions) -> Document:
    from khabar.io.html import read_html

    assert isinstance(item.payload, bytes)
    raw: bytes | str = item.payload
    if item.encoding:
        with suppress(LookupError, UnicodeDecodeError):  # servers declare what pages are not: then the page decides
            raw = item.payload.decode(item.encoding)
    page = read_html(raw, item.url)
    return Document(
        page.text,
        id=item.id,
        title=page.title,
        url=page.url or item.url,
        published=page.published,
        author=page.author,
        section=page.section,
        site=page.site,
        warnings=list(page.warnings),
    )


def _json(item: Item, options: ReadOptions) -> Document:
    assert isinstance(item.payload, bytes)
    raw = item.payload
    if item.encoding:
        raw = raw.decode(item.encoding, "replace").encode("utf-8")
    try:
        row = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        row = _lenient(raw)
    if not isinstance(row, dict):
        raise InputError(f"is {_KINDS[type(row)]}, not an object")
    return _from_row(row, options)


def _lenient(raw: bytes) -> Any:
    """What the fast reader refuses and JSON as found has: lone surrogates, NaN, raw control characters."""
    try:
        return json.loads(raw.decode("utf-8-sig"), strict=False)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}: {error.reason}") from None
    except json.JSONDecodeError as error:
        raise InputError(f"does not parse as JSON: {error.msg} at character {error.pos + 1}") from None


def _row(item: Item, options: ReadOptions) -> Document:
    assert isinstance(item.payload, dict)
    for name, value in item.payload.items():
        if isinstance(value, str) and not value.isascii() and (bad := _ESCAPED_BYTE.search(value)):
            raise InputError(f"column {name!r} is not UTF-8: 0x{ord(bad[0]) - 0xDC00:02X} at character {bad.start()}")
    return _from_row(item.payload, options)


def _from_row(row: dict[str, Any], options: ReadOptions) -> Document:
    name = options.name("text")
    if name not in row:
        raise InputError(_no_field(name, row, options))
    text = row[name] or ""
    if not isinstance(text, str):
        raise InputError(f"field {name!r} is {_KINDS[type(text)]}, not a string")
    document = Document(text)
    for field in FIELDS:
        value = row.get(options.name(field))
        if field == "text" or value is None or value == "":
            continue
        if field == "published":
            document.published = day = published(value)
            if day is None:
                document.warnings.append(f"published {str(value)[:60]!r} is no date")
        elif field == "country":
            document.country = _country(value, document)
        elif field == "language":
            document.language = _language(value, document)
        elif isinstance(value, str | int):
            setattr(document, field, str(value))
        else:
            document.warnings.append(f"field {options.name(field)!r} is {_KINDS[type(value)]}: left out")
    return document


def _no_field(name: str, row: dict[str, Any], options: ReadOptions) -> str:
    remedy = "" if "text" in (options.fields or ()) else ". Name it with --text-field"
    return f"has no field {name!r}, only {', '.join(map(repr, list(row)[:12]))}{remedy}"


def _country(value: object, document: Document) -> str | None:
    if isinstance(value, str) and _COUNTRY.fullmatch(value.strip()):
        return value.strip().upper()
    document.warnings.append(f"country {str(value)[:60]!r} is no ISO 3166-1 code")
    return None


def _language(value: object, document: Document) -> str | None:
    if isinstance(value, str) and (code := _LANGUAGE.match(value.strip().lower())):
        return code[1]
    document.warnings.append(f"language {str(value)[:60]!r} is no ISO 639-1 code")
    return None


def published(value: object) -> date | None:
    """The day that a source's stamp means: ISO, epoch in seconds or milliseconds, or as Arabic sites word it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        iso = _ISO_DAY.match(value)
        if iso:
            try:
                return date.fromisoformat(iso[1])
            except ValueError:
                return None
        if not value.strip().isdecimal():
            from khabar.arabic.published import parse_published

            return parse_published(value)
    return _from_epoch(value)


def _from_epoch(value: object) -> date | None:
    try:
        seconds = float(value)  # type: ignore[arg-type]
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


_PARSERS = {"text": _text, "html": _html, "json": _json, "row": _row}
