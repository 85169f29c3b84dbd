"""Number words: cardinals, ordinals, both genders, compounds."""

import pytest

from khabar.arabic.fold import fold
from khabar.arabic.numbers import parse, read

UNITS = ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
ORDINALS = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("خمسة", 5),
        ("خمس", 5),
        ("عشر", 10),
        ("أحد عشر", 11),
        ("إحدى عشرة", 11),
        ("اثنتي عشرة", 12),
        ("ثلاثة عشر", 13),
        ("خمسة وعشرون", 25),
        ("خمس و عشرين", 25),
        ("مائة", 100),
        ("مائتين وعشرة", 210),
        ("ثلاثمائة وخمسة وستون", 365),
        ("ثلاث مئة", 300),
        ("ألف", 1000),
        ("ألف وتسعمائة وخمسة وأربعون", 1945),
        ("ألفين واثنين وعشرين", 2022),
        ("ألفين وأحد عشر", 2011),
        ("ألفين وواحد", 2001),
        ("الألفان والواحد والعشرون", 2021),
        ("ثلاثة آلاف ومئتين", 3200),
        ("خمسة وعشرون ألفا", 25_000),
        ("مليونان وثلاثمائة ألف وخمسة", 2_300_005),
        ("الخامس", 5),
        ("الخامسة", 5),
        ("الحادي عشر", 11),
        ("الثالثة عشرة", 13),
        ("الحادي والثلاثين", 31),
        ("الخامس والعشرين", 25),
        ("حدعشر", 11),
        ("اطنعش", 12),
    ],
)
def test_value(words: str, value: int) -> None:
    assert parse(words) == value


@pytest.mark.parametrize(
    "words", ["", "كتاب", "خمسة كتب", "أحد", "الثامنة وعشرين", "عشرون وخمسة", "ألف ألف ألف ألف ألف"]
)
def test_no_one_number(words: str) -> None:
    assert parse(words) is None


def test_every_number_to_ninety_nine() -> None:
    for tens, name in enumerate(TENS, 2):
        assert parse(name) == tens * 10
        for units, unit in enumerate(UNITS, 1):
            assert parse(f"{unit} و{name}") == tens * 10 + units
    assert [parse(ordinal) for ordinal in ORDINALS] == list(range(1, 11))


def test_reading_stops_where_the_number_does() -> None:
    number = read(fold("الثامنة وعشرين دقيقة").text.split())
    assert number is not None
    assert (number.value, number.words, number.ordinal, number.feminine, number.definite) == (8, 1, True, True, True)
    number = read(fold("سنة خمسة وعشرين يوما").text.split(), 1)
    assert number is not None and (number.value, number.words) == (25, 2)
    assert read(["كتاب"]) is None
