"""What a phrase shows: whether its name is a particular programme's, and whether the name ends at a given word.

Each feature is a string `name=value`; the weights learnt for them are in `data/programs/weights.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from khabar.stages.programs.phrases import CLAUSE, Phrase, Token

_OPEN: Final = CLAUSE | {"dash", "and", "or", "w+prep_in"}
_YEARS: Final = frozenset({"year", "years"})
_BELONGS: Final = _YEARS | {"acronym"}
_PERIOD: Final = frozenset(
    {"للفتره", "للسنوات", "للاعوام", "للسنه", "للعام", "لسنوات", "لاعوام", "لسنه", "لعام", "لفتره"}
)
_MARKED: Final = frozenset({"quoted", "bracketed", "years", "year"})
_DEFINITE: Final = _MARKED | {"def", "latin"}
_INDEFINITE: Final = frozenset({"bare", "masdar", "t", "y", "digits", "dash"})
_LONG: Final = 8
_TWO: Final = frozenset({"يه", "ات", "ين", "ون"})
_ONE: Final = frozenset("هيا")
_NUMBER: Final = "رقم"
_END: Final = Token("", 0, 0, "")


def boundary(phrase: Phrase, count: int) -> list[str]:
    """Signs for and against a name of `phrase.head` and `count` tokens: `برنامج مدن | بدون صفيح`."""
    tokens = phrase.tokens
    last = tokens[count - 1] if count else None
    after = tokens[count] if count < len(tokens) else _END
    current = last.word_class if last else phrase.state
    follows = after.word_class or phrase.stop
    length = min(count, _LONG)
    found = [
        "bias",
        f"after={follows}",
        f"word={after.text}",
        f"last={current}",
        f"pair={current} {follows}",
        f"triple={_class(phrase, count - 1)} {current} {follows}" if count else f"before={phrase.before} {follows}",
        f"length={length}",
        f"state+after={phrase.state} {min(length, 3)} {follows}",
        f"shape={_shape(after.text)} {follows}",
        f"ahead={current} {follows} {tokens[count + 1].word_class if count + 1 < len(tokens) else phrase.stop}",
        f"kind={phrase.head.kind} {follows}",
        f"stem={after.stem}",
        f"cluster={after.cluster}",
    ]
    if follows.startswith("prep"):
        found.append(f"words={after.text} {tokens[count + 1].text if count + 1 < len(tokens) else ''}")
    if last:
        found += [
            f"lastshape={_shape(last.text)} {follows}",
            f"lastword={last.text}",
            f"lastcluster={last.cluster} {follows}",
            f"clusters={last.cluster} {after.cluster}",
        ]
    if phrase.quoted:
        found.append(f"quoted={follows}")
    if _closed(phrase, count):
        found.append(f"closed={follows}")
    if phrase.shared:
        found.append(f"shared={max(phrase.shared) > count} {count in phrase.shared}")
    if phrase.known:
        found.append(f"known={_place(phrase.ends(count), phrase.known.end)} {follows}")
        found.append(f"known={_place(phrase.ends(count), phrase.known.end)}")
    if last and last.inside:
        found.append("inside")
    if after.opens:
        found.append(f"opens={after.opens} {follows}")
        found.append(f"opens={after.opens} {current}")
    return found


def particular(phrase: Phrase, count: int) -> list[str]:
    """Signs for and against the first `count` tokens after the head naming one particular programme."""
    tokens = phrase.tokens
    name = tokens[:count]
    after = tokens[count] if count < len(tokens) else _END
    follows = after.word_class or phrase.stop
    first = name[0].word_class if name else "none"
    head, state = phrase.head, phrase.state
    last = name[-1].word_class if name else state
    size = min(count, 6)
    found = [
        "bias",
        f"head={head.form}",
        f"head+state={head.form} {state}",
        f"number={head.number}",
        f"state={state}",
        f"first={first}",
        f"head+first={head.kind} {first}",
        f"state+first={state} {first}",
        f"last={last}",
        f"size={size}",
        f"follows={follows}",
        f"before={phrase.before}",
        f"proclitic={phrase.proclitic > 0}",
        f"definite={definite(phrase, count)}",
        f"state+first+size={state} {first} {min(count, 4)}",
    ]
    for token in name:
        if token.word_class in _MARKED:
            found.append(f"has={token.word_class}")
        else:
            found += [f"stem={token.stem}", f"stem+kind={head.kind} {token.stem}"]
        if token.cluster:
            found += [f"cluster={token.cluster}", f"cluster+state={token.cluster} {state}"]
            found.append(f"cluster+head={token.cluster} {head.form}")
    if phrase.body:
        found += ["body", f"body={phrase.body}"]
    found += [f"near={word}" for word in phrase.near]
    if phrase.shared:
        found.append(f"shared={max(phrase.shared) >= count}")
    if name:
        found.append(f"firstword={head.kind} {name[0].text}")
    if phrase.quoted:
        found.append("quoted")
        found.append(f"quoted={follows}")
    if phrase.known:
        found.append(f"known={phrase.ends(count) >= phrase.known.end}")
    found += [f"names={t.opens}" for t in name if t.opens]
    return found


def definite(phrase: Phrase, count: int) -> bool:
    """Is the name definite: by article, by suffix, by idafa to a definite noun, by quotes, year or Latin letters?"""
    if phrase.state != "bare":
        return True
    for token in phrase.tokens[:count]:
        if token.word_class in _DEFINITE:
            return True
        if token.word_class not in _INDEFINITE:
            return False
    return False


def _place(at: int, end: int) -> str:
    return "in" if at < end else "at" if at == end else "past"


def _class(phrase: Phrase, count: int) -> str:
    return phrase.tokens[count - 1].word_class if count else phrase.state


def _shape(word: str) -> str:
    """The letters that inflect a word: `الوطنيه` -> `يه`."""
    return two if (two := word[-2:]) in _TWO else one if (one := word[-1:]) in _ONE else ""


def _closed(phrase: Phrase, count: int) -> bool:
    """Has the name had its years, quotation or brackets?"""
    return any(token.word_class in _MARKED for token in phrase.tokens[:count])


def lengths(phrase: Phrase) -> Iterator[int]:
    """The numbers of tokens that a name may have.

    It does not end in a joining sign or a preposition, nor inside another name, nor just before its years (`للفترة
    2021-2026` too) or its acronym in brackets, nor between `بين` and the `و` that it waits for, nor around the رقم of a
    numbered road.
    """
    tokens = phrase.tokens
    pair = 0
    for count in range(len(tokens) + 1):
        last = tokens[count - 1] if count else None
        if last and (last.inside or last.word_class in _OPEN or last.word_class.startswith("prep")):
            if last.word_class == "prep_between":
                pair = _joined(tokens, count)
            continue
        if count < pair or _dated(tokens, count):
            continue
        if (last and last.text == _NUMBER) or (count < len(tokens) and tokens[count].text == _NUMBER):
            continue
        yield count


def _dated(tokens: list[Token], count: int) -> bool:
    """Do the words after a name of `count` give its years or its acronym? `البرنامج الحكومي | للفترة 2021-2026`"""
    if count == len(tokens):
        return False
    if tokens[count].text in _PERIOD:
        return count + 1 < len(tokens) and tokens[count + 1].word_class in _YEARS
    return tokens[count].word_class in _BELONGS


def _joined(tokens: list[Token], start: int) -> int:
    """The number of tokens with the first joined by `و`, 0 where there is none."""
    for count in range(start, len(tokens)):
        if tokens[count].word_class.startswith("w+"):
            return count + 1
        if tokens[count].word_class == "and":
            return count + 2
    return 0
