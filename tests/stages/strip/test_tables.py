"""The tables of `data/boilerplate` are whole: columns, kinds, no row twice, provenance."""

from typing import get_args

import pytest

from khabar.document import Kind
from khabar.resources import data
from khabar.stages.strip.lexicon import Token, trie

WHERE = {"start", "any", "line", "credit", "tail", "end"}


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in data("boilerplate", name).read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("name", "columns"), [("words.tsv", 4), ("phrases.tsv", 4), ("tokens.tsv", 3)])
def test_rows_are_whole_and_stand_once(name: str, columns: int) -> None:
    found = rows(name)
    assert all(len(row) == columns and all(cell.strip() == cell != "" for cell in row) for row in found)
    keys = [tuple(row[:-1]) if name != "words.tsv" else (row[0],) for row in found]
    assert len(keys) == len(set(keys))


def test_kinds_and_places() -> None:
    assert {row[1] for row in rows("words.tsv") + rows("phrases.tsv")} <= set(get_args(Kind))
    assert {row[2] for row in rows("phrases.tsv")} == WHERE
    assert all(hasattr(Token, row[1].upper()) for row in rows("tokens.tsv"))


def test_trie_matches_its_words_and_no_others() -> None:
    import re

    words = ["شارك", "شارك على", "شاركه", "طباعة"]
    pattern = re.compile(trie(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not any(pattern.fullmatch(word) for word in ["شار", "شارك عل", "طباع", ""])
