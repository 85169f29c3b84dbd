"""`khabar.dates.find` and `khabar dates`."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.cli import app
from khabar.dates import find
from khabar.errors import InputError

RUN = CliRunner()


def values(text: str, **options: object) -> list[str | None]:
    return [d.value for d in find(text, **options)]  # type: ignore[arg-type]


def test_found_dates_say_where_and_what() -> None:
    (found,) = find("صدر في 11 شوال 1441هـ.", country="SA")
    assert (found.text, found.start, found.end) == ("11 شوال 1441هـ", 7, 21)
    assert (found.type, found.value, found.calendar) == ("date", "2020-06-03", "hijri")
    assert str(found.first) == str(found.last) == "2020-06-03"


def test_country_chooses_the_hijri_calendar() -> None:
    assert values("2 ذي القعدة 1441", country="MA") == ["2020-06-24"]
    assert values("2 ذي القعدة 1441") == ["2020-06-23"]
    assert find("2 ذي القعدة 1441", country="MA")[0].calendar == "hijri_morocco"


def test_prefer_is_the_side_of_a_bare_weekday() -> None:
    assert values("الجمعة", published="2022-01-05") == ["2021-12-31"]
    assert values("الجمعة", published="2022-01-05", prefer="future") == ["2022-01-07"]


def test_week_start() -> None:
    text = "الأحد من الأسبوع الماضي"
    assert values(text, published="2022-01-05") == ["2022-01-02"]
    assert values(text, published="2022-01-05", week_start="sun") == ["2021-12-26"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("بعد شهرين", "2022-03"),
        ("قبل عشر سنوات", "2012"),
        ("بعد ثلاث ساعات", "2022-01-05T13:00"),
        ("الساعة الثالثة إلا ربعا عصرا", "2022-01-05T14:45"),
        ("الثلاثاء الأخير من شهر مارس", "2022-03-29"),
        ("من السابعة إلى التاسعة مساء", "2022-01-05T19:00/2022-01-05T21:00"),
        ("يوليو 13-15", "2022-07-13/2022-07-15"),
    ],
)
def test_a_question_is_read_as_one(question: str, value: str) -> None:
    assert values(question, published=datetime(2022, 1, 5, 10, 38), prefer="future") == [value]


def test_in_a_story_the_same_words_are_a_length() -> None:
    assert values("انتهت الأشغال بعد شهرين", published="2022-01-05") == ["P2M"]


def test_published_must_be_iso() -> None:
    with pytest.raises(InputError, match="not an ISO date"):
        find("أمس", published="5 يناير")


def test_table() -> None:
    shown = RUN.invoke(app, ["dates", "افتتح المعرض أمس", "--published", "2022-01-05"])
    assert shown.exit_code == 0
    assert "2022-01-04" in shown.stdout and "published" in shown.stdout


def test_jsonl() -> None:
    lines = [
        {"id": "a", "text": "الجمعة", "published": "2022-01-05T04:30:00", "prefer": "future"},
        {"id": "b", "text": "لا تاريخ هنا"},
    ]
    shown = RUN.invoke(app, ["dates", "--jsonl"], input="".join(json.dumps(line) + "\n" for line in lines))
    first, second = (json.loads(line) for line in shown.stdout.splitlines())
    assert first == {
        "id": "a",
        "dates": [
            {
                "text": "الجمعة",
                "start": 0,
                "end": 6,
                "type": "date",
                "value": "2022-01-07",
                "mod": None,
                "calendar": "gregorian",
                "anchor": "published",
            }
        ],
    }
    assert second == {"id": "b", "dates": []}


@pytest.mark.parametrize("line", ["not json", '{"id": 1}', '{"text": "أمس", "prefer": "never"}', '{"text": 5}'])
def test_bad_lines_are_told_with_their_place(line: str) -> None:
    shown = RUN.invoke(app, ["dates", "--jsonl"], input=line + "\n")
    assert shown.exit_code != 0


def test_cases_of_other_parsers(shared: Path, tmp_path: Path) -> None:
    """Macro over the published tests of other Arabic date parsers, as their own scorer has it."""
    cases = shared / "dates" / "cases.jsonl"
    found = tmp_path / "found.jsonl"
    with cases.open(encoding="utf-8") as lines, found.open("w", encoding="utf-8") as out:
        for line in lines:
            case = json.loads(line)
            dates = find(
                case["text"],
                published=case["published"],
                prefer=case["prefer"],
                week_start=case["week_start"],
                country="MA" if case["set"] == "hijri_morocco" else None,
            )
            out.write(json.dumps({"id": case["id"], "dates": [{"value": d.value} for d in dates]}) + "\n")
    scorer = [sys.executable, str(shared / "dates" / "score.py"), str(cases), str(found), "--json"]
    figures = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)
    assert figures["macro"] >= 0.93
