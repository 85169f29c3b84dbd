"""What other stages know of names and offices, by words: the model's evidence and the people of the tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages.people.words import Text


@dataclass(slots=True)
class Stretch:
    """Words `first:last`, the first without its `skip` leading letters; `score` is the model's, 1 for the tables."""

    first: int
    last: int
    skip: int
    score: float

    def __init__(self, first: int, last: int, skip: int, score: float) -> None:
        self.first, self.last, self.skip, self.score = first, last, skip, score


def of(document: Document, text: Text, label: str) -> list[Stretch]:
    """The model's evidence for a label, in order, where it begins and ends with words."""
    found = (_stretch(text, e.start, e.end, e.score) for e in document.evidence if e.label == label)
    return sorted((s for s in found if s), key=lambda s: s.first)


def known_people(document: Document, text: Text) -> Iterator[Stretch]:
    """The people of the tables named in full or by the one word that tells them, without titles."""
    for hit in document.hits:
        if hit.table == "person":
            stretch = _stretch(text, hit.start, hit.end, 1.0)
            titled = False
            while stretch and text.words[stretch.first].title and stretch.last - stretch.first > 1:
                stretch, titled = Stretch(stretch.first + 1, stretch.last, 0, 1.0), True
            if stretch and (stretch.last - stretch.first > 1 or not (titled or _with_hamza(text, stretch))):
                yield stretch


def _with_hamza(text: Text, stretch: Stretch) -> bool:
    """Is a single word spelt with a hamza that no such name has: `عطلة مؤدى عنها`, not مودي?"""
    start, end = text.starts[stretch.first], text.ends[stretch.first]
    folded = text.folded
    return "ؤ" in folded.source[folded.starts[start] : folded.starts[end - 1]]


def parties(document: Document, text: Text, knowledge: Knowledge) -> dict[int, int]:
    """The parties of the tables named in the text, by the word they start at: the word after the last."""
    found: dict[int, int] = {}
    for hit in document.hits:
        if hit.table == "institution" and any(knowledge.institutions[i].kind == "party" for i in hit.ids):
            stretch = _stretch(text, hit.start, hit.end, 1.0)
            if stretch:
                found[stretch.first] = max(stretch.last, found.get(stretch.first, 0))
    return found


def _stretch(text: Text, start: int, end: int, score: float) -> Stretch | None:
    first = bisect_right(text.starts, start) - 1
    last = bisect_left(text.starts, end)
    if first < 0 or last <= first or text.end(last - 1) != end or start >= text.end(first):
        return None
    return Stretch(first, last, start - text.starts[first], score)
