"""The stages: each reads the slots filled before it and fills its own.

A stage is a callable `Document -> Document`. Its module has `make(settings, knowledge) -> Stage`.
A stage that gains from seeing many documents at once has a method `batch(documents)` as well.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from khabar.document import Document

if TYPE_CHECKING:
    from khabar.knowledge.base import Knowledge

Stage = Callable[[Document], Document]
Settings = Mapping[str, Any]
Factory = Callable[[Settings, "Knowledge"], Stage]

BUILTIN: dict[str, str] = {
    "language": "khabar.stages.language",
    "strip": "khabar.stages.strip",
    "lookup": "khabar.stages.lookup",
    "dates": "khabar.stages.dates",
    "places": "khabar.stages.places",
    "tagger": "khabar.stages.tagger",
    "people": "khabar.stages.people",
    "programs": "khabar.stages.programs",
    "relations": "khabar.stages.relations",
}
ENTRY_POINTS = "khabar.stages"
