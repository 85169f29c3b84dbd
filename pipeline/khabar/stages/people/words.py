"""The folded body as a row of words, each with what the lexicon knows of it.

The analysis of a word form is made once and kept: news repeats its words.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from khabar.arabic.fold import Folded

PROCLITICS = frozenset("وفبلك")
ALI = "علي!"  # the name, told from the preposition


class Word(NamedTuple):
    """A word form: its letters without `clitics` leading ones, and its classes.

    `weight` is ten times the log odds that the form is part of a person's name, `inner` the same for
    the form without its proclitic, None where it has none that can be told off. `listed` forms are in the
    name lists, one that `closes` is the last of a name, a `thing` may be named after a person. `bare` is the form
    without one proclitic; a form that `opens` may be the first word of a name by itself.
    `split` is where a form of two words glued together parts, 0 where it is one word: `وزيرالصحة`.
    `notable` forms are offices, titles, and those that open names or part: the words that the stage looks at first.
    """

    form: str
    clitics: int
    base: str
    stop: bool
    say: bool
    title: str | None
    office: bool
    particle: bool
    former: bool
    status: bool
    lead: bool
    nation: str | None
    weight: int
    inner: int | None
    unknown: bool
    listed: bool
    closes: bool
    thing: bool
    bare: str
    opens: bool
    split: int = 0
    notable: bool = False

    @property
    def definite(self) -> bool:
        return self.base.startswith("ال") and len(self.base) > 3


class Text:
    """The words of a folded text by index, and what stands between them."""

    __slots__ = ("__dict__", "folded", "notable", "spans", "words")

    def __init__(self, folded: Folded, analyse: dict[str, Word]) -> None:
        self.folded = folded
        self.spans = folded.words
        text = folded.text
        self.words = [analyse[text[a:b]] for a, b in self.spans]
        self.notable = [i for i, word in enumerate(self.words) if word.notable]
        if any(self.words[i].split for i in self.notable):
            self._part(analyse)
        if "علي" in text:
            self._tell_ali(analyse)

    def _part(self, analyse: dict[str, Word]) -> None:
        """Part the forms that are two words glued together."""
        self.spans, text = list(self.spans), self.folded.text
        for i in reversed(self.notable):
            if self.words[i].split:
                a, b = self.spans[i]
                at = a + self.words[i].split
                self.spans[i : i + 1] = (a, at), (at, b)
                self.words[i : i + 1] = analyse[text[a:at]], analyse[text[at:b]]
        self.notable = [i for i, word in enumerate(self.words) if word.notable]

    def _tell_ali(self, analyse: dict[str, Word]) -> None:
        """Tell the name علي from the preposition على, which the fold makes one; by the letter, where it tells."""
        folded, dotted, dotless = self.folded, [], 0
        at = folded.text.find("علي")
        while at >= 0:
            i = bisect_right(self.starts, at) - 1
            if self.spans[i] == (at, at + 3):
                if folded.source[folded.starts[at + 2]] == "ي":
                    dotted.append(i)
                else:
                    dotless += 1
            at = folded.text.find("علي", at + 3)
        if len(dotted) <= 2 * dotless + 2:
            for i in dotted:
                self.words[i] = analyse[ALI]
            self.notable = sorted({*self.notable, *dotted})

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> str:
        """What stands before word `i`: a line feed at either end, a space between glued words."""
        if i <= 0 or i >= len(self.words):
            return "\n"
        return self.folded.text[self.spans[i - 1][1] : self.spans[i][0]] or " "

    def joined(self, i: int) -> bool:
        """Does word `i` follow the one before it with nothing but a space between them?"""
        if not 0 < i < len(self.spans):
            return False
        end, start = self.spans[i - 1][1], self.spans[i][0]
        return start == end or (start - end == 1 and self.folded.text[end] == " ")

    def start(self, i: int) -> int:
        """The folded offset of word `i` after its proclitics."""
        return self.spans[i][0] + self.words[i].clitics

    def end(self, i: int) -> int:
        """The folded offset after word `i`."""
        return self.spans[i][1]

    @cached_property
    def starts(self) -> list[int]:
        """The folded offset of each word."""
        return [a for a, _ in self.spans]
