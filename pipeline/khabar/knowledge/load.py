"""Read `data/kb` and users' own tables into `Knowledge`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from khabar.arabic.fold import fold
from khabar.document import Level, ProgramKind, Role
from khabar.errors import KnowledgeError
from khabar.knowledge.base import (
    Following,
    HeadEntry,
    InstitutionEntry,
    Knowledge,
    PersonEntry,
    PlaceEntry,
    ProgramEntry,
    RoleEntry,
    Status,
    Term,
)
from khabar.knowledge.tables import Table, parse
from khabar.resources import data

_FILES = (
    "places", "people", "terms", "institutions", "programs", "roles", "given_names", "family_names", "heads", "weak",
)  # fmt: skip
_LEVELS, _ROLES, _KINDS, _FOLLOWING = (frozenset(get_args(t)) for t in (Level, Role, ProgramKind, Following))


@cache
def load_knowledge(extra: tuple[Path, ...] = ()) -> Knowledge:
    """All tables of `data/kb`, and the rows of `extra` files over them; KnowledgeError with file and line."""
    knowledge, digest = Knowledge(), hashlib.blake2b(digest_size=6)
    tables = []
    for path in (*(data("kb", f"{name}.tsv") for name in _FILES), *extra):
        text = _read(path)
        digest.update(text.encode())
        table = parse(path, text)
        _ADD[table.name](knowledge, table)
        tables.append(table)
    _check_links(knowledge, tables)
    knowledge.version = digest.hexdigest()
    return knowledge


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(f"cannot be read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError("is not UTF-8 text", str(path), "save it as UTF-8") from error


def _add_places(knowledge: Knowledge, table: Table) -> None:
    places: dict[str, PlaceEntry] = {}
    for number, row in table:
        key, name, level, kind, country, parent, variants, latin, code, population, since, until, source, status = row
        _one_of(level, "level", _LEVELS, table, number)
        _new(key, places, table, number)
        places[key] = PlaceEntry(
            key,
            name,
            cast(Level, level),
            kind or level,
            country or None,
            parent or None,
            tuple(variants.split("|")) if variants else (),
            tuple(latin.split("|")) if latin else (),
            code or None,
            _whole(population, "population", table, number) if population else None,
            since or None,
            until or None,
            source,
            cast(Status, status or "sourced"),
        )
    knowledge.places |= places


def _add_people(knowledge: Knowledge, table: Table) -> None:
    people: dict[str, PersonEntry] = {}
    for number, (key, name, variants, latin, gender, wikidata, source, status) in table:
        _new(key, people, table, number)
        people[key] = PersonEntry(
            key, name, _several(variants), latin or None, gender or None, wikidata or None, source, _status(status)
        )
    knowledge.people |= people


def _add_terms(knowledge: Knowledge, table: Table) -> None:
    terms: dict[str, Term] = {}
    for number, (key, person, office, role, country, start, end, government, source, status) in table:
        _one_of(role, "role", _ROLES, table, number)
        _new(key, terms, table, number)
        first, last = _day(start, "start", table, number), _day(end, "end", table, number, last=True)
        if first and last and last < first:
            raise KnowledgeError(f"ends on {last}, before it starts", table.where(number), "correct start or end")
        exact = len(start) in (0, 10) and len(end) in (0, 10)
        terms[key] = Term(
            key, person, office, cast(Role, role), country, first, last, government or None, source, _status(status),
            exact,
        )  # fmt: skip
    knowledge.terms = [t for t in knowledge.terms if t.id not in terms] + list(terms.values())


def _add_institutions(knowledge: Knowledge, table: Table) -> None:
    institutions: dict[str, InstitutionEntry] = {}
    for number, (key, name, kind, country, variants, latin, parent, source, status) in table:
        _new(key, institutions, table, number)
        institutions[key] = InstitutionEntry(
            key, name, kind, country or None, _several(variants), latin or None, parent or None, source,
            _status(status),
        )  # fmt: skip
    knowledge.institutions |= institutions


def _add_programs(knowledge: Knowledge, table: Table) -> None:
    programs: dict[str, ProgramEntry] = {}
    for number, (key, name, kind, country, variants, start, end, owner, source, status) in table:
        _one_of(kind, "kind", _KINDS, table, number)
        _new(key, programs, table, number)
        first, last = (_whole(y, "year", table, number) if y else None for y in (start, end))
        programs[key] = ProgramEntry(
            key, name, cast(ProgramKind, kind), country or None, _several(variants), first, last, owner or None,
            source, _status(status),
        )  # fmt: skip
    knowledge.programs |= programs


def _add_roles(knowledge: Knowledge, table: Table) -> None:
    roles: dict[str, RoleEntry] = {}
    for number, row in table:
        key, masculine, feminine, masculine_plural, feminine_plural, category, countries, variants, source, status = row
        _new(key, roles, table, number)
        roles[key] = RoleEntry(
            key, masculine, feminine or None, _several(masculine_plural), _several(feminine_plural), category,
            _several(countries), _several(variants), source, _status(status),
        )  # fmt: skip
    knowledge.roles |= roles


def _add_heads(knowledge: Knowledge, table: Table) -> None:
    heads: dict[str, HeadEntry] = {}
    for number, (key, forms, level, countries, kinds, span, names, source) in table:
        _one_of(level, "level", _LEVELS, table, number)
        _one_of(span or "yes", "span", frozenset(["yes", "no"]), table, number)
        following = frozenset(names.split("|"))
        for name in following:
            _one_of(name, "names", _FOLLOWING, table, number)
        _new(key, heads, table, number)
        noun = key.partition("-")[0]  # إقليم-MA is the noun's row for one country
        heads[key] = HeadEntry(
            key, noun, (noun, *_several(forms)), cast(Level, level), _several(countries), _several(kinds),
            span != "no", cast(frozenset[Following], following), source,
        )  # fmt: skip
    knowledge.heads |= heads


def _add_given_names(knowledge: Knowledge, table: Table) -> None:
    knowledge.given_names |= _folded(row[0] for _, row in table if row[3] != "single")
    knowledge.rare_given_names |= _folded(row[0] for _, row in table if row[3] == "single") - knowledge.given_names


def _add_family_names(knowledge: Knowledge, table: Table) -> None:
    knowledge.family_names |= _folded(row[0] for _, row in table)


def _add_weak(knowledge: Knowledge, table: Table) -> None:
    knowledge.weak |= _folded(row[0] for _, row in table)


_ADD: Mapping[str, Callable[[Knowledge, Table], None]] = {
    "place": _add_places, "person": _add_people, "term": _add_terms, "institution": _add_institutions,
    "program": _add_programs, "role": _add_roles, "given_name": _add_given_names, "family_name": _add_family_names,
    "head": _add_heads, "weak": _add_weak,
}  # fmt: skip


def _check_links(knowledge: Knowledge, tables: Iterable[Table]) -> None:
    """Parents and persons that rows name must be rows."""
    for table in tables:
        if table.name == "place":
            _known(table, 5, knowledge.places, "parent")
        elif table.name == "institution":
            _known(table, 6, knowledge.institutions, "parent")
        elif table.name == "term":
            _known(table, 1, knowledge.people, "person")


def _known(table: Table, cell: int, ids: Mapping[str, Any], what: str) -> None:
    for number, row in table:
        named = row[cell]
        if named and (named not in ids or named == row[0]):
            raise KnowledgeError(
                f"{what} {named!r} of {row[0]!r} is no other row", table.where(number), "add the row or correct the id"
            )


def _new(key: str, known: Mapping[str, object], table: Table, row: int) -> None:
    if key in known:
        raise KnowledgeError(f"a second row {key!r}", table.where(row), "give each row an id of its own")


def _one_of(value: str, what: str, allowed: frozenset[str], table: Table, row: int) -> None:
    if value not in allowed:
        raise KnowledgeError(f"{what} {value!r}", table.where(row), f"one of {', '.join(sorted(allowed))}")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _status(cell: str) -> Status:
    return cast(Status, cell or "sourced")


def _whole(cell: str, what: str, table: Table, row: int) -> int:
    if not cell.isdecimal():
        raise KnowledgeError(f"{what} {cell!r} is no number", table.where(row), "digits only")
    return int(cell)


def _day(cell: str, what: str, table: Table, row: int, *, last: bool = False) -> date | None:
    """A day, or the first or last day of a month (`2015-09`) or year; None for an empty cell."""
    if not cell:
        return None
    try:
        if len(cell) == 10:
            return date.fromisoformat(cell)
        year, _, month = cell.partition("-")
        if not last:
            return date(int(year), int(month or 1), 1)
        following = date(int(year) + 1, 1, 1) if month in ("", "12") else date(int(year), int(month) + 1, 1)
        return following - timedelta(days=1)
    except ValueError:
        raise KnowledgeError(
            f"{what} {cell!r} is no date", table.where(row), "as in 2015-09-04, 2015-09 or 2015; empty where unknown"
        ) from None


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold("\n".join(names)).text.split("\n")) - {""}
