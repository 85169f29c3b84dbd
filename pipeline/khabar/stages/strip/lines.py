"""The lines of a source text and what can be seen of each without reading it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from khabar.document import Kind
from khabar.stages.strip.lexicon import Phrase

BLANK: Final = "".join(map(chr, (*range(0x21), 0x7F, 0x85, 0xA0, *range(0x2000, 0x2010), *range(0x2028, 0x2030)))) + (
    "\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
)
SHORT: Final = 160  # characters: the longest line that is read word by word
LONG: Final = 120  # from here on a line is a paragraph even if no full stop closes it
SENTENCE: Final = 45  # from here on a line that a full stop closes is a paragraph
QUESTION: Final = 80  # a question, which may be a headline, must be longer
HEADLINE: Final = 130  # the longest line that can be a headline of a list
_CLOSERS: Final = "\"'»”’)]}›" + BLANK
_STOPS: Final = (".", "!", "؟", "?", "؛")
_DOTS: Final = ("..", "…")


@dataclass(slots=True)
class Line:
    """`text[start:end]` is the line without its feed, `ink`, `text[first:last]`, without blank margins."""

    start: int
    end: int
    first: int
    last: int
    ink: str
    length: int  # of the ink
    closed: bool  # ends as a sentence does
    teaser: bool  # ends in dots, as an excerpt does
    paragraph: bool  # reads as running text
    soft: str  # the folded form, of short lines only
    hits: list[tuple[int, int, tuple[Phrase, ...]]]
    kind: Kind | None
    rule: str
    sure: bool  # boilerplate wherever it stands; else only at the edges of the article
    list_head: bool  # a heading that bare headlines follow
    headline: bool  # the article's own, where what stands around it says so

    def __init__(self, start: int, end: int, first: int, ink: str, closed: bool, teaser: bool, paragraph: bool) -> None:
        self.start, self.end, self.first, self.last = start, end, first, first + len(ink)
        self.ink, self.length = ink, len(ink)
        self.closed, self.teaser, self.paragraph = closed, teaser, paragraph
        self.soft = self.rule = ""
        self.hits, self.kind = [], None
        self.sure = self.list_head = self.headline = False


def split(text: str) -> Iterator[Line]:
    """The lines of `text` that are not blank."""
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        left = raw.lstrip(BLANK)
        ink = left.rstrip(BLANK)
        if ink:
            length = len(ink)
            tail = ink[-6:].rstrip(_CLOSERS)
            closed, teaser = tail.endswith(_STOPS), tail.endswith(_DOTS)
            least = QUESTION if tail.endswith(("؟", "?")) else SENTENCE
            paragraph = length >= LONG or (length >= least and closed and not teaser)
            yield Line(start, end, end - len(left), ink, closed, teaser, paragraph)
        start = end + 1


def mark(line: Line, kind: Kind, rule: str, sure: bool = False) -> None:
    """Say that a line is boilerplate; `sure` where it is so wherever it stands."""
    line.kind, line.rule, line.sure = kind, rule, sure
