"""Digit storms and the like: no exception, no value invented, time in step with length."""

import itertools
import random
import re
import time
from datetime import date

import pytest

from khabar.dates import find
from khabar.document import Date, Document
from khabar.knowledge.base import Knowledge
from khabar.resources import data
from khabar.stages.dates import make

STAGE = make({}, Knowledge())
NO_DATES = [
    "9" * 1000,
    "بلغ " + "3" * 40 + "ه",
    "سنة 1111111111111 هـ",
    "0/0/0 00/00/0000 99/99/9999 31/31/2020 2020/13/45",
    "99:99 24:61 7:5",
    "/".join(["31", "12"] * 200),
    "-" * 500,
    "\u200f\u200e\u202b" * 50,
    "\ud800 \udfff",
    "",
]


@pytest.mark.parametrize("text", NO_DATES, ids=range(len(NO_DATES)))
def test_nothing_is_found(text: str) -> None:
    assert [d.value for d in find(text) if d.value and not re.fullmatch(r"20\d\d", d.value)] == []


@pytest.mark.parametrize("text", ["31 فبراير 2022", "29 فبراير 2021", "31 أبريل 2020", "30 فبراير", "45 يناير 2020"])
def test_a_day_that_is_not_has_no_value(text: str) -> None:
    (found,) = find(text, published="2022-01-05")
    assert found.value is None and found.text == text


def words() -> list[str]:
    rows = [
        line.split("\t")[0]
        for name in ("words.tsv", "months.tsv")
        for line in data("dates", name).read_text(encoding="utf-8").splitlines()[1:]
    ]
    return [
        *rows,
        "1",
        "12",
        "31",
        "1999",
        "2020",
        "٢٠٢١",
        "3/4",
        "1-2",
        "12:30",
        "الوزير",
        ".",
        "،",
        "-",
        "(",
        ")",
        "\n",
    ]


def test_word_salad() -> None:
    rng = random.Random(7)
    vocabulary = words()
    for _ in range(300):
        text = " ".join(rng.choice(vocabulary) for _ in range(rng.randint(1, 60)))
        published = rng.choice([None, date(2020, 2, 29), date(1, 1, 1), date(9999, 12, 31)])
        document = STAGE(Document(text, published=published, country=rng.choice(["MA", "SA", None])))
        spans = [(m.start, m.end) for m in document.of("DATE")]
        assert all(a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in spans)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
        assert all(isinstance(m.value, Date) for m in document.of("DATE"))


@pytest.mark.parametrize(
    "unit",
    [
        "1 ", "31 12 ", "من 3 إلى ", "و", "2020-", "12/", "بين 2016 و", "سنة وسنة و", "خمسة وعشرون و",
        "يوم الأحد ", "(", "الساعة الثالثة والنصف ", "اليوم ", "عمر س س ", "مساء أمس ",
    ],
)  # fmt: skip
def test_time_grows_with_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            STAGE(Document(text))
            best = min(best, time.process_time() - start)
        return best

    seconds(2_000)
    short, long = seconds(4_000), seconds(32_000)
    assert long < 40 * short + 0.05
