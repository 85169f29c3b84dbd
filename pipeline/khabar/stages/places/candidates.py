"""Where a place may be named: forms of the tables, alone or after a head noun, and unknown names after one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, pairwise
from typing import Final

from khabar.arabic.fold import Folded, fold
from khabar.document import Hit
from khabar.knowledge.base import HeadEntry, Knowledge, PlaceEntry
from khabar.stages.places.readings import LIST, SETTLED, UNKNOWN, Candidate, Reading, holds
from khabar.stages.places.words import Words

# From a head noun to its place: a space, and what a writer may put around the name.
_GAP: Final = re.compile(r" (?:\"|'{1,2})?(?=\w)|(?: \"| ?'') (?=\w[^\"'\n]{1,28} [\"'])")
_BESIDE: Final = re.compile(r" (?=\w)| ?- ?(?=\w)")
_CLOSED: Final = re.compile(r" ?(?:\"|'{1,2})")
_DESCRIBED: Final = ("المنطقه ", "المحافظه ", "الولايه ", "الجهه ", "الحدود ")
_DIVISIONS: Final = ("region", "province")
_BEGUN: Final = re.compile(r"(?<!\w)[وف]?[بلك]?\Z")
_ENDED: Final = re.compile(r"(?!\w)")
_POSITION: Final = ("position",)  # of an army
_KNOWN: Final = frozenset(["known"])
_OPEN: Final = frozenset(["any", "rare"])
_RARE_CLITICS: Final = ("ف", "ك", "وك", "فك")
_SHORT: Final = 3  # letters
_BELOW: Final = ("region", "province", "locality")
_ITEM: Final = re.compile(r" ?[،,] ?و?([^\W\d]+(?: [^\W\d]+)?)(?: ?[،,] ?[وفبلك]{0,2}| و[بلك]?)")
_LIST_ITEM: Final = 24  # letters
_PARTS: Final = re.compile(r"\w+(?: ?[،,/-] ?\w+| \w+){1,4}")
_LETTERS: Final = re.compile(r"[^\u0621-\u064a]+")
_VOWELS: Final = re.compile(r"^ال|[اويه \-]")
_AND: Final = re.compile(r"\"? ?[،,/] ?(?:و ?)?\"?|\"? و ?\"?")
_LONG: Final = 3  # places of a list
_NAMELY: Final = re.compile(
    r" ?(?:[:(]|[\w ]{0,25}?(?:[،,(] ?| )(?:و?هي|وهما|وهم|و?منها|و?من (?:بينها|ابرزها|اهمها)|التاليه|الاتيه) ?:?) ?"
)
_THREE: Final = re.compile(r" [\w ]{3,20}(?: ?[،,] ?و?| و)[\w ]{3,20}(?: ?[،,] ?و?| و)\w")
_FROM: Final = ("من ", "الي ")
_WALI: Final = "والي"  # وإلى too, folded
_STATE: Final = "ولايه"  # ولآية too
_PREFECTURE: Final = "عماله"  # عمّاله, his workers, too
_QUARTERS: Final = "احياء"
_QUARTER: Final = "حي"  # من وحي الخيال is no quarter


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
        self._parts = _by_part(knowledge)

    def find(
        self, folded: Folded, hits: Iterable[Hit], country: str | None, day: date | None = None
    ) -> list[Candidate]:
        """Candidates in text order, for a document of a country and day."""
        text = folded.text
        places, heads, people = self._sorted(folded, hits)
        taken = [c for c in list(places.values()) if c.proclitic >= _SHORT and self._is_headed(c, text)]
        for candidate in taken:
            del places[candidate.from_]
        several: list[tuple[int, HeadEntry, int]] = []
        end = 0
        for hit in heads:
            if hit.start < end:
                continue
            found = self._headed(hit, text, places, country, day)
            if found is None:
                several += self._namely(hit, text, places, country)
                continue
            taken.append(found)
            end = found.end
            following = _AND.match(text, found.end)
            if following and found.head and self._words.number(found.head, text[hit.start : hit.end]) != "one":
                several.append((following.end(), found.head, 1))
        for start, head, least in several:
            taken += self._share(start, head, least, text, places)
        taken += self._toponyms(places, text, country) if self._unknown else ()
        again = self._again(taken, text)
        return self._merged([*taken, *places.values(), *again], people, folded)

    def _sorted(
        self, folded: Folded, hits: Iterable[Hit]
    ) -> tuple[dict[int, Candidate], list[Hit], list[tuple[int, int]]]:
        """The names of the tables by their start, the longest of each; the head nouns; where people are named."""
        text, whole = folded.text, self._words.whole
        places: dict[int, Candidate] = {}
        heads: list[Hit] = []
        people: list[tuple[int, int]] = []
        for hit in hits:
            if hit.proclitic and text[hit.start - hit.proclitic : hit.end] in whole:
                continue  # فؤاد is no واد
            if hit.table == "place":
                if text[hit.start] == "ل" and self._is_other(hit, text):
                    continue
                before = places.get(hit.start)
                if before is None or before.end < hit.end:
                    places[hit.start] = self._of(hit, text)
            elif hit.table == "head" and not _other_word(folded, hit):
                heads.append(hit)
            elif hit.table == "person":
                people.append((hit.start, hit.end))
        return places, heads, people

    def _is_other(self, hit: Hit, text: str) -> bool:
        """Is it a common word after لل (`للحج`)?"""
        if not text.startswith("لل", hit.start - 1) or text[hit.start + 1 : hit.end] not in self._words.common:
            return False
        return all(e.name.startswith("ل") for e in self._reading(hit.ids).entries)

    def _reading(self, ids: tuple[str, ...]) -> Reading:
        reading = self._readings.get(ids)
        if reading is None:
            reading = self._readings[ids] = Reading.of(tuple(self._places[i] for i in ids))
        return reading

    def _of(self, hit: Hit, text: str) -> Candidate:
        form = text[hit.start : hit.end]
        if hit.proclitic and form.startswith("ل") and text[hit.start - 1] == "ل":
            form = "ا" + form
        reading, weak = self._reading(hit.ids), form in self._weak
        if not weak and text[hit.start - hit.proclitic : hit.start] in _RARE_CLITICS:  # فالمغرب, but فسرت is a verb
            weak = reading.small or len(form) <= (_SHORT if reading.country else _SHORT + 1)
        return Candidate(
            hit.start,
            hit.end,
            hit.start,
            reading,
            "table",
            proclitic=hit.proclitic,
            weak=weak,
            common=form in self._words.common,
            described=form.startswith(_DESCRIBED),
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

    def _headed(
        self, hit: Hit, text: str, places: dict[int, Candidate], country: str | None, day: date | None
    ) -> Candidate | None:
        """The place that a head noun calls for, with the noun where it belongs to the mention."""
        gap = _GAP.match(text, hit.end)
        if gap is None or (text.startswith("ال", hit.start) and " " not in text[hit.start : hit.end]):
            return None  # الولايات الغربية
        at = gap.end()
        longer = places.get(hit.start)
        if longer is not None and longer.end > hit.end:
            return None  # إقليم دونباس is in the tables as it stands
        known = places.get(at)
        head = _row([self._heads[i] for i in hit.ids], known.reading.entries if known else (), country)
        if head is None or (head.kinds == _POSITION and not self._words.is_struck(text, hit.start - hit.proclitic)):
            return None  # موقع أكسيوس الأميركي
        if known is not None and self._words.goes_on(text, at, known.end):
            known = None  # جماعة «تغازوت نايت عطى»
        if known is not None and "known" in head.names and _fits(head, known):
            if head.kinds[:1] == ("region",) and text.endswith(_FROM, 0, hit.start) and not _of_kind(head, known):
                return None  # تقدموا من جهة دار سعد
            del places[at]
            if head.kinds[:1] == ("region",) and all(e.level != "region" for e in known.reading.entries):
                whole = tuple(e for e in self._parts.get(text[at : known.end], ()) if holds(e, day))
                known.reading = Reading.of(whole) if whole else known.reading  # جهة سوس
            return self._known(known, hit, head, text, places, country)
        if known is not None and not known.weak and not head.inside:
            return None
        if head.kinds[:1] == ("region",):
            joined = self._joined(text, at, hit.start, head)
            if joined is not None:
                return joined
        return self._named(hit, at, head, text, places)

    @staticmethod
    def _second(end: int, text: str, places: dict[int, Candidate]) -> int:
        """`end`, or the end of the second town that a site is called after (`مطار تونس قرطاج`, `مطار جربة - جرجيس`)."""
        gap = _BESIDE.match(text, end)
        second = places.get(gap.end()) if gap else None
        if second is None or second.proclitic or second.weak or second.reading.country:
            return end
        del places[second.start]
        return second.end

    def _known(
        self,
        known: Candidate,
        hit: Hit,
        head: HeadEntry,
        text: str,
        places: dict[int, Candidate],
        country: str | None,
    ) -> Candidate:
        """A name of the tables as its head noun has it: what is meant, and where the mention begins and ends."""
        at, one = known.start, self._words.number(head, text[hit.start : hit.end]) == "one"
        if head.inside and one:
            known.start = hit.start
        if head.level == "other":
            known.end = self._words.site_end(text, self._second(known.end, text, places))
            known.name = text[known.start : known.end]
        if head.inside and one:
            known.end = _closed(text, hit.end, at, known.end)
        abroad = country is not None and country not in known.reading.countries
        known.head, known.level, known.by = head, head.level, "head"
        sure = head.inside or (one and (not known.common or self._words.is_described(text, known.end)))
        known.weak = known.weak and abroad and not sure  # مناطق العاصمة, مدينة كان
        return known

    def _named(self, hit: Hit, at: int, head: HeadEntry, text: str, places: dict[int, Candidate]) -> Candidate | None:
        """The unknown name after a head noun, or the misspelt one of a first-level division."""
        number = self._words.number(head, text[hit.start : hit.end])
        if not self._unknown or head.names == _KNOWN or number == "many":
            return None
        if hit.end - hit.start <= _SHORT and text[hit.start - hit.proclitic : hit.start] in _RARE_CLITICS:
            return None  # كواد كابتر
        if not hit.proclitic and self._words.is_counted(text, hit.start):
            return None
        if head.level in _DIVISIONS and self._words.is_no_division(text, hit.start - hit.proclitic, at):
            return None
        stop = self._words.name_end(text, at, head)
        if stop is None or (number == "two" and (text[at] == "و" or not _AND.match(text, stop))):
            return None  # تحالف إقليمي مواز
        for inner in [s for s in places if at <= s < stop]:
            del places[inner]
        inside = head.inside and number == "one"
        start = hit.start if inside else at
        end = _closed(text, hit.end, at, stop) if inside else stop
        misspelt = self._skeletons.get(_skeleton(text[at:stop])) if head.level in _DIVISIONS else None
        if misspelt is not None:
            head = _row([self._heads[i] for i in hit.ids], misspelt.entries, None) or head
            return Candidate(start, end, at, misspelt, "misspelt", head, head.level)
        name = text[start if head.level == "other" else at : stop]
        return Candidate(start, end, at, UNKNOWN, "name", head, head.level, name)

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
    ) -> Iterator[tuple[int, HeadEntry, int]]:
        """Where the list begins that a plural head noun announces (`خمس محافظات، هي كربلاء وبغداد`), and the noun.

        And how many places it must have: three where the first is unknown.
        """
        rows = [self._heads[i] for i in hit.ids]
        if self._words.number(rows[0], text[hit.start : hit.end]) == "one":
            return
        if text.startswith(' "', hit.end) and (quoting := _row(rows, (), country)) is not None:
            yield hit.end + 2, quoting, 2
            return
        match = _NAMELY.match(text, hit.end)
        first = places.get(match.end()) if match else None
        if first is not None and match is not None:
            head = _row(rows, first.reading.entries, country)
            if head is not None and _fits(head, first):
                yield match.end(), head, 1
        elif _THREE.match(text, hit.end) and (head := _row(rows, (), country)) is not None:
            article = text.startswith("ال", hit.start)  # المدن والقرى
            adjective = self._words.is_adjective(text, hit.end + 1)  # مناطق منكوبة
            if not article and not adjective:
                yield hit.end + 1, head, _LONG

    @staticmethod
    def _by_skeleton(knowledge: Knowledge) -> dict[str, Reading]:
        """First-level divisions by their consonants, where those are three or more and one division's only."""
        found: dict[str, list[PlaceEntry]] = {}
        divisions = [p for p in knowledge.places.values() if p.level == "region" and p.code]
        for place, name in zip(divisions, fold("\n".join(p.name for p in divisions)).text.split("\n"), strict=True):
            found.setdefault(_skeleton(name), []).append(place)
        return {key: Reading.of((ps[0],)) for key, ps in found.items() if len(key) >= _SHORT + 1 and len(ps) == 1}

    def _share(self, at: int, head: HeadEntry, least: int, text: str, places: dict[int, Candidate]) -> list[Candidate]:
        """A dual or plural head noun speaks of all the places joined after it (`إقليمي الرشيدية وتنغير`).

        Names that no table has are among them where they are no common words (`بلدتي عيترون ويارون`).
        """
        items = list(self._items(at, head, text, places))
        if len(items) < least:
            return []
        for item in items:
            if item.by != "list":
                item.head, item.level, item.weak, item.by = head, head.level, False, "head"
        return [item for item in items if item.by == "list"]

    def _items(self, at: int, head: HeadEntry, text: str, places: dict[int, Candidate]) -> Iterator[Candidate]:
        """The places of a list, known ones that fit the noun and unknown ones, which lie where those before them do."""
        unknown = self._unknown and not head.names.isdisjoint(_OPEN)
        countries: frozenset[str] = frozenset()
        while True:
            item = places.get(at)
            if item is not None:
                if not _fits(head, item) or (item.weak and item.common and not _near(item, countries)):
                    return
                countries = item.reading.countries
            else:
                stop = self._words.item_end(text, at) if unknown else None
                if stop is None:
                    return
                item = Candidate(at, stop, at, Reading(countries=countries), "list", None, head.level, text[at:stop])
            yield item
            following = _AND.match(text, item.end)
            if following is None:
                return
            at = following.end()

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
        named, reach = [start for start, _ in people], list(accumulate((end for _, end in people), max))
        kept: list[Candidate] = []
        end = 0
        for candidate in candidates:
            before = bisect_right(named, candidate.start)
            if candidate.start < end or (before and reach[before - 1] >= candidate.end):
                continue
            if candidate.head is None:
                if candidate.reading.headed:
                    continue
                if text[candidate.start].isdigit():
                    continue  # 15 مايو is a day
                if text[candidate.start : candidate.end] in borne or self._words.rules_out(text, candidate):
                    continue
                reading = candidate.reading
                if reading.area:
                    self._describe(candidate, text)
                if candidate.weak and (reading.country or reading.water or reading.bloc):
                    candidate.told = self._words.tells(text, candidate)
            kept.append(candidate)
            end = candidate.end
        _join(kept, text)
        if self._unknown:
            kept += self._between(kept, text)
            kept.sort(key=_order)
        return kept

    def _toponyms(self, places: dict[int, Candidate], text: str, country: str | None) -> Iterator[Candidate]:
        for start, end in self._words.toponyms_in(text, country):
            inner = places.get(text.rfind(" ", start, end) + 1)
            if start not in places and (inner is None or not inner.reading.country):  # بني إسرائيل
                yield Candidate(start, end, start, UNKNOWN, "toponym", None, "locality", text[start:end])

    def _describe(self, candidate: Candidate, text: str) -> None:
        """An adjective that says which part of an area is meant belongs to its name (`الشوف الأعلى`)."""
        part = self._words.part_end(text, candidate.end)
        if part is not None and not candidate.described:
            candidate.end, candidate.level, candidate.name = part, "other", text[candidate.start : part]

    def _again(self, taken: Iterable[Candidate], text: str) -> Iterator[Candidate]:
        """The further mentions, without head noun, of unknown places that a head noun has made known."""
        for first in taken:
            name = first.name
            if first.by != "name" or first.level not in SETTLED or not name or len(name) <= _SHORT:
                continue
            if name in self._words.common:
                continue  # مدينة الألعاب
            for start in _standing(name, text):
                if start != first.from_:
                    end = start + len(name)
                    yield Candidate(start, end, start, first.reading, "again", None, first.level, name)

    def _between(self, kept: list[Candidate], text: str) -> Iterator[Candidate]:
        """An unknown name between two sure ones of one country in a list (`تربة، رنية، الخرمة`)."""
        for one, other in pairwise(kept):
            match = _ITEM.fullmatch(text, one.end, other.start) if other.start - one.end <= _LIST_ITEM else None
            if match is None or one.weak or other.weak or not _neighbours(one.reading, other.reading):
                continue
            start = match.start(1)
            if self._words.item_end(text, start) == match.end(1):
                where = Reading(countries=one.reading.countries & other.reading.countries)
                yield Candidate(start, match.end(1), start, where, "list", None, "locality", match[1])


