"""Names sought again in a text."""

from hypothesis import given
from hypothesis import strategies as st

from khabar.arabic.fold import fold
from khabar.knowledge.load import load_knowledge
from khabar.stages.people.joining import _by_form, _by_word
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.words import Text

LEXICON = Lexicon(load_knowledge())
FORMS = ["العروي", "لعروي", "كمال", "وكمال", "ا", "علي"]
WORDS = st.sampled_from([*FORMS, "والعروي", "للعروي", "بكمال", "ووكمال", "كمالا", "على", "ولعلي", "وا", "وزيرالصحة"])


@given(st.lists(WORDS))
def test_names_are_found_alike_by_form_and_by_word(words: list[str]) -> None:
    text = Text(fold("، ".join(words)), LEXICON)
    assert _by_form(text, FORMS) == _by_word(text, FORMS)
