"""The stage `dates`: every way to say when, with its exact span, resolved to ISO 8601.

lexer (text to typed tokens) -> grammar (kinds to nodes) -> makers (what is said) -> resolve (which days).
Words and grammar are `data/dates`; a rule or a form of a date is a row there, never code.
"""

from __future__ import annotations

from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.dates.finder import Finder, read_week_start


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `prefer` ("past" or "future"), `week_start` ("mon", "sun", "sat" or "country": as there)."""
    finder = Finder()
    prefer = settings.get("prefer", "past")
    first_weekday = read_week_start(settings.get("week_start", "country"))

    def dates(document: Document) -> Document:
        if not document.foreign:
            finder.annotate(document, prefer=prefer, first_weekday=first_weekday)
        return document

    return dates
