"""What flows through the pipeline: a source text that never changes, and what the stages found in it.

All offsets are Unicode code points. Three texts are at play, each a view of the one before:
the source (`Document.text`), the body (the source without boilerplate) and the folded body.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from khabar.arabic.fold import Folded

Table = Literal["place", "person", "institution", "program", "role", "head"]
Label = Literal["PERSON", "POSITION", "PLACE", "DATE", "PROGRAM", "ORG"]
Kind = Literal["ad", "nav", "related", "share", "meta", "legal"]
Role = Literal[
    "head_of_state", "royal", "head_of_government", "minister", "secretary_of_state", "governor",
    "region_president", "mayor", "parliamentarian", "ambassador", "agency_head", "party", "security",
    "other_official", "none",
]  # fmt: skip
Level = Literal["country", "region", "province", "locality", "other"]
DateType = Literal["date", "time", "interval", "duration", "set"]
ProgramKind = Literal[
    "strategy", "plan", "programme", "initiative", "project", "vision", "model", "reform", "fund",
    "campaign", "charter",
]  # fmt: skip
RelationType = Literal["holds", "heads", "located_in", "runs", "period", "attends", "chairs", "announces"]

MINISTERIAL: frozenset[Role] = frozenset({"head_of_government", "minister", "secretary_of_state"})


@dataclass(slots=True, frozen=True)
class Removed:
    """A stretch of the source that is boilerplate: `source[start:end]`, its kind and the rule that took it."""

    start: int
    end: int
    kind: Kind
    rule: str


@dataclass(slots=True)
class Person:
    """One human being of one document; all their mentions share the object."""

    name: str
    role: Role = "none"
    position: str | None = None
    portfolio: str | None = None
    government: str | None = None
    country: str | None = None
    former: bool = False
    entity: str | None = None
    canonical: str | None = None


@dataclass(slots=True)
class Position:
    """A public office as worded; `holder` is the person that the document names for it.

    `entity` and `canonical` name the holder that the knowledge base gives for the publication
    date where the document names none.
    """

    role: Role
    holder: str | None = None
    portfolio: str | None = None
    government: str | None = None
    country: str | None = None
    former: bool = False
    entity: str | None = None
    canonical: str | None = None


@dataclass(slots=True, frozen=True)
class Place:
    """A geographic place; `name` is canonical and without its head noun, `parent` an entity id."""

    name: str
    level: Level
    country: str | None = None
    code: str | None = None
    parent: str | None = None
    entity: str | None = None


@dataclass(slots=True, frozen=True)
class Date:
    """A calendar expression. `value` is ISO 8601 as TIMEX3 uses it, `start` and `end` its days."""

    type: DateType
    value: str | None = None
    start: date | None = None
    end: date | None = None
    mod: Literal["start", "mid", "end"] | None = None
    calendar: Literal["gregorian", "hijri", "hijri_morocco"] = "gregorian"
    anchor: Literal["published", "text", "none"] = "none"


@dataclass(slots=True)
class Program:
    """A public policy instrument; `name` is its fullest wording in the document."""

    name: str
    kind: ProgramKind
    start: int | None = None
    end: int | None = None
    owner: str | None = None
    entity: str | None = None
    canonical: str | None = None


@dataclass(slots=True)
class Organisation:
    """An institution named in the text."""

    name: str
    kind: str | None = None
    country: str | None = None
    entity: str | None = None


Value = Person | Position | Place | Date | Program | Organisation


@dataclass(slots=True)
class Mention:
    """`body.text[start:end]` names `value`; `by` is the rule, table entry or model that found it."""

    label: Label
    start: int
    end: int
    value: Value
    by: str
    confidence: float

    def __init__(self, label: Label, start: int, end: int, value: Value, by: str, confidence: float = 1.0) -> None:
        self.label, self.start, self.end = label, start, end
        self.value, self.by, self.confidence = value, by, confidence


EvidenceLabel = Literal["PERSON", "POSITION", "PROGRAM", "ORG", "LOC"]


@dataclass(slots=True, frozen=True)
class Evidence:
    """What the model takes `folded.text[start:end]` for, without proclitics, and how sure it is (0..1)."""

    label: EvidenceLabel
    start: int
    end: int
    score: float


@dataclass(slots=True, frozen=True)
class Relation:
    """`subject` and `object` are mentions; `start`, `end` the body stretch that says so."""

    type: RelationType
    subject: Mention
    object: Mention
    start: int
    end: int


@dataclass(slots=True)
class Hit:
    """`folded.text[start:end]` is a form of the entries `ids` of `table`.

    `start` is after any proclitic (و ف ب ل ك), which takes `folded.text[start - proclitic:start]`. Two readings of one
    word are two hits: `وجدة` is the city, and Jeddah after `و`.
    """

    start: int
    end: int
    table: Table
    ids: tuple[str, ...]
    proclitic: int

    def __init__(self, start: int, end: int, table: Table, ids: tuple[str, ...], proclitic: int = 0) -> None:
        self.start, self.end, self.table, self.ids, self.proclitic = start, end, table, ids, proclitic


class Body:
    """The source without its removed stretches, and the way back.

    Every mention lies inside one kept stretch, so that `source[a:b]` is its text too.
    """

    __slots__ = ("_in_body", "_in_source", "text")

    def __init__(self, source: str, removed: Sequence[tuple[int, int]] = ()) -> None:
        self._in_body: list[int] = []
        self._in_source: list[int] = []
        kept: list[str] = []
        at = length = 0
        for start, end in [*sorted(removed), (len(source), len(source))]:
            if start > at:
                self._in_body.append(length)
                self._in_source.append(at)
                kept.append(source[at:start])
                length += start - at
            at = max(at, end)
        self.text = "".join(kept)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of `text[start:end]`; ValueError where it is empty or crosses a removed stretch."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch of the body: {start}, {end}")
        if len(self._in_body) == 1:
            return start + self._in_source[0], end + self._in_source[0]
        segment = bisect_right(self._in_body, start) - 1
        if bisect_right(self._in_body, end - 1) - 1 != segment:
            raise ValueError(f"{start}, {end} crosses removed text")
        shift = self._in_source[segment] - self._in_body[segment]
        return start + shift, end + shift

    def whole(self, start: int, end: int) -> bool:
        """Does `text[start:end]` lie inside one kept stretch?"""
        if len(self._in_body) == 1:
            return 0 <= start < end
        return start < end and bisect_right(self._in_body, start) == bisect_right(self._in_body, end - 1)


@dataclass(slots=True)
class Document:
    """A source text, what is known about it, and one slot for each stage's findings."""

    text: str
    id: str | None = None
    source: str | None = None
    line: int | None = None
    title: str | None = None
    url: str | None = None
    published: date | None = None
    country: str | None = None
    language: str | None = None
    author: str | None = None
    section: str | None = None
    site: str | None = None

    removed: list[Removed] = field(default_factory=list)
    _body: Body | None = None
    _folded: Folded | None = None
    hits: list[Hit] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def remove(self, stretches: Sequence[Removed]) -> None:
        """Mark stretches of the source as boilerplate; body and folded view follow."""
        self.removed = sorted([*self.removed, *stretches], key=lambda r: (r.start, r.end))
        self._body = self._folded = None

    @property
    def foreign(self) -> bool:
        """Is the language known, and not Arabic? Then nothing is looked for."""
        return self.language not in (None, "ar")

    @property
    def body(self) -> Body:
        """The source without what has been removed."""
        if self._body is None:
            self._body = Body(self.text, [(r.start, r.end) for r in self.removed])
        return self._body

    @property
    def folded(self) -> Folded:
        """The folded view of the body, made once."""
        if self._folded is None:
            from khabar.arabic.fold import fold

            self._folded = fold(self.body.text)
        return self._folded

    def of(self, label: Label) -> list[Mention]:
        """The mentions of one label, in text order."""
        return sorted((m for m in self.mentions if m.label == label), key=lambda m: (m.start, -m.end))
