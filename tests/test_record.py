"""The published record: its schema does not drift, and records go through JSON and back."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

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
)
from khabar.record import Provenance, Record, from_json, json_schema
from khabar.reference import generated
from khabar.stages.assemble import assemble

DOCS = Path(__file__).parents[1] / "docs"
PROVENANCE = Provenance(version="0", config="c", knowledge="k", model=None)


@pytest.mark.parametrize("name", list(generated()))
def test_the_published_reference_is_that_of_the_code(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == generated()[name], "run `make docs`"


@pytest.fixture
def record() -> Record:
    text = "إعلان\nترأست ليلى العمراني، وزيرة الصحة، اليوم لقاء حول برنامج الصحة بفاس"
    document = Document(text, id="d1", published=date(2022, 1, 5), country="MA")
    document.remove([Removed(0, 6, "ad", "test")])
    person = Person("ليلى العمراني", role="minister", position="وزيرة الصحة")
    day = Date("date", "2022-01-05", date(2022, 1, 5), date(2022, 1, 5), anchor="published")
    fes = Place("فاس", "locality", "MA")
    who, office, where = (
        find(document, "ليلى العمراني", "PERSON", person),
        find(document, "وزيرة الصحة", "POSITION", Position("minister", holder="ليلى العمراني")),
        find(document, "فاس", "PLACE", fes),
    )
    document.mentions = [
        where,
        office,
        find(document, "اليوم", "DATE", day),
        who,
        find(document, "برنامج الصحة", "PROGRAM", Program("برنامج الصحة", "programme")),
        find(document, "لقاء", "ORG", Organisation("لقاء")),
    ]
    document.relations = [Relation("holds", who, office, 0, 20)]
    return assemble(document, PROVENANCE)


def find(document: Document, text: str, label: str, value: object) -> Mention:
    start = document.body.text.index(text)
    return Mention(label, start, start + len(text), value, by="test")


def test_mentions_come_in_text_order_with_both_offsets(record: Record) -> None:
    assert [m.text for m in record.mentions] == [
        "ليلى العمراني",
        "وزيرة الصحة",
        "اليوم",
        "لقاء",
        "برنامج الصحة",
        "فاس",
    ]
    source = record.removed[0].text + record.text
    for m in record.mentions:
        assert record.text[m.start : m.end] == source[m.source_start : m.source_end] == m.text


def test_fields_gather_the_mentions_of_one_value(record: Record) -> None:
    assert [(m.name, m.position, m.inferred, m.mentions) for m in record.ministers] == [
        ("ليلى العمراني", "وزيرة الصحة", False, ["m1"])
    ]
    assert [d.value for d in record.dates] == ["2022-01-05"]
    assert [p.name for p in record.places] == ["فاس"]
    assert record.regions == record.officials == []
    assert [(r.type, r.subject, r.object) for r in record.relations] == [("holds", "m1", "m2")]


def test_an_office_without_its_holder_is_inferred_and_unnamed() -> None:
    document = Document("أعلن وزير الداخلية ذلك", published=date(2020, 9, 12), country="MA")
    office = Position("minister", entity="MA-P-1", canonical="عبد الوافي لفتيت")
    document.mentions = [find(document, "وزير الداخلية", "POSITION", office)]
    (minister,) = assemble(document, PROVENANCE).ministers
    assert (minister.name, minister.canonical, minister.inferred) == (None, "عبد الوافي لفتيت", True)
    assert minister.position == "وزير الداخلية"


def test_a_mention_across_removed_text_is_left_out_with_a_warning() -> None:
    document = Document("جهة إعلان مراكش")
    document.remove([Removed(4, 10, "ad", "test")])
    document.mentions = [Mention("PLACE", 0, 9, Place("مراكش", "region"), by="test")]
    made = assemble(document, PROVENANCE)
    assert made.mentions == []
    assert "crosses removed text" in made.warnings[0]


def test_json_goes_there_and_back(record: Record) -> None:
    assert from_json(record.to_json()) == record
    plain = json.loads(record.to_json())
    assert plain == record.to_dict()
    assert plain["schema"] == "khabar/1"
    assert "الصحة" in record.to_json()


def test_every_field_is_there(record: Record) -> None:
    plain = record.to_dict()
    definitions = json_schema()["$defs"]
    assert set(plain) == set(definitions["Record"]["properties"])
    for mention in plain["mentions"]:
        name = mention["label"].title() + "Mention"
        assert set(mention) == set(definitions[name]["properties"])


def test_another_schema_is_refused(record: Record) -> None:
    with pytest.raises(msgspec.ValidationError):
        from_json(record.to_json().replace("khabar/1", "khabar/0"))


def test_the_same_text_has_the_same_id() -> None:
    first, second = (assemble(Document("نص"), PROVENANCE) for _ in range(2))
    assert first.id == second.id != assemble(Document("نص آخر"), PROVENANCE).id
