"""The stage `programs`: names of public policy instruments, and what the document says of each.

`lexicon` has the head nouns, `phrases` cuts what may hold a name, `decide` finds the names in it, `headless` finds
those without a head noun, and `naming` ties the mentions of one programme together.
"""

from __future__ import annotations

from collections.abc import Sequence

from khabar.document import Document, Mention
from khabar.knowledge.base import Knowledge
from khabar.stages import Settings, Stage
from khabar.stages.programs.decide import Model, load_model
from khabar.stages.programs.headless import listed, lists, repeated, tabled
from khabar.stages.programs.lexicon import load_lexicon
from khabar.stages.programs.naming import Found, periods, programme, together
from khabar.stages.programs.owners import Owners
from khabar.stages.programs.phrases import Phrase, phrases


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: `threshold`, the probability from which a phrase is taken for a programme's name."""
    return stage_of(load_model(), settings, knowledge)


def stage_of(model: Model, settings: Settings, knowledge: Knowledge) -> Stage:
    """The stage with other weights than the shipped ones."""
    lexicon = load_lexicon()
    threshold: float = settings["threshold"]
    owners = Owners(knowledge)

    def programs(document: Document) -> Document:
        folded = document.folded
        heads = phrases(folded, lexicon, document.hits, knowledge.institutions)
        found = listed(heads, document, knowledge)
        found += headed([head for head in heads if not lists(head)], document, model, threshold, knowledge)
        found += tabled(document, found, knowledge)
        found += repeated(folded.text, found, heads)
        if not found:
            return document
        bodies, told = owners.bodies(document), periods(document)
        for group in together(found):
            value = programme(group, document, told)
            value.owner = owners(document, group, bodies)
            for one in sorted(group, key=lambda f: f.start):
                start, end = folded.span(one.start, one.end)
                document.mentions.append(Mention("PROGRAM", start, end, value, one.by, one.confidence))
        return document

    return programs


def headed(
    heads: Sequence[Phrase], document: Document, model: Model, threshold: float, knowledge: Knowledge
) -> list[Found]:
    """The names that a head noun opens. One inside another is left out, but for a known one."""
    text = document.folded.text
    hints = {hint.start: hint for hint in document.evidence if hint.label == "PROGRAM"}
    found: list[Found] = []
    until = 0
    for phrase in heads:
        if phrase.start < until and not phrase.known:
            continue
        count, chance = model.name(phrase, hints.get(phrase.start))
        if chance < threshold:
            continue
        end = phrase.ends(count)
        known = phrase.known if phrase.known and phrase.known.end <= end else None
        entry = knowledge.programs.get(known.ids[0]) if known else None
        by = f"programs:{phrase.head.form}"
        found.append(Found(phrase.start, end, text[phrase.start : end], phrase.head.kind, by, chance, entry))
        until = max(until, end)
    return found
