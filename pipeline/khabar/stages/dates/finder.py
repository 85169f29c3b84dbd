"""Find the dates of a document, in two passes: what the words say, then which days they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

from khabar.document import Date, DateType, Document, Mention
from khabar.errors import ConfigError
from khabar.stages.dates import hijri, makers
from khabar.stages.dates.grammar import Grammar, Node, grammar
from khabar.stages.dates.lexer import REACHING, UNKNOWN, Lexer, Token
from khabar.stages.dates.lexicon import lexicon
from khabar.stages.dates.model import Amount, Clock, Meaning, Point, Recurring, Stretch
from khabar.stages.dates.resolve import Prefer, Resolved, Scene, months_on, resolve, untold

_WEEK_STARTS: Final = {"country": None, "mon": 0, "sun": 6, "sat": 5}
_SUNDAY: Final = 6
_LONGEST: Final = 48  # tokens parsed together
_LEAD: Final = 1000  # characters: the head of an article, which tells the news of the day
_QUESTION: Final = 120  # characters: no longer is what one asks
_PAUSES: Final = frozenset("،,.()\n") | {""}
_ASKING: Final = frozenset("؟?")
_SENTENCE: Final = 200  # characters: no further is a clock time from its day
_BESIDE: Final = 3  # characters between two dates that share a month or year: " و"
_EQUATED: Final = 16  # characters between a day in one calendar and in the other: ") الموافق ل"
_YEARS: Final = range(1990, 2041)  # of news: the years that two calendars are compared in
_HIJRI: Final = range(1400, 1470)  # of news, counted from the Hijra
_MIDDLE: Final = 7  # the month that stands for a year
_TIME_UNITS: Final = frozenset(("hour", "min", "minute", "sec", "now"))


def read_week_start(name: str) -> int | None:
    """The weekday (Monday is 0) of a setting, None for the country's own; ConfigError where it is unknown."""
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
    length: tuple[int, int, Amount] | None = None  # what it is where it is no point: `ستة أشهر` of `قبل ستة أشهر`


