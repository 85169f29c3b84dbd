"""Tell body lines from boilerplate: markers and shapes first, then where the article begins and ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from khabar.arabic.soft import soften
from khabar.document import Kind
from khabar.stages.strip import words
from khabar.stages.strip.article import judge_article
from khabar.stages.strip.inside import share_bar
from khabar.stages.strip.lexicon import Lexicon, Phrase
from khabar.stages.strip.lines import HEADLINE, SHORT, Line, mark, split
from khabar.stages.strip.page import judge_page

NOTICE: Final = 220  # characters: the longest line that a share or legal marker condemns
CAPTION: Final = 110  # the longest line that a byline or caption marker condemns
_SURE_GROUPS: Final = frozenset({"related", "read also", "share", "ad", "legal", "ticker"})
_LIST_GROUPS: Final = frozenset({"related", "read also", "ticker"})
GALLERY: Final = re.compile(r"^(?:(?:next|previous|prev)\b\s*)+(?=\S)")  # the buttons of a gallery, before a byline
_ITEMS: Final = re.compile(
    r"[ \xa0]{3,}|[ \xa0]+[|\u2022\u25aa\u25cf\u25a0\u25ba\u25c4]+[ \xa0]+|[ \xa0]*\*{2,}[ \xa0]*"
)
_ITEM: Final = 25  # characters: the mean length from which the parts of a line are headlines
_PAGE_LINES: Final = 20  # a page pasted flat has at least so many lines
_PAGE_SHORT: Final = 0.6  # of which so many are short
_PAGE_KNOWN: Final = 4  # so many are known menu words or widgets
_PAGE_MENU: Final = 0.15  # and so many are that, or repeated, or bulleted
_MENU: Final = 40  # characters: the longest item of a menu
_BULLETS: Final = ("* ", "+ ", "- ", "\u2022", "\u203a", "\u00bb")


def judge(
    text: str, lexicon: Lexicon, recurring: Mapping[str, Kind] | None = None, title: str | None = None
) -> list[Line]:
    """The lines of `text`, those that are boilerplate with their kind and rule.

    `recurring` are the lines that a site profile knows, by `key`.
    """
    lines = list(split(text))
    _share_out(lexicon.found(text), lines)
    for line in lines:
        if line.length <= NOTICE or line.hits or not line.closed:
            _look(line, lexicon, recurring)
    if is_page(lines):
        judge_page(lines, lexicon, soften(title) if title else None)
    else:
        judge_article(lines, lexicon, soften(title) if title else None)
    return lines


def is_page(lines: Sequence[Line]) -> bool:
    """Is it a whole page pasted flat, rather than an article with scraps around it?"""
    if len(lines) < _PAGE_LINES:
        return False
    short = [line for line in lines if not line.paragraph]
    if len(short) < _PAGE_SHORT * len(lines):
        return False
    known = [line for line in short if line.kind is not None and line.rule.startswith(("words", "start", "any"))]
    if (
        len(known) < _PAGE_KNOWN
        or len({line.rule.partition(":")[2] if line.rule[0] == "w" else line.kind for line in known}) < 3
    ):
        return False
    seen = Counter(line.soft for line in short if line.length <= _MENU)
    menu = sum(line.ink.startswith(_BULLETS) or seen[line.soft] > 1 for line in short if line.kind is None)
    return len(known) + menu >= _PAGE_MENU * len(lines)


def _share_out(found: list[tuple[int, int, tuple[Phrase, ...]]], lines: list[Line]) -> None:
    """Give each line the markers found in it."""
    at = 0
    for hit in found:
        while at < len(lines) and lines[at].end < hit[1]:
            at += 1
        if at < len(lines) and lines[at].start <= hit[0]:
            lines[at].hits.append(hit)


def _look(line: Line, lexicon: Lexicon, recurring: Mapping[str, Kind] | None) -> None:
    """What the line shows by itself."""
    if line.length <= SHORT:
        line.soft = soften(line.ink)
        if line.soft.startswith(("next", "prev")):
            line.soft = GALLERY.sub("", line.soft)
        if recurring and (again := recurring.get(words.key(line.soft))):
            mark(line, again, "profile", sure=True)
            return
        known = words.covered(line.soft, lexicon)
        if known:
            kind, group = known
            mark(line, kind, f"words:{group}", sure=group in _SURE_GROUPS)
            line.list_head = group in _LIST_GROUPS
            return
    if line.hits and _marked(line, lexicon):
        return
    if line.length > HEADLINE and not line.closed and is_ticker(line.ink):
        mark(line, "nav", "ticker")
        line.paragraph = False
        return
    if line.length <= CAPTION:
        _shape(line, lexicon)


def is_ticker(ink: str) -> bool:
    """Headlines in one line, with wide gaps or bullets between them."""
    if not _ITEMS.search(ink, 0, 2 * HEADLINE):
        return False
    items = [item for item in _ITEMS.split(ink) if item]
    return len(items) >= 4 and sum(map(len, items)) >= _ITEM * len(items) and max(map(len, items)) <= HEADLINE + 40


def _marked(line: Line, lexicon: Lexicon) -> bool:
    for start, end, phrases in line.hits:
        before = line.ink[: start - line.first]
        for phrase in phrases:
            if phrase.where == "line" and not any(map(str.isalpha, before)):
                mark(line, phrase.kind, phrase.rule, sure=True)
                return True
            if phrase.where == "credit":
                if _at_start(line, before, end) and words.names_someone(soften(line.ink[end - line.first :]), lexicon):
                    mark(line, phrase.kind, phrase.rule, sure=True)
                    return True
                continue
            if phrase.where == "any" or (phrase.where == "start" and _at_start(line, before, end)):
                if line.length > (CAPTION if phrase.kind in ("meta", "nav") else NOTICE):
                    continue
                if phrase.kind == "meta" and line.closed and line.length > 60:
                    continue
                if phrase.kind == "share" and line.closed and share_bar(line, lexicon):
                    continue
                mark(line, phrase.kind, phrase.rule, sure=True)
                line.list_head = phrase.kind == "related" and line.last - end < 12
                return True
    return False


def _at_start(line: Line, before: str, end: int) -> bool:
    """Does a marker that ends at `end` begin the line, as words of its own?"""
    seam = line.ink[end - line.first - 1 : end - line.first + 1]
    return len(before) <= 4 and not any(map(str.isalpha, before)) and not (len(seam) == 2 and seam.isalpha())


def _shape(line: Line, lexicon: Lexicon) -> None:
    """Marks that count only at the edges of the article: they could be body inside it."""
    if words.is_date(line.soft, lexicon):
        mark(line, "meta", "date")
    elif words.is_ago(line.soft):
        mark(line, "meta", "ago")
    elif words.is_figures(line.soft):
        mark(line, "nav", "figures")
    elif words.is_tags(line.ink):
        mark(line, "meta", "hashtags")
    elif words.is_contact(line.ink):
        mark(line, "share" if "@" in line.ink or "http" in line.ink else "meta", "contact")
    elif words.is_latin(line.ink):
        mark(line, "meta", "latin")
