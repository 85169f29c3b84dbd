"""What a short line is, read word by word: a date line, a byline, figures, a menu."""

from __future__ import annotations

import re
from typing import Final

from khabar.document import Kind
from khabar.stages.strip.lexicon import Lexicon, Token

_WORD: Final = re.compile(r"[^\W_]+")
_DIGITS: Final = re.compile(r"\d+")
_DIGIT: Final = re.compile(r"\d")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_DAY: Final = re.compile(r"(?<!\d)\d{1,4} ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,4}(?!\d)|\b(?:19|20)\d\d \d\d \d\d\b")
_CLOCK: Final = re.compile(r"\d{1,2} ?[:h.] ?\d{2}(?!\d)")
_PARTS: Final = re.compile(r" ?(?:[-ـ|/:،,()\[\]]|\u2022)+ ?")
_HANDLE: Final = re.compile(r"https?://|www\.|@|\w\.(?:com|net|org|info|ma|dz|tn|eg|sa|ae|tv|me|co|press)\b", re.I)
_OF_DATES: Final = Token.MONTH | Token.DATE | Token.WEEKDAY | Token.AGENCY | Token.PLACE
_AGO: Final = re.compile(
    r"\W*(?:قبل|منذ)(?: (?:حوالي|نحو|اكثر من|اقل من))?(?: \d+)? "
    r"(?:ثاني|ثوان|لحظات|دقيق|دقائق|ساع|يوم|ايام|اسبوع|اسابيع|شهر|اشهر|سن)\w*(?: واحده?)?(?: مضت)?\W*$"
)
_ITEM: Final = re.compile(r"\W*\d+ ?[-.)/:]")  # an item of a numbered list
_GLUED: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

_ANYWHERE: Final = frozenset({"share", "legal", "ad", "related", "read also"})
BYLINE_WORDS: Final = 9
NAME_WORDS: Final = 5


def key(soft: str) -> str:
    """What makes two lines the same: their letters, whatever the figures and spaces."""
    return " ".join(_DIGITS.sub("0", soft).split())


def covered(soft: str, lexicon: Lexicon) -> tuple[Kind, str] | None:
    """Kind and group where the whole line is made of menu and widget words: `24 ساعةسلايدرمجتمع`."""
    letters = _NOT_LETTERS.sub("", soft)
    if not letters or not lexicon.cover.fullmatch(letters):
        return None
    if known := lexicon.words.get(letters):
        return known if known[1] in _ANYWHERE or not _ITEM.match(soft) else None
    if _ITEM.match(soft):
        return None
    for size in range(len(letters), 0, -1):
        if known := lexicon.words.get(letters[:size]):
            return known
    return "nav", "section"


def is_date(soft: str, lexicon: Lexicon) -> bool:
    """A line that states a day, or a day and an hour, and little else: `الجمعة 02 أكتوبر 2020 - 19:31`."""
    if not _DIGIT.search(soft):
        return False
    clock = bool(_CLOCK.search(soft))
    day = bool(_DAY.search(soft))
    weekday, strangers = False, []
    for word in _LETTERS.findall(_GLUED.sub(" ", soft)):
        token = lexicon.tokens.get(word, Token.NONE)
        day = day or bool(token & Token.MONTH)
        weekday = weekday or bool(token & Token.WEEKDAY)
        if not token & _OF_DATES and word not in lexicon.words:
            strangers.append(word)
    if strangers and " ".join(strangers) not in lexicon.places:
        return len(strangers) <= 2 and day and (weekday or clock)
    return day or (clock and len(soft) <= 20)


def is_ago(soft: str) -> bool:
    """`قبل 12 دقيقة`, `منذ ساعتين`."""
    return len(soft) <= 30 and _AGO.match(soft) is not None


def is_tags(ink: str) -> bool:
    """Hashtags and nothing else."""
    return ink.startswith("#") and all(word.startswith("#") for word in ink.split())


def is_figures(soft: str) -> bool:
    """Numbers without a letter."""
    return _LETTERS.search(soft) is None and _DIGIT.search(soft) is not None


