"""Words analysed once, whatever has been seen in between."""

import pytest

from khabar.arabic.fold import fold
from khabar.knowledge.load import load_knowledge
from khabar.stages.people import seen
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.seen import Seen
from khabar.stages.people.words import NOTABLE, Word

TEXTS = ["قال الوزير إن الوزير بالرباط", "بالرباط والوزير ثم الوزير", "كلمات أخرى كثيرة في نص آخر", "قال الوزير"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(load_knowledge())


def forms(some: Seen, text: str) -> list[str]:
    view = fold(text)
    row, marks = some.words(view.text, view.keyed)
    assert len(row) == len(marks)
    return [row[i].form for i in range(len(row))]


def test_a_form_is_analysed_once() -> None:
    asked: list[str] = []

    def analyse(form: str) -> Word:
        asked.append(form)
        return Word(form)

    some = Seen(analyse)
    for text in TEXTS * 2:
        assert forms(some, text) == fold(text).words.forms
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(("slots", "kept"), [(1, 1000), (3, 1000), (18, 2)])
def test_words_are_the_same_where_few_are_kept(monkeypatch: pytest.MonkeyPatch, slots: int, kept: int) -> None:
    monkeypatch.setattr(seen, "_SLOTS", slots)
    monkeypatch.setattr(seen, "_KEPT", kept)
    some = Seen(Word)
    for text in TEXTS * 3:
        assert forms(some, text) == fold(text).words.forms


def test_marks_are_those_of_the_words(lexicon: Lexicon) -> None:
    view = fold("استقبل الوزير كريم في بيته")
    row, marks = lexicon.seen.words(view.text, view.keyed)
    assert marks.tolist() == [row[i].marks for i in range(len(row))]
    assert [row[i].form for i in (marks & NOTABLE).nonzero()[0]] == ["الوزير", "كريم"]
