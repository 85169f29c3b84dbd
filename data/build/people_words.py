"""Count the words of `data/people/words.tsv`: `python data/build/people_words.py SHARED [--rounds 2] [--step 4]`.

SHARED holds `gold/` (annotated articles), `ner/` (ANERcorp, the Wojood sample) and `news/` (Al Mayadeen, ANT Corpus,
SANAD). The weight of a word is ten times the log odds that it is part of a person's name: what was counted, and for
rare words what their shape, frequency and the name lists let expect. Each round reads the news with the stage itself
and counts again. Needs scikit-learn.
"""

import argparse
import json
import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from khabar.arabic.fold import fold
from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.knowledge.load import load_knowledge
from khabar.resources import data
from khabar.stages import lookup, people, places

NEWS = ("almayadeen", "antcorpus_jawharafm", "sanad_alkhaleej")
CORPORA = {"anercorp_camel": ("train", "test"), "wojood_sample": ("train", "dev", "test")}
LETTERS = 3000  # of an article that are read in a round
PRIOR = 4.0  # occurrences that the expectation counts for
CAP = 15  # occurrences in the news that count for one word
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0621-\u064a]{2,}")
_PROCLITICS = "وفبلك"


def labelled(shared: Path, knowledge: Knowledge) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands in a person's name in the annotated texts, and how often elsewhere."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for name in ("train", "names"):
        for line in (shared / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            view = fold(row["text"])
            spans = [(m["start"], m["end"]) for m in row["mentions"] if m["label"] == "PERSON"]
            for match in _WORD.finditer(view.text):
                start, end = view.span(*match.span())
                within = next(((a, b) for a, b in spans if a < end and b > start), None)
                word = match.group()
                if within is None:
                    outside[word] += 1
                else:
                    inside[word[max(0, within[0] - start) :]] += 1
    for corpus, parts in CORPORA.items():
        for part in parts:
            for line in (shared / "ner" / corpus / f"{part}.conll").read_text(encoding="utf-8").splitlines():
                token, _, tag = line.partition("\t")
                (inside if tag.endswith("-PER") else outside).update(_WORD.findall(fold(token).text))
    for word in list(inside):  # the corpora leave proclitics on
        rest = word[1:]
        proclitic = len(word) > 3 and word[0] in _PROCLITICS and word not in knowledge.given_names
        if proclitic and inside[rest] >= max(3, 2 * inside[word]):
            outside[word] += inside[word]
            inside[rest] += inside.pop(word)
    return inside, outside


def articles(shared: Path, step: int = 1) -> Iterator[str]:
    for name in NEWS:
        with lzma.open(shared / "news" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % step == 0:
                    yield json.loads(line)["text"]


def shape(word: str, frequency: Counter[str], knowledge: Knowledge) -> dict[str, float]:
    """What lets expect whether a word is a name: its letters, how often it is met, and the lists."""
    count = frequency[word]
    features: dict[str, float] = {"frequency": math.log(count + 1), "length": len(word), "always": 1}
    features[f"band {min(8, int(math.log2(count + 1)))}"] = 1
    for n in (1, 2, 3):
        features[f"starts {word[:n]}"] = features[f"ends {word[-n:]}"] = 1
    if word.startswith("ال"):
        features["without article"] = math.log(frequency[word[2:]] + 1)
        features["nisba"] = float(word.endswith("ي"))
    for what, names in (("given", knowledge.given_names), ("family", knowledge.family_names)):
        if word in names:
            features[what] = 1
    if word[0] in _PROCLITICS and len(word) > 3:
        features[f"after {word[0]}"] = math.log(frequency[word[1:]] + 1) - math.log(count + 1)
        if word[1:] in knowledge.given_names:
            features[f"name after {word[0]}"] = 1
    return features


def expected(
    inside: Counter[str], outside: Counter[str], frequency: Counter[str], knowledge: Knowledge
) -> dict[str, float]:
    """The probability of each word to be met in a name, learnt over the words of the annotated texts."""
    words = [w for w in {*inside, *outside} if _ARABIC.fullmatch(w)]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(shape(w, frequency, knowledge) for w in words)
    weight = [min(c[w], 3) ** 0.5 for c in (inside, outside) for w in words]
    target = np.repeat([1, 0], len(words))
    model = LogisticRegression(C=0.3, max_iter=300)
    model.fit(scipy.sparse.vstack([matrix, matrix]), target, sample_weight=weight)
    names = {w for n in knowledge.given_names | knowledge.family_names for w in n.split()}
    known = sorted(w for w in {*words, *names, *(w for w, c in frequency.items() if c > 1)} if _ARABIC.fullmatch(w))
    chances = model.predict_proba(vectorizer.transform(shape(w, frequency, knowledge) for w in known))[:, 1]
    return dict(zip(known, chances.tolist(), strict=True))


def read(shared: Path, step: int, knowledge: Knowledge) -> tuple[Counter[str], ...]:
    """Read the news with the stage as it is: words in sure names, words elsewhere, last words, other words of names."""
    inside, outside, last, other = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    before = [lookup.make({}, knowledge), places.make({}, knowledge)]
    stage = people.make({"infer_holders": False}, knowledge)
    for text in articles(shared, step):
        document = Document(text[:LETTERS])
        for run in (*before, stage):
            document = run(document)
        view = document.folded
        held = [
            (view.at(m.start), view.at(m.end)) for m in document.mentions if m.label in ("PERSON", "PLACE", "POSITION")
        ]
        for mention in document.of("PERSON"):
            words = _WORD.findall(fold(document.body.text[mention.start : mention.end]).text)
            inside.update(words)
            last.update(words[-1:])
            other.update(words[:-1])
        cut = view.keyed
        for start, end in zip(cut.starts, cut.ends, strict=True):
            # the word after a name may be a part of it that was missed
            if not any(a <= end + 1 and start <= b + 1 for a, b in held):
                outside[view.text[start:end]] += 1
    return inside, outside, last, other


def weights(
    expectation: dict[str, float], counts: list[tuple[Counter[str], Counter[str], float]], frequency: Counter[str]
) -> dict[str, int]:
    """Ten times the log odds of each word; a rare word may not weigh much against a name."""
    found = {}
    for word, chance in expectation.items():
        yes, no = chance * PRIOR, (1 - chance) * PRIOR
        for inside, outside, faith in counts:
            met = inside[word] + outside[word]
            share = faith * min(1.0, CAP / met) if faith < 1 and met else 1.0
            yes, no = yes + inside[word] * share, no + outside[word] * share
        odds = min(max(yes / no, 0.003), 99.0)
        weight = 10 * math.log(odds)
        floor = -8 - 6 * math.log(1 + frequency[word] + 2 * counts[0][1][word])
        found[word] = max(-40, min(30, round(max(weight, floor))))
    return found


def write(found: dict[str, int], kept: set[str], closing: set[str]) -> None:
    rows: dict[tuple[int, str], list[str]] = defaultdict(list)
    for word in sorted(kept):
        rows[3 * round(found[word] / 3), "last" if word in closing else ""].append(word)
    lines = [
        "weight\tplace\twords\tsource",
        *(f"{w}\t{p}\t{' '.join(words)}\tcounted" for (w, p), words in sorted(rows.items())),
    ]
    data("people", "words.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--step", type=int, default=4, help="read every n-th article in a round")
    arguments = parser.parse_args()
    knowledge = load_knowledge()
    frequency: Counter[str] = Counter()
    for text in articles(arguments.shared):
        frequency.update(_WORD.findall(fold(text).text))
    inside, outside = labelled(arguments.shared, knowledge)
    expectation = expected(inside, outside, frequency, knowledge)
    counts: list[tuple[Counter[str], Counter[str], float]] = [(inside, outside, 1.0)]
    closing: set[str] = set()
    for turn in range(arguments.rounds + 1):
        found = weights(expectation, counts, frequency)
        kept = {
            w for w in found if inside[w] or w in closing or frequency[w] >= 8 or (found[w] >= 8 and frequency[w] > 1)
        }
        write(found, kept, closing)
        if turn < arguments.rounds:
            more, less, last, other = read(arguments.shared, arguments.step, knowledge)
            counts = [counts[0], (more, less, 0.8)]
            closing = {w for w in last if w in expectation and last[w] >= 3 and last[w] >= 5 * other[w]}


if __name__ == "__main__":
    main()
