"""What the text says of two mentions together: who holds which office, what lies where, who chairs or announces.

Each relation carries the stretch of the body that says it. Few and sure: what needs more than a sentence is left.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final, cast

from khabar.arabic.fold import folded
from khabar.arabic.keys import Forms
from khabar.document import Date, Document, Label, Mention, Organisation, Person, Place, Position, Program, Relation
from khabar.document import RelationType as Type
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.people.lexicon import conjugated, rows

_APART: Final = 40  # letters between an office and the name of its holder
_SUBJECT: Final = 30  # letters between a verb and its subject
_GENITIVE: Final = 14  # letters between `برئاسة` and who chairs
_LONGEST: Final = 80  # letters of a name or office
_TOLD: Final = 150  # letters between a verb and the place or day of its event
_AND: Final = 4  # letters between two who do the same
_NEAR: Final = 14  # letters between a programme and its period, a place and what it lies in
_OWNED: Final = 120  # letters between a programme and the one that runs it
_SIZE: Final = {"other": 0, "locality": 1, "province": 2, "region": 3, "country": 4}
_LED: Final = frozenset({"governor", "region_president", "mayor", "head_of_state"})
_SENTENCE_END: Final = re.compile(r"[.\n؛!?؟]")
_WITHIN: Final = re.compile(r"[\s،,(]*(?:ب|في|التابعه ل|التابع ل)?\s*(?:مدينه|منطقه)?\s*")


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `kinds`, the relations to look for."""
    kinds = frozenset(settings.get("kinds", _ALL))
    verbs = dict(_verbs())
    forms = Forms(verbs)

    def relations(document: Document) -> Document:
        if len(document.mentions) > 1:
            mentions = sorted(document.mentions, key=lambda m: (m.start, -m.end))
            of: dict[Label, list[Mention]] = defaultdict(list)
            for mention in mentions:
                of[mention.label].append(mention)
            found = [*_offices(of), *_places(document, of["PLACE"]), *_programs(document, mentions, of)]
            found += _events(document, mentions, verbs, forms)
            document.relations += [r for r in found if r.type in kinds]
        return document

    return relations


_ALL: tuple[Type, ...] = ("holds", "heads", "located_in", "runs", "period", "attends", "chairs", "announces")


def _relation(kind: Any, subject: Mention, object: Mention) -> Relation:
    return Relation(kind, subject, object, min(subject.start, object.start), max(subject.end, object.end))


@dataclass(slots=True, frozen=True)
class _Verb:
    """A word that tells of an event; `around` one stands anywhere in its sentence, before who it is about."""

    kind: Type
    conjunction: int
    around: bool


def _verbs() -> Iterator[tuple[str, _Verb]]:
    for row in rows("relation_verbs.tsv"):
        around = row["event"] == "around"
        form = folded(row["verb"])
        for one in (form,) if around else conjugated(form):
            for conjunction in ("و", "ف", ""):
                yield conjunction + one, _Verb(cast(Type, row["relation"]), len(conjunction), around)


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
    document: Document, mentions: Sequence[Mention], verbs: Mapping[str, _Verb], forms: Forms
) -> Iterator[Relation]:
    """`ترأس وزير الداخلية ... بالرباط`: verb, who does it, and in the same sentence the programme, or place and day."""
    words, row = document.folded.keyed, None
    for i in forms.places(words.keys):
        row = row or _Row(mentions)
        start, end = words.starts[i], words.ends[i]
        yield from _event(document, row, verbs[document.folded.text[start:end]], start, end)


def _event(document: Document, row: _Row, verb: _Verb, start: int, stop: int) -> Iterator[Relation]:
    """What the verb at folded offsets tells."""
    begin, end = document.folded.span(start + verb.conjunction, stop)
    last = _sentence_end(document, stop)
    after = [m for m in row.starting(end, min(last, end + _TOLD)) if m.end <= last]
    text = document.body.text
    subjects = _subjects(text, after, end, _GENITIVE if verb.around else _SUBJECT)
    if not subjects and not verb.around:
        subjects = _said_before(text, row, begin)
    if not subjects:
        return
    done = max(end, subjects[-1].end)
    told = [m for m in after if m.start >= done]
    if verb.around:
        first = max(_sentence_start(document, start), begin - _TOLD)
        whole = (m for m in row.starting(first, begin) if m.end <= begin)
        told = sorted((*whole, *after), key=lambda m: abs(m.start - begin))
    for subject in subjects:
        for object in _objects(verb.kind, told, row):
            bounds = (begin, end, subject.start, subject.end, object.start, object.end)
            yield Relation(verb.kind, subject, object, min(bounds), max(bounds))


def _sentence_start(document: Document, at: int) -> int:
    """Where the sentence of a folded offset begins in the body."""
    view = document.folded
    start = max(view.text.rfind(mark, 0, at) for mark in ".\n؛!?؟") + 1
    return view.span(start, start + 1)[0] if start else 0


def _sentence_end(document: Document, at: int) -> int:
    """Where the sentence of a folded offset ends in the body."""
    view = document.folded
    stop = _SENTENCE_END.search(view.text, at)
    return view.span(stop.start() - 1, stop.start())[1] if stop else len(document.body.text)


def _subjects(text: str, mentions: Sequence[Mention], after: int, apart: int) -> list[Mention]:
    """The people or unnamed offices right after a verb, joined by `و`; of an office with a holder, the person."""
    found: list[Mention] = []
    for mention in mentions:
        if not isinstance(mention.value, Person | Position) or mention.start < after:
            continue
        if mention.start - after > (_AND if found else apart):
            break
        own = found and isinstance(mention.value, Position) and mention.value.holder == _name(found[-1])
        if found and not own and "و" not in text[after : mention.start]:
            break
        if own:
            after = mention.end  # `كمال العروي، وزير العدل، و...`
            continue
        found.append(_holder(mention, mentions))
        after = max(mention.end, found[-1].end)
    return found


def _name(mention: Mention) -> str | None:
    return mention.value.name if isinstance(mention.value, Person) else None


def _holder(office: Mention, mentions: Sequence[Mention]) -> Mention:
    """The person named right after an office as its holder, the mention itself where there is none."""
    holder = office.value.holder if isinstance(office.value, Position) else None
    people = (m for m in mentions if holder and m.start >= office.end and _name(m) == holder)
    return next((p for p in people if p.start - office.end <= _APART), office)


def _said_before(text: str, row: _Row, verb: int) -> list[Mention]:
    """`وزير الصحة كمال العروي يترأس ...`: who stands right before a verb."""
    before = [m for m in row.starting(verb - _LONGEST, verb) if m.end <= verb and text[m.end : verb] == " "]
    return [m for m in before if isinstance(m.value, Person) or _unheld(m)][:1]


def _unheld(mention: Mention) -> bool:
    return isinstance(mention.value, Position) and mention.value.holder is None


def _objects(kind: Type, told: Sequence[Mention], row: _Row) -> Iterator[Mention]:
    """The programme that is announced; the place and the day of any other event; none that is part of a name."""
    wanted: tuple[Any, ...] = (Program,) if kind == "announces" else (Place, Date)
    for one in wanted:
        found = (m for m in told if isinstance(m.value, one) and _dated(m) and not _nested(m, row))
        yield from islice(found, 1)


def _nested(mention: Mention, row: _Row) -> bool:
    around = row.near(mention, 0)
    return any(m.start <= mention.start and mention.end <= m.end and m is not mention for m in around)


def _dated(mention: Mention) -> bool:
    """Is this no date, or one of a day or hour?"""
    return not isinstance(mention.value, Date) or mention.value.type in ("date", "time")
