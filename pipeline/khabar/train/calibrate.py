"""Make the model's scores mean what they say: on documents set aside, fit the share of right spans to the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from khabar.stages.tagger.model import ARTEFACT, load
from khabar.train.data import Sentence
from khabar.train.save import write

ASIDE = 16
"""One document in so many is set aside."""

Material = Mapping[str, Sequence[Sentence]]
Calibration = tuple[float, float]


def held_out(sentences: Material, heads: Sequence[str]) -> tuple[dict[str, list[Sentence]], dict[str, list[Sentence]]]:
    """The sentences to learn from and those set aside, whole documents by the hash of their name."""
    rest: dict[str, list[Sentence]] = {}
    aside: dict[str, list[Sentence]] = {}
    for head, some in sentences.items():
        for s in some:
            out = head in heads and crc32(s.document.encode()) % ASIDE == 0
            (aside if out else rest).setdefault(head, []).append(s)
    return rest, aside


def calibrate(folder: Path, aside: Material, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Add slope and offset of each label to the model's arrays."""
    load.cache_clear()  # a model of before may have stood in the folder
    pairs = scored(folder, aside, labels)
    with np.load(folder / ARTEFACT, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for label, some in pairs.items():
        arrays[f"calibration.{label}"] = np.array(fit([p for p, _ in some], [right for _, right in some]))
    write(arrays, folder / ARTEFACT)
    load.cache_clear()


def scored(
    folder: Path, sentences: Material, labels: Mapping[str, Mapping[str, str]]
) -> dict[str, list[tuple[float, bool]]]:
    """Score and rightness of every span that the model finds, by label, each in the sentences of its head."""
    model = load(folder)
    pairs: dict[str, list[tuple[float, bool]]] = {}
    for head, wanted in labels.items():
        forms = [w for s in sentences.get(head, ()) for w in s.words]
        ends = np.cumsum([len(s.words) for s in sentences.get(head, ())]).tolist()
        ranges = [(end - len(s.words), end) for end, s in zip(ends, sentences.get(head, ()), strict=True)]
        right = set(_gold(sentences.get(head, ()), wanted))
        for f in model.find(forms, ranges):
            if f.label in wanted.values():
                pairs.setdefault(f.label, []).append((f.score, (f.label, f.start, f.end) in right))
    return pairs


def _gold(sentences: Sequence[Sentence], wanted: Mapping[str, str]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    at = 0
    for s in sentences:
        start = None
        for i, tag in enumerate((*s.tags, "O")):
            if start is not None and tag[0] != "I":
                if s.tags[start][2:] in wanted:
                    found.append((wanted[s.tags[start][2:]], at + start, at + i))
                start = None
            if tag[0] == "B":
                start = i
        at += len(s.words)
    return found


def fit(scores: Sequence[float], right: Sequence[bool], steps: int = 60) -> Calibration:
    """Slope and offset on the log odds of the scores that make the rightness likeliest (Newton, a little shrunk)."""
    p = np.clip(np.array(scores, float), 1e-6, 1 - 1e-6)
    x = np.stack([np.log(p / (1 - p)), np.ones_like(p)], 1)
    y = np.array(right, float)
    weights = np.array([1.0, 0.0])
    prior = np.array([1.0, 0.0])
    for _ in range(steps):
        guess = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (y - guess) - (weights - prior)
        curve = (x * (guess * (1 - guess))[:, None]).T @ x + np.eye(2)
        weights = weights + np.linalg.solve(curve, slope)
    return float(weights[0]), float(weights[1])


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = 5) -> list[tuple[float, float, int]]:
    """Mean score, share of right spans and count, in bins of equal width over 0..1; empty bins are left out."""
    rows = []
    for i in range(bins):
        some = [(p, r) for p, r in pairs if i / bins <= p < (i + 1) / bins or (i == bins - 1 and p == 1)]
        if some:
            rows.append((sum(p for p, _ in some) / len(some), sum(r for _, r in some) / len(some), len(some)))
    return rows
