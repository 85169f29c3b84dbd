"""The words of dates: `data/dates/months.tsv` and `words.tsv`, folded, with the clitics they can carry.

A word has one kind; the grammar speaks of kinds only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from khabar.arabic.fold import fold
from khabar.arabic.numbers import Number, number_words
from khabar.errors import KnowledgeError
from khabar.resources import data

Value = str | int | None

#: clitics before a word, in the order they are tried; the second letter of لل belongs to the word
PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل")
ARTICLE = "ال"
DEMONSTRATIVE = "ه"  # هالأسبوع: this week, in speech
MONTH_KINDS = {
    ("gregorian", ""): "MONTH",
    ("gregorian", "weak"): "WMONTH",
    ("gregorian", "paired"): "PMONTH",
    ("hijri", ""): "HMONTH",
    ("hijri", "weak"): "WHMONTH",
    ("hijri", "bound"): "BHMONTH",
    ("hijri", "zero"): "ZHMONTH",
}
#: words that make a date possible: text without one of them, and without a number, holds no date
SILENT = frozenset(
    (
        "THIS",
        "REL",
        "RELTEXT",
        "SAMEPRE",
        "MOD",
        "FIRSTDAY",
        "SCHOOL",
        "FISCAL",
        "HIJRIADJ",
        "ERAG",
        "ERAH",
        "ERABC",
        "CORR",
        "EVERY",
        "OF",
        "IN",
        "TO",
        "BETWEEN",
        "ON",
        "BEFORE",
        "AFTER",
        "SINCE",
        "DURING",
        "PREP",
        "EXCEPT",
        "LAST",
        "LASTADJ",
        "FULL",
        "BLOCK",
        "NUMBERED",
        "AGE",
        "COUNTED",
        "AMOUNT",
        "DAYADJ",
        "NOW",
        "WDBARE",
        "UNKNOWN",
        "COMMA",
        "DASH",
        "SLASH",
        "LP",
        "RP",
        "DOT",
        "AND",
        "FA",
        "TOL",
        "DEF",
        "X",
        "N",
        "D",
        "C",
        "CD",
        "CN",
        "OM",
        "OF_",
        "OI",
    )
)


_SHY = (
    "UNIT",
    "THE_",
    "OFIT",
    "PMONTH",
    "FRAC",
    "SEASON",
    "SCHOOL",
    "QUARTER",
    "MINS",
)  # too common to look around each


@dataclass(slots=True, frozen=True)
class Entry:
    """A form's kind and value, and the number that it also is (اثنين)."""

    kind: str
    value: Value = None
    number: Number | None = None


@dataclass(slots=True)
class Lexicon:
    """What is known, by written form.

    `words`: proclitic and entry; `phrases` (by first word): the rest and the entry, longest first;
    `numerals`: proclitic and number word; `months`: month names that are words of another kind too
    (الربيع: spring, and March in Libya). `triggers` make a date possible, alone or (False) beside another word.
    """

    words: dict[str, tuple[str, Entry]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[list[str], str, Entry]]] = field(default_factory=dict)
    numerals: dict[str, tuple[str, str]] = field(default_factory=dict)
    months: dict[str, Entry] = field(default_factory=dict)
    triggers: dict[str, bool] = field(default_factory=dict)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read and folded once; KnowledgeError where a form has two kinds."""
    lex = Lexicon()
    for form, entry, where in _rows():
        words = tuple(form.split())
        if len(words) == 1:
            _add(lex, form, entry, where)
        else:
            for proclitic, written in _with_clitics(words[0]):
                lex.phrases.setdefault(written, []).append((list(words[1:]), proclitic, entry))
        if entry.kind not in SILENT:
            lex.triggers[form] = not entry.kind.startswith(_SHY)
    lex.triggers |= {form: True for form, word in number_words().items() if word.value == 2000}
    for options in lex.phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    for form in number_words():
        for proclitic, written in _with_clitics(form):
            lex.numerals.setdefault(written, (proclitic, form))
    return lex


def _add(lex: Lexicon, form: str, entry: Entry, where: str) -> None:
    known = lex.words.get(form)
    if known and not known[0] and known[1].kind == "PMONTH":
        for _, written in _with_clitics(form):
            lex.months[written] = known[1]
    elif known and not known[0] and (known[1].kind, known[1].value) != (entry.kind, entry.value):
        raise KnowledgeError(f"{form} is {known[1].kind} already", where, "a form has one kind and value")
    for proclitic, written in _with_clitics(form):
        if not proclitic or written not in lex.words:
            lex.words[written] = proclitic, entry


def _with_clitics(form: str) -> Iterator[tuple[str, str]]:
    """Each proclitic with the form written after it: "" اليوم, "و" واليوم, "ل" لليوم."""
    yield "", form
    if form.startswith(ARTICLE):
        yield DEMONSTRATIVE, DEMONSTRATIVE + form
    for proclitic in PROCLITICS:
        if proclitic.endswith("ل") and form.startswith(ARTICLE):
            yield proclitic, proclitic + form[1:]
        else:
            yield proclitic, proclitic + form


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
