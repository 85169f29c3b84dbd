"""Who held an office on a day: triples from the sourced rows, their first and last days, and what has no answer."""

from datetime import date
from pathlib import Path

import pytest

from khabar.document import Document, Position
from khabar.knowledge.load import load_knowledge
from khabar.stages.people import make

TRIPLES = [
    line.split("\t")
    for line in (Path(__file__).with_name("office_holders.tsv")).read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.fixture(scope="module")
def people():
    return make({}, load_knowledge())


def read(people, text, day="2020-09-12", country="MA"):
    return people(Document(text, published=date.fromisoformat(day) if day else None, country=country))


def first_position(document):
    return next(m.value for m in document.of("POSITION"))


@pytest.mark.parametrize("office, country, day, holder, why, source", TRIPLES)
def test_an_office_named_without_its_holder_has_the_holder_of_the_day(
    people, office, country, day, holder, why, source
):
    position = first_position(read(people, f"أكد {office} أن الأشغال ستنطلق قريبا.", day, country))
    assert (position.canonical or "") == holder
    assert position.holder is None


def test_no_day_no_holder(people):
    assert first_position(read(people, "أكد وزير الداخلية أن الأشغال ستنطلق.", day="")).entity is None


def test_no_country_no_holder(people):
    assert first_position(read(people, "أكد وزير الداخلية أن الأشغال ستنطلق.", country=None)).entity is None


def test_a_former_office_has_no_holder_of_the_day(people):
    position = first_position(read(people, "أكد وزير الداخلية السابق أن الأشغال ستنطلق."))
    assert position.former and position.entity is None


def test_an_office_of_another_state_spoken_of_is_left_alone(people):
    document = read(people, "التقى وزير الخارجية الإسباني نظراءه. وأضاف وزير الخارجية أن اللقاء كان مثمرا.")
    assert [m.value.entity for m in document.of("POSITION") if isinstance(m.value, Position)] == [None, None]


def test_the_holder_named_in_the_text_is_tied_to_the_tables(people):
    document = read(people, "قال وزير الصحة، خالد آيت الطالب، إن الحملة مستمرة.")
    (person,) = {id(m.value): m.value for m in document.of("PERSON")}.values()
    assert person.role == "minister"
    assert person.canonical == "خالد آيت الطالب"
    assert person.government
    assert document.warnings == []


def test_the_text_wins_over_the_tables_with_a_warning(people):
    document = read(people, "قال وزير الصحة المغربي، كمال الزروالي، إن الحملة مستمرة.")
    (person,) = {id(m.value): m.value for m in document.of("PERSON")}.values()
    assert (person.name, person.role, person.entity) == ("كمال الزروالي", "minister", None)
    assert any("خالد آيت الطالب" in w for w in document.warnings)