class Finder:
    """Lexicon and grammar, ready to use."""

    def __init__(self) -> None:
        self.lexer = Lexer(lexicon())
        self.spellings = lexicon().spellings
        self.grammar: Grammar = grammar()

    def annotate(
        self,
        document: Document,
        *,
        prefer: Prefer = "past",
        first_weekday: int | None = None,
        now: datetime | None = None,
        query: bool = False,
    ) -> None:
        """Append the document's dates to its mentions, and what could not be resolved to its warnings.

        `query`: a short text is a question about a date, not a story.
        """
        folded = document.folded
        query = query and len(folded.text) <= _QUESTION
        sayings = self.say(folded.text, query=query)
        if not sayings:
            return
        alone = query and len(sayings) == 1 and _whole(folded.text, sayings[0])
        sayings = [s for s in sayings if self._meant(s, document) and not self._vague(folded.text, s)]
        if document.country in self.grammar.hijri_countries:
            for saying in sayings:
                _as_hijri(saying.meaning)
            _this_month_as_hijri([p for s in sayings for p in _points(s.meaning)])
        own = _SUNDAY if document.country in self.grammar.sunday_weeks else 0
        scene = self._scene(document, sayings, prefer, own if first_weekday is None else first_weekday, now)
        scene.by_middle = first_weekday is None
        scene.alone = alone
        reasons: dict[str, int] = {}
        for saying in sayings:
            value = self._value(saying, scene, folded.text)
            if value is None:
                continue
            date_, reason, (start, end) = value
            if reason:
                reasons[reason] = reasons.get(reason, 0) + 1
            a, b = folded.span(start, end)
            document.mentions.append(Mention("DATE", a, b, date_, f"dates:{saying.by}"))
        document.warnings += [f"dates: {count} without value: {reason}" for reason, count in reasons.items()]

    def _meant(self, saying: Saying, document: Document) -> bool:
        """Is what the rule took for a date one here? `في أب` is no month, nor `مغرب اليوم` an evening in Morocco."""
        if _titled(document.folded.text, saying):
            return False
        if saying.by == "spelt":
            return document.body.text[slice(*document.folded.span(saying.start, saying.end))] in self.spellings
        return document.country not in self.grammar.elsewhere.get(saying.by, ())

    def say(self, text: str, *, query: bool = False) -> list[Saying]:
        """The dates of a folded text, unresolved, in text order."""
        out: list[Saying] = []
        names: set[str] = set()
        weak = self.grammar.character("WMONTH")
        for tokens in [self.lexer.tokens(text, 0, len(text))] if query else self.lexer.stretches(text):
            for island in [tokens] if query else self._islands(tokens):
                types = self.grammar.types([t.kind for t in island])
                nodes = self.grammar.parse(types, query)
                for node in nodes:
                    out += self._sayings(node, island)
                if weak in types:
                    names |= _names(text, nodes, island)
        _lend(out)
        return [s for s in out if s.by != "namesake" or text[s.start : s.end] not in names]

    def _islands(self, tokens: list[Token]) -> list[list[Token]]:
        """Runs of tokens that can hold a date, with one unknown word at the end for its looks."""
        out: list[list[Token]] = []
        run: list[Token] = []
        reach = 0
        hot = False
        silent = self.grammar.silent
        for token in tokens:
            kind = token.kind
            if kind == UNKNOWN:
                if run:
                    run.append(token)
                reach -= 1
                if reach > 0 and run:
                    continue
                if hot:
                    out.append(run)
                run, hot = [], False
                continue
            run.append(token)
            if kind not in silent:
                hot = True
            elif kind in REACHING:
                reach = 4
            if len(run) >= _LONGEST:
                out.append(run)
                run, hot = [], False
        if hot:
            out.append(run)
        return out

    def _sayings(self, node: Node, tokens: list[Token]) -> list[Saying]:
        out = []
        for first, last, said in makers.found(node, tokens):
            while last - first > 1 and tokens[first].kind in self.grammar.trim:
                first += 1
            while last - first > 1 and tokens[last - 1].kind in self.grammar.trim:
                last -= 1
            by = node.captures.get("by")
            if isinstance(by, Node) and isinstance(said, Amount):  # قبل نصف قرن
                first, last = by.first, by.last
            saying = Saying(tokens[first].start, tokens[last - 1].end, said, node.make)
            if isinstance(by, Node) and isinstance(amount := makers.meaning(by, tokens), Amount):
                saying.length = tokens[by.first].start, tokens[by.last - 1].end, amount
            out.append(saying)
        return out

    def _value(self, saying: Saying, scene: Scene, text: str) -> tuple[Date, str | None, tuple[int, int]] | None:
        said = saying.meaning
        span = saying.start, saying.end
        if saying.length is not None and isinstance(said, Point) and not _exact(said, scene):
            start, end, amount = saying.length
            return Date("duration", amount.value), None, (start, end)
        if isinstance(said, Amount):
            return Date("duration", said.value), None, span
        if isinstance(said, Recurring):
            return Date("set", said.value, mod=said.mod), None, span
        if isinstance(said, Clock) and (day := _day_beside(text, saying, scene)) is not None:
            resolved = resolve(said, replace(scene, day=day, anchor="text"), untold)
        else:
            resolved = resolve(said, scene, lambda: self._tense(text, saying, scene))
        _remember(saying, resolved, scene)
        by_moon = (isinstance(said, Point) and said.hijri) or (
            isinstance(said, Stretch) and isinstance(said.right, Point) and said.right.hijri
        )
        made = Date(
            "set" if _recurs(said, resolved) else _type(said),
            resolved.value,
            resolved.start,
            resolved.end,
            said.mod if isinstance(said, Point) else None,
            scene.calendar if by_moon else "gregorian",
            resolved.anchor,
        )
        return made, resolved.reason, span

    def _scene(
        self, document: Document, sayings: list[Saying], prefer: Prefer, first_weekday: int, now: datetime | None
    ) -> Scene:
        calendar: Literal["hijri", "hijri_morocco"] = "hijri_morocco" if document.country == "MA" else "hijri"
        scene = Scene(prefer=prefer, first_weekday=first_weekday, calendar=calendar, now=now)
        points = [p for s in sayings for p in _points(s.meaning)]
        scene.told = {(p.month, p.day): p.year for p in points if p.month and p.day and p.year and not p.hijri}
        if document.published is not None:
            scene.day, scene.anchor = _corrected(document.published, points), "published"
            return scene
        _tell_weekdays(points)
        dated = [p for p in points if p.year is not None and not p.hijri]
        scene.years = tuple(
            sorted({p.year for p in dated if p.year is not None and not p.aim and 1900 < p.year < 2100})
        )
        if any(p.hijri for p in points):
            _tell_both(document.folded.text, sayings, scene)
        scene.about = self._about(sayings, dated, scene)
        for p in points:
            fixed = p.weekday is not None and p.day and p.month and not p.hijri
            if fixed and (day := resolve(p, scene).start) is not None:
                scene.told.setdefault((day.month, day.day), day.year)
        scene.month = next((month for p in points if (month := _month_now(p)) is not None), None)
        scene.day = self._day_fixed(document.folded.text, sayings, scene)
        if scene.day is not None:
            scene.anchor = "text"
        return scene

    def _day_fixed(self, text: str, sayings: list[Saying], scene: Scene) -> date | None:
        """The day a text without publication date was written on: `اليوم الجمعة 25 يناير 2019` says it."""
        dated = [(s, p) for s in sayings for p in _points(s.meaning) if p.day is not None and p.month is not None]
        for _, point in dated:
            if point.ref is not None and (day := resolve(point, scene).start) is not None:
                return day - timedelta(days=point.ref)
        for saying, point in dated:
            line = point.year is not None and self.grammar.dateline.match(text, saying.end)
            tells = saying.end < self.grammar.head and (line or self._reports(text, saying, point))
            if tells and (day := resolve(point, scene).start) is not None:
                return day
        return None

    def _about(self, sayings: list[Saying], dated: list[Point], scene: Scene) -> date | None:
        """A day in the year a text speaks in: `العام الماضي 2021` tells it, or its only full date, if in its head."""
        full = {day for p in dated if p.day is not None and (day := _day(p.year, p.month, p.day)) is not None}
        years = {now for p in dated if p.yrel is not None and (now := _speaks_in(p)) is not None}
        if len(years) == 1 and (year := years.pop()) in _YEARS:
            days = [day for day in full if day.year == year]
            return days[0] if len(days) == 1 else date(year, _MIDDLE, 1)
        if len(full) != 1 or (only := full.pop()).year != max(scene.years, default=0):
            return None
        head = [p for s in sayings if s.start < self.grammar.head for p in _points(s.meaning)]
        return only if any(_day(p.year, p.month, p.day) == only for p in head) else None

    def _reports(self, text: str, saying: Saying, point: Point) -> bool:
        """Is it a day with its weekday that nothing puts on another day than the text's own?"""
        return point.weekday is not None and point.rel is None and self.tense(text, saying) == 0

    def _vague(self, text: str, saying: Saying) -> bool:
        """Does a bare `اليوم` mean nowadays? In quoted speech, a question or "per day" it does, and mostly far down."""
        said = saying.meaning
        if not (saying.by == "point" and isinstance(said, Point) and said.ref == 0 and _bare(said)):
            return False
        if self._lasting(text, saying):
            return True
        if _quoted(text, saying.start):
            return not self._told(text, saying.start)
        before, after = text[max(0, saying.start - 2) : saying.start].strip(), text[saying.end : saying.end + 2].strip()
        before = before if before != "و" else ""
        if after[:1] in _ASKING:
            return True
        if saying.start <= _LEAD or (before[-1:] in _PAUSES and after[:1] in _PAUSES):
            return False
        return not self._told(text, saying.start)

    def _lasting(self, text: str, saying: Saying) -> bool:
        """Is it said of what is and lasts: `تعيش البلاد اليوم أزمة`, `اليوم، أصبح الأمر سهلا`?"""
        near = max(text.rfind(mark, 0, saying.start) for mark in '.،\n"') + 1
        before = self.grammar.nowadays_before.search(
            text, max(near, saying.start - self.grammar.told_reach), saying.start
        )
        return before is not None or self.grammar.nowadays_after.match(text, saying.end) is not None

    def _told(self, text: str, at: int) -> bool:
        """Does a verb of news, or one of the future, stand before `at`, in its sentence or quotation?"""
        start = max(text.rfind(mark, 0, at) for mark in '.\n"')
        start = max(start + 1, at - self.grammar.told_reach)
        return (
            self.grammar.told.search(text, start, at) is not None
            or self.grammar.future.search(text, start, at) is not None
        )

    def tense(self, text: str, saying: Saying) -> int:
        """1 where the words before a mention, in its sentence, speak of the future, -1 where they say it is past."""
        reach = max(saying.start - self.grammar.reach, 0)
        start = max(text.rfind(".", reach, saying.start), text.rfind("\n", reach, saying.start), reach)
        if isinstance(saying.meaning, Point) and f" {text[start : saying.start]}".endswith(self.grammar.past):
            return -1
        told = self.grammar.future.search(text, start, saying.start)
        return 1 if told or self.grammar.announced.search(text, start, saying.start) else 0

    def _tense(self, text: str, saying: Saying, scene: Scene) -> int:
        """The tense of the words before a mention, or of the day that its sentence has named: `غدا والثلاثاء`."""
        told = self.tense(text, saying)
        ahead = told == 0 and scene.day is not None and (day := _day_named(text, saying, scene)) and day > scene.day
        return 1 if ahead else told


