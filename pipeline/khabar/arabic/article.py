"""Proclitics that the article gives away: what can be cut off a word without a lexicon."""

from __future__ import annotations

import re
from functools import cache

from khabar.resources import data


def before_article(word: str) -> list[int]:
    """Where to cut `word` between its proclitics and the article.

    >>> before_article("وبالرباط"), before_article("للتنمية"), before_article("والدته"), before_article("وزير")
    ([1, 2], [1], [], [])

    Three letters must follow the article, and words that only look so (`data/arabic/article_like.tsv`) stay whole.
    """
    found = _pattern().match(word)
    return list(range(1, found.end("clitics") + 1)) if found else []


@cache
def _pattern() -> re.Pattern[str]:
    rows = data("arabic", "article_like.tsv").read_text(encoding="utf-8").splitlines()[1:]
    stems = "|".join(re.escape(row.split("\t")[0]) for row in rows)
    return re.compile(
        rf"(?!(?:[وفبلك]{{1,2}})??(?:{stems}))(?P<clitics>[وف]?[بك]?(?<=[وفبك])(?=ال\w{{3}})|[وف]?ل(?=ل\w{{3}}))"
    )
