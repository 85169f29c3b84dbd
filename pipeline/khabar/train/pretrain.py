"""Teach the first layer the language: from the words so far, guess the next; from the words to come, the one before.

The loss is a sampled softmax: the right word against a draw of frequent ones.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from khabar.train.bank import Bank, Batch, Forms
from khabar.train.loop import Say
from khabar.train.net import Student


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


class Guess(nn.Module):
    """States to scores of words."""

    def __init__(self, hidden: int, plan: Reading, targets: int) -> None:
        super().__init__()
        self.negatives, self.targets = plan.negatives, targets
        self.ahead = nn.Linear(hidden, plan.width)
        self.back = nn.Linear(hidden, plan.width)
        self.words = nn.Embedding(targets + 1, plan.width)
        nn.init.normal_(self.words.weight, std=0.05)
        self.bias = nn.Parameter(torch.zeros(targets + 1))
        ranks = torch.arange(targets + 1).clamp(min=1).float()
        share = torch.log((ranks + 1) / ranks) / math.log(targets + 1)
        self.register_buffer("chance", torch.log(share * plan.negatives))

    def draw(self) -> Tensor:
        """Words to compare with, frequent ones more often."""
        device = self.bias.device
        drawn = torch.exp(torch.rand(self.negatives, device=device) * math.log(self.targets + 1)).long()
        return drawn.clamp(1, self.targets)

    def forward(self, states: Tensor, wanted: Tensor, drawn: Tensor) -> Tensor:
        """Mean loss over the states whose wanted word is a target."""
        chance = self.get_buffer("chance")
        own = (states * self.words(wanted)).sum(-1) + self.bias[wanted] - chance[wanted]
        others = states @ self.words(drawn).T + self.bias[drawn] - chance[drawn]
        others = others.masked_fill(drawn[None] == wanted[:, None], -1e4)
        return (torch.logsumexp(torch.cat([own[:, None], others], 1), 1) - own).mean()


def read(student: Student, forms: Forms, bank: Bank, plan: Reading, say: Say) -> None:
    """Train the student's features and first layer in place. Form numbers are ranks of frequency."""
    rng = random.Random(plan.seed)
    targets = min(plan.targets, len(forms.index))
    guess = Guess(student.first.ahead.hidden_size, plan, targets).to(bank.device)
    parameters = [*student.features.parameters(), *student.first.parameters(), *guess.parameters()]
    optimiser = torch.optim.Adam(parameters, plan.rate, betas=(0.9, 0.98), fused=bank.device != "cpu")
    batches = [b for _ in range(math.ceil(plan.epochs)) for b in bank.batches(plan.batch, rng)]
    steps = int(len(batches) * plan.epochs / math.ceil(plan.epochs))
    student.train()
    mean: Tensor | float = 0.0
    for step, batch in enumerate(batches[:steps], 1):
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(step / 300, max(1 - step / steps, 0.02))
        loss = _loss(student, forms, guess, bank, batch)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        mean = mean + (loss.detach() - mean) / min(step, 300)
        if step % max(steps // 10, 1) == 0:
            say(f"reading: step {step}/{steps} loss {float(mean):.3f}")


def _loss(student: Student, forms: Forms, guess: Guess, bank: Bank, batch: Batch) -> Tensor:
    places, lengths = bank.places(batch)
    rows = bank.take("forms", places, lengths)
    _, states = student.begin(forms.inputs(rows, lengths))
    ahead, back = states.chunk(2, -1)
    drawn = guess.draw()
    wanted = torch.where(rows <= guess.targets, rows, 0)
    following, before = wanted[:, 1:] > 0, wanted[:, :-1] > 0
    forward: Tensor = guess(guess.ahead(ahead[:, :-1][following]), wanted[:, 1:][following], drawn)
    backward: Tensor = guess(guess.back(back[:, 1:][before]), wanted[:, :-1][before], drawn)
    return forward + backward
