"""Fit the weights of roles by context: `python data/build/fit_roles.py GOLD.jsonl... [--check [--news FOLDER]]`.

A softmax over the features of `khabar.stages.people.roles`, by gradient descent with an L2 penalty, learnt from
annotated articles: each person whose role the rules leave in question, with the role of the annotation. Writes
`models/roles/weights.tsv`; `--check` says instead what is right on each outlet when the others teach.

With `--news` the check also says what is right on single people of openly licensed news that taught nothing:
`role_marks.tsv` has the corpus, the document, where a mention starts and ends, and the role that a reader told. (Taught
beside the articles they made other outlets no better.)
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from marked_news import articles

from khabar.config import load
from khabar.document import Document, Person
from khabar.knowledge.load import load_knowledge
from khabar.resources import models
from khabar.stages import people
from khabar.stages.people.holders import Holders
from khabar.stages.people.joining import Group
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.roles import ENOUGH, Case, Cases, Features, Weights, likeliest, likely
from khabar.stages.people.words import Text

MARKS = Path(__file__).with_name("role_marks.tsv")
ISO = re.compile(r"\d{4}-\d\d-\d\d")
BEFORE = ["language", "strip", "lookup", "dates", "places", "tagger"]
RARE = 3  # features of fewer people get no weight
PENALTY = 1.7
ROUNDS = 1500
STEP = 0.002
MOMENTUM = 0.9


Told = dict[tuple[int, int], str]  # the role of each mention, by its offsets


@dataclass
class Example:
    """A person in question: the outlet, what speaks, the rules' role, and the annotated roles of the mentions."""

    outlet: str
    features: Features
    rule: str
    roles: Counter[str]

    @property
    def role(self) -> str:
        return self.roles.most_common(1)[0][0]


class Reader:
    """Reads the people in question out of annotated articles."""

    def __init__(self) -> None:
        knowledge = load_knowledge()
        self._before = load({"stages": BEFORE})
        self._cases = Cases(Holders(knowledge, Lexicon(knowledge)))
        self._found: list[Case] = []
        self._stage = people.make({}, knowledge, self._judge)

    def _judge(self, text: Text, groups: Sequence[Group], persons: Sequence[Person], day: date | None) -> None:
        self._found = list(self._cases(text, groups, persons, day))

    def examples(self, row: dict[str, Any], told: Told, outlet: str) -> Iterator[Example]:
        """The people in question of one article of whom `told` has a mention."""
        day = date.fromisoformat(row["published"][:10]) if ISO.match(row["published"] or "") else None
        document = self._before.run(Document(row["text"], published=day, country=row["country"]))
        self._found = []
        if document.foreign:
            return
        document = self._stage(document)
        roles: dict[int, Counter[str]] = defaultdict(Counter)
        for mention in document.of("PERSON"):
            role = told.get(document.body.to_source(mention.start, mention.end))
            if role:
                roles[id(mention.value)][role] += 1
        for case in self._found:
            if id(case.person) in roles:
                yield Example(outlet, case.features, case.person.role, roles[id(case.person)])


def annotated(path: Path, reader: Reader) -> Iterator[Example]:
    """The people in question of annotated articles, JSON lines."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        told = {(m["start"], m["end"]): m["role"] for m in row["mentions"] if m["label"] == "PERSON"}
        yield from reader.examples(row, told, row["id"].rsplit("-", 1)[0])


def marked(path: Path, news: Path, reader: Reader) -> Iterator[Example]:
    """The people in question of the mentions of `path`; `news` holds the corpora as `NAME.jsonl.xz`."""
    wanted: dict[tuple[str, str], Told] = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines()[1:]:
        corpus, document, start, end, role = line.split("\t")
        wanted[corpus, document][int(start), int(end)] = role
    for key, row in articles(wanted, news):
        yield from reader.examples(row, wanted[key], key[0])


def fit(examples: Sequence[Example]) -> Weights:
    """The weights that the examples teach, by feature."""
    seen = Counter(feature for one in examples for feature in one.features)
    column = {feature: i for i, feature in enumerate(["bias", *sorted(f for f, n in seen.items() if n >= RARE)])}
    names = sorted({one.role for one in examples})
    matrix = np.zeros((len(examples), len(column)))
    matrix[:, 0] = 1.0
    for row, one in enumerate(examples):
        for feature, value in one.features.items():
            if feature in column:
                matrix[row, column[feature]] = value
    answers = np.array([[one.role == name for name in names] for one in examples], float)
    weights = speed = np.zeros((len(column), len(names)))
    penalty = np.full((len(column), 1), PENALTY)
    penalty[0] = 0.0
    for _ in range(ROUNDS):
        ahead = weights + MOMENTUM * speed
        scores = matrix @ ahead
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope = matrix.T @ (powers / powers.sum(axis=1, keepdims=True) - answers) + penalty * ahead
        speed = MOMENTUM * speed - STEP * slope
        weights = weights + speed
    return Weights(tuple(names), {f: tuple(map(float, weights[i])) for f, i in column.items()})


def right(examples: Sequence[Example], weights: Weights) -> tuple[int, int, int]:
    """Mentions, those with the rules' role right, and those right after the decision by context."""
    mentions = before = after = 0
    for one in examples:
        chances = likely(weights, one.features)
        role = likeliest(chances, one.rule)  # type: ignore[arg-type]
        role = role if chances[role] >= ENOUGH else one.rule
        mentions += one.roles.total()
        before += one.roles[one.rule]
        after += one.roles[role]
    return mentions, before, after


def check(examples: Sequence[Example]) -> None:
    """Print what is right on each outlet when the others teach."""
    total = np.zeros(3, int)
    for outlet in sorted({one.outlet for one in examples}):
        weights = fit([one for one in examples if one.outlet != outlet])
        figures = right([one for one in examples if one.outlet == outlet], weights)
        print(outlet, *figures)
        total += figures
    print("all", *total)


def write(weights: Weights, path: Path) -> None:
    """The weights, a feature a line, to two decimals."""
    lines = ["\t".join(["feature", *weights.roles])]
    lines += ["\t".join([feature, *(f"{w:.2f}" for w in row)]) for feature, row in weights.rows.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+", help="annotated articles, JSON lines")
    parser.add_argument("--news", type=Path, help="folder of the corpora that role_marks.tsv names")
    parser.add_argument("--check", action="store_true", help="say what is right on each outlet, write nothing")
    arguments = parser.parse_args()
    reader = Reader()
    examples = [example for path in arguments.gold for example in annotated(path, reader)]
    if not arguments.check:
        write(fit(examples), models("roles", "weights.tsv"))
        return
    check(examples)
    if arguments.news:
        print("marks", *right(list(marked(MARKS, arguments.news, reader)), fit(examples)))


if __name__ == "__main__":
    main()
