"""The tables of `data/people`: every row whole, every word once, every domain with its function."""

import pytest

from khabar.arabic.fold import folded
from khabar.document import Role
from khabar.stages.people.domains import DOMAINS
from khabar.stages.people.lexicon import rows

TABLES = {
    "offices.tsv": ("masculine",), "domains.tsv": ("domain", "heads"), "titles.tsv": ("form",),
    "nationalities.tsv": ("country", "masculine"), "verbs.tsv": ("stem",), "relation_verbs.tsv": ("verb",),
    "classes.tsv": ("word", "class"), "topics.tsv": ("word",), "words.tsv": ("weight", "place"),
}  # fmt: skip
ROLES = {*Role.__args__}


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_whole_sourced_and_single(name):
    table = list(rows(name))
    keys = [tuple(row[k] for k in TABLES[name]) for row in table]
    assert len(keys) == len(set(keys))
    assert all(row["source"].strip() for row in table)


def test_roles_are_known():
    named = {row["role"] for name in ("offices.tsv", "domains.tsv", "titles.tsv") for row in rows(name)}
    assert named <= ROLES


def test_every_domain_of_an_office_has_its_function():
    assert {row["domain"] for row in rows("offices.tsv")} == set(DOMAINS)


def test_a_word_has_one_weight():
    words = [w for row in rows("words.tsv") for w in row["words"].split()]
    assert len(words) == len(set(words))
    assert all(w == folded(w) for w in words[::500])
