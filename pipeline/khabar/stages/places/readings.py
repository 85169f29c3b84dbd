"""What a stretch of text may name: the places of one form together, and a candidate with what speaks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from khabar.document import Level
from khabar.knowledge.base import HeadEntry, PlaceEntry

NEVER_BARE: Final = frozenset(
    ["cercle", "markaz", "daira", "wilayat", "liwa", "mudiriya", "mahalliya", "moughataa", "qada", "district", "county"]
)
LIST: Final = re.compile(r" ?[،,] ?و?| و ?")  # between the names of a list
SETTLED: Final = ("locality", "province")
_TOWN: Final = 100_000  # people


@dataclass(slots=True, frozen=True)
class Reading:
    """The places that a form may mean, and what is true of them together.

    `parents` are divisions below the country; `small` says that all are villages or little towns, `headed` that they
    are divisions never named without their head noun, `area` that they are areas of no administration; `water` that
    one is a sea, `bloc` that one is a part of the world (`الغرب`), `stateless` that one lies in no country.
    """

    entries: tuple[PlaceEntry, ...] = ()
    parents: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    country: bool = False
    small: bool = False
    headed: bool = False
    area: bool = False
    water: bool = False
    bloc: bool = False
    stateless: bool = False

    @classmethod
    def of(cls, entries: tuple[PlaceEntry, ...]) -> Reading:
        """What the entries have in common."""
        return cls(
            entries,
            frozenset(e.parent for e in entries if e.parent and e.parent != e.country),
            frozenset(e.country for e in entries if e.country),
            any(e.level == "country" for e in entries),
            all(e.level in SETTLED and (e.population or 0) < _TOWN for e in entries),
            all(e.kind in NEVER_BARE for e in entries),
            all(e.kind == "area" for e in entries),
            any(e.kind == "sea" for e in entries),
            any(e.kind == "bloc" for e in entries),
            any(e.country is None for e in entries),
        )


UNKNOWN: Final = Reading()


@dataclass(slots=True)
class Candidate:
    """The folded stretch `start:end` may name one of the places of `reading`, or the unknown place `name`.

    `from_` is where the name begins, after the head noun; `level` is what the head noun says. A `weak` name is a
    word of the language too, a `common` one a frequent word; `joined` stands in a list with a sure place, `kin` with
    one of its country. A `described` one says only which part of a country it is (`المنطقة الشمالية`). `told` is what
    the words around a weak name say: a place, none, or nothing.
    """

    start: int
    end: int
    from_: int
    reading: Reading
    by: str
    head: HeadEntry | None
    level: Level | None
    name: str | None
    proclitic: int
    weak: bool
    common: bool
    joined: bool
    kin: bool
    described: bool
    told: bool | None

    def __init__(
        self,
        start: int,
        end: int,
        from_: int,
        reading: Reading,
        by: str,
        head: HeadEntry | None = None,
        level: Level | None = None,
        name: str | None = None,
        proclitic: int = 0,
        weak: bool = False,
        common: bool = False,
        described: bool = False,
    ) -> None:
        self.start, self.end, self.from_, self.reading, self.by = start, end, from_, reading, by
        self.head, self.level, self.name, self.proclitic = head, level, name, proclitic
        self.weak, self.common, self.described = weak, common, described
        self.joined = self.kin = False
        self.told = None


def holds(entry: PlaceEntry, day: date | None) -> bool:
    """Does a division exist on a day, or now where that is not known? Morocco has other regions since 2015."""
    if day is None:
        return not entry.valid_to
    said = day.isoformat()
    began = not entry.valid_from or entry.valid_from <= said
    return began and (not entry.valid_to or said[: len(entry.valid_to)] < entry.valid_to)
