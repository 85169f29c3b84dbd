"""The stage: evidence in folded offsets, proclitics outside, one by one or many at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import khabar
from khabar.config import read_config
from khabar.document import Document, Evidence, Removed
from khabar.errors import ConfigError
from khabar.knowledge.base import Knowledge
from khabar.stages import Stage
from khabar.stages.tagger import Tagger, make
from khabar.stages.tagger.agreement import agree

SENTENCES = [
    "قالت [سعاد المريني] اليوم.",
    "حضر [كمال العلوي] الحفل، و[سعاد المريني].",
    "تسلم المدير هدية ل[كمال العلوي]",
    "لا أحد هنا.",
    "قالت [سُعاد  المَريني] اليوم.",
    "",
]


def marked(sentence: str) -> tuple[str, list[str]]:
    text = sentence.replace("[", "").replace("]", "")
    return text, [part.partition("]")[0] for part in sentence.split("[")[1:]]


def stage(folder: Path, **settings: object) -> Stage:
    return make({**read_config()["tagger"], "model": str(folder), **settings}, Knowledge())


def found(document: Document) -> list[str]:
    spans = [document.folded.span(e.start, e.end) for e in document.evidence]
    return [document.text[a:b] for a, b in spans]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_evidence_is_the_name_without_proclitics(sentence: str, model_folder: Path) -> None:
    text, names = marked(sentence)
    document = stage(model_folder)(Document(text))
    assert found(document) == names
    assert all(e.label == "PERSON" and 0.5 <= e.score <= 1 for e in document.evidence)


def test_many_at_once_is_the_same_as_one_by_one(model_folder: Path) -> None:
    tagger = stage(model_folder)
    assert isinstance(tagger, Tagger)
    texts = [marked(s)[0] for s in SENTENCES]
    together = tagger.batch([Document(t) for t in texts])
    assert [found(d) for d in together] == [found(tagger(Document(t))) for t in texts]


def test_threads_share_a_model(model_folder: Path) -> None:
    tagger = stage(model_folder)
    texts = [f"كلمه{i} {chr(0x628 + i % 20)}{i}" + " قالت سعاد المريني." for i in range(60)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda t: found(tagger(Document(t))), texts)) == [["سعاد المريني"]] * len(texts)


def test_boilerplate_is_not_read(model_folder: Path) -> None:
    document = Document("سعاد المريني\nقال كمال العلوي ذلك")
    document.remove([Removed(0, 13, "nav", "test")])
    [evidence] = stage(model_folder)(document).evidence
    start, end = document.body.to_source(*document.folded.span(evidence.start, evidence.end))
    assert document.text[start:end] == "كمال العلوي"


def test_the_threshold_drops_what_is_less_sure(model_folder: Path) -> None:
    text, _ = marked(SENTENCES[0])
    assert stage(model_folder, threshold=1.0)(Document(text)).evidence == []


def test_programmes_have_a_threshold_of_their_own(model_folder: Path) -> None:
    text, _ = marked(SENTENCES[0])
    (model_folder / "config.toml").write_text('[labels.khabar]\nPERSON = "PROGRAM"\n', encoding="utf-8")
    assert len(stage(model_folder, threshold=1.0)(Document(text)).evidence) == 1
    assert stage(model_folder, program_threshold=1.0)(Document(text)).evidence == []


def test_the_bias_trades_precision_for_recall(model_folder: Path) -> None:
    text, _ = marked(SENTENCES[0])
    assert stage(model_folder, bias=-50.0, threshold=0.0)(Document(text)).evidence == []


def test_records_say_which_model(model_folder: Path) -> None:
    pipeline = khabar.load({"tagger": {"model": str(model_folder)}})
    name, _, digest = (pipeline("قالت سعاد المريني.").provenance.model or "").partition("@")
    assert name == "tiny"
    assert len(digest) == 12


@pytest.mark.parametrize("settings", [{"enabled": False}, {"model": "none-of-this-name"}])
def test_without_a_model_records_say_so(settings: dict[str, object]) -> None:
    assert khabar.load({"tagger": settings})("قالت سعاد المريني.").provenance.model is None


def test_a_path_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"holds no model\.npz"):
        khabar.load({"tagger": {"model": f"{tmp_path}/"}})


def test_a_spoilt_model_is_an_error_that_names_it(model_folder: Path) -> None:
    (model_folder / "model.npz").write_bytes(b"PK no archive")
    with pytest.raises(Exception, match="is no model"):
        khabar.load({"tagger": {"model": str(model_folder)}})("قالت سعاد المريني.")


def test_nothing_is_loaded_before_the_first_document(model_folder: Path) -> None:
    from khabar.stages.tagger.model import load

    load.cache_clear()
    stage(model_folder)
    assert load.cache_info().currsize == 0


@pytest.mark.parametrize(
    ("text", "sure", "expected"),
    [
        ("سمير البقالي هنا. وقال سمير البقالي نعم", "سمير البقالي", 2),
        ("سمير البقالي هنا. اما وسمير البقالي فلا", "سمير البقالي", 2),
        ("سمير البقالي هنا. اما سمير البقاليون فلا", "سمير البقالي", 1),
        ("سمير هنا. وقال سمير نعم", "سمير", 1),
    ],
)
def test_a_name_found_once_is_found_everywhere(text: str, sure: str, expected: int) -> None:
    everywhere = agree(text, [Evidence("PERSON", 0, len(sure), 0.95)])
    assert [text[e.start : e.end] for e in everywhere] == [sure] * expected


def test_agreement_does_not_overrule_the_model() -> None:
    text = "سمير البقالي هنا. في شارع سمير البقالي"
    at = text.index("شارع")
    seen = [Evidence("PERSON", 0, 12, 0.95), Evidence("ORG", at, len(text), 0.6)]
    assert agree(text, seen) == seen


def test_what_is_not_sure_is_not_repeated() -> None:
    text = "سمير البقالي هنا. وقال سمير البقالي نعم"
    assert len(agree(text, [Evidence("PERSON", 0, 12, 0.6)])) == 1
