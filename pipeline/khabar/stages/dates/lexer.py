"""From folded text to tokens: the stretches around a date word, cut into typed tokens.

Proclitics become tokens of their own, number words become one number, numeric dates one token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from khabar.arabic import numbers
from khabar.arabic.clitics import PROCLITICS
from khabar.arabic.fold import one_byte
from khabar.arabic.numbers import Number
from khabar.stages.dates.lexicon import Clitics, Entry, Lexicon, Value

_BACK: Final = 36  # characters of context before a trigger
_AHEAD: Final = 40  # and after it
_NEAR: Final = 26  # a trigger so near to the end of a stretch makes it longer
_WORD: Final = 24  # no date word is longer
_LOOKS: Final = 4  # unknown words kept after a known one
# A word, number or mark with the space behind it; that most words are plain Arabic makes the first form the quickest.
_SPACED: Final = re.compile(r"[ء-ي]+[^\W\d_]* *|[^\W\d_]+ *|[0-9]+(?:[./:\\\-][0-9]+)* *|\n *|\S *")
_LONG: Final = 10  # digits of what counts nothing: a telephone or account number
_SEPARATOR: Final = re.compile(r"[./:\-]")
_LONG_NUMBER: Final = re.compile(r"[0-9][0-9./:\\\-]{2,}[0-9]")
_OPENINGS: Final = [a + b for a in "0123456789" for b in "0123456789./:\\-"]  # how a long number begins
_LETTERS: Final = frozenset("".join(PROCLITICS))
_MARKS: Final = frozenset(("DOT", "COMMA"))
_NUMBERS: Final = frozenset(("D", "N", "Y"))
_UNITS: Final = frozenset(
    ("PLURAL", "MINS", "UNITACC", "UNIT_HOUR", "UNIT_DAY", "UNIT_WEEK", "UNIT_MONTH", "UNIT_YEAR")
)
_MONTHS: Final = frozenset(("MONTH", "WMONTH", "SMONTH", "PMONTH", "HMONTH"))
_JOINTS: Final = (["AND"], ["TO"], ["DASH"], ["COMMA", "AND"])  # what stands between two months told together
_PRESENT: Final = range(1900, 2100)  # years that need no more than a comma before them
_PERCENT: Final = frozenset("%٪")
_COUNTS: Final = _PERCENT | frozenset("$€#+")  # marks before a number that is no date
UNKNOWN: Final = "UNKNOWN"
REACHING: Final = frozenset(("AGE", "AMOUNT"))  # kinds that bear on a number a few words on

Phrase = tuple[list[str], Clitics, Entry]


@dataclass(slots=True, frozen=True)
class Known:
    """What a written form can begin: phrases by their second word, a number in words, a word or mark."""

    phrases: dict[str, list[Phrase]]
    numeral: tuple[Clitics, str] | None = None
    word: Word | None = None


@dataclass(slots=True, frozen=True)
class Word:
    """A known word or mark, ready to be a token.

    `naming`: it names a month, or may; `looks`: how many unknown words after it are kept.
    """

    clitics: Clitics
    kind: str
    value: Value
    number: Number | None
    month: Entry | None
    naming: bool
    looks: int


@dataclass(slots=True)
class Token:
    """`text[start:end]` of the folded text, its kind, what it stands for and the number it can be read as."""

    kind: str
    start: int
    end: int
    value: Any
    number: Number | None
    month: Entry | None  # the month name that the word is too

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        value: Any = None,
        number: Number | None = None,
        month: Entry | None = None,
    ) -> None:
        self.kind, self.start, self.end = kind, start, end
        self.value, self.number, self.month = value, number, month


class Lexer:
    """Tokens of the stretches of a folded text that can hold a date."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._first = _first_words(lexicon)
        self._months = lexicon.months
        forms = sorted(lexicon.triggers, key=lambda form: (not lexicon.triggers[form], form))
        self._sure = sum(lexicon.triggers.values())  # the first so many forms need no company
        self._words = len(forms)  # what follows them opens a number
        self._triggers = BytesAhoCorasick(
            list(map(one_byte, forms + _OPENINGS)),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA,
        )

    def stretches(self, text: str) -> Iterator[list[Token]]:
        """The token lists of the stretches around triggers, in order."""
        for start, end in self._windows(text):
            yield self.tokens(text, start, end)

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Stretches of text around triggers, at word edges, merged where they meet."""
        left = right = -1
        for start, end in self._spots(text):
            if end + _NEAR <= right:
                continue
            high = self._edge_after(text, end)
            low = self._edge_before(text, start)
            if low <= right:
                right = high
                continue
            if right >= 0:
                yield left, right
            left, right = low, high
        if right >= 0:
            yield left, right

    def _spots(self, text: str) -> Iterator[tuple[int, int]]:
        """The triggers and long numbers of a text, in order."""
        counted = 0
        for which, start, end in self._triggers.find_matches_as_indexes(one_byte(text)):
            if which >= self._words:
                number = _LONG_NUMBER.match(text, start) if start >= counted else None
                if number is not None:
                    counted = number.end()
                    yield start, counted
            elif _stands_alone(text, start, end) and (which < self._sure or self._in_company(text, start, end)):
                yield start, end

    def _in_company(self, text: str, start: int, end: int) -> bool:
        """Is a word beside `text[start:end]` one of dates too? `الأمين العام للحزب` names no year."""
        after = _SPACED.search(text, end, end + _WORD)
        if after is not None and self._known(after[0].rstrip(" ")):
            return True
        before = text[max(0, start - _WORD) : start].split()
        return bool(before) and (text[start - 1] != " " or before[-1][-1].isdigit() or self._known(before[-1]))

    def _edge_before(self, text: str, start: int) -> int:
        """A word edge some way before `start`."""
        low = start - _BACK
        return 0 if low <= 0 else text.find(" ", low, start) + 1 or low

    def _edge_after(self, text: str, end: int) -> int:
        """A word edge some way after `end`."""
        high = end + _AHEAD
        if high >= len(text):
            return len(text)
        edge = text.rfind(" ", end, high)
        return edge if edge > end else high

    def _known(self, word: str) -> bool:
        return word in self._first or word[:1].isdigit()

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """`text[start:end]` as tokens; of a run of unknown words only the first few."""
        while start < end and text[start].isspace() and text[start] != "\n":
            start += 1
        spaced = _SPACED.findall(text, start, end)
        words = [word.rstrip(" ") for word in spaced]
        cut = _Cut([*words, ""], list(accumulate(map(len, spaced), initial=start)))
        out: list[Token] = []
        unknown = months = taken = 0
        looks = 1
        for i, word in enumerate(words):
            if i < taken:
                continue
            at, known = cut.starts[i], self._first.get(word)
            if known is None:
                if "0" <= word[0] <= "9":
                    unknown = 0
                    _number(word, at, cut.words[i + 1], words[i - 1] if i else "", out)
                    continue
                if word == '"' and self._counts(text, cut, i, out):
                    continue
                unknown += 1
                if unknown <= looks:
                    out.append(Token(UNKNOWN, at, at + len(word), word))
                continue
            unknown = 0
            numeral, single = known.numeral, known.word
            step = 0
            if known.phrases and (options := known.phrases.get(cut.words[i + 1])):
                step = self._phrase(cut, i, options, out)
            if not step and numeral is not None and (single is None or single.kind == "WDBARE"):
                step = _numeral(cut, i, numeral, single is not None and single.clitics == numeral[0], out)
            if step:
                months += 1
                taken = i + step
                looks = _LOOKS if out[-1].kind in REACHING else 1
                continue
            end = at + len(word)
            if single is None:
                out.append(Token(UNKNOWN, at, end, word))
                looks = 1
                continue
            looks = single.looks
            if single.kind in _MARKS and (step := _no_mark(text, cut, i, out)):
                taken = i + step
                continue
            if single.clitics:
                at = _clitics(single.clitics, at, out)
            out.append(Token(single.kind, at, end, single.value, single.number, single.month))
            months += single.naming
        return _with_months(out, months, ambiguous=bool(self._months)) if months else out

    def _counts(self, text: str, cut: _Cut, i: int, out: list[Token]) -> bool:
        """Does the quotation mark at `i` end a number that counts something: `"4" سنوات`?"""
        number = out[-1] if out else None
        if number is None or number.end != cut.starts[i] or number.kind not in _NUMBERS:
            return False
        if text[number.start - 1] != '"':
            return False
        unit = self._first.get(cut.words[i + 1])
        return unit is not None and unit.word is not None and unit.word.kind in _UNITS

    def _phrase(self, cut: _Cut, i: int, phrases: list[Phrase], out: list[Token]) -> int:
        """Append the longest phrase that begins at `i`; how many words it takes, 0 where there is none.

        `روسيا اليوم` is no date, but `روسيا اليوم الثلاثاء` ends in one.
        """
        for rest, clitics, entry in phrases:
            end = i + 1 + len(rest)
            if cut.words[i + 1 : end] == rest and not (entry.kind == UNKNOWN and self._weekday(cut.words[end])):
                at = _clitics(clitics, cut.starts[i], out)
                out.append(Token(entry.kind, at, cut.end(i + len(rest)), entry.value))
                return len(rest) + 1
        return 0

    def _weekday(self, word: str) -> bool:
        known = self._first.get(word)
        return known is not None and known.word is not None and known.word.kind == "WEEKDAY"


@dataclass(slots=True)
class _Cut:
    """A text cut into words, numbers and marks, with "" after the last, and where each begins."""

    words: list[str]
    starts: list[int]

    def end(self, i: int) -> int:
        return self.starts[i] + len(self.words[i])


def _no_mark(text: str, cut: _Cut, i: int, out: list[Token]) -> int:
    """The words that the mark at `i` takes where it is none: the dot of `العام .2017`, the comma of `الساعة 14,30`."""
    at = cut.starts[i]
    if not cut.words[i + 1][:1].isdigit() or cut.starts[i + 1] != at + 1:
        return 0
    if cut.words[i] == ".":
        return int(text[at - 1 : at] == " ")
    return 2 if cut.words[i] == "," and _decimal_clock(cut, i, out) else 0


def _decimal_clock(cut: _Cut, i: int, out: list[Token]) -> bool:
    """Make one clock time of `الساعة 14,30`, whose hour is the last token and whose comma is at `i`."""
    minutes, at = cut.words[i + 1], cut.starts[i]
    if len(out) < 2 or out[-2].kind != "THE_HOUR" or out[-1].kind != "D" or out[-1].end != at:
        return False
    if len(minutes) != 2:
        return False
    out[-1] = Token("CLOCK", out[-1].start, cut.end(i + 1), (out[-1].value, int(minutes)))
    return True


def _numeral(cut: _Cut, i: int, numeral: tuple[Clitics, str], compound_only: bool, out: list[Token]) -> int:
    """Append the number in words that begins at `i`; how many words it takes, 0 where there is none."""
    clitics, form = numeral
    number = numbers.read([form, *cut.words[i + 1 : i + 12]])
    if number is None or (compound_only and number.words == 1):
        return 0
    at = _clitics(clitics, cut.starts[i], out)
    out.append(Token(_number_kind(number), at, cut.end(i + number.words - 1), number.value, number))
    return number.words


def _first_words(lexicon: Lexicon) -> dict[str, Known]:
    """Every written form that can begin something known, and what."""
    table: dict[str, Known] = {}
    for form in {*lexicon.words, *lexicon.phrases, *lexicon.numerals}:
        phrases: dict[str, list[Phrase]] = {}
        for phrase in lexicon.phrases.get(form, []):
            phrases.setdefault(phrase[0][0], []).append(phrase)
        table[form] = Known(phrases, lexicon.numerals.get(form), _word(lexicon, form))
    return table


def _word(lexicon: Lexicon, form: str) -> Word | None:
    if form not in lexicon.words:
        return None
    clitics, entry = lexicon.words[form]
    number = _alone(lexicon.numerals.get(form)) if entry.kind == "WDBARE" else None
    month = lexicon.months.get(form)
    naming = month is not None or entry.kind.endswith("MONTH")
    looks = _LOOKS if entry.kind in REACHING else 1
    return Word(clitics, entry.kind, entry.value, number, month, naming, looks)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is `text[start:end]` a word, proclitics aside?"""
    if end < len(text) and text[end].isalpha():
        return False
    if start == 0 or not text[start - 1].isalpha():
        return True
    before = start - 1
    if text[before] not in _LETTERS:
        return False
    if before and text[before - 1] in _LETTERS:
        before -= 1
    return before == 0 or not text[before - 1].isalpha()


