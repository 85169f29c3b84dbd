"""The shipped tables hold what they promise: ids, parents, codes, sources, terms that do not overlap."""

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from khabar.knowledge.base import Knowledge, PlaceEntry, Term
from khabar.knowledge.load import load_knowledge
from khabar.resources import data

TABLES = ["places", "people", "terms", "institutions", "programs", "roles", "given_names", "family_names"]
ARAB_STATES = [
    "DZ", "BH", "KM", "DJ", "EG", "IQ", "JO", "KW", "LB", "LY", "MR", "MA", "OM", "PS", "QA", "SA", "SO", "SD", "SY",
    "TN", "AE", "YE",
]  # fmt: skip


@pytest.fixture(scope="module")
def kb() -> Knowledge:
    return load_knowledge()


def rows(name: str) -> list[dict[str, str]]:
    header, *lines = data("kb", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def of(kb: Knowledge, country: str, *kinds: str) -> list[PlaceEntry]:
    return [p for p in kb.places.values() if p.country == country and p.kind in kinds]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_sources_that_are_listed(table: str) -> None:
    listed = {row["source"] for row in rows("sources")}
    for row in rows(table):
        named = row["source"].split(";")
        assert set(named) <= listed, row


@pytest.mark.parametrize("table", ["places", "people", "terms", "institutions", "programs", "roles", "family_names"])
def test_rows_known_only_as_general_knowledge_are_marked(table: str) -> None:
    unchecked = [row for row in rows(table) if row["source"] == "general knowledge"]
    assert {row["status"] for row in unchecked} <= {"unchecked", "partly"}


def test_no_source_forbids_shipping() -> None:
    for row in rows("sources"):
        assert "leak" not in row["licence"]
        assert "ODbL" not in row["licence"] or "not used" in row["licence"]


def test_a_parent_lies_in_the_same_country_and_is_no_smaller(kb: Knowledge) -> None:
    order = ["country", "region", "province", "locality", "other"]
    for place in kb.places.values():
        if place.parent:
            parent = kb.places[place.parent]
            assert parent.country == place.country or place.kind == "territory", place
            assert order.index(parent.level) <= order.index(place.level), place


def test_codes_are_iso_and_begin_with_the_country(kb: Knowledge) -> None:
    for place in kb.places.values():
        if place.code:
            assert re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", place.code), place
            assert place.code.startswith(place.country or "") or place.kind == "territory", place


def test_morocco_is_whole(kb: Knowledge) -> None:
    assert len(of(kb, "MA", "region")) == 12
    assert len([p for p in of(kb, "MA", "province", "prefecture") if p.code]) == 75
    assert len([p for p in of(kb, "MA", "commune") if p.level == "locality"]) >= 1490
    assert all(p.code for p in of(kb, "MA", "region"))


@pytest.mark.parametrize("country", ARAB_STATES)
def test_every_arab_state_has_its_divisions_and_its_capital(kb: Knowledge, country: str) -> None:
    here = [p for p in kb.places.values() if p.country == country]
    assert sum(p.level == "region" for p in here) >= 3
    assert any(p.level == "locality" for p in here)
    assert kb.places[country].level == "country"


def test_no_office_of_one_country_has_two_holders_at_a_time(kb: Knowledge) -> None:
    """Checked where the table is whole: the head of the Moroccan government and its ministers by wording.

    Ministers of state have no portfolio: a government may have several of them at a time.
    """
    offices: dict[str, list[Term]] = defaultdict(list)
    for term in kb.terms:
        if term.office == "وزير الدولة":
            continue
        if term.country == "MA" and term.role in ("head_of_government", "minister") and term.exact and term.start:
            offices[term.office].append(term)
    for office, terms in offices.items():
        terms.sort(key=lambda t: t.start)
        for one, following in pairwise(terms):
            if one.person != following.person:
                assert one.end and one.end <= following.start, (office, one, following)


def test_terms_of_morocco_cover_the_governments_from_1998(kb: Knowledge) -> None:
    governments = {t.government for t in kb.terms if t.country == "MA" and t.government}
    for head in ("اليوسفي", "جطو", "الفاسي", "بنكيران", "العثماني", "أخنوش"):
        assert any(head in g for g in governments)


def test_the_files_are_compact() -> None:
    size = sum(path.stat().st_size for path in Path(data("kb")).iterdir())
    assert size < 4_000_000
