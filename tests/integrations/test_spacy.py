"""The spaCy component: exact spans over any tokenizer, and docs that travel with their record."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import khabar.config
from khabar.document import Document, Mention, Removed
from khabar.errors import ConfigError
from khabar.pipeline import Pipeline
from newsdesk import NEWS, PROVENANCE, VALUES, parse

SOURCE, MENTIONS, REMOVED = parse(NEWS)


def find(document: Document) -> Document:
    """A stage that finds the mentions of NEWS, and fails where it is told to."""
    if document.text == "خطأ":
        raise RuntimeError("told to")
    if document.text == SOURCE:
        document.remove([Removed(a, b, k, "demo") for k, a, b in REMOVED])  # type: ignore[arg-type]
        for label, start, end in MENTIONS:
            text = SOURCE[start:end]
            at = document.body.text.index(text)
            document.mentions.append(Mention(label, at, at + len(text), VALUES[text], "demo"))  # type: ignore[arg-type]
    return document


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """An Arabic pipeline whose component finds what NEWS is annotated with."""

    def load(config: object, *, country: str | None) -> Pipeline:
        return Pipeline((("demo", find),), PROVENANCE, country)

    monkeypatch.setattr(khabar.config, "load", load)
    nlp = spacy.blank("ar")
    nlp.add_pipe("khabar", config={"country": "MA"})
    yield nlp


def spans(doc: Doc) -> list[tuple[str, str]]:
    return [(s.label_, s.text) for s in doc.spans["khabar"]]


def test_all_mentions_are_spans_and_the_outermost_are_entities(nlp: Language) -> None:
    doc = nlp(SOURCE)
    assert doc.text == SOURCE
    assert ("PLACE", "جهة الشرق") in spans(doc) and ("POSITION", "والي جهة الشرق") in spans(doc)
    assert ("PLACE", "الرباط") in spans(doc), "it starts inside the token بالرباط"
    assert len(doc.spans["khabar"]) == len(MENTIONS)
    assert ("POSITION", "والي جهة الشرق") in [(e.label_, e.text) for e in doc.ents]
    assert ("PLACE", "جهة الشرق") not in [(e.label_, e.text) for e in doc.ents]


def test_spans_carry_the_mention_and_the_entity(nlp: Language) -> None:
    doc = nlp(SOURCE)
    rabat = next(s for s in doc.spans["khabar"] if s.text == "الرباط")
    mention = next(m for m in doc._.record.mentions if m.text == "الرباط")
    assert (rabat.id_, rabat.kb_id_) == (mention.id, "place:rabat")
    assert [(s.label_, s.text) for s in doc.spans["khabar_removed"]] == [
        ("nav", "الرئيسية / مجتمع"),
        ("ad", "إعلان"),
        ("share", "شارك على فيسبوك"),
    ]


@pytest.mark.parametrize(("align", "text"), [("split", "الرباط"), ("expand", "بالرباط"), ("contract", None)])
def test_a_token_that_a_mention_cuts(nlp: Language, align: str, text: str | None) -> None:
    nlp.remove_pipe("khabar")
    nlp.add_pipe("khabar", config={"align": align})
    doc = nlp(SOURCE)
    assert doc.text == SOURCE
    assert [s.text for s in doc.spans["khabar"] if "الرباط" in s.text] == ([text] if text else [])


def test_an_unknown_alignment_is_an_error(nlp: Language) -> None:
    with pytest.raises(ConfigError, match="one of split, expand, contract"):
        nlp.add_pipe("khabar", name="other", config={"align": "guess"})


def test_docs_travel_with_their_record(nlp: Language) -> None:
    doc = nlp(SOURCE)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.record == doc._.record and spans(again) == spans(doc)
    bin = DocBin(store_user_data=True, docs=[doc])
    (stored,) = DocBin().from_bytes(bin.to_bytes()).get_docs(nlp.vocab)
    assert stored._.record == doc._.record and spans(stored) == spans(doc)
    assert spacy.blank("ar").make_doc("نص")._.record is None


def test_batches_and_processes_give_the_same(nlp: Language) -> None:
    texts = [SOURCE, "نص قصير", SOURCE] * 5
    one = [nlp(t)._.record for t in texts]
    assert [d._.record for d in nlp.pipe(texts, batch_size=4)] == one
    assert [d._.record for d in nlp.pipe(texts, batch_size=4, n_process=2)] == one


def test_dates_and_countries_come_with_the_text(nlp: Language) -> None:
    context = {"published": "2022-01-05", "country": "DZ"}
    for processes in (1, 2):
        ((doc, given),) = nlp.pipe([(SOURCE, context)], as_tuples=True, n_process=processes)
        assert given == context
        assert (doc._.record.published, doc._.record.country) == (date(2022, 1, 5), "DZ")
    doc = nlp.make_doc(SOURCE)
    doc._.published = "2021-12-31"
    assert nlp(doc)._.record.published == date(2021, 12, 31)
    assert nlp(SOURCE)._.record.country == "MA"


def test_a_doc_that_fails_goes_to_the_error_handler(nlp: Language) -> None:
    with pytest.raises(Exception, match="told to"):
        nlp("خطأ")
    with pytest.raises(Exception, match="told to"):
        list(nlp.pipe(["خطأ"]))
    failed: list[str] = []
    nlp.set_error_handler(lambda name, proc, docs, error: failed.extend(d.text for d in docs))
    assert [d.text for d in nlp.pipe([SOURCE, "خطأ", "نص"])] == [SOURCE, "نص"]
    assert failed == ["خطأ"]


def test_the_pipeline_saves_loads_and_pickles(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert json.loads((tmp_path / "config.cfg").read_text().split("country = ")[1].split("\n")[0]) == "MA"
    assert spans(spacy.load(tmp_path)(SOURCE)) == spans(nlp(SOURCE))
    component = pickle.loads(pickle.dumps(nlp.get_pipe("khabar")))
    assert component.country == "MA" and "pipeline" not in vars(component)
    assert spans(component(nlp.make_doc(SOURCE))) == spans(nlp(SOURCE))


@pytest.fixture(scope="module")
def clitic() -> Language:
    return spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "khabar.Tokenizer.v1"}}})


@pytest.mark.parametrize(
    "tokens",
    [
        "و+ب+الرباط",
        "ل+لتنمية",
        "و+ل+لتنمية+،",
        "وزير الداخلية",
        "والدته و+الوالي",
        "كاليفورنيا و+البالغين",
        "أكد (+ب+الأمس+)",
        "لله للا مريم",
    ],
)
def test_the_tokenizer_cuts_what_the_article_gives_away(clitic: Language, tokens: str) -> None:
    """+ joins tokens of one word."""
    doc = clitic(tokens.replace("+", ""))
    assert [t.text for t in doc] == tokens.replace("+", " ").split()


@given(st.text(st.sampled_from("والبكلم ،.\n\u064b\u200f1a"), max_size=40))
def test_the_tokenizer_keeps_any_text(clitic: Language, text: str) -> None:
    assert clitic(text).text == text


def test_the_component_keeps_real_text(raw_news: list[str], clitic: Language) -> None:
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "khabar.Tokenizer.v1"}}})
    nlp.add_pipe("khabar")
    texts = raw_news[::40]
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        assert doc.text == text
        for span, mention in zip(doc.spans["khabar"], doc._.record.mentions, strict=True):
            assert span.text == mention.text == text[mention.source_start : mention.source_end]
