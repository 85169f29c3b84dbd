"""The tables of `data/programs` hold together, and the figures on annotated articles do not fall."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from khabar.config import read_config
from khabar.document import Document, ProgramKind
from khabar.knowledge.load import load_knowledge
from khabar.resources import data
from khabar.stages import lookup, programs
from khabar.stages.programs.lexicon import bare, load_lexicon


def rows(name: str) -> list[dict[str, str]]:
    header, *lines = [line.split("\t") for line in data("programs", name).read_text(encoding="utf-8").splitlines()]
    return [dict(zip(header, line, strict=True)) for line in lines]


@pytest.mark.parametrize(("table", "key"), [("heads.tsv", "form"), ("words.tsv", "word"), ("verbs.tsv", "verb")])
def test_each_row_is_there_once_and_has_a_source(table: str, key: str) -> None:
    counts = Counter(row[key] for row in rows(table))
    assert not [form for form, count in counts.items() if count > 1]
    assert all(row["source"] for row in rows(table))


def test_heads_are_of_the_kinds_of_the_record() -> None:
    for row in rows("heads.tsv"):
        assert row["kind"] in get_args(ProgramKind)
        assert row["gender"] in ("m", "f")
        assert row["number"] in ("singular", "dual", "plural")


def test_weights_are_finite_and_sorted() -> None:
    table = [(row["decision"], row["feature"]) for row in rows("weights.tsv")]
    assert table == sorted(set(table))
    assert {decision for decision, _ in table} == {"end", "name"}
    assert all(math.isfinite(float(row["weight"])) for row in rows("weights.tsv"))


def test_a_word_is_in_one_cluster_with_words_that_stand_where_it_stands() -> None:
    counts = Counter(word for row in rows("clusters.tsv") for word in row["words"].split())
    assert max(counts.values()) == 1
    lexicon = load_lexicon()
    numbers = {word: lexicon.cluster(word, bare(word)) for word in ("تنفيذ", "وللتنفيذ", "تاهيل", "وزير")}
    assert numbers["تنفيذ"] == numbers["تاهيل"] != numbers["وزير"] != ""
    assert numbers["وللتنفيذ"] == numbers["تنفيذ"]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("الوقايه", "وقايه"),
        ("وبالوقايه", "وقايه"),
        ("كالوقايه", "وقايه"),
        ("وللوقايه", "وقايه"),
        ("للوقايه", "وقايه"),
        ("ووقايه", "وقايه"),
        ("بوقايه", "بوقايه"),
        ("وباء", "وباء"),
        ("وقايه", "قايه"),
        ("و", "و"),
        ("", ""),
    ],
)
def test_what_is_bare_has_no_article_conjunction_or_preposition_before_the_article(word: str, stem: str) -> None:
    assert bare(word) == stem


def test_figures_on_annotated_articles(shared: Path) -> None:
    knowledge = load_knowledge()
    stages = lookup.make({}, knowledge), programs.make(read_config()["programs"], knowledge)
    right = found = wanted = 0
    for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = Document(row["text"], country=row["country"])
        for stage in stages:
            document = stage(document)
        lines = [(x["start"], x["end"]) for x in row["lines"]]
        have = {(m.start, m.end) for m in document.of("PROGRAM") if not any(a <= m.start < b for a, b in lines)}
        want = {(m["start"], m["end"]) for m in row["mentions"] if m["label"] == "PROGRAM"}
        right, found, wanted = right + len(have & want), found + len(have), wanted + len(want)
    assert 2 * right / (found + wanted) >= 0.55
