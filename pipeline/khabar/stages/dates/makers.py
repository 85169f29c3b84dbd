"""From a match of the grammar to what it says: one function for each `make` of `data/dates/grammar.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from khabar.stages.dates.grammar import Node, grammar
from khabar.stages.dates.lexer import UNKNOWN, Token
from khabar.stages.dates.lexicon import lexicon
from khabar.stages.dates.model import Amount, Clock, Meaning, Mod, Point, Recurring, Step, Stretch

Found = tuple[int, int, Meaning]  # first and last token (exclusive), meaning
_YEAR_CONTEXT = frozenset(
    (
        "IN",
        "SINCE",
        "DURING",
        "PREP",
        "TO",
        "BETWEEN",
        "MOD",
        "BEFORE",
        "AFTER",
        "TOL",
        "LAST",
        "OF",
        "LP",
        "DASH",
        "COMMA",
        "CDUAL",
        "AND",
        "SLASH",
        "DATED",
    )
)


_HIJRI_FIGURES = range(1300, 1500)  # years that a date in figures has only in the Hijri calendar
_LONGEST = {"decade": 30, "century": 60}  # beyond this the word means something else: 6600 عقد are contracts
_ARABIC = re.compile("[ء-ي]")
_NOW = Point(unit="now", shift=((0, "now"),))
_SECOND_HALF = {"AF": (0, 12), "EV": (0, 12), "MI": (0, 10), "NI": (6, 12)}  # hours that a part moves past noon
_THIRDS: dict[int, Mod] = {1: "start", 2: "mid", 3: "end"}


class Reading:
    """A node with its tokens: captured values by name."""

    __slots__ = ("node", "token", "tokens")

    def __init__(self, node: Node, tokens: Sequence[Token]) -> None:
        self.node, self.tokens = node, tokens
        named = {name: tokens[found] for name, found in node.captures.items() if isinstance(found, int)}
        self.token: Callable[[str], Token | None] = named.get

    @property
    def before(self) -> str:
        """The kind of the token before."""
        return self.tokens[self.node.first - 1].kind if self.node.first else ""

    def value(self, name: str) -> Any:
        token = self.token(name)
        return None if token is None else token.value

    def number(self, name: str) -> int | None:
        token = self.token(name)
        if token is None:
            return None
        return token.number.value if token.number is not None else token.value

    def step(self, *names: str) -> Step | None:
        """The step of the first of `names` that is there; one that ends in `this` is the anchor's own unit."""
        for name in names:
            token = self.token(name)
            if token is not None:
                if name.endswith("this"):
                    return Step(0)
                return Step(token.value, token.kind in ("RELTEXT", "OFIT"))
        return None

    def child(self, name: str) -> Meaning | None:
        """The meaning of a captured node, or of a captured number as a day."""
        found = self.node.captures.get(name)
        if isinstance(found, Node):
            return meaning(found, self.tokens)
        number = self.number(name)
        return None if number is None else Point(day=number)


def meaning(node: Node, tokens: Sequence[Token]) -> Meaning | None:
    """What a node says, None where it says no date after all."""
    return MAKERS[node.make](Reading(node, tokens))


def found(node: Node, tokens: Sequence[Token]) -> list[Found]:
    """The mentions of a top node."""
    if (many := LISTS.get(node.make)) is not None:
        return many(Reading(node, tokens)) or _retried(node, tokens)
    said = meaning(node, tokens)
    if said is None:
        parts = [f for part in node.parts if isinstance(part, Node) for f in found(part, tokens)]
        return parts or _retried(node, tokens)
    return [(node.first, node.last, said)]


def _retried(node: Node, tokens: Sequence[Token]) -> list[Found]:
    """A match that says nothing may hold one that does: `72.6 في عام 2018`."""
    rest = tokens[node.first + 1 : node.last]
    if node.make == "nothing" or len(rest) < 2:
        return []
    parsed = grammar().parse(grammar().types([token.kind for token in rest]))
    shift = node.first + 1
    return [(first + shift, last + shift, said) for top in parsed for first, last, said in found(top, rest)]


def _nothing(_: Reading) -> None:
    return None