def _names(text: str, nodes: Sequence[Node], tokens: list[Token]) -> set[str]:
    """The names of months that are told here and are none: `تيريزا ماي`, `شركة نيسان`."""
    dated = {i for node in nodes for i in range(node.first, node.last)}
    return {text[t.start : t.end] for i, t in enumerate(tokens) if t.kind == "WMONTH" and i not in dated}


def _lend(sayings: list[Saying]) -> None:
    """What a date says for the one just before it: `الجمعة 3 والسبت 4 مارس`, `مارس وأبريل 2021`."""
    for i in range(len(sayings) - 1, 0, -1):
        first, second = sayings[i - 1].meaning, sayings[i].meaning
        if sayings[i].start - sayings[i - 1].end > _BESIDE:
            continue
        if not isinstance(first, Point) or not isinstance(second, Point) or second.month is None:
            continue
        if first.ref is not None or first.rel is not None or first.year is not None or first.yrel is not None:
            continue
        if first.day is not None and first.month is None and first.mrel is None and second.day is not None:
            first.month, first.hijri = second.month, second.hijri
        elif first.month is None or first.hijri != second.hijri:
            continue
        first.year, first.yrel, first.rel = second.year, second.yrel, second.rel
        if first.year is not None and (first.month or 0) > second.month:
            first.year -= 1


