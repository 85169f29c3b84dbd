"""What counts as a token, and where sentences end."""

import pytest

from khabar.stages.tagger.tokens import MAX_SENTENCE, sentences, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقال الوزير:", "وقال|الوزير|:"),
        ("بنسبه 12.5 في المءه", "بنسبه|12.5|في|المءه"),
        ("مستويات.واشار", "مستويات|.|واشار"),
        ("2021-2026", "2021|-|2026"),
        ("كوفيد19", "كوفيد|19"),
        ('"رويه"', '"|رويه|"'),
        ("", ""),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    forms, spans = tokens(text)
    assert "|".join(forms) == expected
    assert [text[a:b] for a, b in spans] == forms


@pytest.mark.parametrize(
    "text",
    [
        "جاء المدير . | ثم ذهب",
        "من حضر ؟ | لا احد !",
        "عنوان \n | جسم الخبر .",
        "قال د . سمير كلمه . | ثم سكت",
        'قال : " نعم . " | ثم سكت',
        "بلا نهايه",
    ],
)
def test_sentences(text: str) -> None:
    forms, _ = tokens(text.replace(" | ", " "))
    expected = [tokens(part)[0] for part in text.split(" | ")]
    assert [forms[a:b] for a, b in sentences(forms)] == [[w for w in part if w != "\n"] for part in expected]


def test_a_sentence_without_end_is_cut() -> None:
    forms = ["كلمه"] * (2 * MAX_SENTENCE + 5)
    assert [b - a for a, b in sentences(forms)] == [MAX_SENTENCE, MAX_SENTENCE, 5]
