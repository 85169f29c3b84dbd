"""Number words to integers: cardinals and ordinals of both genders, compounds, the definite article.

Words come folded (`fold(text).text`); the forms are `data/arabic/numbers.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from khabar.arabic.fold import fold
from khabar.resources import data

_AND: Final = "و"
_ARTICLE: Final = "ال"


@dataclass(slots=True, frozen=True)
class Number:
    """A number as worded: `الثالثة` is 3, ordinal, feminine and definite; `words` is how many words it took."""

    value: int
    words: int
    ordinal: bool = False
    feminine: bool = False
    definite: bool = False


@dataclass(slots=True, frozen=True)
class _Word:
    value: int
    kind: str  # unit, teen (ten, and the second half of 11 to 19), fullteen, ten, hundred, scale, dualscale
    ordinal: bool
    feminine: bool
    definite: bool
    bound: bool  # only the first half of a compound: إحدى عشرة


def read(words: Sequence[str], at: int = 0) -> Number | None:
    """The longest number that starts at `words[at]`, or None: `read(["خمسه", "وعشرين", "يوما"])` is 25 in two words.

    `و` stands on the next word or alone. Definiteness must agree, so that `الثامنه وعشرين` is 8 and
    `الثامنه والعشرين` 28.
    """
    table = number_words()
    first = table.get(words[at])
    if first is None:
        return None
    total, group, floor = 0, 0, 10**12
    last: _Word | None = None
    taken = 0
    position = at
    while position < len(words):
        word, joined, step = _next(words, position, joined_allowed=position > at)
        if word is None or not _fits(last, word, joined, first, floor):
            break
        if word.kind == "teen" and last is not None and not joined:
            group += 10
        elif word.kind == "hundred" and last is not None and not joined:
            group = group - last.value + last.value * word.value
        elif word.kind == "scale":
            total, floor = total + max(group, 1) * word.value, word.value
            group = 0
        elif word.kind == "dualscale":
            total, floor = total + word.value, word.value // 2
        else:
            group += word.value
        last = word
        position += step
        taken = position - at
    if last is None or (first.bound and last is first):
        return None
    return Number(total + group, taken, first.ordinal, first.feminine, first.definite)


def parse(text: str) -> int | None:
    """The integer that a whole text of number words says, None where it says something else.

    `parse("ألف وتسعمائة وخمسة وأربعون")` is 1945.
    """
    words = fold(text).text.split()
    number = read(words) if words else None
    return number.value if number and number.words == len(words) else None


@cache
def number_words() -> dict[str, _Word]:
    """Folded form -> word, with and without the article."""
    rows = [line.split("\t") for line in data("arabic", "numbers.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    folded = fold("\n".join(row[0] for row in rows)).text.split("\n")
    table: dict[str, _Word] = {}
    for form, (written, value, kind, *_) in zip(folded, rows, strict=True):
        ordinal = "ordinal" in kind
        base = "unit" if ordinal and int(value) < 10 else "teen" if ordinal else kind
        if kind == "bound":
            base = "unit"
        for article in ("", _ARTICLE):
            definite = bool(article) or written.startswith(_ARTICLE)
            word = _Word(int(value), base, ordinal, kind.endswith("_f"), definite, kind.startswith("bound"))
            table.setdefault(article + form, word)
    return table


def _next(words: Sequence[str], position: int, *, joined_allowed: bool) -> tuple[_Word | None, bool, int]:
    """The number word at `position`, whether `و` joins it to what is before, and the words it takes."""
    table = number_words()
    word = words[position]
    if word in table and not (joined_allowed and _hides_bound(words, position)):
        return table[word], False, 1
    if joined_allowed and word.startswith(_AND):
        if len(word) > 1:
            return table.get(word[1:]), True, 1
        if position + 1 < len(words):
            return table.get(words[position + 1]), True, 2
    return None, False, 0


def _hides_bound(words: Sequence[str], position: int) -> bool:
    """Is it `و` and the first half of 11 (`الفين واحد عشر`), not the word for one?"""
    half = number_words().get(words[position][1:]) if words[position].startswith(_AND) else None
    after = number_words().get(words[position + 1]) if position + 1 < len(words) else None
    return half is not None and half.bound and after is not None and after.kind == "teen"


def _fits(last: _Word | None, word: _Word, joined: bool, first: _Word, floor: int) -> bool:
    """Can `word` go on from `last`?"""
    if last is None:
        return True
    small = last.kind == "unit"
    if not joined:
        if word.kind == "teen":
            return small and word.value == 10 and not word.ordinal and last.value < 10
        if word.kind == "hundred":
            return small and word.value == 100 and not last.ordinal
        return word.kind == "scale" and last.kind not in ("scale", "dualscale") and word.value < floor
    if word.ordinal and not last.ordinal:
        return False
    if last.kind == "unit":
        return word.kind == "ten" and word.definite == last.definite
    if last.kind == "hundred":
        return word.kind in ("unit", "teen", "fullteen", "ten")
    if last.kind in ("scale", "dualscale"):
        return word.kind in ("unit", "teen", "fullteen", "ten", "hundred") and (not first.definite or word.definite)
    return False
