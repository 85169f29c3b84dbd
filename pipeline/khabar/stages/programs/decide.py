"""Decides, by two linear models, where a phrase's name ends and whether it names a particular programme.

The weights are in `data/programs/weights.tsv`, one feature a line; `data/build/fit_programs.py` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Final

from khabar.document import Evidence
from khabar.resources import data
from khabar.stages.programs.features import boundary, lengths, particular
from khabar.stages.programs.phrases import Phrase

Weights = dict[str, float]
# Log-odds that the tagger's full certainty adds.
NAME_SUPPORT: Final = 1.5
END_SUPPORT: Final = 3.0


@dataclass(slots=True, frozen=True)
class Model:
    """The weights of the two decisions."""

    ends: Weights
    names: Weights

    def length(self, phrase: Phrase, hint: Evidence | None = None) -> int:
        """The likeliest number of tokens of the name: each place is asked, in order, whether the name ends there."""
        best, best_chance, going = 0, 0.0, 1.0
        for count in lengths(phrase):
            support = hint.score if hint and hint.end == phrase.ends(count) else 0.0
            chance = chance_of(self.ends, boundary(phrase, count), END_SUPPORT * support)
            if going * chance > best_chance:
                best, best_chance = count, going * chance
            going *= 1 - chance
            if going < best_chance:
                break
        return best

    def name(self, phrase: Phrase, hint: Evidence | None = None) -> tuple[int, float]:
        """The name's number of tokens after the head, and the probability that it is a programme's.

        `hint` is what the tagger takes for a programme's name from the head on: it adds to the odds.
        """
        count = self.length(phrase, hint)
        return count, chance_of(self.names, particular(phrase, count), NAME_SUPPORT * hint.score if hint else 0.0)


def chance_of(weights: Weights, features: list[str], support: float = 0.0) -> float:
    """The probability that the weights give to the features: the logistic function of their sum and `support`."""
    score = support
    for feature in features:
        score += weights.get(feature, 0.0)
    return 1 / (1 + exp(-score))


@cache
def load_model() -> Model:
    """The model of `data/programs/weights.tsv`."""
    ends: dict[str, float] = {}
    names: dict[str, float] = {}
    for line in data("programs", "weights.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        decision, feature, weight = line.split("\t")
        (ends if decision == "end" else names)[feature] = float(weight)
    return Model(ends, names)
