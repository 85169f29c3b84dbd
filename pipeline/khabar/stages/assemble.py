"""Assemble the record: mentions of one value become one entry of its field."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from khabar import record as out
from khabar.document import (
    MINISTERIAL,
    Date,
    Document,
    Mention,
    Person,
    Place,
    Position,
    Program,
)


def assemble(document: Document, provenance: out.Provenance) -> out.Record:
    """The record of a document that has been through the stages."""
    mentions = _placed(document)
    ids = {id(m): f"m{i}" for i, m in enumerate(mentions, 1)}
    said = _grouped(mentions)
    officials = _officials(said, ids, document.body.text)
    places = [_place(value, [ids[id(m)] for m in found]) for value, found in said.places.values()]
    return out.Record(
        id=document.id or text_id(document.text),
        source=document.source,
        line=document.line,
        title=document.title,
        url=document.url,
        published=document.published,
        country=document.country,
        language=document.language,
        text=document.body.text,
        removed=[
            out.Removed(start=r.start, end=r.end, kind=r.kind, rule=r.rule, text=document.text[r.start : r.end])
            for r in document.removed
        ],
        mentions=[_mention(m, ids[id(m)], document) for m in mentions],
        ministers=[o for o in officials if o.role in MINISTERIAL],
        officials=[o for o in officials if o.role not in MINISTERIAL],
        regions=[p for p in places if p.level in ("region", "province")],
        places=places,
        dates=[_date(value, [ids[id(m)] for m in found]) for value, found in said.dates.values()],
        programs=[_program(value, [ids[id(m)] for m in found]) for value, found in said.programs.values()],
        relations=[
            out.Relation(
                type=r.type,
                subject=ids[id(r.subject)],
                object=ids[id(r.object)],
                mentions=[ids[id(r.subject)], ids[id(r.object)]],
                start=r.start,
                end=r.end,
            )
            for r in document.relations
            if id(r.subject) in ids and id(r.object) in ids
        ],
        warnings=document.warnings,
        provenance=provenance,
    )


def text_id(text: str) -> str:
    """An id for a text that has none: the same text gets the same id."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _placed(document: Document) -> list[Mention]:
    """The mentions in text order, those that cross a removed stretch left out with a warning."""
    whole = []
    for mention in document.mentions:
        if document.body.whole(mention.start, mention.end):
            whole.append(mention)
        else:
            document.warnings.append(f"{mention.label} {mention.start}-{mention.end} crosses removed text: left out")
    return sorted(whole, key=lambda m: (m.start, -m.end, m.label))


def _mention(mention: Mention, mention_id: str, document: Document) -> out.Mention:
    start, end = document.body.to_source(mention.start, mention.end)
    confidence = round(mention.confidence, 3)
    common = mention_id, document.text[start:end], mention.start, mention.end, start, end, confidence, mention.by
    value = mention.value
    if isinstance(value, Person):
        return out.PersonMention(*common, value.role, value.name, value.entity)
    if isinstance(value, Place):
        return out.PlaceMention(*common, value.name, value.level, value.country, value.entity)
    if isinstance(value, Date):
        return out.DateMention(*common, value.type, value.value, value.mod, value.calendar)
    if isinstance(value, Position):
        return out.PositionMention(*common, value.role, value.holder)
    if isinstance(value, Program):
        return out.ProgramMention(*common, value.kind, value.name, value.entity)
    return out.OrgMention(*common, value.name, value.entity)


@dataclass(slots=True)
class _Said:
    """Each distinct value of a type with its mentions, in order of first mention.

    Places and dates are one when they say the same; people, offices and programmes when they are one object.
    """

    people: dict[int, tuple[Person, list[Mention]]] = field(default_factory=dict)
    offices: dict[int, tuple[Position, list[Mention]]] = field(default_factory=dict)
    places: dict[Hashable, tuple[Place, list[Mention]]] = field(default_factory=dict)
    dates: dict[Hashable, tuple[Date, list[Mention]]] = field(default_factory=dict)
    programs: dict[int, tuple[Program, list[Mention]]] = field(default_factory=dict)


def _grouped(mentions: Iterable[Mention]) -> _Said:
    said = _Said()
    for mention in mentions:
        value = mention.value
        if isinstance(value, Person):
            said.people.setdefault(id(value), (value, []))[1].append(mention)
        elif isinstance(value, Place):
            alike = value.entity or value.name, value.level, value.country
            said.places.setdefault(alike, (value, []))[1].append(mention)
        elif isinstance(value, Date):
            same = value.type, value.value, value.mod, value.calendar
            said.dates.setdefault(same, (value, []))[1].append(mention)
        elif isinstance(value, Position):
            said.offices.setdefault(id(value), (value, []))[1].append(mention)
        elif isinstance(value, Program):
            said.programs.setdefault(id(value), (value, []))[1].append(mention)
    return said


def _officials(said: _Said, ids: dict[int, str], body: str) -> list[out.Official]:
    """People with a public role, then the offices whose holder the knowledge base gives."""
    named = [
        _official(person, person.name, person.position, found, ids)
        for person, found in said.people.values()
        if person.role != "none"
    ]
    unnamed = [
        _official(office, None, body[found[0].start : found[0].end], found, ids)
        for office, found in said.offices.values()
        if office.entity and not office.holder
    ]
    return named + unnamed


def _official(
    value: Person | Position, name: str | None, position: str | None, found: list[Mention], ids: dict[int, str]
) -> out.Official:
    return out.Official(
        name=name,
        canonical=value.canonical,
        role=value.role,
        position=position,
        portfolio=value.portfolio,
        government=value.government,
        country=value.country,
        former=value.former,
        entity=value.entity,
        inferred=name is None,
        mentions=[ids[id(m)] for m in found],
        confidence=round(max(m.confidence for m in found), 3),
    )


def _place(value: Place, named: list[str]) -> out.Place:
    return out.Place(
        name=value.name,
        level=value.level,
        code=value.code,
        country=value.country,
        parent=value.parent,
        entity=value.entity,
        mentions=named,
    )


def _date(value: Date, named: list[str]) -> out.Date:
    return out.Date(
        value=value.value,
        type=value.type,
        start=value.start,
        end=value.end,
        mod=value.mod,
        calendar=value.calendar,
        anchor=value.anchor,
        mentions=named,
    )


def _program(value: Program, named: list[str]) -> out.Program:
    return out.Program(
        name=value.name,
        canonical=value.canonical,
        kind=value.kind,
        start=value.start,
        end=value.end,
        owner=value.owner,
        entity=value.entity,
        mentions=named,
    )
