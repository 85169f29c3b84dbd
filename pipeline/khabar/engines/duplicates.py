"""Exact and near duplicates: texts that say the same share a cluster, which its first document names.

Near means that about `threshold` of the three-word stretches are shared (MinHash with locality-sensitive hashing).
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from khabar.arabic.fold import fold
from khabar.errors import MissingExtraError

Kind = Literal["first", "exact", "near"]
PERMUTATIONS, BANDS, WORDS = 64, 16, 3


class Clusters:
    """Documents by cluster, in the order in which they come.

    Memory grows with the number of different texts: a digest of each, a sketch of each cluster.
    """

    def __init__(self, threshold: float = 0.8) -> None:
        try:
            from rensa import RMinHash, RMinHashLSH
        except ImportError:
            raise MissingExtraError("dedup", "rensa", "looking for duplicates") from None
        self._sketch: Any = partial(RMinHash, num_perm=PERMUTATIONS, seed=1)
        self._index: Any = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=BANDS)
        self._threshold = threshold
        self._exact: dict[bytes, int] = {}
        self._digests: list[npt.NDArray[np.uint32]] = []
        self._names: list[str] = []

    def add(self, name: str, text: str) -> tuple[str, Kind]:
        """The name of the cluster that a text belongs to, and how: its first document, or the same, or nearly."""
        words = fold(text).text.split()
        key = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if key in self._exact:
            return self._names[self._exact[key]], "exact"
        sketch = self._sketch()
        sketch.update([" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))])
        digest = np.array(sketch.digest(), dtype=np.uint32)
        near = [n for n in sorted(self._index.query(sketch)) if np.mean(self._digests[n] == digest) >= self._threshold]
        if near:
            self._exact[key] = near[0]
            return self._names[near[0]], "near"
        number = len(self._names)
        self._exact[key] = number
        self._names.append(name)
        self._digests.append(digest)
        self._index.insert(number, sketch)
        return name, "first"