def _calendar(r: Reading, p: Point) -> None:
    """Year, its era and the month's calendar."""
    p.year = r.number("year")
    p.yrel = r.step("yrel", "ythis")
    month = r.token("month")
    if month is not None:
        p.month, p.hijri = month.value, month.kind.endswith("HMONTH")
    elif r.token("mnum") is not None:
        p.month = r.number("mnum")
    elif r.token("fig") is not None:
        p.month = r.number("fig")
        p.hijri = p.year is not None and p.year in _HIJRI_FIGURES
    p.mrel = r.step("mrel", "mthis")
    era = r.token("era")
    if era is not None and p.month is None:
        p.hijri = era.kind == "ERAH"
    elif era is not None and era.kind == "ERAH":
        p.hijri = True
    if r.token("hijri") is not None:
        p.hijri = True


def _point(r: Reading) -> Point | None:
    p = Point(part=r.value("part"), ref=r.value("ref"), weekday=r.value("weekday"))
    _calendar(r, p)
    p.day = r.number("day") if r.token("day") else 1 if r.token("first") else None
    if p.weekday is None and r.token("weekday") is not None:
        p.weekday = r.value("weekday")
    p.rel = r.step("rel", "rthis")
    p.wrel = r.step("wrel", "wthis")
    p.mod = _mod(r)
    if (same := r.token("same")) is not None:
        p.same = same.value if isinstance(same.value, str) else "day"
        p.rel = r.step("trel") or Step(0, True)
    elif r.token("tonight") is not None:
        step = r.step("trel")
        p.ref, p.part = (step.n if step and r.value("trel") != 0 else 0), "NI"
    elif (step := r.step("trel")) is not None:
        p.ref = step.n
    elif p.part and p.ref is None and p.weekday is None and p.day is None and not r.token("ndate"):
        p.ref = 0
    if not _numeric(r, p) or (p.day or 0) > 99 or (p.month or 0) > 12 or p.day == 0:
        return None
    p.unit = _unit(p)
    p.aim = p.unit == "year" and r.node.first > 0 and r.tokens[r.node.first - 1].kind == "PREP"
    return p


def _mod(r: Reading) -> Mod | None:
    token = r.token("mod")
    if token is None:
        return None
    if token.kind == "FRAC":
        return "mid"
    mod: Mod = "end" if token.kind == "LAST" else token.value
    return mod


def _numeric(r: Reading, p: Point) -> bool:
    """Take over a date in figures; False where it is none."""
    if (full := r.value("ndate")) is not None:
        p.year, p.month, p.day = full
        p.hijri = full[0] in _HIJRI_FIGURES
    elif (pair := r.value("ndm")) is not None:
        a, b = pair
        p.day, p.month = (a, b) if b <= 12 else (b, a)
        return 1 <= p.month <= 12 and 1 <= p.day <= 31
    elif (ym := r.value("ym")) is not None:
        p.year, p.month = ym
    return True


def _unit(p: Point) -> str:
    if p.same:
        return p.same
    if p.day is not None or p.weekday is not None or p.ref is not None:
        return "day"
    if p.month is not None or p.mrel is not None:
        return "month"
    return "week" if p.wrel is not None else "year"


def _nth(r: Reading) -> Point | None:
    what = r.token("what") or r.token("weekday")
    nth = r.token("nth")
    assert what is not None and nth is not None
    p = Point()
    _calendar(r, p)
    p.rel = r.step("rel")
    p.nth = -1 if nth.kind in ("LAST", "LASTADJ") else nth.value
    p.day = (
        p.nth if what.kind == "WEEKDAY" and nth.kind != "OI" else None
    )  # الخميس الثالث من ...: the third, or the 3rd
    if what.kind in ("WEEKDAY", "WDBARE"):
        p.weekday = what.value
    if p.day is not None and p.day > 5:
        p.nth = None  # الخميس الثالث والعشرين من ...
        return p
    p.what = "week" if what.kind.endswith("WEEK") else "weekday" if p.weekday is not None else "day"
    p.unit = "week" if p.what == "week" else "day"
    if p.month is None and p.mrel is None and p.year is None and p.yrel is None:
        p.mrel = Step(0)
    return p


def _lone(r: Reading) -> Meaning | None:
    """What a text says that is nothing but this."""
    if (one := r.token("one")) is not None:
        return Amount([(Fraction(1), one.value)])
    if (same := r.token("same")) is not None:
        return Point(unit=same.value, same=same.value, rel=Step(0))
    if r.token("now") is not None:
        return _NOW
    if (moment := r.token("moment")) is not None:
        if r.token("nth") is not None:
            return Point(unit="min", shift=((r.number("nth") or 0, "minute"),))
        step = r.step("trel") or Step(0)
        return Point(unit=moment.value, shift=((step.n, moment.value),))
    weekday = r.token("weekday")
    return Point(weekday=weekday.value) if weekday is not None and weekday.number is None else None


