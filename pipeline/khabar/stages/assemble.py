"""Assemble the record: mentions of one value become one entry of its field."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from typing import Any, TypeVar

from khabar import record as out
from khabar.document import (
    MINISTERIAL,
    Date,
    Document,
    Mention,
    Organisation,
    Person,
    Place,
    Position,
    Program,
)

T = TypeVar("T")


def assemble(document: Document, provenance: out.Provenance) -> out.Record:
    """The record of a document that has been through the stages."""
    mentions = _placed(document)
    ids = {id(m): f"m{i}" for i, m in enumerate(mentions, 1)}
    officials = _officials(mentions, ids, document.body.text)
    places = [_place(value, [ids[id(m)] for m in found]) for value, found in _grouped(mentions, Place)]
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
        dates=[_date(value, [ids[id(m)] for m in found]) for value, found in _grouped(mentions, Date)],
        programs=[_program(value, [ids[id(m)] for m in found]) for value, found in _grouped(mentions, Program)],
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
    common: dict[str, Any] = {
        "id": mention_id,
        "text": document.text[start:end],
        "start": mention.start,
        "end": mention.end,
        "source_start": start,
        "source_end": end,
        "confidence": round(mention.confidence, 3),
        "by": mention.by,
    }
    match mention.value:
        case Person(name=name, role=role, entity=entity):
            return out.PersonMention(**common, role=role, name=name, entity=entity)
        case Position(role=role, holder=holder):
            return out.PositionMention(**common, role=role, holder=holder)
        case Place(name=name, level=level, country=country, entity=entity):
            return out.PlaceMention(**common, name=name, level=level, country=country, entity=entity)
        case Date(type=kind, value=value, mod=mod, calendar=calendar):
            return out.DateMention(**common, type=kind, value=value, mod=mod, calendar=calendar)
        case Program(kind=kind, name=name, entity=entity):
            return out.ProgramMention(**common, kind=kind, name=name, entity=entity)
        case Organisation(name=name, entity=entity):
            return out.OrgMention(**common, name=name, entity=entity)


def _grouped(mentions: Iterable[Mention], kind: type[T]) -> list[tuple[T, list[Mention]]]:
    """Each distinct value of a type with its mentions, in order of first mention."""
    groups: dict[Hashable, tuple[T, list[Mention]]] = {}
    for mention in mentions:
        if isinstance(mention.value, kind):
            groups.setdefault(_identity(mention.value), (mention.value, []))[1].append(mention)
    return list(groups.values())


def _identity(value: object) -> Hashable:
    """Places and dates are one when they say the same; people, offices and programmes when they are one object."""
    match value:
        case Place(name=name, level=level, country=country, entity=entity):
            return entity or name, level, country
        case Date(type=kind, value=iso, mod=mod, calendar=calendar):
            return kind, iso, mod, calendar
        case _:
            return id(value)


def _officials(mentions: list[Mention], ids: dict[int, str], body: str) -> list[out.Official]:
    """People with a public role, then the offices whose holder the knowledge base gives."""
    named = [
        _official(person, person.name, person.position, found, ids)
        for person, found in _grouped(mentions, Person)
        if person.role != "none"
    ]
    unnamed = [
        _official(office, None, body[found[0].start : found[0].end], found, ids)
        for office, found in _grouped(mentions, Position)
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
