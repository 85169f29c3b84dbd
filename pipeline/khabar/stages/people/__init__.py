"""PERSON and POSITION mentions: offices by grammar, names by their words and neighbours, people joined.

Names found with good reason anywhere in a document are found everywhere in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from khabar.document import Document, Mention, Person, Place, Position
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.people import evidence, hints, joining, resolution
from khabar.stages.people.holders import Holders
from khabar.stages.people.joining import Group
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.names import ENOUGH, Finder, Name
from khabar.stages.people.positions import Grammar, Office
from khabar.stages.people.roles import Judge, by_context
from khabar.stages.people.words import Text


def make(settings: Settings, knowledge: Knowledge, judge: Judge | None = None) -> Stage:
    """Settings: see default.toml. `judge` decides what no rule is sure of, by default what `roles` has learnt."""
    lexicon = Lexicon(knowledge)
    tables = Holders(knowledge, lexicon)
    infer: bool = settings.get("infer_holders", True)
    if judge is None and settings.get("roles_by_context", True):
        judge = by_context(tables)

    def people(document: Document) -> Document:
        text = Text(document.folded, lexicon)
        places = _places(document, text)
        told = evidence.of(document, text, "PERSON")
        known = evidence.known_people(document, text)
        grammar = Grammar(lexicon, text, places)
        offices = grammar.offices()
        if document.evidence:
            offices = grammar.reconciled(offices, evidence.of(document, text, "POSITION"), told)
        blocked, held = _blocked(text, offices, places)
        finder = Finder(lexicon, text, offices, blocked, held, told, known, _WITH_MODEL if told else ENOUGH)
        names = finder.names()
        groups = joining.group(text, names, lexicon)
        for name in names:
            blocked[name.first : name.last] = b"\1" * (name.last - name.first)
        for home, name in joining.echoes(text, groups, blocked, lexicon):
            if not finder.thing(name.first):
                finder.beside(name)
                home.names.append(name)
        holders = joining.holders(text, groups, offices, lexicon, partial(resolution.known_for, tables, document))
        parties = evidence.parties(document, text, knowledge)
        people = [_person(document, text, home) for home in groups]
        for home, person in zip(groups, people, strict=True):
            if person.role == "none":
                _hinted(text, home, person, offices, lexicon, parties)
        if infer:
            resolution.people(document, text, tables, groups, people)
        if judge:
            judge(text, groups, people, document.published)
        _write(document, text, groups, people, offices, holders, tables if infer else None)
        return document

    return people


def _places(document: Document, text: Text) -> dict[int, tuple[int, Place]]:
    """PLACE mentions by the word they start in: the word after their end, and the place. Longest first."""
    found: dict[int, tuple[int, Place]] = {}
    places = [(m.start, m.end, m.value) for m in document.mentions if isinstance(m.value, Place)]
    source = document.folded.starts
    starts = source.searchsorted([start for start, _, _ in places]).tolist()
    ends = source.searchsorted([end for _, end, _ in places]).tolist()
    for start, end, (_, _, place) in zip(starts, ends, places, strict=True):
        first, last = bisect_right(text.starts, start) - 1, bisect_left(text.starts, end)
        if first >= 0 and (first not in found or found[first][0] < last):
            found[first] = last, place
    return found


def _blocked(
    text: Text, offices: Sequence[Office], places: dict[int, tuple[int, Place]]
) -> tuple[bytearray, bytearray]:
    """The words that no name may use, and the words of places, which weigh against one."""
    blocked, held = bytearray(len(text)), bytearray(len(text))
    for office in offices:
        blocked[office.first : office.last] = b"\1" * (office.last - office.first)
    for first, (last, _) in places.items():
        for n in range(first, last):
            held[n] = 1
            if last - first > 1 or text.words[n].weight < _PERSONAL:
                blocked[n] = 1
    return blocked, held


_WITH_MODEL: Final = 28  # evidence for a name that the model did not see
_PERSONAL: Final = 8  # the weight from which a word may be a name although it is a place


def _write(
    document: Document,
    text: Text,
    groups: Sequence[Group],
    people: Sequence[Person],
    offices: Sequence[Office],
    holders: dict[int, Group],
    tables: Holders | None,
) -> None:
    """Append the mentions."""
    by_group = {id(home): person for home, person in zip(groups, people, strict=True)}
    for home, person in zip(groups, people, strict=True):
        for name in home.names:
            start, end = _span(document, text, name)
            document.mentions.append(Mention("PERSON", start, end, person, "people:name", home.sure))
    unnamed: list[tuple[Office, Position]] = []
    for office in offices:
        for one in (office, *office.nested):
            if one.public:
                start, end = document.folded.span(text.start(one.first), _closed(text, one))
                home_ = holders.get(one.first)
                holder = by_group[id(home_)].name if home_ else None
                value = Position(one.role, holder, country=one.country, former=one.former)
                document.mentions.append(Mention("POSITION", start, end, value, f"people:{one.head.domain}"))
                if holder is None:
                    unnamed.append((one, value))
    if tables:
        resolution.offices(document, text, tables, unnamed, list(zip(groups, people, strict=True)))


def _closed(text: Text, office: Office) -> int:
    """The end of an office, after the quotation mark that closes one opened in it: `لوكالة "الأونروا"`."""
    first, end = text.start(office.first), text.end(office.last - 1)
    folded = text.folded.text
    return end + (folded[end : end + 1] == '"' and folded.count('"', first, end) % 2)


def _span(document: Document, text: Text, name: Name) -> tuple[int, int]:
    """Body offsets of a name."""
    return document.folded.span(text.starts[name.first] + name.skip, text.end(name.last - 1))


def _person(document: Document, text: Text, home: Group) -> Person:
    start, end = _span(document, text, home.fullest)
    person = Person(document.body.text[start:end])
    office = home.office
    if office:
        first, last = document.folded.span(text.start(office.first), _closed(text, office))
        person.position = document.body.text[first:last]
        person.role, person.country, person.former = office.role, office.country, office.former
        home.told = "office"
    titles = [n.title for n in home.names if n.title and n.title != "none"]
    if titles and (
        person.role in ("none", "party")  # `عضو كتلة الوفاء النائب حسن العروي`
        or (
            titles[0] == "head_of_state"
            and person.role not in ("head_of_state", "minister", "secretary_of_state")
            and "الملك" in _title(text, home)
        )
    ):
        person.role = titles[0]  # type: ignore[assignment]
        home.told = "title"
    return person


def _hinted(
    text: Text, home: Group, person: Person, offices: Sequence[Office], lexicon: Lexicon, parties: Mapping[int, int]
) -> None:
    """Give a person without office or title the role that the words beside some mention tell."""
    for name in home.names:
        hint = hints.role(text, name, offices, lexicon, parties)
        if hint:
            person.role, person.country = hint
            home.told = "hint"
            return


def _title(text: Text, home: Group) -> set[str]:
    return {text.words[n.first - 1].base for n in home.names if n.title}
