"""The words of dates: `data/dates/months.tsv` and `words.tsv`, folded, with the clitics they can carry.

A word has one kind; the grammar speaks of kinds only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from khabar.arabic.clitics import PROCLITICS
from khabar.arabic.fold import fold
from khabar.arabic.numbers import Number, number_words
from khabar.errors import KnowledgeError
from khabar.resources import data
from khabar.stages.dates.grammar import grammar

Value = str | int | None

ARTICLE: Final = "ال"
DEMONSTRATIVE: Final = "ه"  # هالأسبوع: this week, in speech
_PROCLITICS: Final = sorted(PROCLITICS - {""}, key=len)
MONTH_KINDS: Final = {
    ("gregorian", ""): "MONTH",
    ("gregorian", "weak"): "WMONTH",
    ("gregorian", "spelt"): "SMONTH",
    ("gregorian", "paired"): "PMONTH",
    ("hijri", ""): "HMONTH",
    ("hijri", "weak"): "WHMONTH",
    ("hijri", "bound"): "BHMONTH",
    ("hijri", "zero"): "ZHMONTH",
}


@dataclass(slots=True, frozen=True)
class Entry:
    """A form's kind and value, and the number that it also is (اثنين)."""

    kind: str
    value: Value = None
    number: Number | None = None


Clitics = tuple[str, ...]  # the kinds of the letters before a word


@dataclass(slots=True)
class Lexicon:
    """What is known, by written form.

    `words`: clitics and entry; `phrases` (by first word): the rest, clitics and the entry, longest first;
    `numerals`: clitics and number word; `months`: month names that are words of another kind too
    (الربيع: spring, and March in Libya). `triggers` make a date possible, alone or (False) beside another word.
    `spellings`: how months are spelt that unfolded are no other word (آب; أب is a father).
    `events`: the years of events that are called by their month and day (ثورة 25 يناير).
    """

    words: dict[str, tuple[Clitics, Entry]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[list[str], Clitics, Entry]]] = field(default_factory=dict)
    numerals: dict[str, tuple[Clitics, str]] = field(default_factory=dict)
    months: dict[str, Entry] = field(default_factory=dict)
    triggers: dict[str, bool] = field(default_factory=dict)
    spellings: frozenset[str] = frozenset()
    events: dict[tuple[str, int, int], int] = field(default_factory=dict)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read and folded once; KnowledgeError where a form has two kinds."""
    lex = Lexicon()
    read = grammar()
    rows = list(_rows())
    letters = {form: entry.kind for form, entry, _ in rows if form in PROCLITICS} | {DEMONSTRATIVE: "THIS"}
    for form, entry, where in rows:
        first, *rest = form.split()
        if rest:
            for clitics, written in _with_clitics(first, letters):
                lex.phrases.setdefault(written, []).append((rest, clitics, entry))
        else:
            _add(lex, form, entry, letters, where)
        if entry.kind not in read.silent:
            lex.triggers[form] = entry.kind not in read.shy
    lex.spellings = frozenset(cells[0] for cells, _ in _table("months.tsv") if cells[4] == "spelt")
    lex.events = {(c[0], int(c[1]), int(c[2])): int(c[3]) for c, _ in _table("events.tsv")}
    lex.triggers |= {form: True for form, word in number_words().items() if word.value == 2000}
    for options in lex.phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    for form in number_words():
        for clitics, written in _with_clitics(form, letters):
            lex.numerals.setdefault(written, (clitics, form))
    return lex


def _add(lex: Lexicon, form: str, entry: Entry, letters: dict[str, str], where: str) -> None:
    known = lex.words.get(form)
    if known and not known[0] and known[1].kind == "PMONTH":
        lex.months |= {written: known[1] for _, written in _with_clitics(form, letters)}
    elif known and not known[0] and (known[1].kind, known[1].value) != (entry.kind, entry.value):
        raise KnowledgeError(f"{form} is {known[1].kind} already", where, "a form has one kind and value")
    for clitics, written in _with_clitics(form, letters):
        if not clitics or written not in lex.words:
            lex.words[written] = clitics, entry


def _with_clitics(form: str, letters: dict[str, str]) -> Iterator[tuple[Clitics, str]]:
    """The kinds of the proclitics that a form can carry, and the form with them: اليوم, واليوم, لليوم, هاليوم."""
    yield (), form
    if len(form) == 1:
        return
    if form.startswith(ARTICLE):
        yield (letters[DEMONSTRATIVE],), DEMONSTRATIVE + form
    for proclitic in _PROCLITICS:
        kinds = tuple(letters[letter] for letter in proclitic)
        assimilated = proclitic.endswith(ARTICLE[1]) and form.startswith(ARTICLE)
        yield kinds, proclitic + (form[1:] if assimilated else form)


def _rows() -> Iterator[tuple[str, Entry, str]]:
    months = [(c[0], MONTH_KINDS[c[1], c[4]], c[2], w) for c, w in _table("months.tsv")]
    words = [(c[0], c[1], c[2], w) for c, w in _table("words.tsv")]
    everything = months + words
    folded = fold("\n".join(row[0] for row in everything)).text.split("\n")
    for form, (_, kind, value, where) in zip(folded, everything, strict=True):
        yield form, Entry(kind, int(value) if value.lstrip("-").isdigit() else value or None), where


def _table(name: str) -> Iterator[tuple[list[str], str]]:
    path = data("dates", name)
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if n > 1 and line:
            yield line.split("\t"), f"{path.name}:{n}"