def _clitics(kinds: Clitics, at: int, out: list[Token]) -> int:
    """Append a token for each letter written before a word; where the word itself begins."""
    for kind in kinds:
        out.append(Token(kind, at, at + 1))
        at += 1
    return at


def _alone(numeral: tuple[Clitics, str] | None) -> Number | None:
    if numeral is None:
        return None
    word = numbers.number_words()[numeral[1]]
    return Number(word.value, 1, word.ordinal, word.feminine, word.definite)


def _number_kind(number: Number) -> str:
    if number.ordinal:
        return "OI" if not number.definite else "OF_" if number.feminine else "OM"
    if 1000 <= number.value <= 2199:
        return "CY"
    if number.value > 99:
        return "CN"
    return "CD" if number.definite else "C"


def _number(word: str, at: int, after: str, before: str, out: list[Token]) -> None:
    """Digits, alone or joined by separators, as one token or as number, dash, number."""
    end = at + len(word)
    if after in _PERCENT or before in _COUNTS:
        out.append(Token("X", at, end))
        return
    if word.isdigit():
        out.append(Token(_digits_kind(word), at, end, int(word)) if len(word) < _LONG else Token("X", at, end))
        return
    word = word.replace("\\", "/")  # 25\7\2017, as it is typed on some keyboards
    parts = _SEPARATOR.split(word)
    separators = set(_SEPARATOR.findall(word))
    if len(separators) > 1 or max(map(len, parts)) > 4:
        _ranges(word, at, out)
        return
    (separator,) = separators
    values = [int(p) for p in parts]
    sizes = [len(p) for p in parts]
    if separator == ":":
        good = (
            len(parts) < 4
            and values[0] <= 24
            and all(s == 2 and v < 60 for s, v in zip(sizes[1:], values[1:], strict=True))
        )
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
            _number(side, at, "", "", out)
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
    elif sizes == [4, 2] and b > 12 and _short_year(a, b, separator):
        out.append(Token("YSPAN", at, end, (a, a - a % 100 + b)))
    elif sizes[0] == 4 and 1 <= b <= 12 and sizes[1] <= 2 and 1900 <= a < 2100 and (separator != "." or sizes[1] == 2):
        out.append(Token("NYM", at, end, (a, b)))
    elif sizes[1] == 4 and 1 <= a <= 12 and sizes[0] <= 2 and 1900 <= b < 2100:
        out.append(Token("NYM", at, end, (b, a)))
    elif max(sizes) <= 2:
        out.append(Token({"/": "NSLASH", "-": "NDASH", ".": "NDOT"}[separator], at, end, (a, b)))
    else:
        out.append(Token("X", at, end))


