"""Proclitics before a match."""

import pytest

from khabar.arabic.clitics import PROCLITICS, proclitic, stems


@pytest.mark.parametrize(
    ("marked", "length"),
    [
        ("زار |الرباط", 0),
        ("و|الرباط", 1),
        ("ب|الرباط", 1),
        ("وب|مراكش", 2),
        ("ل|لتنمية", 1),
        ("ول|لتنمية", 2),
        ("(ب|فاس", 1),
        ("س|الرباط", None),
        ("وكب|فاس", None),
        ("المغر|ب", None),
    ],
)
def test_proclitics_before_a_match(marked: str, length: int | None) -> None:
    start = marked.index("|")
    assert proclitic(marked.replace("|", ""), start) == length


def test_stems_keep_two_letters() -> None:
    assert stems("وبالرباط") == [0, 1, 2]
    assert stems("وزير") == [0, 1]
    assert stems("كل") == [0]
    assert stems("طنجة") == [0]


def test_twelve_chains() -> None:
    assert len(PROCLITICS) == 12
