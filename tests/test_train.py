"""A tiny tagger, trained on sentences made here, learns contexts and not names."""

import json
import random
import tomllib
from pathlib import Path

import pytest

from khabar.config import read_config
from khabar.document import Document
from khabar.errors import ConfigError, InputError
from khabar.knowledge.base import Knowledge
from khabar.stages.tagger import make
from khabar.stages.tagger.features import LISTS
from khabar.train import read_recipe, train
from khabar.train.calibrate import fit, reliability
from khabar.train.data import Span, label, read_conll, read_documents
from khabar.train.lists import lists

GIVEN = ["سعاد", "كمال", "سمير", "هند", "مراد", "ليلى", "بدر", "نزهة", "عماد", "سلوى"]
FAMILY = ["المريني", "العلوي", "البقالي", "الزرهوني", "التازي", "الوزاني", "الفيلالي", "الدكالي"]
OFFICES = ["وزير الفلاحة", "وزيرة التضامن", "والي الجهة", "عامل الإقليم", "وزير النقل"]
FRAMES = [
    "قال [POSITION {o}] [PERSON {n}] إن العمل مستمر.",
    "وأضافت [PERSON {n}] أن الحصيلة جيدة.",
    "استقبل [POSITION {o}] اليوم ب[PERSON {n}] وفدا.",
    "لم يحضر أحد إلى الحفل مساء اليوم.",
]
UNSEEN = "الكطاوي"


def annotated(sentence: str) -> dict:
    text, mentions = "", []
    for part in sentence.replace("[", "]").split("]"):
        label, _, rest = part.partition(" ")
        if label in ("PERSON", "POSITION"):
            mentions.append({"start": len(text), "end": len(text) + len(rest), "label": label})
            part = rest
        text += part
    return {"text": text, "mentions": mentions}


def documents(count: int) -> list[dict]:
    rng = random.Random(3)
    made = []
    for i in range(count):
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        made.append({"id": f"d{i}", **annotated(rng.choice(FRAMES).format(o=rng.choice(OFFICES), n=name))})
    return made


