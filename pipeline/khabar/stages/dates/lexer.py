"""From folded text to tokens: the stretches around a date word, cut into typed tokens.

Proclitics become tokens of their own, number words become one number, numeric dates one token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from khabar.arabic import numbers
from khabar.arabic.numbers import Number
from khabar.stages.dates.lexicon import ARTICLE, Lexicon

_REACH = 80  # characters of context on each side of a trigger
_RAW = re.compile(r"[^\W\d_]+|[0-9]+(?:[./:\-][0-9]+)*|\n|\S")
_DIGITS = re.compile(r"[0-9]+(?:[./:\-][0-9]+)*")
_MARKS = {",": "COMMA", "،": "COMMA", "-": "DASH", "/": "SLASH", "(": "LP", ")": "RP", "[": "LP", "]": "RP", ".": "DOT"}
_CLITIC_KINDS = {"و": "AND", "ف": "FA", "ب": "IN", "ل": "TOL", "ك": "PREP"}
UNKNOWN = "UNKNOWN"


@dataclass(slots=True)
class Token:
    """`text[start:end]` of the folded text, its kind, what it stands for and the number it can be read as."""

    kind: str
    start: int
    end: int
    value: Any = None
    number: Number | None = None


class Lexer:
    """Tokens of the stretches of a folded text that can hold a date."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._triggers = AhoCorasick(
            sorted(set(lexicon.triggers)), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def stretches(self, text: str) -> Iterator[list[Token]]:
        """The token lists of the stretches around triggers, in order."""
        for start, end in self._windows(text):
            yield self.tokens(text, start, end)

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        spots = [(s, e) for _, s, e in self._triggers.find_matches_as_indexes(text) if _stands_alone(text, s, e)]
        spots += [m.span() for m in _DIGITS.finditer(text) if m.end() - m.start() > 3]
        spots.sort()
        left = right = -1
        for start, end in spots:
            if end <= right:
                continue
            low, high = max(0, start - _REACH), min(len(text), end + _REACH)
            low = 0 if low == 0 else text.find(" ", low, start) + 1 or start
            high = high if high == len(text) else text.rfind(" ", end, high) if " " in text[end:high] else high
            if low <= right:
                right = max(right, high)
                continue
            if right >= 0:
                yield left, right
            left, right = low, high
        if right >= 0:
            yield left, right

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """`text[start:end]` as tokens."""
        found = [(m.group(), m.start()) for m in _RAW.finditer(text, start, end)]
        raw = [word for word, _ in found]
        starts = [at for _, at in found]
        out: list[Token] = []
        i, n = 0, len(raw)
        words, phrases, numerals = self.lexicon.words, self.lexicon.phrases, self.lexicon.numerals
        while i < n:
            word, at = raw[i], starts[i]
            if word in phrases and (step := self._phrase(raw, i, at, starts, out)):
                i += step
                continue
            known = words.get(word)
            if word in numerals and (known is None or known[1].kind == "WDBARE"):
                step = self._numeral(raw, starts, i, known is not None, out)
                if step:
                    i += step
                    continue
            if known is not None:
                proclitic, entry = known
                at = _clitics(proclitic, at, out)
                number = _alone(numerals.get(word), numbers.number_words()) if entry.kind == "WDBARE" else None
                out.append(Token(entry.kind, at, starts[i] + len(word), entry.value, number))
            elif "0" <= word[0] <= "9":
                _number(word, at, raw[i + 1] if i + 1 < n else "", raw[i - 1] if i else "", self, out)
            elif word in _MARKS:
                out.append(Token(_MARKS[word], at, at + 1))
            elif word == ARTICLE:
                out.append(Token("DEF", at, at + 2))
            elif word in _CLITIC_KINDS:
                out.append(Token(_CLITIC_KINDS[word], at, at + 1))
            else:
                out.append(Token(UNKNOWN, at, at + len(word), word))
            i += 1
        return _paired(out)

    def _phrase(self, raw: list[str], i: int, at: int, starts: list[int], out: list[Token]) -> int:
        for rest, proclitic, entry in self.lexicon.phrases[raw[i]]:
            if tuple(raw[i + 1 : i + 1 + len(rest)]) == rest:
                last = i + len(rest)
                at = _clitics(proclitic, at, out)
                out.append(Token(entry.kind, at, starts[last] + len(raw[last]), entry.value))
                return len(rest) + 1
        return 0

    def _numeral(self, raw: list[str], starts: list[int], i: int, compound_only: bool, out: list[Token]) -> int:
        proclitic, form = self.lexicon.numerals[raw[i]]
        number = numbers.read([form, *raw[i + 1 : i + 12]])
        if number is None or (compound_only and number.words == 1):
            return 0
        last = i + number.words - 1
        at = _clitics(proclitic, starts[i], out)
        out.append(Token(_number_kind(number), at, starts[last] + len(raw[last]), number.value, number))
        return number.words


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is `text[start:end]` a word, proclitics aside?"""
    if end < len(text) and text[end].isalpha():
        return False
    if start == 0 or not text[start - 1].isalpha():
        return True
    before = start - 1
    if text[before] not in _CLITIC_KINDS:
        return False
    if before and text[before - 1] in _CLITIC_KINDS:
        before -= 1
    return before == 0 or not text[before - 1].isalpha()


def _clitics(proclitic: str, at: int, out: list[Token]) -> int:
    for letter in proclitic:
        out.append(Token(_CLITIC_KINDS[letter], at, at + 1))
        at += 1
    return at


def _alone(numeral: tuple[str, str] | None, table: Any) -> Number | None:
    if numeral is None:
        return None
    word = table[numeral[1]]
    return Number(word.value, 1, word.ordinal, word.feminine, word.definite)


def _number_kind(number: Number) -> str:
    if number.ordinal:
        return "OI" if not number.definite else "OF_" if number.feminine else "OM"
    if 1000 <= number.value <= 2199:
        return "CY"
    if number.value > 99:
        return "CN"
    return "CD" if number.definite else "C"


def _number(word: str, at: int, after: str, before: str, lexer: Lexer, out: list[Token]) -> None:
    """Digits, alone or joined by separators, as one token or as number, dash, number."""
    end = at + len(word)
    if after in ("%", "٪") or before in ("%", "٪", "$", "€", "#", "+"):
        out.append(Token("X", at, end))
        return
    if word.isdigit():
        out.append(Token(_digits_kind(word), at, end, int(word) if len(word) < 10 else None))
        return
    parts = re.split(r"[./:\-]", word)
    separators = set(re.findall(r"[./:\-]", word))
    if len(separators) > 1 or max(map(len, parts)) > 4:
        _ranges(word, at, out)
        return
    (separator,) = separators
    values = [int(p) for p in parts]
    sizes = [len(p) for p in parts]
    if separator == ":":
        good = len(parts) < 4 and values[0] <= 24 and all(s == 2 and v < 60 for s, v in zip(sizes[1:], values[1:]))
        out.append(Token("CLOCK" if good and sizes[0] <= 2 else "X", at, end, tuple(values)))
    elif len(parts) == 3:
        date = _full(values, sizes)
        out.append(Token("NDATE" if date else "X", at, end, date))
    elif len(parts) == 2:
        _pair(parts, values, sizes, separator, at, out)
    else:
        out.append(Token("X", at, end))


def _ranges(word: str, at: int, out: list[Token]) -> None:
    """`1/3/2020-5/3/2020` and `18:00-20:00`: the two sides and a dash."""
    sides = word.split("-")
    if len(sides) == 2 and any(c in word for c in "./:"):
        for n, side in enumerate(sides):
            if n:
                out.append(Token("DASH", at - 1, at))
            _number(side, at, "", "", None, out)  # type: ignore[arg-type]
            at += len(side) + 1
    else:
        out.append(Token("X", at, at + len(word)))


def _digits_kind(word: str) -> str:
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return "D"
    return "Y" if len(word) == 4 and 1000 <= int(word) <= 2199 else "N"


def _full(values: list[int], sizes: list[int]) -> tuple[int, int, int] | None:
    """Year, month, day of three numbers in any of the orders in use, None where none fits."""
    a, b, c = values
    if sizes[0] == 4:
        year, month, day = a, b, c
    elif sizes[2] == 4 or (sizes[2] == 2 and sizes[0] <= 2):
        year, month, day = (c if sizes[2] == 4 else 2000 + c if c < 70 else 1900 + c), b, a
    else:
        return None
    if month > 12 >= day:
        month, day = day, month
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 and sizes[1] <= 2 else None


def _pair(parts: list[str], values: list[int], sizes: list[int], separator: str, at: int, out: list[Token]) -> None:
    """Two numbers: years, a year and a month, a day and a month, a range or a decimal."""
    a, b = values
    end = at + len(parts[0]) + len(parts[1]) + 1
    middle = at + len(parts[0])
    if sizes == [4, 4] and separator in "-/":
        out.append(Token(_digits_kind(parts[0]), at, middle, a))
        out.append(Token("DASH", middle, middle + 1))
        out.append(Token(_digits_kind(parts[1]), middle + 1, end, b))
    elif sizes[0] == 4 and 1 <= b <= 12 and sizes[1] <= 2 and 1900 <= a < 2100:
        out.append(Token("NYM", at, end, (a, b)))
    elif sizes[1] == 4 and 1 <= a <= 12 and sizes[0] <= 2 and 1900 <= b < 2100:
        out.append(Token("NYM", at, end, (b, a)))
    elif max(sizes) <= 2:
        out.append(Token({"/": "NSLASH", "-": "NDASH", ".": "NDOT"}[separator], at, end, (a, b)))
    else:
        out.append(Token("X", at, end))


def _paired(tokens: list[Token]) -> list[Token]:
    """`شباط/فبراير`, `أكتوبر (تشرين الأول)`, `أكتوبر تشرين الأول`: one month in two namings is one token."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind.endswith("MONTH") and token.kind != "UNIT_MONTH" and token.kind != "THE_MONTH":
            j = i + 1
            opened = False
            if j < len(tokens) and tokens[j].kind in ("SLASH", "DASH", "LP"):
                opened = tokens[j].kind == "LP"
                j += 1
            if (
                j < len(tokens)
                and tokens[j].kind in ("MONTH", "WMONTH", "PMONTH", "HMONTH")
                and (tokens[j].value == token.value and (tokens[j].kind == "HMONTH") == (token.kind == "HMONTH"))
            ):
                closed = opened and j + 1 < len(tokens) and tokens[j + 1].kind == "RP"
                if opened == closed:
                    last = j + closed
                    kind = "HMONTH" if token.kind == "HMONTH" else "MONTH"
                    out.append(Token(kind, token.start, tokens[last].end, token.value))
                    i = last + 1
                    continue
        out.append(token)
        i += 1
    return out