def _halves(r: Reading) -> Point | None:
    """`النصف الثاني من شهر شتنبر`: the month, and where in it."""
    p = _point(r)
    if p is not None and p.mod is None:
        p.mod = "start" if r.number("nth") == 1 else "end"
    return p


def _week_days(r: Reading) -> Stretch | None:
    """`أيام الجمعة والسبت والأحد`."""
    days = [t.value for t in r.tokens[r.node.first : r.node.last] if t.kind == "WEEKDAY"]
    if r.tokens[r.node.first].value != "day" or any((b - a) % 7 != 1 for a, b in pairwise(days)):
        return None
    rel = r.step("rel")
    return Stretch(Point(weekday=days[0], rel=rel), Point(weekday=days[-1], rel=rel))


def _event(r: Reading) -> Point | None:
    """`ثورة 25 يناير`: the day of the event, if it is a known one."""
    p, event = _point(r), r.value("event")
    if p is not None and p.year is None and p.month is not None and p.day is not None:
        p.year = lexicon().events.get((event, p.month, p.day))
    return p


def _lone_unit(r: Reading) -> Amount | None:
    """`قبل أسبوع كما`: a unit that the next word does not go on with."""
    after = r.tokens[r.node.last]
    return _amount(r) if grammar().particle.fullmatch(after.value or "") else None


def _weekend(r: Reading) -> Point:
    return Point(unit="weekend", wrel=r.step("rel") or Step(0))


def _bare_year(r: Reading) -> Point | None:
    """A number that stands for a year because of its neighbours."""
    node, tokens = r.node, r.tokens
    year = r.number("year")
    token = tokens[node.first]
    if token.number is not None and token.number.words == 1:
        return None  # ما بين ألف وألفين
    before = tokens[node.first - 1] if node.first else None
    after = tokens[node.last] if node.last < len(tokens) else None
    if year is None or (before is not None and before.kind in ("AMOUNT", "X", "D", "N", "EXCEPT", "DEF")):
        return None
    counted = ("X", "N", "PLURAL", "UNITACC") if r.before == "SINCE" else ("COUNTED", "X", "N", "PLURAL", "UNITACC")
    if after is not None and after.kind in counted:
        return None
    glued = before is not None and before.end == token.start and _ARABIC.fullmatch(str(before.value)[-1:])
    context = bool(glued) or (before is not None and before.kind in _YEAR_CONTEXT)
    dashed = after is not None and after.kind in ("DASH", "AND", "SLASH")
    if not context and after is not None and after.kind == UNKNOWN and grammar().counted.fullmatch(after.value or ""):
        return None
    if 1900 <= year <= 2060 and year != 2000:
        return Point(unit="year", year=year, aim=before is not None and before.kind == "PREP")
    unknown = after is not None and after.kind == UNKNOWN
    good = (context or dashed) and 1800 <= year <= 2100 and not (unknown and year < 1900)
    return Point(unit="year", year=year) if good else None


def _new_year(r: Reading) -> Point:
    """`العام الجديد`."""
    return Point(unit="year", year=r.number("year"), new=True, mod=_mod(r), hijri=r.token("hijri") is not None)


def _year_span(r: Reading) -> Stretch | None:
    """`2021-22`, `1436/1437هـ`."""
    first, last = r.value("span") or (r.value("first"), r.number("year"))
    era = r.token("era")
    hijri = era is not None and era.kind == "ERAH"
    if last is None or not first < last or (hijri and last not in _HIJRI_FIGURES):
        return None
    return Stretch(Point(unit="year", year=first, hijri=hijri), Point(unit="year", year=last, hijri=hijri, aim=True))


def _quarter(r: Reading) -> Point | None:
    p = _point(r)
    if p is None:
        return None
    nth = r.token("nth")
    assert nth is not None
    frac = r.value("frac") or r.value("quarter4") or r.value("half")
    if r.token("quarter4") is not None and frac != 15:
        return None
    p.unit = "half" if frac == 30 or r.value("quarter") == "half" else "quarter" if frac in (15, None) else "year"
    p.number = (2 if p.unit == "half" else 4) if nth.kind == "LASTADJ" else nth.value
    if p.unit == "year":
        p.mod = _THIRDS.get(p.number)
    return p if p.number <= {"half": 2, "quarter": 4, "year": 3}[p.unit] else None


def _season(r: Reading) -> Point:
    p = Point(unit="season", code=r.value("season"), rel=r.step("rel"), mod=_mod(r))
    _calendar(r, p)
    return p


