"""An article with scraps around it: what nothing speaks against is body."""

from __future__ import annotations

from collections import Counter
from typing import Final

from khabar.stages.strip import words
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import HEADLINE, SHORT, Line, mark

HEAD: Final = 8  # lines: where bylines are sought at the beginning
LIST: Final = 10  # lines: the longest list inside an article
LABEL: Final = 18  # characters: the longest section or site name above a headline
LEAST_HEADLINE: Final = 25  # characters
REPEATED: Final = 15  # characters: a longer line that repeats one above it says nothing new
FOOTNOTE: Final = 70  # characters: the longest line with an asterisk that says who the author is
LEAST_TAGS, MOST_TAGS, TAG_WORDS = 3, 12, 3  # lines of a list of tags, and words of one
MOST_MARKS: Final = 4  # lines below the article that are marks; more of them are a list
_LISTED: Final = frozenset({"figures", "latin", "contact", "hashtags", "date"})
_BULLETS: Final = ("*", "+", "•", "›", "»", "▪", "●")
_ITEMS: Final = (*_BULLETS, "-", "–", "—")


def judge_article(lines: list[Line], lexicon: Lexicon, title: str | None) -> None:
    """Mark what is boilerplate among lines whose own marks are known; `title` is folded."""
    _lists(lines, title)
    paragraphs = [i for i, line in enumerate(lines) if line.paragraph and not line.sure]
    first = _begin(lines, paragraphs)
    last = paragraphs[-1] if paragraphs else len(lines)
    _above_title(lines[:first], title)
    _head(lines[: first + 1], lexicon)
    for line in lines[first : last + 1]:
        if not line.sure:
            line.kind = None
    _tail(lines[last + 1 :], lexicon)
    _signs(lines[:first])
    _signs(lines[last + 1 :])


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
            mark(line, "related", "list", sure=True)
        line.sure = True


def _above_title(lines: list[Line], title: str | None) -> None:
    """What stands above the title is no part of the article."""
    if title is None or not (own := " ".join(title.split())):
        return
    for i, line in enumerate(lines):
        if " ".join(line.soft.split()) == own:
            for above in lines[:i]:
                if above.kind is None and not above.closed:
                    mark(above, "nav", "above the title")
            return


def _head(lines: list[Line], lexicon: Lexicon) -> None:
    """The lines before the first paragraph, which closes `lines`: headline, then byline and date."""
    headline = False
    for i, line in enumerate(lines[:-1]):
        if line.kind is not None:
            if line.rule == "figures":
                line.kind = None
            continue
        if i >= HEAD:
            continue
        following = lines[i + 1]
        meta_above = i > 0 and lines[i - 1].kind == "meta"
        if line.length > REPEATED and any(line.soft == above.soft for above in lines[:i]):
            mark(line, "nav", "repeated headline")
        elif line.soft and not line.closed and (rule := _credit(line, following, headline, meta_above, lexicon)):
            mark(line, "meta", rule)
        elif not headline and _is_label(line, following, lines[i + 2 : i + 3]):
            mark(line, "nav", "label")
        else:
            line.headline = not headline and following.kind == "meta"
            headline = True


def _is_label(line: Line, following: Line, below: list[Line]) -> bool:
    """A site's or section's name: a word or two above a headline that a byline or date follows; or a menu's item."""
    count = len(line.ink.split())
    if line.ink.startswith(_BULLETS) and count <= 4 and line.length <= LABEL + 2:
        return True
    above_headline = following.kind is None and not following.paragraph and following.length >= LEAST_HEADLINE
    return count <= 2 and line.length <= LABEL and above_headline and any(b.kind == "meta" for b in below)


def _credit(line: Line, following: Line, headline: bool, meta_above: bool, lexicon: Lexicon) -> str:
    """The rule by which an unmarked line above the first paragraph is a byline, if any."""
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
    _spare(lines)
    over = False
    end = max((i for i, line in enumerate(lines) if line.kind is None), default=-1)
    for i, line in enumerate(lines):
        if line.kind is not None:
            over = over or (line.sure and line.kind in ("share", "related", "legal"))
        elif over and not line.closed and not line.paragraph:
            mark(line, "related", "after the article")
        elif line.soft and not line.closed and (rule := _signature(line, i == end, i, lexicon)):
            mark(line, "meta", rule)
    _tags(lines)


def _spare(lines: list[Line]) -> None:
    """Lists of figures, Latin names or days below the article are its own, and so are items that look like tickers."""
    rules = Counter(line.rule for line in lines if not line.sure)
    for line in lines:
        item = line.rule == "date" and line.ink.startswith(_ITEMS)
        if not line.sure and (
            item or line.rule == "ticker" or (line.rule in _LISTED and rules[line.rule] > MOST_MARKS)
        ):
            line.kind = None


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


def _tags(lines: list[Line]) -> None:
    """A few lines of two or three words each right below the article, no list of its own: its tags."""
    run: list[Line] = []
    for line in lines:
        if line.kind is not None or line.closed or len(line.ink.split()) > TAG_WORDS or line.ink.endswith(":"):
            break
        if line.ink.startswith(_ITEMS) or line.ink[0].isdigit():
            return
        run.append(line)
    if LEAST_TAGS <= len(run) <= MOST_TAGS:
        for line in run:
            mark(line, "meta", "tags")


def _signs(lines: list[Line]) -> None:
    """Bullets and bars left over from menus, next to what goes."""
    for i, line in enumerate(lines):
        beside = lines[max(0, i - 1) : i] + lines[i + 1 : i + 2]
        if line.kind is None and not any(map(str.isalnum, line.ink)) and any(b.kind is not None for b in beside):
            mark(line, "nav", "signs")
