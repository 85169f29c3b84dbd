"""The tables of `data/kb`, typed, and `Knowledge`, which holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from khabar.document import Level, ProgramKind, Role

# How a row is known: from its sources whole, in part, from one list only, or from no file.
Status = Literal["sourced", "partly", "single", "unchecked"]

# What may follow a head noun: a place of the tables, any name, one that is no common word, one with its article, or
# what sites are called by: a person, a date, a word with an adjective of sites (`ended`: that alone).
Following = Literal["known", "any", "rare", "article", "person", "ended"]


@dataclass(slots=True, frozen=True)
class PlaceEntry:
    """A country, division, settlement or other place. `name` is canonical, without head noun; `parent` an id.

    `kind` is its kind in its country (`prefecture`, `wilaya`, `commune`, `sea`), `code` ISO 3166; `valid_from` and
    `valid_to` are years or months.
    """

    id: str
    name: str
    level: Level
    kind: str
    country: str | None
    parent: str | None = None
    variants: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    code: str | None = None
    population: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    source: str = ""
    status: Status = "sourced"


@dataclass(slots=True, frozen=True)
class PersonEntry:
    """A holder of public office; `name` is the usual Arabic form."""

    id: str
    name: str
    variants: tuple[str, ...] = ()
    latin: str | None = None
    gender: str | None = None
    wikidata: str | None = None
    source: str = ""
    status: Status = "sourced"


@dataclass(slots=True, frozen=True)
class Term:
    """`person` held `office` from `start` to `end` (inclusive days; None where unknown or still open).

    On the day of a handover both terms hold. `exact` is false where the table gives only a month or a year:
    `start` is then its first day, `end` its last.
    """

    id: str
    person: str
    office: str
    role: Role
    country: str
    start: date | None
    end: date | None
    government: str | None = None
    source: str = ""
    status: Status = "sourced"
    exact: bool = True

    def holds(self, day: date) -> bool:
        """Was the office held on `day`?"""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(slots=True, frozen=True)
class InstitutionEntry:
    """A ministry, agency, council, party, court or other body."""

    id: str
    name: str
    kind: str
    country: str | None
    variants: tuple[str, ...] = ()
    latin: str | None = None
    parent: str | None = None
    source: str = ""
    status: Status = "sourced"


@dataclass(slots=True, frozen=True)
class ProgramEntry:
    """A public policy instrument; `start` and `end` are years."""

    id: str
    name: str
    kind: ProgramKind
    country: str | None
    variants: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    owner: str | None = None
    source: str = ""
    status: Status = "sourced"


@dataclass(slots=True, frozen=True)
class RoleEntry:
    """An office noun or title in its four forms; `category` groups them (`minister`, `territorial`, `honorific`)."""

    id: str
    masculine: str
    feminine: str | None
    masculine_plural: tuple[str, ...]
    feminine_plural: tuple[str, ...]
    category: str
    countries: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    source: str = ""
    status: Status = "sourced"


@dataclass(slots=True, frozen=True)
class HeadEntry:
    """A noun that calls for a place's name: جهة, إقليم, مدينة, ساحة.

    `noun` is its first form, `forms` all of them; `countries` are those the row speaks of, none for all others;
    `kinds` the kinds of place meant, the nearest first. `inside` says whether the noun belongs to the mention, `names`
    what may follow it.
    """

    id: str
    noun: str
    forms: tuple[str, ...]
    level: Level
    countries: tuple[str, ...]
    kinds: tuple[str, ...]
    inside: bool
    names: frozenset[Following]
    source: str = ""


@dataclass(slots=True)
class Knowledge:
    """All tables by id, the name lists (folded forms), and a hash of the files they came from.

    `given_names` are those that two lists share or a minister bears, `rare_given_names` the rest.
    `weak` holds folded place forms that are common words or persons' names as well.
    """

    places: dict[str, PlaceEntry] = field(default_factory=dict)
    people: dict[str, PersonEntry] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    institutions: dict[str, InstitutionEntry] = field(default_factory=dict)
    programs: dict[str, ProgramEntry] = field(default_factory=dict)
    roles: dict[str, RoleEntry] = field(default_factory=dict)
    heads: dict[str, HeadEntry] = field(default_factory=dict)
    given_names: frozenset[str] = frozenset()
    rare_given_names: frozenset[str] = frozenset()
    family_names: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    version: str = ""
