"""A name that the model is sure of in one place of a document is that name in every place of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from khabar.document import Evidence

SURE = 0.8
FAITH = 0.9
"""What is left of the score where the model itself saw nothing."""

_LETTERS = {"PERSON": 6, "POSITION": 8, "PROGRAM": 12, "ORG": 8}
"""Shortest form that is looked for again; it has two words at least."""


def agree(text: str, found: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with repetitions added: `محمد اوجار` found once is found again in `وقال محمد اوجار`.

    A form is repeated only where the model has nothing at all.
    """
    forms: dict[str, Evidence] = {}
    for e in found:
        form = text[e.start : e.end]
        if e.score >= SURE and " " in form and len(form) >= _LETTERS.get(e.label, len(form) + 1):
            best = forms.get(form)
            if best is None or e.score > best.score:
                forms[form] = e
    taken = [(e.start, e.end) for e in found if e.label != "LOC"]
    added: list[Evidence] = []
    for form, e in sorted(forms.items(), key=lambda pair: -len(pair[0])):
        if text.count(form) == 1:
            continue
        for match in re.finditer(rf"(?<!\w)[وفبلك]?({re.escape(form)})(?!\w)", text):
            start, end = match.span(1)
            if all(end <= a or b <= start for a, b in taken):
                added.append(Evidence(e.label, start, end, e.score * FAITH))
                taken.append((start, end))
    return sorted([*found, *added], key=lambda e: (e.start, -e.end))
