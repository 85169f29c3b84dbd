"""The folded body as a row of words, each with what the lexicon knows of it.

The analysis of a word form is made once and kept: news repeats its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from khabar.arabic.fold import Folded

PROCLITICS = frozenset("وفبلك")
ALI = "علي!"  # the name, told from the preposition


@dataclass(slots=True)
class Word:
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
    """The words of a folded text by index: `starts` and `ends` are theirs, `forms` their letters."""

    __slots__ = ("ends", "folded", "forms", "notable", "starts", "words")

    def __init__(self, folded: Folded, analyse: dict[str, Word]) -> None:
        self.folded = folded
        self.forms, self.starts, self.ends = folded.words
        self.words = list(map(analyse.__getitem__, self.forms))
        self.notable = [i for i, word in enumerate(self.words) if word.notable]
        if any(self.words[i].split for i in self.notable):
            self._part(analyse)
        if "علي" in self.forms:
            self._tell_ali(analyse)

    def _part(self, analyse: dict[str, Word]) -> None:
        """Part the forms that are two words glued together."""
        self.forms, self.starts, self.ends = self.forms[:], self.starts[:], self.ends[:]
        for i in reversed(self.notable):
            if at := self.words[i].split:
                form = self.forms[i]
                self.forms[i : i + 1] = form[:at], form[at:]
                self.words[i : i + 1] = analyse[form[:at]], analyse[form[at:]]
                self.starts.insert(i + 1, self.starts[i] + at)
                self.ends.insert(i, self.starts[i] + at)
        self.notable = [i for i, word in enumerate(self.words) if word.notable]

    def _tell_ali(self, analyse: dict[str, Word]) -> None:
        """Tell the name علي from the preposition على, which the fold makes one; by the letter, where it tells."""
        folded = self.folded
        written = list(_indices(self.forms, "علي"))
        dotted = [i for i in written if folded.source[folded.starts[self.starts[i] + 2]] == "ي"]
        if len(dotted) <= 2 * (len(written) - len(dotted)) + 2:
            for i in dotted:
                self.words[i] = analyse[ALI]
            self.notable = sorted({*self.notable, *dotted})

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> str:
        """What stands before word `i`: a line feed at either end, a space between glued words."""
        if i <= 0 or i >= len(self.words):
            return "\n"
        return self.folded.text[self.ends[i - 1] : self.starts[i]] or " "

    def joined(self, i: int) -> bool:
        """Does word `i` follow the one before it with nothing but a space between them?"""
        if not 0 < i < len(self.starts):
            return False
        end = self.ends[i - 1]
        apart = self.starts[i] - end
        return apart == 0 or (apart == 1 and self.folded.text[end] == " ")

    def start(self, i: int) -> int:
        """The folded offset of word `i` after its proclitics."""
        return self.starts[i] + self.words[i].clitics

    def end(self, i: int) -> int:
        """The folded offset after word `i`."""
        return self.ends[i]


def _indices(forms: list[str], form: str) -> Iterator[int]:
    """Where a form stands, without looking at each word here."""
    at = -1
    for _ in range(forms.count(form)):
        at = forms.index(form, at + 1)
        yield at
