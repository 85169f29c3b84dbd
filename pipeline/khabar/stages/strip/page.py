"""Find the article in a page pasted flat: the densest run of paragraphs, and its headline above."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from khabar.stages.strip import words
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line

_WORD: Final = re.compile(r"[^\W_]+")
_FULL, _MOST = 200, 1200  # characters: what a paragraph of weight 1 has, and what counts of one at most
_TITLE: Final = 1.0
_PLAIN: Final = -0.35  # a short line inside the article: a sub-heading, a quotation
_BOILERPLATE: Final = -0.45
_INSET, _IN_INSET = 6, -0.1  # lines of a list of further reading inside an article, and what each weighs
_LEAST: Final = 0.9  # an article weighs at least so much
_LEAST_TITLED: Final = 0.3  # an article whose title is known
_REACH: Final = 30  # lines above the article among which its headline is sought
_NEAR, _PLAIN_LINES = 14, 3  # of which so many, and so many plain ones, without the title to know it by
_LEAST_TITLE, _MOST_TITLE = 25, 200  # characters of a headline
_DATES: Final = 3  # so many dates among as few paragraphs make an index of articles
_RUN: Final = 3  # so many bare headlines in a row are a list of other articles


def judge_page(lines: list[Line], lexicon: Lexicon, title: str | None) -> None:
    """Mark every line outside the article, and the boilerplate in it; all lines where there is no article."""
    titled = {i for i, line in enumerate(lines) if title and _same(_squeezed(line.soft), _squeezed(title))}
    first, stop, weight = _heaviest(_weights(lines, titled))
    headlines, known = _headlines(lines, first, stop, titled)
    if weight < (_LEAST_TITLED if known else _LEAST) or _is_index(lines[first:stop]):
        first, stop, headlines = 0, 0, []
    if headlines:
        first = _start(lines, headlines[0], first, lexicon)
    for line in lines[first:stop]:
        if line.kind is not None and not line.sure and line.paragraph:
            line.kind = None
    _lists(lines[first:stop])
    for i, line in enumerate(lines):
        if i in headlines:
            line.kind, line.headline = None, i == headlines[0]
        elif line.kind is None and not first <= i < stop:
            line.kind, line.rule = "nav", "outside the article"


def _start(lines: list[Line], headline: int, first: int, lexicon: Lexicon) -> int:
    """Where the body begins below the headline: at `first`, or at a paragraph above it; bylines between are marked."""
    if any(line.paragraph and not line.sure for line in lines[headline + 1 : first]):
        first = headline + 1
    for line in lines[headline + 1 : first]:
        if line.kind is None and line.soft and words.byline(line.soft, lexicon):
            line.kind, line.rule = "meta", "byline"
    return max(first, headline + 1)


def _is_index(lines: list[Line]) -> bool:
    """Excerpts of several articles, each with its date."""
    dates = sum(line.rule == "date" or (line.rule.startswith("start:") and line.kind == "meta") for line in lines)
    return dates >= _DATES and sum(line.paragraph for line in lines) <= 2 * dates


def _weights(lines: list[Line], titled: Collection[int]) -> list[float]:
    """How much each line speaks for the article; a list of further reading inside it costs little."""
    weights: list[float] = []
    inset = 0
    for i, line in enumerate(lines):
        if line.rule == "words:read also":
            inset = _INSET
        elif line.paragraph or line.kind in ("share", "legal", "ad"):
            inset = 0
        weights.append(_TITLE if i in titled else _IN_INSET if inset else _weight(line))
        inset = max(0, inset - 1)
    return weights


def _weight(line: Line) -> float:
    if line.sure:
        return _BOILERPLATE
    if line.paragraph and not line.teaser:
        return min(line.length, _MOST) / _FULL
    return _BOILERPLATE if line.kind else _PLAIN


def _heaviest(weights: list[float]) -> tuple[int, int, float]:
    """The stretch of the greatest sum, begin, end and sum."""
    best, begin, end = 0.0, 0, 0
    total, start = 0.0, 0
    for i, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, i
        total += weight
        if total > best:
            best, begin, end = total, start, i + 1
    return begin, end, best


def _headlines(lines: list[Line], first: int, stop: int, titled: Collection[int]) -> tuple[list[int], bool]:
    """The line of the headline, and whether it is known by its words.

    It is the title; or says what the page's own title says; or stands above a byline or date. The nearest plain
    line is one as well: where it is not the headline, it is the article's second line more often than not.
    """
    text = next((i for i in range(first, stop) if lines[i].paragraph and i not in titled), first)
    if known := [i for i in titled if first - _REACH <= i < text]:
        return [max(known)], True
    page_title = _squeezed(lines[0].soft)
    plain = [
        i
        for i in range(first - 1, max(0, first - 1 - _REACH), -1)
        if lines[i].kind is None and _LEAST_TITLE <= lines[i].length <= _MOST_TITLE
    ]
    if named := next((i for i in plain if _same(_squeezed(lines[i].soft), page_title)), None):
        return [named], True
    near = [i for i in plain[:_PLAIN_LINES] if first - i <= _NEAR]
    credited = next((i for i in near if any(below.kind == "meta" for below in lines[i + 1 : i + 3])), None)
    if credited is None or _same(_squeezed(lines[near[0]].soft), _squeezed(lines[credited].soft)):
        return near[:1], False
    return sorted({near[0], credited}), False


def _same(soft: str, title: str) -> bool:
    return len(soft) > 15 and (soft == title or (soft in title and len(soft) * 2 > len(title)))


def _squeezed(text: str) -> str:
    """The words of a line, whatever the signs between them."""
    return " ".join(_WORD.findall(text))


def _lists(lines: list[Line]) -> None:
    """Take the runs of bare headlines between the paragraphs."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not line.paragraph and not line.closed:
            run.append(line)
            continue
        if len(run) >= _RUN:
            for item in run:
                if item.kind is None:
                    item.kind, item.rule = "related", "run of headlines"
        run = []
