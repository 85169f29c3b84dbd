"""Who held an office on a day: the offices of a text matched to the terms of the knowledge tables.

An office matches a term of its country when both are read alike by the grammar of offices, and each part of its
portfolio is a part of the term's: `وزير الصحة` is `وزير الصحة والحماية الاجتماعية`, but `وزير التعليم` is no
`وزير التعليم العالي`. On the day of a handover the newcomer holds the office. Where more than one person is left,
a date is not known to the day, or the row is unchecked, there is no answer; unchecked rows still contradict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Final

from khabar.arabic.fold import fold, folded
from khabar.document import MINISTERIAL, Role
from khabar.knowledge.base import Knowledge, PersonEntry, Term
from khabar.stages.people.joining import family
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.positions import Grammar, Office
from khabar.stages.people.words import Text

_SINGLE: Final[frozenset[Role]] = frozenset({"head_of_state", "head_of_government"})  # one holder a country
_LOCAL: Final = frozenset({"نايب", "اقليم", "حاكم"})  # words of offices beside the one of the state
_IGNORED: Final = frozenset({"شوون", "مكلف", "مكلفه", "مسوول", "مسووله", "منتدب", "منتدبه", "قطاع"})

_KEPT: Final = 50_000  # answers kept
_ALIKE: Final = 0.85  # share of letters in common in two spellings of one name

Part = frozenset[str]


@dataclass(slots=True, frozen=True)
class Key:
    """An office as the tables know it: what kind, and the parts of its portfolio."""

    kind: str
    parts: frozenset[Part] = frozenset()

    def covers(self, other: Key) -> bool:
        """Is `other` this office, by its whole portfolio or by some parts of it?"""
        if self.kind != other.kind or bool(self.parts) != bool(other.parts):
            return False
        return other.parts <= self.parts


class Holders:
    """The terms of the tables by country, and the people by name."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon) -> None:
        self.people: Mapping[str, PersonEntry] = knowledge.people
        self._lexicon = lexicon
        self._terms: dict[str, list[Term]] = {}
        self._keyed: dict[str, dict[str, list[tuple[Key, Term]]]] = {}
        self._answers: dict[tuple[str, Key, date], Term | None] = {}
        self._held: dict[str, list[Term]] = {}
        self._families: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        self._forms: dict[str, list[tuple[str, ...]]] = {}
        self._named: dict[tuple[str, ...], set[str]] = {}
        for term in knowledge.terms:
            self._held.setdefault(term.person, []).append(term)
            self._terms.setdefault(term.country, []).append(term)
        for person in knowledge.people.values():
            self._forms[person.id] = [_words(form) for form in (person.name, *person.variants)]
            for words in self._forms[person.id]:
                self._named.setdefault(words, set()).add(person.id)
                last = family(words, lexicon)
                for term in self._held.get(person.id, ()):
                    if term.role in MINISTERIAL and "".join(last) not in knowledge.given_names:
                        self._families.setdefault((term.country, last), set()).add(person.id)

    def key(self, text: Text, office: Office) -> Key | None:
        """The key of an office of a text, None for one that no table could hold."""
        return _key(text, office)

    def on(self, country: str, key: Key, day: date) -> Term | None:
        """The one term of `country` that matches the office and holds on `day`."""
        asked = country, key, day
        if asked not in self._answers:
            if len(self._answers) > _KEPT:
                self._answers.clear()
            self._answers[asked] = self._on(*asked)
        return self._answers[asked]

    def _on(self, country: str, key: Key, day: date) -> Term | None:
        keyed = self._of_country(country).get(key.kind, ())
        terms = [t for k, t in keyed if t.start and k.covers(key) and t.holds(day)]
        if len({t.person for t in terms}) > 1:
            terms = [t for t in terms if t.end != day or t.start == day]
        if not terms or len({t.person for t in terms}) > 1:
            return None
        term = max(terms, key=lambda t: t.start or date.min)
        sure = term.status != "unchecked" and (term.exact or _inside(term, day))
        return term if sure else None

    def named(self, words: tuple[str, ...]) -> set[str]:
        """The ids of the people of that name, in full."""
        return self._named.get(words, set())

    def in_office(self, words: tuple[str, ...], country: str, day: date) -> set[str]:
        """The people in office in `country` on `day` whose family name `words` is."""
        found = self._families.get((country, words), ())
        return {person for person in found if self.terms_of(person, day)}

    def called(self, person: str, words: tuple[str, ...]) -> bool:
        """May `words` be the name of that person, in full or shortened?"""
        wanted = {w for w in words if w not in self._lexicon.classes["particle"]}
        return any(wanted <= set(form) for form in self._forms[person])

    def alike(self, person: str, words: tuple[str, ...]) -> bool:
        """Is this that person's name in another spelling: `صبري بوقدوم` for `صبري بوقادوم`?"""
        name = "".join(words)
        entry = self.people[person]
        return any(
            SequenceMatcher(None, name, "".join(_words(form))).ratio() >= _ALIKE
            for form in (entry.name, *entry.variants)
        )

    def held(self, person: str) -> list[Term]:
        """All terms of a person."""
        return self._held.get(person, [])

    def until(self, person: str, day: date | None) -> list[Term]:
        """The terms of a person that have begun by `day`, all where it is None."""
        return [t for t in self.held(person) if day is None or (t.start is not None and t.start <= day)]

    def terms_of(self, person: str, day: date) -> list[Term]:
        """The terms of a person that hold on `day`."""
        return [t for t in self._held.get(person, ()) if t.start and t.holds(day)]

    def _of_country(self, country: str) -> dict[str, list[tuple[Key, Term]]]:
        """The terms of a country by the kind of office, read when first asked for."""
        if country not in self._keyed:
            keyed: dict[str, list[tuple[Key, Term]]] = {}
            for term in self._terms.get(country, ()):
                for key in self._keys_of(term):
                    keyed.setdefault(key.kind, []).append((key, term))
            self._keyed[country] = keyed
        return self._keyed[country]

    def _keys_of(self, term: Term) -> Iterable[Key]:
        if term.role in _SINGLE:
            if not _LOCAL & set(_words(term.office)):
                yield Key(term.role)
            return
        text = Text(fold(term.office), self._lexicon)
        for office in Grammar(self._lexicon, text, {}).offices():
            key = _key(text, office)
            if key:
                yield key


