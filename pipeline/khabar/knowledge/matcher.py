"""One pass over the folded view for all tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Table = Literal["place", "person", "institution", "program", "role"]


@dataclass(slots=True, frozen=True)
class Hit:
    """`folded.text[start:end]` is a form of the entries `ids` of `table`.

    `start` is after any proclitic (و ف ب ل ك), which takes `folded.text[start - proclitic:start]`.
    """

    start: int
    end: int
    table: Table
    ids: tuple[str, ...]
    proclitic: int = 0
