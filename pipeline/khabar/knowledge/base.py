"""The tables of `data/kb`, typed, and `Knowledge`, which holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from khabar.document import Level, ProgramKind, Role


@dataclass(slots=True, frozen=True)
class PlaceEntry:
    """A country, division or settlement. `name` is canonical, without head noun; `parent` an id."""

    id: str
    name: str
    level: Level
    country: str | None
    variants: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    parent: str | None = None
    code: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    source: str = ""


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


@dataclass(slots=True, frozen=True)
class Term:
    """`person` held `office` from `start` to `end` (inclusive days; None where still open)."""

    person: str
    office: str
    role: Role
    country: str
    start: date | None
    end: date | None
    government: str | None = None
    source: str = ""


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


@dataclass(slots=True, frozen=True)
class ProgramEntry:
    """A public policy instrument."""

    id: str
    name: str
    kind: ProgramKind
    country: str | None
    variants: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    owner: str | None = None
    source: str = ""


@dataclass(slots=True, frozen=True)
class RoleEntry:
    """An office noun or title in its four forms, and the role it gives."""

    id: str
    masculine: str
    feminine: str | None
    masculine_plural: str | None
    feminine_plural: str | None
    role: str
    countries: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    source: str = ""


@dataclass(slots=True)
class Knowledge:
    """All tables by id, the name lists (folded forms), and a hash of the files they came from."""

    places: dict[str, PlaceEntry] = field(default_factory=dict)
    people: dict[str, PersonEntry] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    institutions: dict[str, InstitutionEntry] = field(default_factory=dict)
    programs: dict[str, ProgramEntry] = field(default_factory=dict)
    roles: dict[str, RoleEntry] = field(default_factory=dict)
    given_names: frozenset[str] = frozenset()
    family_names: frozenset[str] = frozenset()
    version: str = ""
