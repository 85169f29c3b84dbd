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
from khabar.stages.people.words import ALI, MARKS, Row, Word

_SLOTS: Final = 19  # bits of a key that tell its slot
_KEPT: Final = 200_000  # analysed forms
_MARKED: Final = (1 << MARKS) - 1


class Seen:
    """Word forms by number, `words[number]`, and the slots in which a key finds the number and marks of its form.

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
        self._entries = np.zeros(1 << _SLOTS, np.int32)  # a number, and after it MARKS bits

    def words(self, text: str, keyed: Keyed) -> tuple[Row, NDArray[np.int32]]:
        """The words of a folded text, and the marks of each."""
        with self._lock:
            if len(self._words) > _KEPT:
                self._forget()
            slots = (keyed.keys >> self._shift).astype(np.intp)
            entries = self._entries.take(slots)
            new = (self._keys.take(slots) != keyed.keys).nonzero()[0]
            if len(new):
                entries.put(new, self._learnt(text, keyed, new, slots.take(new)))
            return Row(self._words, (entries >> MARKS).tolist()), entries & _MARKED

    def _learnt(self, text: str, keyed: Keyed, new: NDArray[np.int64], slots: NDArray[np.int64]) -> NDArray[np.int32]:
        """The entries of the words at the places `new`, whose forms are analysed and get these slots."""
        keys = keyed.keys.take(new)
        fresh: dict[int, int] = {}
        for i, key in zip(new.tolist(), keys.tolist(), strict=True):
            if key not in fresh:
                word = self._analyse(text[keyed.starts[i] : keyed.ends[i]])
                fresh[key] = len(self._words) << MARKS | word.marks
                self._words.append(word)
        found = np.array([fresh[key] for key in keys.tolist()], np.int32)
        self._keys.put(slots, 0)  # an interruption leaves no key with another's entry
        self._entries.put(slots, found)
        self._keys.put(slots, keys)
        return found
