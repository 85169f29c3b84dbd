"""What removed lines say about the article: its publication day, its author, its section, its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from khabar.arabic.damage import is_cut
from khabar.arabic.published import parse_published
from khabar.arabic.soft import soften
from khabar.document import Document
from khabar.stages.strip import words
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line

_ABOVE, _BELOW = 3, 6  # lines around the article whose dates are its own; others are the page's clock or its lists
_BY: Final = re.compile(r"^\W*(?:بقلم|كتب|كتبت|كتبه|الكاتب|By|by)\b\s*[:/ـ-]?\s*")
_PARTS: Final = re.compile(r"\s*[-–—ـ|/:،,()]+\s*|\s+من\s+")
_HEAD: Final = 8  # lines above the headline among which the section stands


def fill(document: Document, lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Fill the fields of the document that are unknown; what is known stays."""
    body = [i for i, line in enumerate(lines) if line.kind is None]
    first, last = (body[0], body[-1]) if body else (0, len(lines))
    around = lines[max(0, first - _ABOVE) : last + _BELOW]
    if document.published is None:
        document.published = next(filter(None, map(parse_published, _dated(document, around))), None)
    for line in around:
        if document.author is None and line.kind == "meta" and line.rule not in ("date", "latin", "contact"):
            document.author = _author(line.ink, lexicon)
        if document.title is None and line.headline:
            document.title = line.ink
    for line in lines[max(0, first - _HEAD) : first]:
        if document.section is None and line.rule == "words:section":
            document.section = line.ink


def warn(document: Document) -> None:
    """Say what spoils the text: a wrong decoding, no article in it, a paywall."""
    body = document.body.text
    if any(r.rule == "garbled" for r in document.removed):
        document.warnings.append("the text is garbled: it was decoded in another encoding than it was written in")
    elif document.removed and (not body or body.isspace()):
        document.warnings.append("no article was found: all lines are boilerplate")
    if any(r.kind == "legal" and is_cut(document.text[r.start : r.end]) for r in document.removed):
        document.warnings.append("the article is behind a paywall: only its beginning is here")


def _dated(document: Document, around: Sequence[Line]) -> Iterator[str]:
    """Removed lines and stretches around the article that can state its day, the likeliest first."""
    for line in around:
        if line.kind == "meta" and any(map(str.isdigit, line.ink)):
            yield line.ink
    for removed in document.removed:
        if removed.rule in ("published in", "dateline"):
            yield document.text[removed.start : removed.end]


def _author(text: str, lexicon: Lexicon) -> str | None:
    """The person that a byline names: `هسبريس - محمد العلوي`, `بقلم: محمد العلوي`."""
    if (by := _BY.match(text)) and len(text) - by.end() <= 60:
        return text[by.end() :].strip(" :-–،.*") or None
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        if words.is_person(soften(part), lexicon):
            return part
    return None
