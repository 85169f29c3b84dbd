"""The stage `lookup`: what the knowledge tables know of the text, found in one pass, for the stages after it."""

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.knowledge.matcher import TABLES, Matcher
from khabar.stages import Settings, Stage


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Fills `document.hits`. Settings: `tables`, those to look for."""
    matcher = Matcher(knowledge, settings.get("tables", TABLES))

    def lookup(document: Document) -> Document:
        document.hits = matcher.find(document.folded.text)
        return document

    return lookup
