"""Which place a name means: by its head noun, the document's country, and the document's other places."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from khabar.arabic.fold import Folded, fold
from khabar.document import Level, Place
from khabar.knowledge.base import Knowledge, PlaceEntry
from khabar.stages.places.readings import LIST, NEVER_BARE, Candidate, holds
from khabar.stages.places.words import rows

# A bare name is first a country, then a town, then what else it may be.
_BARE: Final[dict[Level, float]] = {"country": 9, "locality": 6, "region": 4, "other": 4, "province": 3}
_RARELY: Final = {
    "capital": 1.0,
    "sea": 4.0,
    "river": 1.5,
    "division": -0.5,
    "area": -0.25,
    "village": -0.5,
    "camp": -2.5,
} | dict.fromkeys(NEVER_BARE, -3.0)
_HOME: Final = 3.0  # in its country
_NEAR: Final = 2.5  # in one it names
_MARKED: Final = 4.0  # spelt with marks, or named elsewhere by a name that only it has (غزة where قطاع غزة is)
_LISTED: Final = 5.0  # named in a row with a division that is nothing else (`ريف دمشق وحمص وحلب`)
_OTHER_TIME: Final = -4.0  # a division that is no more, or not yet
_PLACING: Final = (" في ", "\nفي ", "وفي ")
_ENOUGH: Final = 1.5  # what a weak name needs
_MUCH: Final = 2.0  # what the weak name of a small place needs that is a common word
_MARKS: Final = re.compile(r"[\u064b-\u065f\u0670\u0640\"'“”«»]")
_SEPARATORS: Final = re.compile(r"[\W_]+")
_ALIKE: Final = 0.75  # share of letters alike in two spellings of one name
_TOWN: Final = 50_000  # people


class Chooser:
    """Chooses the value of each candidate, or drops it."""

    def __init__(self, knowledge: Knowledge, *, written: bool) -> None:
        self._written = written
        self._places: dict[str, Place] = {}
        self._marked = {p.id for p in knowledge.places.values() if any(_MARKS.search(v) for v in p.variants)}
        usual = fold("\n".join(p.name for p in knowledge.places.values())).text.split("\n")
        self._usual = dict(zip(knowledge.places, usual, strict=True))
        self._kinds = {(p.country, p.kind) for p in knowledge.places.values()}
        self._general = {h.noun: h for h in knowledge.heads.values() if not h.countries}
        self._own = {place: (_forms(name), name) for place, name, _ in rows("own_names.tsv")}

    def choose(
        self, candidates: list[Candidate], folded: Folded, country: str | None, day: date | None = None
    ) -> Iterator[tuple[Candidate, Place, float]]:
        """The candidates kept, each with its value and how sure it is."""
        text = folded.text
        evidence = _countries(candidates, country)
        names: dict[str, str] = {}
        named = {c.name: c for c in candidates if c.name}
        sure = {e.id for c in candidates if not c.weak for e in c.reading.entries}
        forms = {text[c.start : c.end] for c in candidates}
        alone = {c.reading.entries[0].id for c in candidates if c.head is None and len(c.reading.entries) == 1}
        told = {text[c.start : c.end] for c in candidates if c.told and c.reading.country}
        listed = _listed(candidates, text, country)
        for candidate in candidates:
            if _elsewhere(candidate, evidence) or _stray(candidate, text, evidence):
                continue
            if candidate.weak and candidate.name not in named:
                again = candidate.told is None and text[candidate.start : candidate.end] in told
                if not again and not self._supported(candidate, text, evidence, sure):
                    continue
            divided = listed.get(candidate.start)
            place, confidence = self._value(candidate, folded, evidence, country, day, alone, divided)
            if self._written and place.entity and candidate.by != "misspelt":
                if place.entity not in names:
                    names[place.entity] = self._spelled(folded, candidate.from_, candidate.end, place, forms)
                name = names[place.entity]
                if name != place.name:
                    place = replace(place, name=name)
            yield candidate, place, confidence

    def _value(
        self,
        candidate: Candidate,
        folded: Folded,
        evidence: Counter[str],
        country: str | None,
        day: date | None,
        alone: set[str],
        divided: str | None,
    ) -> tuple[Place, float]:
        head, entries = candidate.head, candidate.reading.entries
        entry = entries[0] if entries else None
        if len(entries) > 1:
            marked = _marked(folded, candidate) if any(e.id in self._marked for e in entries) else None
            entry = max(
                entries,
                key=lambda e: (
                    self._score(e, candidate, evidence, country)
                    + (0.0 if holds(e, day) else _OTHER_TIME)
                    + _LISTED * (divided is not None and e.level == "region" and e.country == divided)
                    + _MARKED * (marked in e.variants or (e.id in alone and e.level == "region" and not e.code))
                ),
            )
        if candidate.name and (entry is None or not head or entry.kind not in head.kinds):
            begin = candidate.start if candidate.level == "other" else candidate.from_
            name, where = _source(folded, begin, candidate.end), self._country(candidate, evidence, country)
            return Place(name, self._level(candidate, where), where), 0.7
        assert entry is not None
        outside = head is None or (entry.level == "other" and not head.inside)
        if outside or head is None or entry.kind in head.kinds or entry.level == candidate.level:
            return self._places.get(entry.id) or self._place(entry), 0.95
        level = candidate.level if candidate.level and head.inside else entry.level
        return Place(entry.name, level, entry.country, parent=entry.country), 0.8

    def _level(self, candidate: Candidate, country: str | None) -> Level:
        """What an unknown place is: what its head noun means in its country (`مقاطعة` in Morocco, or elsewhere)."""
        head, level = candidate.head, candidate.level or "locality"
        if head is None or not head.countries or country is None or country in head.countries:
            return level
        general = self._general.get(head.noun)
        return general.level if general is not None else level

    def _spelled(self, folded: Folded, start: int, end: int, place: Place, forms: set[str]) -> str:
        """The text's name for a place where it is a spelling (`مجدل شمس`) or a division's other name (`الديوانية`)."""
        own = self._own.get(place.entity or "")
        if own is not None and not own[0].isdisjoint(forms):
            return own[1]  # for بريطانيا too, where the text has المملكة المتحدة
        form, usual = folded.text[start:end], self._usual[place.entity or ""]
        if form == usual:
            return place.name
        if place.level == "region" and not place.code and form.endswith(f" {usual}") and usual not in forms:
            return _source(folded, start, end)  # قطاع غزة, where no غزة is named
        division = place.level in ("region", "province")
        return _source(folded, start, end) if _other(form, usual, division=division) else place.name

    def _place(self, entry: PlaceEntry) -> Place:
        place = Place(entry.name, entry.level, entry.country, entry.code, entry.parent, entry.id)
        self._places[entry.id] = place
        return place

    def _country(self, candidate: Candidate, evidence: Counter[str], country: str | None) -> str | None:
        """The country of an unknown place: that of the list it stands in, or the one that the document speaks of most.

        Of a division it is that country only where it has divisions of this kind.
        """
        if len(candidate.reading.countries) == 1:
            return next(iter(candidate.reading.countries))
        likely = max(evidence, key=lambda c: (evidence[c], c == country), default=country)
        head = candidate.head
        if head is None or head.level != "region" or any((likely, kind) in self._kinds for kind in head.kinds):
            return likely
        return None

    def _score(self, entry: PlaceEntry, candidate: Candidate, evidence: Counter[str], country: str | None) -> float:
        score = _RARELY.get(entry.kind, 0.0)
        head = candidate.head
        if head is None:
            score += _BARE[entry.level]
        elif entry.kind in head.kinds:
            score += 12 - 0.7 * head.kinds.index(entry.kind)
        elif entry.level == candidate.level:
            score += 8
        if entry.country is not None:
            if entry.country == country:
                score += _HOME
            elif evidence[entry.country]:
                score += _NEAR
        return score + math.log10((entry.population or 1000) + 1) / 4

    def _supported(self, candidate: Candidate, text: str, evidence: Counter[str], sure: set[str]) -> bool:
        """Does the text speak for a place where its name is a common word too?"""
        if candidate.told is not None or candidate.kin:
            return candidate.told is not False
        if candidate.reading.bloc and not any(evidence[c] >= _HOME for c in candidate.reading.countries):
            return True
        begin = candidate.start - candidate.proclitic
        support = 0.0
        if "ب" in text[begin : candidate.start] or text[max(0, begin - 4) : begin] in _PLACING:
            support += 1
        if candidate.joined and not candidate.common:
            support += 1
        reading = candidate.reading
        if not reading.parents.isdisjoint(sure):
            support += 1
        at_home = any(evidence[c] >= _HOME for c in reading.countries)
        support += 0.5 * (at_home + reading.country)
        if not candidate.common or support < _ENOUGH:
            return support >= _ENOUGH
        return support >= _MUCH or any(
            e.level == "locality" and (e.population or 0) >= _TOWN and evidence[e.country or ""] >= _HOME
            for e in reading.entries
        )


def _forms(name: str) -> frozenset[str]:
    """A name with its article, folded, and as it stands after لل."""
    form = fold(name).text
    return frozenset([form, form[1:]])


def _marked(folded: Folded, candidate: Candidate) -> str | None:
    """The name with its diacritics, where it has some (`عمّان`, `عُمان`)."""
    first, last = folded.span(candidate.from_, candidate.end)
    return folded.source[first:last] if last - first > candidate.end - candidate.from_ else None


def _source(folded: Folded, start: int, end: int) -> str:
    """A stretch of the source without diacritics, tatweel and quotes."""
    first, last = folded.span(start, end)
    return " ".join(_MARKS.sub("", folded.source[first:last]).split())


@lru_cache(maxsize=20_000)
def _other(form: str, usual: str, *, division: bool) -> bool:
    """Is it another spelling, or for a division another name of as many words?"""
    if form[:-1] == usual[:-1]:  # سورية
        return False
    if _SEPARATORS.sub("", form) in (bare := _SEPARATORS.sub("", usual), bare.removeprefix("ا")):
        return False
    return len(_SEPARATORS.split(form)) == len(_SEPARATORS.split(usual)) and (
        division or SequenceMatcher(None, form, usual).ratio() >= _ALIKE
    )


def _listed(candidates: list[Candidate], text: str, country: str | None) -> dict[int, str]:
    """The country whose divisions a list names, by the start of each of its names: one of them is a division only."""
    lists: list[list[Candidate]] = []
    for candidate in candidates:
        if lists and LIST.fullmatch(text, lists[-1][-1].end, candidate.start):
            lists[-1].append(candidate)
        else:
            lists.append([candidate])
    found: dict[int, str] = {}
    for row in lists:
        only = {where for c in row if (where := _division(c, country))}
        if len(only) == 1:
            found |= dict.fromkeys((c.start for c in row), only.pop())
    return found


def _division(candidate: Candidate, country: str | None) -> str | None:
    """The country of a bare name that is that of a first-level division and of nothing else but small ones abroad."""
    entries = [e for e in candidate.reading.entries if e.level != "province" or e.country == country]
    if candidate.head is None and len(entries) == 1 and entries[0].level == "region" and entries[0].code:
        return entries[0].country
    return None


def _elsewhere(candidate: Candidate, evidence: Counter[str]) -> bool:
    """Is it a part of a country that the document does not speak of (`الصحراء`, `المنطقة الشمالية`)?"""
    reading = candidate.reading
    if not (reading.area or candidate.described) or candidate.head is not None or not reading.entries:
        return False
    return all(e.country and not evidence[e.country] for e in reading.entries)


def _stray(candidate: Candidate, text: str, evidence: Counter[str]) -> bool:
    """Is it the name of a little town abroad, once in a document that does not say where (`مجبر`)?"""
    if not candidate.reading.small or candidate.head is not None or candidate.by != "table" or candidate.weak:
        return False
    entries = candidate.reading.entries
    if any(evidence[e.country or ""] > 1 or (e.kind == "city" and not e.population) for e in entries):
        return False  # cities of the world are listed without population
    if all(e.level == "province" for e in entries) and text.find(" ", candidate.start, candidate.end) > 0:
        return False  # لوار إي شير
    begin = candidate.start - candidate.proclitic
    return not ("ب" in text[begin : candidate.start] or text[max(0, begin - 4) : begin] in _PLACING)


def _countries(candidates: list[Candidate], country: str | None) -> Counter[str]:
    """How much the document speaks of each country."""
    evidence: Counter[str] = Counter()
    if country:
        evidence[country] += int(_HOME)
    for candidate in candidates:
        if candidate.weak or candidate.described:
            continue
        if len(candidate.reading.countries) == 1 and not candidate.reading.stateless:
            evidence[next(iter(candidate.reading.countries))] += 1
    return evidence
