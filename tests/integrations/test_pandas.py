"""Frames: typed, tied together by `document`, and intact on the way to a spreadsheet."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import khabar
from khabar.errors import InputError
from khabar.integrations.pandas import Frames
from khabar.record import Record
from newsdesk import NEWS, annotated, parse

TEXT = parse(NEWS)[0]


@pytest.fixture
def frames() -> Frames:
    return khabar.to_frames([annotated(id="a"), annotated("بلا شيء", id="b", published=None)])


def test_a_row_for_each_document(frames: Frames) -> None:
    assert frames.documents["id"].tolist() == ["a", "b"]
    assert frames.documents["published"].tolist() == [pd.Timestamp(2022, 1, 5), pd.NaT]
    assert frames.documents.loc[0, "knowledge"] == "k0"


def test_a_row_for_each_entry(frames: Frames) -> None:
    assert frames.ministers[["document", "name", "role", "mentions"]].values.tolist() == [
        [0, "سعاد المريني", "minister", 2]
    ]
    assert frames.regions["code"].tolist() == ["MA-02"]
    assert frames.programs[["from", "to"]].values.tolist() == [[2021, 2026]]
    assert frames.removed["text"].tolist() == ["الرئيسية / مجتمع", "إعلان", "شارك على فيسبوك"]
    assert set(frames.mentions["label"]) == {"PERSON", "POSITION", "PLACE", "DATE", "PROGRAM", "ORG"}


def test_evidence_leads_from_an_entry_to_its_mentions(frames: Frames) -> None:
    evidence = frames.evidence.query("field == 'ministers'")
    found = evidence.merge(frames.mentions, left_on=["document", "mention"], right_on=["document", "id"])
    assert found["text"].tolist() == ["سعاد المريني", "المريني"]


def test_dates_are_dates(frames: Frames) -> None:
    assert frames.dates["start"].dtype.kind == "M"
    assert frames.dates["start"].tolist() == [pd.Timestamp(2022, 1, 5), pd.NaT]


def test_dates_far_from_today_fit() -> None:
    from khabar.document import Date

    values = {"سنة 776": Date("date", "0776", date(776, 1, 1), date(776, 12, 31))}
    dates = khabar.to_frames(annotated("في [DATE سنة 776]", values)).dates
    assert dates.loc[0, "start"].date() == date(776, 1, 1)


def test_columns_have_the_same_types_whatever_was_found(frames: Frames) -> None:
    empty = khabar.to_frames([])
    for table in fields(Frames):
        here, there = getattr(frames, table.name), getattr(empty, table.name)
        assert here.dtypes.equals(there.dtypes), table.name
        assert not {"object"} & {str(t) for t in here.dtypes}, table.name


def test_csv_comes_back_and_excel_gets_its_mark(frames: Frames, tmp_path: Path) -> None:
    paths = frames.to_csv(tmp_path, excel=True)
    assert {p.name for p in paths} == {f"{t.name}.csv" for t in fields(Frames)}
    assert (tmp_path / "ministers.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(tmp_path / "ministers.csv", encoding="utf-8-sig")
    assert back["name"].tolist() == ["سعاد المريني"]
    assert pd.read_csv(tmp_path / "dates.csv")["start"].iloc[0] == "2022-01-05"
    assert not frames.to_csv(tmp_path / "plain")[0].read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(tmp_path: Path) -> None:
    frames = khabar.to_frames(annotated(title="=HYPERLINK(A1)"))
    frames.to_csv(tmp_path, excel=True)
    assert "'=HYPERLINK(A1)" in (tmp_path / "documents.csv").read_text("utf-8-sig")
    frames.to_csv(tmp_path)
    assert ",=HYPERLINK(A1)" in (tmp_path / "documents.csv").read_text("utf-8")


def test_a_frame_gives_a_record_for_each_row() -> None:
    frame = pd.DataFrame(
        {"body": [TEXT, None, "نص"], "day": ["2022-01-05", None, pd.Timestamp("2021-03-01 10:00")], "n": [7, 8, 9]},
        index=["x", "y", "z"],
    )
    records = list(khabar.from_frame(frame, "body", published="day", id="n"))
    assert [r.id for r in records] == ["7", "8", "9"]
    assert [r.published for r in records] == [date(2022, 1, 5), None, date(2021, 3, 1)]
    assert [r.line for r in records] == [1, 2, 3]
    assert records[1].text == ""


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"body": ["نص"]}), "no column 'text'. its columns are 'body'"),
        (pd.DataFrame({"text": [3]}, index=["x"]), "row 'x': text is a int, not text"),
    ],
)
def test_what_does_not_fit_is_named(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(InputError) as error:
        list(khabar.from_frame(frame))
    assert message in str(error.value)


def test_dates_as_sources_have_them_are_read() -> None:
    frame = pd.DataFrame({"text": ["نص", "نص"], "day": ["الجمعة 02 أكتوبر 2020 - 19:31", "قريبا"]})
    dated, undated = khabar.from_frame(frame, published="day")
    assert dated.published == date(2020, 10, 2) and dated.warnings == []
    assert undated.published is None and undated.warnings == ["published 'قريبا' states no day"]


def test_the_accessor_joins_what_it_found() -> None:
    frame = pd.DataFrame({"text": [TEXT, "نص"]}, index=["x", "y"])
    joined = frame.join(frame.khabar.extract("text"))
    assert list(joined.columns) == [
        "text",
        "ministers",
        "officials",
        "regions",
        "places",
        "dates",
        "programs",
        "record",
    ]
    assert isinstance(joined.loc["x", "record"], Record)
    assert joined.loc["x", "record"].text in TEXT or joined.loc["x", "record"].removed
    assert frame.khabar.frames("text").documents["document"].tolist() == ["x", "y"]


def test_a_lone_surrogate_becomes_a_replacement_character_and_offsets_stay(tmp_path: Path) -> None:
    frames = khabar.to_frames(annotated("كلمة \ud800 ثم [PLACE الرباط] بعدها", id="ب\udfff"))
    text, mention = frames.documents.loc[0, "text"], frames.mentions.iloc[0]
    assert text.startswith("كلمة \ufffd ثم") and frames.documents.loc[0, "id"] == "ب\ufffd"
    assert text[mention["start"] : mention["end"]] == "الرباط"
    frames.to_csv(tmp_path)


def test_pandas_is_imported_only_when_asked_for() -> None:
    code = (
        "import khabar, sys; assert 'pandas' not in sys.modules; khabar.to_frames([]); assert 'pandas' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
