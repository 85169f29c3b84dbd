"""What the model knows of a word form by itself: a vector, hashed affixes, its shape and the name lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

AFFIXES = 6
BUCKETS = 4096
LISTS = ("given", "rare", "family", "place", "office", "body", "program", "world", "organisation")
SHAPES = 16
FLAGS = SHAPES + 2 * len(LISTS)

_DIGIT = re.compile(r"\d")
_PROCLITICS = ("و", "ف", "ب", "ل", "ك")
_SHORT, _LONG = 3, 5

Floats = NDArray[np.float32]


def normal(word: str) -> str:
    """The form that has a vector: digits are all one (`2021` is `0000`)."""
    return _DIGIT.sub("0", word)


def affixes(word: str) -> list[int]:
    """Buckets of the first and last one to three letters."""
    parts = (f"{n}<{word[:n]}" for n in (1, 2, 3)), (f"{n}>{word[-n:]}" for n in (1, 2, 3))
    return [crc32(part.encode("utf-8", "replace")) % BUCKETS for side in parts for part in side]


def shape(word: str, rank: float) -> list[float]:
    """Length (8), script and kind (5), article, and how rare it is: `rank` 0..1, 1 where it has no vector."""
    first = word[0]
    letters = min(len(word), 8) - 1
    flags = [0.0] * SHAPES
    flags[letters] = 1.0
    flags[8] = float(first.isdigit())
    flags[9] = float(not first.isalnum())
    flags[10] = float(first.isascii() and first.isalpha())
    flags[11] = float(first in "\"'«»“”")
    flags[12] = float(first in ".!?؟؛;:،,")
    flags[13] = float(word.startswith("ال"))
    flags[14] = rank
    flags[15] = float(rank == 1.0)
    return flags


def membership(word: str, lists: Mapping[str, int]) -> list[float]:
    """Which name lists hold the word, and which hold it without its first letter where that may be a proclitic."""
    bits = lists.get(word, 0)
    bare = lists.get(word[1:], 0) if len(word) > 3 and word[0] in _PROCLITICS else 0
    places = range(len(LISTS))
    return [float(bits >> i & 1) for i in places] + [float(bare >> i & 1) for i in places]


def grams(word: str) -> Iterator[int]:
    """FNV-1a hashes of the letter 3- to 5-grams of `<word>`, as fastText reckons them."""
    letters = [letter.encode("utf-8", "replace") for letter in f"<{word}>"]
    for i in range(len(letters) - _SHORT + 1):
        code = 2166136261
        for n, letter in enumerate(letters[i : i + _LONG], 1):
            for byte in letter:
                code = ((code ^ (byte if byte < 0x80 else byte | 0xFFFFFF00)) * 16777619) & 0xFFFFFFFF
            if n >= _SHORT:
                yield code


@dataclass(frozen=True)
class Words:
    """Vectors of the known forms (int8 with one scale a row), of letter groups for the others, and the name lists.

    `vocabulary` is in order of frequency, `lists` maps a folded word to bits in the order of `LISTS`.
    """

    vocabulary: tuple[str, ...]
    vectors: NDArray[np.int8]
    scales: NDArray[np.float32]
    groups: NDArray[np.int8]
    group_scale: float
    lists: Mapping[str, int]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.vocabulary)}

    def row(self, word: str) -> int:
        """The place of a form in the vocabulary, from 1; 0 where it has none."""
        return self._rows.get(normal(word), -1) + 1

    def known(self) -> Floats:
        """The vectors of the whole vocabulary."""
        vectors: Floats = self.vectors.astype(np.float32) * self.scales[:, None]
        return vectors

    def vector(self, word: str) -> Floats:
        """The vector of a form, composed from its letter groups where it has none."""
        row = self._rows.get(normal(word))
        if row is not None:
            scaled: Floats = self.vectors[row].astype(np.float32) * self.scales[row]
            return scaled
        rows = [code % len(self.groups) for code in grams(normal(word))]
        if not rows:
            return np.zeros(self.vectors.shape[1], np.float32)
        mean: Floats = self.groups[rows].astype(np.float32).mean(axis=0) * np.float32(self.group_scale)
        return mean

    def flags(self, word: str) -> list[float]:
        """Shape and list membership of a form, `FLAGS` numbers."""
        row = self._rows.get(normal(word))
        rank = 1.0 if row is None else float(np.log1p(row) / np.log1p(len(self.vocabulary)) * 0.95)
        return shape(word, rank) + membership(word, self.lists)

    def table(self, words: Iterable[str]) -> tuple[Floats, NDArray[np.int64], Floats]:
        """For each form: vector, affix buckets, flags."""
        forms = list(words)
        vectors = np.stack([self.vector(w) for w in forms])
        buckets = np.array([affixes(w) for w in forms], np.int64)
        return vectors, buckets, np.array([self.flags(w) for w in forms], np.float32)