def _school(r: Reading) -> Point | None:
    p = Point(unit="school", rel=r.step("rel"), mod=_mod(r))
    p.new = any(t.kind == "NEWADJ" for t in r.tokens[r.node.first : r.node.last])
    first, second = r.value("y1"), r.value("y2")
    if (span := r.token("span")) is not None:
        first, second = _school_years(*span.value)
    if first is not None and second is not None and not 0 < second - first < 3:
        return None
    p.year, p.number = first, second
    p.hijri = first is not None and first in _HIJRI_FIGURES
    return p


def _school_years(first: int, second: int) -> tuple[int, int]:
    """`2021-22`, `98/99`: the years of a season, equal where it is none."""
    if first < 100:
        first += 1900 if first > 60 else 2000
    return first, first + 1 if (first + 1) % 100 == second % 100 else first


def _decade(r: Reading) -> Point | None:
    p = Point(unit="decade", mod=_mod(r), number=r.value("decade"), yrel=r.step("crel"))
    if p.number is None:
        p.yrel = p.yrel or Step(0)
    if (nth := r.token("nth")) is not None:
        p.number = 90 if nth.kind == "LASTADJ" else (nth.value - 1) * 10
    p.count = r.number("cnum")
    return p if p.number is None or p.number < 100 else None


def _century(r: Reading) -> Point:
    era = r.token("era")
    hijri = r.token("hijri") is not None or (era is not None and era.kind == "ERAH")
    mod = _mod(r)
    if (nth := r.token("nth")) is not None:
        mod = "end" if nth.kind == "LASTADJ" or r.value("frac") * nth.value == 60 else _THIRDS.get(nth.value, "mid")
    return Point(unit="century", mod=mod, count=r.number("cnum"), yrel=r.step("crel"), hijri=hijri)


def _millennium(r: Reading) -> Point:
    """`مطلع الألفية الثالثة`; the one that has no number is ours."""
    return Point(unit="millennium", mod=_mod(r), number=(r.number("cnum") or 3) - 1)


def _first_units(r: Reading) -> Point | None:
    """`الأشهر الثلاثة الأولى من 2020`: a stretch; `الأشهر الأولى من 2020`: the year's start."""
    p = _point(r)
    if p is None:
        return None
    nth = r.token("nth")
    assert nth is not None
    last = nth.kind == "LASTADJ"
    if r.token("n") is None:
        p.mod = "end" if last else "start"
    else:
        p.count = -(r.number("n") or 0) if last else r.number("n")
        p.what = next(
            t.value for t in r.tokens[r.node.first : r.node.last] if t.kind in ("THEPLURAL", "PLURAL", "UNITACC")
        )
    return p


def _clock(r: Reading) -> Clock | Stretch | None:
    part = r.value("part2") or r.value("part")
    if r.token("tonight") is not None:
        part = "EV"
    if r.token("midnight") is not None:
        return Clock(0)
    if (second := r.token("hour2")) is not None:
        return _hours(r, part, second)
    figures = r.value("clock")
    if figures is not None:
        token = r.token("clock")
        if isinstance(figures, int):
            figures = divmod(figures, 100) if token and token.end - token.start == 4 else (25, 0)
        hour, minute, *rest = figures
        if minute > 59 or hour > 24:
            return None
        clock = Clock(hour, minute, rest[0] if rest else None)
    else:
        number = r.number("hour")
        token = r.token("hour")
        if token is not None and token.kind == "WDBARE" and token.number is None:
            return None
        if number is None or number > 24:
            return None
        clock = Clock(number)
        _minutes(r, clock)
        if clock.minute > 59:
            return None
    _half_of_day(clock, part)
    clock.part = part
    return clock


def _zoned(r: Reading) -> Clock | Stretch | None:
    """`الساعة 06:25 بتوقيت غرينتش`: the time as written."""
    said = r.child("b")
    return said if isinstance(said, Clock | Stretch) else None


def _noon(r: Reading) -> Clock | None:
    """`في السابعة`, at the end of a phrase."""
    hour = r.number("hour")
    return Clock(hour) if hour is not None and hour <= 12 else None


def _minutes(r: Reading, clock: Clock) -> None:
    clock.minute = (r.number("min") or 0) + (r.value("frac") or 0)
    minus = r.token("minus")
    if minus is not None:
        less = minus.number.value if minus.number else minus.value
        clock.hour, clock.minute = (clock.hour - 1) or 12, 60 - less
    words = [t for t in r.tokens[r.node.first : r.node.last] if t.kind == "EXCEPT"]
    if words and minus is None:
        clock.minute = 0


