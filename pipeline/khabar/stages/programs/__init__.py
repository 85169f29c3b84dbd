"""The stage `programs`: names of public policy instruments, and what the document says of each.

`lexicon` has the head nouns, `phrases` cuts what may hold a name, `decide` finds the names in it and
`naming` ties the mentions of one programme together.
"""

from __future__ import annotations

from collections.abc import Iterator

from khabar.document import Document, Mention
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.programs.decide import load_model
from khabar.stages.programs.lexicon import load_lexicon
from khabar.stages.programs.naming import Found, programme, together
from khabar.stages.programs.phrases import phrases


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `threshold`, the probability from which a phrase is taken for a programme's name."""
    lexicon, model = load_lexicon(), load_model()
    threshold: float = settings["threshold"]

    def headed(document: Document) -> Iterator[Found]:
        text = document.folded.text
        for phrase in phrases(document.folded, lexicon):
            count, chance = model.name(phrase)
            if chance >= threshold:
                end = phrase.ends(count)
                yield Found(phrase.start, end, text[phrase.start : end], phrase.head.kind, "programs:head", chance)

    def programs(document: Document) -> Document:
        for group in together(list(headed(document))):
            first, last = document.folded.span(group[0].start, group[0].end)
            value = programme(group, document.body.text[first:last])
            for found in group:
                start, end = document.folded.span(found.start, found.end)
                document.mentions.append(Mention("PROGRAM", start, end, value, found.by, found.confidence))
        return document

    return programs
