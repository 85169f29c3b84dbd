"""Ties the mentions of one programme together, and says its fullest name, kind and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from khabar.document import Program, ProgramKind
from khabar.knowledge.base import ProgramEntry

_WORD = re.compile(r"[^\W_]+")
_CLITIC = re.compile(r"^(?:[وفبك]?ال|و?لل|ل(?=لا|ل))")
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?: ?[-/] ?((?:19|20)\d\d))?\b")
_HORIZON: frozenset[ProgramKind] = frozenset({"strategy", "vision", "plan", "model", "reform"})
_NAME_START = 1


@dataclass(slots=True)
class Found:
    """A mention as found: folded offsets, folded text, and what is known of it before it is tied to others."""

    start: int
    end: int
    text: str
    kind: ProgramKind | None
    by: str
    confidence: float
    entry: ProgramEntry | None = None


def together(found: Sequence[Found]) -> list[list[Found]]:
    """The mentions in groups of one programme each: `مبادرة التنمية البشرية` with the longer name it abridges."""
    groups: list[tuple[frozenset[str], list[Found]]] = []
    for one in sorted(found, key=lambda f: (-len(f.text), f.start)):
        words = content(one.text)
        for full, group in groups:
            if _same(words, full, one, group[0]):
                group.append(one)
                break
        else:
            groups.append((words, [one]))
    return [group for _, group in groups]


def content(text: str) -> frozenset[str]:
    """The words of a folded name without article and proclitics."""
    return frozenset(_CLITIC.sub("", word) for word in _WORD.findall(text))


def _same(words: frozenset[str], full: frozenset[str], one: Found, other: Found) -> bool:
    if one.entry and other.entry:
        return one.entry is other.entry
    if one.kind and other.kind and one.kind != other.kind:
        return False
    return words <= full


def programme(group: Sequence[Found], name: str) -> Program:
    """The programme of a group, fullest mention first; `name` is that mention as worded."""
    kind = next(kind for f in group if (kind := f.kind or (f.entry and f.entry.kind)))
    entry = next((f.entry for f in group if f.entry), None)
    start, end = years(group, kind)
    return Program(
        name=name,
        kind=kind,
        start=start,
        end=end,
        entity=entry.id if entry else None,
        canonical=entry.name if entry else None,
    )


def years(group: Sequence[Found], kind: ProgramKind) -> tuple[int | None, int | None]:
    """The period in the name: `2021-2026` is both years, `رؤية 2030` its end, `حملة 2019` that year."""
    for one in group:
        found = _YEARS.search(one.text)
        if not found:
            continue
        first, last = int(found[1]), int(found[2] or 0)
        if last:
            return min(first, last), max(first, last)
        return (None if kind in _HORIZON else first), first
    return None, None
