"""Where a place may be named: forms of the tables, alone or after a head noun, and unknown names after one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from khabar.arabic.fold import Folded, fold
from khabar.document import Hit, Level
from khabar.knowledge.base import HeadEntry, Knowledge, PlaceEntry
from khabar.stages.places.words import Words

# From a head noun to its place: a space, and what a writer may put around the name.
_QUOTES = ('"', "'")
_SETTLED = ("locality", "province")
NEVER_BARE = frozenset(["cercle", "daira", "wilayat", "liwa"])
_DESCRIBED = ("المنطقة ", "المحافظة ", "الولاية ", "الجهة ")
_KNOWN = frozenset(["known"])
_RARE_CLITICS = ("ف", "ك", "وك", "فك")  # فسرت is a verb
_SHORT = 3  # letters
_TOWN = 100_000  # people
_LIST = re.compile(r" ?[،,] ?و?| و ?")
_PARTS = re.compile(r"\w+(?: ?[،,/-] ?\w+| \w+){1,4}")
_LETTERS = re.compile(r"[^\u0621-\u064a]+")
_VOWELS = re.compile(r"^ال|[اويه \-]")
_AND = re.compile(r" ?(?:[،,/] ?)?(?:و ?)?")
_NAMELY = re.compile(
    r" ?(?:[:(]|[\w ]{0,25}?(?:[،,(] ?| )(?:و?هي|وهما|وهم|و?منها|و?من (?:بينها|ابرزها|اهمها)|التاليه|الاتيه) ?:?) ?"
)
_WALI = "والي"  # وإلى too, folded
_QUARTER = "حي"  # من وحي الخيال is no quarter


@dataclass(slots=True, frozen=True)
class Reading:
    """The places that a form may mean, and what is true of them together.

    `parents` are divisions below the country; `small` says that all are villages or little towns, `headed` that they
    are divisions never named without their head noun, `area` that they are areas of no administration; `water` that
    one is a sea, `bloc` that one is a part of the world (`الغرب`), `described` that all are called by a direction only.
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
    described: bool = False

    @classmethod
    def of(cls, entries: tuple[PlaceEntry, ...]) -> Reading:
        """What the entries have in common."""
        return cls(
            entries,
            frozenset(e.parent for e in entries if e.parent and e.parent != e.country),
            frozenset(e.country for e in entries if e.country),
            any(e.level == "country" for e in entries),
            all(e.level in _SETTLED and (e.population or 0) < _TOWN for e in entries),
            all(e.kind in NEVER_BARE for e in entries),
            all(e.kind == "area" for e in entries),
            any(e.kind == "sea" for e in entries),
            any(e.kind == "bloc" for e in entries),
            all(e.name.startswith(_DESCRIBED) for e in entries),
        )


_UNKNOWN = Reading()


@dataclass(slots=True)
class Candidate:
    """The folded stretch `start:end` may name one of the places of `reading`, or the unknown place `name`.

    `from_` is where the name begins, after the head noun; `level` is what the head noun says. A `weak` name is a
    word of the language too, a `common` one a frequent word; `joined` stands in a list with a sure place, `kin` with
    one of its country. `told` is what the words around a weak name say: a place, none, or nothing.
    """

    start: int
    end: int
    from_: int
    reading: Reading
    by: str
    head: HeadEntry | None = None
    level: Level | None = None
    name: str | None = None
    proclitic: int = 0
    weak: bool = False
    common: bool = False
    joined: bool = False
    kin: bool = False
    told: bool | None = None


