"""The stage `lookup` fills the hits, by its settings."""

from khabar.document import Document
from khabar.knowledge.load import load_knowledge
from khabar.stages import lookup

TEXT = "زار وزير الداخلية مدينة فاس"


def test_hits_are_offsets_into_the_folded_body() -> None:
    document = lookup.make({}, load_knowledge())(Document(TEXT))
    named = {(h.table, document.folded.text[h.start : h.end]) for h in document.hits}
    assert {("place", "فاس"), ("head", "مدينه"), ("role", "وزير")} <= named


def test_tables_can_be_left_out() -> None:
    document = lookup.make({"tables": ["place"]}, load_knowledge())(Document(TEXT))
    assert {h.table for h in document.hits} == {"place"}
