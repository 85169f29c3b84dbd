"""Find the dates of a document, in two passes: what the words say, then which days they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from khabar.document import Date, DateType, Document, Mention
from khabar.errors import ConfigError
from khabar.stages.dates import makers
from khabar.stages.dates.grammar import Grammar, Node, grammar
from khabar.stages.dates.lexer import UNKNOWN, Lexer, Token
from khabar.stages.dates.lexicon import lexicon
from khabar.stages.dates.model import Amount, Clock, Meaning, Point, Recurring, Stretch
from khabar.stages.dates.resolve import Prefer, Resolved, Scene, resolve

_WEEK_STARTS = {"mon": 0, "sun": 6, "sat": 5}
_LONGEST = 48  # tokens parsed together
_REACHING = frozenset(("AGE", "AMOUNT"))


def read_week_start(name: str) -> int:
    """The weekday (Monday is 0) of a setting; ConfigError where it is unknown."""
    if name not in _WEEK_STARTS:
        raise ConfigError(f"week_start is {name!r}", "dates", f"known are {', '.join(_WEEK_STARTS)}")
    return _WEEK_STARTS[name]


@dataclass(slots=True)
class Saying:
    """A mention in the folded text and what it says."""

    start: int
    end: int
    meaning: Meaning
    by: str


class Finder:
    """Lexicon and grammar, ready to use."""

    def __init__(self) -> None:
        self.lexer = Lexer(lexicon())
        self.grammar: Grammar = grammar()

    def annotate(
        self,
        document: Document,
        *,
        prefer: Prefer = "past",
        first_weekday: int = 0,
        now: datetime | None = None,
        alone: bool = False,
    ) -> None:
        """Append the document's dates to its mentions, and what could not be resolved to its warnings."""
        folded = document.folded
        sayings = self.say(folded.text)
        if not sayings:
            return
        if alone and len(sayings) == 1:
            alone = _whole(folded.text, sayings[0])
        scene = _scene(document, sayings, prefer, first_weekday, now)
        scene.alone = alone
        reasons: dict[str, int] = {}
        for saying in sayings:
            value = _value(saying, scene, folded.text)
            if value is None:
                continue
            date_, reason, (start, end) = value
            if reason:
                reasons[reason] = reasons.get(reason, 0) + 1
            a, b = folded.span(start, end)
            document.mentions.append(Mention("DATE", a, b, date_, f"dates:{saying.by}"))
        document.warnings += [f"dates: {count} without value: {reason}" for reason, count in reasons.items()]

    def say(self, text: str) -> list[Saying]:
        """The dates of a folded text, unresolved, in text order."""
        out: list[Saying] = []
        for tokens in self.lexer.stretches(text):
            for island in _islands(tokens):
                types = self.grammar.types([t.kind for t in island])
                for node in self.grammar.parse(types):
                    out += self._sayings(node, island)
        return out

    def _sayings(self, node: Node, tokens: list[Token]) -> list[Saying]:
        out = []
        for first, last, said in makers.found(node, tokens):
            while last - first > 1 and tokens[first].kind in self.grammar.trim:
                first += 1
            while last - first > 1 and tokens[last - 1].kind in self.grammar.trim:
                last -= 1
            out.append(Saying(tokens[first].start, tokens[last - 1].end, said, node.make))
        return out


def _islands(tokens: list[Token]) -> list[list[Token]]:
    """Runs of tokens that mean something, with one unknown word at the end for its looks."""
    out: list[list[Token]] = []
    run: list[Token] = []
    reach = 0
    for token in tokens:
        if token.kind in _REACHING:
            reach = 3
        if token.kind == UNKNOWN:
            if run:
                run.append(token)
            reach -= 1
            if reach > 0 and run:
                continue
            if len(run) > 1:
                out.append(run)
            run = []
        else:
            run.append(token)
            if len(run) >= _LONGEST:
                out.append(run)
                run = []
    if run:
        out.append(run)
    return out


def _whole(text: str, saying: Saying) -> bool:
    return saying.end - saying.start >= len(text.strip()) - 1


def _scene(
    document: Document, sayings: list[Saying], prefer: Prefer, first_weekday: int, now: datetime | None
) -> Scene:
    calendar: Literal["hijri", "hijri_morocco"] = "hijri_morocco" if document.country == "MA" else "hijri"
    scene = Scene(prefer=prefer, first_weekday=first_weekday, calendar=calendar, now=now)
    if document.published is not None:
        scene.day, scene.anchor = document.published, "published"
        return scene
    points = [s.meaning for s in sayings if isinstance(s.meaning, Point)]
    scene.years = tuple(sorted({p.year for p in points if p.year is not None and not p.hijri and 1900 < p.year < 2100}))
    scene.day = _day_fixed(points, scene)
    if scene.day is not None:
        scene.anchor = "text"
    return scene


def _day_fixed(points: list[Point], scene: Scene) -> date | None:
    """The day a text without publication date was written on: `اليوم الجمعة 25 يناير 2019` says it."""
    from datetime import timedelta

    for point in points:
        if point.ref is not None and point.day is not None and point.month is not None:
            day = resolve(point, scene).start
            if day is not None:
                return day - timedelta(days=point.ref)
    for point in points:
        if point.weekday is not None and point.day is not None and point.month is not None:
            day = resolve(point, scene).start
            if day is not None:
                return day
    for point in points:
        if point.day is not None and point.month is not None and point.year is not None:
            return resolve(point, scene).start
    return None


def _value(saying: Saying, scene: Scene, text: str) -> tuple[Date, str | None, tuple[int, int]] | None:
    said = saying.meaning
    span = saying.start, saying.end
    if isinstance(said, Amount):
        return Date("duration", said.value), None, span
    if isinstance(said, Recurring):
        return Date("set", said.value, mod=said.mod), None, span
    resolved = resolve(said, scene, _tense(text, saying))
    _remember(said, resolved, scene)
    hijri = (isinstance(said, Point) and said.hijri) or (
        isinstance(said, Stretch) and isinstance(said.right, Point) and said.right.hijri
    )
    made = Date(
        _type(said),
        resolved.value,
        resolved.start,
        resolved.end,
        cast(Literal["start", "mid", "end"] | None, said.mod if isinstance(said, Point) else None),
        scene.calendar if hijri else "gregorian",
        resolved.anchor,
    )
    return made, resolved.reason, span


def _type(said: Point | Clock | Stretch) -> DateType:
    if isinstance(said, Stretch):
        return "interval"
    if isinstance(said, Clock) or said.clock is not None or said.part is not None or said.same == "hour":
        return "time"
    if said.shift is not None and said.shift[1] in ("hour", "min", "sec"):
        return "time"
    return "interval" if said.unit == "school" or said.count is not None and said.what is not None else "date"


def _remember(said: Point | Clock | Stretch, resolved: Resolved, scene: Scene) -> None:
    """What later mentions can lean on."""
    if resolved.start is None:
        return
    scene.last = resolved.start
    if isinstance(said, Point) and said.weekday is not None and said.unit == "day":
        scene.weekdays[said.weekday] = resolved.start


def _tense(text: str, saying: Saying) -> int:
    return 0
