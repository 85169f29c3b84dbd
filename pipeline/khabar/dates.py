"""Dates of a text without a pipeline: `find("يوم 5 يناير المقبل", published="2021-12-20")`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from khabar.document import Date, DateType, Document
from khabar.errors import InputError

if TYPE_CHECKING:
    from khabar.stages.dates.finder import Finder


@dataclass(slots=True, frozen=True)
class Found:
    """A date of a text: `text[start:end]` is `text`; `first` and `last` are its days where it has any."""

    text: str
    start: int
    end: int
    type: DateType
    value: str | None
    mod: Literal["start", "mid", "end"] | None
    calendar: Literal["gregorian", "hijri", "hijri_morocco"]
    anchor: Literal["published", "text", "none"]
    first: date | None
    last: date | None


def find(
    text: str,
    *,
    published: str | date | datetime | None = None,
    country: str | None = None,
    prefer: Literal["past", "future"] = "past",
    week_start: Literal["country", "mon", "sun", "sat"] = "country",
) -> list[Found]:
    """The dates of `text` in order, relative ones counted from `published` (ISO day or time).

    `country` (ISO 3166-1) chooses the Hijri calendar: the official one in Morocco, else Umm al-Qura.
    `prefer` is the side of a bare weekday, `week_start` a week's first day. A text that is nothing but
    an expression is read as a question about it: `بعد شهرين` is then a month, in running text a length.
    InputError for a `published` that is no ISO date.
    """
    from khabar.stages.dates.finder import read_week_start

    moment = _moment(published)
    day = moment.date() if isinstance(moment, datetime) else moment
    document = Document(text, published=day, country=country)
    _finder().annotate(
        document,
        prefer=prefer,
        first_weekday=read_week_start(week_start),
        now=moment if isinstance(moment, datetime) else None,
        query=True,
    )
    return [_found(text, m.start, m.end, m.value) for m in document.of("DATE") if isinstance(m.value, Date)]


def _found(text: str, start: int, end: int, value: Date) -> Found:
    return Found(
        text=text[start:end],
        start=start,
        end=end,
        type=value.type,
        value=value.value,
        mod=value.mod,
        calendar=value.calendar,
        anchor=value.anchor,
        first=value.start,
        last=value.end,
    )


def _moment(published: str | date | datetime | None) -> date | datetime | None:
    if not isinstance(published, str):
        return published
    try:
        return date.fromisoformat(published) if len(published) <= 10 else datetime.fromisoformat(published)
    except ValueError as error:
        raise InputError(f"published is {published!r}, not an ISO date") from error


@cache
def _finder() -> Finder:
    from khabar.stages.dates.finder import Finder

    return Finder()
