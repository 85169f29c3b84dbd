"""The packed network gives what a plain one gives, sentence by sentence."""

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from khabar.stages.tagger.network import Head, Layer, Order, lstm

LENGTHS = [3, 1, 5, 3]
WIDTH, HIDDEN = 4, 3
RNG = np.random.default_rng(7)


def floats(*shape: int) -> NDArray[np.float32]:
    return RNG.normal(size=shape).astype(np.float32)


Weights = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


def weights() -> Weights:
    return floats(WIDTH, 4 * HIDDEN), floats(HIDDEN, 4 * HIDDEN), floats(4 * HIDDEN)


def plain(cell: Weights, sentence: NDArray[np.float32]) -> NDArray[np.float32]:
    """One direction over one sentence, as the textbook has it."""
    read, recur, bias = cell
    h, c, out = np.zeros(HIDDEN), np.zeros(HIDDEN), []
    for x in sentence:
        i, f, g, o = np.split(x @ read + bias + h @ recur, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        out.append(h)
    return np.array(out)


def split(x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return np.split(x, np.cumsum(LENGTHS)[:-1])


def test_a_layer_reads_each_sentence_both_ways() -> None:
    ahead, back, x = weights(), weights(), floats(sum(LENGTHS), WIDTH)
    layer = Layer(lstm(*ahead), lstm(*back))
    order = Order(np.array(LENGTHS))
    states = np.empty((len(x), 2 * HIDDEN))
    states[order.packed] = layer.run(x[order.packed], order)
    expected = [np.hstack([plain(ahead, s), plain(back, s[::-1])[::-1]]) for s in split(x)]
    assert states == pytest.approx(np.vstack(expected), abs=1e-5)


@pytest.fixture
def head() -> Head:
    tags = ("O", "B-X", "I-X")
    return Head(tags, floats(1, 3), floats(3), floats(3, 3), np.array([0, 0, -20], np.float32))


def score(head: Head, scores: NDArray[np.float32], path: tuple[int, ...]) -> float:
    moves = sum(head.transitions[a, b] for a, b in pairwise(path))
    return float(head.start[path[0]] + sum(scores[i, t] for i, t in enumerate(path)) + moves)


def test_decoding_finds_the_best_path(head: Head) -> None:
    scores, order = floats(sum(LENGTHS), 3), Order(np.array(LENGTHS))
    best = np.empty(len(scores), int)
    best[order.packed] = head.decode(scores[order.packed], order.running)
    for found, part in zip(split(best), split(scores), strict=True):
        ways = product(range(3), repeat=len(part))
        assert tuple(found) == max(ways, key=lambda path: score(head, part, path))


def test_marginals_are_the_shares_of_all_paths(head: Head) -> None:
    scores, order = floats(sum(LENGTHS), 3), Order(np.array(LENGTHS))
    sure = np.empty_like(scores)
    sure[order.packed] = head.marginals(scores[order.packed], order.running)
    for found, part in zip(split(sure), split(scores), strict=True):
        expected = np.zeros_like(part)
        for path in product(range(3), repeat=len(part)):
            expected[np.arange(len(part)), path] += np.exp(score(head, part, path))
        assert found == pytest.approx(expected / expected.sum(1, keepdims=True), abs=1e-4)