def _hours(r: Reading, part: str | None, second: Token) -> Stretch | None:
    left, right = r.number("hour"), second.number.value if second.number else second.value
    first = Clock(*left) if isinstance(left, tuple) else Clock(left or 0)
    last = Clock(*right[:2]) if isinstance(right, tuple) else Clock(right)
    if first.hour > 24 or last.hour > 24 or max(first.minute, last.minute) > 59:
        return None
    _half_of_day(last, part)
    if first.hour < last.hour - 12 or (first.hour < 12 <= last.hour and first.hour + 12 <= last.hour):
        _half_of_day(first, part)
    return Stretch(first, last)


def _half_of_day(clock: Clock, part: str | None) -> None:
    """Hours of the afternoon, evening and night count on from noon."""
    first, last = _SECOND_HALF.get(part or "", (12, 12))
    if first <= clock.hour < last:
        clock.hour += 12
    elif part in ("NI", "MO") and clock.hour == 12:
        clock.hour = 0


def _single(r: Reading) -> Amount | None:
    """`ساعة واحدة`."""
    unit = r.tokens[r.node.first]
    return Amount([(Fraction(1), unit.value)]) if r.number("n") == 1 else None


def _amount(r: Reading) -> Amount | None:
    tokens = r.tokens[r.node.first : r.node.last]
    unit = next((t.value for t in tokens if t.kind in _AMOUNT_KINDS or t.kind.startswith(("UNIT_", "THE_"))), None)
    if any(t.kind == "TODAY" for t in tokens):
        unit = "day"
    if unit is None:
        return None
    if r.token("half") is not None:
        return Amount([(Fraction(1), unit), *_fraction(Fraction(r.value("half"), 60), unit)])
    if r.token("frac") is not None:
        return Amount([(Fraction(r.value("frac"), 60), unit)])
    if r.token("two") is not None:
        return Amount([(Fraction(2), unit)])
    if r.token("one") is not None:
        return None if _constructed(r) else Amount([(Fraction(1), unit)])
    number, low = r.number("n"), r.number("low")
    if number is None or (low is not None and low >= number) or number > _LONGEST.get(unit, number):
        return None
    return Amount([(Fraction(number if low is None else low), unit)], upto=None if low is None else number)


_AMOUNT_KINDS = frozenset(("PLURAL", "MINS", "UNITACC", "THEPLURAL", "DUAL", "DUALMIN", "THEDUAL", "AMBIDUAL"))


def _constructed(r: Reading) -> bool:
    """Does the next word make one with the unit: `خلال شهر الصيام`?"""
    after = r.tokens[r.node.last] if r.node.last < len(r.tokens) else None
    return after is not None and after.kind == UNKNOWN and grammar().construct.fullmatch(after.value or "") is not None


def _compound(r: Reading) -> Amount | None:
    total = Amount()
    less = False
    for part in r.node.parts:
        if isinstance(part, Node):
            said = meaning(part, r.tokens)
            if isinstance(said, Amount):
                total.parts += _added(total, said)
            continue
        token = r.tokens[part]
        if token.kind == "EXCEPT":
            less = True
        elif token.kind == "FRAC" and total.parts:
            share, unit = Fraction(token.value, 60), total.parts[-1][1]
            total.parts += [(-share, unit)] if less else _fraction(share, unit)
        elif token.kind.startswith("UNIT"):
            total.parts.append((Fraction(1), token.value))
    whole = [unit for number, unit in total.parts if number.denominator == 1 and number > 0]
    return total if len(set(whole)) == len(whole) else None  # `16 سنة و18 سنة` are two


def _fraction(share: Fraction, unit: str) -> list[tuple[Fraction, str]]:
    """A share of a unit in whole smaller units where there are such: half a year is six months."""
    smaller = {"year": (12, "month"), "hour": (60, "min"), "min": (60, "sec")}.get(unit)
    if smaller and (share * smaller[0]).denominator == 1:
        return [(share * smaller[0], smaller[1])]
    return [(share, unit)]


def _added(total: Amount, said: Amount) -> list[tuple[Fraction, str]]:
    """`عام ونصف العام`: a share of the unit before is told in smaller ones."""
    (share, unit), *rest = said.parts
    same = share.denominator > 1 and not rest and total.parts and total.parts[-1][1] == unit
    return _fraction(share, unit) if same else said.parts


