"""Arabic, or another language in either script."""

import pytest

from khabar.arabic.language import identify


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ترأس وزير الصحة اجتماعا بمدينة الرباط", "ar"),
        ("زار وزير الخارجية طهران والتقى محمد جواد ظريف وأجرى محادثات", "ar"),
        ("قال المدير العام لشركة Renault Group Maroc إن المصنع يشغل الآلاف", "ar"),
        ("وزیر بهداشت این کشور گفت که برای مقابله با بیماری به همکاری نیاز است", "fa"),
        ("وزیر اعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرنے میں سنجیدہ ہے اور کام کر رہی ہے", "ur"),
        ("Le ministre de la santé a présidé une réunion dans la ville de Rabat pour les régions", "fr"),
        ("The minister of health said in a statement that the plan is on track for the region", "en"),
        ("2021 - 12 %", None),
        ("", None),
    ],
)
def test_identifies(text: str, code: str | None) -> None:
    assert identify(text) == code
