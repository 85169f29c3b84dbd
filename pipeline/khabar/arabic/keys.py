"""Words as numbers, so that those of a text are looked up in arrays all at once and not one after the other.

The key of a word has its letters for digits, in a great odd base, and 64 bits: of a million different words no two
have the same, but for once in thirty million vocabularies.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BASE: Final = 0x9E3779B97F4A7C15
_BITS: Final = 64
_SHORTEST: Final = 1 << 12  # letters for which powers are kept


def key(form: str) -> int:
    """The key of one word."""
    number = 0
    for letter in reversed(form):
        number = (number + ord(letter)) * _BASE % (1 << _BITS)
    return number


def keys(codes: NDArray[np.uint32], edges: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The keys of the words of a text, given its code points after a space: each starts at an edge, ends at the next.

    The sum up to a word's end less that up to its start has its letters as digits, moved by as many places as stand
    before the word: the inverse power moves them back.
    """
    powers, inverses = _powers(max(_SHORTEST, 1 << len(codes).bit_length()))
    bounds = (codes * powers[: len(codes)]).cumsum().take(edges)
    found: NDArray[np.uint64] = (bounds[1::2] - bounds[::2]) * inverses.take(edges[::2])
    return found


class Forms:
    """Some word forms, found among the words of a text; at least one."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._keys = np.array(sorted(map(key, forms)), np.uint64)

    def places(self, words: NDArray[np.uint64]) -> list[int]:
        """The places of the words that are among the forms, given the keys of all."""
        nearest = self._keys.take(self._keys.searchsorted(words), mode="clip")
        places: list[int] = np.flatnonzero(nearest == words).tolist()
        return places


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the base from the zeroth on, and the inverse powers likewise."""
    inverse = pow(_BASE, -1, 1 << _BITS)
    ups, downs = np.full(size, _BASE, np.uint64), np.full(size, inverse, np.uint64)
    ups[0] = downs[0] = 1
    return ups.cumprod(), downs.cumprod()
