"""The stage `places`: every named place, with its level, country, canonical name and code.

What the tables know (`document.hits`) and names after a head noun are candidates; the head noun, the document's
country and its other places decide what each of them is.
"""

from khabar.document import Document, Mention
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.places.candidates import Finder
from khabar.stages.places.choose import Chooser

_TANWIN = "\u064b"


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `unknown` takes names that no table has where a head noun calls for them (`دوار لكراديد`)."""
    finder = Finder(knowledge, unknown=settings.get("unknown", True))
    chooser = Chooser(knowledge, written=settings.get("names", "written") == "written")

    def places(document: Document) -> Document:
        folded = document.folded
        country, day = document.country, document.published
        found = finder.find(folded, document.hits, country, day)
        for candidate, place, confidence in chooser.choose(found, folded, country, day):
            start, end = folded.span(candidate.start, candidate.end)
            if _TANWIN in folded.source[start:end]:
                continue  # إفريقياً is an adverb
            document.mentions.append(Mention("PLACE", start, end, place, f"places:{candidate.by}", confidence))
        return document

    return places
