"""The reading page: records as one HTML file that needs no network, and in which no text can run.

>>> Path("page.html").write_text(page(read_records(Path("records.jsonl"))), encoding="utf-8")
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, cast, get_args

import msgspec

from khabar.document import DateType, Label, Level, ProgramKind, Role
from khabar.errors import InputError
from khabar.io.unpack import BROKEN, unpacked
from khabar.record import SCHEMA, Record

_HERE = Path(__file__).parent
_SCRIPTS = ("words", "text", "list", "filters", "article", "card", "correct", "main", "live")
_CALENDARS = ("gregorian", "hijri", "hijri_morocco")
_MODS = ("start", "mid", "end")


@dataclass(slots=True, frozen=True)
class LiveSettings:
    """What the page of a service needs to know of it."""

    max_chars: int
    needs_key: bool


def page(records: Iterable[Record], *, title: str = "", live: LiveSettings | None = None) -> str:
    """The reading page of some records. With `live`, it can also send texts to the service that it comes from."""
    parts = {
        "CSP": policy(connects=live is not None),
        "TITLE": escape(title),
        "CSS": _style(),
        "SETTINGS": _inert(json.dumps(_settings(live), ensure_ascii=False)),
        "RECORDS": "[" + ",\n".join(_inert(r.to_json()) for r in records) + "]",
        "JS": _script(),
    }
    template = (_HERE / "page.html").read_text(encoding="utf-8")
    pieces = template.split("%")  # %NAME% stands for a part: every second piece is a name
    return "".join(parts[piece] if i % 2 else piece for i, piece in enumerate(pieces))


def policy(*, connects: bool = False) -> str:
    """The Content-Security-Policy: only this page's own style and script, nothing from anywhere else."""
    rules = {
        "default-src": "'none'",
        "script-src": _hash(_script()),
        "style-src": _hash(_style()),
        "connect-src": "'self'" if connects else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def read_records(path: Path) -> Iterator[Record]:
    """The records of a JSONL file, packed or not (`-` is stdin); InputError with file and line where one is none."""
    name = "<stdin>" if str(path) == "-" else str(path)
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as raw:
            lines = unpacked(BufferedReader(cast("RawIOBase", raw)), name)
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _record(line, f"{name}:{number}")
    except BROKEN as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", name) from error


class _Tag(msgspec.Struct):
    schema: Any = None


def _record(line: bytes, where: str) -> Record:
    again = "extract the documents again with this version"
    try:
        schema = msgspec.json.decode(line, type=_Tag).schema
    except msgspec.DecodeError as error:
        raise InputError(
            f"is not a record: {error}", where, "`khabar extract` writes one JSON object a line"
        ) from error
    if schema != SCHEMA:
        told = "names no schema" if schema is None else f"is of schema {schema!r}"
        raise InputError(f"{told}; this version reads {SCHEMA!r}", where, again)
    try:
        return msgspec.json.decode(line, type=Record)
    except msgspec.ValidationError as error:
        raise InputError(f"is no record of schema {SCHEMA!r}: {error}", where, again) from error


def _settings(live: LiveSettings | None) -> dict[str, Any]:
    """What the page's forms offer, from the same types as the record."""
    return {
        "live": live is not None,
        "maxChars": live.max_chars if live else None,
        "needsKey": bool(live and live.needs_key),
        "labels": get_args(Label),
        "roles": get_args(Role),
        "levels": get_args(Level),
        "dateTypes": get_args(DateType),
        "programKinds": get_args(ProgramKind),
        "calendars": _CALENDARS,
        "mods": _MODS,
    }


def _inert(json_text: str) -> str:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    return json_text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _style() -> str:
    return (_HERE / "page.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return "\n".join((_HERE / "js" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