def _titled(text: str, saying: Saying) -> bool:
    """Is it all that stands in quotation marks? Then a length, a month or `اليوم` is a name: `برنامج "90 دقيقة"`."""
    said = saying.meaning
    if isinstance(said, Point):
        month = said.unit == "month" and said.month and not (said.year or said.rel or said.yrel)
        if not month and not (said.ref == 0 and _bare(said)):
            return False
    elif not isinstance(said, Amount):
        return False
    before, after = text[max(0, saying.start - 2) : saying.start], text[saying.end : saying.end + 2]
    return before.rstrip().endswith('"') and after.lstrip().startswith('"')


def _quoted(text: str, at: int) -> bool:
    """Is the last quotation mark of the line before `at` an opening one?"""
    mark = text.rfind('"', text.rfind("\n", 0, at) + 1, at)
    if mark < 0:
        return False
    after_word = mark > 0 and (text[mark - 1].isalnum() or text[mark - 1] in ".!?")
    return not after_word and text[mark + 1].isalnum()


def _bare(said: Point) -> bool:
    return said.weekday is None and said.part is None and said.day is None and said.clock is None and said.rel is None


def _as_hijri(said: Meaning) -> None:
    """`عام 1436` where years count from the Hijra."""
    for point in _points(said):
        if point.unit == "year" and point.year is not None and 1340 <= point.year <= 1460:
            point.hijri = True


