"""Tell Arabic from the other languages that news scrapes hold: by script, then by telling letters and words."""

from __future__ import annotations

import re

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000

# Letters and function words that Arabic does not have; a text needs both to be taken for another language.
_SCRIPT_LETTERS = {"fa": "پچژگکی", "ur": "ٹڈڑںھےہ", "ckb": "ێۆڕڵە"}
_SCRIPT_WORDS = {
    "fa": {"است", "این", "که", "را", "به", "از", "های", "می", "شد", "برای", "ان", "ايران", "اين"},
    "ur": {"ہے", "کے", "کی", "میں", "اور", "سے", "کا", "نے", "پر", "ہیں"},
    "ckb": {"لە", "بە", "کە", "ئەم", "بۆ", "لەسەر", "هەر"},
}
_LATIN_WORDS = {
    "fr": {"le", "la", "les", "des", "du", "et", "un", "une", "est", "dans", "pour", "que", "qui", "au"},
    "en": {"the", "of", "and", "to", "in", "is", "that", "for", "on", "was", "with", "as", "by"},
    "es": {"el", "los", "las", "del", "y", "en", "una", "por", "con", "para", "que", "se"},
}


def identify(text: str) -> str | None:
    """ISO 639-1 code of the main language (ckb for Central Kurdish), None where there is too little text.

    `identify("ترأس الوزير الاجتماع") == "ar"`, `identify("این خبر است که منتشر شد") == "fa"`.
    """
    sample = text[:_SAMPLE]
    arabic, latin = _letters(_ARABIC, sample), _letters(_LATIN, sample)
    if arabic + latin == 0:
        return None
    if arabic < latin:
        return _best(_LATIN_WORDS, sample) if latin > 3 * arabic else "ar"
    for code, letters in _SCRIPT_LETTERS.items():
        share = sum(sample.count(letter) for letter in letters) / max(1, arabic)
        if share > 0.05 and _share(_SCRIPT_WORDS[code], sample) > 0.04:
            return code
    return "ar"


def _letters(script: re.Pattern[str], sample: str) -> int:
    return sum(map(len, script.findall(sample)))


def _best(lexicons: dict[str, set[str]], sample: str) -> str:
    shares = {code: _share(lexicon, sample) for code, lexicon in lexicons.items()}
    code = max(shares, key=lambda c: shares[c])
    return code if shares[code] >= 0.05 else "und"


def _share(lexicon: set[str], sample: str) -> float:
    words = [word.lower() for word in _WORD.findall(sample)]
    return sum(word in lexicon for word in words) / max(1, len(words))