def _short_year(first: int, last: int, separator: str) -> bool:
    """Is `last` the end of a year after `first`: 2021/22, 1990-95?"""
    later = last - first % 100
    return 1800 <= first < 2100 and (later == 1 or (separator == "-" and later > 0))


def _with_months(tokens: list[Token], months: int, *, ambiguous: bool) -> list[Token]:
    """What the names of months, so many, mean for each other and for their neighbours."""
    if ambiguous:
        _as_months(tokens)
    _after_months(tokens)
    if months == 1:
        return tokens
    _joined(tokens)
    return _paired(tokens)


def _as_months(tokens: list[Token]) -> None:
    """Read a word as the month it is too where its neighbours say so: `15 الربيع 1982`, `شهر الصيف`, `الصيف/يونيو`."""
    for i, token in enumerate(tokens):
        if token.month is None:
            continue
        before = tokens[i - 1].kind if i else ""
        after = tokens[i + 1].kind if i + 1 < len(tokens) else ""
        beside = tokens[i + 2] if after in ("SLASH", "LP") and i + 2 < len(tokens) else None
        paired = beside is not None and beside.kind in _MONTHS and beside.value == token.month.value
        if paired or before == "UNIT_MONTH" or (after == "Y" and before in ("D", "OM", "OI")):
            token.kind, token.value = token.month.kind, token.month.value


