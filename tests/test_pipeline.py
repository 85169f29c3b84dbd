"""The whole pipeline: the law of offsets, streams, failures, and stages of third parties."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import khabar
from khabar.document import Document
from khabar.pipeline import Pipeline, StageError
from khabar.record import Record

WORDS = "وزير الصحة السيد محمد العلوي جهة مراكش آسفي برنامج إقليم يوم 5 يناير ٢٠٢٢ الجاري و ب لل تنمية شارك ﻻ « » ، ."
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", " ", " ", "\u200f", "\u00a0", "\u064f"])


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return khabar.load(country="MA")


def assert_lawful(record: Record, source: str) -> None:
    """Every span is inside its text and names it, in the body and in the source."""
    for m in record.mentions:
        assert m.text == record.text[m.start : m.end] == source[m.source_start : m.source_end] != ""
        assert m.text == m.text.strip()
    for r in record.removed:
        assert source[r.start : r.end] == r.text != ""
    ids = {m.id for m in record.mentions}
    fields = [*record.ministers, *record.officials, *record.places, *record.dates, *record.programs, *record.relations]
    assert all(set(entry.mentions) <= ids and entry.mentions for entry in fields)
    assert rebuilt(record) == source


def rebuilt(record: Record) -> str:
    """The source, from the body and the removed stretches."""
    body, source = record.text, ""
    for r in record.removed:
        kept = r.start - len(source)
        source, body = source + body[:kept] + r.text, body[kept:]
    return source + body


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, PIECES, st.text(max_size=3)), max_size=60))
def test_the_law_of_offsets_on_any_text(pipeline: Pipeline, pieces: list[str]) -> None:
    source = "".join(pieces)
    assert_lawful(pipeline(source, published="2022-01-05"), source)


def test_the_law_of_offsets_on_real_text(pipeline: Pipeline, raw_news: list[str]) -> None:
    for source in raw_news:
        assert_lawful(pipeline(source, published=date(2020, 10, 2)), source)


def test_a_stream_gives_what_single_calls_give(pipeline: Pipeline, raw_news: list[str]) -> None:
    texts = raw_news[:70]
    assert list(pipeline.stream(iter(texts), size=16)) == [pipeline(text) for text in texts]


def test_the_same_text_gives_the_same_record(pipeline: Pipeline, raw_news: list[str]) -> None:
    again = khabar.load(country="MA")
    assert [pipeline(t).to_json() for t in raw_news[:20]] == [again(t).to_json() for t in raw_news[:20]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre de la santé a présidé une réunion dans la ville de Rabat pour les régions du pays", "fr"),
        ("وزیر بهداشت این کشور گفت که برای مقابله با بیماری به همکاری نیاز است و در تهران ۱۴۰۰", "fa"),
    ],
)
def test_another_language_is_named_and_nothing_invented(pipeline: Pipeline, text: str, language: str) -> None:
    record = pipeline(text)
    assert record.language == language
    assert record.mentions == []
    assert f"the language is {language}" in record.warnings[0]


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "\x00\x00", "\u200f\u202b", "\ud800\udfff", ".", "1" * 5000, "ا" * 5000]
)
def test_degenerate_text_gives_a_record(pipeline: Pipeline, text: str) -> None:
    record = pipeline(text)
    assert_lawful(record, text)
    assert record.to_json()


def broken(document: Document) -> Document:
    if "كسر" in document.text:
        raise RuntimeError("broken on purpose")
    return document


def test_a_failure_names_its_stage_and_spares_the_others(pipeline: Pipeline) -> None:
    failing = Pipeline((*pipeline.stages, ("mine", broken)), pipeline.provenance)
    good, bad = failing.batch([Document("زار الوزير الرباط"), Document("كسر", id="d2")])
    assert isinstance(good, Document)
    assert isinstance(bad, StageError)
    assert bad.stage == "mine"
    assert "d2: stage mine: RuntimeError: broken on purpose" in str(bad)
    with pytest.raises(StageError):
        list(failing.stream(["كسر"]))


def test_a_stage_of_a_third_party_is_named_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[khabar.stages]\nshout = shouting:make\n")
    (tmp_path / "shouting.py").write_text(
        "def make(settings, knowledge):\n"
        "    def shout(document):\n"
        "        document.warnings.append(settings['word'])\n"
        "        return document\n"
        "    return shout\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    pipeline = khabar.load({"stages": ["language", "shout"], "shout": {"word": "!"}})
    assert pipeline("زار الوزير الرباط").warnings == ["!"]
