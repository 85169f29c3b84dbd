"""Silver: what teachers make of raw text, word by word, for a student to learn from (knowledge distillation).

The teachers' scores are averaged into one conditional random field; the student is drawn to its distribution.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import cast

import torch
from torch import Tensor

from khabar.train.bank import Bank, Batch, Forms
from khabar.train.crf import Head
from khabar.train.net import Net


class Silver:
    """Raw sentences with the teachers' scores of every word's tags and of the moves between tags, by head."""

    def __init__(self, bank: Bank, forms: Forms, scores: Mapping[str, Tensor], moves: Mapping[str, Tensor]) -> None:
        self.bank, self.forms, self.scores, self.moves = bank, forms, scores, moves

    def count(self, size: int) -> int:
        """Batches of about `size` words."""
        return len(self.bank.batches(size, random.Random(0)))

    def loss(self, net: Net, batch: Batch) -> Tensor:
        """How far the net is from the teachers, for each word, over all heads."""
        places, lengths = self.bank.places(batch)
        inputs = self.forms.inputs(self.bank.take("forms", places, lengths), lengths)
        states, _ = net(inputs)
        mask = inputs.mask
        loss = states.new_zeros(())
        for head, scores in self.scores.items():
            wanted = scores[places].float() * mask[..., None]
            loss = loss + cast(Head, net.heads[head]).distance(states, wanted, self.moves[head], mask)
        return loss / lengths.sum() * 10


@torch.no_grad()
def silver(teachers: Sequence[Net], bank: Bank, forms: Forms, heads: Sequence[str], size: int = 16_000) -> Silver:
    """What the teachers, together, make of the raw sentences."""
    words = int(bank.lengths.sum())
    fields = {head: [cast(Head, teacher.heads[head]) for teacher in teachers] for head in heads}
    scores = {h: torch.zeros(words, len(f[0].tags), dtype=torch.float16, device=bank.device) for h, f in fields.items()}
    for teacher in teachers:
        teacher.eval()
    for batch in bank.batches(size, random.Random(0)):
        places, lengths = bank.places(batch)
        inputs = forms.inputs(bank.take("forms", places, lengths), lengths)
        inside = inputs.mask
        states = [teacher(inputs)[0] for teacher in teachers]
        for head, some in fields.items():
            mean = torch.stack([f.emit(s) for f, s in zip(some, states, strict=True)]).mean(0)
            scores[head][places[inside]] = mean[inside].half()
    moves = {head: torch.stack([f.move.detach() for f in some]).mean(0) for head, some in fields.items()}
    return Silver(bank, forms, scores, moves)
