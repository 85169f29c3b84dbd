"""The teacher: attention over the same word features, which first reads raw news with words hidden from it.

It is far too slow to ship; what it finds in raw news teaches the student (`silver.py`).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from khabar.stages.tagger.features import AFFIXES, FLAGS
from khabar.train.bank import Bank, Forms
from khabar.train.loop import Say
from khabar.train.net import Features, Inputs

_KERNELS = [SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]
"""Those that do not prepare anew for every length of sentence."""


@dataclass(slots=True, frozen=True)
class TeacherSizes:
    """Widths of the teacher: known words, word vector, affix, states, and how many blocks and attention heads."""

    words: int
    vector: int
    affix: int = 32
    width: int = 512
    blocks: int = 8
    heads: int = 8


@dataclass(slots=True, frozen=True)
class Masking:
    """`epochs` over the text, `batch` words a step, of which the share `hidden` is to be guessed among `targets`."""

    epochs: float = 1.0
    rate: float = 1e-3
    batch: int = 32_000
    hidden: float = 0.25
    targets: int = 30_000
    seed: int = 1


class Block(nn.Module):
    """Attention, then a layer for each word; positions turn the queries and keys."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.drop = heads, dropout
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Tensor, rotation: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        batch, time, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, time, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        query, key = rotated(qkv[0], *rotation), rotated(qkv[1], *rotation)
        with sdpa_kernel(_KERNELS):
            seen = functional.scaled_dot_product_attention(query, key, qkv[2], mask)
        x = x + self._dropped(self.project(seen.transpose(1, 2).reshape(batch, time, width)))
        return x + self._dropped(self.down(functional.gelu(self.up(self.norm2(x)))))

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.drop, self.training)


def rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotary positions: pairs of numbers turn by an angle that grows with the place in the sentence."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosine - b * sine, a * sine + b * cosine], -1).to(x.dtype)


def angles(time: int, width: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines `[time, width / 2]` of the rotation."""
    speeds = torch.exp(torch.arange(0, width, 2, device=device) * (-math.log(1000.0) / width))
    rotation = torch.arange(time, device=device)[:, None] * speeds
    return rotation.cos(), rotation.sin()


class Teacher(nn.Module):
    """The body of the teacher's network."""

    def __init__(self, sizes: TeacherSizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.reads, self.width = sizes.vector + AFFIXES * sizes.affix + FLAGS, sizes.width
        self.features = Features(sizes.words, sizes.vector, sizes.affix, dropout)
        self.project_in = nn.Linear(self.reads, sizes.width)
        self.blocks = nn.ModuleList(Block(sizes.width, sizes.heads, dropout) for _ in range(sizes.blocks))
        self.norm_out = nn.LayerNorm(sizes.width)
        self.mask_vector = nn.Parameter(torch.zeros(sizes.width))
        self.per_head = sizes.width // sizes.heads

    def forward(self, inputs: Inputs, hidden: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Word features and states; words that are `hidden` are seen as one and the same."""
        x = self.features(inputs)
        mask = inputs.mask
        rotation = angles(x.shape[1], self.per_head, x.device)
        with torch.autocast(x.device.type, torch.bfloat16, enabled=x.is_cuda):
            states = self.project_in(x)
            if hidden is not None:
                states = torch.where(hidden[..., None], self.mask_vector.to(states.dtype), states)
            for block in self.blocks:
                states = block(states, rotation, mask[:, None, None])
        return x, self.norm_out(states.float())


class WordHead(nn.Module):
    """States to scores of the most frequent words."""

    def __init__(self, width: int, targets: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.words = nn.Linear(width, targets + 1)

    def forward(self, states: Tensor, wanted: Tensor) -> Tensor:
        with torch.autocast(states.device.type, torch.bfloat16, enabled=states.is_cuda):
            scores = self.words(self.inner(states))
        return functional.cross_entropy(scores.float(), wanted)


def read_masked(teacher: Teacher, forms: Forms, bank: Bank, plan: Masking, say: Say) -> None:
    """Train the teacher's body in place: it guesses hidden words of raw text. Form numbers are ranks of frequency."""
    rng = random.Random(plan.seed)
    targets = min(plan.targets, len(forms.index))
    head = WordHead(teacher.width, targets).to(bank.device)
    parameters = [*teacher.parameters(), *head.parameters()]
    optimiser = torch.optim.AdamW(
        parameters, plan.rate, weight_decay=1e-2, betas=(0.9, 0.98), fused=bank.device != "cpu"
    )
    batches = [b for _ in range(math.ceil(plan.epochs)) for b in bank.batches(plan.batch, rng)]
    steps = int(len(batches) * plan.epochs / math.ceil(plan.epochs))
    warm = min(500, steps // 5 + 1)
    teacher.train()
    mean: Tensor | float = 0.0
    for step, batch in enumerate(batches[:steps], 1):
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(step / warm, max((steps - step) / (steps - warm), 0.01))
        places, lengths = bank.places(batch)
        rows = bank.take("forms", places, lengths)
        hidden = (torch.rand(rows.shape, device=rows.device) < plan.hidden) & (rows > 0)
        asked = hidden & (rows <= targets)
        _, states = teacher(forms.inputs(rows, lengths), hidden)
        loss = head(states[asked], rows[asked])
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        mean = mean + (loss.detach() - mean) / min(step, 200)
        if step % max(steps // 20, 1) == 0:
            say(f"masking: step {step}/{steps} loss {float(mean):.3f}")
