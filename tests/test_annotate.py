"""Records go to doccano and Label Studio and come back as annotated documents, every offset where it was."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar import annotate
from khabar.annotate import Tool
from khabar.cli import app
from khabar.errors import InputError

# An emoji before the names: tools that count UTF-16 units go astray here.
TEXT = "😀 استقبل وزير الفلاحة سمير البقالي، بتطوان، وفدا.\nوقال البقالي: «خطة الماء 2030» جاهزة."


def mention(number: int, form: str, label: str, **rest: object) -> dict[str, object]:
    start = TEXT.index(form)
    place = {"start": start, "end": start + len(form), "source_start": start + 9, "source_end": start + len(form) + 9}
    return {"id": f"m{number}", "label": label, "text": form, **place, "confidence": 0.9, "by": "test", **rest}


@pytest.fixture
def record() -> dict[str, object]:
    mentions = [
        mention(1, "وزير الفلاحة", "POSITION", role="minister", holder="سمير البقالي"),
        mention(2, "سمير البقالي", "PERSON", role="minister", name="سمير البقالي"),
        mention(3, "تطوان", "PLACE", name="تطوان", level="locality", country="MA"),
        mention(4, "خطة الماء 2030", "PROGRAM", kind="plan", name="خطة الماء 2030"),
        mention(5, "2030", "DATE", type="date", value="2030"),
    ]
    facts = {"id": "a-1", "published": "2022-03-01", "country": "MA", "title": None, "url": None, "source": "x.jsonl"}
    return {**facts, "text": TEXT, "mentions": mentions}


def corrected(task: dict, tool: Tool) -> dict:
    """A task as the tool exports it, untouched by the annotator."""
    if tool == "doccano":
        return {"id": 17, **task, "Comments": []}
    return {"id": 17, "data": task["data"], "annotations": [{"result": task["predictions"][0]["result"]}]}


def write(path: Path, tasks: list[dict], tool: Tool) -> Path:
    path.write_text("".join(annotate.dump(tasks, tool)), encoding="utf-8")
    return path


@pytest.mark.parametrize("tool", annotate.TOOLS)
def test_round_trip_keeps_offsets_and_attributes(record: dict, tool: Tool, tmp_path: Path) -> None:
    tasks = [corrected(task, tool) for task in annotate.export([record], tool)]
    [document] = annotate.read_back(write(tmp_path / "back.json", tasks, tool))
    assert document["text"] == TEXT
    assert [(m["label"], m["text"]) for m in document["mentions"]] == [
        ("POSITION", "وزير الفلاحة"),
        ("PERSON", "سمير البقالي"),
        ("PLACE", "تطوان"),
        ("PROGRAM", "خطة الماء 2030"),
        ("DATE", "2030"),
    ]
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for m in document["mentions"])
    assert document["mentions"][2] | {"level": "locality", "country": "MA"} == document["mentions"][2]
    assert (document["id"], document["published"], document["country"]) == ("a-1", "2022-03-01", "MA")


def test_a_new_mention_of_the_annotator_is_read(record: dict, tmp_path: Path) -> None:
    [task] = annotate.export([record], "doccano")
    start = TEXT.rindex("البقالي")
    task["label"].append([start, start + len("البقالي"), "PERSON"])
    [document] = annotate.read_back(write(tmp_path / "back.jsonl", [task], "doccano"))
    [new] = [m for m in document["mentions"] if m["start"] == start]
    assert new == {"start": start, "end": start + 7, "text": "البقالي", "label": "PERSON"}


def test_a_removed_mention_is_gone(record: dict, tmp_path: Path) -> None:
    [task] = annotate.export([record], "label-studio")
    del task["predictions"][0]["result"][0]
    [document] = annotate.read_back(write(tmp_path / "b.json", [corrected(task, "label-studio")], "label-studio"))
    assert [m["label"] for m in document["mentions"]] == ["PERSON", "PLACE", "PROGRAM", "DATE"]


def test_doccano_projects_with_relations_name_their_spans_otherwise(record: dict, tmp_path: Path) -> None:
    [task] = annotate.export([record], "doccano")
    [start, end, label] = task.pop("label")[1]
    task |= {"entities": [{"id": 3, "label": label, "start_offset": start, "end_offset": end}], "relations": []}
    [document] = annotate.read_back(write(tmp_path / "b.jsonl", [task], "doccano"))
    assert [m["text"] for m in document["mentions"]] == ["سمير البقالي"]


def test_a_changed_text_is_refused(record: dict, tmp_path: Path) -> None:
    [task] = annotate.export([record], "doccano")
    task["text"] = task["text"].replace("😀 ", "")
    with pytest.raises(InputError, match=r"b\.jsonl:1.*not the one that was exported"):
        list(annotate.read_back(write(tmp_path / "b.jsonl", [task], "doccano")))


def test_offsets_in_utf16_units_are_refused(record: dict, tmp_path: Path) -> None:
    [task] = annotate.export([record], "label-studio")
    for region in task["predictions"][0]["result"]:
        region["value"]["start"] += 1
        region["value"]["end"] += 1
    with pytest.raises(InputError, match="reads"):
        list(annotate.read_back(write(tmp_path / "b.json", [corrected(task, "label-studio")], "label-studio")))


@pytest.mark.parametrize(
    ("label", "complaint"),
    [([0, 1, "COLOUR"], "unknown label 'COLOUR'"), ([5, 5, "DATE"], "outside"), ([0, 9999, "DATE"], "outside")],
)
def test_what_does_not_fit_is_named(record: dict, label: list, complaint: str, tmp_path: Path) -> None:
    [task] = annotate.export([record], "doccano")
    task["label"] = [label]
    with pytest.raises(InputError, match=complaint):
        list(annotate.read_back(write(tmp_path / "b.jsonl", [task], "doccano")))


def test_a_task_that_nobody_has_annotated_is_refused(record: dict, tmp_path: Path) -> None:
    tasks = list(annotate.export([record], "label-studio"))
    with pytest.raises(InputError, match="no annotation"):
        list(annotate.read_back(write(tmp_path / "b.json", tasks, "label-studio")))


@pytest.mark.parametrize("tool", annotate.TOOLS)
def test_the_labels_of_a_project(tool: Tool) -> None:
    said = annotate.interface(tool)
    assert all(label in said for label in annotate.COLOURS)
    assert tool == "label-studio" or json.loads(said)[0]["text"] == "PERSON"


def test_the_commands_take_files_there_and_back(record: dict, tmp_path: Path) -> None:
    records, tasks, gold = (tmp_path / name for name in ("records.jsonl", "tasks.jsonl", "gold.jsonl"))
    records.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    run = CliRunner().invoke
    assert run(app, ["annotate", "export", str(records), "-o", str(tasks)]).exit_code == 0
    assert run(app, ["annotate", "import", str(tasks), "-o", str(gold)]).exit_code == 0
    [document] = [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line]
    assert len(document["mentions"]) == 5


def test_what_is_no_record_is_refused_with_its_number() -> None:
    with pytest.raises(InputError, match="record 2: is no record: KeyError"):
        list(annotate.export([{"text": "نص", "mentions": []}, {"text": "نص"}], "doccano"))
