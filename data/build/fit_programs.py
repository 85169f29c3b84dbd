"""Fit the weights of the programme stage: `python data/build/fit_programs.py GOLD.jsonl... --news FOLDER`.

Two logistic regressions over the features of `khabar.stages.programs.features`, by gradient descent with an L2
penalty: does the name end here, and is it a particular programme's. Writes `data/programs/weights.tsv`.

Besides annotated articles it learns from single phrases of openly licensed news: `program_marks.tsv` has the corpus,
the document, and where the name starts and ends; no end where the phrase is no programme's name.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from marked_news import articles

from khabar.arabic.fold import fold
from khabar.knowledge.base import Knowledge
from khabar.knowledge.load import load_knowledge
from khabar.knowledge.matcher import Matcher
from khabar.resources import data
from khabar.stages.programs.decide import Model
from khabar.stages.programs.features import boundary, lengths, particular
from khabar.stages.programs.lexicon import load_lexicon
from khabar.stages.programs.phrases import Phrase, phrases

MARKS = Path(__file__).with_name("program_marks.tsv")
SMALL = 0.05  # weights below are left out
RARE = 5  # features of fewer examples get no weight; an annotated article's example counts TRUST times
PENALTY = 4.0
TRUST = 8  # how many marked phrases one of an annotated article is worth
ROUNDS = 300
MOMENTUM = 0.9


class Look:
    """What the knowledge base says of a folded text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.up = Matcher(knowledge).find
        self.bodies = knowledge.institutions


@dataclass
class Example:
    """A phrase and its true number of tokens, None where it is no programme's name."""

    phrase: Phrase
    length: int | None


def examples(row: dict[str, Any], look: Look) -> Iterator[Example]:
    """The phrases of a gold document, those left out whose marked name ends inside a word."""
    folded = fold(row["text"])
    ends = defaultdict(list)
    for mention in row["mentions"]:
        if mention["label"] == "PROGRAM":
            ends[mention["start"]].append(mention["end"])
    boilerplate = [(line["start"], line["end"]) for line in row.get("lines", ())]
    for phrase in phrases(folded, load_lexicon(), look.up(folded.text), look.bodies):
        start = folded.span(phrase.start, phrase.end)[0]
        if any(first <= start < last for first, last in boilerplate):
            continue
        counts = {folded.span(phrase.start, phrase.ends(count))[1]: count for count in lengths(phrase)}
        marked = [counts[end] for end in ends[start] if end in counts]
        if marked or not ends[start]:
            yield Example(phrase, max(marked, default=None))


def marked(path: Path, news: Path, look: Look) -> Iterator[tuple[str, Example]]:
    """The phrases of `path`, each with its corpus; `news` holds the corpora as `NAME.jsonl.xz`."""
    wanted: dict[tuple[str, str], list[tuple[int, int | None]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines()[1:]:
        corpus, document, start, end = line.split("\t")
        wanted[corpus, document].append((int(start), int(end) if end else None))
    for key, row in articles(wanted, news):
        for start, end in wanted.pop(key):  # a document that a corpus has twice counts once
            yield from ((key[0], one) for one in _marked(row["text"], start, end, look))


def _marked(text: str, start: int, end: int | None, look: Look) -> Iterator[Example]:
    folded = fold(text)
    for phrase in phrases(folded, load_lexicon(), look.up(folded.text), look.bodies):
        if folded.span(phrase.start, phrase.end)[0] == start:
            counts = {folded.span(phrase.start, phrase.ends(count))[1]: count for count in lengths(phrase)}
            if end is None or end in counts:
                yield Example(phrase, None if end is None else counts[end])


def fit(found: Sequence[Example]) -> Model:
    """The model that the examples teach."""
    asked = [
        (boundary(one.phrase, count), count == one.length)
        for one in found
        if one.length is not None
        for count in lengths(one.phrase)
        if count <= one.length
    ]
    ends = regress(asked)
    half = Model(ends, {})
    names = regress(
        [
            (particular(one.phrase, one.length if one.length is not None else half.length(one.phrase)), named)
            for one in found
            for named in (one.length is not None,)
        ]
    )
    return Model(ends, names)


def regress(asked: Sequence[tuple[list[str], bool]]) -> dict[str, float]:
    """Logistic regression with an L2 penalty, each weight's step scaled by its feature's frequency."""
    counts = Counter(feature for features, _ in asked for feature in set(features))
    column = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    cells = [(row, column[f]) for row, (fs, _) in enumerate(asked) for f in sorted(set(fs)) if f in column]
    rows, columns = np.array(cells).T
    answers = np.array([answer for _, answer in asked], float)
    seen = np.bincount(columns, minlength=len(column))
    step = 1 / (0.25 * seen * len(cells) / len(asked) + PENALTY)
    weights = speed = np.zeros(len(column))
    for _ in range(ROUNDS):
        ahead = weights + MOMENTUM * speed
        chance = 1 / (1 + np.exp(-np.bincount(rows, ahead[columns], len(asked))))
        slope = np.bincount(columns, (chance - answers)[rows], len(column)) + PENALTY * ahead
        speed = MOMENTUM * speed - step * slope
        weights = weights + speed
    return dict(zip(column, weights.tolist(), strict=True))


def write(model: Model, path: Path) -> None:
    """The weights that matter, to three decimals, in the order of their features."""
    lines = ["decision\tfeature\tweight"]
    for decision, weights in (("end", model.ends), ("name", model.names)):
        lines += [f"{decision}\t{f}\t{w:.3f}" for f, w in sorted(weights.items()) if abs(w) >= SMALL]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+", help="annotated articles, JSON lines")
    parser.add_argument("--news", type=Path, help="folder of the corpora that program_marks.tsv names")
    arguments = parser.parse_args()
    look = Look(load_knowledge())
    rows = (json.loads(line) for path in arguments.gold for line in path.read_text("utf-8").splitlines())
    found = [one for row in rows for one in examples(row, look)] * TRUST
    if arguments.news:
        found += [one for _, one in marked(MARKS, arguments.news, look)]
    write(fit(found), data("programs", "weights.tsv"))


if __name__ == "__main__":
    main()
