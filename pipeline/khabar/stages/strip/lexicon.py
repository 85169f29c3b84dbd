"""What boilerplate says: the tables of `data/boilerplate`, compiled for one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from khabar.arabic.fold import folded
from khabar.arabic.published import month_names
from khabar.document import Kind
from khabar.resources import data

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_VARIANTS_MOST: Final = 96
_LETTERS: Final = {"أ": "أا", "إ": "إاأ", "آ": "آا"}
_FINAL: Final = {"ة": "ةه", "ي": "يى", "ى": "ىي"}
_TANWIN: Final = {"ا": ("ا", "اً", "ًا")}
_TANWIN_WORDS: Final = frozenset({"أيضا", "إيضا", "تعليقا", "ردا", "خبرا"})


class Token:
    """What a word of a short line can be, as bits: one word can be several."""

    NONE: Final = 0
    WEEKDAY: Final = 1
    DATE: Final = 2
    MONTH: Final = 4
    FUNCTION: Final = 8
    AGENCY: Final = 16
    BYWORD: Final = 32
    TITLE: Final = 64
    NAME: Final = 128
    PLACE: Final = 256


@dataclass(slots=True, frozen=True)
class Phrase:
    """A marker; `where` says what it takes.

    `start`, `any`: the whole of a short line that begins with it, or has it. `line`: the whole of any line
    that begins with it, even if a word is glued to it. `credit`: a line where a name follows it.
    `tail`: from it to the end of a line, where a sentence ended before it. `end`: it alone, at the end of a line.
    """

    text: str
    kind: Kind
    where: str

    @property
    def rule(self) -> str:
        """The name of the rule in records."""
        return f"{self.where}:{self.text}"


@dataclass(slots=True, frozen=True)
class Lexicon:
    """Compiled tables.

    `markers` and `phrases` are the markers, `cover` and `words` what menus and widgets are made of, `openers` their
    first words; `tokens` the classes of words, `places` the names of places. `agencies` and `papers` are who sends
    news, `senders` the words that their names and those of places begin with.
    """

    markers: AhoCorasick
    phrases: tuple[tuple[Phrase, ...], ...]
    cover: re.Pattern[str]
    words: Mapping[str, tuple[Kind, str]]
    tokens: Mapping[str, int]
    places: frozenset[str]
    openers: frozenset[str]
    agencies: frozenset[str]
    papers: frozenset[str]
    senders: frozenset[str]

    def found(self, text: str) -> list[tuple[int, int, tuple[Phrase, ...]]]:
        """The markers in `text`, leftmost and longest: start, end, what the marker can mean."""
        plain = text.replace("\xa0", " ")
        try:
            hits = self.markers.find_matches_as_indexes(plain)
        except UnicodeEncodeError:  # lone surrogates
            hits = self.markers.find_matches_as_indexes(_SURROGATE.sub("?", plain))
        return [(start, end, self.phrases[i]) for i, start, end in hits]


def load(names: Iterable[str], places: Iterable[str]) -> Lexicon:
    """The shipped tables; `names` are words of people's names, `places` names of places, all folded."""
    known_places = frozenset(" ".join(place.split()) for place in places)
    rows = list(_rows("phrases.tsv"))
    forms: dict[str, list[Phrase]] = {}
    for phrase, kind, where, _ in rows:
        marker = Phrase(phrase, kind, where)  # type: ignore[arg-type]
        for form in _spellings(phrase):
            same = forms.setdefault(form, [])
            if marker.where not in {m.where for m in same}:
                same.append(marker)
    _inherit(forms)
    words = {_key(phrase): (kind, group) for phrase, kind, group, _ in reversed(list(_rows("words.tsv")))}
    sent = {kind: {folded(name) for name, k, *_ in _rows("agencies.tsv") if k == kind} for kind in ("agency", "paper")}
    return Lexicon(
        markers=AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA),
        phrases=tuple(tuple(f) for f in forms.values()),
        cover=re.compile(f"(?:{trie(words)})+"),
        words=words,  # type: ignore[arg-type]
        tokens=_tokens(names, known_places),
        places=known_places,
        openers=frozenset(_key(phrase.split()[0]) for phrase, *_ in _rows("words.tsv")),
        agencies=frozenset(sent["agency"]),
        papers=frozenset(sent["paper"]),
        senders=frozenset(name.split(" ", 1)[0] for name in (*sent["agency"], *known_places)),
    )


def _inherit(forms: dict[str, list[Phrase]]) -> None:
    """A form that begins with another means what the other means: only the longest is found."""
    for form, meant in forms.items():
        for size in range(len(form) - 1, 2, -1):
            shorter = forms.get(form[:size], ())
            meant += [m for m in shorter if m.where not in {known.where for known in meant}]


def _rows(name: str) -> Iterator[list[str]]:
    for line in data("boilerplate", name).read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def _key(phrase: str) -> str:
    return re.sub(r"[\W_\d]+", "", folded(phrase))


def _spellings(phrase: str) -> Iterator[str]:
    """The ways a phrase is typed: hamza seats, final ya and ta marbuta, tanwin.

    >>> sorted(_spellings("اقرأ"))
    ['اقرأ', 'اقرا']
    """
    pieces: list[tuple[str, ...]] = []
    for word in re.split(r"(\W+)", phrase):
        for i, letter in enumerate(word):
            last = i == len(word) - 1
            choices: tuple[str, ...] = tuple(_LETTERS.get(letter, "")) or (letter,)
            if last and letter in _FINAL:
                choices = tuple(_FINAL[letter])
            if last and word in _TANWIN_WORDS:
                choices = _TANWIN[letter]
            pieces.append(choices)
    for spelling in islice(product(*pieces), _VARIANTS_MOST):
        yield "".join(spelling)


def _tokens(names: Iterable[str], places: Iterable[str]) -> dict[str, int]:
    tokens: dict[str, int] = {}

    def add(word: str, token: int) -> None:
        tokens[word] = tokens.get(word, Token.NONE) | token

    for word, token_class, _ in _rows("tokens.tsv"):
        for part in re.findall(r"\w+", folded(word)):
            add(part, getattr(Token, token_class.upper()))
    for month in month_names():
        for part in month.split():
            add(part, Token.MONTH)
    for name in names:
        add(name, Token.NAME)
    for place in places:
        add(place, Token.PLACE)
    return tokens


def trie(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first, whose alternatives differ in their first letter."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ends = "" in node
    branches = [re.escape(letter) + _pattern(below) for letter, below in node.items() if letter]
    if not branches:
        return ""
    alternatives = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{alternatives}?" if ends else alternatives
