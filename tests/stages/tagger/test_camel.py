"""The engine `camel`: its messages where something is missing, and its real loading code with a model made here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import khabar
from khabar.config import read_config
from khabar.document import Document
from khabar.errors import ConfigError
from khabar.knowledge.base import Knowledge
from khabar.stages import Stage
from khabar.stages.tagger import make
from khabar.stages.tagger.camel import CamelTagger, Reading, reading

MORPHOLOGY = """\
###DEFINES###
DEFINE pos pos:noun pos:noun_prop
DEFINE prc1 prc1:0 prc1:bi_prep
DEFINE prc2 prc2:0 prc2:wa_conj
DEFINE lex lex:*open*
DEFINE diac diac:*open*
###DEFAULTS###
DEFAULT pos:noun prc1:0 prc2:0 lex:* diac:*
###ORDER###
ORDER pos prc1 prc2 lex diac
###TOKENIZATIONS###
TOKENIZATION diac
###STEMBACKOFF###
STEMBACKOFF NOAN Noun
###PREFIXES###
\tPref-0\tdiac:
و\tPref-Wa\tdiac:وَ prc2:wa_conj
###SUFFIXES###
\tSuff-0\tdiac:
###STEMS###
وزراء\tNoun\tdiac:وُزَراء pos:noun prc1:0 prc2:0 lex:وَزِير_1
سعاد\tNoun\tdiac:سُعاد pos:noun_prop prc1:0 prc2:0 lex:سُعاد_1
###TABLE AB###
Pref-0 Noun
Pref-Wa Noun
###TABLE BC###
Noun Suff-0
###TABLE AC###
Pref-0 Suff-0
Pref-Wa Suff-0
"""
LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "قال", "سعاد", "المريني", "."]


class Pretender:
    """Takes every word that is no punctuation for a name."""

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        return [["I-PERS" if word.isalpha() else "O" for word in sentence] for sentence in sentences]


def test_the_engine_fills_the_same_slot() -> None:
    tagger = CamelTagger("none", Pretender(), lambda word: Reading("", int(word.startswith("و"))))
    document = tagger(Document("وَسُعاد المريني."))
    [evidence] = document.evidence
    start, end = document.folded.span(evidence.start, evidence.end)
    assert (evidence.label, document.text[start:end]) == ("PERSON", "سُعاد المريني")


def test_words_keep_their_hamzas_and_lose_their_marks() -> None:
    seen: list[list[str]] = []

    class Witness(Pretender):
        def predict(self, sentences: list[list[str]]) -> list[list[str]]:
            seen.extend(sentences)
            return super().predict(sentences)

    CamelTagger("none", Witness(), lambda word: Reading("", 0))(Document("قالَ أحمدُ إنّ ليلى هنا"))
    assert seen == [["قال", "أحمد", "إن", "ليلى", "هنا"]]


@pytest.mark.parametrize(
    ("analyses", "expected"),
    [
        ([{"pos": "noun_prop", "prc3": "0", "prc2": "wa_conj", "prc1": "0"}], 1),
        ([{"pos": "noun_prop", "prc2": "wa_conj", "prc1": "bi_prep"}], 2),
        ([{"pos": "noun_prop", "prc2": "0"}, {"pos": "noun", "prc2": "wa_conj"}], 0),
        ([{"pos": "noun", "prc1": "li_prep"}, {"pos": "verb", "prc2": "0"}], 1),
        ([{"pos": "verb", "prc2": "wa_conj"}], 0),
        ([], 0),
    ],
)
def test_a_name_keeps_the_letters_that_may_be_its_own(analyses: list[dict[str, str]], expected: int) -> None:
    assert reading([{"lex": "x", **analysis} for analysis in analyses]).proclitics == expected


def test_the_likeliest_lemma_is_given_without_marks() -> None:
    readings = [
        {"lex": "وَرِيد_1", "pos": "noun", "pos_lex_logprob": "-7.5"},
        {"lex": "وَزِير_1", "pos": "noun", "pos_lex_logprob": "-3.1"},
        {"lex": "وَزَر", "pos": "verb"},
    ]
    assert reading(readings).lemma == "وزير"
    assert reading([]) == Reading("", 0)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ConfigError, match="unknown engine 'magic'"):
        khabar.load({"tagger": {"engine": "magic"}})


def test_without_camel_tools_the_message_says_what_to_install() -> None:
    code = "import sys; sys.modules['camel_tools'] = None\nimport khabar; khabar.load({'tagger': {'engine': 'camel'}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'khabar[camel]'" in done.stderr


def test_without_its_catalogue_the_message_says_how_to_get_it(tmp_path: Path) -> None:
    pytest.importorskip("camel_tools", reason="needs khabar[camel]")
    nowhere = {"CAMELTOOLS_DATA": str(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:9", "HOME": str(tmp_path)}
    code = "import khabar; khabar.load({'tagger': {'engine': 'camel'}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **nowhere}
    )
    assert "could not fetch its catalogue" in done.stderr
    assert "CAMELTOOLS_DATA" in done.stderr.splitlines()[-1]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CAMeL Tools with a catalogue of its own that names one model, which is not there."""
    pytest.importorskip("transformers", reason="needs khabar[camel]")
    folder = tmp_path_factory.mktemp("camel")
    datasets = {"tiny": {"path": "ner/tiny"}}
    databases = {"small": {"path": "morphology/small"}}
    catalogue = {
        "version": "1",
        "packages": {},
        "components": {
            "NamedEntityRecognition": {"default": "tiny", "datasets": datasets},
            "MorphologyDB": {"default": "small", "datasets": databases},
        },
    }
    (folder / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAMELTOOLS_DATA", str(folder))
        patch.setenv("HOME", str(folder))
        pytest.importorskip("camel_tools", reason="needs khabar[camel]")
        import camel_tools.ner  # noqa: F401
    return folder


def save_model(folder: Path) -> Path:
    """A BERT of one layer whose answer is always B-PERS."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt"), strip_accents=False).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        num_labels=len(LABELS), id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)},
    )  # fmt: skip
    model = BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.eye(len(LABELS))[LABELS.index("B-PERS")])
    model.save_pretrained(folder)
    return folder


def stage(**settings: str) -> Stage:
    return make({**read_config()["tagger"], "engine": "camel", **settings}, Knowledge())


def test_a_model_that_is_not_installed_is_named_with_its_command(installation: Path) -> None:
    with pytest.raises(ConfigError, match=r"'tiny' is not installed.*camel_data -i ner-tiny"):
        stage()


def test_a_model_that_the_catalogue_does_not_know_is_refused(installation: Path) -> None:
    with pytest.raises(ConfigError, match="knows no model 'huge'"):
        stage(camel_model="huge")


def test_a_folder_of_ones_own_is_loaded_and_used(installation: Path, tmp_path: Path) -> None:
    tagger = stage(camel_model=str(save_model(tmp_path / "mine")))
    document = tagger(Document("قال سعاد المريني."))
    assert [document.folded.text[e.start : e.end] for e in document.evidence] == ["قال", "سعاد", "المريني", "."]
    assert tagger.model == "camel/mine"  # type: ignore[attr-defined]


def test_the_model_of_the_catalogue_is_loaded(installation: Path) -> None:
    save_model(installation / "data" / "ner" / "tiny")
    assert khabar.load({"tagger": {"engine": "camel"}})("قال سعاد المريني.").provenance.model == "camel/tiny"


def test_the_morphology_of_the_catalogue_gives_lemmas_and_proclitics(installation: Path, tmp_path: Path) -> None:
    folder = str(save_model(tmp_path / "mine"))
    without = stage(camel_model=folder)
    assert without.lemma("وزراء") == ""  # type: ignore[attr-defined]
    database = installation / "data" / "morphology" / "small"
    database.mkdir(parents=True)
    (database / "morphology.db").write_text(MORPHOLOGY, encoding="utf-8")
    tagger = stage(camel_model=folder)
    assert [tagger.lemma(word) for word in ("وزراء", "ووزراء", "مجهول")] == ["وزير", "وزير", ""]  # type: ignore[attr-defined]
    found = tagger(Document("قال وسعاد")).evidence
    assert [(e.start, e.end) for e in found] == [(0, 3), (5, 9)]


def test_tokens_get_lemmas_in_spacy(installation: Path, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="needs khabar[spacy]")
    settings = {"tagger": {"engine": "camel", "camel_model": str(save_model(tmp_path / "mine"))}}
    nlp = spacy.blank("ar")
    nlp.add_pipe("khabar", config={"config": settings})
    assert [(token.text, token.lemma_) for token in nlp("قال ووزراء")] == [("قال", ""), ("و", ""), ("وزراء", "وزير")]