def is_latin(ink: str) -> bool:
    """A short line without an Arabic letter: a domain, an address, a handle, a widget."""
    return len(ink) <= 60 and not _ARABIC.search(ink) and bool(re.search("[A-Za-z]", ink))


def is_contact(ink: str) -> bool:
    """An address, a handle or a link, and little else."""
    found = _HANDLE.search(ink) if len(ink) <= 120 else None
    return bool(found) and len(_ARABIC.findall(ink)) <= (45 if found and found.start() < 12 else 25)


def byline(soft: str, lexicon: Lexicon) -> int:
    """How much a line looks like a byline: 3 where its words say so, 2 where its shape does, 1 a bare name, 0.

    `واس - الرياض`, `هسبريس من الرباط`, `الرياض: نايف الرشيد`, `بقلم: محمد العلوي`, `برلين - د ب أ`.
    """
    words = _WORD.findall(soft)
    if not 1 <= len(words) <= BYLINE_WORDS:
        return 0
    tokens = [lexicon.tokens.get(w, Token.NONE) for w in words]
    if tokens[0] & Token.BYWORD and len(words) > 1 and _by_someone(tokens[1:]):
        return 3
    parts = [p for part in _PARTS.split(soft) for p in _from(_WORD.findall(part)) if p]
    if len(parts) > 4 or any(len(p) > NAME_WORDS for p in parts):
        return 0
    sorts = [_part(p, lexicon) for p in parts]
    if len(parts) == 1:
        return 3 if sorts[0] == "agency" else 1 if sorts[0] in ("name", "place") else 0
    known = [s for s in sorts if s]
    if len(known) == len(sorts):
        return 3
    unknown = [p for p, s in zip(parts, sorts, strict=True) if not s]
    if known and len(unknown) == 1 and len(unknown[0]) <= 3 and not _function(unknown[0], lexicon):
        return 3 if "agency" in known else 2
    return 0


def is_label(soft: str, lexicon: Lexicon, most: int = 3) -> bool:
    """A few words, none of which makes a sentence: an unknown name."""
    words = _WORD.findall(soft)
    return 1 < len(words) <= most and not _function(words, lexicon)


def names_someone(soft: str, lexicon: Lexicon) -> bool:
    """Is what follows `تصوير:` and the like a name or a source, and not a headline?"""
    tokens = [lexicon.tokens.get(w, Token.NONE) for w in _WORD.findall(soft)]
    if not 0 < len(tokens) <= BYLINE_WORDS or any(t & Token.FUNCTION and not t & Token.TITLE for t in tokens):
        return False
    return len(tokens) <= 2 or bool(tokens[0] & (Token.NAME | Token.TITLE | Token.AGENCY))


def is_name(soft: str, lexicon: Lexicon) -> bool:
    """Two to five words, all of which can be part of one person's name; or a place alone."""
    words = _WORD.findall(soft)
    if " ".join(words) in lexicon.places:
        return True
    tokens = [lexicon.tokens.get(w, Token.NONE) for w in words]
    return 1 < len(tokens) <= NAME_WORDS and all(t & (Token.NAME | Token.TITLE) for t in tokens)


def is_person(soft: str, lexicon: Lexicon) -> bool:
    """Does it read as a person's name?"""
    words = _WORD.findall(soft)
    return len(words) <= NAME_WORDS and bool(words) and _part(words, lexicon) == "name"


def _from(words: list[str]) -> list[list[str]]:
    """`هسبريس من الرباط` in two."""
    if "من" not in words[1:-1]:
        return [words]
    cut = words.index("من", 1)
    return [words[:cut], words[cut + 1 :]]


def _by_someone(tokens: list[int]) -> bool:
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
    if " ".join(words) in lexicon.places:
        return "place"
    if any(t & Token.FUNCTION and not t & (Token.NAME | Token.TITLE) for t in tokens):
        return ""
    named = sum(bool(t & (Token.NAME | Token.TITLE)) for t in tokens)
    if tokens[0] & (Token.NAME | Token.TITLE) and named + 1 >= len(tokens) > 1:
        return "name"
    return ""
