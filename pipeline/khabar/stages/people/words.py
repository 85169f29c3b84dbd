"""The folded body as a row of words, each with what the lexicon knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from khabar.arabic.fold import Folded

if TYPE_CHECKING:
    from khabar.stages.people.lexicon import Lexicon

PROCLITICS: Final = frozenset("وفبلك")
ARTICLES: Final = ("ال", "لل", "بال")
ALI: Final = "علي!"  # the name, told from the preposition

# The marks of a word: what is asked of all words of a text at once.
NOTABLE: Final = 1
TOPICAL: Final = 2
NATIONAL: Final = 4
MAYBE_ALI: Final = 8
GLUED: Final = 16
MARKS: Final = 5  # bits


class Word:
    """A word form: its letters without `clitics` leading ones, and its classes.

    `weight` is ten times the log odds that the form is part of a person's name, `inner` the same for
    the form without its proclitic, None where it has none that can be told off. `listed` forms are in the
    name lists, one that `closes` is the last of a name, a `thing` may be named after a person. A form that
    `opens` may be the first word of a name by itself. `split` is where a form of two words glued together
    parts, 0 where it is one word: `وزيرالصحة`. `topic` is the subject that the form speaks of.
    `notable` forms are offices, titles, and those that open names or part: the words that the stage looks at first.
    `definite` forms have the article. One that `cues` may call for a name after it, or stand between a name and what
    calls for it: a title, a verb, an adjective.
    """

    clitics: int = 0
    stop: bool = False
    say: bool = False
    title: str | None = None
    office: bool = False
    particle: bool = False
    former: bool = False
    status: bool = False
    lead: bool = False
    nation: str | None = None
    weight: int = 0
    inner: int | None = None
    unknown: bool = False
    listed: bool = False
    closes: bool = False
    thing: bool = False
    opens: bool = False
    split: int = 0
    topic: str | None = None
    notable: bool = False
    definite: bool = False
    cues: bool = False

    def __init__(self, form: str) -> None:  # no dataclass, of which mypyc leaves the making to the interpreter
        self.form = self.base = form

    @property
    def marks(self) -> int:
        """Its marks, added up."""
        return (
            NOTABLE * self.notable
            | TOPICAL * (self.topic is not None)
            | NATIONAL * (self.nation is not None)
            | MAYBE_ALI * (self.form == ALI[:-1])
            | GLUED * (self.split > 0)
        )


class Row:
    """Words by their place in a text: each is one of `known`, by its number there. Number 0 is the name علي."""

    __slots__ = ("known", "numbers")

    def __init__(self, known: list[Word], numbers: list[int]) -> None:
        self.known, self.numbers = known, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, i: int) -> Word:
        return self.known[self.numbers[i]]


class Text:
    """The words of a folded text by index: `starts` and `ends` are theirs.

    `notable` are the places of notable words, `topical` of those that speak of a subject, `national` of nationalities.
    """

    __slots__ = ("ends", "folded", "national", "notable", "starts", "topical", "words")

    def __init__(self, folded: Folded, lexicon: Lexicon) -> None:
        self.folded = folded
        self.starts, self.ends = folded.keyed.starts, folded.keyed.ends
        self.words, marks = lexicon.seen.words(folded.text, folded.keyed)
        self._note(marks, lexicon)

    def _note(self, marks: NDArray[np.int32], lexicon: Lexicon) -> None:
        """Keep the places of the words with each mark; tell علي, part what is glued."""
        self.notable: list[int] = []
        self.topical: list[int] = []
        self.national: list[int] = []
        ali: list[int] = []
        glued: list[int] = []
        marked = marks.nonzero()[0]
        for i, mark in zip(marked.tolist(), marks.take(marked).tolist(), strict=True):
            if mark & NOTABLE:
                self.notable.append(i)
            if mark & TOPICAL:
                self.topical.append(i)
            if mark & NATIONAL:
                self.national.append(i)
            if mark & MAYBE_ALI:
                ali.append(i)
            if mark & GLUED:
                glued.append(i)
        if glued:
            self._part(glued, lexicon)
        elif ali:
            self._tell_ali(ali)

    def _part(self, glued: list[int], lexicon: Lexicon) -> None:
        """Part the forms that are two words glued together."""
        words = [self.words[i] for i in range(len(self))]
        self.starts, self.ends = self.starts[:], self.ends[:]
        for i in reversed(glued):
            form, at = words[i].form, words[i].split
            words[i : i + 1] = lexicon[form[:at]], lexicon[form[at:]]
            self.starts.insert(i + 1, self.starts[i] + at)
            self.ends.insert(i, self.starts[i] + at)
        self.words = Row([lexicon[ALI], *words], list(range(1, len(words) + 1)))
        self._note(np.array([word.marks & ~GLUED for word in words], np.int32), lexicon)

    def _tell_ali(self, written: list[int]) -> None:
        """Tell the name علي from the preposition على, which the fold makes one; by the letter, where it tells."""
        folded = self.folded
        dotted = [i for i in written if folded.source[folded.span(self.ends[i] - 1, self.ends[i])[0]] == "ي"]
        if dotted and len(dotted) <= 2 * (len(written) - len(dotted)) + 2:
            for i in dotted:
                self.words.numbers[i] = 0
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

    def forms(self, first: int, last: int) -> list[str]:
        """The letters of the words `first:last`, as far as there are any."""
        return [self.words[n].form for n in range(first, min(last, len(self)))]

    def end(self, i: int) -> int:
        """The folded offset after word `i`."""
        return self.ends[i]
