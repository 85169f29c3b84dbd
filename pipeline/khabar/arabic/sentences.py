"""Where sentences and paragraphs end, in text whose full stops are often glued to the next word."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from khabar.resources import data

Span = tuple[int, int]

_STOP: Final = re.compile(r"[.!?؟]+[\"'»”’)\]]*|…")
_LINE: Final = re.compile(r"[^\n]+")
_WORD_START: Final = re.compile(r"[\s(\"«\[]")


def paragraphs(text: str) -> list[Span]:
    """The lines that hold anything, without the white space around them."""
    return [span for m in _LINE.finditer(text) if (span := _trimmed(text, *m.span()))]


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, in order, without the white space around them; a line feed ends one too.

    A full stop glued to the next word ends a sentence ("مستويات.وأشار"); that of a number (3.5), of an
    abbreviation ("و.م.ع", "د. أحمد"), of a Latin name ("le360.ma") and an ellipsis do not.
    """
    found: list[Span] = []
    for begin, end in paragraphs(text):
        at = begin
        for stop in _STOP.finditer(text, begin, end):
            if _ends(text, at, stop.start(), stop.end(), end) and (span := _trimmed(text, at, stop.end())):
                found.append(span)
                at = stop.end()
        if span := _trimmed(text, at, end):
            found.append(span)
    return found


def _ends(text: str, begin: int, start: int, end: int, line_end: int) -> bool:
    """Does the punctuation `text[start:end]` end the sentence that began at `begin`?"""
    mark = text[start:end]
    if mark[0] in "!?؟":
        return True
    if mark[0] == "…" or mark.startswith(".."):
        return False
    before, after = text[start - 1 : start], text[end : end + 1] if end < line_end else ""
    if not before or text[begin:start].isdigit():
        return False  # nothing before it, or the number of a list ("1. أولا")
    if len(mark) == 1 and after and not after.isspace():
        if before.isdigit() and after.isdigit():
            return False
        if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
            return False
    return not _abbreviated(text[max(begin, start - 8) : start + 1], after)


def _abbreviated(tail: str, after: str) -> bool:
    """Is the last word of `tail`, which ends in a full stop, an abbreviation or part of one?"""
    word = _WORD_START.split(tail[:-1])[-1]
    if not after:
        return False
    if all(len(part) <= 1 for part in word.split(".")):
        return "." in word or not after.isspace() or word in _abbreviations()
    return word in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    rows = data("arabic", "abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(row.split("\t", 1)[0] for row in rows)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    kept = len(stretch.strip())
    return (start + left, start + left + kept) if kept else None
