"""Find the article in a page pasted flat: the densest run of paragraphs, and its headline above."""

from __future__ import annotations

from khabar.stages.strip import words
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line

_FULL = 200  # characters: what a paragraph of full weight has
_PLAIN = -0.35  # a short line inside the article: a sub-heading, a quotation
_BOILERPLATE = -0.45
_INSET, _IN_INSET = 6, -0.1  # lines of a list of further reading inside an article, and what each weighs
_LEAST = 0.9  # an article weighs at least so much
_LEAST_TITLED = 0.3  # an article whose title is known
_REACH = 30  # lines above the article among which its headline is sought
_NEAR = 14  # of which so many without the title to know it by
_LEAST_TITLE, _MOST_TITLE = 25, 200  # characters of a headline
_DATES = 3  # so many dates among as few paragraphs make an index of articles
_RUN = 3  # so many bare headlines in a row are a list of other articles


def keep_article(lines: list[Line], lexicon: Lexicon, title: str | None) -> None:
    """Mark every line outside the article, and the boilerplate in it; all lines where there is no article."""
    first, stop, weight = _heaviest(_weights(lines))
    headline, sure = _headline(lines, first, title) if stop else (None, False)
    if weight < (_LEAST_TITLED if sure else _LEAST) or _is_index(lines[first:stop]):
        first, stop, headline = 0, 0, None
    if headline is not None:
        lines[headline].kind, lines[headline].headline = None, True
        if any(line.paragraph and not line.sure for line in lines[headline + 1 : first]):
            first = headline + 1
        for line in lines[headline + 1 : first]:
            if line.kind is None and line.soft and words.byline(line.soft, lexicon):
                line.kind, line.rule = "meta", "byline"
    for line in lines[first:stop]:
        if line.kind is not None and not line.sure and line.paragraph:
            line.kind = None
    _lists(lines[first:stop])
    for i, line in enumerate(lines):
        if line.kind is None and i != headline and not first <= i < stop:
            line.kind, line.rule = "nav", "outside the article"


def _is_index(lines: list[Line]) -> bool:
    """Excerpts of several articles, each with its date."""
    dates = sum(line.rule == "date" or (line.rule.startswith("start:") and line.kind == "meta") for line in lines)
    return dates >= _DATES and sum(line.paragraph for line in lines) <= 2 * dates


def _weights(lines: list[Line]) -> list[float]:
    """How much each line speaks for the article; a list of further reading inside it costs little."""
    weights: list[float] = []
    inset = 0
    for line in lines:
        if line.rule == "words:read also":
            inset = _INSET
        elif line.paragraph or line.kind in ("share", "legal", "ad"):
            inset = 0
        weights.append(_IN_INSET if inset else _weight(line))
        inset = max(0, inset - 1)
    return weights


def _weight(line: Line) -> float:
    if line.sure:
        return _BOILERPLATE
    if line.paragraph and not line.teaser:
        return min(line.length, _FULL) / _FULL
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


def _headline(lines: list[Line], first: int, title: str | None) -> tuple[int | None, bool]:
    """The line of the headline above the article, and whether it is known by its words.

    It is the title; or said elsewhere on the page too, as in the page's own title; or stands above
    a byline or date; or is the nearest plain line of some length.
    """
    above = range(first - 1, max(-1, first - 1 - _REACH), -1)
    wanted = _squeezed(title) if title else ""
    page_title = _squeezed(lines[0].soft)
    plain: int | None = None
    for i in above:
        soft = _squeezed(lines[i].soft)
        if wanted and _same(soft, wanted):
            return i, True
        if lines[i].kind is not None or not _LEAST_TITLE <= lines[i].length <= _MOST_TITLE:
            continue
        if not wanted and i > 0 and _same(soft, page_title):
            return i, True
        if first - i <= _NEAR and (plain is None or _credited(lines, i) > _credited(lines, plain)):
            plain = i
    return plain, False


def _same(soft: str, title: str) -> bool:
    return len(soft) > 15 and (soft == title or (soft in title and len(soft) * 2 > len(title)))


def _credited(lines: list[Line], i: int) -> bool:
    return any(below.kind == "meta" for below in lines[i + 1 : i + 3])


def _squeezed(text: str) -> str:
    return " ".join(text.split())


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
