"""The network while it learns: two recurrent layers over word features, one conditional random field a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from khabar.stages.tagger.features import AFFIXES, BUCKETS, FLAGS

CLITICS = 3


@dataclass(slots=True, frozen=True)
class Sizes:
    """Widths: word vector, one affix, a direction of the first and of the second recurrent layer."""

    vector: int
    affix: int = 12
    first: int = 160
    second: int = 96

    @property
    def input(self) -> int:
        """Width of what the first layer reads."""
        return self.vector + AFFIXES * self.affix + FLAGS


@dataclass(slots=True)
class Inputs:
    """A batch: word features `[batch, time, ...]`, and the number of words of each sentence."""

    vectors: Tensor
    affixes: Tensor
    flags: Tensor
    lengths: Tensor

    @property
    def mask(self) -> Tensor:
        """True where there is a word."""
        return torch.arange(self.vectors.shape[1])[None] < self.lengths[:, None]


class Recurrent(nn.Module):
    """A forward and a backward LSTM; the backward one reads each sentence from its own end."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.ahead = nn.LSTM(width, hidden, batch_first=True)
        self.back = nn.LSTM(width, hidden, batch_first=True)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        order = reversal(lengths, x.shape[1])
        ahead, _ = self.ahead(x)
        back, _ = self.back(_take(x, order))
        return torch.cat([ahead, _take(back, order)], -1)


def reversal(lengths: Tensor, time: int) -> Tensor:
    """Positions that reverse the first `lengths[i]` of row i and leave its padding."""
    at = torch.arange(time)[None].expand(len(lengths), -1)
    return torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)


def _take(x: Tensor, order: Tensor) -> Tensor:
    return x.gather(1, order[..., None].expand(-1, -1, x.shape[-1]))


class Encoder(nn.Module):
    """Word features to the first layer's states, forward and backward half beside each other."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.affix = nn.Embedding(BUCKETS, sizes.affix)
        nn.init.normal_(self.affix.weight, std=0.1)
        self.layer = Recurrent(sizes.input, sizes.first)
        self.drop = dropout

    def forward(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        affixes = self.affix(inputs.affixes).flatten(2)
        x = torch.cat([inputs.vectors, affixes, inputs.flags], -1)
        if self.training and self.drop:
            x = x * _keep(x.shape[0], 1, x.shape[2], self.drop) * (torch.rand(*x.shape[:2], 1) > self.drop / 5)
        return x, self.layer(x, inputs.lengths)


def _keep(batch: int, time: int, width: int, drop: float) -> Tensor:
    """A dropout mask that is the same at every time step."""
    return (torch.rand(batch, time, width) > drop).float() / (1 - drop)


class Head(nn.Module):
    """Emissions and transitions of one corpus's tags."""

    def __init__(self, width: int, tags: Sequence[str]) -> None:
        super().__init__()
        self.tags = tuple(tags)
        self.emit = nn.Linear(width, len(tags))
        allowed = [[float(follows(a, b)) for b in tags] for a in tags]
        self.register_buffer("forbidden", (1 - torch.tensor(allowed)) * -1e4)
        self.register_buffer("unopened", torch.tensor([-1e4 * (t[0] == "I") for t in tags]))
        self.move = nn.Parameter(torch.zeros(len(tags), len(tags)))

    @property
    def transitions(self) -> Tensor:
        """Scores of one tag after another."""
        return self.move + self.get_buffer("forbidden")

    def loss(self, states: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood, summed over the sentences."""
        scores = self.emit(states)
        return (self._partition(scores, mask) - self._score(scores, tags, mask)).sum()

    def _score(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        emitted = scores.gather(2, tags[..., None]).squeeze(2) * mask
        moved = self.transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
        return emitted.sum(1) + moved.sum(1)

    def _partition(self, scores: Tensor, mask: Tensor) -> Tensor:
        alpha = scores[:, 0] + self.get_buffer("unopened")
        transitions = self.transitions[None]
        for t in range(1, scores.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + transitions, 1) + scores[:, t]
            alpha = torch.where(mask[:, t, None], following, alpha)
        return torch.logsumexp(alpha, 1)


def follows(first: str, second: str) -> bool:
    """May `second` stand after `first`? `I-X` only after `B-X` or `I-X`."""
    return second[0] != "I" or (first[0] != "O" and first[2:] == second[2:])


class Net(nn.Module):
    """The whole: encoder, second layer, a head for each corpus, and one for proclitics."""

    def __init__(self, sizes: Sizes, heads: Mapping[str, Sequence[str]], dropout: float = 0.4) -> None:
        super().__init__()
        self.sizes, self.drop = sizes, dropout
        self.encoder = Encoder(sizes, dropout)
        self.layer = Recurrent(2 * sizes.first, sizes.second)
        self.heads = nn.ModuleDict({name: Head(2 * sizes.second, tags) for name, tags in heads.items()})
        self.clitic = nn.Linear(2 * sizes.second + sizes.input, CLITICS)

    def forward(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        """States of the second layer, and the scores of 0, 1 and 2 proclitic letters."""
        x, first = self.encoder(inputs)
        if self.training:
            first = first * _keep(first.shape[0], 1, first.shape[2], self.drop)
        states = self.layer(first, inputs.lengths)
        clitics = self.clitic(torch.cat([states, x], -1))
        if self.training:
            states = states * _keep(states.shape[0], 1, states.shape[2], self.drop)
        return states, clitics