def _this_month_as_hijri(points: list[Point]) -> None:
    """`25 من الشهر الجاري` where all the months that a text names are Hijri ones."""
    named = [p.hijri for p in points if p.month is not None]
    if named and all(named):
        for point in points:
            point.hijri = point.hijri or point.mrel is not None


def _exact(said: Point, scene: Scene) -> bool:
    """Is a point so far from the anchor meant to its unit? `قبل 10 أيام` is a day, `قبل عشر سنوات` a length."""
    if not said.shift or scene.alone:
        return True
    number, unit = said.shift[-1]
    if len(said.shift) > 1:
        return False
    if number == -1:
        return True
    if unit in _TIME_UNITS:
        return scene.now is not None
    return unit == "day" or (unit == "week" and abs(number) < 4)


def _whole(text: str, saying: Saying) -> bool:
    return saying.end - saying.start >= len(text.strip()) - 1


def _corrected(published: date, points: list[Point]) -> date:
    """The day the text was written on: where it says today's weekday, that wins over a date a day or two off."""
    for said in points:
        if said.ref == 0 and said.weekday is not None and said.day is None:
            off = (said.weekday - published.weekday() + 3) % 7 - 3
            near = abs(off) < 3 and date.min.year < published.year < date.max.year
            return published + timedelta(days=off) if near else published
    return published


def _tell_weekdays(points: list[Point]) -> None:
    """Give `غدا 25 يونيو` its weekday where `أمس الأحد` stands elsewhere in the text."""
    today = next(((p.weekday - p.ref) % 7 for p in points if p.ref is not None and p.weekday is not None), None)
    for point in points:
        if today is not None and point.ref is not None and point.day is not None and point.weekday is None:
            point.weekday = (today + point.ref) % 7


def _speaks_in(p: Point) -> int | None:
    """The year in which a text speaks of `العام الماضي 2021`."""
    if p.year is None or p.yrel is None or p.yrel.text:
        return None
    return p.year - p.yrel.n


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    """The day of a date with all its parts."""
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


def _tell_both(text: str, sayings: list[Saying], scene: Scene) -> None:
    """Take the year from the only Hijri one that a text names, or from a day told in both calendars.

    Such a day also tells whether a Moroccan text counts as Umm al-Qura does: it may speak of another country.
    """
    points = [p for s in sayings for p in _points(s.meaning) if p.hijri and p.year]
    named = {year for p in points if (year := _speaks_in(p) or p.year) in _HIJRI}
    scene.hijri_year = named.pop() if len(named) == 1 else None
    for first, second in pairwise(sayings):
        a, b = first.meaning, second.meaning
        if not (isinstance(a, Point) and isinstance(b, Point) and a.hijri != b.hijri):
            continue
        between = text[first.end : second.start]
        if len(between) > _EQUATED or "." in between or "\n" in between:
            continue
        moon, sun = (a, b) if a.hijri else (b, a)
        if (day := _in_both(moon, sun, scene)) is not None:
            own = hijri.from_gregorian(day, scene.calendar)[1:]
            if (moon.month, moon.day) != own and (moon.month, moon.day) == hijri.from_gregorian(day)[1:]:
                scene.calendar = "hijri"
            scene.told.setdefault((day.month, day.day), day.year)
            scene.hijri_year = scene.hijri_year or hijri.from_gregorian(day, scene.calendar)[0]


