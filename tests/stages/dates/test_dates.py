"""The stage: sentences with their dates in brackets, and the values these must have."""

import re
from datetime import date
from pathlib import Path

import pytest

from khabar.document import Date, Document
from khabar.knowledge.base import Knowledge
from khabar.stages.dates import make

STAGE = make({}, Knowledge())
ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("said.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def document(text: str, published: str = "", country: str | None = None) -> Document:
    return STAGE(Document(text, published=date.fromisoformat(published) if published else None, country=country))


def dates(found: Document) -> list[Date]:
    return [m.value for m in found.of("DATE") if isinstance(m.value, Date)]


@pytest.mark.parametrize("row", ROWS, ids=[row[2] for row in ROWS])
def test_said(row: list[str]) -> None:
    published, country, sentence, *values = row
    found = document(re.sub(r"[\[\]]", "", sentence), published, country)
    text = found.text
    marked, at = "", 0
    for mention in found.of("DATE"):
        marked += text[at : mention.start] + "[" + text[mention.start : mention.end] + "]"
        at = mention.end
    assert marked + text[at:] == sentence
    said = [f"{d.value or '-'} {d.mod or ''}".strip() for d in dates(found)]
    assert " ; ".join(said) == "".join(values)


def test_what_has_no_value_is_told_once() -> None:
    found = document("غادر [أمس] وعاد [اليوم] ويغادر [غدا].".replace("[", "").replace("]", ""))
    assert [d.value for d in dates(found)] == [None, None, None]
    assert found.warnings == ["dates: 3 without value: no publication date"]


def test_every_value_says_its_anchor() -> None:
    found = document("وصل أمس، بعد زيارة 5 مارس 2020.", "2022-01-05")
    assert [d.anchor for d in dates(found)] == ["published", "none"]
    found = document("وصل اليوم الجمعة 25 يناير 2019 وعاد أمس.")
    assert [d.anchor for d in dates(found)] == ["none", "text"]


def test_a_wrong_publication_day_gives_way_to_todays_weekday() -> None:
    found = document("أعلنت الوزارة، اليوم الاثنين، النتائج. وكانت أمس قد أغلقت الباب.", "2022-01-04")
    assert [d.value for d in dates(found)] == ["2022-01-03", "2022-01-02"]


def test_days_of_a_value() -> None:
    (quarter,) = dates(document("ارتفع في الربع الثاني من سنة 2021.", "2022-01-05"))
    assert (quarter.start, quarter.end) == (date(2021, 4, 1), date(2021, 6, 30))


def test_diacritics_and_marks_inside_a_date() -> None:
    text = "في 5\u200f يَنَايِر\u200f 2022 بالرباط"
    found = document(text)
    (mention,) = found.of("DATE")
    assert text[mention.start : mention.end].startswith("5") and text[mention.start : mention.end].endswith("2022")
    assert dates(found)[0].value == "2022-01-05"


def test_quotes_and_no_break_spaces_around_a_date() -> None:
    found = document("قال «إن الدورة»\xa0تنعقد في\xa0 10\xa0يناير\xa0 2022\xa0».")
    assert [d.value for d in dates(found)] == ["2022-01-10"]
