"""Relations of annotated sentences: type, subject and object, and the stretch that says so."""

from datetime import date
from pathlib import Path

import pytest

from khabar.config import read_config
from khabar.document import Document
from khabar.knowledge.load import load_knowledge
from khabar.stages import dates, lookup, people, places, programs, relations

TOLD = [
    line.split("\t")
    for line in Path(__file__).with_name("relations.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]


@pytest.fixture(scope="module")
def stages():
    knowledge, config = load_knowledge(), read_config()
    rooms = {
        "lookup": lookup, "dates": dates, "places": places, "people": people, "programs": programs,
        "relations": relations,
    }  # fmt: skip
    return [room.make(config[name], knowledge) for name, room in rooms.items()]


def told(stages, text):
    document = Document(text, published=date(2020, 9, 12), country="MA")
    for stage in stages:
        document = stage(document)
    words = document.body.text
    return {
        (r.type, words[r.subject.start : r.subject.end], words[r.object.start : r.object.end]): words[r.start : r.end]
        for r in document.relations
    }


@pytest.mark.parametrize(("sentence", "wanted"), TOLD)
def test_what_a_sentence_tells(stages, sentence, wanted):
    """`relations.txt`: all relations but who holds an office; the stretch that tells has both mentions in it."""
    found = told(stages, sentence)
    assert all(subject in stretch and object in stretch for (_, subject, object), stretch in found.items())
    lines = {f"{kind}: {subject} > {object}" for kind, subject, object in found if kind != "holds"}
    assert lines == {line for line in wanted.split("; ") if line}


def test_a_person_holds_the_office_beside_the_name(stages):
    found = told(stages, "قال وزير الصحة، كمال العروي، إن الحملة مستمرة.")
    assert found == {("holds", "كمال العروي", "وزير الصحة"): "وزير الصحة، كمال العروي"}


def test_a_governor_heads_the_territory(stages):
    found = told(stages, "أشرف عامل إقليم الحوز كريم الزياني على الحفل.")
    assert ("heads", "كريم الزياني", "إقليم الحوز") in found
    assert ("holds", "كريم الزياني", "عامل إقليم الحوز") in found


def test_a_town_lies_in_the_division_named_after_it(stages):
    assert ("located_in", "تغازوت", "عمالة أكادير إداوتنان") in told(
        stages, "وصل الوفد إلى تغازوت بعمالة أكادير إداوتنان."
    )


def test_two_towns_in_a_row_lie_in_neither(stages):
    assert told(stages, "زار الوفد فاس ومكناس.") == {}


def test_who_chairs_where(stages):
    found = told(stages, "ترأس وزير الصحة كمال العروي لقاء بالرباط حول الحملة.")
    assert found["chairs", "كمال العروي", "الرباط"].startswith("ترأس")


def test_another_sentence_is_another_matter(stages):
    found = told(stages, "ترأس وزير الصحة كمال العروي اللقاء. وأضاف أن الحملة مستمرة بالرباط.")
    assert not any(kind == "chairs" for kind, _, _ in found)


def test_kinds_not_wanted_are_left_out(stages):
    quiet = [*stages[:-1], relations.make({"kinds": ["heads"]}, load_knowledge())]
    assert told(quiet, "قال وزير الصحة، كمال العروي، إن الحملة مستمرة.") == {}
