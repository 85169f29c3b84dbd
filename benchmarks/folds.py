"""How the tagger does on outlets that it never saw: some are left out, the rest teach, those left out are measured.

python benchmarks/folds.py models/news/config.toml --cache build/ [--device cuda] [--folds A B C]

With each fold a sixth of ANERcorp's training part is left out too. Sentences of what is left out are not in the silver.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path

from khabar.evaluate import Report
from khabar.stages.tagger.features import normal
from khabar.stages.tagger.tokens import labelled
from khabar.train.data import Sentence
from khabar.train.loop import Say, tag
from khabar.train.net import Net
from khabar.train.recipe import Recipe, read_data, read_recipe
from khabar.train.steps import Ground, language, make_silver, prepare, read_student, read_teacher, train_student, tune

FOLDS: Mapping[str, tuple[tuple[str, ...], int]] = {
    "A": (("jawhara", "ahdath"), 1),
    "B": (("mayadeen", "khaleej", "saudi", "papers"), 3),
    "C": (("hesp2022", "hespress22", "febrayer"), 5),
}
"""Outlets of the head `khabar`, and the sixth of the head `aner`, that are left out."""

Labelled = dict[str, list[Sentence]]


def split(sentences: Labelled, fold: str) -> tuple[Labelled, Labelled]:
    """The sentences to learn from and those to measure."""
    outlets, sixth = FOLDS[fold]
    count = len(sentences["aner"])
    out = {
        "khabar": [s.document.partition("-")[0] in outlets for s in sentences["khabar"]],
        "aner": [i * 6 // count == sixth for i in range(count)],
    }
    held = {head: list(compress(sentences[head], marks)) for head, marks in out.items()}
    kept = {head: list(compress(sentences[head], [not mark for mark in marks])) for head, marks in out.items()}
    return {**sentences, **kept}, held


def measure(title: str, net: Net, ground: Ground, held: Labelled) -> None:
    """Exact spans of the sentences that were left out."""
    for head, some in held.items():
        report = Report()
        for s, found in zip(some, tag(net, ground.forms, head, some), strict=True):
            want, have = set(labelled(s.tags)), set(labelled(found))
            for label in {x[2] for x in want | have}:
                right, gold, said = ({x for x in spans if x[2] == label} for spans in (want & have, want, have))
                report.tally(label).add(len(right), len(gold), len(said))
                report.tally("micro").add(len(right), len(gold), len(said))
        print(f"{title}, head {head}", *report.lines(), sep="\n", flush=True)


def without(raw: Sequence[Sequence[str]], held: Labelled) -> list[Sequence[str]]:
    """The raw sentences less those to be measured."""
    words = {tuple(map(normal, s.words)) for some in held.values() for s in some}
    return [s for s in raw if tuple(s) not in words]


def run(fold: str, recipe: Recipe, cache: Path, device: str, say: Say) -> None:
    """Teacher, student of the labelled sentences alone, student of teacher and labelled sentences."""
    words, raw = language(recipe, cache, say)
    learnt, held = split(read_data(recipe.data), fold)
    whole = prepare(words, learnt, held, raw, device)
    own = cache / f"fold-{fold}"
    own.mkdir(exist_ok=True)
    read_teacher(recipe, whole, cache, say)
    read_student(recipe, whole, cache, say)
    for name in ("teacher.pt", "student.pt"):
        shutil.copy(cache / name, own / name)
    alone = changed(recipe, "learning", silver=0.0, vectors=False)
    net = train_student(alone, whole, read_student(recipe, whole, own, say), None, say)
    measure(f"fold {fold}, student alone", net, whole, held)
    ground = prepare(words, learnt, held, without(raw, held), device)
    teacher = tune(recipe, ground, own, say, 1)
    measure(f"fold {fold}, teacher", teacher, ground, held)
    silver = make_silver(changed(recipe, "tuning", teachers=1), ground, own, say)
    net = train_student(recipe, ground, read_student(recipe, ground, own, say), silver, say)
    measure(f"fold {fold}, student with silver", net, ground, held)


def changed(recipe: Recipe, section: str, **settings: float) -> Recipe:
    """The recipe with other settings in a section."""
    return replace(recipe, sections={**recipe.sections, section: {**recipe.section(section), **settings}})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--folds", nargs="*", default=sorted(FOLDS), choices=sorted(FOLDS))
    a = parser.parse_args()
    a.cache.mkdir(parents=True, exist_ok=True)
    for fold in a.folds:
        run(fold, read_recipe(a.config), a.cache, a.device, print)


if __name__ == "__main__":
    main()
