"""Sentences with the programmes in brackets; below each its programmes as name, kind, years, owner and id."""

import random
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bracketed import Case, bracketed, cases
from khabar.config import read_config
from khabar.document import Document, Evidence, Program
from khabar.knowledge.load import load_knowledge
from khabar.pipeline import Stage
from khabar.stages import lookup, programs

CASES = Path(__file__).with_name("cases.txt")
WORDS = [
    "برنامج",
    "المخطط",
    "للمبادرة",
    "الوطني",
    "«",
    "»",
    '"',
    "(",
    ")",
    "2021-2026",
    "في",
    "و",
    "لدعم",
    "،",
    "\n",
    " ",
]


@cache
def both() -> tuple[Stage, Stage]:
    knowledge = load_knowledge()
    return lookup.make({}, knowledge), programs.make(read_config()["programs"], knowledge)


@pytest.fixture(scope="module")
def stages() -> tuple[Stage, Stage]:
    return both()


def run(stages: tuple[Stage, Stage], document: Document) -> Document:
    for stage in stages:
        document = stage(document)
    return document


def line(value: object) -> str:
    assert isinstance(value, Program)
    first = "" if value.start is None else str(value.start)
    years = "-" if value.end is None else f"{first}-{value.end}"
    return " | ".join((value.name, value.kind, years, value.owner or "-", value.entity or "-"))


@pytest.mark.parametrize("case", cases(CASES), ids=str)
def test_sentences(stages: tuple[Stage, Stage], case: Case) -> None:
    document = run(stages, Document(case.sentence, country=case.country))
    assert bracketed(document, "PROGRAM") == case.annotated
    one_each = {id(m.value): m.value for m in document.of("PROGRAM")}
    assert [line(value) for value in one_each.values()] == case.values


def test_a_name_is_found_again_where_the_sentence_goes_on_otherwise(stages: tuple[Stage, Stage]) -> None:
    text = "خطة تأهيل الموانئ الكبرى شرعت في الظهور. وتهم خطة تأهيل الموانئ الكبرى تسع مدن."
    assert bracketed(run(stages, Document(text)), "PROGRAM").count("[خطة تأهيل الموانئ الكبرى]") == 2


def test_the_tagger_adds_to_the_odds(stages: tuple[Stage, Stage]) -> None:
    text = "حملة نظافة الشواطئ متواصلة"

    def confidence(evidence: list[Evidence]) -> float:
        document = run(stages, Document(text, evidence=evidence))
        return max((m.confidence for m in document.of("PROGRAM")), default=0.0)

    end = text.index(" متواصلة")
    assert confidence([Evidence("PROGRAM", 0, end, 1.0)]) > confidence([Evidence("PERSON", 0, end, 1.0)])


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_whole_spans(words: list[str]) -> None:
    document = run(both(), Document(" ".join(words)))
    for mention in document.of("PROGRAM"):
        text = document.body.text[mention.start : mention.end]
        assert text == text.strip()
        assert text[0].isalnum()
        assert "\n" not in text


def test_cost_grows_with_the_text(stages: tuple[Stage, Stage]) -> None:
    names = ["التنمية", "التأهيل", "الماء", "النقل", "الصحة", "القرى", "الشباب", "الغابات"]
    draw = random.Random(1)

    def seconds(sentences: int) -> float:
        text = " ".join(f"أطلقت وزارة الصحة برنامج {' و'.join(draw.sample(names, 3))} {n}." for n in range(sentences))
        document = stages[0](Document(text))
        start = process_time()
        stages[1](document)
        return process_time() - start

    assert seconds(4000) < 16 * seconds(500) + 0.2
