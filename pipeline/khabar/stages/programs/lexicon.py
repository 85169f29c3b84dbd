"""What the programme stage knows of words: head nouns with their kind, and classes of words that open or close a name.

The tables are `data/programs/heads.tsv` and `data/programs/words.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from khabar.arabic.fold import fold
from khabar.document import ProgramKind
from khabar.resources import data

State = Literal["definite", "bare", "possessed"]

_POSSESSIVES = ("ه", "ها", "هم", "هما", "نا")
_TA = "ه"  # ta marbuta as the heavy fold leaves it; ت before a suffix


@dataclass(slots=True, frozen=True)
class Head:
    """A noun that heads names of programmes, folded: `مبادره`, an initiative, feminine, singular."""

    form: str
    kind: ProgramKind
    gender: Literal["m", "f"]
    number: Literal["singular", "dual", "plural"]


@dataclass(slots=True, frozen=True)
class HeadForm:
    """A head as it can be written: `وللبرنامج` is definite, and its span starts after two letters."""

    head: Head
    state: State
    proclitic: int


class Lexicon:
    """The heads in all their written forms, and the class of each closed-class word."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {fold(word).text: name for word, name, *_ in _rows("words.tsv")}
        self._forms: list[tuple[str, HeadForm]] = [
            written
            for form, kind, gender, number, *_ in _rows("heads.tsv")
            for written in _written(Head(fold(form).text, kind, gender, number))  # type: ignore[arg-type]
        ]
        self.forms: dict[str, HeadForm] = dict(self._forms)
        self._automaton = AhoCorasick([form for form, _ in self._forms], matchkind=MatchKind.LeftmostLongest)

    def heads(self, text: str) -> Iterator[tuple[int, int, HeadForm]]:
        """The whole words of a folded text that are heads, proclitics included in the offsets."""
        for pattern, start, end in self._automaton.find_matches_as_indexes(text):
            if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
                yield start, end, self._forms[pattern][1]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of `data/programs`, read once."""
    return Lexicon()


def _rows(name: str) -> Iterator[list[str]]:
    for line in data("programs", name).read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def _written(head: Head) -> Iterator[tuple[str, HeadForm]]:
    """`خطه` -> `خطه`, `وبالخطه`, `للخطه`, `خطتها` ..."""
    for conjunction, preposition in product(("", "و", "ف"), ("", "ب", "ل", "ك")):
        before = conjunction + preposition
        if head.form.startswith("ال") or " ال" in head.form:
            yield before + head.form, HeadForm(head, "definite", len(before))
            continue
        yield before + head.form, HeadForm(head, "bare", len(before))
        if " " in head.form:
            continue
        article = "ل" if preposition == "ل" else "ال"
        yield before + article + head.form, HeadForm(head, "definite", len(before))
        stem = head.form[:-1] + "ت" if head.form.endswith(_TA) else head.form
        for possessive in _POSSESSIVES:
            yield before + stem + possessive, HeadForm(head, "possessed", len(before))