class Finder:
    """Finds the candidates of a folded text, none inside another."""

    def __init__(self, knowledge: Knowledge, *, unknown: bool) -> None:
        self._places = knowledge.places
        self._heads = knowledge.heads
        self._weak = knowledge.weak
        self._words = Words.read(knowledge)
        self._unknown = unknown
        self._readings: dict[tuple[str, ...], Reading] = {}
        self._nouns = {self._words.nouns[h.id]: h for h in knowledge.heads.values() if h.id == h.noun}
        several = [p for p in knowledge.places.values() if p.kind == "region" and "-" in p.name]
        self._regions = {_LETTERS.sub("", fold(p.name).text): Reading.of((p,)) for p in several}

        self._skeletons = self._by_skeleton(knowledge)
        self._parts: dict[str, Reading] = {}
        for place in several:
            for part in place.name.split("-"):
                self._parts.setdefault(fold(part).text.strip(), Reading.of((place,)))

    def find(self, folded: Folded, hits: Iterable[Hit], country: str | None) -> list[Candidate]:
        """Candidates in text order."""
        text, names = folded.text, self._words.names
        places: dict[int, Candidate] = {}
        heads: list[Hit] = []
        people: list[tuple[int, int]] = []
        for hit in hits:
            if hit.proclitic and text[hit.start - hit.proclitic : hit.end] in names:
                continue  # فؤاد is no واد
            if hit.table == "place":
                before = places.get(hit.start)
                if before is None or before.end < hit.end:
                    places[hit.start] = self._of(hit, text)
            elif hit.table == "head":
                noun = text[hit.start : hit.end]
                if noun == _WALI and _written(folded, hit) != _WALI:
                    continue
                if noun == _QUARTER and text[max(0, hit.start - 4) : hit.start] == "من و":
                    continue
                heads.append(hit)
            elif hit.table == "person":
                people.append((hit.start, hit.end))
        taken = [c for c in list(places.values()) if c.proclitic >= _SHORT and self._is_headed(c, text)]
        for candidate in taken:
            del places[candidate.from_]
        several: list[tuple[int, HeadEntry]] = []
        end = 0
        for hit in heads:
            if hit.start < end:
                continue
            found = self._headed(hit, text, places, country)
            if found is None:
                several += self._namely(hit, text, places, country)
                continue
            taken.append(found)
            end = found.end
            assert found.head is not None
            if self._words.number(found.head, text[hit.start : hit.end]) != "one":
                several.append((found.end, found.head))
        for end, head in several:
            self._share(end, head, text, places)
        return self._merged([*taken, *places.values(), *_again(taken, text)], people, folded)

    def _reading(self, ids: tuple[str, ...]) -> Reading:
        reading = self._readings.get(ids)
        if reading is None:
            reading = self._readings[ids] = Reading.of(tuple(self._places[i] for i in ids))
        return reading

    def _of(self, hit: Hit, text: str) -> Candidate:
        form = text[hit.start : hit.end]
        if hit.proclitic and form.startswith("ل") and text[hit.start - 1] == "ل":
            form = "ا" + form
        return Candidate(
            hit.start,
            hit.end,
            hit.start,
            self._reading(hit.ids),
            "table",
            proclitic=hit.proclitic,
            weak=form in self._weak or text[hit.start - hit.proclitic : hit.start] in _RARE_CLITICS,
            common=form in self._words.common,
        )

    def _is_headed(self, candidate: Candidate, text: str) -> bool:
        """Is a head noun glued to the name (`جهةمراكشآسفي`)? Then it belongs to the candidate."""
        before = text[candidate.start - candidate.proclitic : candidate.start]
        head = self._nouns.get(before) or self._nouns.get(before[1:]) or self._nouns.get(before[2:])
        if head is None:
            return False
        if head.inside:
            candidate.start -= len(self._words.nouns[head.id])
        candidate.head, candidate.level, candidate.by, candidate.weak = head, head.level, "head", False
        return True

    def _headed(self, hit: Hit, text: str, places: dict[int, Candidate], country: str | None) -> Candidate | None:
        """The place that a head noun calls for, with the noun where it belongs to the mention."""
        at = hit.end + 1
        if text[hit.end : at] != " ":
            return None
        if text[at : at + 1] in _QUOTES and at + 1 < len(text):
            at += 1
        known = places.get(at)
        whole = places.get(hit.start)
        if whole is not None and whole.end > hit.end:
            return None  # إقليم دونباس is in the tables as it stands
        rows = [self._heads[i] for i in hit.ids]
        head = _row(rows, known.reading.entries if known else (), country)
        if head is None:
            return None
        if known is not None and "known" in head.names and _fits(head, known):
            places.pop(at)
            inside = head.inside and self._words.number(head, text[hit.start : hit.end]) == "one"
            known.start = hit.start if inside else known.start
            known.end = self._words.site_end(text, known.end) if head.level == "other" else known.end
            if text[at - 1] == '"' == text[known.end : known.end + 1] and head.inside:
                known.end += 1
            if head.kinds[:1] == ("region",) and all(e.level != "region" for e in known.reading.entries):
                known.reading = self._parts.get(text[at : known.end], known.reading)  # جهة سوس
            abroad = country is not None and country not in known.reading.countries
            known.head, known.level, known.by = head, head.level, "head"
            known.weak = known.weak and abroad and not head.inside  # مناطق العاصمة
            if head.level == "other":
                known.name = text[known.start : known.end]
            return known
        if known is not None and not known.weak and not head.inside:
            return None
        if head.kinds[:1] == ("region",):
            known = self._joined(text, at, hit.start, head)
            if known is not None:
                return known
        if not self._unknown or head.names == _KNOWN or self._words.number(head, text[hit.start : hit.end]) == "many":
            return None
        stop = self._words.name_end(text, at, head)
        if stop is None:
            return None
        for inner in [s for s in places if at <= s < stop]:
            del places[inner]
        start = hit.start if head.inside else at
        misspelt = self._skeletons.get(_skeleton(text[at:stop])) if head.level == "region" else None
        if misspelt is not None:
            return Candidate(start, stop, at, misspelt, "misspelt", head, head.level)
        return Candidate(
            start, stop, at, _UNKNOWN, "name", head, head.level, text[start if head.level == "other" else at : stop]
        )

    def _joined(self, text: str, at: int, start: int, head: HeadEntry) -> Candidate | None:
        """A region whose parts stand apart (`جهة درعة، تافيلالت`)."""
        match = _PARTS.match(text, at)
        if match is None:
            return None
        end = match.end()
        while end > at:
            key = _LETTERS.sub("", text[at:end])
            if key in self._regions:
                return Candidate(start, end, at, self._regions[key], "head", head, head.level)
            end = max(text.rfind(" ", at, end), at)
        return None

    def _namely(
        self, hit: Hit, text: str, places: dict[int, Candidate], country: str | None
    ) -> Iterator[tuple[int, HeadEntry]]:
        """Where the list begins that a plural head noun announces (`خمس محافظات، هي كربلاء وبغداد`), and the noun."""
        rows = [self._heads[i] for i in hit.ids]
        if self._words.number(rows[0], text[hit.start : hit.end]) == "one":
            return
        match = _NAMELY.match(text, hit.end)
        first = places.get(match.end()) if match else None
        if first is None or match is None:
            return
        head = _row(rows, first.reading.entries, country)
        if head is not None and _fits(head, first):
            yield match.end(), head

    @staticmethod
    def _by_skeleton(knowledge: Knowledge) -> dict[str, Reading]:
        """First-level divisions by their consonants, where those are three or more and one division's only."""
        found: dict[str, list[PlaceEntry]] = {}
        divisions = [p for p in knowledge.places.values() if p.level == "region" and p.code]
        for place, name in zip(divisions, fold("\n".join(p.name for p in divisions)).text.split("\n"), strict=True):
            found.setdefault(_skeleton(name), []).append(place)
        return {key: Reading.of((ps[0],)) for key, ps in found.items() if len(key) >= _SHORT + 1 and len(ps) == 1}

    def _share(self, end: int, head: HeadEntry, text: str, places: dict[int, Candidate]) -> None:
        """A dual or plural head noun speaks of all the places joined after it (`إقليمي الرشيدية وتنغير`)."""
        while True:
            match = _AND.match(text, end)
            at = match.end() if match else end
            following = places.get(at)
            if following is None or not _fits(head, following):
                return
            following.head, following.level, following.weak, following.by = head, head.level, False, "head"
            end = following.end

    def _merged(self, candidates: list[Candidate], people: list[tuple[int, int]], folded: Folded) -> list[Candidate]:
        """In order, none inside another or inside a person's name, none that its neighbour rules out."""
        text = folded.text
        candidates.sort(key=_order)
        bears = self._words.bears
        borne = {
            text[c.start : c.end]
            for c in candidates
            if (c.weak or c.reading.small) and not c.proclitic and c.head is None and bears(folded, c)
        }
        kept: list[Candidate] = []
        end = 0
        for candidate in candidates:
            if candidate.start < end or (people and _inside(candidate, people)):
                continue
            if candidate.head is None:
                if candidate.reading.headed:
                    continue
                if text[candidate.start : candidate.end] in borne or self._words.rules_out(text, candidate):
                    continue
                reading = candidate.reading
                if candidate.weak and (reading.country or reading.water or reading.bloc):
                    candidate.told = self._words.tells(text, candidate)
            kept.append(candidate)
            end = candidate.end
        _join(kept, text)
        return kept


