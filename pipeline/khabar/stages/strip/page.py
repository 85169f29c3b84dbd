"""Find the article in a page pasted flat: the densest run of paragraphs, and its headline above."""

from __future__ import annotations

from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line

_PARAGRAPH = 1.0
_FULL = 200  # characters: what a paragraph of full weight has
_PLAIN = -0.35  # a short line inside the article: a sub-heading, a quotation
_BOILERPLATE = -0.45
_LEAST = 1.2  # an article weighs at least so much
_REACH = 14  # lines above the article among which its headline is sought


def keep_article(lines: list[Line], lexicon: Lexicon, title: str | None) -> None:
    """Mark every line outside the article, and the boilerplate in it; all lines where there is no article."""
    first, stop = _heaviest([_weight(line) for line in lines])
    for line in lines[first:stop]:
        if line.kind is not None and not line.sure and line.rule not in ("date", "words:section", "words:interface"):
            line.kind = None
    headline = _headline(lines, first, title)
    for i, line in enumerate(lines):
        if not first <= i < stop and i != headline and line.kind is None:
            line.kind, line.rule = "nav", "outside the article"
        elif i == headline:
            line.kind = None


def _weight(line: Line) -> float:
    if line.sure:
        return _BOILERPLATE
    if line.paragraph and not line.teaser:
        return _PARAGRAPH * min(line.length, _FULL) / _FULL
    return _BOILERPLATE if line.kind else _PLAIN


def _heaviest(weights: list[float]) -> tuple[int, int]:
    """The stretch of the greatest sum, begin and end; an empty one where none reaches the least."""
    best, begin, end = _LEAST, 0, 0
    total, start = 0.0, 0
    for i, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, i
        total += weight
        if total > best:
            best, begin, end = total, start, i + 1
    return begin, end


def _headline(lines: list[Line], first: int, title: str | None) -> int | None:
    """The line of the headline above the article: the one that is the title, else the nearest long plain line."""
    above = range(first - 1, -1, -1)
    if title:
        wanted = " ".join(title.split())
        for i in above:
            soft = " ".join(lines[i].soft.split())
            if len(soft) > 15 and (soft == wanted or (soft in wanted and len(soft) * 2 > len(wanted))):
                return i
    for i in above[:_REACH]:
        line = lines[i]
        if line.kind is None and 25 <= line.length <= 200:
            return i
    return None
