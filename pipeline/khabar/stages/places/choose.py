"""Which place a name means: by its head noun, the document's country, and the document's other places."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from khabar.document import Level, Place
from khabar.knowledge.base import Knowledge, PlaceEntry
from khabar.stages.places.candidates import Candidate

# A bare name is first a country, then a town, then what else it may be.
_BARE: dict[Level, float] = {"country": 9, "locality": 6, "region": 4, "other": 4, "province": 3}
_RARELY = {"cercle": -3.0, "daira": -3.0, "former": -1.0, "capital": 1.0, "village": -0.5}
_HOME, _NEAR = 3.0, 2.0  # in the document's country; in a country that the document names
_PLACING = (" في ", "\nفي ")
_ENOUGH = 1.5  # what a weak name needs


class Chooser:
    """Chooses the value of each candidate, or drops it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._kinds = {(p.country, p.kind) for p in knowledge.places.values()}

    def choose(
        self, candidates: list[Candidate], text: str, country: str | None
    ) -> Iterator[tuple[Candidate, Place, float]]:
        """The candidates kept, each with its value and how sure it is."""
        evidence = _countries(candidates, country)
        named = {c.name: c for c in candidates if c.name}
        sure = {e.id for c in candidates if not c.weak for e in c.entries}
        for candidate in candidates:
            if candidate.weak and candidate.name not in named and not self._supported(candidate, text, evidence, sure):
                continue
            yield candidate, *self._value(candidate, evidence, country)

    def _value(
        self, candidate: Candidate, evidence: Counter[str], country: str | None
    ) -> tuple[Place, float]:
        head = candidate.head
        entry = max(candidate.entries, key=lambda e: self._score(e, candidate, evidence, country), default=None)
        if candidate.name and (entry is None or not head or entry.kind not in head.kinds):
            return Place(candidate.name, candidate.level or "locality", self._country(candidate, country)), 0.7
        assert entry is not None
        if head is None or entry.kind in head.kinds or entry.level in (candidate.level, "other"):
            return Place(entry.name, entry.level, entry.country, entry.code, entry.parent, entry.id), 0.95
        level = candidate.level if candidate.level and head.inside else entry.level
        return Place(entry.name, level, entry.country, parent=entry.country), 0.8

    def _country(self, candidate: Candidate, country: str | None) -> str | None:
        """The country of an unknown place: the document's, where that has divisions of this kind."""
        head = candidate.head
        if candidate.entries:
            return candidate.entries[0].country
        if head is None or head.level != "region" or any((country, kind) in self._kinds for kind in head.kinds):
            return country
        return None

    def _score(
        self, entry: PlaceEntry, candidate: Candidate, evidence: Counter[str], country: str | None
    ) -> float:
        score = _RARELY.get(entry.kind, 0.0)
        head = candidate.head
        if head is None:
            score += _BARE[entry.level]
        elif entry.kind in head.kinds:
            score += 12 - head.kinds.index(entry.kind)
        elif entry.level == candidate.level:
            score += 8
        if entry.country is not None:
            if entry.country == country:
                score += _HOME
            elif evidence[entry.country]:
                score += _NEAR
        return score + math.log10((entry.population or 1000) + 1) / 4

    def _supported(
        self, candidate: Candidate, text: str, evidence: Counter[str], sure: set[str]
    ) -> bool:
        """Does the text speak for a place where its name is a common word too?"""
        begin = candidate.start - candidate.proclitic
        support = 0.0
        if "ب" in text[begin : candidate.start] or text[max(0, begin - 4) : begin] in _PLACING:
            support += 1
        if any(e.parent in sure for e in candidate.entries if e.parent != e.country):
            support += 1
        if any(evidence[e.country or ""] >= _HOME for e in candidate.entries):
            support += 0.5
        if any(e.level == "country" for e in candidate.entries):
            support += 0.5
        return support >= _ENOUGH


def _countries(candidates: list[Candidate], country: str | None) -> Counter[str]:
    """How much the document speaks of each country."""
    evidence: Counter[str] = Counter()
    if country:
        evidence[country] += int(_HOME)
    for candidate in candidates:
        if candidate.weak:
            continue
        meant = {e.country for e in candidate.entries}
        if len(meant) == 1:
            (only,) = meant
            if only:
                evidence[only] += 1
    return evidence
