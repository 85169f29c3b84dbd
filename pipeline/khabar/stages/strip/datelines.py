"""Datelines and agencies in a line of body: `الرباط (و م ع) - `, `دبي - "الخليج":`, and `(وام)` after its end.

They say who sent the text, not what it says; the names are in `data/boilerplate/agencies.tsv`.
"""

from __future__ import annotations

import re
from typing import Final

from khabar.arabic.soft import soften
from khabar.document import Removed
from khabar.stages.strip.lexicon import Lexicon, Token
from khabar.stages.strip.lines import Line
from khabar.stages.strip.words import is_person

_MOST: Final = 80  # characters: the longest dateline
_NEAR: Final = 40  # characters within which its first sign stands
_LEAST: Final = 80  # characters: the shortest line that has one
_REST: Final = 40  # characters: the least that a text beside it has
_WORDS: Final = 4  # words of a name
_TAG_MOST: Final = 60  # characters: the longest tag
_SIGN: Final = re.compile(r"[-–—ـ:(/«\"“]")
_PIECE: Final = re.compile(r"[^\W_ـ]+|[^\w\s]|[_ـ]+")
_ENDS, _OPENS, _SHUTS = frozenset(":-–—ـ/"), frozenset("([«\"“'"), frozenset(")]»\"”'")
_BETWEEN: Final = _ENDS | _OPENS | _SHUTS | frozenset("،,.")
_TAG: Final = re.compile(r"[.!؟?»\"”…)]\s*([-–—ـ]*\s*[(\[/«]\s*([^()\[\]/«»\n]{2,50}?)\s*[)\]/»]\s*[.]?)$")
_BARE_TAG: Final = re.compile(r"[.!؟?»\"”…)]\s*([-–—ـ]*\s*((?:[^\W\d_]+[ .]?){1,4}))$")
_CREDIT: Final = re.compile(r"^(?:ال)?صور[ه]?(?: من| عن)?:? ")
_JOINED: Final = re.compile(r"\s*[-–—ـ،,/+|]\s*| و(?=[^\W\d_]{2})")
_SENDERS: Final = frozenset(["known", "quoted", "person", "paper"])
_OF_DATES: Final = Token.MONTH | Token.WEEKDAY
_INITIALS: Final = re.compile(r"[^\W\d_](?:[. ]{1,2}[^\W\d_]){1,3}\.?")


def dateline(line: Line, lexicon: Lexicon) -> Removed | None:
    """Place and agency, paper or correspondent before the first sentence. A place alone stays (`القاهرة - بلغت`)."""
    sign = _SIGN.search(line.ink, 0, _NEAR)
    if sign is None or line.length < _LEAST or not _may_begin(line.ink, lexicon):
        return None
    end = _end(line.ink[:_MOST], lexicon)
    if not end or line.length - end < _REST:
        return None
    return Removed(line.first, line.first + end, "meta", "dateline")


def tag(line: Line, lexicon: Lexicon) -> Removed | None:
    """Agencies after the last sentence: `(وام)`, `- (أ ف ب)`, `«الصور من واس»`."""
    start = max(0, line.length - _TAG_MOST)
    found = (_TAG if line.ink[-1] in ")]/»." else _BARE_TAG).search(line.ink, start)
    if found is None or found.start(1) < _REST:
        return None
    name = _CREDIT.sub("", soften(found[2]).strip())
    if all(_is_agency(part.strip(), lexicon) for part in _JOINED.split(name)):
        return Removed(line.first + found.start(1), line.last, "meta", "agency")
    return None


def _may_begin(ink: str, lexicon: Lexicon) -> bool:
    """Is the first word an agency's or a person's, or one that a name of a place begins with?"""
    first = _PIECE.search(ink)
    if first is None or first[0] in _OPENS or len(first[0]) == 1:
        return first is not None
    word = soften(first[0])
    return word in lexicon.senders or bool(lexicon.tokens.get(word, Token.NONE) & Token.NAME)


def _end(head: str, lexicon: Lexicon) -> int:
    """Where the dateline at the beginning of `head` ends; 0 where there is none."""
    words: list[str] = []
    sorts: set[str] = set()
    end, opened = 0, ""
    for piece in _PIECE.finditer(head):
        text = piece[0]
        if text[0] not in _BETWEEN and text[0].isalnum():
            word = soften(text)
            if not word.isdigit() and not lexicon.tokens.get(word, Token.NONE) & _OF_DATES:
                words.append(word)
            continue
        if text[0] not in _BETWEEN:
            break
        if text == "." and words and len(words[-1]) == 1:
            continue
        if words:
            found = _sorts(words, opened, lexicon)
            if not found:
                break
            sorts.update(found)
            words = []
        opened = text if text in _OPENS and not opened else "" if text in _SHUTS else opened
        if _is_whole(sorts, text):
            end = piece.end()
    return end


def _is_whole(sorts: set[str], sign: str) -> bool:
    """Is it a place with who sent it, or an agency in brackets, up to a sign that ends such a line?"""
    sent = "bracketed" in sorts or ("place" in sorts and not sorts.isdisjoint(_SENDERS))
    return sent and (sign[0] in _ENDS or (sign in _SHUTS and "known" in sorts))


def _sorts(words: list[str], opened: str, lexicon: Lexicon) -> set[str]:
    """What a part of a dateline is: a place, who sent the text, both (`الرباط و م ع`), or none."""
    name = " ".join(words)
    if name in lexicon.agencies or (opened in "(" and _INITIALS.fullmatch(name)):
        return {"known", "bracketed"} if opened == "(" else {"known"}
    if opened:
        return {"known"} if name in lexicon.papers else {"quoted"} if opened != "(" and len(words) <= _WORDS else set()
    if name in lexicon.places and not lexicon.tokens.get(words[0], Token.NONE) & Token.FUNCTION:
        return {"place"}
    if name in lexicon.papers:
        return {"paper"}  # فهد الرشيد - سبق - الرياض
    if 1 < len(words) <= _WORDS and is_person(name, lexicon):
        return {"person"}
    for cut in range(1, len(words)):
        if " ".join(words[:cut]) in lexicon.places and _is_agency(" ".join(words[cut:]), lexicon):
            return {"place", "known"}
    return set()


def _is_agency(name: str, lexicon: Lexicon) -> bool:
    return name in lexicon.agencies or _INITIALS.fullmatch(name) is not None
