"""Figures of records against annotated documents, and of tags against a corpus."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.cli import app
from khabar.errors import InputError
from khabar.evaluate import alike, evaluate, evaluate_conll, pairs, read_rows
from khabar.stages.tagger.tokens import labelled

TEXT = "قال سمير البقالي إن خطة الماء جاهزة"


def mark(form: str, label: str, **rest: object) -> dict:
    start = TEXT.index(form)
    return {"start": start, "end": start + len(form), "label": label, **rest}


def found(form: str, label: str) -> dict:
    m = mark(form, label)
    return {"source_start": m["start"], "source_end": m["end"], "label": label}


GOLD = {
    "id": "a",
    "text": TEXT,
    "mentions": [
        mark("سمير البقالي", "PERSON", role="minister", name="سمير البقالي"),
        mark("خطة الماء", "PROGRAM", name="خطة الماء", kind="plan"),
    ],
}


def test_exact_and_overlapping_spans() -> None:
    record = {
        "id": "a",
        "mentions": [found("البقالي", "PERSON"), found("خطة الماء", "PROGRAM"), found("قال", "PERSON")],
    }
    report = evaluate([GOLD], [record])
    figures = {name: (t.right, t.gold, t.found) for name, t in report.tallies.items()}
    assert figures == {
        "PERSON exact": (0, 1, 2),
        "PERSON overlap": (1, 1, 2),
        "PROGRAM exact": (1, 1, 1),
        "PROGRAM overlap": (1, 1, 1),
    }
    assert [(m.what, m.text) for m in report.misses] == [("spurious", "قال")]


def test_a_missing_record_is_an_empty_one() -> None:
    report = evaluate([GOLD], [])
    assert (report.tallies["PERSON exact"].recall, report.tallies["PERSON exact"].f1) == (0, 0)
    assert {m.text for m in report.misses} == {"سمير البقالي", "خطة الماء"}


def test_fields_of_the_record_are_sets() -> None:
    gold = {**GOLD, "mentions": [*GOLD["mentions"], mark("جاهزة", "DATE", type="date", value="2022")]}
    record = {
        "id": "a",
        "mentions": [],
        "ministers": [{"name": "سمير البَقّالي"}, {"name": "غيره"}],
        "dates": [{"value": "2022", "type": "date"}, {"value": "P2D", "type": "duration"}],
        "programs": [{"name": "الخطة الماء"}],
    }
    tallies = evaluate([gold], [record]).tallies
    figures = {name: (t.right, t.gold, t.found) for name, t in tallies.items() if name.startswith("record") and t.gold}
    assert figures == {"record.ministers": (1, 1, 2), "record.dates": (1, 1, 1), "record.programs": (1, 1, 1)}


def test_overlap_pairs_one_to_one_the_closest_first() -> None:
    assert pairs({(0, 10)}, {(0, 9), (9, 12)}) == ({(0, 10)}, {(0, 9)})
    assert pairs({(0, 4), (4, 8)}, {(0, 8)}) == ({(4, 8)}, {(0, 8)})


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("البرنامج الحكومي", "برنامج حكومي", True),
        ("مخطط المغرب الأخضر", "مخطط المغرب الاخضر 2020", True),
        ("مخطط المغرب الأخضر", "مخطط السياحة", False),
        ("", "خطة", False),
    ],
)
def test_wordings_of_one_programme(a: str, b: str, expected: bool) -> None:
    assert alike(a, b) is expected


def test_spans_of_tags() -> None:
    assert list(labelled(["B-A", "I-A", "O", "I-B", "B-B", "I-A"])) == [
        (0, 2, "A"),
        (3, 4, "B"),
        (4, 5, "B"),
        (5, 6, "A"),
    ]


def test_a_corpus_is_scored_by_label_and_together(tmp_path: Path) -> None:
    path = tmp_path / "c.conll"
    path.write_text("زار\tO\nسمير\tB-PER\nالبقالي\tI-PER\nفاس\tB-LOC\n\nنعم\tO\n", encoding="utf-8")
    report = evaluate_conll(path, lambda sentences: [["O", "B-PER", "O", "B-LOC"], ["O"]])
    assert {name: round(t.f1, 2) for name, t in report.tallies.items()} == {"LOC": 1.0, "PER": 0.0, "micro": 0.5}


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a"}\n{"id"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2"):
        read_rows(path)


def test_the_command_prints_figures_and_misses(tmp_path: Path) -> None:
    gold, records = tmp_path / "gold.jsonl", tmp_path / "records.jsonl"
    gold.write_text(json.dumps(GOLD), encoding="utf-8")
    records.write_text(json.dumps({"id": "a", "mentions": [found("خطة الماء", "PROGRAM")]}), encoding="utf-8")
    said = CliRunner().invoke(app, ["evaluate", str(gold), str(records), "--misses", "5"]).stdout
    assert "PROGRAM exact      P 1.000  R 1.000  F1 1.000  gold 1  found 1" in said
    assert "PERSON\tmissed\ta\tسمير البقالي" in said
    figures = json.loads(CliRunner().invoke(app, ["evaluate", str(gold), str(records), "--json"]).stdout)
    assert figures["PERSON exact"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 1, "found": 0}
