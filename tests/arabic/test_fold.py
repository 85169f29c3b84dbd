"""The folded view: what it unifies, and that the way back is exact."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.arabic.fold import PROFILES, Folded, Profile, fold, folded, one_byte

ARABIC = st.text(
    st.one_of(
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىةؤئءـ ًٌٍَُِّْٰ٠٣۵«»–—،؛؟ﻻﷲﷺ\u00a0\u200f\u200b\u202b\n\r\t"),
        st.characters(),
        st.characters(categories=["Cs"]),
    ),
    max_size=60,
)
PROFILE = st.sampled_from(PROFILES)


@pytest.mark.parametrize(
    ("source", "profile", "folded"),
    [
        ("الخُصوص", "standard", "الخصوص"),
        ("مـــحمد", "light", "محمد"),
        ("الخُصوص", "light", "الخُصوص"),
        ("أكادير إفران آسفي ٱلله", "heavy", "اكادير افران اسفي الله"),
        ("أكادير", "standard", "أكادير"),
        ("أڭادير أگادير", "heavy", "اكادير اكادير"),
        ("وزارة الشؤون والهيئات", "heavy", "وزاره الشوون والهييات"),
        ("مستشفى", "heavy", "مستشفي"),
        ("٢٠٢٢/٠١/٠٥ ۱۲٫۵٪", "standard", "2022/01/05 12.5٪"),
        ("«ميثاق» – “خطة”", "standard", '"ميثاق" - "خطة"'),
        ("جهة  مراكش\u00a0\u00a0آسفي", "light", "جهة مراكش آسفي"),
        ("سطر \n\n  سطر", "light", "سطر \n\nسطر"),
        ("سطر\r\nسطر", "light", "سطر \nسطر"),
        ("\u200fالرباط\u202c", "light", "الرباط"),
        ("ﻻ ﷲ ﺍﻟﺮﺑﺎﻁ", "light", "لا الله الرباط"),
        ("ایران کشور", "standard", "ايران كشور"),
        ("LE360 Ｍaroc", "heavy", "le360 maroc"),
        ("«ميثاق»\u00a0– خطة", "heavy", '"ميثاق" - خطه'),
        ("", "heavy", ""),
    ],
)
def test_unifies(source: str, profile: Profile, folded: str) -> None:
    assert fold(source, profile).text == folded


def test_an_expansion_maps_back_to_its_one_character() -> None:
    view = fold("قال ﷺ ذلك")
    start = view.text.index("صلي")
    assert view.source[slice(*view.span(start, start + len("صلي الله عليه وسلم")))] == "ﷺ"


def test_a_mention_takes_the_diacritics_of_its_last_letter() -> None:
    view = fold("زار محمدٌ الرباط")
    start = view.text.index("محمد")
    assert view.source[slice(*view.span(start, start + 4))] == "محمدٌ"


def test_a_control_belongs_to_no_letter() -> None:
    view = fold("\u200fالرباط\u200f.")
    assert view.source[slice(*view.span(0, 6))] == "الرباط"


@pytest.mark.parametrize("bad", [(0, 0), (-1, 2), (3, 2), (0, 99)])
def test_no_span_outside_the_text(bad: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no stretch"):
        fold("الرباط").span(*bad)


def test_words_are_runs_of_letters_and_digits() -> None:
    view = fold("قال: «جهة مراكش-آسفي» 2021🙂")
    forms, starts, ends = view.words
    assert forms == ["قال", "جهه", "مراكش", "اسفي", "2021"]
    assert [view.text[a:b] for a, b in zip(starts, ends, strict=True)] == forms


@given(ARABIC)
def test_words_lie_where_they_are_told_to(source: str) -> None:
    view = fold(source)
    assert [view.text[a:b] for a, b in zip(*view.words[1:], strict=True)] == view.words.forms
    assert all(form.isalnum() for form in view.words.forms)


@given(ARABIC)
def test_a_text_is_folded_alike_without_its_map(source: str) -> None:
    assert folded(source) == fold(source).text


@given(ARABIC, PROFILE)
def test_folding_is_idempotent(source: str, profile: Profile) -> None:
    once = fold(source, profile).text
    assert fold(once, profile).text == once


@given(ARABIC, PROFILE)
def test_the_map_is_total_and_monotone(source: str, profile: Profile) -> None:
    assert_sound(fold(source, profile))


@given(ARABIC, PROFILE, st.data())
def test_a_span_folds_to_what_it_stands_for(source: str, profile: Profile, draw: st.DataObject) -> None:
    view = fold(source, profile)
    if not view.text:
        return
    start = draw.draw(st.integers(0, len(view.text) - 1))
    end = draw.draw(st.integers(start + 1, len(view.text)))
    a, b = view.span(start, end)
    assert view.text[start:end] in fold(source[a:b], profile).text or view.text[start:end].isspace()
    assert view.at(a) <= start


@pytest.mark.parametrize("profile", PROFILES)
def test_real_text_keeps_the_law(raw_news: list[str], profile: Profile) -> None:
    for text in raw_news:
        view = fold(text, profile)
        assert_sound(view)
        assert fold(view.text, profile).text == view.text
        for start, end in list(zip(*view.words[1:], strict=True))[::20]:
            a, b = view.span(start, end)
            assert fold(text[a:b], profile).text == view.text[start:end]


def assert_sound(view: Folded) -> None:
    assert len(view.starts) == len(view.ends) == len(view.text)
    if view.text:
        assert (view.starts < view.ends).all()
        assert view.starts[0] >= 0
        assert view.ends[-1] <= len(view.source)
        assert (np.diff(view.starts) >= 0).all()
        assert (np.diff(view.ends) >= 0).all()
        same = np.diff(view.starts) == 0  # an expansion
        assert (view.ends[:-1][~same] <= view.starts[1:][~same]).all()


class TestAgreement:
    """Where camel_tools and pyarabic promise the same, the results are the same."""

    def test_diacritics_as_pyarabic(self, raw_news: list[str]) -> None:
        araby = pytest.importorskip("pyarabic.araby", reason="pip install 'khabar[compare]'")
        for word in vocabulary(raw_news):
            assert fold(word, "standard").text == fold(araby.strip_diacritics(word), "standard").text

    def test_teh_and_ligatures_as_pyarabic(self, raw_news: list[str]) -> None:
        araby = pytest.importorskip("pyarabic.araby", reason="pip install 'khabar[compare]'")
        for word in vocabulary(raw_news):
            theirs = araby.normalize_teh(araby.normalize_ligature(word))
            assert fold(word).text == fold(theirs).text

    def test_normalisation_as_camel_tools(self, raw_news: list[str]) -> None:
        camel = pytest.importorskip("camel_tools.utils.normalize", reason="pip install 'khabar[camel]'")
        dediac = pytest.importorskip("camel_tools.utils.dediac")
        for word in vocabulary(raw_news):
            theirs = camel.normalize_alef_maksura_ar(
                camel.normalize_alef_ar(camel.normalize_teh_marbuta_ar(dediac.dediac_ar(word)))
            )
            ours = fold(word).text
            assert fold(theirs).text == ours
            if set(word) <= set("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآٱىةء\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"):
                assert theirs == ours


def vocabulary(texts: list[str]) -> list[str]:
    return sorted({word for text in texts[::5] for word in text.split()})


def test_at_a_byte_a_character_ascii_and_arabic_letters_are_told_apart() -> None:
    told = "".join(map(chr, (*range(0x80), *range(ord("ء"), ord("ي") + 1))))
    assert len(set(one_byte(told))) == len(told)
    assert one_byte("12 ماي") == b"12 " + one_byte("ماي")
    assert one_byte("é😀ە") == b"\xff\xff\xff"
