"""Teach the first layer the language: from the words so far, guess the next; from the words to come, the one before.

The loss is a sampled softmax: the right word against a draw of frequent ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from khabar.stages.tagger.features import Words
from khabar.train.loop import Say
from khabar.train.net import Encoder, Inputs


@dataclass(slots=True, frozen=True)
class Reading:
    """`epochs` over the text, `batch` words a step, the `targets` most frequent forms, `negatives` a step."""

    epochs: float = 1.0
    rate: float = 2e-3
    batch: int = 1500
    targets: int = 30000
    negatives: int = 1500
    width: int = 96
    seed: int = 1


class Corpus:
    """Sentences as word numbers, in one array; numbers are ranks of frequency, from 1."""

    def __init__(self, words: Words, sentences: Sequence[Sequence[str]]) -> None:
        from collections import Counter

        counts = Counter(w for s in sentences for w in s)
        forms = [w for w, _ in counts.most_common()]
        index = {w: i + 1 for i, w in enumerate(forms)}
        self.flat = np.fromiter((index[w] for s in sentences for w in s), np.int32)
        self.lengths = np.array([len(s) for s in sentences])
        self.offsets = np.cumsum(self.lengths) - self.lengths
        vectors, affixes, flags = words.table(forms)
        self.vectors = torch.from_numpy(np.vstack([np.zeros_like(vectors[:1]), vectors]).astype(np.float16))
        self.affixes = torch.from_numpy(np.vstack([np.zeros_like(affixes[:1]), affixes]).astype(np.int16))
        self.flags = torch.from_numpy(np.vstack([np.zeros_like(flags[:1]), flags]).astype(np.float16))

    def inputs(self, rows: Tensor, lengths: Tensor) -> Inputs:
        """Features of word numbers."""
        return Inputs(self.vectors[rows].float(), self.affixes[rows].long(), self.flags[rows].float(), lengths)

    def batches(self, size: int, rng: random.Random) -> list[NDArray[np.int64]]:
        """Numbers of sentences of like length, about `size` words together, shuffled."""
        noise = np.array([rng.uniform(0.9, 1.1) for _ in range(len(self.lengths))])
        order = np.argsort(self.lengths * noise)
        out = []
        at = 0
        while at < len(order):
            count = max(1, size // int(self.lengths[order[min(at + 8, len(order) - 1)]]))
            out.append(order[at : at + count])
            at += count
        rng.shuffle(out)
        return out

    def rows(self, batch: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Padded word numbers and lengths."""
        lengths = self.lengths[batch]
        rows = np.zeros((len(batch), lengths.max()), np.int64)
        for i, s in enumerate(batch):
            rows[i, : lengths[i]] = self.flat[self.offsets[s] : self.offsets[s] + lengths[i]]
        return torch.from_numpy(rows), torch.from_numpy(lengths)


class Guess(nn.Module):
    """States to scores of words."""

    def __init__(self, hidden: int, plan: Reading) -> None:
        super().__init__()
        self.negatives = plan.negatives
        self.ahead = nn.Linear(hidden, plan.width)
        self.back = nn.Linear(hidden, plan.width)
        self.words = nn.Embedding(plan.targets + 1, plan.width)
        nn.init.normal_(self.words.weight, std=0.05)
        self.bias = nn.Parameter(torch.zeros(plan.targets + 1))

    def forward(self, states: Tensor, wanted: Tensor, drawn: Tensor, chance: Tensor) -> Tensor:
        """Mean loss over the states whose wanted word is a target."""
        own = (states * self.words(wanted)).sum(-1) + self.bias[wanted] - chance[wanted]
        others = states @ self.words(drawn).T + self.bias[drawn] - chance[drawn]
        others = others.masked_fill(drawn[None] == wanted[:, None], -1e4)
        return (torch.logsumexp(torch.cat([own[:, None], others], 1), 1) - own).mean()


def read(encoder: Encoder, corpus: Corpus, plan: Reading, say: Say) -> None:
    """Train the encoder in place."""
    rng = random.Random(plan.seed)
    targets = min(plan.targets, len(corpus.vectors) - 1)
    guess = Guess(encoder.layer.ahead.hidden_size, plan)
    ranks = torch.arange(targets + 1).clamp(min=1).float()
    share = torch.log((ranks + 1) / ranks) / np.log(targets + 1)
    chance = torch.log(share * plan.negatives)
    parameters = [*encoder.parameters(), *guess.parameters()]
    optimiser = torch.optim.Adam(parameters, plan.rate, betas=(0.9, 0.98))
    batches = [b for _ in range(int(np.ceil(plan.epochs))) for b in corpus.batches(plan.batch, rng)]
    steps = int(len(batches) * plan.epochs / np.ceil(plan.epochs))
    encoder.train()
    mean = 0.0
    for step, batch in enumerate(batches[:steps], 1):
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(step / 300, max(1 - step / steps, 0.02))
        loss = _loss(encoder, guess, corpus, batch, chance)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        mean += (float(loss.detach()) - mean) / min(step, 300)
        if step % 300 == 0:
            say(f"step {step}/{steps} loss {mean:.3f}")


def _loss(encoder: Encoder, guess: Guess, corpus: Corpus, batch: NDArray[np.int64], chance: Tensor) -> Tensor:
    rows, lengths = corpus.rows(batch)
    targets, negatives = len(chance) - 1, guess.negatives
    _, states = encoder(corpus.inputs(rows, lengths))
    ahead, back = states.chunk(2, -1)
    drawn = (torch.exp(torch.rand(negatives) * np.log(targets + 1)).long()).clamp(1, targets)
    wanted = torch.where(rows <= targets, rows, 0)
    following, before = wanted[:, 1:] > 0, wanted[:, :-1] > 0
    forward: Tensor = guess(guess.ahead(ahead[:, :-1][following]), wanted[:, 1:][following], drawn, chance)
    backward: Tensor = guess(guess.back(back[:, 1:][before]), wanted[:, :-1][before], drawn, chance)
    return forward + backward
