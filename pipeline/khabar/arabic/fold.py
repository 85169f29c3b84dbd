"""The folded view: spelling variants unified, with an exact way back to the source.

Three profiles, each doing what the one before does and more:

`light`     repairs: presentation forms (ﻻ -> لا), full-width forms, tatweel, controls, white space.
`standard`  also drops diacritics, and unifies digits (٣ -> 3), quotes, dashes and foreign letter forms.
`heavy`     also unifies hamza seats, alef maksura, ta marbuta and added letters (أڭادير -> اكادير), and case.

The table is `data/arabic/fold.tsv`; what it drops or maps is one line there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from codecs import utf_32_le_decode, utf_32_le_encode
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from khabar.arabic.keys import keys
from khabar.resources import data

Profile = Literal["light", "standard", "heavy"]
PROFILES: tuple[Profile, ...] = ("light", "standard", "heavy")

_SPACE: Final = 0x20
_REPEATED: Final = re.compile(r"(?<=[ \n]) +")
_FIRST_LETTER: Final = 0x621  # Arabic, ء to ي
_LAST_LETTER: Final = 0x64A
_SIZE: Final = 0x10000  # the table covers the Basic Multilingual Plane; beyond it a character is itself
_DROP: Final = 0xFFFFFFFF
_DROP_MARK: Final = 0xFFFFFFFE  # dropped, and part of the letter before it
_EXPAND: Final = 0xFFFFFFFD
_BEYOND: Final = 0xFFFFFFFC


class Words(NamedTuple):
    """The words of a folded text: word `i` is `forms[i]`, which is `text[starts[i]:ends[i]]`."""

    forms: list[str]
    starts: list[int]
    ends: list[int]


class Keyed:
    """The words of a folded text by number (see `keys`): word `i` is `text[starts[i]:ends[i]]`."""

    __slots__ = ("ends", "keys", "starts")

    def __init__(self, keys: NDArray[np.uint64], starts: list[int], ends: list[int]) -> None:
        self.keys, self.starts, self.ends = keys, starts, ends


class Folded:
    """A folded text and its map: `text[i]` stands for `source[starts[i]:ends[i]]`.

    `starts` and `ends` are int64 arrays of `len(text)`, both monotone. What was dropped between two
    letters belongs to neither, but a diacritic or tatweel belongs to the letter before it.
    """

    __slots__ = ("_ends", "_keyed", "_starts", "ends", "source", "starts", "text")

    def __init__(self, source: str, text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        self.source, self.text, self.starts, self.ends = source, text, starts, ends
        self._starts, self._ends = starts.data, ends.data  # single items of these cost less
        self._keyed: Keyed | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the folded stretch `text[start:end]`; ValueError where it is empty or outside."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch of the folded text: {start}, {end}")
        return self._starts[start], self._ends[end - 1]

    def at(self, position: int) -> int:
        """The first folded position whose source starts at or after `position`."""
        return bisect_left(self._starts, position)

    @property
    def words(self) -> Words:
        """The runs of letters and digits, in order."""
        cut = self.keyed
        forms = [self.text[start:end] for start, end in zip(cut.starts, cut.ends, strict=True)]
        return Words(forms, cut.starts, cut.ends)

    @property
    def keyed(self) -> Keyed:
        """The same words without their forms; cut once."""
        if self._keyed is None:
            codes = code_points(f" {self.text} ")
            edges = _edges(_alphanumeric().take(codes, mode="clip"))
            places = edges.tolist()
            self._keyed = Keyed(keys(codes, edges), places[::2], places[1::2])
        return self._keyed


def fold(source: str, profile: Profile = "heavy") -> Folded:
    """Fold `source`: `fold("الخُصوص").text == "الخصوص"`, `fold("جهة  مراكش – آسفي").text == "جهه مراكش - اسفي"`.

    Runs of white space become one space; line feeds stay. Total: any string, lone surrogates included.
    """
    codes = code_points(source)
    table, expansions = _table(profile)
    folded = table.take(codes, mode="clip")
    special = (folded >= _BEYOND).nonzero()[0]
    if not len(special) and not len(_repeated(folded)):
        count = len(folded)
        return Folded(source, _decoded(folded), np.arange(count), np.arange(1, count + 1))
    beyond = special[folded[special] == _BEYOND]
    folded[beyond] = codes[beyond]
    origin = None
    if (folded[special] == _EXPAND).any():
        folded, origin = _expand(codes, folded, expansions)
        special = (folded >= _DROP_MARK).nonzero()[0]
    marks = special[folded[special] == _DROP_MARK]
    kept, last = _kept(folded, marks)
    text = _decoded(folded[kept])
    if origin is not None:
        kept, last = origin[kept], origin[last]
    last += 1
    return Folded(source, text, kept, last)


def _kept(folded: NDArray[np.uint32], marks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the letters that stay, and for each the last place that belongs to it."""
    seen = folded < _DROP_MARK
    kept = seen.nonzero()[0]
    repeated = kept[_repeated(folded[kept])]
    if len(repeated):
        seen[repeated] = False
        kept = seen.nonzero()[0]
    last = kept.copy()
    if len(marks) and len(last):
        _take_marks(last, marks)
    return kept, last


