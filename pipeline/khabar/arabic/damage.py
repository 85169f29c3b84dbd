"""What spoils a text: bytes decoded in another encoding than they were written in, a paywall that cuts it off."""

from __future__ import annotations

import re
from typing import Final

_ARABIC: Final = re.compile("[\u0621-\u064a]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_ACCENTED: Final = re.compile("[\u00c0-\u00ff]")
_MISREAD: Final = re.compile(
    "[\u00d8\u00d9][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u2122]"
)  # UTF-8 read as Windows-1252
_TELLING: Final = "\ufffdØÙÇá"  # at least one of these stands in every garbled text
_SAMPLE: Final = 20_000  # characters
_PAYWALL: Final = re.compile(
    "للمشتركين فقط|(?:متاح|مخصص|حصري) للمشتركين|(?:هذا|هذه) (?:المحتوى|المقال|المادة) للمشتركين|"
    "[إا]?شترك (?:الآن )?(?:لقراءة|لمتابعة القراءة)|سجل (?:الدخول|دخولك) لقراءة|لقراءة (?:المقال|الموضوع) كاملا"
)


def is_garbled(text: str) -> bool:
    """Is it mostly what a wrong decoding leaves?

    >>> is_garbled("الوزير".encode("utf-8").decode("cp1252", "replace")), is_garbled("Élysée : الوزير")
    (True, False)
    """
    sample = text[:_SAMPLE]
    if not any(letter in sample for letter in _TELLING):
        return False
    arabic = len(_ARABIC.findall(sample))
    if sample.count("\ufffd") * 20 > len(sample) or 2 * len(_MISREAD.findall(sample)) > arabic + 5:
        return True
    accented = len(_ACCENTED.findall(sample))
    return accented > arabic and accented * 5 > 2 * len(_LATIN.findall(sample))


def is_cut(text: str) -> bool:
    """Does it say that the rest is for subscribers?"""
    return _PAYWALL.search(text) is not None