def _timed(r: Reading) -> Point | Stretch | None:
    point, clock = r.child("a"), r.child("b")
    if not isinstance(point, Point) or point.unit != "day":
        return None
    if isinstance(clock, Clock):
        if clock.part is None:
            _half_of_day(clock, point.part)
        point.clock = clock
        return point
    if isinstance(clock, Stretch):
        return Stretch(_at(point, clock.left), _at(point, clock.right))
    return None


def _at(point: Point, clock: Any) -> Any:
    return replace(point, clock=clock)


def _shifted(r: Reading) -> Point | Amount | None:
    side, by = r.token("side"), r.child("by")
    if side is None or not isinstance(by, Amount):
        return None
    if by.upto is not None or any(number.denominator != 1 for number, _ in by.parts):
        return by
    sign = 1 if side.kind == "AFTER" else -1
    shift = tuple((sign * int(number), unit) for number, unit in by.parts)
    inside = r.child("a")
    if isinstance(inside, Point):
        return replace(inside, shift=shift) if inside.weekday is not None and inside.day is None else None
    origin = r.child("of")
    if origin is not None and not (
        isinstance(origin, Point) and origin.unit == "day" and by.parts[-1][1] in ("day", "week")
    ):
        return None
    return Point(unit=by.parts[-1][1], shift=shift, weekday=r.value("weekday"), origin=origin)


def _every(r: Reading) -> Recurring | None:
    what = r.token("what")
    part = r.value("part")
    mod = _mod(r)
    if mod == "end" and what is not None and what.value == "week":
        return Recurring("XXXX-WXX-WE")
    if (season := r.value("season")) is not None:
        return Recurring(f"XXXX-{season}")
    if what is None:
        return None
    if what.kind in ("WEEKDAY", "WDBARE"):
        value = f"XXXX-WXX-{what.value + 1}"
    elif what.kind == "WEEKEND":
        value = "XXXX-WXX-WE"
    elif what.kind in ("PLURAL", "MINS", "DUAL", "DUALMIN"):
        number = r.number("n") or 2
        return Recurring(Amount([(Fraction(number), what.value)]).value)
    else:
        unit = "day" if what.kind == "TODAY" else what.value
        known = {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "day": "XXXX-XX-XX", "hour": "XXXX-XX-XXTXX"}
        value = known.get(unit) or Amount([(Fraction(1), str(unit))]).value
    return Recurring(f"{value}T{part}" if part else value, mod)


def _yearly(r: Reading) -> Recurring | None:
    """`26 شتنبر من كل سنة`, `الجمعة من كل أسبوع`."""
    point, how_often = r.child("a"), r.child("b")
    if not isinstance(point, Point) or not isinstance(how_often, Recurring):
        return None
    if how_often.value == "XXXX-WXX" and point.weekday is not None and point.day is None:
        return Recurring(f"XXXX-WXX-{point.weekday + 1}")
    if point.month is None or point.hijri or how_often.value != "XXXX":
        return None
    return Recurring(f"XXXX-{point.month:02}" + (f"-{point.day:02}" if point.day else ""))


def _interval(r: Reading) -> Meaning | None:
    if r.token("pair") is not None or r.token("low") is not None:
        return _figures_stretch(r)
    left, right = r.child("a"), r.child("b") or r.child("c")
    if r.token("now") is not None:
        left = _NOW
    if isinstance(left, Clock) and isinstance(right, Point) and r.token("hour") is not None:
        right = replace(right, clock=Clock(r.number("hour") or 0)) if right.unit == "day" else None
    elif isinstance(left, Clock) and isinstance(r.node.captures.get("b"), int):
        right = Clock(r.number("b") or 0)
    if not isinstance(left, Point | Clock) or not isinstance(right, Point | Clock):
        return None
    if isinstance(left, Point) and isinstance(right, Point) and _equated(left, right):
        return None
    dashed = any(isinstance(p, int) and r.tokens[p].kind in ("DASH", "SLASH") for p in r.node.parts)
    if dashed and _size(left) != _size(right):
        return None
    if dashed and isinstance(right, Point):
        right = replace(right, aim=True)
    if (rel := r.step("rel")) is not None and isinstance(right, Point) and right.rel is None:
        right = replace(right, rel=rel)
    return Stretch(left, right)


def _figures(r: Reading) -> Stretch | None:
    """`12/2 وحتى 15/2/2022م`."""
    right = _point(r)
    day, month = r.value("from")
    if right is None or not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return Stretch(Point(day=day, month=month, hijri=right.hijri), right)


