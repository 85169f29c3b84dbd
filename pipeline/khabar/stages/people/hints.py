"""Roles of people beside whom no office stands: what the words around a name say all the same."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.document import Role
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.names import Name
from khabar.stages.people.positions import Office
from khabar.stages.people.words import Text

_SEGMENT = 9  # words of an apposition that are looked at
_LED = frozenset(
    (
        "بقياده", "بزعامه", "يتزعمه", "يتزعمها", "يقوده", "يقودها", "يراسه", "يراسها", "ويتزعمه", "ويتزعمها", "ويقوده",
        "ويقودها", "ويراسه", "ويراسها", "تتزعمه", "تقوده", "تراسه",
    )
)  # fmt: skip
_BACK = 15  # words before `بقيادة` in which the party is named
_PAUSES = frozenset("،,.؛;:\n()")


def role(text: Text, name: Name, offices: Sequence[Office], lexicon: Lexicon) -> tuple[Role, str | None] | None:
    """The role, and its country where the words tell it, that stands beside a name.

    `ونظيره الإسباني خوان ثويدو` has the role of the office before; `حكومة نتنياهو` is a head of government's;
    so is `حزب الوطن بزعامة بلحاج` a party's;
    `رفيق مجعيط عن حزب الأصالة والمعاصرة` and `كروم، القيادي في الحزب` belong to a party; `أوزين، الوزير السابق` was
    a minister.
    """
    return _counterpart(text, name, offices, lexicon) or _led(text, name, lexicon) or _apposed(text, name, lexicon)


def _counterpart(text: Text, name: Name, offices: Sequence[Office], lexicon: Lexicon) -> tuple[Role, str | None] | None:
    nation = None
    k = name.first - 1
    if k > 0 and text.words[k].nation:
        nation, k = text.words[k].nation, k - 1
    if k < 0 or not any(f in lexicon.classes["counterpart"] for f in _unprefixed(text.words[k].form)):
        return None
    before = [o for o in offices if o.first < k and o.role != "none"]
    return (before[-1].role, nation) if before else None


def _unprefixed(form: str) -> tuple[str, ...]:
    return form, form[1:], form[2:]


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


def _apposed(text: Text, name: Name, lexicon: Lexicon) -> tuple[Role, str | None] | None:
    k = name.last
    if k >= len(text):
        return None
    word, gap = text.words[k], text.gap(k)
    party = lexicon.classes["party_word"]
    if gap == " " and word.form in ("عن", "من") and text.joined(k + 1) and text.words[k + 1].form in party:
        return "party", None
    if gap.strip() not in ("،", ",", "("):
        return None
    if word.title and word.title not in ("none", "head_of_state") and word.clitics == 0:
        alone = not text.joined(k + 1) or text.words[k + 1].former
        return (word.title, None) if alone else None  # type: ignore[return-value]
    if word.stop or word.say or word.form[0] == "و":
        return None
    for n in range(k, min(k + _SEGMENT, len(text))):
        if n > k and (_PAUSES & set(text.gap(n)) or text.words[n].say):
            return None
        if text.words[n].form in party:
            return "party", None
    return None
