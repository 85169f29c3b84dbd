"""The trained network at work, in NumPy: two recurrent layers and a conditional random field.

Sentences are run together, longest first, so that every step is one matrix product over those still running.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from khabar.stages.tagger.features import Floats

Ints = NDArray[np.int64]


@dataclass(slots=True, frozen=True)
class Lstm:
    """One direction of one layer: gates in the order input, forget, cell, output, as PyTorch keeps them.

    `read` is `[input, 4 * hidden]`, `recur` `[hidden, 4 * hidden]`, `bias` `[4 * hidden]`; make it with `lstm`,
    which halves what goes into the logistic gates: 1 / (1 + exp(-x)) is (1 + tanh(x / 2)) / 2.
    """

    read: Floats
    recur: Floats
    bias: Floats

    def gates(self, x: Floats) -> Floats:
        """What the words alone say to the gates, `[words, 4 * hidden]`."""
        gates: Floats = x @ self.read
        gates += self.bias
        return gates

    def run(self, gates: Floats, running: Sequence[int]) -> Floats:
        """States of packed steps; `gates`, which are used up, step after step, `running` the rows of each."""
        hidden = len(self.recur)
        out = np.empty((len(gates), hidden), np.float32)
        h = np.zeros((running[0], hidden), np.float32)
        c = np.zeros((running[0], hidden), np.float32)
        at = 0
        for rows in running:
            g = gates[at : at + rows]
            g += h[:rows] @ self.recur
            np.tanh(g, out=g)
            update, forget, output = g[:, :hidden], g[:, hidden : 2 * hidden], g[:, 3 * hidden :]
            c = c[:rows]
            forget += 1
            c *= forget
            update += 1
            update *= g[:, 2 * hidden : 3 * hidden]
            c += update
            c *= 0.5
            h = out[at : at + rows]
            np.tanh(c, out=h)
            output += 1
            h *= output
            h *= 0.5
            at += rows
        return out


def lstm(read: Floats, recur: Floats, bias: Floats) -> Lstm:
    """A direction from weights as PyTorch has them, transposed."""
    hidden = len(recur)
    scale = np.full(4 * hidden, 0.5, np.float32)
    scale[2 * hidden : 3 * hidden] = 1.0
    return Lstm(read * scale, recur * scale, bias * scale)


@dataclass(slots=True, frozen=True)
class Layer:
    """A forward and a backward LSTM over the same sentences."""

    ahead: Lstm
    back: Lstm

    def run(self, x: Floats, order: Order) -> Floats:
        """States `[words, 2 * hidden]` of words `x`, both in packed order."""
        return self.recur(self.ahead.gates(x), self.back.gates(x[order.mirror]), order)

    def recur(self, ahead: Floats, back: Floats, order: Order) -> Floats:
        """The same from the gates' inputs, those of the backward direction in mirrored order; both are used up."""
        forward = self.ahead.run(ahead, order.running)
        backward = self.back.run(back, order.running)
        return np.concatenate([forward, backward[order.mirror]], axis=1)


class Order:
    """Packed order of the words of several sentences: all first words, all second words, and so on."""

    __slots__ = ("mirror", "packed", "running", "sorted")

    def __init__(self, lengths: Ints) -> None:
        self.sorted = np.argsort(-lengths, kind="stable")
        ordered = lengths[self.sorted]
        time = int(ordered[0])
        alive = np.arange(time)[:, None] < ordered[None, :]
        self.running = alive.sum(1).tolist()
        starts = (np.cumsum(lengths) - lengths)[self.sorted]
        step, row = np.nonzero(alive)
        self.packed: Ints = starts[row] + step
        place = np.full(alive.shape, -1, np.int64)
        place[step, row] = np.arange(len(step))
        self.mirror: Ints = place[ordered[row] - 1 - step, row]


@dataclass(slots=True, frozen=True)
class Head:
    """Emission and transition weights of one corpus's tags."""

    tags: tuple[str, ...]
    emit: Floats
    bias: Floats
    transitions: Floats
    start: Floats

    def decode(self, scores: Floats, running: Sequence[int]) -> Ints:
        """The best tag of every word, in packed order (Viterbi, all sentences at once)."""
        bounds = _bounds(running)
        best = scores[: running[0]] + self.start
        back: list[Ints] = []
        final = best
        for a, b in bounds[1:]:
            ways = best[: b - a, :, None] + self.transitions
            back.append(ways.argmax(1))
            best = ways.max(1) + scores[a:b]
            final[: b - a] = best
        out = np.empty(len(scores), np.int64)
        tag = final.argmax(1)
        for (a, b), pointers in zip(reversed(bounds[1:]), reversed(back), strict=True):
            out[a:b] = tag[: b - a]
            tag[: b - a] = pointers[np.arange(b - a), tag[: b - a]]
        out[: running[0]] = tag
        return out

    def marginals(self, scores: Floats, running: Sequence[int]) -> Floats:
        """The probability of every tag of every word, in packed order (forward and backward sums)."""
        bounds = _bounds(running)
        moves = np.exp(self.transitions)
        peak = scores.max(1, keepdims=True)
        local = np.exp(scores - peak)
        alpha = np.empty_like(local)
        alpha[: running[0]] = _normalised(local[: running[0]] * np.exp(self.start))
        for (a, _), (b, c) in pairwise(bounds):
            alpha[b:c] = _normalised((alpha[a : a + c - b] @ moves) * local[b:c])
        beta = np.ones_like(local)
        for (a, _), (b, c) in reversed(list(pairwise(bounds))):
            beta[a : a + c - b] = _normalised((local[b:c] * beta[b:c]) @ moves.T)
        return _normalised(alpha * beta)


def _bounds(running: Sequence[int]) -> list[tuple[int, int]]:
    ends = np.cumsum(running).tolist()
    return [(end - rows, end) for end, rows in zip(ends, running, strict=True)]


def _normalised(x: Floats) -> Floats:
    total: Floats = x / np.maximum(x.sum(1, keepdims=True), 1e-30)
    return total


@dataclass(slots=True, frozen=True)
class Network:
    """All weights: affix embeddings, two layers, heads by name, and the proclitic scores."""

    affix: Floats
    first: Layer
    second: Layer
    heads: Mapping[str, Head]
    clitic: Floats
    clitic_bias: Floats

    def inputs(self, vectors: Floats, buckets: Ints, flags: Floats) -> Floats:
        """Rows that the first layer reads: vector, affix embeddings, flags."""
        return np.concatenate([vectors, self.affix[buckets].reshape(len(buckets), -1), flags], axis=1)

    def states(self, ahead: Floats, back: Floats, rows: Ints, order: Order) -> Floats:
        """States of the second layer; `ahead` and `back` are the first layer's gates of the forms that `rows` names."""
        return self.second.run(self.first.recur(ahead[rows], back[rows[order.mirror]], order), order)
