"""Rejects as input: read a rejects file back into the places that it names and how they were read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from khabar.errors import InputError
from khabar.io.items import Item, ReadOptions, Reject
from khabar.io.sources import STDIN
from khabar.io.unpack import MEMBER

_DEFAULTS = ReadOptions()


@dataclass(slots=True, frozen=True)
class Picked:
    """Some items of one source: their numbers, and from where on all."""

    numbers: frozenset[int]
    rest: int | None = None

    def has(self, item: Item | Reject) -> bool:
        """Is it one of them?"""
        return item.number in self.numbers or (self.rest is not None and item.number >= self.rest)


def reject_line(reject: Reject, options: ReadOptions) -> bytes:
    """A line of a rejects file: the reject, and the options that differ from the defaults."""
    given = {f.name: v for f in fields(options) if (v := getattr(options, f.name)) != getattr(_DEFAULTS, f.name) and v}
    line = {**reject.to_dict(), "options": given}
    try:
        return json.dumps(line, ensure_ascii=False, default=str).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # a name or text with lone surrogates: only escapes give it back
        return json.dumps(line, default=str).encode("ascii") + b"\n"


def read_rejects(path: Path) -> tuple[tuple[str, ...], dict[str, Picked], ReadOptions]:
    """The sources to read again, what to pick of each, and how; InputError where the file is no rejects file."""
    lines: list[dict[str, Any]] = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                lines.append(_checked(json.loads(line), f"{path}:{number}"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(path)) from None
    except ValueError as error:
        raise InputError(f"is no rejects file: {error}", str(path)) from None
    if any(line["options"] != lines[0]["options"] for line in lines):
        raise InputError("holds rejects of runs with different options", str(path), "Retry each run's by itself")
    picked: dict[str, Picked] = {}
    for reject in lines:
        before = picked.get(reject["source"], Picked(frozenset()))
        rest = reject["number"] if reject["rest"] else before.rest
        picked[reject["source"]] = Picked(before.numbers | {reject["number"]}, rest)
    inputs = dict.fromkeys(source.split(MEMBER)[0] for source in picked)
    return tuple(inputs), picked, _options(lines[0]["options"] if lines else {})


def _checked(line: Any, where: str) -> dict[str, Any]:
    wanted = {"source": str, "number": int, "rest": bool, "options": dict}
    if not isinstance(line, dict) or not all(isinstance(line.get(name), kind) for name, kind in wanted.items()):
        raise InputError("is no line of a rejects file", where)
    if line["source"] == STDIN:
        raise InputError("came from standard input, which is gone", where, "Give it to `khabar extract -` again")
    return line


def _options(given: Mapping[str, Any]) -> ReadOptions:
    day = given.get("published")
    return ReadOptions(**{**given, "published": date.fromisoformat(day) if day else None})
