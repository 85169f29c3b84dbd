"""What a short line is, read word by word: a date line, a byline, figures, a menu."""

from __future__ import annotations

import re

from khabar.document import Kind
from khabar.stages.strip.lexicon import Lexicon, Token

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_DAY = re.compile(r"(?<!\d)\d{1,4} ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,4}(?!\d)|\b(?:19|20)\d\d \d\d \d\d\b")
_CLOCK = re.compile(r"\d{1,2} ?[:h.] ?\d{2}(?!\d)")
_PARTS = re.compile(r" ?(?:[-ـ|/:،,()\[\]]|\u2022)+ ?")
_HANDLE = re.compile(r"https?://|www\.|@|\w\.(?:com|net|org|info|ma|dz|tn|eg|sa|ae|tv|me|co|press)\b", re.I)
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

BYLINE_WORDS = 9
NAME_WORDS = 5


def covered(soft: str, lexicon: Lexicon) -> tuple[Kind, str] | None:
    """Kind and group where the whole line is made of menu and widget words: `24 ساعةسلايدرمجتمع`."""
    key = _NOT_LETTERS.sub("", soft)
    if not key or not lexicon.cover.fullmatch(key):
        return None
    if known := lexicon.words.get(key):
        return known
    first = lexicon.cover.match(key)
    assert first is not None
    for size in range(len(key), 0, -1):
        if known := lexicon.words.get(key[:size]):
            return known
    return "nav", "section"


def classes(soft: str, lexicon: Lexicon) -> list[Token | int]:
    """For each word its classes; figures are the numbers they are, as negative integers never."""
    return [lexicon.tokens.get(w, Token.NONE) for w in _WORD.findall(soft)]


def is_date(soft: str, lexicon: Lexicon) -> bool:
    """A line that states a day, or a day and an hour, and little else: `الجمعة 02 أكتوبر 2020 - 19:31`."""
    if not any(c.isdigit() for c in soft):
        return False
    words = _LETTERS.findall(_GLUED.sub(" ", soft))
    dated = bool(_DAY.search(soft)) or bool(_CLOCK.search(soft) and len(soft) <= 20)
    for word in words:
        token = lexicon.tokens.get(word, Token.NONE)
        if token & Token.MONTH:
            dated = True
        elif not token & (Token.DATE | Token.WEEKDAY | Token.AGENCY | Token.PLACE):
            return False
    return dated


def is_figures(soft: str) -> bool:
    """Numbers and signs without a letter."""
    return _LETTERS.search(soft) is None


def is_latin(ink: str) -> bool:
    """A short line without an Arabic letter: a domain, an address, a handle, a widget."""
    return len(ink) <= 60 and not _ARABIC.search(ink) and bool(re.search("[A-Za-z]", ink))


def is_contact(ink: str) -> bool:
    """An address, a handle or a link, and little else."""
    return len(ink) <= 120 and bool(_HANDLE.search(ink)) and len(_ARABIC.findall(ink)) <= 25


def byline(soft: str, lexicon: Lexicon) -> int:
    """How much a line looks like a byline: 2 where its words say so, 1 where only its shape does, 0.

    `واس - الرياض`, `هسبريس من الرباط`, `الرياض: نايف الرشيد`, `بقلم: محمد العلوي`, `برلين - د ب أ`.
    """
    words = _WORD.findall(soft)
    if not 1 <= len(words) <= BYLINE_WORDS:
        return 0
    tokens = [lexicon.tokens.get(w, Token.NONE) for w in words]
    if tokens[0] & Token.BYWORD and (len(words) > 1) and _by_someone(tokens[1:]):
        return 2
    parts = [_WORD.findall(p) for p in _PARTS.split(soft) if _WORD.search(p)]
    if len(parts) == 1 and "من" in words[1:-1]:
        cut = words.index("من", 1)
        parts = [words[:cut], words[cut + 1 :]]
    if len(parts) > 4 or any(len(p) > NAME_WORDS for p in parts):
        return 0
    sorts = [_part(p, lexicon) for p in parts]
    if len(parts) == 1:
        return 2 if sorts[0] == "agency" else 1 if sorts[0] in ("name", "place") else 0
    known = [s for s in sorts if s]
    if len(known) == len(sorts):
        return 2
    unknown = [p for p, s in zip(parts, sorts, strict=True) if not s]
    if known and len(unknown) == 1 and len(unknown[0]) <= 3 and not _function(unknown[0], lexicon):
        return 2 if "agency" in known else 1
    return 0


def _by_someone(tokens: list[Token]) -> bool:
    return not any(t & Token.FUNCTION for t in tokens[:3]) and any(
        t & (Token.NAME | Token.TITLE | Token.AGENCY) for t in tokens[:2]
    )


def _function(words: list[str], lexicon: Lexicon) -> bool:
    return any(lexicon.tokens.get(w, Token.NONE) & Token.FUNCTION for w in words)


def _part(words: list[str], lexicon: Lexicon) -> str:
    """Whether one part of a line is an agency, a place or a person's name."""
    tokens = [lexicon.tokens.get(w, Token.NONE) for w in words]
    if all(len(w) == 1 for w in words) and len(words) > 1:
        return "agency"  # initials: د ب أ
    if all(t & (Token.AGENCY | Token.BYWORD) for t in tokens):
        return "agency"
    if all(t & Token.PLACE for t in tokens):
        return "place"
    if any(t & Token.FUNCTION and not t & (Token.NAME | Token.TITLE) for t in tokens):
        return ""
    named = sum(bool(t & (Token.NAME | Token.TITLE)) for t in tokens)
    if tokens[0] & (Token.NAME | Token.TITLE) and named * 2 >= len(tokens) and len(tokens) > 1:
        return "name"
    return ""
