"""A conditional random field over tags: its likelihood, its moments, and how well it agrees with a teacher's.

The sum over all tag sequences halves a sentence step by step, so that it takes few operations however long it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

IMPOSSIBLE = -1e4


def follows(first: str, second: str) -> bool:
    """May `second` stand after `first`? `I-X` only after `B-X` or `I-X`."""
    return second[0] != "I" or (first[0] != "O" and first[2:] == second[2:])


class Head(nn.Module):
    """Emissions and transitions of one corpus's tags."""

    def __init__(self, width: int, tags: Sequence[str]) -> None:
        super().__init__()
        self.tags = tuple(tags)
        self.emit = nn.Linear(width, len(tags))
        allowed = [[float(follows(a, b)) for b in tags] for a in tags]
        self.register_buffer("forbidden", (1 - torch.tensor(allowed)) * IMPOSSIBLE)
        self.register_buffer("unopened", torch.tensor([IMPOSSIBLE * (t[0] == "I") for t in tags]))
        self.move = nn.Parameter(torch.zeros(len(tags), len(tags)))

    @property
    def transitions(self) -> Tensor:
        """Scores of one tag after another."""
        return self.move + self.get_buffer("forbidden")

    def loss(self, states: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood, summed over the sentences."""
        scores = self.emit(states)
        emitted = scores.gather(2, tags[..., None]).squeeze(2) * mask
        moved = self.transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
        return self._partition(scores, mask).sum() - emitted.sum() - moved.sum()

    def distance(self, states: Tensor, scores: Tensor, move: Tensor, mask: Tensor) -> Tensor:
        """Cross entropy from the field of a teacher (`scores`, `move`) to this one, summed over the sentences."""
        with torch.enable_grad():
            scores, move = scores.detach().requires_grad_(), move.detach().requires_grad_()
            total = partition(scores, move + self.get_buffer("forbidden"), self.get_buffer("unopened"), mask)
            expected, moves = torch.autograd.grad(total.sum(), (scores, move))
        own = self.emit(states)
        return self._partition(own, mask).sum() - (own * expected).sum() - (self.move * moves).sum()

    def _partition(self, scores: Tensor, mask: Tensor) -> Tensor:
        return partition(scores, self.transitions, self.get_buffer("unopened"), mask)


def partition(scores: Tensor, transitions: Tensor, start: Tensor, mask: Tensor) -> Tensor:
    """Log of the summed weight of all tag sequences, a number for each sentence; `mask` begins with True."""
    steps = transitions + scores[:, 1:, None, :]
    peak = steps.detach().amax((-1, -2), keepdim=True)
    inside = mask[:, 1:, None, None]
    same = torch.eye(scores.shape[2], device=scores.device)
    weights = torch.where(inside, (steps - peak).exp(), same)
    total = (peak * inside).sum((1, 2, 3))
    while weights.shape[1] > 1:
        if weights.shape[1] % 2:
            weights = torch.cat([weights, same.expand(len(weights), 1, -1, -1)], 1)
        weights = weights[:, 0::2] @ weights[:, 1::2]
        peak = weights.detach().amax((-1, -2), keepdim=True)
        weights = weights / peak
        total = total + peak.log().sum((1, 2, 3))
    first = scores[:, 0] + start
    peak = first.detach().amax(-1, keepdim=True)
    last = (first - peak).exp()[:, None]
    if weights.shape[1]:
        last = last @ weights[:, 0]
    return total + peak[:, 0] + last.sum((1, 2)).log()
