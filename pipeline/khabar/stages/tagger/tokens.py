"""Words and sentences of the folded view, as the model sees them.

A token is a run of letters, a number, or one other sign; a sentence is a short run of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MAX_SENTENCE = 120
"""Tokens after which a sentence without an end is cut."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\n|[^\w\s]|_")
_ENDS = frozenset(".!?؟؛;\n")
_CLOSING = frozenset("\"')]»”")

Spans = list[tuple[int, int]]


def tokens(text: str) -> tuple[list[str], Spans]:
    """Forms and offsets of the tokens: `تيزنيت، 12.` gives `تيزنيت`, `،`, `12` and `.`."""
    forms: list[str] = []
    spans: Spans = []
    for found in _TOKEN.finditer(text):
        forms.append(found.group())
        spans.append(found.span())
    return forms, spans


def sentences(forms: list[str]) -> Spans:
    """Token ranges of the sentences: they end at a full stop, a question or exclamation mark, a semicolon or a line.

    The dot of an initial (`د. فلان`) ends nothing; line feeds belong to no sentence.
    """
    found: Spans = []
    start = 0
    for i, form in enumerate(forms):
        if form in _ENDS:
            if form == "\n":
                _add(found, start, i)
                start = i + 1
            elif not (form == "." and i > start and len(forms[i - 1]) == 1):
                if i + 1 < len(forms) and forms[i + 1] in _CLOSING:
                    continue
                _add(found, start, i + 1)
                start = i + 1
        elif form in _CLOSING and i > start and forms[i - 1] in _ENDS:
            _add(found, start, i + 1)
            start = i + 1
    _add(found, start, len(forms))
    return found


def _add(found: Spans, start: int, end: int) -> None:
    while end - start > MAX_SENTENCE:
        found.append((start, start + MAX_SENTENCE))
        start += MAX_SENTENCE
    if end > start:
        found.append((start, end))


def labelled(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of BIO tags; an I without its B opens a span."""
    start, label = 0, ""
    for i, tag in enumerate((*tags, "O")):
        if label and tag != f"I-{label}":
            yield start, i, label
            label = ""
        if tag != "O" and not label:
            start, label = i, tag[2:]
