"""Hijri dates: Umm al-Qura, and the official Moroccan calendar, which follows the sighted crescent.

Umm al-Qura is hijridate's table (1343-1500). The Moroccan months are computed (`hijri_morocco.tsv`: days
after Umm al-Qura), save those that official documents date (`hijri_morocco_seen.tsv`).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from khabar.resources import data

Calendar = Literal["hijri", "hijri_morocco"]
FIRST, LAST = 1343, 1500


@lru_cache(maxsize=4096)
def month_start(year: int, month: int, calendar: Calendar = "hijri") -> date:
    """The Gregorian day on which a Hijri month begins; months beyond 12 run into the next years.

    Outside 1343-1500 the tabular calendar stands in. ValueError beyond the years of `date`.
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not FIRST <= year <= LAST:
        return _tabular(year, month)
    from hijridate import Hijri

    start = Hijri(year, month, 1).to_gregorian()
    day = date(start.year, start.month, start.day)
    if calendar == "hijri_morocco":
        seen, delays = _moroccan_months()
        return seen.get((year, month)) or day + timedelta(days=delays.get((year, month), 1))
    return day


def to_gregorian(year: int, month: int, day: int, calendar: Calendar = "hijri") -> date:
    """The Gregorian day; ValueError where the month has no such day (a 30th may be the next month's first)."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"no Hijri day {year}-{month}-{day}")
    return month_start(year, month, calendar) + timedelta(days=day - 1)


def from_gregorian(day: date, calendar: Calendar = "hijri") -> tuple[int, int, int]:
    """The Hijri year, month and day of a Gregorian day."""
    year = int((day.toordinal() - 227014) / 354.367) + 1
    month = 1
    while month_start(year, month, calendar) > day:
        year -= 1
    while month_start(year, month + 1, calendar) <= day:
        month += 1
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return year, month, (day - month_start(year, month, calendar)).days + 1


def month_end(year: int, month: int, calendar: Calendar = "hijri") -> date:
    """The last Gregorian day of a Hijri month."""
    return month_start(year, month + 1, calendar) - timedelta(days=1)


def _tabular(year: int, month: int) -> date:
    days = (month - 1) * 29 + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(227015 + days)


@cache
def _moroccan_months() -> tuple[dict[tuple[int, int], date], dict[tuple[int, int], int]]:
    """Month starts that are known, and days after Umm al-Qura of the others."""
    seen = {(int(row[0]), int(row[1])): date.fromisoformat(row[2]) for row in _rows("hijri_morocco_seen.tsv")}
    delays = {
        (int(row[0]), month): int(delay)
        for row in _rows("hijri_morocco.tsv")
        for month, delay in enumerate(row[1].split(), 1)
    }
    return seen, delays


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in data("dates", name).read_text(encoding="utf-8").splitlines()[1:]]
