"""Makers of stretches from one point to another, and of pairs."""

from __future__ import annotations

from dataclasses import replace

from khabar.stages.dates.model import Clock, Meaning, Point, Stretch
from khabar.stages.dates.reading import NOW, Found, Reading, calendar, point


def interval(r: Reading) -> Meaning | None:
    """`من 3 إلى 5 نونبر`, `2016-2021`: from one side to the other."""
    if r.token("pair") is not None or r.token("low") is not None:
        return _figures_stretch(r)
    left, right = r.child("a"), r.child("b") or r.child("c")
    if r.token("now") is not None:
        left = NOW
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


def figures(r: Reading) -> Stretch | None:
    """`12/2 وحتى 15/2/2022م`."""
    right = point(r)
    day, month = r.value("from")
    if right is None or not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return Stretch(Point(day=day, month=month, hijri=right.hijri), right)


def _equated(left: Point, right: Point) -> bool:
    """`578 هجرية / 1182 ميلادية`, `7 شعبان 1443هـ - 10 مارس 2022م`: the same in both calendars."""
    return left.unit == right.unit and left.hijri != right.hijri and None not in (left.year, right.year)


def _size(side: Point | Clock) -> str:
    return side.unit if isinstance(side, Point) else "clock"


def _figures_stretch(r: Reading) -> Stretch | None:
    """`22-30 يونيو`, `يوليو 13-15`."""
    p = Point(rel=r.step("rel"))
    calendar(r, p)
    low, high = r.value("pair") or (r.value("low"), r.value("high"))
    if p.month is None or p.month > 12 or not 0 < low < high <= 31:
        return None
    return Stretch(replace(p, day=low), replace(p, day=high))


def months(r: Reading) -> Stretch | None:
    """`خلال شتنبر وأكتوبر`: two months that touch are one stretch."""
    left, right = r.child("a"), r.child("b")
    if not isinstance(left, Point) or not isinstance(right, Point):
        return None
    if left.unit != "month" or right.unit != "month" or left.hijri or right.hijri or not (left.month and right.month):
        return None
    return Stretch(left, right) if (right.month - left.month) % 12 == 1 else None


def turn(r: Reading) -> Stretch | None:
    """`نهاية أكتوبر وبداية نوفمبر`: the end of one and the start of the next are one stretch."""
    left, right = r.child("a"), r.child("b")
    if not isinstance(left, Point) or not isinstance(right, Point) or left.unit != right.unit:
        return None
    if left.mod != "end" or right.mod != "start" or left.hijri or right.hijri:
        return None
    a, b = _measures(left, right)
    return Stretch(left, right) if a is not None and b is not None and b - a in (1, -11) else None


def couple(r: Reading) -> list[Found]:
    """`يومي 16 و17 مارس` is a stretch, `يومي 16 و20 مارس` are two days."""
    said = interval(r)
    if not isinstance(said, Stretch) or together(r) or not _apart(said):
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


def together(r: Reading) -> bool:
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
