"""Tie people and offices of a document to the knowledge tables, by the day of its publication.

What the tables say never changes what the text says; a contradiction is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from khabar.document import MINISTERIAL, Date, Document, Person, Place, Position, Role
from khabar.knowledge.base import Term
from khabar.stages.people.holders import Holders
from khabar.stages.people.joining import RANK, Group
from khabar.stages.people.positions import Office
from khabar.stages.people.words import Text

# Who headed a state is spoken of as its head ever after.
_FOR_LIFE: Final[frozenset[Role]] = frozenset({"head_of_state", "royal"})
_BRIEF: Final = 30  # days
_KNOWN_AS: Final[frozenset[Role]] = _FOR_LIFE | {"other_official"}
_FAR_KNOWN: Final[frozenset[Role]] = _KNOWN_AS | {"head_of_government", "party"}  # named where their country is not
# What `زعيم البلاد`, `رئيس المجلس` alone tell.
_LESS: Final[frozenset[Role]] = frozenset({"other_official", "agency_head"})
_DATELESS: Final[frozenset[Role]] = _KNOWN_AS | {"head_of_government", "minister", "party"}  # told where no date is
_DATE: Final = re.compile(r"(?:19|20)\d\d-\d\d(?:-\d\d)?")


def people(document: Document, text: Text, tables: Holders, groups: Sequence[Group], persons: Sequence[Person]) -> None:
    """Give persons the entity, canonical name and government of the tables where it is sure who they are.

    A person named without any office gets the role of the tables: that of a term that holds on the day, of publication
    or the last that the text tells, or the state that they once headed.
    """
    known = {h.start: h.ids for h in document.hits if h.table == "person"}
    day = document.published or _told_day(document)
    for home, person in zip(groups, persons, strict=True):
        candidates = _candidates(text, tables, home, known)
        if not candidates and person.role == "none" and document.published and document.country:
            candidates = tables.in_office(home.words, document.country, document.published)
        term = _term_of_office(document, text, tables, home)
        if term and (tables.called(term.person, home.words) or tables.alike(term.person, home.words)):
            _tie(tables, person, term.person, term)
            continue
        if term and len(home.words) > 1 and _contradicts(tables, home, term, candidates):
            document.warnings.append(
                f"{person.position}: {person.name} in the text, {tables.people[term.person].name} "
                f"in the tables on {document.published}"
            )
        if len(candidates) > 1 and document.published:  # `بوش`
            candidates = {c for c in candidates if tables.terms_of(c, document.published)}
        if len(candidates) != 1:
            continue
        entity = next(iter(candidates))
        terms = tables.terms_of(entity, day) if day else []
        fitting = [t for t in terms if t.role == person.role]
        ruler = home.told == "title" and person.role == "security" and _ruled(tables, entity, document.published)
        if person.role in _LESS and rules(tables, {entity}, "head_of_state", document.published):
            ruler = True
        if home.told == "title" and person.role == "other_official":  # `المستشارة أنجيلا ميركل`
            ruler |= any(t.role == "head_of_government" for t in (terms if day else tables.held(entity)))
        if person.role == "none" or ruler:
            past = _lasting(tables, entity, document.published, day)
            fitting = sorted(terms or past, key=lambda t: RANK.index(t.role))
            if fitting and _another(document, text, home, fitting[0]):
                continue
            if fitting:
                person.role, person.country = fitting[0].role, fitting[0].country or None
                person.former = not terms and document.published is not None
                home.told = "table"
        _tie(tables, person, entity, fitting[0] if fitting else None)


def _lasting(tables: Holders, entity: str, published: date | None, day: date | None) -> list[Term]:
    """The term that a person is known by beyond it: the last as head of a state or envoy, or the only office.

    Of ministers and the like that is sure only where there is no date to tell that it is over: the last office then,
    if it was not over by the `day` that the text tells. Who stood in for some days is not known by that.
    """
    terms = [t for t in tables.until(entity, published) if not (t.start and t.end and (t.end - t.start).days < _BRIEF)]
    if published is not None:
        return sorted((t for t in terms if t.role in _KNOWN_AS), key=lambda t: t.start or date.min)[-1:]
    public = [t for t in terms if t.role != "party" and not (t.role == "other_official" and t.government)] or terms
    roles = {t.role for t in public}
    if roles <= MINISTERIAL:
        last = sorted(public, key=lambda t: t.start or date.min)[-1:]
    else:
        last = public[:1] if len(roles) == 1 else [t for t in public if t.role in _FOR_LIFE]
    over = [t for t in last if day and t.end and t.end < day and t.role not in _FOR_LIFE]
    return [t for t in last if t.role in _DATELESS and t not in over]


def _told_day(document: Document) -> date | None:
    """The latest day or month with its year that a text without a date speaks of."""
    values = (m.value.value for m in document.mentions if isinstance(m.value, Date))
    latest = max((v for v in values if v and _DATE.fullmatch(v)), default=None)
    return date.fromisoformat(f"{latest}-01"[:10]) if latest else None


def known_for(tables: Holders, document: Document, home: Group, role: Role) -> bool:
    """Is the one person of a name known for a role on the day of publication?"""
    return rules(tables, tables.named(home.words), role, document.published)


def rules(tables: Holders, known: set[str], role: Role, day: date | None) -> bool:
    """Does the one person of `known` have that role on a day; without a day, always and no other?"""
    held = [t.role for one in known for t in (tables.terms_of(one, day) if day else tables.held(one))]
    return len(known) == 1 and role in held and (day is not None or set(held) <= {role, "party"})


def _another(document: Document, text: Text, home: Group, term: Term) -> bool:
    """Is it another of that name, where the text speaks of no such country: `علي حيدر، الرئيس التنفيذي للشركة`?"""
    if term.role in _FAR_KNOWN or len(home.words) == 1 or term.country == document.country:
        return False
    places = (m.value.country for m in document.mentions if isinstance(m.value, Place))
    return term.country not in places and all(text.words[i].nation != term.country for i in text.national)


def _ruled(tables: Holders, entity: str, day: date | None) -> bool:
    """Has the person headed a state, whatever rank goes before the name: `العقيد القذافي`?"""
    return any(t.role == "head_of_state" for t in tables.until(entity, day))


def offices(
    document: Document,
    text: Text,
    tables: Holders,
    unnamed: Sequence[tuple[Office, Position]],
    persons: Sequence[tuple[Group, Person]],
) -> None:
    """Give offices named without their holder the holder on the day of publication.

    An office that the document elsewhere gives to another country is left alone: a later `وزير الخارجية` may be
    that country's.
    """
    day, home = document.published, document.country
    foreign = {
        m.value.role for m in document.mentions if isinstance(m.value, Position) and m.value.country not in (None, home)
    }
    for office, value in unnamed:
        country = office.country or home
        if day is None or country is None or office.former or (office.country is None and office.role in foreign):
            continue
        key = tables.key(text, office)
        term = tables.on(country, key, day) if key else None
        if term:
            value.entity, value.canonical = term.person, tables.people[term.person].name
            value.government, value.country, value.portfolio = term.government, term.country, term.office
            for group, person in persons:
                if person.role == "none" and tables.called(term.person, group.words):
                    person.role = value.role
                    _tie(tables, person, term.person, term)


def _contradicts(tables: Holders, home: Group, term: Term, candidates: set[str]) -> bool:
    """Is it sure that the office is that of the term's country, and the person another?

    `رئيس الوزراء` alone may be that of a country spoken of, unless the person is known in the term's country.
    """
    at_home = any(t.country == term.country for c in candidates for t in tables.held(c))
    return at_home or (home.office is not None and home.office.country == term.country)


def _candidates(text: Text, tables: Holders, home: Group, known: dict[int, tuple[str, ...]]) -> set[str]:
    """The people of the tables who have this full name."""
    found = set(tables.named(home.words))
    if not found and len(home.words) > 1:
        full = home.fullest
        found = {i for i in known.get(text.starts[full.first] + full.skip, ()) if tables.called(i, home.words)}
    return found


def _term_of_office(document: Document, text: Text, tables: Holders, home: Group) -> Term | None:
    """The term of the office that the document gives this person."""
    office = home.office
    country = (office.country or document.country) if office else None
    if office is None or office.former or country is None or document.published is None:
        return None
    key = tables.key(text, office)
    return tables.on(country, key, document.published) if key else None


def _tie(tables: Holders, person: Person, entity: str, term: Term | None) -> None:
    person.entity, person.canonical = entity, tables.people[entity].name
    if term:
        person.portfolio = term.office
        person.government, person.country = term.government, person.country or term.country or None
