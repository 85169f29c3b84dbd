"""Roles of people beside whom no office stands: what the words around a name say all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from khabar.document import Role
from khabar.stages.people.domains import told_of_body
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.names import Name
from khabar.stages.people.positions import Office
from khabar.stages.people.words import Text

_SEGMENT: Final = 9  # words of an apposition that are looked at
_LED: Final = frozenset(
    (
        "بقياده", "بزعامه", "يتزعمه", "يتزعمها", "يقوده", "يقودها", "يراسه", "يراسها", "ويتزعمه", "ويتزعمها", "ويقوده",
        "ويقودها", "ويراسه", "ويراسها", "تتزعمه", "تقوده", "تراسه", "برياسه",
    )
)  # fmt: skip
_BACK: Final = 15  # words before `بقيادة` in which the party is named
_ITS_HEAD: Final = frozenset({"رييسه", "رييسها", "رييسهم", "رييستها", "رييسته"})
_FAR: Final = 25  # words before `رئيسه` in which its body is named
_RANK_BACK: Final = 5  # words before a name in which a rank stands
_RESPONSIBLE: Final = frozenset({"المسوول", "المسووله"})
_PAUSES: Final = frozenset("،,.؛;:\n()")


def role(
    text: Text, name: Name, offices: Sequence[Office], lexicon: Lexicon, parties: Mapping[int, int]
) -> tuple[Role, str | None] | None:
    """The role, and its country where the words tell it, that stands beside a name.

    `ونظيره الإسباني خوان ثويدو` has the role of the office before; `الفريق ... رئيسه، نور الدين مضيان` leads what was
    named before; `حكومة نتنياهو` is a head of government's; so is `حزب الوطن بزعامة بلحاج` a party's;
    `رفيق مجعيط عن حزب الأصالة والمعاصرة` and `كروم، القيادي في الحزب` belong to a party; `أوزين، الوزير السابق` was
    a minister. `parties` are names of parties by their words, first and after the last.
    """
    return (
        _counterpart(text, name, offices, lexicon)
        or _own(text, name, lexicon)
        or _led(text, name, lexicon)
        or _ranked(text, name, lexicon)
        or _apposed(text, name, offices, lexicon, parties)
    )


def _own(text: Text, name: Name, lexicon: Lexicon) -> tuple[Role, str | None] | None:
    """`رئيسه، فلان`: the head of the body named last before it in the sentence."""
    k = name.first - 1
    while k > 0 and (text.words[k].title or text.words[k].former):
        k -= 1
    if k <= 0 or not any(f in _ITS_HEAD for f in _unprefixed(text.words[k].form)):
        return None
    for n in range(k - 1, max(k - _FAR, -1), -1):
        forms = [text.words[m].base for m in range(n, min(n + 4, k))]
        forms[0] = forms[0].removeprefix("ب").removeprefix("ل")
        told = told_of_body(lexicon, lexicon.heads[("رييس",)], forms)
        if told:
            return told, None
        if {".", "\n"} & set(text.gap(n)):
            return None
    return None


def _counterpart(text: Text, name: Name, offices: Sequence[Office], lexicon: Lexicon) -> tuple[Role, str | None] | None:
    k = name.first - 1
    nation = text.words[k].nation if k > 0 else None
    if k > 1 and not _counterparts(text, k, lexicon):
        k -= 1 if nation or text.words[k].form[0] == "ب" else 2  # `نظيره بالسنغال`, `نظيرته بمملكة النرويج؛`
        if not nation and text.words[k + 1].form[0] != "ب":
            return None
    if k < 0 or not _counterparts(text, k, lexicon):
        return None
    before = [o for o in offices if o.first < k and o.role != "none"]
    return (before[-1].role, nation) if before else None


def _counterparts(text: Text, k: int, lexicon: Lexicon) -> bool:
    return any(f in lexicon.classes["counterpart"] for f in _unprefixed(text.words[k].form))


def _unprefixed(form: str) -> tuple[str, ...]:
    return form, form[1:], form[2:]


def _ranked(text: Text, name: Name, lexicon: Lexicon) -> tuple[Role, str | None] | None:
    """`العقيد في الاحتياط، فلان`, `اللواء المتقاعد فلان` are of the forces; `المسؤول المحلي فلان` is an official."""
    if text.gap(name.first) not in (" ", "، "):
        return None
    for n in range(name.first - 1, max(name.first - _RANK_BACK, -1), -1):
        word = text.words[n]
        if word.title == "security":
            return "security", None
        if word.base in _RESPONSIBLE and n < name.first - 1:
            return "other_official", None
        between = word.definite or word.form in ("في", "عن") or word.form.startswith("بال")
        if not between or word.title or word.say or word.office or not text.joined(n):
            return None
    return None


def _led(text: Text, name: Name, lexicon: Lexicon) -> tuple[Role, str | None] | None:
    if not text.joined(name.first):
        return None
    noun = text.words[name.first - 1].form
    for form in (noun, noun[1:]):
        if form == "حكومه":
            return "head_of_government", None
        if form == "اداره":
            return "head_of_state", None
    if noun in _LED:
        party = lexicon.classes["party_word"]
        for n in range(name.first - 2, max(name.first - _BACK, -1), -1):
            if text.words[n].form in party:
                return "party", None
            if {".", "\n"} & set(text.gap(n)):
                break
    return None


def _apposed(
    text: Text, name: Name, offices: Sequence[Office], lexicon: Lexicon, parties: Mapping[int, int]
) -> tuple[Role, str | None] | None:
    k = name.last
    if k >= len(text):
        return None
    word, gap = text.words[k], text.gap(k)
    party = lexicon.classes["party_word"]
    if gap == " " and word.form in ("عن", "من") and text.joined(k + 1):
        return ("party", None) if text.words[k + 1].form in party or k + 1 in parties else None
    if gap.strip() not in ("،", ",", "("):
        return None
    if word.title and word.title not in ("none", "head_of_state") and word.clitics == 0:
        former = text.joined(k + 1) and text.words[k + 1].former
        if former and (now := next((o.role for o in offices if o.first == k + 2 and o.role != "none"), None)):
            return now, None  # `الأعرج، الوزير السابق عضو المكتب السياسي`
        return (word.title, None) if former or not text.joined(k + 1) else None  # type: ignore[return-value]
    if word.stop or word.say or word.form[0] == "و":
        return None
    for n in range(k, min(k + _SEGMENT, len(text))):
        if n > k and (_PAUSES & set(text.gap(n)) or text.words[n].say):
            return None
        if text.words[n].form in party or (n > k and n in parties):
            return "party", None
    return None
