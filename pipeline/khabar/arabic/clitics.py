"""Proclitics: the one-letter words that Arabic writes onto the next one (و ف ب ل ك)."""

from __future__ import annotations

from typing import Final

_CONJUNCTIONS: Final = ("", "و", "ف")
_PREPOSITIONS: Final = ("", "ب", "ل", "ك")
PROCLITICS: frozenset[str] = frozenset(c + p for c in _CONJUNCTIONS for p in _PREPOSITIONS)
LONGEST: Final = max(map(len, PROCLITICS))
_SHORTEST_STEM: Final = 2


def proclitic(text: str, start: int) -> int | None:
    """Length of the proclitics between the beginning of the word and `start`; None where something else stands there.

    In "وبمراكش", `proclitic(text, 2) == 2` and `proclitic(text, 3) is None`. A word after ل loses the alef of
    its article ("للتنمية"): its name then starts at the second ل, before which one ل stands.
    """
    begin = start
    while begin > 0 and start - begin <= LONGEST and text[begin - 1].isalnum():
        begin -= 1
    return start - begin if text[begin:start] in PROCLITICS else None


def stems(word: str) -> list[int]:
    """Offsets at which the stem may begin, the whole word first: `stems("وبالرباط") == [0, 1, 2]`.

    Which one is right is for a lexicon to say: the و of "وزير" is its own. At least two letters remain.
    """
    longest = min(LONGEST, len(word) - _SHORTEST_STEM)
    return [n for n in range(longest + 1) if word[:n] in PROCLITICS] or [0]
