"""Duplicates and other formats, made from the lines of a finished run."""

import csv
from pathlib import Path
from typing import Any

import pytest

from khabar.document import Document
from khabar.engines.deliver import clusters_of, deliver, spool_of
from khabar.engines.journal import part_of
from khabar.record import Provenance, from_json
from khabar.stages.assemble import assemble

pytest.importorskip("rensa")

MADE = Provenance(version="1", config="c", knowledge="k", model=None)
STORY = " ".join(f"كلمة{i}" for i in range(200))
TEXTS = {
    "first": STORY,
    "other": " ".join(f"لفظ{i}" for i in range(200)),
    "same": STORY.replace(" ", "  ").replace("كلمة7 ", "كلمه7 "),  # as spelling and spaces vary
    "nearly": STORY.replace("كلمة50 ", "").replace("كلمة120", "غيرها"),
    "half": " ".join(STORY.split()[:100] + [f"آخر{i}" for i in range(100)]),
}


def spooled(output: Path, form: Any, duplicates: Any) -> None:
    lines = [assemble(Document(text, id=name), MADE).to_json() + "\n" for name, text in TEXTS.items()]
    part_of(spool_of(output, form, duplicates)).write_text("".join(lines), encoding="utf-8")


def clusters(path: Path) -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["cluster"], row["kind"]) for row in csv.DictReader(path.open(encoding="utf-8"))}


CLUSTERS = {
    "first": ("first", "first"),
    "other": ("other", "first"),
    "same": ("first", "exact"),
    "nearly": ("first", "near"),
    "half": ("half", "first"),
}


def test_the_same_and_nearly_the_same_share_a_cluster_and_nothing_is_dropped(tmp_path: Path) -> None:
    output = tmp_path / "n.jsonl"
    spooled(output, "jsonl", "mark")
    deliver(output, "jsonl", "mark")
    assert clusters(tmp_path / "n.jsonl.duplicates.csv") == CLUSTERS
    assert [from_json(line).id for line in output.open("rb")] == list(TEXTS)


@pytest.mark.parametrize(("form", "name"), [("jsonl", "n.jsonl"), ("csv", "tables")])
def test_dropped_when_asked(tmp_path: Path, form: Any, name: str) -> None:
    output = tmp_path / name
    spooled(output, form, "drop")
    deliver(output, form, "drop")
    assert clusters(clusters_of(output, form)) == CLUSTERS
    documents = output if form == "jsonl" else output / "documents.csv"
    kept = documents.read_text(encoding="utf-8")
    assert [name in kept for name in ("first", "other", "same", "nearly", "half")] == [True, True, False, False, True]
    assert not list(tmp_path.rglob("*.part"))


def test_delivering_again_after_a_kill_gives_the_same(tmp_path: Path) -> None:
    output = tmp_path / "n.conll"
    spooled(output, "conll", "mark")
    part_of(output).write_text("half of an earlier try", encoding="utf-8")
    deliver(output, "conll", "mark")
    first = output.read_bytes()
    spooled(output, "conll", "mark")
    deliver(output, "conll", "mark")
    assert output.read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["n.conll", "n.conll.duplicates.csv"]
