"""Date lines as sources hold them, and the day that each states."""

from datetime import date

import pytest

from khabar.arabic.published import parse_published
from khabar.arabic.soft import soften

STATED = """
الجمعة 02 أكتوبر 2020 - 19:31                      2020-10-02
2020-10-02T19:31                                   2020-10-02
2020-10-02T23:30:00+01:00                          2020-10-02
2015-07-21 02:51:32                                2015-07-21
20201002T1931                                      2020-10-02
2015 05 14                                         2015-05-14
05 - 09 - 2012                                     2012-09-05
12-08-2025 | 03:15                                 2025-08-12
06-19-2012 07:18 PM                                2012-06-19
الإثنين 05/فبراير/2018 - 10:20 م                   2018-02-05
الأحد، آذار 29، 2020                               2020-03-29
السبت 9 يوليوز 2011 آخر تحديث 9:12:33              2011-07-09
الخميس 12 دجنبر 2019 - 10:35                       2019-12-12
الثلاثاء 01 شتنبر 2020                             2020-09-01
الجمعة 22 ماي 2020 - 07:45                         2020-05-22
الأربعاء 18 جويلية 2012 الساعة 11:01:56            2012-07-18
8 جانفي 2015                                       2015-01-08
3 أوت 2019                                         2019-08-03
10 تشرين الأول/أكتوبر 2023                         2023-10-10
5 كانون الثاني 2022                                2022-01-05
21 فبراير 2020آخر تحديث :                          2020-02-21
25 20:42 2026 فيفري                                2026-02-25
الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس 2015-08-10
الخميس 7/3/1429 هـ - الموافق 13/3/2008 م           2008-03-13
25 شوال 1436 هـ                                    2015-08-10
نشر في المساء يوم 05 - 01 - 2012                   2012-01-05
١٢ يناير ٢٠٢١                                      2021-01-12
Fri, 02 Oct 2020 19:31:00 GMT                      2020-10-02
September 5, 2012                                  2012-09-05
5 décembre 2019                                    2019-12-05
"""
NOT_STATED = [
    "",
    "منذ ساعتين",
    "الاثنين 30 فبراير 2020",
    "أحمد 2020",
    "5 يناير",
    "1601641860",
    "العدد 4512",
    "31/2/2020",
]


@pytest.mark.parametrize("line", STATED.strip().split("\n"))
def test_the_day_that_a_line_states(line: str) -> None:
    text, _, day = line.rpartition(" ")
    assert parse_published(text) == date.fromisoformat(day)


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_states_no_day(text: str) -> None:
    assert parse_published(text) is None


@pytest.mark.parametrize(
    ("line", "soft"),
    [
        ("أخبارٌ  وآراء", "اخبار  واراء"),
        ("هسبريس ـ أمال", "هسبريس - امال"),
        ("ﻻ ﺍﻟﺮﺑﺎﻁ", "لا الرباط"),
        ("٣ مُـدن", "3 مدن"),
    ],
)
def test_soften(line: str, soft: str) -> None:
    assert soften(line) == soft