CONFIG = """
seed = 1
[vectors]
raw = ["train.jsonl"]
dim = 16
min_count = 2
groups = 500
epochs = 3
[reading]
epochs = 1.0
batch = 200
targets = 50
negatives = 20
width = 8
[teacher]
affix = 4
width = 32
blocks = 1
heads = 2
[masking]
batch = 400
targets = 50
[tuning]
teachers = 2
epochs = 6
rate = 5e-3
batch = 150
[silver]
heads = ["khabar"]
[network]
first = 24
second = 16
dropout = 0.2
[learning]
epochs = 10
rate = 2e-2
batch = 150
silver = 3
portion = 300
vectors = true
[labels.khabar]
PERSON = "PERSON"
POSITION = "POSITION"
[[data]]
head = "khabar"
format = "documents"
path = "train.jsonl"
labels = ["PERSON", "POSITION"]
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch", reason="training needs khabar[train]")
    pytest.importorskip("floret", reason="training needs khabar[train]")
    folder = tmp_path_factory.mktemp("tiny")
    rows = [json.dumps(d, ensure_ascii=False) + "\n" for d in documents(300)]
    (folder / "train.jsonl").write_text("".join(rows), encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    train(folder / "config.toml", say=lambda _: None, cache=folder / "cache")
    return folder


def found(folder: Path, text: str) -> list[tuple[str, str]]:
    tagger = make({**read_config()["tagger"], "model": str(folder), "threshold": 0.3}, Knowledge())
    document = tagger(Document(text))
    spans = [(e.label, document.folded.span(e.start, e.end)) for e in document.evidence]
    return [(label, text[a:b]) for label, (a, b) in spans]


@pytest.mark.parametrize(
    "sentence",
    [
        f"قال [POSITION وزير الفلاحة] [PERSON مراد {UNSEEN}] إن العمل مستمر.",
        f"وأضافت [PERSON ليلى {UNSEEN}] أن الحصيلة جيدة.",
        f"استقبل [POSITION والي الجهة] اليوم ب[PERSON هند {UNSEEN}] وفدا.",
        "لم يحضر أحد إلى الحفل مساء اليوم.",
    ],
)
def test_it_finds_names_that_it_never_saw(trained: Path, sentence: str) -> None:
    row = annotated(sentence)
    expected = [(m["label"], row["text"][m["start"] : m["end"]]) for m in row["mentions"]]
    assert found(trained, row["text"]) == expected


def test_the_same_config_gives_the_same_model(trained: Path) -> None:
    before = (trained / "model.npz").read_bytes()
    train(trained / "config.toml", say=lambda _: None, cache=trained / "cache")
    assert (trained / "model.npz").read_bytes() == before


def test_the_network_at_work_agrees_with_the_one_that_learnt(trained: Path) -> None:
    import numpy as np
    import torch

    from khabar.stages.tagger.model import load
    from khabar.stages.tagger.network import Order
    from khabar.train.bank import Forms
    from khabar.train.net import Net, Sizes, Student
    from khabar.train.save import save

    words = load(trained).words
    sentences = [s for s in read_documents(trained / "train.jsonl", ["PERSON"]) if s.words][:3]
    torch.manual_seed(0)
    student = Student(Sizes(len(words.vocabulary), 16, first=5, second=4), dropout=0.4)
    student.features.own.weight.data[1:].normal_(std=0.1)  # learnt on top of the vectors, saved within them
    net = Net(student, {"khabar": ("O", "B-PERSON", "I-PERSON")}).eval()
    save(net, words, trained / "raw")
    (trained / "raw" / "config.toml").write_text('[labels.khabar]\nPERSON = "PERSON"\n', encoding="utf-8")
    model = load(trained / "raw")
    network = model.network
    forms = [w for s in sentences for w in s.words]
    order = Order(np.array([len(s.words) for s in sentences]))
    at_work = np.empty((len(forms), 8), np.float32)
    inputs = network.inputs(*model.words.table(forms))
    gates = network.first.ahead.gates(inputs), network.first.back.gates(inputs)
    at_work[order.packed] = network.states(*gates, order.packed, order)
    table = Forms(words, sorted({w for s in sentences for w in s.words}))
    learning = []
    for s in sentences:
        rows = torch.tensor([[table.index[w] for w in s.words]])
        states, _ = net(table.inputs(rows, torch.tensor([len(s.words)])))
        learning.append(states[0].detach().numpy())
    assert at_work == pytest.approx(np.vstack(learning), abs=1e-2)  # half floats, vectors of eight bits


def test_the_shipped_config_sets_only_what_there_is() -> None:
    pytest.importorskip("torch", reason="training needs khabar[train]")
    from khabar.resources import models
    from khabar.train.loop import Plan
    from khabar.train.net import Sizes
    from khabar.train.pretrain import Reading
    from khabar.train.teacher import Masking, TeacherSizes
    from khabar.train.vectors import Spelling

    config = tomllib.loads(models("news", "config.toml").read_text(encoding="utf-8"))
    del config["vectors"]["raw"], config["tuning"]["teachers"], config["network"]["dropout"]
    kinds = {"vectors": Spelling, "reading": Reading, "masking": Masking, "tuning": Plan, "learning": Plan}
    for section, kind in kinds.items():
        kind(**config[section])
    assert TeacherSizes(9, 96, **config["teacher"]).width % config["teacher"]["heads"] == 0
    assert Sizes(9, 96, **config["network"]).input > 96
    assert set(config["silver"]["heads"]) <= {entry["head"] for entry in config["data"]}


def test_documents_are_labelled_with_proclitics_outside() -> None:
    row = annotated("زار [PERSON سمير البقالي] وب[PERSON كمال] و[POSITION وزير النقل]")
    [sentence] = label(row["text"], [Span(m["start"], m["end"], m["label"]) for m in row["mentions"]], "d")
    assert list(zip(sentence.words, sentence.tags, sentence.clitics, strict=True)) == [
        ("زار", "O", -1),
        ("سمير", "B-PERSON", 0),
        ("البقالي", "I-PERSON", -1),
        ("وبكمال", "B-PERSON", 2),
        ("ووزير", "B-POSITION", 1),
        ("النقل", "I-POSITION", -1),
    ]


def test_boilerplate_lines_are_not_learnt(tmp_path: Path) -> None:
    text = "شارك الخبر\nقال سمير نعم"
    row = {"id": "d", "text": text, "mentions": [], "lines": [{"start": 0, "end": 10, "kind": "share"}], "removed": []}
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    assert [" ".join(s.words) for s in read_documents(path, ["PERSON"])] == ["قال سمير نعم"]


def test_a_corpus_is_read_with_its_labels_renamed(tmp_path: Path) -> None:
    path = tmp_path / "c.conll"
    path.write_text("زار\tO\n(الرباط)\tB-GPE\nأمس\tB-DATE\n\nنعم\tO\n", encoding="utf-8")
    first, second = read_conll(path, {"GPE": "LOC"})
    assert list(zip(first.words, first.tags, strict=True)) == [
        ("زار", "O"), ("(", "B-LOC"), ("الرباط", "I-LOC"), (")", "I-LOC"), ("امس", "O"),
    ]  # fmt: skip
    assert second.words == ("نعم",)


def test_a_line_that_is_no_token_and_tag_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.conll"
    path.write_text("زار\tO\nالرباط\tLOC\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"c\.conll:2"):
        read_conll(path)


def test_a_config_that_names_absent_data_says_which(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('seed = 1\n[vectors]\nraw = ["no.jsonl"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"no\.jsonl, which is not there"):
        read_recipe(path)


def test_calibration_makes_scores_mean_their_share() -> None:
    rng = random.Random(1)
    said = [0.95] * 400 + [0.6] * 400
    right = [rng.random() < 0.8 for _ in range(400)] + [rng.random() < 0.4 for _ in range(400)]
    slope, offset = fit(said, right)

    def calibrated(p: float) -> float:
        from math import exp, log

        return 1 / (1 + exp(-(slope * log(p / (1 - p)) + offset)))

    assert calibrated(0.95) == pytest.approx(0.8, abs=0.05)
    assert calibrated(0.6) == pytest.approx(0.4, abs=0.05)


def test_reliability_holds_scores_against_shares() -> None:
    assert reliability([(0.1, False), (0.9, True), (0.9, False), (1.0, True)], bins=2) == [
        (0.1, 0.0, 1),
        (pytest.approx(2.8 / 3), pytest.approx(2 / 3), 3),
    ]


def test_batches_hold_every_sentence_once_and_no_more_words_than_asked_padding_included() -> None:
    pytest.importorskip("torch", reason="training needs khabar[train]")
    import numpy as np

    from khabar.train.bank import Bank

    lengths = [1] * 300 + [2] * 100 + list(range(3, 60)) + [250]
    bank = Bank({"forms": np.ones(sum(lengths), np.int32)}, lengths)
    batches = bank.batches(100, random.Random(1))
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert all(len(b) * max(bank.lengths[b]) <= 100 for b in batches if len(b) > 1)


def test_the_teachers_know_the_raw_text_and_the_student_learns_it_from_them() -> None:
    torch = pytest.importorskip("torch", reason="training needs khabar[train]")
    import numpy as np

    from khabar.stages.tagger.features import Words
    from khabar.train.bank import Forms, raw_bank
    from khabar.train.net import Net, Sizes, Student
    from khabar.train.silver import silver

    def net(seed: int) -> Net:
        torch.manual_seed(seed)
        return Net(Student(Sizes(2, 8, first=6, second=5), dropout=0.0), {"khabar": ("O", "B-PERSON", "I-PERSON")})

    rng = np.random.default_rng(0)
    rows = (
        rng.integers(-9, 9, (2, 8)).astype(np.int8),
        np.ones(2, np.float32),
        rng.integers(-9, 9, (9, 8)).astype(np.int8),
    )
    words = Words(("قال", "كمال"), *rows, 0.1, {})
    forms = Forms(words, ["قال", "كمال", "البقالي"])
    bank = raw_bank(forms, [["قال", "كمال", "البقالي"], ["كمال"]])
    teacher, student = net(1), net(2)
    taught = silver([teacher], bank, forms, ["khabar"])
    assert taught.scores["khabar"].shape == (4, 3)
    optimiser = torch.optim.Adam(student.parameters(), 1e-2)
    batch, before = np.array([0, 1]), float(taught.loss(student, np.array([0, 1])).detach())
    for _ in range(60):
        optimiser.zero_grad()
        taught.loss(student, batch).backward()
        optimiser.step()
    best = float(taught.loss(teacher, batch).detach())
    assert best < float(taught.loss(student, batch).detach()) < best + 0.1 * (before - best)


def test_a_table_of_names_adds_to_the_lists(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("word\tlist\tsource\nإيمانويل\tworld\tgeneral knowledge\n", encoding="utf-8")
    assert lists(Knowledge(), table) == {"ايمانويل": 1 << LISTS.index("world")}
    table.write_text("word\tlist\tsource\nإيمانويل\tstars\tgeneral knowledge\n", encoding="utf-8")
    with pytest.raises(InputError, match="stars"):
        lists(Knowledge(), table)
