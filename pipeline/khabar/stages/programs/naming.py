"""Ties the mentions of one programme together, and says its fullest name, kind and years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from khabar.document import Date, Document, Program, ProgramKind
from khabar.knowledge.base import ProgramEntry

_WORD: Final = re.compile(r"[^\W_]+")
_CLITIC: Final = re.compile(r"^(?:[وفبك]?ال|و?لل|ل(?=لا|ل))")
_YEARS: Final = re.compile(r"\b((?:19|20)\d\d)(?: ?[-/] ?((?:19|20)\d\d))?\b")
_PERIOD: Final = re.compile(r"[ ،,(]{0,3}(?:خلال|في|برسم|من|على مدى|ل)? ?(?:ال|ل)?(?:فترة|موسم|سنوات)?[ (]{0,2}")
_NEAR: Final = 30  # letters between a name and its period
Told = tuple[int, int, int]
_HORIZON: Final[frozenset[ProgramKind]] = frozenset({"strategy", "vision", "plan", "model", "reform"})


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
    having: dict[str, list[int]] = {}  # word -> the groups whose full name has it
    for one in sorted(found, key=lambda f: (-len(f.text), f.start)):
        words = content(one.text)
        rarest = min((having.get(word, []) for word in sorted(words)), key=len, default=[])
        for number in rarest:
            full, group = groups[number]
            if _same(words, full, one, group[0]):
                group.append(one)
                break
        else:
            for word in words:
                having.setdefault(word, []).append(len(groups))
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


def programme(group: Sequence[Found], document: Document, told: Sequence[Told]) -> Program:
    """The programme of a group, fullest mention first, which gives its name; `told` are the document's periods."""
    kind = next(kind for f in group if (kind := f.kind or (f.entry and f.entry.kind)))
    entry = next((f.entry for f in group if f.entry), None)
    start, end = period(group, kind, document, told)
    return Program(
        name=name(group[0], document),
        kind=kind,
        start=start,
        end=end,
        entity=entry.id if entry else None,
        canonical=entry.name if entry else None,
    )


def name(found: Found, document: Document) -> str:
    """The mention as worded, with its article whole: `لبرنامج الوطني` of `للبرنامج الوطني` is `البرنامج الوطني`."""
    start, end = document.folded.span(found.start, found.end)
    elided = document.folded.text[found.start - 1 : found.start + 1] == "لل"
    return ("ا" if elided else "") + document.body.text[start:end]


def periods(document: Document) -> list[Told]:
    """The stretches of time with two known ends: the offset in the body, the first and the last year of each."""
    values = ((m.start, m.value) for m in document.mentions if m.label == "DATE")
    return [
        (at, value.start.year, value.end.year)
        for at, value in values
        if isinstance(value, Date) and value.type == "interval" and value.start and value.end
    ]


def period(
    group: Sequence[Found], kind: ProgramKind, document: Document, told: Sequence[Told]
) -> tuple[int | None, int | None]:
    """Its years: in its name, or a stretch of years said right after it (`للفترة 2021-2026`).

    `2021-2026` is both years, of `رؤية 2030` and `في أفق 2030` it is the end, and `حملة 2019` is that year.
    """
    for one in group:
        found = _YEARS.search(one.text)
        if found and found[2]:
            first, last = sorted((int(found[1]), int(found[2])))
            return first, last
        if found:
            year = int(found[1])
            return (None if kind in _HORIZON or "افق" in one.text else year), year
    return _said_after(group, document, told) if told else (None, None)


def _said_after(group: Sequence[Found], document: Document, told: Sequence[Told]) -> tuple[int | None, int | None]:
    ends = sorted(document.folded.span(f.start, f.end)[1] for f in group)
    for at, first, last in told:
        for end in ends[bisect_left(ends, at - _NEAR) : bisect_left(ends, at)]:
            if _PERIOD.fullmatch(document.body.text[end:at]):
                return first, last
    return None, None
