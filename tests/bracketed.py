"""Sentences whose mentions stand in brackets: how the cases of the stages are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from khabar.document import Document, Label

_BRACKETS = re.compile(r"[\[\]]")


@dataclass(frozen=True)
class Case:
    """A sentence of a document of some country, its mentions in brackets, and a line for each value."""

    country: str | None
    annotated: str
    values: list[str]

    @property
    def sentence(self) -> str:
        """The sentence without brackets."""
        return _BRACKETS.sub("", self.annotated)

    def __str__(self) -> str:
        return self.annotated[:40]


def cases(path: Path) -> list[Case]:
    """The blocks of a file: `MA` (`--` for none) and the sentence, then the values; `#` begins a remark."""
    blocks = re.split(r"\n\n+", path.read_text(encoding="utf-8").strip())
    lines = [[line for line in block.split("\n") if not line.startswith("#")] for block in blocks]
    return [_case(first, values) for first, *values in filter(None, lines)]


def _case(first: str, values: list[str]) -> Case:
    country, _, annotated = first.partition(" ")
    return Case(None if country == "--" else country, annotated, values)


def bracketed(document: Document, label: Label) -> str:
    """The text with the mentions of a label in brackets."""
    text = document.text
    for mention in reversed(document.of(label)):
        text = f"{text[: mention.start]}[{text[mention.start : mention.end]}]{text[mention.end :]}"
    return text
