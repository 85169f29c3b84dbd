"""The word forms of the texts so far, each analysed once: news repeats its words.

Those of a text are looked up all at once, in arrays and by their keys: one after the other, in a dict, each would wait
for memory that no cache of the processor holds.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from khabar.arabic.fold import Keyed
from khabar.stages.people.words import ALI, Row, Word

_SLOTS: Final = 19  # bits of a key that tell its slot
_KEPT: Final = 200_000  # analysed forms


class Seen:
    """Word forms by number, `words[number]`, and the slots in which a key finds its number.

    A slot holds the last key that was seen of those that share it. A form that another has put out is analysed again.
    """

    def __init__(self, analyse: Callable[[str], Word]) -> None:
        self._analyse = analyse
        self._lock = Lock()
        self._shift = np.uint64(64 - _SLOTS)
        self._forget()

    def _forget(self) -> None:
        self._words = [self._analyse(ALI)]  # see Row
        self._keys = np.zeros(1 << _SLOTS, np.uint64)
        self._numbers = np.zeros(1 << _SLOTS, np.int32)
        self._marks = np.zeros(_KEPT, np.uint8)

    def words(self, text: str, keyed: Keyed) -> tuple[Row, NDArray[np.uint8]]:
        """The words of a folded text, and the marks of each."""
        with self._lock:
            if len(self._words) > _KEPT:
                self._forget()
            slots = (keyed.keys >> self._shift).astype(np.intp)
            numbers = self._numbers.take(slots)
            new = (self._keys.take(slots) != keyed.keys).nonzero()[0]
            if len(new):
                numbers[new] = self._learnt(text, keyed, new, slots[new])
            return Row(self._words, numbers.tolist()), self._marks.take(numbers)

    def _learnt(self, text: str, keyed: Keyed, new: NDArray[np.int64], slots: NDArray[np.int64]) -> NDArray[np.int32]:
        """The numbers of the words at the places `new`, whose forms are analysed and get these slots."""
        first, keys = len(self._words), keyed.keys[new]
        fresh: dict[int, int] = {}
        found: list[int] = []
        for i, key in zip(new.tolist(), keys.tolist(), strict=True):
            if key not in fresh:
                fresh[key] = len(self._words)
                self._words.append(self._analyse(text[keyed.starts[i] : keyed.ends[i]]))
            found.append(fresh[key])
        self._mark(first)
        self._keys[slots] = 0  # an interruption leaves no key with another's number
        self._numbers[slots] = found
        self._keys[slots] = keys
        return np.array(found, np.int32)

    def _mark(self, first: int) -> None:
        """Note the marks of the words from number `first` on."""
        missing = len(self._words) - len(self._marks)
        if missing > 0:
            self._marks = np.append(self._marks, np.zeros(missing, np.uint8))
        self._marks[first : len(self._words)] = [word.marks for word in self._words[first:]]
