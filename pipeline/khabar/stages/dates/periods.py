"""Makers of what is longer than a day: weekends, years, quarters, seasons, decades and more, and their parts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from khabar.stages.dates.grammar import grammar
from khabar.stages.dates.lexer import UNKNOWN
from khabar.stages.dates.model import Mod, Point, Step, Stretch
from khabar.stages.dates.reading import HIJRI_FIGURES, Found, Reading, calendar, modifier, point
from khabar.stages.dates.spans import together

_BEFORE_YEARS: Final = (
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
    "DATED",
)
_BESIDE_YEARS: Final = ("LP", "DASH", "COMMA", "CDUAL", "AND", "SLASH")
_YEAR_CONTEXT: Final = frozenset((*_BEFORE_YEARS, *_BESIDE_YEARS))  # kinds after which a bare number is a year
_ARABIC: Final = re.compile("[ء-ي]")
_THIRDS: dict[int, Mod] = {1: "start", 2: "mid", 3: "end"}


def halves(r: Reading) -> Point | None:
    """`النصف الثاني من شهر شتنبر`: the month, and where in it."""
    p = point(r)
    if p is not None and p.mod is None:
        p.mod = "start" if r.number("nth") == 1 else "end"
    return p


def weekend(r: Reading) -> Point:
    """`نهاية الأسبوع المقبل`."""
    return Point(unit="weekend", wrel=r.step("rel") or Step(0))


def bare_year(r: Reading) -> Point | None:
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


def new_year(r: Reading) -> Point:
    """`العام الجديد`."""
    return Point(unit="year", year=r.number("year"), new=True, mod=modifier(r), hijri=r.token("hijri") is not None)


def year_span(r: Reading) -> Stretch | None:
    """`2021-22`, `1436/1437هـ`."""
    first, last = r.value("span") or (r.value("first"), r.number("year"))
    era = r.token("era")
    hijri = era is not None and era.kind == "ERAH"
    if last is None or not first < last or (hijri and last not in HIJRI_FIGURES):
        return None
    return Stretch(Point(unit="year", year=first, hijri=hijri), Point(unit="year", year=last, hijri=hijri, aim=True))


def years(r: Reading) -> list[Found]:
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
    if len(years) == 2 and first < last and (together(r) or last - first == 1):
        return [(r.node.first, years[1][1], Stretch(Point(unit="year", year=first), Point(unit="year", year=last)))]
    points = [(a, b, Point(unit="year", year=year)) for a, b, year in years]
    return [(r.node.first, points[0][1], points[0][2]), *points[1:]]


def quarter(r: Reading) -> Point | None:
    """`الربع الأول من 2022`, `السداسي الثاني`."""
    p = point(r)
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


def season(r: Reading) -> Point:
    """`صيف 2021`, `الشتاء المقبل`."""
    p = Point(unit="season", code=r.value("season"), rel=r.step("rel"), mod=modifier(r))
    calendar(r, p)
    return p


def school(r: Reading) -> Point | None:
    """`الموسم الدراسي 2021-2022`, `هذا الموسم`."""
    p = Point(unit="school", rel=r.step("rel"), mod=modifier(r))
    p.new = any(t.kind == "NEWADJ" for t in r.tokens[r.node.first : r.node.last])
    first, second = r.value("y1"), r.value("y2")
    if (span := r.token("span")) is not None:
        first, second = _school_years(*span.value)
    if first is not None and second is not None and not 0 < second - first < 3:
        return None
    p.year, p.number = first, second
    p.hijri = first is not None and first in HIJRI_FIGURES
    return p


def _school_years(first: int, second: int) -> tuple[int, int]:
    """`2021-22`, `98/99`: the years of a season, equal where it is none."""
    if first < 100:
        first += 1900 if first > 60 else 2000
    return first, first + 1 if (first + 1) % 100 == second % 100 else first


def decade(r: Reading) -> Point | None:
    """`تسعينيات القرن الماضي`, `العقد الحالي`."""
    p = Point(unit="decade", mod=modifier(r), number=r.value("decade"), yrel=r.step("crel"))
    if p.number is None:
        p.yrel = p.yrel or Step(0)
    if (nth := r.token("nth")) is not None:
        p.number = 90 if nth.kind == "LASTADJ" else (nth.value - 1) * 10
    p.count = r.number("cnum")
    return p if p.number is None or p.number < 100 else None


def century(r: Reading) -> Point:
    """`أواخر القرن التاسع عشر`."""
    era = r.token("era")
    hijri = r.token("hijri") is not None or (era is not None and era.kind == "ERAH")
    mod = modifier(r)
    if (nth := r.token("nth")) is not None:
        mod = "end" if nth.kind == "LASTADJ" or r.value("frac") * nth.value == 60 else _THIRDS.get(nth.value, "mid")
    return Point(unit="century", mod=mod, count=r.number("cnum"), yrel=r.step("crel"), hijri=hijri)


def millennium(r: Reading) -> Point:
    """`مطلع الألفية الثالثة`; the one that has no number is ours."""
    return Point(unit="millennium", mod=modifier(r), number=(r.number("cnum") or 3) - 1)


def first_units(r: Reading) -> Point | None:
    """`الأشهر الثلاثة الأولى من 2020`: a stretch; `الأشهر الأولى من 2020`: the year's start."""
    p = point(r)
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


def month_pair(r: Reading) -> list[Found]:
    """`شهري رجب وشعبان`, `شهري يناير ومارس 2021`: a stretch where the months touch."""
    last = point(r)
    second = r.token("month2")
    if last is None or second is None or r.tokens[r.node.first].value != "month":
        return []
    first, last = last, replace(last, month=second.value, hijri=second.kind.endswith("HMONTH"))
    if together(r) or (second.value - (first.month or 0)) % 12 == 1:
        return [(r.node.first, r.node.last, Stretch(first, last))]
    return [(r.node.first, r.node.first + 2, first), (r.node.first + 3, r.node.last, last)]
