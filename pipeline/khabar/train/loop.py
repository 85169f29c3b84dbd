"""The training loop: batches of sentences of like length, one corpus each; tagging with the net for measures."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from khabar.stages.tagger.features import Words
from khabar.train.data import OUTSIDE, UNKNOWN_CLITIC, Sentence
from khabar.train.net import Inputs, Net

Say = Callable[[str], None]


@dataclass(slots=True, frozen=True)
class Plan:
    """How long and how fast to learn; `batch` is in words, `average` the decay of the kept weights' mean.

    Of the sentences without a span, the share `idle` is left out, drawn anew for every epoch but the last `whole`.
    """

    epochs: int = 12
    rate: float = 3e-3
    batch: int = 900
    decay: float = 1e-2
    average: float = 0.997
    clitic: float = 0.3
    idle: float = 0.0
    whole: int = 3
    seed: int = 1


class Forms:
    """The distinct word forms of the training data with their features, as tensors."""

    def __init__(self, words: Words, sentences: Iterator[Sentence] | Sequence[Sentence]) -> None:
        forms = sorted({w for s in sentences for w in s.words})
        self.index = {w: i + 1 for i, w in enumerate(forms)}
        vectors, affixes, flags = words.table(forms)
        self.vectors = torch.from_numpy(np.vstack([np.zeros_like(vectors[:1]), vectors]))
        self.affixes = torch.from_numpy(np.vstack([np.zeros_like(affixes[:1]), affixes]))
        self.flags = torch.from_numpy(np.vstack([np.zeros_like(flags[:1]), flags]))

    def inputs(self, rows: Tensor, lengths: Tensor) -> Inputs:
        """Features of word rows `[batch, time]`; row 0 is padding."""
        return Inputs(self.vectors[rows], self.affixes[rows], self.flags[rows], lengths)


@dataclass(slots=True)
class Batch:
    """Sentences of one head, padded."""

    head: str
    rows: Tensor
    lengths: Tensor
    tags: Tensor
    clitics: Tensor


@dataclass(slots=True)
class Material:
    """Sentences by head, and the tag numbers of each head."""

    sentences: dict[str, list[Sentence]]
    tags: dict[str, tuple[str, ...]]
    forms: Forms
    numbers: dict[str, dict[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {head: {t: i for i, t in enumerate(tags)} for head, tags in self.tags.items()}

    def batches(self, size: int, rng: random.Random, idle: float = 0.0) -> list[Batch]:
        """The sentences once, in batches of about `size` words, shuffled; see `Plan.idle`."""
        out = []
        for head, sentences in self.sentences.items():
            some = [s for s in sentences if s.words and (rng.random() >= idle or set(s.tags) != {OUTSIDE})]
            some.sort(key=lambda s: len(s.words) * rng.uniform(0.85, 1.15))
            group: list[Sentence] = []
            for s in some:
                group.append(s)
                if len(group) * max(len(g.words) for g in group[-4:]) >= size:
                    out.append(self.batch(head, group))
                    group = []
            if group:
                out.append(self.batch(head, group))
        rng.shuffle(out)
        return out

    def batch(self, head: str, group: Sequence[Sentence]) -> Batch:
        """One padded batch."""
        time = max(len(s.words) for s in group)
        rows = torch.zeros(len(group), time, dtype=torch.long)
        tags = torch.zeros(len(group), time, dtype=torch.long)
        clitics = torch.full((len(group), time), UNKNOWN_CLITIC, dtype=torch.long)
        index, number = self.forms.index, self.numbers[head]
        for i, s in enumerate(group):
            n = len(s.words)
            rows[i, :n] = torch.tensor([index.get(w, 0) for w in s.words])
            tags[i, :n] = torch.tensor([number[t] for t in s.tags])
            clitics[i, :n] = torch.tensor(s.clitics)
        return Batch(head, rows, torch.tensor([len(s.words) for s in group]), tags, clitics)


def learn(
    net: Net,
    material: Material,
    plan: Plan,
    say: Say,
    weights: Mapping[str, float] | None = None,
    after: Callable[[int, Net], None] | None = None,
) -> Net:
    """Train; returns the running mean of the weights, which is better than the last ones."""
    rng = random.Random(plan.seed)
    kept = deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98))
    sizes = [len(material.batches(plan.batch, random.Random(0), idle)) for idle in (plan.idle, 0.0)]
    steps = max(plan.epochs - plan.whole, 0) * sizes[0] + min(plan.whole, plan.epochs) * sizes[1]
    done = 0
    for epoch in range(plan.epochs):
        net.train()
        total = 0.0
        batches = material.batches(plan.batch, rng, plan.idle if epoch < plan.epochs - plan.whole else 0.0)
        for batch in batches:
            done += 1
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * min(done / 200, 0.5 + 0.5 * math.cos(math.pi * min(done / steps, 1.0)))
            loss = _loss(net, material.forms, batch, plan) * (weights or {}).get(batch.head, 1.0)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            total += float(loss.detach())
            _average(kept, net, min(plan.average, done / (done + 10)))
        say(f"epoch {epoch + 1}/{plan.epochs} loss {total / len(batches):.4f}")
        if after:
            after(epoch, kept)
    return kept


def _loss(net: Net, forms: Forms, batch: Batch, plan: Plan) -> Tensor:
    inputs = forms.inputs(batch.rows, batch.lengths)
    states, clitics = net(inputs)
    head = net.heads[batch.head]
    loss: Tensor = head.loss(states, batch.tags, inputs.mask) / batch.lengths.sum() * 10  # type: ignore[operator]
    if bool((batch.clitics >= 0).any()):
        spelled = torch.nn.functional.cross_entropy(clitics.flatten(0, 1), batch.clitics.flatten(), ignore_index=-1)
        loss = loss + plan.clitic * spelled
    return loss


@torch.no_grad()
def _average(kept: Net, net: Net, decay: float) -> None:
    for a, b in zip(kept.parameters(), net.parameters(), strict=True):
        a.lerp_(b, 1 - decay)


@torch.no_grad()
def tag(net: Net, forms: Forms, head: str, sentences: Sequence[Sentence]) -> list[list[str]]:
    """The best tags of each sentence."""
    net.eval()
    module = net.heads[head]
    out: list[list[str]] = [[] for _ in sentences]
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    for at in range(0, len(order), 64):
        some = order[at : at + 64]
        lengths = torch.tensor([len(sentences[i].words) for i in some])
        rows = torch.zeros(len(some), int(lengths.max()), dtype=torch.long)
        for j, i in enumerate(some):
            rows[j, : lengths[j]] = torch.tensor([forms.index[w] for w in sentences[i].words])
        states, _ = net(forms.inputs(rows, lengths))
        scores = module.emit(states).numpy()  # type: ignore[operator,union-attr]
        for j, i in enumerate(some):
            best = viterbi(scores[j, : lengths[j]], module.transitions.numpy(), module.unopened.numpy())  # type: ignore[operator,union-attr]
            out[i] = [module.tags[t] for t in best]  # type: ignore[index]
    return out


def viterbi(scores: np.ndarray, transitions: np.ndarray, start: np.ndarray) -> list[int]:
    """The best path through one sentence."""
    best = scores[0] + start
    back = []
    for t in range(1, len(scores)):
        ways = best[:, None] + transitions
        back.append(ways.argmax(0))
        best = ways.max(0) + scores[t]
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
