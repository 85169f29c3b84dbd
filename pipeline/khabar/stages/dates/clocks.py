"""Makers of clock times: hours, their half of the day, a day with its time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from khabar.stages.dates.lexer import Token
from khabar.stages.dates.model import Clock, Point, Stretch
from khabar.stages.dates.reading import Reading

_SECOND_HALF: Final = {"AF": (0, 12), "EV": (0, 12), "MI": (0, 10), "NI": (6, 12)}  # hours that a part moves past noon


def clock(r: Reading) -> Clock | Stretch | None:
    """`الساعة الثامنة والنصف مساء`, `من السابعة إلى التاسعة`."""
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


def zoned(r: Reading) -> Clock | Stretch | None:
    """`الساعة 06:25 بتوقيت غرينتش`: the time as written."""
    said = r.child("b")
    return said if isinstance(said, Clock | Stretch) else None


def noon(r: Reading) -> Clock | None:
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


def timed(r: Reading) -> Point | Stretch | None:
    """`الجمعة على الساعة السادسة`."""
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
