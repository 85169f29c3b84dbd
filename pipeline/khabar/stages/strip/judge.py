"""Tell body lines from boilerplate: markers and shapes first, then where the article begins and ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from khabar.arabic.soft import soften
from khabar.document import Kind
from khabar.stages.strip import words
from khabar.stages.strip.inside import share_bar
from khabar.stages.strip.lexicon import Lexicon, Phrase
from khabar.stages.strip.lines import SHORT, Line, split

NOTICE = 220  # characters: the longest line that a share or legal marker condemns
CAPTION = 110  # the longest line that a byline or caption marker condemns
HEADLINE = 130  # the longest line that can be a headline of a list
HEAD = 8  # lines: where bylines are sought at the beginning
_REPEATED = 15  # characters: a longer line that repeats one above it says nothing new
FOOTNOTE = 70  # characters: the longest line with an asterisk that says who the author is
LIST = 10  # the most headlines below a list heading inside an article
_SURE_GROUPS = frozenset({"related", "read also", "share", "ad", "legal", "ticker"})
_LIST_GROUPS = frozenset({"related", "read also", "ticker"})
GALLERY = re.compile(r"^(?:(?:next|previous|prev)\b\s*)+(?=\S)")  # the buttons of a gallery, before a byline
_ITEMS = re.compile(r"[ \xa0]{3,}|[ \xa0]+[|\u2022\u25aa\u25cf\u25a0\u25ba\u25c4]+[ \xa0]+|[ \xa0]*\*{2,}[ \xa0]*")
_ITEM = 25  # characters: the mean length from which the parts of a line are headlines
_PAGE_LINES = 20  # a page pasted flat has at least so many lines
_PAGE_SHORT = 0.6  # of which so many are short
_PAGE_KNOWN = 4  # so many are known menu words or widgets
_PAGE_MENU = 0.15  # and so many are that, or repeated, or bulleted
_MENU = 40  # characters: the longest item of a menu
_BULLETS = ("* ", "+ ", "- ", "\u2022", "\u203a", "\u00bb")


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
        from khabar.stages.strip.page import keep_article

        keep_article(lines, lexicon, soften(title) if title else None)
    else:
        _article(lines, lexicon, soften(title) if title else None)
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
            _mark(line, again, "profile", sure=True)
            return
        known = words.covered(line.soft, lexicon)
        if known:
            kind, group = known
            _mark(line, kind, f"words:{group}", sure=group in _SURE_GROUPS)
            line.list_head = group in _LIST_GROUPS
            return
    if line.hits and _marked(line, lexicon):
        return
    if line.length > HEADLINE and not line.closed and is_ticker(line.ink):
        _mark(line, "nav", "ticker", sure=True)
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
                _mark(line, phrase.kind, phrase.rule, sure=True)
                return True
            if phrase.where == "credit":
                if _at_start(line, before, end) and words.names_someone(soften(line.ink[end - line.first :]), lexicon):
                    _mark(line, phrase.kind, phrase.rule, sure=True)
                    return True
                continue
            if phrase.where == "any" or (phrase.where == "start" and _at_start(line, before, end)):
                if line.length > (CAPTION if phrase.kind in ("meta", "nav") else NOTICE):
                    continue
                if phrase.kind == "meta" and line.closed and line.length > 60:
                    continue
                if phrase.kind == "share" and line.closed and share_bar(line, lexicon):
                    continue
                _mark(line, phrase.kind, phrase.rule, sure=True)
                line.list_head = phrase.kind == "related" and line.last - end < 12
                return True
    return False


def _at_start(line: Line, before: str, end: int) -> bool:
    following = line.ink[end - line.first : end - line.first + 1]
    return len(before) <= 4 and not any(map(str.isalpha, before)) and not following.isalpha()


def _shape(line: Line, lexicon: Lexicon) -> None:
    """Marks that count only at the edges of the article: they could be body inside it."""
    if words.is_date(line.soft, lexicon):
        _mark(line, "meta", "date")
    elif words.is_ago(line.soft):
        _mark(line, "meta", "ago")
    elif words.is_figures(line.soft):
        _mark(line, "nav", "figures")
    elif words.is_tags(line.ink):
        _mark(line, "meta", "hashtags")
    elif words.is_contact(line.ink):
        _mark(line, "share" if "@" in line.ink or "http" in line.ink else "meta", "contact")
    elif words.is_latin(line.ink):
        _mark(line, "meta", "latin")


def _mark(line: Line, kind: Kind, rule: str, sure: bool = False) -> None:
    line.kind, line.rule, line.sure = kind, rule, sure


def _article(lines: list[Line], lexicon: Lexicon, title: str | None) -> None:
    """Judge an article with scraps around it: body is what nothing speaks against."""
    _lists(lines, title)
    paragraphs = [i for i, line in enumerate(lines) if line.paragraph and not line.sure]
    first = _begin(lines, paragraphs)
    last = paragraphs[-1] if paragraphs else len(lines)
    _head(lines[: first + 1], lexicon)
    for line in lines[first : last + 1]:
        if not line.sure:
            line.kind = None
    _tail(lines[last + 1 :], lexicon)


def _begin(lines: list[Line], paragraphs: list[int]) -> int:
    """The first paragraph: a sentence right above a date line or byline is a headline."""
    for i in paragraphs:
        below = lines[i + 1 : i + 3]
        if (
            lines[i].length > SHORT
            or lines[i].ink.endswith(".")
            or not any(line.rule == "date" or line.rule.startswith("start:") for line in below)
        ):
            return i
    return paragraphs[-1] if paragraphs else len(lines)


def _lists(lines: list[Line], title: str | None) -> None:
    """Take the bare headlines below `اقرأ أيضا` and the like, up to where the article resumes.

    Above the first paragraph the article's own headline ends the list: the title, or the last of the run.
    """
    run: list[Line] = []
    open_list, above = False, True
    for line in lines:
        if line.list_head:
            open_list = True
        elif line.paragraph or line.length > HEADLINE or line.closed or line.kind == "meta" or len(run) >= LIST:
            if run:
                _take(run, above, title)
                run = []
            open_list = False
        elif open_list and not line.sure:
            run.append(line)
        above = above and not (line.paragraph and not line.sure)
    _take(run, above, title)


def _take(run: list[Line], above: bool, title: str | None) -> None:
    own = next((i for i, line in enumerate(run) if title and line.soft.strip() == title.strip()), None)
    if own is None:
        own = len(run) - 1 if above else len(run)
    for line in run[:own]:
        if line.kind is None:
            _mark(line, "related", "list", sure=True)
        line.sure = True


def _head(lines: list[Line], lexicon: Lexicon) -> None:
    """The lines before the first paragraph, which closes `lines`: headline, then byline and date."""
    headline = False
    for i, line in enumerate(lines[:-1]):
        following = lines[i + 1]
        if i >= HEAD and line.kind is None:
            continue
        if line.kind is not None:
            if line.rule == "figures" and not line.sure:
                line.kind = None
            continue
        if line.length > _REPEATED and any(line.soft == above.soft for above in lines[:i]):
            _mark(line, "nav", "repeated headline")
            continue
        meta_above = i > 0 and lines[i - 1].kind == "meta"
        if line.soft and not line.closed and (rule := _credit(line, following, headline, meta_above, lexicon)):
            _mark(line, "meta", rule)
        elif (
            i == 0
            and len(lines) > 3
            and lines[2].kind == "meta"
            and following.kind is None
            and len(line.ink.split()) == 1
        ):
            _mark(line, "nav", "lone word")
        else:
            line.headline = not headline and following.kind == "meta"
            headline = True


def _credit(line: Line, following: Line, headline: bool, meta_above: bool, lexicon: Lexicon) -> str:
    """The rule by which an unmarked line above the first paragraph is a byline or label, if any."""
    score = words.byline(line.soft, lexicon)
    if score == 3:
        return "byline"
    if score and (
        headline or meta_above or (following.paragraph and (score == 2 or words.is_name(line.soft, lexicon)))
    ):
        return "byline"
    if headline and following.rule == "date" and words.is_label(line.soft, lexicon, most=5):
        return "above date"
    if meta_above and following.paragraph and words.is_label(line.soft, lexicon):
        return "below meta"
    return ""


def _tail(lines: list[Line], lexicon: Lexicon) -> None:
    """The lines after the last paragraph; once a widget or a list begins, the article is over."""
    over = False
    end = max((i for i, line in enumerate(lines) if line.kind is None), default=-1)
    for i, line in enumerate(lines):
        if line.kind is not None:
            over = over or (line.sure and line.kind in ("share", "related", "legal"))
        elif over and not line.closed and not line.paragraph:
            _mark(line, "related", "after the article")
        elif line.soft and not line.closed and (rule := _signature(line, i == end, i, lexicon)):
            _mark(line, "meta", rule)


def _signature(line: Line, last: bool, position: int, lexicon: Lexicon) -> str:
    """The rule by which an unmarked line below the last paragraph is a credit, if any."""
    score = words.byline(line.soft, lexicon)
    if (score == 3 and (last or position < 3)) or (
        last and position < 2 and score == 1 and words.is_name(line.soft, lexicon)
    ):
        return "byline"
    if last and position < 2 and line.ink.startswith("*") and line.length <= FOOTNOTE:
        return "footnote"
    if last and any(phrase.where == "tail" and start == line.first for start, _, ps in line.hits for phrase in ps):
        return "tags"
    return ""
