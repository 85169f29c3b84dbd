"""What the text says of two mentions together: who holds which office, what lies where, who chairs or announces.

Each relation carries the stretch of the body that says it. Few and sure: what needs more than a sentence is left.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from khabar.arabic.fold import folded
from khabar.document import Date, Document, Label, Mention, Organisation, Person, Place, Position, Program, Relation
from khabar.document import RelationType as Type
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.people.lexicon import conjugated, rows

_APART = 40  # letters between an office and the name of its holder
_SUBJECT = 30  # letters between a verb and its subject
_NEAR = 14  # letters between a programme and its period, a place and what it lies in
_OWNED = 120  # letters between a programme and the one that runs it
_SIZE = {"other": 0, "locality": 1, "province": 2, "region": 3, "country": 4}
_LED = frozenset({"governor", "region_president", "mayor", "head_of_state"})
_SENTENCE_END = re.compile(r"[.\n؛!?؟]")
_WITHIN = re.compile(r"[\s،,(]*(?:ب|في|التابعه ل|التابع ل)?\s*(?:مدينه|منطقه)?\s*")


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `kinds`, the relations to look for."""
    kinds = frozenset(settings.get("kinds", _ALL))
    verbs = {
        f"{conjunction}{form}": (row["relation"], len(conjunction))
        for row in rows("relation_verbs.tsv")
        for form in conjugated(folded(row["verb"]))
        for conjunction in ("و", "ف", "")
    }

    def relations(document: Document) -> Document:
        if len(document.mentions) > 1:
            mentions = sorted(document.mentions, key=lambda m: (m.start, -m.end))
            of: dict[Label, list[Mention]] = defaultdict(list)
            for mention in mentions:
                of[mention.label].append(mention)
            found = [*_offices(of), *_places(document, of["PLACE"]), *_programs(document, mentions, of)]
            found += _events(document, mentions, verbs)
            document.relations += [r for r in found if r.type in kinds]
        return document

    return relations


_ALL: tuple[Type, ...] = ("holds", "heads", "located_in", "runs", "period", "attends", "chairs", "announces")


def _relation(kind: Any, subject: Mention, object: Mention) -> Relation:
    return Relation(kind, subject, object, min(subject.start, object.start), max(subject.end, object.end))


class _Row:
    """Mentions by where they start, so that those near a place are found without a look at the others."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = list(mentions)
        self._starts = [m.start for m in self.mentions]
        self._longest = max((m.end - m.start for m in self.mentions), default=0)

    def starting(self, first: int, last: int) -> list[Mention]:
        """Those that start at `first` or after, and not after `last`."""
        return self.mentions[bisect_left(self._starts, first) : bisect_right(self._starts, last)]

    def near(self, mention: Mention, apart: int) -> list[Mention]:
        """Those no more than so many letters from a mention."""
        around = self.starting(mention.start - apart - self._longest, mention.end + apart)
        return [m for m in around if _gap(m, mention) <= apart]


def _offices(of: Mapping[Label, Sequence[Mention]]) -> Iterator[Relation]:
    """`كريم قسي لحلو` holds `والي جهة مراكش آسفي`, and heads `جهة مراكش آسفي`."""
    held = [(m, m.value) for m in of["POSITION"] if isinstance(m.value, Position) and m.value.holder is not None]
    if not held:
        return
    people, places = _Row(of["PERSON"]), _Row(of["PLACE"])
    for office, value in held:
        near = [p for p in people.near(office, _APART) if p.value.name == value.holder]  # type: ignore[union-attr]
        if not near:
            continue
        holder = min(near, key=lambda p: _gap(p, office))
        yield _relation("holds", holder, office)
        if value.role in _LED:
            inside = (p for p in places.starting(office.start, office.end) if p.end <= office.end)
            if place := next(inside, None):
                yield _relation("heads", holder, place)


def _gap(one: Mention, two: Mention) -> int:
    return max(one.start, two.start) - min(one.end, two.end)


def _places(document: Document, places: Sequence[Mention]) -> Iterator[Relation]:
    """`تغازوت` is located in `عمالة أكادير إداوتنان`: a place, then a greater one right after it."""
    text = document.body.text
    for inner, outer in pairwise(places):
        if not 0 < outer.start - inner.end <= _NEAR:
            continue
        greater = _SIZE[outer.value.level] > _SIZE[inner.value.level] > 0  # type: ignore[union-attr]
        if greater and _WITHIN.fullmatch(folded(text[inner.end : outer.start])):
            same = inner.value.country == outer.value.country  # type: ignore[union-attr]
            if same or inner.value.country is None:  # type: ignore[union-attr]
                yield _relation("located_in", inner, outer)


def _programs(
    document: Document, mentions: Sequence[Mention], of: Mapping[Label, Sequence[Mention]]
) -> Iterator[Relation]:
    """The period inside or right after a programme's name, and the institution or country that runs it."""
    if not of["PROGRAM"]:
        return
    dates = _Row(m for m in of["DATE"] if isinstance(m.value, Date) and m.value.type in ("date", "interval"))
    owners = _Row(m for m in mentions if isinstance(m.value, Organisation | Place))
    for program in of["PROGRAM"]:
        if not isinstance(program.value, Program):
            continue
        for when in dates.starting(program.start, program.end + _NEAR):
            inside = when.end <= program.end
            after = 0 <= when.start - program.end <= _NEAR and "للفتر" in document.body.text[program.end : when.start]
            if inside or after:
                yield _relation("period", program, when)
                break
        owner = program.value.owner
        near = owners.near(program, _OWNED) if owner else ()
        named = [o for o in near if owner in (o.value.name, document.body.text[o.start : o.end])]  # type: ignore[union-attr]
        nearest = min(named, key=lambda o: abs(_gap(o, program)), default=None)
        if nearest and abs(_gap(nearest, program)) <= _OWNED:
            yield _relation("runs", nearest, program)


def _events(
    document: Document, mentions: Sequence[Mention], verbs: Mapping[str, tuple[str, int]]
) -> Iterator[Relation]:
    """`ترأس وزير الداخلية ... بالرباط`: verb, subject, and in the same sentence the programme, or the place."""
    view = document.folded
    text, words = view.text, view.words
    if verbs.keys().isdisjoint(words.forms):
        return
    row = _Row(mentions)
    for i, form in enumerate(words.forms):
        if (said := verbs.get(form)) is None:
            continue
        kind, conjunction = said
        after = words.ends[i]
        verb, end = view.span(words.starts[i] + conjunction, after)
        stop = _SENTENCE_END.search(text, after)
        last = view.span(stop.start() - 1, stop.start())[1] if stop else len(document.body.text)
        inside = [m for m in row.starting(end, last) if m.end <= last]
        subject = _subject(inside, end)
        if subject is None:
            continue
        wanted = Program if kind == "announces" else Place
        object = next((m for m in inside if isinstance(m.value, wanted) and m.start >= subject.end), None)
        if object and not any(m.start <= object.start and object.end <= m.end and m is not object for m in inside):
            yield Relation(cast(Type, kind), subject, object, verb, object.end)


def _subject(mentions: Sequence[Mention], after: int) -> Mention | None:
    """The person or unnamed office right after a verb; of an office with a holder, the person."""
    first = next((m for m in mentions if isinstance(m.value, Person | Position)), None)
    if first is None or first.start - after > _SUBJECT:
        return None
    if isinstance(first.value, Position) and first.value.holder:
        holder = first.value.holder
        people = (m for m in mentions if isinstance(m.value, Person) and m.value.name == holder)
        return next((p for p in people if p.start - first.end <= _APART), first)
    return first
