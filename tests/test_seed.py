"""The article that the project was described by comes out right, whole."""

from pathlib import Path

import pytest

import khabar
from khabar.record import Record


@pytest.fixture(scope="module")
def seed(shared: Path) -> Record:
    return khabar.extract((shared / "seed.txt").read_text(encoding="utf-8"), country="MA")


def test_the_marker_lines_go_and_nothing_of_the_body(seed: Record, shared: Path) -> None:
    removed = [line for r in seed.removed for line in r.text.split("\n") if line.strip()]
    assert removed == ["advertisement ads", "24 ساعةسلايدرمجتمع", "مقالات ذات صلة", "زر الذهاب إلى الأعلى"]
    lines = (shared / "seed.txt").read_text(encoding="utf-8").split("\n")
    assert [line for line in seed.text.split("\n") if line.strip()] == [
        line for line in lines if line.strip() and line not in removed
    ]


def test_the_minister_with_her_full_position(seed: Record) -> None:
    (minister,) = [m for m in seed.ministers if not m.inferred]
    assert minister.name == "عواطف حيار"
    assert minister.role == "minister"
    assert minister.position == "وزيرة التضامن والإدماج الاجتماعي والأسرة"
    assert {m.text for m in seed.mentions if m.id in minister.mentions} == {"عواطف حيار", "حيار"}


def test_the_officials_with_their_offices(seed: Record) -> None:
    officials = {o.name: (o.role, o.position) for o in seed.officials if o.name}
    assert officials["كريم قسي لحلو"][0] == "governor"
    assert officials["سمير كودار"][0] == "region_president"
    assert officials["محمد السادس"][0] == "head_of_state"


def test_both_spellings_are_one_region_with_its_code(seed: Record) -> None:
    (region,) = [r for r in seed.regions if r.level == "region"]
    assert (region.name, region.code, region.country) == ("مراكش-آسفي", "MA-07", "MA")
    worded = [m.text for m in seed.mentions if m.id in region.mentions]
    assert "جهة مراكش آسفي" in worded
    assert "جهةمراكشآسفي" in worded


def test_the_day_comes_from_weekday_day_month_and_the_years_named(seed: Record) -> None:
    values = {d.value: d for d in seed.dates}
    assert set(values) == {"2022-01-05", "2021/2026"}
    assert values["2022-01-05"].anchor == "text"


def test_the_programmes(seed: Record) -> None:
    names = [p.name for p in seed.programs]
    assert any(name.startswith("استراتيجية 2021-2026 لقطاع التضامن والإدماج الاجتماعي") for name in names)
    assert any(name.startswith("البرنامج الحكومي") for name in names)
    assert any(name.startswith("النموذج التنموي الجديد") for name in names)
    assert len(names) == 3
