"""Boilerplate glued to a sentence: share bars before it, trailers and tags after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khabar.arabic.soft import soften
from khabar.document import Removed
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line

_WORDS = re.compile(r"[^\W\d_]+|\+")
_END = re.compile(r"[.!؟?»\"”)\]…:]\s*$")
_BAR = 3  # words: the least that make a share bar
_REST = 40  # characters: the least that a sentence after it has
_TAIL = 200  # characters: the longest trailer
_PUBLISHED_IN = re.compile(
    r"نشر في[ \xa0][^\n.]{2,40}?[ \xa0]يوم[ \xa0]\d{1,2}[ \xa0]?[-/][ \xa0]?\d{1,2}[ \xa0]?[-/][ \xa0]?\d{4}"
)
_GALLERY = re.compile(r"(?:Next|Previous|Prev)(?:\s+(?:Next|Previous|Prev))*\b", re.I)


def stretches(line: Line, lexicon: Lexicon) -> Iterator[Removed]:
    """The stretches of a body line that are boilerplate, in source offsets."""
    if bar := share_bar(line, lexicon):
        yield bar
    if line.ink[0] in "NnPp" and (found := _GALLERY.match(line.ink)):
        yield Removed(line.first, line.first + found.end(), "nav", "gallery")
    if "نشر في" in line.ink and (found := _PUBLISHED_IN.search(line.ink)):
        yield Removed(line.first + found.start(), line.first + found.end(), "meta", "published in")
    for start, end, phrases in line.hits:
        for phrase in phrases:
            if phrase.where == "tail" and _trails(line, start, end):
                yield Removed(start, line.last, phrase.kind, phrase.rule)
                return


def share_bar(line: Line, lexicon: Lexicon) -> Removed | None:
    """`شارك من خلال تويتر فيسبوك جوجل بلس اكتب رأيك` before a sentence."""
    head = line.ink[:160]
    if not head.startswith(("شارك", "مشارك", "Share", "Tweet", "طباع", "اطبع", "ارسل", "أرسل", "تابع", "انشر")):
        return None
    end, key, stop = 0, "", 0
    for count, found in enumerate(_WORDS.finditer(head), start=1):
        key += re.sub(r"\W", "", soften(found.group()))
        if lexicon.cover.fullmatch(key):
            end, stop = found.end(), count
        elif count - stop > 3:
            break
    if stop >= _BAR and end + _REST <= len(line.ink):
        return Removed(line.first, line.first + end, "share", "share bar")
    return None


def _trails(line: Line, start: int, end: int) -> bool:
    if line.last - end > _TAIL:
        return False
    before = line.ink[: start - line.first]
    after = line.ink[end - line.first :]
    if not before.strip() or after[:1].isalpha():
        return False
    text = line.ink[start - line.first : end - line.first]
    if text[0] in ".…/(":
        return True
    return bool(_END.search(before)) and not after.rstrip().endswith((".", "؟"))
