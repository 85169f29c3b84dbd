"""What removed lines say about the article: its publication day, its author, its section."""

from __future__ import annotations

import re

from khabar.arabic.published import parse_published
from khabar.document import Document

_BY = re.compile(r"^\W*(?:بقلم|كتب|كتبت|كتبه|الكاتب|By|by)\b\s*[:/ـ-]?\s*(.{3,60})$")


def fill(document: Document) -> None:
    """Fill the document's fields that are unknown from what has been removed."""
    for removed in document.removed:
        text = document.text[removed.start : removed.end].strip()
        if removed.kind == "meta" and document.published is None and any(map(str.isdigit, text)):
            document.published = parse_published(text)
        if removed.kind == "meta" and document.author is None and (found := _BY.match(text)):
            document.author = found[1].strip(" :-،.")
        if removed.rule == "words:section" and document.section is None and removed.start < 200:
            document.section = text
