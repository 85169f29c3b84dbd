"""Boilerplate glued to a sentence: share bars before it, trailers and tags after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from khabar.arabic.soft import soften
from khabar.document import Removed
from khabar.stages.strip.datelines import dateline, tag
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line

_WORDS: Final = re.compile(r"[^\W\d_]+|\+")
_END: Final = re.compile(r"[.!؟?»\"”)\]…:]\s*$")
_SIGNS: Final = re.compile(r"[\W\d_]+")
_ADDRESS: Final = re.compile(r"[.!؟»”\"]\s*([\w.+-]+@[\w-]+\.[\w.-]+)$")
_WIDGETS: Final = frozenset({"share", "brand", "interface", "ad"})
_BUTTONS: Final = 4  # so many buttons are a bar
_BUTTON: Final = 30  # characters: the longest button
_BAR: Final = 160  # characters: the longest bar
_REST: Final = 40  # characters: the least that a sentence after it has
_TAIL: Final = 200  # characters: the longest trailer
_PUBLISHED_IN: Final = re.compile(
    r"نشر في[ \xa0][^\n.]{2,40}?[ \xa0]يوم[ \xa0]\d{1,2}[ \xa0]?[-/][ \xa0]?\d{1,2}[ \xa0]?[-/][ \xa0]?\d{4}"
)
_GALLERY: Final = re.compile(r"(?:Next|Previous|Prev)(?:\s+(?:Next|Previous|Prev))*\b", re.I)


def stretches(line: Line, lexicon: Lexicon) -> Iterator[Removed]:
    """The stretches of a body line that are boilerplate, in source offsets."""
    if bar := share_bar(line, lexicon):
        yield bar
    if line.ink[0] in "NnPp" and (found := _GALLERY.match(line.ink)):
        yield Removed(line.first, line.first + found.end(), "nav", "gallery")
    if "نشر في" in line.ink and (found := _PUBLISHED_IN.search(line.ink)):
        yield Removed(line.first + found.start(), line.first + found.end(), "meta", "published in")
    if sent := dateline(line, lexicon):
        yield sent
    if trailer := _trailer(line) or tag(line, lexicon):
        yield trailer


def share_bar(line: Line, lexicon: Lexicon) -> Removed | None:
    """Buttons before a sentence: `شارك من خلال تويتر فيسبوك جوجل بلس اكتب رأيك`."""
    first = line.ink[:_BUTTON].split(None, 1)[0]
    if soften(first).rstrip(":") not in lexicon.openers:
        return None
    end, key, widgets, stop = 0, "", "", 0
    for count, found in enumerate(_WORDS.finditer(line.ink, 0, _BAR), start=1):
        key += _key(found.group())
        if lexicon.cover.fullmatch(key):
            end, stop, widgets = found.end(), count, key
        elif count - stop > 3:
            break
    if not widgets or end + _REST > len(line.ink):
        return None
    groups = list(_groups(widgets, lexicon))
    if len(groups) >= (_BUTTONS - 1 if groups[0] in _WIDGETS else _BUTTONS) and sum(g in _WIDGETS for g in groups) > 1:
        return Removed(line.first, line.first + end, "share", "bar")
    return None


def _groups(key: str, lexicon: Lexicon) -> Iterator[str]:
    """The groups of the words that a run of letters is made of, the longest words first."""
    while key:
        size = next((n for n in range(len(key), 0, -1) if key[:n] in lexicon.words), len(key))
        yield lexicon.words[key[:size]][1] if key[:size] in lexicon.words else "section"
        key = key[size:]


def _key(word: str) -> str:
    return _SIGNS.sub("", soften(word))


def _trailer(line: Line) -> Removed | None:
    """What stands after the last sentence of a line: end marks, tags, further reading, an address."""
    for start, end, phrases in line.hits:
        for phrase in phrases:
            if phrase.where == "end" and end == line.last and start > line.first:
                return Removed(start, end, phrase.kind, phrase.rule)
            if phrase.where == "tail" and _trails(line, start, end):
                return Removed(start, line.last, phrase.kind, phrase.rule)
    if "@" in line.ink[-_BUTTON:] and (found := _ADDRESS.search(line.ink, max(0, line.length - _BAR))):
        return Removed(line.first + found.start(1), line.last, "share", "address")
    return None


def _trails(line: Line, start: int, end: int) -> bool:
    if line.last - end > _TAIL:
        return False
    before = line.ink[: start - line.first]
    after = line.ink[end - line.first :]
    if not before.strip() or after[:1].isalpha():
        return False
    text = line.ink[start - line.first : end - line.first]
    if text[0] in ".…/(-":
        return True
    return bool(_END.search(before)) and not after.rstrip().endswith((".", "؟"))