def _again(taken: Iterable[Candidate], text: str) -> Iterator[Candidate]:
    """The further mentions, without head noun, of unknown places that a head noun has made known."""
    for first in taken:
        if first.by == "name" and first.level in _SETTLED and first.name and len(first.name) > _SHORT:
            for match in re.finditer(rf"(?<!\w)[وف]?[بلك]?({re.escape(first.name)})(?!\w)", text):
                start, end = match.span(1)
                if start != first.from_:
                    yield Candidate(start, end, start, _UNKNOWN, "again", None, first.level, first.name)


def _order(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, -candidate.end


def _inside(candidate: Candidate, people: list[tuple[int, int]]) -> bool:
    return any(start <= candidate.start and candidate.end <= end for start, end in people)


def _join(candidates: list[Candidate], text: str) -> None:
    """Mark the weak names that stand in one list with a sure one (`البريج والمغازي`)."""
    for one, other in pairwise(candidates):
        if one.weak != other.weak and _LIST.fullmatch(text, one.end, other.start):
            one.joined = other.joined = True
            if not one.reading.countries.isdisjoint(other.reading.countries):
                one.kin = other.kin = True


def _fits(head: HeadEntry, known: Candidate) -> bool:
    """May this head noun stand before this place? `مدن المغرب` are towns of the country, not a town."""
    if head.level == "other":
        return not known.weak or any(e.kind in head.kinds for e in known.reading.entries)
    meant = any(e.level == head.level or e.kind in head.kinds for e in known.reading.entries)
    meant = meant or (head.kinds[:1] == ("region",) and any(e.kind == "area" for e in known.reading.entries))  # جهة سوس
    return meant or (head.inside and not known.weak and any(e.level != "other" for e in known.reading.entries))


def _skeleton(name: str) -> str:
    """The consonants of a folded name: alike in the spellings of a foreign one (`مشيغان`, `ميشيغان`)."""
    return _VOWELS.sub("", name)


def _written(folded: Folded, hit: Hit) -> str:
    start, end = folded.span(hit.start, hit.end)
    return folded.source[start:end]


def _row(rows: list[HeadEntry], entries: tuple[PlaceEntry, ...], country: str | None) -> HeadEntry | None:
    """The row of a head noun for the country of the place, else of the document, else the general one."""
    if len(rows) > 1:
        own = {c: row for row in rows for c in row.countries}
        general = next((row for row in rows if not row.countries), None)
        meant = {e.country: row for e in entries if (row := own.get(e.country or "", general)) and e.kind in row.kinds}
        if country not in meant and meant:
            return next(iter(meant.values()))
        where = {e.country for e in entries} or {country}
        return own.get((where if len(where) == 1 else {country}).pop() or "", general)
    row = rows[0]
    fits = not row.countries or country in row.countries
    if not fits:
        told = country is None or not row.inside
        fits = told and any(e.country in row.countries and (country is None or e.kind in row.kinds) for e in entries)
    return row if fits else None
