"""Records written as annotated sentences, for tests of what shows and carries records.

`[LABEL text]` is a mention (they nest), `{kind text}` boilerplate; `values` says what a text stands for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from khabar.document import (
    Date,
    Document,
    Mention,
    Organisation,
    Person,
    Place,
    Position,
    Program,
    Relation,
    Removed,
    Value,
)
from khabar.record import Provenance, Record
from khabar.stages.assemble import assemble

PROVENANCE = Provenance(version="0", config="c0", knowledge="k0", model=None)
_OPEN = re.compile(r"\[(PERSON|POSITION|PLACE|DATE|PROGRAM|ORG) |\{(ad|nav|related|share|meta|legal) |[\]}]")

MINISTER = Person("سعاد المريني", "minister", "وزيرة التضامن", entity="person:demo-1", country="MA")
VALUES: dict[str, Value] = {
    "سعاد المريني": MINISTER,
    "المريني": MINISTER,
    "وزيرة التضامن": Position("minister", holder="سعاد المريني", country="MA"),
    "والي جهة الشرق": Position("governor", country="MA", entity="person:demo-2", canonical="كمال العلوي"),
    "الرباط": Place("الرباط", "locality", "MA", entity="place:rabat"),
    "جهة الشرق": Place("الشرق", "region", "MA", code="MA-02", entity="place:oriental"),
    "الأربعاء 5 يناير 2022": Date("date", "2022-01-05", date(2022, 1, 5), date(2022, 1, 5), anchor="text"),
    "خمس سنوات": Date("duration", "P5Y"),
    "برنامج جسر": Program("برنامج جسر", "programme", 2021, 2026, owner="وزارة التضامن", entity="program:jisr"),
    "وزارة التضامن": Organisation("وزارة التضامن", "ministry", "MA", entity="org:solidarity"),
}

NEWS = (
    "{nav الرئيسية / مجتمع}\n"
    "أعلنت [POSITION وزيرة التضامن]، [PERSON سعاد المريني]، يوم [DATE الأربعاء 5 يناير 2022] ب[PLACE الرباط]"
    " إطلاق [PROGRAM برنامج جسر] لفائدة الأسر، على مدى [DATE خمس سنوات].\n"
    "{ad إعلان}\n"
    "وأضافت [PERSON المريني] أن [POSITION والي [PLACE جهة الشرق]] و[ORG وزارة التضامن] سيتابعان التنفيذ.\n"
    "{share شارك على فيسبوك}"
)


def annotated(
    marked: str = NEWS,
    values: Mapping[str, Value] = VALUES,
    *,
    id: str | None = None,
    title: str | None = "إطلاق برنامج جسر",
    published: date | None = date(2022, 1, 5),
) -> Record:
    """The record of an annotated text."""
    source, mentions, removed = parse(marked)
    document = Document(source, id=id, title=title, published=published, country="MA", language="ar", source="demo.txt")
    document.remove([Removed(start, end, kind, f"strip:{kind}") for kind, start, end in removed])  # type: ignore[arg-type]
    to_body = {document.body.to_source(i, i + 1)[0]: i for i in range(len(document.body.text))}
    for label, start, end in mentions:
        document.mentions.append(
            Mention(
                label,  # type: ignore[arg-type]
                to_body[start],
                to_body[end - 1] + 1,
                values[source[start:end]],
                by=f"{label.lower()}:demo",
                confidence=0.9,
            )
        )
    people, offices = document.of("PERSON"), document.of("POSITION")
    if people and offices:
        document.relations.append(Relation("holds", people[0], offices[0], offices[0].start, people[0].end))
    return assemble(document, PROVENANCE)


def parse(marked: str) -> tuple[str, list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """Plain text, mentions and boilerplate of an annotated text, as (label or kind, start, end)."""
    plain: list[str] = []
    open_: list[tuple[str, int]] = []
    mentions, removed = [], []
    length = at = 0
    for mark in _OPEN.finditer(marked):
        plain.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark[1] or mark[2]:
            open_.append((mark[1] or mark[2], length))
        else:
            name, start = open_.pop()
            (mentions if mark[0] == "]" else removed).append((name, start, length))
    return "".join([*plain, marked[at:]]), mentions, removed
