"""What the programme stage knows of words: head nouns with their kind, and classes of words that open or close a name.

The tables are `heads.tsv`, `words.tsv`, `counted_verbs.tsv`, `governed.tsv` and `clusters.tsv` of `data/programs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, Literal

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from khabar.arabic.fold import folded, one_byte
from khabar.document import ProgramKind
from khabar.resources import data

State = Literal["definite", "bare", "possessed"]

_POSSESSIVES: Final = ("ه", "ها", "هم", "هما", "نا")
_BEFORE_ARTICLE: Final = ("ب", "ك", "ف")
_WITHOUT_AND: Final = 4  # letters of a word after the conjunction, at least
_TA: Final = "ه"  # ta marbuta as the heavy fold leaves it; ت before a suffix


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
        self.words: dict[str, str] = {verb: "verb" for verb, *_ in _rows("counted_verbs.tsv")}
        self.words |= {folded(word): name for word, name, *_ in _rows("words.tsv")}
        self.governed = {(bare(folded(noun)), folded(word)) for noun, word, *_ in _rows("governed.tsv")}
        self._clusters = {word: number for number, words, _ in _rows("clusters.tsv") for word in words.split()}
        heads = [
            Head(folded(form), kind, gender, number)  # type: ignore[arg-type]
            for form, kind, gender, number, *_ in _rows("heads.tsv")
        ]
        self.forms: dict[str, HeadForm] = {form: written for head in heads for form, written in _written(head)}
        self._first = {form.split(form[gap], 1)[0] for form in self.forms if (gap := _gap(form)) > 0}
        stems = {stem for head in heads for stem in _stems(head.form)}
        self._stems = BytesAhoCorasick(
            list(map(one_byte, sorted(stems))),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA,
        )

    def cluster(self, word: str, stem: str) -> str:
        """The number of the words that stand where a folded word stands, empty for a rare one: `تنفيذ`, `تاهيل`.

        `stem` is the word as `bare` leaves it.
        """
        return self._clusters.get(word) or self._clusters.get(stem, "")

    def heads(self, text: str) -> Iterator[tuple[int, int, HeadForm]]:
        """The whole words of a folded text that are heads, proclitics included in the offsets."""
        done = 0
        for _, start, end in self._stems.find_matches_as_indexes(one_byte(text)):
            if start < done:
                continue
            start = _word_start(text, start)
            done = end = _word_end(text, end)
            word = text[start:end]
            if word in self._first and text[end : end + 1] in ("-", " "):
                longer = _word_end(text, end + 1)
                if text[start:longer] in self.forms:
                    done = end = longer
            form = self.forms.get(text[start:end])
            if form:
                yield start, end, form


def bare(word: str) -> str:
    """A folded word without article, conjunction and the prepositions before the article: `وللوقايه` -> `وقايه`."""
    at = 1 if word.startswith("و") else 0
    article = at + 1 if word[at : at + 1] in _BEFORE_ARTICLE else at
    if word[article : article + 2] == "ال":
        return word[article + 2 :]
    if word[at : at + 2] == "لل":
        return word[at + 2 :]
    return word[1:] if at and len(word) > _WITHOUT_AND else word


def _gap(form: str) -> int:
    return max(form.find(" "), form.find("-"))


def _stems(form: str) -> Iterator[str]:
    """What all written forms of a head's first word have in common: `خطه` -> `خطه`, `خطت`."""
    word = re.split("[ -]", form)[0].removeprefix("ال")
    yield word
    if word.endswith(_TA):
        yield word[:-1] + "ت"


def _word_start(text: str, at: int) -> int:
    while at and text[at - 1].isalnum():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while text[at : at + 1].isalnum():
        at += 1
    return at


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
