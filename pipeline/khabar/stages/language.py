"""The language of the document: Arabic goes on, anything else is named and left alone."""

from khabar.arabic.language import identify
from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: none."""

    def language(document: Document) -> Document:
        document.language = document.language or identify(document.text)
        if not document.text or document.text.isspace():
            document.warnings.append("the text is empty")
        elif document.foreign:
            document.warnings.append(f"the language is {document.language}, not Arabic: nothing was looked for")
        return document

    return language