def _equated(left: Point, right: Point) -> bool:
    """`578 هجرية / 1182 ميلادية`, `7 شعبان 1443هـ - 10 مارس 2022م`: the same in both calendars."""
    return left.unit == right.unit and left.hijri != right.hijri and None not in (left.year, right.year)


def _size(side: Point | Clock) -> str:
    return side.unit if isinstance(side, Point) else "clock"


def _night(r: Reading) -> Point | None:
    """`ليلة 4/5 يناير`: the night that begins on the first of two days."""
    p, (first, second) = _point(r), r.value("pair")
    if p is None or second != first + 1:
        return None
    p.day, p.ref, p.unit = first, None, "day"
    return p


def _figures_stretch(r: Reading) -> Stretch | None:
    """`22-30 يونيو`, `يوليو 13-15`."""
    p = Point(rel=r.step("rel"))
    _calendar(r, p)
    low, high = r.value("pair") or (r.value("low"), r.value("high"))
    if p.month is None or p.month > 12 or not 0 < low < high <= 31:
        return None
    return Stretch(replace(p, day=low), replace(p, day=high))


def _months(r: Reading) -> Stretch | None:
    """`خلال شتنبر وأكتوبر`: two months that touch are one stretch."""
    left, right = r.child("a"), r.child("b")
    if not isinstance(left, Point) or not isinstance(right, Point):
        return None
    if left.unit != "month" or right.unit != "month" or left.hijri or right.hijri or not (left.month and right.month):
        return None
    return Stretch(left, right) if (right.month - left.month) % 12 == 1 else None


def _turn(r: Reading) -> Stretch | None:
    """`نهاية أكتوبر وبداية نوفمبر`: the end of one and the start of the next are one stretch."""
    left, right = r.child("a"), r.child("b")
    if not isinstance(left, Point) or not isinstance(right, Point) or left.unit != right.unit:
        return None
    if left.mod != "end" or right.mod != "start" or left.hijri or right.hijri:
        return None
    a, b = _measures(left, right)
    return Stretch(left, right) if a is not None and b is not None and b - a in (1, -11) else None


def _couple(r: Reading) -> list[Found]:
    """`يومي 16 و17 مارس` is a stretch, `يومي 16 و20 مارس` are two days."""
    said = _interval(r)
    if not isinstance(said, Stretch) or _together(r) or not _apart(said):
        return [(r.node.first, r.node.last, said)] if said is not None else []
    left, right = said.left, said.right
    assert isinstance(left, Point) and isinstance(right, Point)
    if left.day is not None and left.month is None:
        left = replace(right, day=left.day, weekday=left.weekday)
    elif left.rel is None and left.year is None:
        left = replace(left, rel=right.rel, year=right.year, yrel=right.yrel)
    middle = next(p for p in r.node.parts if isinstance(p, int) and r.tokens[p].kind == "AND")
    last = middle + 2 if r.tokens[middle + 1].kind == "COMMA" else middle + 1
    return [(r.node.first, middle, left), (last, r.node.last, right)]


def _month_pair(r: Reading) -> list[Found]:
    """`شهري رجب وشعبان`, `شهري يناير ومارس 2021`: a stretch where the months touch."""
    last = _point(r)
    second = r.token("month2")
    if last is None or second is None or r.tokens[r.node.first].value != "month":
        return []
    first, last = last, replace(last, month=second.value, hijri=second.kind.endswith("HMONTH"))
    if _together(r) or (second.value - (first.month or 0)) % 12 == 1:
        return [(r.node.first, r.node.last, Stretch(first, last))]
    return [(r.node.first, r.node.first + 2, first), (r.node.first + 3, r.node.last, last)]


def _events(r: Reading) -> list[Found]:
    """`ثورتي 25 يناير و30 يونيو`."""
    out: list[Found] = []
    for i in range(r.node.first + 1, r.node.last, 3):
        day, month = r.tokens[i].value, r.tokens[i + 1].value
        year = lexicon().events.get((r.value("event"), month, day))
        out.append((i, i + 2, Point(day=day, month=month, year=year)))
    return out


def _days(r: Reading) -> list[Found]:
    """`اليوم وغدا`, `أمس واليوم` are stretches; `أمس وأول أمس` goes back and is two days."""
    out: list[tuple[int, int, Point]] = []
    first = r.node.first
    for i in range(first, r.node.last + 1):
        if i == r.node.last or r.tokens[i].kind == "AND":
            said = {t.kind: t.value for t in r.tokens[first:i]}
            ref = next(said[kind] for kind in ("TODAY", "DAYREF", "BALL") if kind in said)
            out.append((first, i, Point(ref=ref, weekday=said.get("WEEKDAY"))))
            first = i + 1
    refs = [point.ref or 0 for *_, point in out]
    if refs != list(range(refs[0], refs[0] + len(refs))):
        return list(out)
    return [(r.node.first, r.node.last, Stretch(out[0][2], out[-1][2]))]


