"""Sentences with the places in brackets; below each its places as name, level and country."""

from datetime import date
from pathlib import Path

import pytest

from bracketed import Case, bracketed, cases
from khabar.document import Document, Place
from khabar.knowledge.load import load_knowledge
from khabar.pipeline import Stage
from khabar.stages import lookup, places

CASES = Path(__file__).with_name("cases.txt")


@pytest.fixture(scope="module")
def stages() -> tuple[Stage, Stage]:
    knowledge = load_knowledge()
    return lookup.make({}, knowledge), places.make({}, knowledge)


def run(stages: tuple[Stage, Stage], text: str, country: str | None = "MA") -> Document:
    document = Document(text, country=country)
    for stage in stages:
        document = stage(document)
    return document


@pytest.mark.parametrize("case", cases(CASES), ids=str)
def test_sentences(stages: tuple[Stage, Stage], case: Case) -> None:
    document = run(stages, case.sentence, case.country)
    assert bracketed(document, "PLACE") == case.annotated
    assert [value(m.value) for m in document.of("PLACE")] == case.values


def value(place: object) -> str:
    assert isinstance(place, Place)
    return f"{place.name}, {place.level}, {place.country or '--'}"


def test_a_region_has_its_code_parent_and_entity(stages: tuple[Stage, Stage]) -> None:
    (mention,) = run(stages, "بجهة مراكش آسفي").mentions
    assert mention.value == Place("مراكش-آسفي", "region", "MA", "MA-07", "MA", "MA-07")


@pytest.mark.parametrize(
    ("text", "year", "entity"),
    [
        ("بجهة مراكش", 2012, "MA-H11"),
        ("بجهة مراكش", 2019, "MA-07"),
        ("بجهة مراكش", None, "MA-07"),
        ("بجهة دكالة", 2012, "MA-H10"),
        ("بجهة دكالة", 2019, None),
        ("بالجهة الشرقية", 2012, "MA-H04"),
        ("بالجهة الشرقية", 2019, "MA-02"),
        ("بجهة طنجة تطوان", 2019, "MA-H01"),
    ],
)
def test_the_day_tells_a_former_region(
    stages: tuple[Stage, Stage], text: str, year: int | None, entity: str | None
) -> None:
    document = Document(text, country="MA", published=date(year, 5, 1) if year else None)
    for stage in stages:
        document = stage(document)
    (mention,) = document.mentions
    assert isinstance(mention.value, Place)
    assert mention.value.entity == entity


def test_an_unknown_place_lies_where_the_document_is_about(stages: tuple[Stage, Stage]) -> None:
    document = run(stages, "في دمشق وحلب وحمص وحماة، وفي بلدة زهرونا", "AE")
    assert document.mentions[-1].value.country == "SY"


def test_an_unknown_name_has_no_entity(stages: tuple[Stage, Stage]) -> None:
    (mention,) = run(stages, "حريق بدوار تغزرت").mentions
    assert mention.value == Place("تغزرت", "locality", "MA")
    assert mention.confidence < 0.8


def test_unknown_names_can_be_left_out() -> None:
    knowledge = load_knowledge()
    strict = lookup.make({}, knowledge), places.make({"unknown": False}, knowledge)
    assert run(strict, "حريق بدوار تغزرت").mentions == []


def test_the_name_is_as_written_or_canonical() -> None:
    knowledge = load_knowledge()
    names = []
    for setting in ("written", "canonical"):
        both = lookup.make({}, knowledge), places.make({"names": setting}, knowledge)
        names += [m.value.name for m in run(both, "في الدانمارك", None).mentions]
    assert names == ["الدانمارك", "الدنمارك"]


def test_another_country_reads_the_same_name_otherwise(stages: tuple[Stage, Stage]) -> None:
    found = {c: run(stages, "وصل إلى القنيطرة", c).mentions[0].value.country for c in ("MA", "SY")}
    assert found == {"MA": "MA", "SY": "SY"}


@pytest.mark.parametrize("text", ["", " ", "مدينة", "مدينة ", 'مدينة "', "إقليم\n", "جهة،", "ال", "محافظة و"])
def test_texts_that_end_at_a_head_noun(stages: tuple[Stage, Stage], text: str) -> None:
    assert run(stages, text).mentions == []


def test_spans_in_raw_news_are_exact_and_apart(stages: tuple[Stage, Stage], raw_news: list[str]) -> None:
    for text in raw_news:
        end = 0
        for mention in run(stages, text, None).of("PLACE"):
            named = text[mention.start : mention.end]
            assert end <= mention.start < mention.end
            assert named == named.strip(), named
            assert not named.endswith(("،", ".", ":")), named
            end = mention.end