def folded(text: str) -> str:
    """`fold(text).text`, which costs less where the text is a word or two and the way back is not needed."""
    plain = text.translate(_replacements())
    return _REPEATED.sub("", plain) if "  " in plain or "\n " in plain else plain


@cache
def _replacements() -> dict[int, str]:
    """What the heavy fold makes of each character that it does not leave as it is."""
    table, expansions = _table("heavy")
    changed = np.flatnonzero(table[:_SIZE] != np.arange(_SIZE)).tolist()
    return {code: "" if (to := int(table[code])) >= _DROP_MARK else expansions.get(code) or chr(to) for code in changed}


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(utf_32_le_encode(text, "surrogatepass")[0], np.uint32)


def one_byte(text: str) -> bytes:
    """A folded text at a byte a character, for automata: ASCII and Arabic letters as themselves, all else alike."""
    return _bytes().take(code_points(text), mode="clip").tobytes()


def _edges(inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where words begin and end, in turn, as places of the text without the space before it."""
    changed: NDArray[np.bool_] = inside[1:] != inside[:-1]
    return changed.nonzero()[0]


def _decoded(letters: NDArray[np.uint32]) -> str:
    return utf_32_le_decode(letters.tobytes(), "surrogatepass")[0]


def _repeated(letters: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The places of the spaces that follow a space or a line feed."""
    blanks = (letters <= _SPACE).nonzero()[0]
    after = blanks[1:][blanks[1:] - blanks[:-1] == 1]
    spaces: NDArray[np.int64] = after[letters[after] == _SPACE]
    return spaces


def _take_marks(last: NDArray[np.int64], marks: NDArray[np.int64]) -> None:
    """Move the last place of each letter past the marks that directly follow it."""
    letter = np.searchsorted(last, marks) - 1
    rank = np.arange(len(marks)) - np.searchsorted(letter, letter)  # of a mark among those since the letter
    direct = (letter >= 0) & (marks - last[letter] == rank + 1)
    last[letter[direct]] = marks[direct]


def _expand(
    codes: NDArray[np.uint32], folded: NDArray[np.uint32], expansions: dict[int, str]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Each character that becomes several replaced by them, and the place that each letter comes from."""
    expanding = (folded == _EXPAND).nonzero()[0]
    letters = [expansions[code] for code in codes[expanding].tolist()]
    sizes = np.ones(len(folded), np.int64)
    sizes[expanding] = [len(several) for several in letters]
    origin = np.repeat(np.arange(len(folded)), sizes)
    out = folded[origin]
    out[out == _EXPAND] = code_points("".join(letters))
    return out, origin


@cache
def _bytes() -> NDArray[np.uint8]:
    """Code point -> its byte, one row for all beyond the Arabic letters."""
    table = np.full(_LAST_LETTER + 2, 0xFF, np.uint8)
    table[:0x80] = np.arange(0x80)
    table[_FIRST_LETTER:-1] = np.arange(0x80, 0x80 + _LAST_LETTER + 1 - _FIRST_LETTER)
    return table


@cache
def _alphanumeric() -> NDArray[np.bool_]:
    """Is the character a letter or digit? One row for each of the plane, one for all beyond it: mostly emoji."""
    return np.array([chr(code).isalnum() for code in range(_SIZE)] + [False])


@cache
def _table(profile: Profile) -> tuple[NDArray[np.uint32], dict[int, str]]:
    """Code point -> folded code point or one of the codes for what is dropped or expands."""
    rules = _rules(profile)
    table = np.append(np.arange(_SIZE, dtype=np.uint32), np.uint32(_BEYOND))
    expansions: dict[int, str] = {}
    for code in _compatibility_range():
        form = unicodedata.normalize("NFKC", chr(code))
        _set(table, expansions, code, "".join(rules.get(c, c) for c in form), mark=False)
    for character, to in rules.items():
        _set(table, expansions, ord(character), to, mark=unicodedata.category(character) in ("Mn", "Lm"))
    if profile == "heavy":
        table[0xD800:0xE000] = 0xFFFD  # lone surrogates, which compiled automata refuse
        for code in (*range(0x41, 0x590), *range(0x1E00, 0x2000)):  # Latin, Greek, Cyrillic, Armenian
            lower = chr(code).lower()
            if len(lower) == 1 and lower != chr(code):  # the rules for « and the no-break space stay
                table[code] = ord(lower)
        for code in range(0xFF21, 0xFF3B):  # full-width capitals, mapped above to capitals
            table[code] = ord(chr(int(table[code])).lower())
    return table, expansions


def _set(table: NDArray[np.uint32], expansions: dict[int, str], code: int, to: str, *, mark: bool) -> None:
    if not to:
        table[code] = _DROP_MARK if mark else _DROP
    elif len(to) == 1:
        table[code] = ord(to)
    else:
        table[code] = _EXPAND
        expansions[code] = to


def _compatibility_range() -> Iterator[int]:
    """Presentation forms and full-width forms: what scrapes hold instead of plain letters."""
    for first, last in ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0xFF01, 0xFF5E)):
        for code in range(first, last + 1):
            if not 0xFDD0 <= code <= 0xFDEF:
                yield code


@cache
def _rules(profile: Profile) -> dict[str, str]:
    """Character -> replacement ("" where it is dropped) for a profile and those below it."""
    rules = dict(_controls_and_spaces())
    wanted = PROFILES[: PROFILES.index(profile) + 1]
    lines = data("arabic", "fold.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for first, to, level, *_ in (line.split("\t") for line in lines):
        if level in wanted:
            characters = _characters(first)
            targets = to if len(to) == len(characters) > 1 else [to] * len(characters)
            rules.update(zip(characters, targets, strict=True))
    return rules


def _characters(cell: str) -> list[str]:
    """`أ` or `U+064B..U+065F` as characters."""
    if not cell.startswith("U+"):
        return [cell]
    first, _, last = cell.replace("U+", "").partition("..")
    return [chr(c) for c in range(int(first, 16), int(last or first, 16) + 1)]


def _controls_and_spaces() -> Iterator[tuple[str, str]]:
    for code in (*range(0x3001), *range(0xFEFF, _SIZE)):  # no others hold a space or a control
        character = chr(code)
        if character == "\n":
            continue
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp") or character in "\t\r\v\f\x1c\x1d\x1e\x1f\x85":
            yield character, "\n" if character in "\u2028\u2029" else " "
        elif category in ("Cc", "Cf"):
            yield character, ""
