"""The training loop: batches of sentences of like length, one corpus each; tagging with the net for measures."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from torch import Tensor, nn

from khabar.stages.tagger.network import Head as Field
from khabar.train.bank import Bank, Batch, Forms
from khabar.train.crf import Head
from khabar.train.data import UNKNOWN_CLITIC, Sentence
from khabar.train.net import Net

if TYPE_CHECKING:
    from khabar.train.silver import Silver

Say = Callable[[str], None]
Step = tuple[str, Batch]
"""A head and sentences of its corpus, or `SILVER` and sentences of the raw text."""

SILVER = ""


@dataclass(slots=True, frozen=True)
class Plan:
    """How long and how fast to learn; `batch` is in words, `average` the decay of the kept weights' mean.

    An epoch is the labelled sentences once. `silver` passes over the raw text, `portion` words a step, are mixed among
    them. `vectors` says whether word vectors learn too.
    """

    epochs: int = 12
    rate: float = 3e-3
    batch: int = 900
    decay: float = 1e-2
    average: float = 0.997
    clitic: float = 0.3
    silver: float = 0.0
    portion: int = 8000
    vectors: bool = False
    seed: int = 1


class Material:
    """Labelled sentences as numbers, by head."""

    def __init__(
        self, sentences: Mapping[str, Sequence[Sentence]], tags: Mapping[str, Sequence[str]], forms: Forms, device: str
    ) -> None:
        self.forms = forms
        numbers = {head: {t: i for i, t in enumerate(some)} for head, some in tags.items()}
        self.banks = {head: _labelled(some, forms, numbers[head], device) for head, some in sentences.items() if some}

    def steps(self, size: int, rng: random.Random) -> list[Step]:
        """The sentences once, in batches of about `size` words."""
        return [(head, batch) for head, bank in self.banks.items() for batch in bank.batches(size, rng)]


def _labelled(some: Sequence[Sentence], forms: Forms, numbers: Mapping[str, int], device: str) -> Bank:
    columns = {
        "forms": np.array([forms.index[w] for s in some for w in s.words], np.int32),
        "tags": np.array([numbers[t] for s in some for t in s.tags], np.int32),
        "clitics": np.array([c for s in some for c in s.clitics], np.int32),
    }
    return Bank(columns, [len(s.words) for s in some], device)


def learn(net: Net, material: Material, plan: Plan, say: Say, silver: Silver | None = None) -> Net:
    """Train; returns the running mean of the weights, which is better than the last ones."""
    rng = random.Random(plan.seed)
    net.body.features.own.requires_grad_(plan.vectors)
    kept = deepcopy(net)
    learnt = [p for p in net.parameters() if p.requires_grad]
    fused = learnt[0].is_cuda
    optimiser = torch.optim.AdamW(learnt, plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98), fused=fused)
    steps = _steps(material, plan, rng, silver)
    warm = min(200, len(steps) // 5 + 1)
    net.train()
    mean: Tensor | float = 0.0
    for done, step in enumerate(steps, 1):
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(done / warm, 0.5 + 0.5 * math.cos(math.pi * done / len(steps)))
        loss = _loss(net, material, step, plan, silver)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        mean = mean + (loss.detach() - mean) / min(done, 200)
        _average(kept, net, min(plan.average, done / (done + 10)))
        if done % max(len(steps) // 10, 1) == 0:
            say(f"step {done}/{len(steps)} loss {float(mean):.4f}")
    return kept


def _steps(material: Material, plan: Plan, rng: random.Random, silver: Silver | None) -> list[Step]:
    """All steps: `plan.epochs` over the labelled sentences, the silver ones spread evenly among them."""
    passes: list[Step] = []
    if silver:
        wanted = int(plan.silver * silver.count(plan.portion))
        while len(passes) < wanted:
            passes += [(SILVER, batch) for batch in silver.bank.batches(plan.portion, rng)]
        del passes[wanted:]
    out: list[Step] = []
    for epoch in range(plan.epochs):
        share = passes[epoch * len(passes) // plan.epochs : (epoch + 1) * len(passes) // plan.epochs]
        some = material.steps(plan.batch, rng) + share
        rng.shuffle(some)
        out += some
    return out


def _loss(net: Net, material: Material, step: Step, plan: Plan, silver: Silver | None) -> Tensor:
    head, batch = step
    if head == SILVER:
        assert silver is not None
        return silver.loss(net, batch)
    bank = material.banks[head]
    places, lengths = bank.places(batch)
    inputs = material.forms.inputs(bank.take("forms", places, lengths), lengths)
    states, spelled = net(inputs)
    loss = cast(Head, net.heads[head]).loss(states, bank.take("tags", places, lengths), inputs.mask)
    clitics = bank.take("clitics", places, lengths, UNKNOWN_CLITIC)
    right = nn.functional.cross_entropy(spelled.flatten(0, 1), clitics.flatten(), ignore_index=-1, reduction="sum")
    known = (clitics >= 0).sum().clamp(min=1)
    return loss / lengths.sum() * 10 + plan.clitic * right / known


@torch.no_grad()
def _average(kept: Net, net: Net, decay: float) -> None:
    for a, b in zip(kept.parameters(), net.parameters(), strict=True):
        if b.requires_grad:
            a.lerp_(b, 1 - decay)


@torch.no_grad()
def tag(net: Net, forms: Forms, head: str, sentences: Sequence[Sentence], size: int = 8000) -> list[list[str]]:
    """The best tags of each sentence."""
    net.eval()
    module = cast(Head, net.heads[head])
    field = _field(module)
    rows = np.array([forms.index[w] for s in sentences for w in s.words], np.int32)
    bank = Bank({"forms": rows}, [len(s.words) for s in sentences], str(forms.known.device))
    out: list[list[str]] = [[] for _ in sentences]
    for batch in bank.batches(size, random.Random(0)):
        batch = batch[np.argsort(-bank.lengths[batch], kind="stable")]
        places, lengths = bank.places(batch)
        states, _ = net(forms.inputs(bank.take("forms", places, lengths), lengths))
        scores = module.emit(states).float().cpu().numpy()
        alive = np.arange(scores.shape[1])[:, None] < bank.lengths[batch][None]
        best = np.zeros(alive.shape, np.int64)
        best[alive] = field.decode(scores.transpose(1, 0, 2)[alive], alive.sum(1).tolist())
        for row, i in enumerate(batch):
            out[i] = [module.tags[t] for t in best[: bank.lengths[i], row]]
    return out


def _field(head: Head) -> Field:
    """The head as it is at work, which knows how to find the best tags."""
    arrays = (head.emit.weight.T, head.emit.bias, head.transitions, head.get_buffer("unopened"))
    return Field(head.tags, *(array.detach().cpu().numpy() for array in arrays))
