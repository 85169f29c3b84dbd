"""What an expression says before it is resolved: points, clock times, lengths, sets and stretches."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

Mod = Literal["start", "mid", "end"]


@dataclass(slots=True, frozen=True)
class Step:
    """So many units from the anchor: the publication day, or what the text named last (`text`)."""

    n: int
    text: bool = False


@dataclass(slots=True)
class Clock:
    """A time of day; `part` is the part of the day that was said with it."""

    hour: int
    minute: int = 0
    second: int | None = None
    part: str | None = None


@dataclass(slots=True)
class Point:
    """One calendar unit. `unit` is its size; what is None is not said."""

    unit: str = "day"
    year: int | None = None
    yrel: Step | None = None
    month: int | None = None
    mrel: Step | None = None
    day: int | None = None
    weekday: int | None = None
    wrel: Step | None = None
    ref: int | None = None
    same: str | None = None
    rel: Step | None = None
    nth: int | None = None  # -1 is the last
    what: str | None = None
    number: int | None = None  # of the quarter, half; first year of a season; decade; thousands of years
    code: str | None = None  # SP SU FA WI
    count: int | None = None
    part: str | None = None
    clock: Clock | None = None
    mod: Mod | None = None
    hijri: bool = False
    aim: bool = False  # a year that lies ahead: the end of a plan
    new: bool = False  # العام الجديد: the one whose beginning is nearest
    shift: tuple[tuple[int, str], ...] = ()  # so many units from the anchor
    origin: Point | None = None  # the day that `shift` counts from, where it is said


@dataclass(slots=True)
class Amount:
    """A length: numbers by unit, in the order said."""

    parts: list[tuple[Fraction, str]] = field(default_factory=list)
    upto: int | None = None

    @property
    def value(self) -> str:
        """ISO 8601: `P5Y`, `PT1H30M`; decades are DE and centuries CE, as TIMEX3 has them."""
        if self.upto is not None:
            (low, unit) = self.parts[0]
            return f"{Amount([(low, unit)]).value}/{Amount([(Fraction(self.upto), unit)]).value}"
        sums: dict[str, Fraction] = {}
        for number, unit in self.parts:
            sums[unit] = sums[unit] + number if unit in sums else number
        dates = "".join(f"{_plain(sums[u])}{code}" for u, code in _DATE_UNITS if u in sums)
        times = "".join(f"{_plain(sums[u])}{code}" for u, code in _TIME_UNITS if u in sums)
        return f"P{dates}" + (f"T{times}" if times else "")


@dataclass(slots=True)
class Recurring:
    """A set; `value` has X for what is not fixed."""

    value: str
    mod: Mod | None = None


@dataclass(slots=True)
class Stretch:
    """From one point to another; what one side leaves out the other says."""

    left: Point | Clock | Amount
    right: Point | Clock | Amount


Meaning = Point | Clock | Amount | Recurring | Stretch

_DATE_UNITS: Final = (("century", "CE"), ("decade", "DE"), ("year", "Y"), ("month", "M"), ("week", "W"), ("day", "D"))
_TIME_UNITS: Final = (("hour", "H"), ("min", "M"), ("sec", "S"))


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else repr(float(number))
