"""Makers of days: the nth of a month, days of events and nights, days told together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from khabar.stages.dates.grammar import Node
from khabar.stages.dates.lexicon import lexicon
from khabar.stages.dates.model import Amount, Meaning, Point, Step, Stretch
from khabar.stages.dates.reading import NOW, Found, Reading, calendar, point


def nth(r: Reading) -> Point | None:
    """`أول جمعة من مارس`, `الأسبوع الثاني من شتنبر`."""
    what = r.token("what") or r.token("weekday")
    nth = r.token("nth")
    assert what is not None and nth is not None
    p = Point()
    calendar(r, p)
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


def lone(r: Reading) -> Meaning | None:
    """What a text says that is nothing but this."""
    if (one := r.token("one")) is not None:
        return Amount([(Fraction(1), one.value)])
    if (same := r.token("same")) is not None:
        return Point(unit=same.value, same=same.value, rel=Step(0))
    if r.token("now") is not None:
        return NOW
    if (moment := r.token("moment")) is not None:
        if r.token("nth") is not None:
            return Point(unit="min", shift=((r.number("nth") or 0, "minute"),))
        step = r.step("trel") or Step(0)
        return Point(unit=moment.value, shift=((step.n, moment.value),))
    weekday = r.token("weekday")
    return Point(weekday=weekday.value) if weekday is not None and weekday.number is None else None


def week_days(r: Reading) -> Stretch | None:
    """`أيام الجمعة والسبت والأحد`."""
    days = [t.value for t in r.tokens[r.node.first : r.node.last] if t.kind == "WEEKDAY"]
    if r.tokens[r.node.first].value != "day" or any((b - a) % 7 != 1 for a, b in pairwise(days)):
        return None
    rel = r.step("rel")
    return Stretch(Point(weekday=days[0], rel=rel), Point(weekday=days[-1], rel=rel))


def event(r: Reading) -> Point | None:
    """`ثورة 25 يناير`: the day of the event, if it is a known one."""
    p, event = point(r), r.value("event")
    if p is not None and p.year is None and p.month is not None and p.day is not None:
        p.year = lexicon().events.get((event, p.month, p.day))
    return p


def night(r: Reading) -> Point | None:
    """`ليلة 4/5 يناير`: the night that begins on the first of two days."""
    p, (first, second) = point(r), r.value("pair")
    if p is None or second != first + 1:
        return None
    p.day, p.ref, p.unit = first, None, "day"
    return p


def events(r: Reading) -> list[Found]:
    """`ثورتي 25 يناير و30 يونيو`."""
    out: list[Found] = []
    for i in range(r.node.first + 1, r.node.last, 3):
        day, month = r.tokens[i].value, r.tokens[i + 1].value
        year = lexicon().events.get((r.value("event"), month, day))
        out.append((i, i + 2, Point(day=day, month=month, year=year)))
    return out


def days(r: Reading) -> list[Found]:
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


def several(r: Reading) -> list[Found]:
    """`11 و13 يناير`: two dates; the first takes the month of the last."""
    last = r.node.parts[-1]
    assert isinstance(last, Node)
    said = r.read(last, r.tokens)
    out: list[Found] = []
    if isinstance(said, Point) and said.month is not None and said.day is not None and said.weekday is None:
        for part in r.node.parts[:-1]:
            if isinstance(part, int) and r.tokens[part].kind in ("D", "OM"):
                first = part - (part > r.node.first and r.tokens[part - 1].kind == "DEF")
                out.append((first, part + 1, replace(said, day=r.tokens[part].value)))
    return out if said is None else [*out, (last.first, last.last, said)]
