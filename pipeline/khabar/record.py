"""The published record, schema `khabar/1`: one JSON object per document.

Offsets are Unicode code points. `start` and `end` of a mention point into `text`, `source_start` and
`source_end` into the source. Every field is always present; what is unknown is null.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from khabar.document import DateType, Kind, Level, ProgramKind, RelationType, Role

SCHEMA: Literal["khabar/1"] = "khabar/1"
_LONE = re.compile("[\ud800-\udfff]")


def _doc(text: str) -> Meta:
    return Meta(description=text)


Offset = Annotated[int, Meta(ge=0, description="Unicode code point offset")]
Confidence = Annotated[float, Meta(ge=0, le=1, description="how sure, 0 to 1")]
MentionId = Annotated[str, Meta(description="id of a mention of this record")]
Entity = Annotated[str | None, Meta(description="id in the knowledge base")]
Country = Annotated[str | None, Meta(description="ISO 3166-1 alpha-2 code")]


class Removed(msgspec.Struct, kw_only=True, frozen=True):
    """A stretch of the source that is boilerplate."""

    start: Annotated[Offset, _doc("into the source")]
    end: Annotated[Offset, _doc("into the source, exclusive")]
    kind: Kind
    rule: Annotated[str, _doc("the rule or marker that took it")]
    text: Annotated[str, _doc("what was taken: text and removed stretches together give the source back")]


class _Mention(msgspec.Struct, frozen=True, tag_field="label"):
    id: MentionId
    text: str
    start: Annotated[Offset, _doc("into text")]
    end: Annotated[Offset, _doc("into text, exclusive")]
    source_start: Annotated[Offset, _doc("into the source")]
    source_end: Annotated[Offset, _doc("into the source, exclusive")]
    confidence: Confidence
    by: Annotated[str, _doc("rule, table entry or model that found it")]


class PersonMention(_Mention, tag="PERSON", frozen=True):
    """A named human being."""

    role: Role
    name: Annotated[str, _doc("fullest form of the name in the document")]
    entity: Entity


class PositionMention(_Mention, tag="POSITION", frozen=True):
    """A public office as worded."""

    role: Role
    holder: Annotated[str | None, _doc("the person that the document names for it")]


class PlaceMention(_Mention, tag="PLACE", frozen=True):
    """A named geographic place."""

    name: Annotated[str, _doc("canonical name without head noun")]
    level: Level
    country: Country
    entity: Entity


class DateMention(_Mention, tag="DATE", frozen=True):
    """A calendar expression or a duration."""

    type: DateType
    value: Annotated[str | None, _doc("ISO 8601, as TIMEX3 uses it")]
    mod: Literal["start", "mid", "end"] | None
    calendar: Literal["gregorian", "hijri", "hijri_morocco"]


class ProgramMention(_Mention, tag="PROGRAM", frozen=True):
    """A public policy instrument."""

    kind: ProgramKind
    name: Annotated[str, _doc("fullest wording in the document")]
    entity: Entity


class OrgMention(_Mention, tag="ORG", frozen=True):
    """An institution."""

    name: str
    entity: Entity


Mention = PersonMention | PositionMention | PlaceMention | DateMention | ProgramMention | OrgMention


class Official(msgspec.Struct, kw_only=True, frozen=True):
    """A person with a public role, or an office whose holder the knowledge base gives."""

    name: Annotated[str | None, _doc("fullest form in the document; null where the document names only the office")]
    canonical: Annotated[str | None, _doc("the person's name in the knowledge base")]
    role: Role
    position: Annotated[str | None, _doc("the office as the document words it")]
    portfolio: Annotated[str | None, _doc("the office in the knowledge base")]
    government: Annotated[str | None, _doc("the government in the knowledge base")]
    country: Country
    former: bool
    entity: Entity
    inferred: Annotated[bool, _doc("the holder comes from the knowledge base, not from the document")]
    mentions: list[MentionId]
    confidence: Confidence


class Place(msgspec.Struct, kw_only=True, frozen=True):
    """A place named in the document."""

    name: Annotated[str, _doc("canonical name without head noun")]
    level: Level
    code: Annotated[str | None, _doc("ISO 3166-2 (3166-1 for a country)")]
    country: Country
    parent: Annotated[str | None, _doc("id of the division it lies in")]
    entity: Entity
    mentions: list[MentionId]


class Date(msgspec.Struct, kw_only=True, frozen=True):
    """A date, time, interval, duration or set."""

    value: Annotated[str | None, _doc("ISO 8601, as TIMEX3 uses it; null where nothing fixes it")]
    type: DateType
    start: Annotated[date | None, _doc("first day")]
    end: Annotated[date | None, _doc("last day, inclusive")]
    mod: Literal["start", "mid", "end"] | None
    calendar: Literal["gregorian", "hijri", "hijri_morocco"]
    anchor: Annotated[Literal["published", "text", "none"], _doc("what the value was resolved against")]
    mentions: list[MentionId]


class Program(msgspec.Struct, kw_only=True, frozen=True, rename={"start": "from", "end": "to"}):
    """A public policy instrument named in the document."""

    name: Annotated[str, _doc("fullest wording in the document")]
    canonical: Annotated[str | None, _doc("its name in the knowledge base")]
    kind: ProgramKind
    start: Annotated[int | None, _doc("first year")]
    end: Annotated[int | None, _doc("last year")]
    owner: Annotated[str | None, _doc("the institution or country that runs it")]
    entity: Entity
    mentions: list[MentionId]


class Relation(msgspec.Struct, kw_only=True, frozen=True):
    """What the document says of two mentions, with the stretch of text that says it."""

    type: RelationType
    subject: MentionId
    object: MentionId
    mentions: list[MentionId]
    start: Annotated[Offset, _doc("of the evidence, into text")]
    end: Annotated[Offset, _doc("of the evidence, into text, exclusive")]


class Provenance(msgspec.Struct, kw_only=True, frozen=True):
    """What made the record: equal provenance and equal input give an equal record."""

    version: str
    config: Annotated[str, _doc("hash of the settings")]
    knowledge: Annotated[str, _doc("hash of the knowledge tables")]
    model: Annotated[str | None, _doc("name and hash of the model, null without one")]


class Record(msgspec.Struct, kw_only=True, frozen=True):
    """What one document says: who, where, when, which programme."""

    schema: Literal["khabar/1"] = SCHEMA
    id: Annotated[str, _doc("given, or a hash of the text")]
    source: Annotated[str | None, _doc("path, URL or id that the document came from")]
    line: Annotated[int | None, _doc("line or row in the source, from 1")]
    title: str | None
    url: str | None
    published: Annotated[date | None, _doc("publication date")]
    country: Country
    language: Annotated[str | None, _doc("ISO 639-1 code")]
    text: Annotated[str, _doc("the body: the source without boilerplate")]
    removed: list[Removed]
    mentions: list[Mention]
    ministers: Annotated[list[Official], _doc("roles head_of_government, minister, secretary_of_state")]
    officials: Annotated[list[Official], _doc("every other public role")]
    regions: Annotated[list[Place], _doc("the places of level region or province")]
    places: Annotated[list[Place], _doc("all places")]
    dates: list[Date]
    programs: list[Program]
    relations: list[Relation]
    warnings: Annotated[list[str], _doc("what could not be resolved, and why")]
    provenance: Provenance

    def to_json(self) -> str:
        """The record as one line of JSON; lone surrogates, which UTF-8 cannot hold, as escapes."""
        return self.to_bytes().decode("utf-8")

    def to_bytes(self) -> bytes:
        """`to_json` in UTF-8."""
        try:
            return msgspec.json.encode(self)
        except UnicodeEncodeError:
            line = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
            return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", line).encode("utf-8")

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts and lists, dates as ISO strings."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def from_json(line: str | bytes) -> Record:
    """Read a record back; msgspec.ValidationError where it is not of this schema."""
    try:
        return msgspec.json.decode(line, type=Record)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:  # a lone surrogate, which only the slower reader takes
        return msgspec.convert(json.loads(line), type=Record)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record."""
    schema: dict[str, Any] = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}
