"""Tell body lines from boilerplate: markers and shapes first, then where the article begins and ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from khabar.document import Kind
from khabar.stages.strip import words
from khabar.stages.strip.lexicon import Lexicon, Phrase
from khabar.stages.strip.lines import SHORT, Line, split

NOTICE = 220  # characters: the longest line that a share or legal marker condemns
CAPTION = 110  # the longest line that a byline or caption marker condemns
HEADLINE = 130  # the longest line that can be a headline of a list
LIST = 10  # the most headlines below a list heading inside an article
_SURE_GROUPS = frozenset({"related", "share", "ad", "legal"})
_PAGE_LINES = 20  # a page pasted flat has at least so many lines
_PAGE_SHORT = 0.6  # of which so many are short
_PAGE_MENU = 0.12  # and so many are menu lines or widgets


def judge(text: str, lexicon: Lexicon, recurring: Collection[str] = (), title: str | None = None) -> list[Line]:
    """The lines of `text`, those that are boilerplate with their kind and rule."""
    lines = list(split(text))
    _share_out(lexicon.found(text), lines)
    for line in lines:
        if line.length <= NOTICE:
            _look(line, lexicon, recurring)
    if is_page(lines):
        from khabar.stages.strip.page import keep_article

        keep_article(lines, lexicon, lexicon.soften(title) if title else None)
    else:
        _article(lines, lexicon)
    return lines


def is_page(lines: Sequence[Line]) -> bool:
    """Is it a whole page pasted flat, rather than an article with scraps around it?"""
    if len(lines) < _PAGE_LINES:
        return False
    short = sum(not line.paragraph for line in lines)
    menu = sum(line.kind is not None and line.rule.startswith(("words", "start", "any")) for line in lines)
    return short >= _PAGE_SHORT * len(lines) and menu >= max(4, _PAGE_MENU * len(lines))


def _share_out(found: list[tuple[int, int, tuple[Phrase, ...]]], lines: list[Line]) -> None:
    """Give each line the markers found in it."""
    at = 0
    for hit in found:
        while at < len(lines) and lines[at].end < hit[1]:
            at += 1
        if at < len(lines) and lines[at].start <= hit[0]:
            lines[at].hits.append(hit)


def _look(line: Line, lexicon: Lexicon, recurring: Collection[str]) -> None:
    """What the line shows by itself."""
    if line.length <= SHORT:
        line.soft = lexicon.soften(line.ink)
        if recurring and line.soft in recurring:
            _mark(line, "nav", "recurs", sure=True)
            return
        known = words.covered(line.soft, lexicon)
        if known:
            kind, group = known
            _mark(line, kind, f"words:{group}", sure=group in _SURE_GROUPS)
            line.list_head = group == "related"
            return
    if line.hits and _marked(line):
        return
    if line.length <= CAPTION:
        _shape(line, lexicon)


def _marked(line: Line) -> bool:
    for start, end, phrases in line.hits:
        before = line.ink[: start - line.first]
        for phrase in phrases:
            if phrase.where == "any" or (phrase.where == "start" and _at_start(line, before, end)):
                if line.length > (CAPTION if phrase.kind in ("meta", "nav") else NOTICE):
                    continue
                if phrase.kind == "meta" and line.closed and line.length > 60:
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
    if words.is_figures(line.soft):
        _mark(line, "nav", "figures")
    elif words.is_date(line.soft, lexicon):
        _mark(line, "meta", "date")
    elif words.is_contact(line.ink):
        _mark(line, "share", "contact")
    elif words.is_latin(line.ink):
        _mark(line, "meta", "latin")


def _mark(line: Line, kind: Kind, rule: str, sure: bool = False) -> None:
    line.kind, line.rule, line.sure = kind, rule, sure


def _article(lines: list[Line], lexicon: Lexicon) -> None:
    """Judge an article with scraps around it: body is what nothing speaks against."""
    _lists(lines)
    paragraphs = [i for i, line in enumerate(lines) if line.paragraph and not line.sure]
    first = paragraphs[0] if paragraphs else len(lines)
    last = paragraphs[-1] if paragraphs else len(lines)
    _head(lines[: first + 1], lexicon)
    for line in lines[first : last + 1]:
        if not line.sure:
            line.kind = None
    _tail(lines[last + 1 :], lexicon)


def _lists(lines: list[Line]) -> None:
    """Take the bare headlines below `اقرأ أيضا` and the like, up to where the article resumes."""
    left = 0
    for line in lines:
        if line.list_head:
            left = LIST
        elif line.paragraph or line.length > HEADLINE or line.closed:
            left = 0
        elif left and not line.sure:
            _mark(line, "related", "list", sure=True)
            left -= 1


def _head(lines: list[Line], lexicon: Lexicon) -> None:
    """The lines before the first paragraph, which closes `lines`: headline, then byline and date."""
    headline = False
    for i, line in enumerate(lines[:-1]):
        following = lines[i + 1]
        if line.kind is not None:
            if line.rule == "figures" and not line.sure:
                line.kind = None
            continue
        score = words.byline(line.soft, lexicon) if line.soft and not line.closed else 0
        meta_before = i > 0 and lines[i - 1].kind == "meta"
        before_text = following.paragraph or following.kind == "meta"
        if (score == 2 and (headline or before_text)) or (score == 1 and (headline or meta_before)):
            _mark(line, "meta", "byline")
        elif headline and following.rule == "date" and len(line.soft.split()) <= 6 and not line.closed:
            _mark(line, "meta", "before date")
        else:
            headline = True


def _tail(lines: list[Line], lexicon: Lexicon) -> None:
    """The lines after the last paragraph; once a widget or a list begins, the article is over."""
    over = False
    for line in lines:
        if line.kind is not None:
            over = over or (line.sure and line.kind in ("share", "related", "legal"))
        elif over and not line.paragraph:
            _mark(line, "related", "after the article")
        elif line.soft and not line.closed and words.byline(line.soft, lexicon) == 2:
            _mark(line, "meta", "byline")