def _together(r: Reading) -> bool:
    """Do a dash or the words before say that two points are one stretch?"""
    return r.token("dash") is not None or r.before == "BETWEEN"


def _apart(said: Stretch) -> bool:
    """Is there something between the two sides, each of which is one number or name?"""
    left, right = said.left, said.right
    if not isinstance(left, Point) or not isinstance(right, Point) or left.unit != right.unit:
        return False
    a, b = _measures(left, right)
    return a is not None and b is not None and b - a not in (1, -6, -11)


def _measures(left: Point, right: Point) -> tuple[int | None, int | None]:
    """The numbers by which two points of one size follow each other."""
    if left.unit == "year":
        return left.year, right.year
    if left.unit == "month":
        return left.month, right.month
    if left.day is not None:
        return (left.day, right.day) if left.month is None else (None, None)
    return left.weekday, right.weekday


def _years(r: Reading) -> list[Found]:
    """`عامي 1964 و1985`, `سنوات 1992 و93 و94`: one year each, with the noun at the first."""
    head = r.token("head")
    years: list[tuple[int, int, int]] = []
    for i in range(r.node.first + 1, r.node.last):
        token = r.tokens[i]
        number = token.number.value if token.number is not None else token.value
        if token.kind in ("ERAG", "ERAH") and years:
            years[-1] = (years[-1][0], i + 1, years[-1][2])
        elif token.kind == "N" and years and number is not None and years[-1][2] % 100 < number < 100:
            years.append((i, i + 1, years[-1][2] // 100 * 100 + number))
        elif token.kind in ("Y", "CY"):
            years.append((i, i + 1, number))
        elif token.kind == "N":
            break
    if (head is not None and head.value != "year") or not all(1000 <= year <= 2100 for *_, year in years):
        return []
    first, last = years[0][2], years[-1][2]
    if len(years) == 2 and first < last and (_together(r) or last - first == 1):
        return [(r.node.first, years[1][1], Stretch(Point(unit="year", year=first), Point(unit="year", year=last)))]
    points = [(a, b, Point(unit="year", year=year)) for a, b, year in years]
    return [(r.node.first, points[0][1], points[0][2]), *points[1:]]


def _several(r: Reading) -> list[Found]:
    """`11 و13 يناير`: two dates; the first takes the month of the last."""
    last = r.node.parts[-1]
    assert isinstance(last, Node)
    said = meaning(last, r.tokens)
    out: list[Found] = []
    if isinstance(said, Point) and said.month is not None and said.day is not None and said.weekday is None:
        for part in r.node.parts[:-1]:
            if isinstance(part, int) and r.tokens[part].kind in ("D", "OM"):
                first = part - (part > r.node.first and r.tokens[part - 1].kind == "DEF")
                out.append((first, part + 1, replace(said, day=r.tokens[part].value)))
    return out + found(last, r.tokens)


MAKERS: dict[str, Callable[[Reading], Meaning | None]] = {
    "nothing": _nothing,
    "point": _point,
    "nth": _nth,
    "until": _point,
    "sunset": _point,
    "spelt": _point,
    "namesake": _point,
    "this": _point,
    "lone_unit": _lone_unit,
    "event": _event,
    "week_days": _week_days,
    "new_year": _new_year,
    "year_span": _year_span,
    "figures": _figures,
    "zoned": _zoned,
    "lone": _lone,
    "noon": _noon,
    "single": _single,
    "halves": _halves,
    "weekend": _weekend,
    "bare_year": _bare_year,
    "quarter": _quarter,
    "season": _season,
    "school": _school,
    "decade": _decade,
    "century": _century,
    "millennium": _millennium,
    "first_units": _first_units,
    "clock": _clock,
    "amount": _amount,
    "compound": _compound,
    "timed": _timed,
    "shifted": _shifted,
    "every": _every,
    "yearly": _yearly,
    "interval": _interval,
    "months": _months,
    "turn": _turn,
    "night": _night,
}

# what says several things, each with its own span
LISTS: dict[str, Callable[[Reading], list[Found]]] = {
    "several": _several,
    "couple": _couple,
    "days": _days,
    "events": _events,
    "month_pair": _month_pair,
    "years": _years,
}