def _key(text: Text, office: Office) -> Key | None:
    if office.role in _SINGLE:
        local = any(text.words[n].form in _LOCAL for n in range(office.first, office.last))
        return None if local else Key(office.role)
    first, last = office.portfolio or office.domain
    parts = frozenset(_parts(text, first, last))
    if office.role in ("minister", "secretary_of_state") and office.head.domain == "ministry":
        delegate = any(text.words[n].form == "لدي" for n in range(office.first, office.last))
        return Key(f"{office.role}{' delegate' if delegate else ''}", parts) if parts else None
    return Key(office.head.masculine.removeprefix("ال"), parts) if office.public else None


def _parts(text: Text, first: int, last: int) -> Iterable[Part]:
    """The coordinated parts of a portfolio, each as its words without articles."""
    part: set[str] = set()
    for n in range(first, last):
        word = text.words[n]
        form = word.form
        if word.nation and word.definite and n == last - 1 and n > first:
            continue
        if n > first and form[0] == "و" and form.startswith("وال") and part:
            yield frozenset(part)
            part = set()
            form = form[1:]
        elif n > first and form[0] == "و" and len(form) > 4 and not word.office:
            if part:
                yield frozenset(part)
            part = set()
            form = form[1:]
        bare = _bare(form)
        if bare not in _IGNORED:
            part.add(bare)
    if part:
        yield frozenset(part)


def _bare(form: str) -> str:
    """A word without article or proclitic: `بالميزانية`, `للشباب`, `الصحة`."""
    for article in ("بال", "لل", "ال"):
        if form.startswith(article) and len(form) > len(article) + 2:
            return form[len(article) :]
    return form


def _inside(term: Term, day: date) -> bool:
    """Is `day` clear of the ends of a term known only to the month or year?"""
    start, end = term.start, term.end
    return bool(start and start.year < day.year and (end is None or day.year < end.year))


def _words(name: str) -> tuple[str, ...]:
    return tuple(folded(name).replace("-", " ").split())