def _after_months(tokens: list[Token]) -> None:
    """What only a comma ties to a month is a year of our time, or counts something: `في 15 نيسان، 1800 قتيل`."""
    for month, comma, number in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if comma.kind == "COMMA" and number.kind == "Y" and month.kind in _MONTHS and number.value not in _PRESENT:
            number.kind = "N"


def _joined(tokens: list[Token]) -> None:
    """A name that is a month's among others is one beside a month: `أبريل وماي`, `نيسان إلى حزيران`."""
    months = [i for i, token in enumerate(tokens) if token.kind in _MONTHS]
    for i, j in pairwise(months):
        between = [token.kind for token in tokens[i + 1 : j]]
        if between in _JOINTS:
            for token in (tokens[i], tokens[j]):
                token.kind = "MONTH" if token.kind == "WMONTH" else token.kind


def _paired(tokens: list[Token]) -> list[Token]:
    """`شباط/فبراير`, `أكتوبر (تشرين الأول)`, `أكتوبر تشرين الأول`: one month in two namings is one token."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        last = _pair_end(tokens, i) if tokens[i].kind in _MONTHS else None
        if last is not None:
            kind = "HMONTH" if tokens[i].kind == "HMONTH" else "MONTH"
            out.append(Token(kind, tokens[i].start, tokens[last].end, tokens[i].value))
            i = last + 1
        else:
            out.append(tokens[i])
            i += 1
    return out


def _pair_end(tokens: list[Token], i: int) -> int | None:
    """The last token of the pair of month names that begins at `i`, None where there is none."""
    j = i + 1
    opened = j < len(tokens) and tokens[j].kind == "LP"
    if j < len(tokens) and tokens[j].kind in ("SLASH", "DASH", "LP"):
        j += 1
    if j == len(tokens) or tokens[j].kind not in _MONTHS:
        return None
    first, second = tokens[i], tokens[j]
    if first.value != second.value or (first.kind == "HMONTH") != (second.kind == "HMONTH"):
        return None
    closed = j + 1 < len(tokens) and tokens[j + 1].kind == "RP"
    return None if opened and not closed else j + opened
