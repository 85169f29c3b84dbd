"""The data of dates hang together: kinds, makers, forms."""

import tomllib
from pathlib import Path

import pytest

from khabar.arabic.fold import fold
from khabar.resources import data
from khabar.stages.dates.grammar import END, Grammar, Node, grammar
from khabar.stages.dates.lexer import UNKNOWN, Lexer
from khabar.stages.dates.lexicon import MONTH_KINDS, lexicon
from khabar.stages.dates.makers import LISTS, MAKERS

SOURCE = tomllib.loads(data("dates", "grammar.toml").read_text(encoding="utf-8"))
SAID = [
    fold(line.split("\t")[2].translate({ord("["): None, ord("]"): None})).text
    for line in Path(__file__).with_name("said.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
RULES = [rule for level in SOURCE["level"] for rule in level["rule"]]
#: kinds that the lexer makes of figures and number words, and the grammar of matches
NUMBERS = ["D", "Y", "N", "X", "C", "CD", "CN", "CY", "OM", "OF_", "OI", "CLOCK", "NDATE", "NYM", "YSPAN"]
PAIRS = ["NSLASH", "NDASH", "NDOT"]
MADE = [*NUMBERS, *PAIRS, "P", "Q", "T", "U", "S", "I", "L"]


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in data("dates", name).read_text(encoding="utf-8").splitlines()[1:]]


def spoken_of() -> set[str]:
    """The kinds that the grammar names, classes and macros included."""
    read = grammar()
    for kinds in [*SOURCE["classes"].values(), *SOURCE["triggers"].values(), SOURCE["trim"]]:
        read.types([kind for kind in kinds if kind not in SOURCE["classes"]])
    return set(read.kinds)


def test_every_kind_of_the_grammar_is_made_somewhere() -> None:
    lexical = {row[1] for row in rows("words.tsv")} | set(MONTH_KINDS.values())
    assert spoken_of() - lexical - set(MADE) <= {END, UNKNOWN, "NOTHING"}


def test_every_kind_of_word_is_spoken_of() -> None:
    assert {row[1] for row in rows("words.tsv")} - spoken_of() <= {UNKNOWN}


def test_every_maker_is_known_and_used() -> None:
    assert {rule["make"] for rule in RULES} == {*MAKERS, *LISTS}


def test_every_row_has_its_columns_and_a_source() -> None:
    tables = {"words": 4, "months": 6, "events": 5, "hijri_morocco": 3, "hijri_morocco_seen": 4}
    for name, columns in tables.items():
        for row in rows(f"{name}.tsv"):
            assert len(row) == columns and row[-1], (name, row)
    assert all(len(row[1].split()) == 12 for row in rows("hijri_morocco.tsv")[:-1])


def test_triggers_are_folded_words() -> None:
    words = lexicon().triggers
    assert all(fold(word).text == word for word in words)
    assert not {"من", "في", "الماضي"} & set(words)
    assert {"COMMA", "OF", "REL"} <= grammar().silent
    assert not grammar().silent & grammar().shy


@pytest.mark.parametrize(
    ("kinds", "makes"),
    [
        (["UNIT_DAY", "WEEKDAY", "D", "MONTH", "REL"], ["point"]),
        (["OF", "D", "TO", "D", "MONTH", "REL"], ["interval"]),
        (["BLOCK", "D", "MONTH"], ["nothing"]),
        (["N", "PLURAL", "AND", "D", "PLURAL"], ["compound"]),
        (["UNKNOWN", "COMMA"], []),
    ],
)
def test_parse(kinds: list[str], makes: list[str]) -> None:
    read = Grammar()
    assert [node.make for node in read.parse(read.types(kinds))] == makes


def test_two_kinds_choose_every_rule_that_matches() -> None:
    read, lexer = Grammar(), Lexer(lexicon())
    matched = 0
    for said in SAID:
        types = read.types([END, *(token.kind for token in lexer.tokens(said, 0, len(said))), END])
        items: list[int | Node] = list(range(len(types) - 2))
        for level in read._running:
            for at in range(1, len(types) - 1):
                rules = [rule for rule, _ in level.rules.get(types[at], []) if rule.pattern.match(types, at)]
                assert all(rule in level.beginning(types[at : at + 2]) for rule in rules), said
                matched += len(rules)
            reduced, items = read._reduce(level, types, items)
            types = types[0] + reduced + types[-1]
    assert matched > len(SAID)
