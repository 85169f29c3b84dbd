"""Names that no head noun opens: known ones, quoted lists after a plural head, and repeats of a quoted name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from khabar.document import Document, ProgramKind
from khabar.knowledge.base import Knowledge
from khabar.stages.programs.naming import Found
from khabar.stages.programs.phrases import Phrase, Token

_QUOTES: Final = "\"'"
_QUOTED: Final = re.compile(r"\"\s?([^\"\n]{3,60}?)\s?\"|'([^'\n]{3,60})'")
# Often named without a head.
_ALONE: Final[frozenset[ProgramKind]] = frozenset({"reform", "plan", "strategy", "vision"})
_MOST: Final = 200  # names whose repeats are looked for in one document
_SHORT: Final = 4  # letters below which a quoted name's repeat is not looked for


def lists(phrase: Phrase) -> list[Token]:
    """The quotations that a dual or plural head lists, two or more: `برنامجي "أوراش" و"فرصة"`."""
    if phrase.head.number == "singular":
        return []
    listing = takewhile(lambda token: token.word_class in ("quoted", "and"), phrase.tokens)
    quotations = [token for token in listing if token.word_class == "quoted"]
    return quotations if len(quotations) > 1 else []


def listed(heads: Sequence[Phrase], document: Document, knowledge: Knowledge) -> list[Found]:
    """The names quoted after a dual or plural head."""
    known = {hit.start: knowledge.programs[hit.ids[0]] for hit in document.hits if hit.table == "program"}
    names = []
    for phrase in heads:
        for token in lists(phrase):
            text = token.text[1:-1].strip()
            start = token.start + token.text.index(text)
            names.append(
                Found(start, start + len(text), text, phrase.head.kind, "programs:list", 0.7, known.get(start))
            )
    return names


def tabled(document: Document, found: Sequence[Found], knowledge: Knowledge) -> list[Found]:
    """The names of the knowledge base that stand without head noun: in quotes, or definite and of a kind named so.

    `أوراش` or `فرصة` is a common word as long as nothing marks it; `الجهوية المتقدمة` is none.
    """
    hits = [hit for hit in document.hits if hit.table == "program"]
    if not hits:
        return []
    text = document.folded.text
    taken = _covered(text, found)
    names = []
    for hit in hits:
        if any(taken[hit.start : hit.end]):
            continue
        entry = knowledge.programs[hit.ids[0]]
        name = text[hit.start : hit.end]
        definite = " " in name and name.startswith("ال")
        if quoted(text, hit.start, hit.end) or (definite and entry.kind in _ALONE):
            names.append(Found(hit.start, hit.end, name, None, f"programs:{entry.id}", 0.8, entry))
    return names


def repeated(text: str, found: Sequence[Found], heads: Sequence[Phrase]) -> list[Found]:
    """Repeats of a name without its head: in quotes, or a name that was quoted at first and has several words.

    One right after a head noun is a name with it, whatever was thought of it before: `برنامج "سفراء تمكين"`.
    """
    if not found:
        return []
    taken = _covered(text, found)
    headed = {one.tokens[0].start: one for one in heads if one.tokens and one.tokens[0].word_class == "quoted"}
    names = []
    sought: set[str] = set()
    for one in found:
        quotation = _QUOTED.search(one.text)
        inner = next(filter(None, quotation.groups())) if quotation else one.text.partition(" ")[2]
        if len(inner) < _SHORT or inner in sought or not (quotation or " " in inner) or len(sought) == _MOST:
            continue
        sought.add(inner)
        for start, end in _places(text, inner):
            marked = quoted(text, start, end) or (quotation and " " in inner)
            if marked and not any(taken[start:end]):
                head = headed.get(start - 1) or headed.get(start - 2)
                kind = head.head.kind if head else None
                first, last = (head.start, head.ends(1)) if head else (start, end)
                chance = one.confidence * 0.9
                names.append(Found(first, last, text[first:last], kind, "programs:repeat", chance, one.entry))
                taken[first:last] = b"\1" * (last - first)
    return names


def _covered(text: str, found: Sequence[Found]) -> bytearray:
    """One byte a letter: is it in a name found?"""
    covered = bytearray(len(text))
    for one in found:
        covered[one.start : one.end] = b"\1" * (one.end - one.start)
    return covered


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands as whole words."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            yield at, end
        at = text.find(name, end)


def quoted(text: str, start: int, end: int) -> bool:
    """Do quotation marks enclose just this stretch?"""
    before, after = text[max(0, start - 2) : start].rstrip(" ")[-1:], text[end : end + 2].lstrip(" ")[:1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES
