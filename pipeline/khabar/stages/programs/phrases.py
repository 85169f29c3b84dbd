"""Cuts the stretch of text in which a programme's name can lie: a head noun and the words after it.

The stretch ends at punctuation or a line's end; which part of it is the name is decided in `decide.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from khabar.arabic.fold import Folded
from khabar.stages.programs.lexicon import Head, Lexicon, State

WINDOW = 320  # folded characters after a head within which its name ends
_TOKEN = re.compile(r""""[^"\n]{1,90}"|'[^'\n]{1,60}'|\([^()\n]{1,60}\)|[^\W_]+|\n|[^\w\s]|_""")
_BEFORE = re.compile(r"[^\W_]+|[^\w\s]")
_YEARS = re.compile(r"(?:19|20)\d\d")
_OPENING, _CLOSING = "«“„‹‘", "»›"
_GLUE = frozenset("-/–")


@dataclass(slots=True, frozen=True)
class Token:
    """A word, a quoted or bracketed stretch, or a joining sign, with its class and folded offsets."""

    text: str
    start: int
    end: int
    word_class: str


@dataclass(slots=True)
class Phrase:
    """A head noun and the tokens after it; `stop` is what ended them, `before` the two tokens before."""

    head: Head
    state: State
    start: int
    end: int
    proclitic: int
    tokens: list[Token]
    stop: str
    before: tuple[str, str]
    quoted: bool
    known: int = 0  # where the longest name of the knowledge base that starts here ends, or 0
    places: frozenset[int] = field(default_factory=frozenset)

    def ends(self, count: int) -> int:
        """The folded offset at which a name of `count` tokens after the head ends."""
        return self.tokens[count - 1].end if count else self.end


def phrases(folded: Folded, lexicon: Lexicon) -> Iterator[Phrase]:
    """The phrases of a text, in order; they overlap where a head stands inside another's name."""
    text = folded.text
    for start, end, form in lexicon.heads(text):
        quoted = (start > 0 and text[start - 1] in "\"'") or text[max(0, start - 2) : start] == '" '
        tokens, stop = _tokens(folded, end, lexicon)
        before = ["^", "^", *_BEFORE.findall(text, max(text.rfind("\n", 0, start) + 1, start - 40), start)]
        yield Phrase(
            form.head,
            form.state,
            start + form.proclitic,
            end,
            form.proclitic,
            tokens,
            stop,
            (before[-2], before[-1]),
            quoted,
        )


def _tokens(folded: Folded, at: int, lexicon: Lexicon) -> tuple[list[Token], str]:
    tokens: list[Token] = []
    text = folded.text
    limit = at + WINDOW
    while found := _TOKEN.match(text, _skip(text, at), limit):
        word, start, end = found[0], found.start(), found.end()
        first = word[0]
        if first.isalnum():
            name = classify(word, lexicon)
        elif first in "\"'":
            if len(word) == 1 or not opens(folded, start):
                return tokens, "quote"
            name = "quoted"
        elif first == "(":
            if len(word) == 1:
                return tokens, "bracket"
            name = "years" if _YEARS.search(word) else "bracketed"
        elif first in _GLUE or (first == ":" and end < len(text) and text[_skip(text, end)] == '"'):
            name = "dash"
        else:
            return tokens, "line" if first == "\n" else "stop"
        tokens.append(Token(word, start, end, name))
        at = end
    return tokens, "line"


def _skip(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def opens(folded: Folded, at: int) -> bool:
    """Does the quotation mark at `at` open a quotation? Its shape says, or else its neighbours."""
    mark = folded.source[int(folded.starts[at])]
    if mark in _OPENING:
        return True
    if mark in _CLOSING:
        return False
    text = folded.text
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return text.count('"', text.rfind("\n", 0, at) + 1, at) % 2 == 0
    return after.isalnum() or not before.isalnum()


def classify(word: str, lexicon: Lexicon) -> str:
    """The class of a word, from the list or from its form: `وللتنميه` -> `w+lil`."""
    known = lexicon.words.get(word)
    if known:
        return known
    if word[0] == "و" and len(word) > 3:
        inner = lexicon.words.get(word[1:])
        return "w+" + (inner or _form(word[1:], lexicon))
    return _form(word, lexicon)


def _form(word: str, lexicon: Lexicon) -> str:
    first = word[0]
    if first.isdigit():
        return "year" if len(word) == 4 and word[:2] in ("19", "20") else "digits"
    if first < "ء":
        return "latin"
    two = word[:2]
    if two == "ال":
        return "def"
    if two == "لل":
        return "lil"
    if word[1:3] == "ال" and first in "بكف":
        return first + "+def"
    if len(word) > 3 and first in "بل":
        return first + "+bare"
    if first == "ي":
        return "y"
    if first == "ت":
        return "masdar" if len(word) > 4 and "ي" in word[3:5] else "t"
    if first == "س" and word[1:2] in ("ي", "ت"):
        return "future"
    return "bare"
