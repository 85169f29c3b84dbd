"""The network while it learns: word features, two recurrent layers, one conditional random field a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

from khabar.stages.tagger.features import AFFIXES, BUCKETS, FLAGS
from khabar.train.crf import Head

CLITICS = 3


@dataclass(slots=True, frozen=True)
class Sizes:
    """Widths: known words, word vector, one affix, a direction of the first and of the second recurrent layer."""

    words: int
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
    """A batch: word features `[batch, time, ...]`, and the number of words of each sentence.

    `known` is the row of a word in the vocabulary, from 1, and 0 where it has none.
    """

    known: Tensor
    vectors: Tensor
    affixes: Tensor
    flags: Tensor
    lengths: Tensor

    @property
    def mask(self) -> Tensor:
        """True where there is a word."""
        return torch.arange(self.known.shape[1], device=self.known.device)[None] < self.lengths[:, None]


class Features(nn.Module):
    """What a word looks like by itself: its vector and what was learnt on top of it, affixes, shape and lists."""

    def __init__(self, words: int, vector: int, affix: int, dropout: float) -> None:
        super().__init__()
        self.affix = nn.Embedding(BUCKETS, affix)
        nn.init.normal_(self.affix.weight, std=0.1)
        self.own = nn.Embedding(words + 1, vector, padding_idx=0)
        nn.init.zeros_(self.own.weight)
        self.drop = dropout

    def forward(self, inputs: Inputs) -> Tensor:
        affixes = self.affix(inputs.affixes).flatten(2)
        x = torch.cat([inputs.vectors + self.own(inputs.known), affixes, inputs.flags], -1)
        if self.training and self.drop:
            x = x * keep(x, self.drop) * (torch.rand_like(x[..., :1]) > self.drop / 5)
        return x


def keep(x: Tensor, drop: float) -> Tensor:
    """A dropout mask that is the same at every word of a sentence."""
    return (torch.rand_like(x[:, :1]) > drop).float() / (1 - drop)


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
    at = torch.arange(time, device=lengths.device)[None].expand(len(lengths), -1)
    return torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)


def _take(x: Tensor, order: Tensor) -> Tensor:
    return x.gather(1, order[..., None].expand(-1, -1, x.shape[-1]))


class Body(Protocol):
    """Word features `[batch, time, reads]` and states `[batch, time, width]` of a batch."""

    reads: int
    width: int
    features: Features

    def __call__(self, inputs: Inputs) -> tuple[Tensor, Tensor]: ...


class Student(nn.Module):
    """The body that is shipped: two recurrent layers over the word features."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.reads, self.width = sizes.input, 2 * sizes.second
        self.features = Features(sizes.words, sizes.vector, sizes.affix, dropout)
        self.first = Recurrent(sizes.input, sizes.first)
        self.second = Recurrent(2 * sizes.first, sizes.second)
        self.dropout(dropout)

    def dropout(self, share: float) -> None:
        """Set how much is left out while learning."""
        self.drop = self.features.drop = share

    def begin(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        """Word features and states of the first layer, the forward half before the backward one."""
        x = self.features(inputs)
        return x, self.first(x, inputs.lengths)

    def forward(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        x, first = self.begin(inputs)
        if self.training:
            first = first * keep(first, self.drop)
        states = self.second(first, inputs.lengths)
        return x, states * keep(states, self.drop) if self.training else states


class Net(nn.Module):
    """The whole: a body, a head for each corpus, and one for proclitics."""

    heads: nn.ModuleDict

    def __init__(self, body: Body, tags: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.body = body
        self.heads = nn.ModuleDict({name: Head(body.width, some) for name, some in tags.items()})
        self.clitic = nn.Linear(body.width + body.reads, CLITICS)

    def forward(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        """States of the body, and the scores of 0, 1 and 2 proclitic letters."""
        x, states = self.body(inputs)
        return states, self.clitic(torch.cat([states, x], -1))
