"""The stage `tagger`."""

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: see default.toml."""

    def tagger(document: Document) -> Document:
        return document

    return tagger
