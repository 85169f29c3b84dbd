"""The stage `people`."""

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: see default.toml."""

    def people(document: Document) -> Document:
        return document

    return people
