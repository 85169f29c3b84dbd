"""The stage `lookup`: what the knowledge tables know of the text, found in one pass, for the stages after it."""

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.knowledge.matcher import Matcher
from khabar.stages import Settings, Stage


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Fills `document.hits`."""
    matcher = Matcher(knowledge)

    def lookup(document: Document) -> Document:
        document.hits = matcher.find(document.folded.text)
        return document

    return lookup
