"""Texts that a wrong decoding or a paywall has spoilt."""

import pytest

from khabar.arabic.damage import is_cut, is_garbled

TEXT = "أعلن وزير الصحة اليوم في ندوة صحفية بالرباط عن إطلاق حملة التلقيح في جميع الأقاليم."


@pytest.mark.parametrize(
    "garbled",
    [
        TEXT.encode("utf-8").decode("latin-1"),
        TEXT.encode("utf-8").decode("cp1252", "replace"),
        TEXT.encode("cp1256").decode("latin-1"),
        TEXT.encode("cp1256").decode("utf-8", "replace"),
    ],
)
def test_wrong_decodings(garbled: str) -> None:
    assert is_garbled(garbled)


@pytest.mark.parametrize(
    "text", [TEXT, "", "Élysée : « le président » a reçu à Rabat le ministre", TEXT + " Ségolène Royal"]
)
def test_sound_texts(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize(
    "text", ["هذا المحتوى متاح للمشتركين فقط", "اشترك الآن لقراءة المقال", "سجل الدخول لقراءة المزيد"]
)
def test_paywalls(text: str) -> None:
    assert is_cut(text)


def test_subscribers_in_the_news_are_no_paywall() -> None:
    assert not is_cut("ارتفع عدد المشتركين في خدمات الهاتف بنسبة خمسة في المئة")
