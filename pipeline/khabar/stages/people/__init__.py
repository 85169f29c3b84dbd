"""PERSON and POSITION mentions: offices by grammar, names by their words and neighbours, people joined.

Names found with good reason anywhere in a document are found everywhere in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from khabar.document import Document, Mention, Person, Place, Position
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.people import joining
from khabar.stages.people.joining import Group
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.names import Finder
from khabar.stages.people.positions import Grammar, Office
from khabar.stages.people.words import Text


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: see default.toml."""
    lexicon = Lexicon(knowledge)

    def people(document: Document) -> Document:
        if not document.folded.text:
            return document
        text = Text(document.folded, lexicon)
        places = _places(document, text)
        offices = Grammar(lexicon, text, places).offices()
        blocked, held = _blocked(document, text, offices, places)
        names = Finder(lexicon, text, offices, blocked, held).names()
        groups = joining.group(text, names, lexicon)
        for name in names:
            for n in range(name.first, name.last):
                blocked[n] = 1
        for home, name in joining.echoes(text, groups, blocked, lexicon):
            home.names.append(name)
        holders = _holders(groups)
        _write(document, text, groups, offices, holders)
        return document

    return people


def _places(document: Document, text: Text) -> dict[int, tuple[int, Place]]:
    """PLACE mentions by the word they start in: the word after their end, and the place. Longest first."""
    found: dict[int, tuple[int, Place]] = {}
    starts = [a for a, _ in text.spans]
    for mention in document.mentions:
        if isinstance(mention.value, Place):
            first = bisect_right(starts, document.folded.at(mention.start)) - 1
            last = bisect_left(starts, document.folded.at(mention.end))
            if first >= 0 and (first not in found or found[first][0] < last):
                found[first] = last, mention.value
    return found


def _blocked(
    document: Document, text: Text, offices: list[Office], places: dict[int, tuple[int, Place]]
) -> tuple[bytearray, bytearray]:
    """The words that no name may use, and the words of places, which weigh against one."""
    blocked, held = bytearray(len(text)), bytearray(len(text))
    for office in offices:
        for n in range(office.first, office.last):
            blocked[n] = 1
    for i, (k, _) in places.items():
        for n in range(i, k):
            held[n] = 1
            if text.words[n].weight < 0:
                blocked[n] = 1
    return blocked, held


def _holders(groups: list[Group]) -> dict[int, Group]:
    """The holder of each office, by the office's first word."""
    holders: dict[int, Group] = {}
    claims = [(name, home) for home in groups for name in home.names]
    for name, home in claims:
        if name.before and name.before.first not in holders:
            holders[name.before.first] = home
    for name, home in claims:
        if name.after and name.after.first not in holders:
            holders[name.after.first] = home
    return holders


def _write(
    document: Document, text: Text, groups: list[Group], offices: list[Office], holders: dict[int, Group]
) -> None:
    folded, body = document.folded, document.body.text
    for home in groups:
        best = max(home.names, key=lambda n: (len(n.words), -n.first))
        start, end = folded.span(text.spans[best.first][0] + best.skip, text.end(best.last - 1))
        home.person = Person(body[start:end])
        home.titles = [n.title for n in home.names if n.title]
    by_first = {o.first: o for o in offices}
    for first, home in holders.items():
        home.held.append(by_first[first])
    joining.roles(groups)
    for home in groups:
        assert home.person is not None
        for name in home.names:
            start, end = folded.span(text.spans[name.first][0] + name.skip, text.end(name.last - 1))
            document.mentions.append(Mention("PERSON", start, end, home.person, "people:name"))
    for office in offices:
        home_ = holders.get(office.first)
        for one in (office, *office.nested):
            if one.public:
                start, end = folded.span(text.start(one.first), text.end(one.last - 1))
                holder = home_.person.name if home_ and home_.person and one is office else None
                value = Position(one.role, holder=holder, country=one.country, former=one.former)
                document.mentions.append(Mention("POSITION", start, end, value, f"people:{one.head.domain}"))
