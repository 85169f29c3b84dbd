from hypothesis import given
from hypothesis import strategies as st

from khabar.arabic.fold import fold
from khabar.arabic.keys import Forms, key

WORDS = st.lists(st.text(st.sampled_from("ابوليةى0a"), min_size=1, max_size=9))


@given(WORDS)
def test_a_word_has_the_same_key_wherever_it_stands(words: list[str]) -> None:
    view = fold("، ".join(words))
    assert view.keyed.keys.tolist() == [key(form) for form in view.words.forms]
    assert (view.keyed.starts, view.keyed.ends) == view.words[1:]


def test_the_order_and_number_of_letters_tell() -> None:
    forms = ["باب", "ببا", "ابب", "ب", "بب", "ببب", "ا", "اا"]
    assert len({key(form) for form in forms}) == len(forms)


def test_a_long_text_has_the_keys_of_a_short_one() -> None:
    assert fold("وزير " * 20_000).keyed.keys.tolist() == [key("وزير")] * 20_000


def test_forms_are_found_among_the_words_of_a_text() -> None:
    keyed = fold("قال الوزير إن الوزير قال").keyed
    assert Forms(["قال", "اعلن"]).places(keyed.keys) == [0, 4]
    assert Forms(["اعلن"]).places(keyed.keys) == []
    assert Forms(["اعلن"]).places(fold("").keyed.keys) == []
