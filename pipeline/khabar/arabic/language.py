"""Tell Arabic from the other languages that news scrapes hold: by script, then by telling letters and words."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from khabar.arabic.fold import code_points

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
_PLANE: Final = 0x10000
_ARABIC_RANGES: Final = ((0x620, 0x64B), (0x66E, 0x6D4), (0x6FA, 0x700), (0xFB50, 0xFE00), (0xFE70, 0xFEFD))
_LATIN_RANGES: Final = ((0x41, 0x5B), (0x61, 0x7B), (0xC0, 0x250))
_OTHER, _ARABIC, _LATIN, _ARABIC_OF_OTHERS = range(4)

# Letters and function words that Arabic does not have; a text needs both to be taken for another language.
_SCRIPT_LETTERS: Final = {"fa": "پچژگکی", "ur": "ٹڈڑںھےہ", "ckb": "ێۆڕڵە"}
_SCRIPT_WORDS: Final = {
    "fa": {"است", "این", "که", "را", "به", "از", "های", "می", "شد", "برای", "ان", "ايران", "اين"},
    "ur": {"ہے", "کے", "کی", "میں", "اور", "سے", "کا", "نے", "پر", "ہیں"},
    "ckb": {"لە", "بە", "کە", "ئەم", "بۆ", "لەسەر", "هەر"},
}
_LATIN_WORDS: Final = {
    "fr": {"le", "la", "les", "des", "du", "et", "un", "une", "est", "dans", "pour", "que", "qui", "au"},
    "en": {"the", "of", "and", "to", "in", "is", "that", "for", "on", "was", "with", "as", "by"},
    "es": {"el", "los", "las", "del", "y", "en", "una", "por", "con", "para", "que", "se"},
}


def identify(text: str) -> str | None:
    """ISO 639-1 code of the main language (ckb for Central Kurdish), None where there is too little text.

    `identify("ترأس الوزير الاجتماع") == "ar"`, `identify("این خبر است که منتشر شد") == "fa"`.
    """
    sample = text[:_SAMPLE]
    scripts = _scripts().take(code_points(sample), mode="clip")
    _, arabic, latin, of_others = np.bincount(scripts, minlength=4).tolist()
    arabic += of_others
    if arabic + latin == 0:
        return None
    if arabic < latin:
        return _best(_LATIN_WORDS, sample) if latin > 3 * arabic else "ar"
    if of_others > 0.05 * arabic:
        for code, letters in _SCRIPT_LETTERS.items():
            share = sum(sample.count(letter) for letter in letters) / arabic
            if share > 0.05 and _share(_SCRIPT_WORDS[code], sample) > 0.04:
                return code
    return "ar"


@cache
def _scripts() -> NDArray[np.int64]:
    """The script of each code point of the plane, and one row for all beyond it."""
    table = np.full(_PLANE + 1, _OTHER)
    for script, ranges in ((_ARABIC, _ARABIC_RANGES), (_LATIN, _LATIN_RANGES)):
        for first, after in ranges:
            table[first:after] = script
    table[[ord(letter) for letters in _SCRIPT_LETTERS.values() for letter in letters]] = _ARABIC_OF_OTHERS
    return table


def _best(lexicons: dict[str, set[str]], sample: str) -> str:
    shares = {code: _share(lexicon, sample) for code, lexicon in lexicons.items()}
    code = max(shares, key=lambda c: shares[c])
    return code if shares[code] >= 0.05 else "und"


def _share(lexicon: set[str], sample: str) -> float:
    words = [word.lower() for word in _WORD.findall(sample)]
    return sum(word in lexicon for word in words) / max(1, len(words))