def _in_both(moon: Point, sun: Point, scene: Scene) -> date | None:
    """The one day of `الأربعاء 26 أبريل (29 رجب)`: of the years of news that in which both fall together."""
    if not (moon.month and moon.day and sun.month and sun.day):
        return None
    weekday = sun.weekday if sun.weekday is not None else moon.weekday
    days = [_day(year, sun.month, sun.day) for year in ([sun.year] if sun.year else _YEARS)]
    fitting = [
        day
        for day in days
        if day is not None and (weekday is None or day.weekday() == weekday) and _agrees(day, moon, scene)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _agrees(day: date, moon: Point, scene: Scene) -> bool:
    """Is a day this Hijri one, give or take the day by which sighted months begin late?"""
    year, month, its_day = hijri.from_gregorian(day, scene.calendar)
    said = moon.year or scene.hijri_year or year
    return said == year and abs((month - (moon.month or 0)) * 30 + its_day - (moon.day or 0)) <= 1


def _month_now(p: Point) -> date | None:
    """The first day of the month in which a text speaks of `الشهر المقبل (يناير 2019)`."""
    if p.unit != "month" or p.hijri or p.rel is None or p.rel.text or p.year is None or p.month is None:
        return None
    year, month = months_on(date(p.year, p.month, 1), -p.rel.n)
    return date(year, month, 1)


def _points(said: Meaning) -> list[Point]:
    sides = (said.left, said.right) if isinstance(said, Stretch) else (said,)
    return [side for side in sides if isinstance(side, Point)]


def _recurs(said: Point | Clock | Stretch, resolved: Resolved) -> bool:
    """Is it a season of any year: `في فصل الصيف` in a text that tells no year?"""
    return isinstance(said, Point) and said.unit == "season" and resolved.value is not None and resolved.start is None


def _type(said: Point | Clock | Stretch) -> DateType:
    if isinstance(said, Stretch):
        return "interval"
    if isinstance(said, Clock) or said.clock is not None or said.part is not None or said.same == "hour":
        return "time"
    if said.shift and said.shift[-1][1] in _TIME_UNITS:
        return "time"
    return "interval" if said.unit == "school" or (said.count is not None and said.what is not None) else "date"


def _day_named(text: str, saying: Saying, scene: Scene) -> date | None:
    """The day that the sentence of a mention has named before it."""
    between = text[scene.last_end : saying.start]
    near = len(between) <= _SENTENCE and "." not in between and "\n" not in between
    return scene.last_day if near else None


def _day_beside(text: str, saying: Saying, scene: Scene) -> date | None:
    """The day that a clock time is of: one that its sentence has named, unless that is over."""
    day = _day_named(text, saying, scene)
    return day if day is not None and (scene.day is None or day > scene.day) else None


def _remember(saying: Saying, resolved: Resolved, scene: Scene) -> None:
    """What later mentions can lean on."""
    said = saying.meaning
    if resolved.start is None:
        return
    scene.last = resolved.start
    if resolved.start == resolved.end and isinstance(said, Point):
        scene.last_day, scene.last_end = resolved.start, saying.end
        if said.day is not None and said.rel is not None and said.month is not None and not said.hijri:
            scene.told[said.month, said.day] = resolved.start.year
    if isinstance(said, Point) and said.weekday is not None and said.unit == "day":
        scene.weekdays[said.weekday] = resolved.start
