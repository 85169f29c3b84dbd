"""Who runs a programme: the institution, government or country that the document names in its name or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from khabar.arabic.fold import fold
from khabar.document import Document, Hit
from khabar.knowledge.base import Knowledge
from khabar.resources import data
from khabar.stages.programs.naming import Found

_COMMON: Final = frozenset({"مالي"})  # financial, rather than Malian
_GOVERNMENT: Final = re.compile(r"(?:ال|ل)?\w+ (?:ال)?حكوم(?:ه|ي|يه)(?: |$)")
_BETWEEN: Final = (" ", " علي ", ' "', ' علي "')
_LAST_WORD: Final = re.compile(r"(\w+) ?$")
_BACK: Final = 20  # letters before an institution in which its verb stands


@dataclass(slots=True, frozen=True)
class Bodies:
    """The institutions and countries that a document names, by the offsets at which they start and end."""

    starts: dict[int, Hit] = field(default_factory=dict)  # proclitics included
    ends: dict[int, list[int]] = field(default_factory=dict)  # end -> starts


class Owners:
    """Finds the owner of a programme; built from the countries of the knowledge base and the tables of verbs."""

    def __init__(self, knowledge: Knowledge) -> None:
        countries = [place for place in knowledge.places.values() if place.level == "country"]
        names = {place.country: place.name for place in countries}
        self._countries = frozenset(place.id for place in countries)
        self._adjectives: dict[str, str] = {}
        for country, adjective, *_ in _rows("people", "nationalities.tsv"):
            folded = fold(adjective).text
            if country in names and folded not in _COMMON:
                self._adjectives[folded] = self._adjectives[folded + "ه"] = names[country]
        verbs = list(_rows("programs", "verbs.tsv"))
        self._verbs = frozenset(fold(verb).text for verb, *_ in verbs)
        stems = "|".join(fold(stem).text for _, stem, *_ in verbs)
        self._runs = re.compile(
            rf"[ ،,]{{0,2}}(?:(?:الذي|التي|وهو|وهي) )?(?:(?:{stems})ها? |التابعه? ل|(?:مموله? )?من (?:طرف|قبل) )"
        )

    def bodies(self, document: Document) -> Bodies:
        """Who can own something: the longest name where several start together."""
        found = Bodies()
        for hit in document.hits:
            at = hit.start - hit.proclitic
            owns = hit.table == "institution" or (hit.table == "place" and not self._countries.isdisjoint(hit.ids))
            if owns and (at not in found.starts or hit.end > found.starts[at].end):
                found.starts[at] = hit
        for at, hit in found.starts.items():
            found.ends.setdefault(hit.end, []).append(at)
        return found

    def __call__(self, document: Document, group: Sequence[Found], bodies: Bodies) -> str | None:
        """The owner of the programme that `group` mentions, as worded, or the country of `المبادرة المغربية`."""
        for rule in (self._in_name, self._after, self._before, self._nation):
            for one in group:
                if said := rule(document, one, bodies):
                    return said
        return None

    def _in_name(self, document: Document, one: Found, bodies: Bodies) -> str | None:
        """`استراتيجية وزارة الصحة`, `برنامج الإصلاح لوزارة الصحة`, `البرنامج الحكومي`."""
        if _GOVERNMENT.match(one.text):
            return "الحكومة"
        second = one.start + len(one.text.partition(" ")[0]) + 1
        for at in range(one.start + 1, one.end):
            hit = bodies.starts.get(at)
            if hit is None or hit.end > one.end or hit.table != "institution":
                continue
            if at == second or (hit.proclitic and document.folded.text[hit.start - 1] == "ل"):
                return _worded(document, hit)
        return None

    def _after(self, document: Document, one: Found, bodies: Bodies) -> str | None:
        """`البرنامج الذي تشرف عليه وزارة الصحة`."""
        text = document.folded.text
        runs = self._runs.match(text, one.end)
        if runs is None:
            return None
        if text.startswith("الحكومه", runs.end()):
            return "الحكومة"
        hit = bodies.starts.get(runs.end())
        return _worded(document, hit) if hit else None

    def _before(self, document: Document, one: Found, bodies: Bodies) -> str | None:
        """`أطلقت وزارة الصحة البرنامج`."""
        text = document.folded.text
        for between in _BETWEEN:
            if not text.endswith(between, 0, one.start):
                continue
            for at in bodies.ends.get(one.start - len(between), ()):
                verb = _LAST_WORD.search(text, max(0, at - _BACK), at)
                if verb and verb[1].removeprefix("و") in self._verbs:
                    return _worded(document, bodies.starts[at])
        return None

    def _nation(self, document: Document, one: Found, bodies: Bodies) -> str | None:
        """`المبادرة المغربية للحكم الذاتي`, `خطة الحكم الذاتي المغربية`: an adjective that agrees with the head."""
        words = one.text.split(" ")
        feminine = words[0].endswith("ه")
        for word in (words[1:2] if words[0].startswith(("ال", "ل")) else []) + words[-1:]:
            if word.startswith("ال") and word.endswith("ه") == feminine and word[2:] in self._adjectives:
                return self._adjectives[word[2:]]
        return None


def _rows(*path: str) -> Iterator[list[str]]:
    for line in data(*path).read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def _worded(document: Document, hit: Hit) -> str:
    start, end = document.folded.span(hit.start, hit.end)
    return document.body.text[start:end]
