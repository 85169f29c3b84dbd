"""The day that a date line states: `الجمعة 02 أكتوبر 2020 - 19:31`, `2020-10-02T19:31`, Hijri and Gregorian pairs.

For whole strings that are a date as sources hold them; dates in running text are the stage `dates`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Final

from khabar.arabic.fold import folded
from khabar.arabic.soft import soften
from khabar.resources import data

_ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-/.] ?(0?[1-9]|1[0-2]) ?[-/.] ?(0?[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=t|\b(?!\d))")
_NUMERIC: Final = re.compile(r"(?<!\d)(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?((?:13|14|19|20)\d\d)(?!\d)")
_SPACED: Final = re.compile(r"(?<!\d)((?:19|20)\d\d) (0[1-9]|1[0-2]) (0[1-9]|[12]\d|3[01])(?!\d)")
_LATIN_MONTHS: Final = {
    "jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6, "jun": 6, "juil": 7,
    "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def parse_published(text: str) -> date | None:
    """The day that `text` states, None where it states none: `parse_published("05/09/2012") == date(2012, 9, 5)`.

    Day stands before month where figures alone leave it open. Where a Hijri date stands beside a
    Gregorian one, the Gregorian counts; alone, it is read in the Umm al-Qura calendar.
    """
    line = soften(text[:400])
    return _iso(line) or _named(line) or _numeric(line) or _hijri(line)


def _iso(line: str) -> date | None:
    for pattern in (_ISO, _COMPACT, _SPACED):
        if found := pattern.search(line):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    return None


def _named(line: str) -> date | None:
    """Day, month name and year in any of the orders that sites use."""
    gregorian, _ = _patterns()
    for pattern in gregorian:
        for found in pattern.finditer(line):
            month = _months()[0].get(found["month"]) or _LATIN_MONTHS.get(found["month"].replace("é", "e"), 0)
            if day := _day(int(found["year"]), month, int(found["day"])):
                return day
    return None


def _numeric(line: str) -> date | None:
    for found in _NUMERIC.finditer(line):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        if year < 1900:
            continue
        if month > 12:
            day, month = month, day
        if stated := _day(year, month, day):
            return stated
    return None


def _hijri(line: str) -> date | None:
    _, patterns = _patterns()
    for pattern in patterns:
        if found := pattern.search(line):
            return _from_hijri(int(found["year"]), _months()[1][found["month"]], int(found["day"]))
    for numeric in _NUMERIC.finditer(line):
        if int(numeric[3]) < 1900:
            return _from_hijri(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _from_hijri(year: int, month: int, day: int) -> date | None:
    from hijridate import Hijri

    with suppress(ValueError, OverflowError):
        gregorian = Hijri(year, month, day).to_gregorian()
        return date(gregorian.year, gregorian.month, gregorian.day)
    return None


@cache
def _months() -> tuple[dict[str, int], dict[str, int]]:
    """Folded month names, Gregorian and Hijri; those that need a second name beside them are left out."""
    gregorian: dict[str, int] = {}
    hijri: dict[str, int] = {}
    lines = data("dates", "months.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        row = dict(zip(header, line.split("\t"), strict=False))
        if row["surety"] != "paired":
            months = gregorian if row["calendar"] == "gregorian" else hijri
            months[folded(row["form"])] = int(row["month"])
    return gregorian, hijri


@cache
def month_names() -> frozenset[str]:
    """The folded month names of both calendars."""
    gregorian, hijri = _months()
    return frozenset((*gregorian, *hijri))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    gregorian, hijri = _months()
    latin = "jan|f[eé]v|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]|aug|sep|oct|nov|d[eé]c"
    name = rf"(?P<month>{_either(gregorian)}|(?:{latin})(?=[a-zéû.]*\b))[a-zéû]*\.?"
    second = rf"(?: ?[/(-] ?(?:{_either(gregorian)})\)?)?"
    gap = r"[ ,،./-]{0,4}"
    day, year = r"(?<!\d)(?P<day>[0-3]?\d)", r"(?P<year>(?:19|20)\d\d)(?![\d])"
    return (
        re.compile(rf"{day}{gap}{name}{second}{gap}{year}"),
        re.compile(rf"{name}{second}{gap}(?P<day>[0-3]?\d){gap}{year}"),
        re.compile(rf"{day} \d\d?:\d\d {year} {name}"),
        re.compile(rf"{year}{gap}{name}{gap}(?P<day>[0-3]?\d)(?!\d)"),
    ), (re.compile(rf"{day}{gap}(?P<month>{_either(hijri)}){gap}(?P<year>1[34]\d\d)"),)


def _either(names: dict[str, int]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
