"""Who runs a programme: the institution or country that the document names in it or right after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from khabar.document import Document
from khabar.stages.programs.naming import Found

_GOVERNMENT = re.compile(r"^(?:ال|ل)?\w+ (?:ال)?حكوم(?:ه|ي|يه)(?: |$)")
_RUNS = re.compile(
    r"[ ،,]{0,2}(?:(?:و?(?:الذي|التي)|تقوده|تقودها) )?"
    r"(?:اطلقته?ا?|اطلقه|تشرف عليه?ا?|يشرف عليه?ا?|تنفذه?ا?|ينفذه?ا?|تنجزه?ا?|ينجزه?ا?|ترعاه?ا?|يرعاه?ا?|"
    r"وضعته?ا?|وضعه?ا?|اعدته?ا?|تموله?ا?|يموله?ا?|تديره?ا?|يديره?ا?|تقوده?ا?|يقوده?ا?|تبنته?ا?|تتبناه?ا?|"
    r"قدمته?ا?|قدمه?ا?|يقترحه?ا?|تقترحه?ا?|انتهجه?ا?|تنظمه?ا?|ينظمه?ا?|التابعه? ل|الممول من طرف|من طرف) ?"
)


def owner(document: Document, group: Sequence[Found]) -> str | None:
    """The body or country as worded: `برنامج وزارة الصحة`, `البرنامج الذي تشرف عليه وزارة الصحة`, or the government."""
    text = document.folded.text
    bodies = {h.start - h.proclitic: h for h in document.hits if h.table in ("institution", "place")}
    for one in group:
        second = one.start + len(one.text.partition(" ")[0]) + 1
        hit = bodies.get(second)
        if hit and hit.end <= one.end and hit.table == "institution":
            return _worded(document, hit.start, hit.end)
        if _GOVERNMENT.match(one.text):
            return "الحكومة"
        runs = _RUNS.match(text, one.end)
        if runs:
            hit = bodies.get(runs.end())
            if hit:
                return _worded(document, hit.start, hit.end)
            if text.startswith("الحكومه", runs.end()):
                return "الحكومة"
    return None


def _worded(document: Document, start: int, end: int) -> str:
    first, last = document.folded.span(start, end)
    return document.body.text[first:last]