def _by_part(knowledge: Knowledge) -> dict[str, tuple[PlaceEntry, ...]]:
    """The regions by the parts of their names (`جهة سوس`); those of former ones are places' names (`جهة دكالة`)."""
    parts: dict[str, tuple[PlaceEntry, ...]] = {}
    regions = [p for p in knowledge.places.values() if p.kind in ("region", "former") and p.level == "region"]
    renamed = {r.country for r in regions if r.valid_to}
    named = {p.name for p in knowledge.places.values() if p.country in renamed}
    for region in regions:
        words = region.name.split(" ")
        spans = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
        names = region.name.split("-") if region.kind == "region" else [s for s in spans if s in named]
        for name in names if len(names) > 1 or len(words) > 1 else ():
            form = fold(name).text.strip()
            parts[form] = (*parts.get(form, ()), region)
    return parts


def _closed(text: str, opened: int, at: int, end: int) -> int:
    """`end`, or the end of the quote that closes what one between `opened` and `at` has opened."""
    closing = _CLOSED.match(text, end) if at - opened > 1 else None
    return closing.end() if closing else end


def _order(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, -candidate.end


def _standing(name: str, text: str) -> Iterator[int]:
    """Where a name stands as whole words, proclitics aside."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if _ENDED.match(text, end) and any(_BEGUN.match(text, begin, at) for begin in range(max(0, at - 2), at + 1)):
            yield at
            at = text.find(name, end)
        else:
            at = text.find(name, at + 1)


def _join(candidates: list[Candidate], text: str) -> None:
    """Mark the weak names that stand in one list with a sure one (`البريج والمغازي`)."""
    for one, other in pairwise(candidates):
        if one.weak != other.weak and LIST.fullmatch(text, one.end, other.start):
            one.joined = other.joined = True
            countries = one.reading.country and other.reading.country  # مالي، غينيا
            if countries or not one.reading.countries.isdisjoint(other.reading.countries):
                one.kin = other.kin = True


def _of_kind(head: HeadEntry, known: Candidate) -> bool:
    return any(e.kind in head.kinds or e.kind == "area" for e in known.reading.entries)


def _fits(head: HeadEntry, known: Candidate) -> bool:
    """May this head noun stand before this place? `مدن المغرب` are towns of the country, not a town."""
    if head.level == "other":
        return not known.weak or any(e.kind in head.kinds for e in known.reading.entries)
    meant = any(e.level == head.level or e.kind in head.kinds for e in known.reading.entries)
    meant = meant or (head.kinds[:1] == ("region",) and any(e.kind == "area" for e in known.reading.entries))  # جهة سوس
    return meant or (head.inside and not known.weak and any(e.level != "other" for e in known.reading.entries))


def _near(item: Candidate, countries: frozenset[str]) -> bool:
    return not countries or not item.reading.countries.isdisjoint(countries)


def _neighbours(one: Reading, other: Reading) -> bool:
    """Are both divisions or settlements of one country?"""
    settled = all(e.level in _BELOW for reading in (one, other) for e in reading.entries)
    return settled and not one.countries.isdisjoint(other.countries)


def _other_word(folded: Folded, hit: Hit) -> bool:
    """Is it no head noun but إلى with a conjunction, إحياء, لآية, عماله, or the inspiration of `من وحي الخيال`?"""
    noun = folded.text[hit.start : hit.end]
    if noun == _WALI:
        return _written(folded, hit) != _WALI
    if noun == _QUARTERS:
        return _written(folded, hit).startswith("إ")
    if noun == _STATE:
        return "آ" in _written(folded, hit)
    if noun == _PREFECTURE:
        return _written(folded, hit).endswith("ه")
    return noun == _QUARTER and folded.text[max(0, hit.start - 4) : hit.start] == "من و"


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
