"""From what an expression says to an ISO value and its days, given when and where it was written."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from khabar.stages.dates import hijri
from khabar.stages.dates.model import Amount, Clock, Point, Step, Stretch

Anchor = Literal["published", "text", "none"]
Prefer = Literal["past", "future"]
Tense = Callable[[], int]
NO_ANCHOR, NO_DAY = "no publication date", "no such day"
NO_MONTH, NO_YEAR = "no month is told", "no year is told"
_WEEK: Final = 7
_SECONDS: Final = {"week": 604_800, "day": 86_400, "hour": 3600, "min": 60, "sec": 1}
_MONTHS: Final = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_TIMES: Final = {
    "hour": "%Y-%m-%dT%H:00",
    "min": "%Y-%m-%dT%H:%M",
    "minute": "%Y-%m-%dT%H:%M",
    "sec": "%Y-%m-%dT%H:%M:%S",
    "now": "%Y-%m-%dT%H:%M:%S",
}
_CENTURY: Final = 2001  # a text that names a year from this on is of this century
_GREGORIAN: Final = 1700  # from this on a year beside a Hijri month is Gregorian
_YEARS_NEAR: Final = 3  # years: so near to the latest that a text names is the one it does not name
_FAR: Final = 215  # days: beyond this a day and month without a year is in the nearer year
SEASONS: Final = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


@dataclass(slots=True)
class Scene:
    """When and where a text was written, and what it has named so far."""

    day: date | None = None
    now: datetime | None = None
    anchor: Anchor = "none"
    prefer: Prefer = "past"
    first_weekday: int = 0
    by_middle: bool = False  # a week is numbered by its middle day, else by its first
    calendar: hijri.Calendar = "hijri"
    years: tuple[int, ...] = ()
    month: date | None = None  # the first day of the month it was written in, where no day is known
    about: date | None = None  # a day of the year it was written in, where neither is known
    hijri_year: int | None = None  # the one Hijri year that a text without a day names
    told: dict[tuple[int, int], int] = field(default_factory=dict)  # the years of months and days
    last: date | None = None
    last_day: date | None = None
    last_end: int = 0  # where in the text that was said
    weekdays: dict[int, date] = field(default_factory=dict)
    alone: bool = False


@dataclass(slots=True)
class Resolved:
    """A value with its first and last day; `reason` says why there is none."""

    value: str | None
    start: date | None
    end: date | None
    anchor: Anchor
    reason: str | None

    def __init__(
        self,
        value: str | None = None,
        start: date | None = None,
        end: date | None = None,
        anchor: Anchor = "none",
        reason: str | None = None,
    ) -> None:
        self.value, self.start, self.end, self.anchor, self.reason = value, start, end, anchor, reason


class Unresolved(Exception):  # noqa: N818
    """An expression has no value; the message is the reason."""


def untold() -> int:
    return 0


def resolve(said: Point | Clock | Stretch, scene: Scene, tense: Tense = untold) -> Resolved:
    """The value of an expression; `tense`, asked where it matters, is -1 or 1 where the words say past or future."""
    try:
        if isinstance(said, Stretch):
            return _stretch(said, scene, tense)
        if isinstance(said, Clock):
            said = Point(clock=said, ref=0)
            if scene.day is None:
                return Resolved(_clock_value("", said.clock or Clock(0)))
        return _Resolver(scene, tense).point(said)
    except Unresolved as reason:
        return Resolved(reason=str(reason))
    except (ValueError, OverflowError):
        return Resolved(reason=NO_DAY)


class _Resolver:
    def __init__(self, scene: Scene, tense: Tense) -> None:
        self.scene, self.tense = scene, tense
        self.anchor: Anchor = "none"

    # -- anchors

    def base(self, step: Step | None = None, *, day: bool = False, month: bool = False, year: bool = False) -> date:
        """The day that relative words count from.

        `day`: what the text named last must be a day; `month`, `year`: where no day is known its month or year will do.
        """
        last = self.scene.last_day if day else self.scene.last
        if step is not None and step.text and last is not None:
            self.anchor = "text"
            return last
        if month and self.scene.day is None and self.scene.month is not None:
            self.anchor = "text"
            return self.scene.month
        if year and self.scene.day is None and self.scene.about is not None:
            self.anchor = "text"
            return self.scene.about
        if self.scene.day is None:
            raise Unresolved(NO_ANCHOR)
        self.anchor = self.scene.anchor
        return self.scene.day

    # -- points

    def point(self, p: Point) -> Resolved:
        if p.shift:
            return self.shifted(p)
        if p.same is not None or (p.rel is not None and p.rel.text and p.unit == "day" and p.ref == 0):
            return self.same(p)
        if p.unit == "day":
            if p.nth is not None and p.day is not None and (day := self.dated(p)) is not None:
                return self.finish(p, day)
            day = self.nth_day(p) if p.nth is not None else self.day(p)
            return self.finish(p, day)
        if p.count is not None and p.what is not None:
            return self.first_units(p)
        return _PERIODS[p.unit](self, p)

    def finish(self, p: Point, day: date) -> Resolved:
        value = day.isoformat()
        if p.clock is not None:
            value = _clock_value(value, p.clock)
        elif p.part is not None:
            value += f"T{p.part}"
        return Resolved(value, day, day, self.anchor)

    def period(self, value: str, start: date, end: date) -> Resolved:
        return Resolved(value, start, end, self.anchor)

    # -- days

    def day(self, p: Point) -> date:
        if p.hijri:
            return self.hijri_day(p)
        if p.day is not None and (p.month is not None or p.mrel is not None):
            return self.day_and_month(p)
        if p.ref is not None and p.day is None:
            day = self.base() + timedelta(days=p.ref)
            if p.weekday is not None and day.weekday() != p.weekday:
                day = _nearest_weekday(day, p.weekday)
            return day
        if p.wrel is not None and p.weekday is not None:
            monday = self.week_start(self.base(p.wrel)) + timedelta(days=_WEEK * p.wrel.n)
            return monday + timedelta(days=(p.weekday - self.scene.first_weekday) % _WEEK)
        if p.day is not None:
            return self.day_alone(p)
        return self.weekday(p)

    def day_and_month(self, p: Point) -> date:
        assert p.day is not None
        if p.mrel is not None:
            year, month = months_on(self.base(p.mrel), p.mrel.n)
            if p.year is not None:
                year = p.year
            return date(year, month, p.day)
        assert p.month is not None
        said = self.explicit_year(p)
        if said is not None:
            return date(said, p.month, p.day)
        if p.month == 2 and p.day == 29:
            return self.leap_day(p)
        date(2000, p.month, p.day)  # ValueError where no year has the day
        if p.rel is None and p.weekday is None and (told := self.told(p.month, p.day)) is not None:
            return told
        if self.scene.day is None and (p.rel is None or not p.rel.text or self.scene.last is None):
            return self.day_of_text(p)
        return self.choose_near(p, self.base(p.rel))

    def choose_near(self, p: Point, base: date) -> date:
        """The day and month in the year of `base`, or in the one before or after."""
        assert p.day is not None and p.month is not None
        return self.choose([date(base.year + n, p.month, p.day) for n in (-1, 0, 1)], base, p)

    def told(self, month: int, day: int) -> date | None:
        """The same day as the text has it with its year, if that is near."""
        year, now = self.scene.told.get((month, day)), self.scene.day
        if year is None or now is None or abs(year - now.year) > 1:
            return None
        self.anchor = "text"
        return date(year, month, day)

    def leap_day(self, p: Point) -> date:
        base = self.base(p.rel)
        years = [base.year + n for n in range(-8, 9) if gregorian.isleap(base.year + n)]
        return self.choose([date(y, 2, 29) for y in years], base, p)

    def choose(self, days: list[date], base: date, p: Point) -> date:
        """The one of the same day in several years that is meant."""
        if p.rel is not None and p.rel.n < 0:
            return max([d for d in days if d <= base], default=days[0])
        if p.rel is not None and p.rel.n > 0:
            return min([d for d in days if d >= base], default=days[-1])
        if p.weekday is not None:
            fitting = [d for d in days if d.weekday() == p.weekday]
            if fitting:
                return min(fitting, key=lambda d: abs((d - base).days))
        if p.rel is not None:
            return min(days, key=lambda d: abs((d - base).days))
        if self.tense() < 0:
            return max([d for d in days if d <= base], default=days[0])
        if self.tense() > 0 and abs((days[1] - base).days) > 31:
            return min([d for d in days if d >= base], default=days[-1])
        return self.usual(days, base)

    def usual(self, days: list[date], base: date) -> date:
        """The last one before the anchor, unless that is far: then the next."""
        if self.scene.prefer == "future":
            return days[len(days) // 2]
        return next((d for d in days if (base - d).days <= _FAR), days[-1])

    def day_of_text(self, p: Point) -> date:
        """Without a publication date, a weekday with its day and month fixes the year: the nearest the latest named."""
        assert p.day is not None and p.month is not None
        if (told := self.year_told(p.month, p.day)) is not None:
            day = date(told, p.month, p.day)
            if p.weekday in (None, day.weekday()):
                self.anchor = "text"
                return day
        if p.weekday is None and p.rel is not None:
            return self.choose_near(p, self.base(year=True))
        if p.weekday is None or not self.scene.years:
            raise Unresolved(NO_ANCHOR)
        latest = max(self.scene.years)
        years = range(latest - _YEARS_NEAR, latest + _YEARS_NEAR + 1)
        fitting = [day for day in (date(year, p.month, p.day) for year in years) if day.weekday() == p.weekday]
        if not fitting:
            raise Unresolved(NO_ANCHOR)
        self.anchor = "text"
        return min(fitting, key=lambda day: (abs(day.year - latest), -day.year))

    def year_told(self, month: int, day: int) -> int | None:
        """The year that the text tells of this day, or of every other day of this month."""
        if (told := self.scene.told.get((month, day))) is not None:
            return told
        years = {year for (its_month, _), year in self.scene.told.items() if its_month == month}
        return years.pop() if len(years) == 1 else None

    def day_alone(self, p: Point) -> date:
        assert p.day is not None
        base = self.base(p.rel)
        days = []
        for n in range(-3, 4):
            year, month = months_on(base, n)
            if p.day <= gregorian.monthrange(year, month)[1]:
                days.append(date(year, month, p.day))
        if p.weekday is not None:
            days = [d for d in days if d.weekday() == p.weekday] or days
        this_month = [d for d in days if (d.year, d.month) == (base.year, base.month)]
        if this_month and p.weekday is None and not self.tense():
            return this_month[0]
        later, earlier = [d for d in days if d >= base], [d for d in days if d <= base]
        if self.tense() > 0 and later:
            return later[0]
        if self.tense() < 0 and earlier:
            return earlier[-1]
        return min(days, key=lambda d: abs((d - base).days))

    def weekday(self, p: Point) -> date:
        assert p.weekday is not None
        base = self.base(p.rel)
        ahead = (p.weekday - base.weekday()) % _WEEK
        if p.rel is not None and p.rel.n:
            n = p.rel.n
            if n > 0:
                return base + timedelta(days=(ahead or _WEEK) + _WEEK * (n - 1))
            return base - timedelta(days=(_WEEK - ahead) + _WEEK * (-n - 1))
        known = self.scene.weekdays.get(p.weekday)
        if p.rel is None and known is not None and abs((known - base).days) < _WEEK:
            return known
        forward = self.tense() > 0 or (self.scene.prefer == "future" and self.tense() == 0)
        return base + timedelta(days=ahead if forward or not ahead else ahead - _WEEK)

    def nth_day(self, p: Point) -> date:
        first, last = self.frame(p)
        assert p.nth is not None
        if p.what == "day":
            day = last if p.nth < 0 else first + timedelta(days=p.nth - 1)
        else:
            assert p.weekday is not None
            if p.nth < 0:
                day = last - timedelta(days=(last.weekday() - p.weekday) % _WEEK)
            else:
                day = first + timedelta(days=(p.weekday - first.weekday()) % _WEEK + _WEEK * (p.nth - 1))
        if not first <= day <= last:
            raise Unresolved(NO_DAY)
        return day

    def dated(self, p: Point) -> date | None:
        """`الخميس الثالث من أكتوبر` is the 3rd where that is a Thursday."""
        try:
            day = self.day(replace(p, nth=None, what=None))
        except (Unresolved, ValueError):
            return None
        return day if day.weekday() == p.weekday else None

    def frame(self, p: Point) -> tuple[date, date]:
        """The month or year that something is the nth of."""
        whole = replace(
            p,
            unit="year" if p.month is None and p.mrel is None else "month",
            nth=None,
            weekday=None,
            count=None,
            day=None,
        )
        inside = self.month(whole) if whole.unit == "month" else self.year(whole)
        assert inside.start is not None and inside.end is not None
        return inside.start, inside.end

    # -- Hijri days

    def hijri_day(self, p: Point) -> date:
        if p.day is None or (p.month is None and p.mrel is None):
            raise Unresolved(NO_MONTH)
        kind = self.scene.calendar
        if p.mrel is not None:
            year, month, _ = hijri.from_gregorian(self.base(p.mrel), kind)
            return hijri.to_gregorian(year + (month + p.mrel.n - 1) // 12, (month + p.mrel.n - 1) % 12 + 1, p.day, kind)
        assert p.month is not None
        year_said = self.explicit_year(p) or self.hijri_year_told(p)
        if year_said is not None:
            return _sighted(hijri.to_gregorian(year_said, p.month, p.day, kind), p)
        base = self.base(p.rel)
        year, _, _ = hijri.from_gregorian(base, kind)
        days = [hijri.to_gregorian(year + n, p.month, p.day, kind) for n in (-1, 0, 1)]
        return _sighted(self.choose(days, base, replace(p, weekday=None)), p)

    # -- weeks

    def week_start(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.scene.first_weekday) % _WEEK)

    def week(self, p: Point) -> Resolved:
        if p.nth is not None:
            return self.nth_week(p)
        step = p.wrel or Step(0)
        return self.week_of(self.week_start(self.base(step)) + timedelta(days=_WEEK * step.n))

    def week_of(self, first: date) -> Resolved:
        named = first + timedelta(days=_WEEK // 2 if self.scene.by_middle else 0)
        year, week, _ = named.isocalendar()
        return self.period(f"{year}-W{week:02}", first, first + timedelta(days=_WEEK - 1))

    def nth_week(self, p: Point) -> Resolved:
        """The nth week of a month: the one in which most of its nth seven days lie."""
        first, last = self.frame(p)
        assert p.nth is not None
        if p.nth < 0:
            start = self.week_start(last + timedelta(days=1)) - timedelta(days=_WEEK)
        else:
            start = self.week_start(first + timedelta(days=_WEEK * (p.nth - 1) + _WEEK // 2))
        return self.week_of(start)

    def weekend(self, p: Point) -> Resolved:
        step = p.wrel or Step(0)
        monday = self.base(step) + timedelta(days=_WEEK * step.n)
        monday -= timedelta(days=monday.weekday())
        year, week, _ = monday.isocalendar()
        return self.period(f"{year}-W{week:02}-WE", monday + timedelta(days=5), monday + timedelta(days=6))

    # -- months and their parts

    def month(self, p: Point) -> Resolved:
        if p.hijri:
            return self.hijri_month(p)
        if p.mrel is not None:
            year, month = months_on(self.base(p.mrel, month=True), p.mrel.n)
            return self.month_of(p.year or year, month)
        assert p.month is not None
        year_said = self.explicit_year(p)
        if year_said is not None:
            return self.month_of(year_said, p.month)
        base = self.base(p.rel, month=True, year=p.rel is not None)
        firsts = [date(base.year + n, p.month, 1) for n in (-1, 0, 1)]
        this = base.replace(day=1)
        if p.rel is not None and p.rel.n:
            steps = [f for f in firsts if (f < this if p.rel.n < 0 else f > this)]
            chosen = (max(steps) if p.rel.n < 0 else min(steps)) if steps else firsts[1]
        elif p.rel is not None:
            chosen = min(firsts, key=lambda f: abs((f - this).days))
        elif self.tense() < 0:
            chosen = max(f for f in firsts if f <= this)
        elif self.tense() > 0 and abs((firsts[1] - this).days) > 62:
            chosen = min(f for f in firsts if f >= this)
        else:
            chosen = self.usual(firsts, this)
        return self.month_of(chosen.year, chosen.month)

    def month_of(self, year: int, month: int) -> Resolved:
        last = gregorian.monthrange(year, month)[1]
        return self.period(f"{year:04}-{month:02}", date(year, month, 1), date(year, month, last))

    def hijri_month(self, p: Point) -> Resolved:
        kind = self.scene.calendar
        if p.mrel is not None:
            year, month, _ = hijri.from_gregorian(self.base(p.mrel), kind)
            month += p.mrel.n
        else:
            assert p.month is not None
            month = p.month
            said = self.explicit_year(p) or self.hijri_year_told(p)
            if said is None:
                base = self.base(p.rel)
                year, now, _ = hijri.from_gregorian(base, kind)
                if p.rel is not None and p.rel.n:
                    year += _turn(p.rel.n, month, now)
                elif p.rel is None and abs(month - now) > 7:
                    year += 1 if month < now else -1
            else:
                year = said
        start, end = hijri.month_start(year, month, kind), hijri.month_end(year, month, kind)
        return self.period(f"{start.isoformat()}/{end.isoformat()}", start, end)

    def quarter(self, p: Point) -> Resolved:
        return self.part_of_year(p, "Q", 3)

    def half(self, p: Point) -> Resolved:
        return self.part_of_year(p, "H", 6)

    def part_of_year(self, p: Point, letter: str, months: int) -> Resolved:
        year = self.explicit_year(p)
        assert p.number is not None
        first = (p.number - 1) * months + 1
        if year is None:
            base = self.base()
            year = base.year - (first > base.month and self.tense() <= 0)
        last = first + months - 1
        end = date(year, last, gregorian.monthrange(year, last)[1])
        return self.period(f"{year:04}-{letter}{p.number}", date(year, first, 1), end)

    def season(self, p: Point) -> Resolved:
        assert p.code is not None
        first, last = SEASONS[p.code]
        year = self.explicit_year(p)
        if year is None and p.rel is None and self.scene.day is None and self.scene.about is None:
            return Resolved(f"XXXX-{p.code}")
        if year is None:
            base = self.base(p.rel, year=p.rel is None)
            year, now = base.year, base.year * 12 + base.month
            if p.rel is not None and p.rel.n < 0:  # the last one that is over
                year = (now - 1 - last) // 12 + p.rel.n + 1
            elif p.rel is not None and p.rel.n > 0:  # the first that has not begun
                year = (now - first) // 12 + p.rel.n
        end_year, end_month = year + (last > 12), (last - 1) % 12 + 1
        end = date(end_year, end_month, gregorian.monthrange(end_year, end_month)[1])
        return self.period(f"{year:04}-{p.code}", date(year, first, 1), end)

    def school(self, p: Point) -> Resolved:
        """The season that begins in September: the last is over by July, the next begins within a month or later."""
        if p.year is not None and p.hijri:
            year = hijri.month_start(p.number or p.year + 1, 1).year
            return self.period(f"{year}/{year + 1}", date(year, 9, 1), date(year + 1, 8, 31))
        if p.year is not None:
            second = p.number or p.year + 1
            return self.period(f"{p.year}/{second}", date(p.year, 9, 1), date(second, 8, 31))
        base = self.base(p.rel)
        step = p.rel.n if p.rel is not None else 0
        if p.new:
            year = base.year - (base.month < 6)
        elif step > 0:
            lately = base - timedelta(days=30)
            year = lately.year + step - (lately.month < 9)
        elif step < 0:
            year = base.year + step if base.month >= 7 else base.year + step - 1
        elif p.mod == "end":
            year = base.year - 1 if base.month < 12 else base.year
        else:
            year = base.year if base.month >= 9 else base.year - 1
        return self.period(f"{year}/{year + 1}", date(year, 9, 1), date(year + 1, 8, 31))

    def first_units(self, p: Point) -> Resolved:
        start, end = self.frame(p)
        count = abs(p.count or 0)
        if p.what == "month" and 0 < count < 12 and (p.count or 0) > 0:
            last_month = start.month + count - 1
            if last_month > 12:
                raise Unresolved(NO_DAY)
            last = date(start.year, last_month, gregorian.monthrange(start.year, last_month)[1])
            return self.period(f"{start:%Y-%m}/{last:%Y-%m}", start, last)
        if p.what == "month" and 0 < count < 12:
            first = date(end.year, end.month - count + 1, 1)
            return self.period(f"{first:%Y-%m}/{end:%Y-%m}", first, end)
        days = count * (_WEEK if p.what == "week" else 1)
        if p.what not in ("day", "week") or not 0 < days <= (end - start).days + 1:
            raise Unresolved(NO_DAY)
        if (p.count or 0) > 0:
            end = start + timedelta(days=days - 1)
        else:
            start = end - timedelta(days=days - 1)
        return self.period(f"{start.isoformat()}/{end.isoformat()}", start, end)

    # -- years and more

    def explicit_year(self, p: Point) -> int | None:
        if p.year is not None:
            return self.hijri_year(p, p.year) if p.hijri and p.month is not None and p.year >= _GREGORIAN else p.year
        if p.new:
            return self.new_year(p)
        if p.yrel is None:
            return None
        base = self.base(p.yrel, month=not p.hijri, year=not p.hijri)
        year = hijri.from_gregorian(base, self.scene.calendar)[0] if p.hijri else base.year
        return year + p.yrel.n

    def hijri_year(self, p: Point, year: int) -> int:
        """`رمضان 2022`: the Hijri year whose month begins in that year."""
        assert p.month is not None
        first = hijri.from_gregorian(date(year, 1, 1), self.scene.calendar)[0]
        return first if hijri.month_start(first, p.month, self.scene.calendar).year == year else first + 1

    def hijri_year_told(self, p: Point) -> int | None:
        """The Hijri year of a month or day without one, where only the text can tell it."""
        if self.scene.day is not None or p.rel is not None:
            return None
        if self.scene.hijri_year is not None:
            self.anchor = "text"
            return self.scene.hijri_year
        if self.scene.about is not None:
            self.anchor = "text"
            return self.hijri_year(p, self.scene.about.year)
        return None

    def new_year(self, p: Point) -> int:
        base = self.base()
        year, month = base.year, base.month
        if p.hijri:
            year, month, _ = hijri.from_gregorian(base, self.scene.calendar)
        return year + (month > 6)

    def year(self, p: Point) -> Resolved:
        year = self.explicit_year(p)
        if year is None:
            raise Unresolved(NO_YEAR)
        if p.hijri:
            kind = self.scene.calendar
            start, end = hijri.month_start(year, 1, kind), hijri.month_end(year, 12, kind)
            return self.period(f"{start.isoformat()}/{end.isoformat()}", start, end)
        return self.year_of(year)

    def year_of(self, year: int) -> Resolved:
        return self.period(f"{year:04}", date(year, 1, 1), date(year, 12, 31))

    def decade(self, p: Point) -> Resolved:
        if p.number is None:
            assert p.yrel is not None
            decade = self.base(p.yrel).year // 10 + p.yrel.n
        elif p.count is not None:
            decade = (p.count - 1) * 10 + p.number // 10
        elif p.yrel is not None:
            decade = (self.century_of(p.yrel) + p.yrel.n) * 10 + p.number // 10
        else:
            decade = 190 + p.number // 10
        return self.period(f"{decade}", date(decade * 10, 1, 1), date(decade * 10 + 9, 12, 31))

    def century(self, p: Point) -> Resolved:
        if p.count is not None:
            century = p.count - 1
        else:
            assert p.yrel is not None
            century = self.century_of(p.yrel) + p.yrel.n
        if p.hijri:
            kind = self.scene.calendar
            start = hijri.month_start(century * 100 + 1, 1, kind)
            end = hijri.month_end(century * 100 + 100, 12, kind)
            return self.period(f"{start.isoformat()}/{end.isoformat()}", start, end)
        return self.period(f"{century:02}", date(max(century * 100, 1), 1, 1), date(century * 100 + 99, 12, 31))

    def century_of(self, step: Step) -> int:
        """The century that a text was written in: its day tells it, or a year of this century that it names."""
        latest = max(self.scene.years, default=0)
        if self.scene.day is None and latest >= _CENTURY and not step.text:
            self.anchor = "text"
            return latest // 100
        return self.base(step).year // 100

    def millennium(self, p: Point) -> Resolved:
        first = (p.number or 0) * 1000
        return self.period(f"{p.number}", date(max(first, 1), 1, 1), date(first + 999, 12, 31))

    # -- counted from the anchor, and the same again

    def shifted(self, p: Point) -> Resolved:
        """So much before or after the anchor, to the smallest unit said."""
        unit = p.shift[-1][1]
        if unit in _TIMES:
            return self.moment(p)
        day = self.base() if p.origin is None else self.day_of(p.origin)
        for number, step in p.shift:
            if step in ("day", "week"):
                day += timedelta(days=number * (_WEEK if step == "week" else 1))
            else:
                year, month = months_on(day, number * _MONTHS[step])
                day = day.replace(year=year, month=month, day=min(day.day, gregorian.monthrange(year, month)[1]))
        if p.weekday is not None and unit in ("week", "month"):
            first = self.week_start(day) if unit == "week" else day.replace(day=1)
            return self.finish(p, first + timedelta(days=(p.weekday - first.weekday()) % _WEEK))
        if unit == "day":
            return self.finish(p, day)
        if unit == "week":
            return self.week_of(self.week_start(day))
        return self.month_of(day.year, day.month) if unit == "month" else self.year_of(day.year)

    def day_of(self, p: Point) -> date:
        day = self.point(p).start
        if day is None:
            raise Unresolved(NO_ANCHOR)
        return day

    def moment(self, p: Point) -> Resolved:
        """A time counted from the time of publication."""
        self.base()
        now = self.scene.now
        if now is None:
            raise Unresolved("no publication time")
        number, unit = p.shift[-1]
        if unit == "minute":
            now = now.replace(minute=number, second=0)
        else:
            now += timedelta(seconds=sum(n * _SECONDS.get(step, 0) for n, step in p.shift))
        return Resolved(now.strftime(_TIMES[unit]), now.date(), now.date(), self.anchor)

    def same(self, p: Point) -> Resolved:
        step = p.rel or Step(0, True)
        if p.same is None or p.same == "day":
            return self.finish(p, self.base(step, day=True) + timedelta(days=step.n))
        base = self.base(step)
        if p.same == "week":
            return self.week_of(self.week_start(base) + timedelta(days=_WEEK * step.n))
        if p.same == "month":
            return self.month_of(*months_on(base, step.n))
        if p.same == "year":
            return self.year_of(base.year + step.n)
        raise Unresolved("no publication time")


_PERIODS: dict[str, Callable[[_Resolver, Point], Resolved]] = {
    "week": _Resolver.week,
    "weekend": _Resolver.weekend,
    "month": _Resolver.month,
    "quarter": _Resolver.quarter,
    "half": _Resolver.half,
    "season": _Resolver.season,
    "school": _Resolver.school,
    "year": _Resolver.year,
    "decade": _Resolver.decade,
    "century": _Resolver.century,
    "millennium": _Resolver.millennium,
}


def _stretch(said: Stretch, scene: Scene, tense: Tense) -> Resolved:
    left, right = said.left, said.right
    scene = replace(scene, told={})
    if isinstance(left, Amount) or isinstance(right, Amount):
        raise Unresolved(NO_DAY)
    if isinstance(left, Clock):
        left, right = _hours(left, right)
    elif isinstance(right, Clock):
        right = replace(left, clock=right) if not left.shift else Point(ref=0, clock=right)
    if isinstance(left, Clock) and isinstance(right, Clock):
        if scene.now is None or scene.day is None:
            return _dateless(left, right)
        left, right = Point(ref=0, clock=left), Point(ref=0, clock=right)
    elif isinstance(left, Clock):
        assert isinstance(right, Point)
        left = Point(ref=0, clock=left) if right.ref else replace(right, clock=left)
    assert isinstance(left, Point) and isinstance(right, Point)
    left, right = _share(left, right)
    a = resolve(left, scene, tense)
    if (
        isinstance(right, Point)
        and a.start is not None
        and (right.rel is None or right.rel.text)
        and right.year is None
    ):
        leaning = replace(scene, last=a.start)
        b = resolve(right, leaning, tense)
    else:
        b = resolve(right, scene, tense)
    if a.value is None or b.value is None:
        return Resolved(reason=a.reason or b.reason)
    if a.start is not None and b.end is not None and b.end < a.start:
        a, b = _in_order(left, right, a, b, scene, tense)
    if a.value is None or b.value is None or a.start is None or b.end is None:
        return Resolved(reason=a.reason or b.reason or NO_DAY)
    if a.start > b.end:
        return Resolved(reason="ends before it begins")
    first, last = _alike(left, right, a, b)
    return Resolved(f"{first}/{last}", a.start, b.end, a.anchor if a.anchor != "none" else b.anchor)


def _dateless(left: Clock, right: Clock) -> Resolved:
    day = "XXXX-XX-XX"
    return Resolved(f"{_clock_value(day, left)}/{_clock_value(day, right)}")


def _hours(left: Clock, right: Point | Clock) -> tuple[Clock, Point | Clock]:
    """The half of the day that one side of a stretch of hours says counts for the other, where it fits."""
    last = right if isinstance(right, Clock) else right.clock
    if last is None:
        return left, right
    if left.part is None and last.part is not None and left.hour < 12 <= last.hour and left.hour + 12 <= last.hour:
        left = replace(left, hour=left.hour + 12)
    elif last.part is None and left.part is not None and left.hour >= 12 and last.hour < 12:
        later = replace(last, hour=last.hour + 12)
        right = later if isinstance(right, Clock) else replace(right, clock=later)
    return left, right


def _share(left: Point, right: Point) -> tuple[Point, Point]:
    """What one side of a stretch says for both: `من 3 إلى 5 نونبر المقبل`, `من 5 نونبر 2020 إلى 7 دجنبر`."""
    if left.day is not None and left.month is None and left.mrel is None and right.ref is None:
        left = replace(left, month=right.month, mrel=right.mrel, hijri=right.hijri, unit="day")
    if right.day is not None and right.month is None and right.mrel is None:
        right = replace(right, month=left.month, mrel=left.mrel, hijri=left.hijri, unit="day")
    fixed = left.ref is not None or left.yrel is not None or left.mrel is not None
    if left.year is None and not fixed and left.unit in ("day", "month", "quarter"):
        if right.year is not None and (left.month is not None or left.number is not None):
            left = replace(left, year=right.year)
        elif right.yrel is not None and left.month is not None:
            left = replace(left, yrel=right.yrel)
        elif left.rel is None and right.rel is not None:
            left = replace(left, rel=right.rel)
    if (
        right.year is None
        and right.yrel is None
        and right.rel is None
        and right.month is not None
        and left.year is not None
    ):
        later = left.month is not None and (right.month, right.day or 0) < (left.month, left.day or 0)
        right = replace(right, year=left.year + later)
    if left.clock is not None and right.clock is None and right.unit == "day":
        right = replace(right, clock=left.clock)
    return left, right


def _in_order(
    left: Point | Clock, right: Point | Clock, a: Resolved, b: Resolved, scene: Scene, tense: Tense
) -> tuple[Resolved, Resolved]:
    """A stretch that ends before it begins began the year before, or ends the week or year after."""
    if isinstance(left, Point) and isinstance(right, Point):
        if left.unit == right.unit == "year" and left.year is not None and right.year == left.year - 1:
            return b, a  # 2013/2012, written from the right
        if left.month is not None and a.start is not None and b.start is not None and not left.hijri:
            shared = left.year is not None and left.year == right.year
            if left.year is None or shared:
                before = (left.month, left.day or 0) > (b.start.month, b.start.day if right.day else 0)
                return resolve(replace(left, year=b.start.year - before, yrel=None), scene, tense), b
        if right.weekday is not None and right.month is None and b.start is not None:
            later = b.start + timedelta(days=_WEEK)
            return a, Resolved(later.isoformat(), later, later, b.anchor)
        if right.clock is not None and b.start is not None and a.start == b.start:
            return a, b
    return a, b


def _alike(left: Point | Clock, right: Point | Clock, a: Resolved, b: Resolved) -> tuple[str, str]:
    """Both values to one precision: a month beside a day becomes its first or last day."""
    first, last = a.value or "", b.value or ""
    if "T" in first or "T" in last:
        return first, last
    if isinstance(left, Point) and isinstance(right, Point):
        if left.hijri and left.unit in ("month", "year"):
            first = first.split("/")[0]
        if right.hijri and right.unit in ("month", "year"):
            last = last.split("/")[-1]
        if left.unit == "day" and right.unit != "day" and b.end is not None:
            last = b.end.isoformat()
        elif left.unit != "day" and right.unit == "day" and a.start is not None:
            first = a.start.isoformat()
        elif left.unit == "month" and right.unit == "year" and b.end is not None and not left.hijri:
            last = f"{b.end:%Y-%m}"
        elif left.unit == "year" and right.unit == "month" and a.start is not None and not right.hijri:
            first = f"{a.start:%Y-%m}"
        elif left.unit == "school":
            first = first.split("/")[0]
    return first.split("/")[0], last.split("/")[-1]


def _clock_value(day: str, clock: Clock) -> str:
    hour = clock.hour
    if clock.second is not None:
        return f"{day}T{hour:02}:{clock.minute:02}:{clock.second:02}"
    return f"{day}T{hour:02}:{clock.minute:02}"


def _sighted(day: date, p: Point) -> date:
    """A Hijri day by the calendar, moved by one where the weekday said with it tells that the month began so."""
    near = day if p.weekday is None else _nearest_weekday(day, p.weekday)
    return near if abs((near - day).days) == 1 else day


def _nearest_weekday(day: date, weekday: int) -> date:
    ahead = (weekday - day.weekday()) % _WEEK
    return day + timedelta(days=ahead if ahead <= 3 else ahead - _WEEK)


def months_on(day: date, n: int) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 + n
    return months // 12, months % 12 + 1


def _turn(direction: int, wanted: int, now: int) -> int:
    """Years on to the last or next `wanted` month seen from `now`."""
    if direction < 0:
        return direction + 1 if wanted < now else direction
    return direction - 1 if wanted > now else direction
