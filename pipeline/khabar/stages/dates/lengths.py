"""Makers of lengths, of what is counted from a day by one, and of sets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from khabar.stages.dates.grammar import Node, grammar
from khabar.stages.dates.lexer import UNKNOWN
from khabar.stages.dates.model import Amount, Point, Recurring
from khabar.stages.dates.reading import Reading, modifier

_LONGEST: Final = {"decade": 30, "century": 60}  # beyond this the word means something else: 6600 عقد are contracts
_AMOUNT_KINDS: Final = frozenset(("PLURAL", "MINS", "UNITACC", "THEPLURAL", "DUAL", "DUALMIN", "THEDUAL", "AMBIDUAL"))


def single(r: Reading) -> Amount | None:
    """`ساعة واحدة`."""
    unit = r.tokens[r.node.first]
    return Amount([(Fraction(1), unit.value)]) if r.number("n") == 1 else None


def amount(r: Reading) -> Amount | None:
    """`ستة أشهر`, `السنوات الخمس المقبلة`, `نصف قرن`."""
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


def _constructed(r: Reading) -> bool:
    """Does the next word make one with the unit: `خلال شهر العسل`?"""
    after = r.tokens[r.node.last] if r.node.last < len(r.tokens) else None
    return after is not None and after.kind == UNKNOWN and grammar().construct.fullmatch(after.value or "") is not None


def lone_unit(r: Reading) -> Amount | None:
    """`قبل أسبوع كما`, `قبل أسبوع أعلن`: a unit that the next word does not go on with."""
    after = r.tokens[r.node.last]
    return amount(r) if grammar().particle.fullmatch(after.value or "") else None


def compound(r: Reading) -> Amount | None:
    """`ساعة و20 دقيقة`, `عام ونصف`."""
    total = Amount()
    less = False
    for part in r.node.parts:
        if isinstance(part, Node):
            said = r.read(part, r.tokens)
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


def shifted(r: Reading) -> Point | Amount | None:
    """`بعد يومين`, `قبل عشرة أيام`: so much from the anchor, or from a day said."""
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


def every(r: Reading) -> Recurring | None:
    """`كل سنة`, `كل يوم جمعة`, `نهاية كل أسبوع`."""
    what = r.token("what")
    part = r.value("part")
    mod = modifier(r)
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


def yearly(r: Reading) -> Recurring | None:
    """`26 شتنبر من كل سنة`, `الجمعة من كل أسبوع`."""
    point, how_often = r.child("a"), r.child("b")
    if not isinstance(point, Point) or not isinstance(how_often, Recurring):
        return None
    if how_often.value == "XXXX-WXX" and point.weekday is not None and point.day is None:
        return Recurring(f"XXXX-WXX-{point.weekday + 1}")
    if point.month is None or point.hijri or how_often.value != "XXXX":
        return None
    return Recurring(f"XXXX-{point.month:02}" + (f"-{point.day:02}" if point.day else ""))
