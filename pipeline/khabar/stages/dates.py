"""The stage `dates`."""

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: see default.toml."""

    def dates(document: Document) -> Document:
        return document

    return dates
