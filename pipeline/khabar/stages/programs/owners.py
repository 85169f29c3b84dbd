"""Who runs a programme: the institution, government or country that the document names in it or right after it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khabar.arabic.fold import fold
from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.knowledge.matcher import Hit
from khabar.resources import data
from khabar.stages.programs.naming import Found

_COMMON = frozenset({"مالي"})  # financial, rather than Malian
_GOVERNMENT = re.compile(r"^(?:ال|ل)?\w+ (?:ال)?حكوم(?:ه|ي|يه)(?: |$)")
_WHICH = r"[ ،,]{0,2}(?:(?:و?(?:الذي|التي)|وهو|وهي) )?"
_VERBS = "|".join(
    (
        "اطلق", "وضع", "اعد", "قدم", "تبن", "قاد", "[يت]شرف علي", "[يت]نفذ", "[يت]نجز", "[يت]رعا", "[يت]مول", "[يت]دير",
        "[يت]قود", "[يت]تبنا", "[يت]قترح", "[يت]نظم", "[يت]عتمد", "انتهج", "اعتمد", "اقترح",
    )
)  # fmt: skip
_RUNS = re.compile(rf"{_WHICH}(?:(?:{_VERBS})ت?ه?ا? |التابعه? ل|(?:المموله? |المقترحه? )?من (?:طرف|قبل) )")


@dataclass(slots=True, frozen=True)
class Nations:
    """The ids of the countries, and folded adjective, masculine and feminine -> the country: `مغربيه` -> `المغرب`."""

    ids: frozenset[str]
    adjectives: Mapping[str, str]


def nations(knowledge: Knowledge) -> Nations:
    """The countries of the knowledge base, with the adjectives of `data/people/nationalities.tsv`."""
    countries = [place for place in knowledge.places.values() if place.level == "country"]
    names = {place.country: place.name for place in countries}
    adjectives = {}
    for line in data("people", "nationalities.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        country, adjective, *_ = line.split("\t")
        folded = fold(adjective).text
        if country in names and folded not in _COMMON:
            adjectives[folded] = adjectives[folded + "ه"] = names[country]
    return Nations(frozenset(place.id for place in countries), adjectives)


def owner(document: Document, group: Sequence[Found], nations: Nations) -> str | None:
    """The owner as worded: `برنامج وزارة الصحة`, `برنامج تيسير الذي تشرف عليه وزارة الصحة`, `المبادرة المغربية`."""
    bodies: dict[int, Hit] = {}
    for hit in document.hits:
        at = hit.start - hit.proclitic
        owns = hit.table == "institution" or (hit.table == "place" and not nations.ids.isdisjoint(hit.ids))
        if owns and (at not in bodies or hit.end > bodies[at].end):
            bodies[at] = hit
    rules = (_in_name, _after)
    said = (rule(document, one, bodies) for rule in rules for one in group)
    return next(filter(None, said), None) or next(
        filter(None, (_nation(one, nations.adjectives) for one in group)), None
    )


def _in_name(document: Document, one: Found, bodies: Mapping[int, Hit]) -> str | None:
    """`استراتيجية وزارة الصحة`, `برنامج الإصلاح لوزارة الصحة`, `البرنامج الحكومي`."""
    if _GOVERNMENT.match(one.text):
        return "الحكومة"
    second = one.start + len(one.text.partition(" ")[0]) + 1
    for at, hit in bodies.items():
        owned = at == second or (hit.proclitic and document.folded.text[hit.start - 1] == "ل")
        if one.start < at and owned and hit.end <= one.end and hit.table == "institution":
            return _worded(document, hit)
    return None


def _after(document: Document, one: Found, bodies: Mapping[int, Hit]) -> str | None:
    """`الذي تشرف عليه وزارة الصحة`."""
    text = document.folded.text
    runs = _RUNS.match(text, one.end)
    if not runs:
        return None
    if text.startswith("الحكومه", runs.end()):
        return "الحكومة"
    hit = bodies.get(runs.end())
    return _worded(document, hit) if hit else None


def _nation(one: Found, adjectives: Mapping[str, str]) -> str | None:
    """`المبادرة المغربية للحكم الذاتي`, `خطة الحكم الذاتي المغربية`: an adjective that agrees with the head."""
    words = one.text.split(" ")
    feminine = words[0].endswith("ه")
    for word in (words[1:2] if words[0].startswith(("ال", "ل")) else []) + words[-1:]:
        if word.startswith("ال") and word.endswith("ه") == feminine and word[2:] in adjectives:
            return adjectives[word[2:]]
    return None


def _worded(document: Document, hit: Hit) -> str:
    start, end = document.folded.span(hit.start, hit.end)
    return document.body.text[start:end]
