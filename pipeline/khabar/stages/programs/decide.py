"""Decides, by two linear models, where a phrase's name ends and whether it names a particular programme.

The weights are in `data/programs/weights.tsv`, one feature a line; `data/build/fit_programs.py` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp

from khabar.resources import data
from khabar.stages.programs.features import boundary, lengths, particular
from khabar.stages.programs.phrases import Phrase

Weights = Mapping[str, float]


@dataclass(slots=True, frozen=True)
class Model:
    """The weights of the two decisions."""

    ends: Weights
    names: Weights

    def length(self, phrase: Phrase) -> int:
        """The likeliest number of tokens of the name: each place is asked, in order, whether the name ends there."""
        best, best_chance, going = 0, 0.0, 1.0
        for count in lengths(phrase):
            chance = chance_of(self.ends, boundary(phrase, count))
            if going * chance > best_chance:
                best, best_chance = count, going * chance
            going *= 1 - chance
            if going < best_chance:
                break
        return best

    def name(self, phrase: Phrase) -> tuple[int, float]:
        """The name's number of tokens after the head, and the probability that it is a programme's."""
        count = self.length(phrase)
        return count, chance_of(self.names, particular(phrase, count))


def chance_of(weights: Weights, features: Iterable[str]) -> float:
    """The probability that the weights give to the features: the logistic function of their sum."""
    return 1 / (1 + exp(-sum(weights.get(feature, 0.0) for feature in features)))


@cache
def load_model() -> Model:
    """The model of `data/programs/weights.tsv`."""
    ends: dict[str, float] = {}
    names: dict[str, float] = {}
    for line in data("programs", "weights.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        decision, feature, weight = line.split("\t")
        (ends if decision == "end" else names)[feature] = float(weight)
    return Model(ends, names)
