"""Mark boilerplate: menus, widgets, lists of other articles, bylines and date lines, in plain text from anywhere.

`judge` says which lines go, `inside` which stretches of the lines that stay, `metadata` what the
document learns from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from khabar.arabic.damage import is_garbled
from khabar.arabic.fold import fold
from khabar.document import Document, Kind, Removed
from khabar.errors import ConfigError
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.strip.inside import stretches
from khabar.stages.strip.judge import judge
from khabar.stages.strip.lexicon import Lexicon, load
from khabar.stages.strip.lines import Line
from khabar.stages.strip.metadata import fill, warn
from khabar.stages.strip.profile import read

__all__ = ["lexicon_of", "make"]


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `keep`, kinds to leave in the text; `profiles`, files of lines that recur on sites."""
    lexicon = lexicon_of(knowledge)
    keep = _kinds(settings.get("keep", ()))
    profile = read(settings.get("profiles", ()), lexicon)

    def strip(document: Document) -> Document:
        if is_garbled(document.text):
            document.remove([Removed(0, len(document.text), "nav", "garbled")])
            warn(document)
            return document
        lines = judge(document.text, lexicon, profile.of(document.url), document.title)
        removed = [r for r in _removed(document.text, lines) if r.kind not in keep]
        removed += [s for line in lines if line.kind is None for s in stretches(line, lexicon) if s.kind not in keep]
        if removed:
            document.remove(removed)
        fill(document, lines, lexicon)
        warn(document)
        return document

    return strip


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """The shipped tables, with the names of people and places that the knowledge base has."""
    return load(knowledge.given_names | knowledge.family_names, _place_names(knowledge))


def _kinds(keep: Sequence[str]) -> frozenset[str]:
    for kind in keep:
        if kind not in get_args(Kind):
            raise ConfigError(
                f"{kind!r} is no kind of boilerplate", "strip.keep", f"kinds are {', '.join(get_args(Kind))}"
            )
    return frozenset(keep)


def _place_names(knowledge: Knowledge) -> set[str]:
    names = (name for place in knowledge.places.values() for name in (place.name, *place.variants))
    return set(fold("\n".join(names)).text.split("\n"))


def _removed(text: str, lines: Sequence[Line]) -> list[Removed]:
    """Each boilerplate line with its line feed."""
    return [
        Removed(line.start, min(line.end + 1, len(text)), line.kind, line.rule)
        for line in lines
        if line.kind is not None
    ]
