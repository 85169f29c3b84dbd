"""Cuts the stretch of text in which a programme's name can lie: a head noun and the words after it.

The stretch ends at punctuation or a line's end; which part of it is the name is decided in `decide.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from khabar.arabic.fold import Folded
from khabar.document import Hit
from khabar.knowledge.base import InstitutionEntry
from khabar.stages.programs.lexicon import Head, HeadForm, Lexicon, State, bare

WINDOW: Final = 240  # folded characters after a head within which its name ends
MOST: Final = 24  # tokens of a name, at most
_TOKEN: Final = re.compile(r""""[^"\n]{1,90}"|'[^'\n]{1,60}'|\([^()\n]{1,60}\)|[^\W_]+|\n|[^\w\s]|_""")
_LETTER: Final = re.compile(r"[^\W_]")
_BEFORE: Final = re.compile(r"[^\W_]+|[^\w\s]")
_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_OPENING: Final = "«“„‹‘"
_CLOSING: Final = "»›"
_NAMED: Final = frozenset({"place", "institution", "person", "program"})
_BROADER: Final = {
    "delegate_ministry": "ministry",
    "ministry_generic": "ministry",
    "ministry_department": "ministry",
    "state_secretariat": "ministry",
    "movement": "party",
    "union": "party",
}
_NO_BODIES: Final[Mapping[str, InstitutionEntry]] = {}
_ASIDE: Final = 4  # words from which brackets hold a remark
_SPEECH: Final = 6  # words from which a quotation is not a name
_NO_COMPLEMENT: Final = frozenset(
    {"relative", "verb", "future", "subordinator", "negation", "that", "pronoun", "demonstrative", "w+def", "w+head"}
)
CLAUSE: Final = frozenset({"relative", "that", "subordinator", "negation", "pronoun", "verb"})  # open what is no name
_NEAR: Final = 7  # words before a head that are looked at
_COMPARED: Final = 16  # phrases alike that one is compared with, so that a long text costs no square
_GLUE: Final = frozenset("-/–")


@dataclass(slots=True)
class Token:
    """A word, a quoted or bracketed stretch, or a joining sign, with its class and folded offsets.

    `stem` is the text as `bare` leaves it, `cluster` the number of the words that stand where this one stands, `opens`
    the knowledge table of a name that starts with it, `inside` that it leans on the next: a name that goes on, or a
    noun with the preposition it governs.
    """

    text: str
    start: int
    end: int
    word_class: str
    stem: str
    cluster: str
    opens: str
    inside: bool

    def __init__(self, text: str, start: int, end: int, word_class: str, stem: str = "", cluster: str = "") -> None:
        self.text, self.start, self.end, self.word_class = text, start, end, word_class
        self.stem, self.cluster = stem, cluster
        self.opens, self.inside = "", False


@dataclass(slots=True)
class Phrase:
    """A head noun and the tokens after it; `stop` is what ended them, `before` the token before, `near` some more.

    `known` is the programme of the knowledge base whose name starts here, `body` the kind of institution whose name
    starts with the head (a fund that is a body), `shared` how many tokens it has in common with each other phrase of
    its head.
    """

    head: Head
    state: State
    start: int
    end: int
    proclitic: int
    tokens: list[Token]
    stop: str
    before: str
    quoted: bool
    near: frozenset[str]
    known: Hit | None
    body: str
    shared: tuple[int, ...]

    def __init__(
        self, form: HeadForm, start: int, end: int, tokens: list[Token], stop: str, before: list[str], quoted: bool
    ) -> None:
        self.head, self.state, self.proclitic = form.head, form.state, form.proclitic
        self.start, self.end, self.tokens, self.stop = start + form.proclitic, end, tokens, stop
        self.before, self.near, self.quoted = before[-1], frozenset(before[-_NEAR:]), quoted
        self.known, self.body, self.shared = None, "", ()

    def ends(self, count: int) -> int:
        """The folded offset at which a name of `count` tokens after the head ends."""
        return self.tokens[count - 1].end if count else self.end


def phrases(
    folded: Folded, lexicon: Lexicon, hits: Sequence[Hit] = (), bodies: Mapping[str, InstitutionEntry] = _NO_BODIES
) -> list[Phrase]:
    """The phrases of a text, in order; they overlap where a head stands inside another's name.

    `hits` are the names of the knowledge base in it, and `bodies` its institutions by id.
    """
    text = folded.text
    found = []
    for start, end, form in lexicon.heads(text):
        alone = " " not in form.head.form
        tokens, stop = _tokens(folded, end, lexicon, alone)
        if alone and not tokens:
            continue
        quoted = (start > 0 and text[start - 1] in "\"'") or text[max(0, start - 2) : start] == '" '
        before = ["^", *_BEFORE.findall(text, max(text.rfind("\n", 0, start) + 1, start - 60), start)]
        found.append(Phrase(form, start, end, tokens, stop, before, quoted))
    if len(found) > 1:
        _compare(found)
    if found:
        _look_up(found, hits, bodies)
    return found


def _nameless(following: str) -> bool:
    """Does a word of this class after the head complete no name? `البرنامج الذي`, `المبادرة في`"""
    return following in _NO_COMPLEMENT or following.startswith("prep")


def _look_up(found: Sequence[Phrase], hits: Sequence[Hit], bodies: Mapping[str, InstitutionEntry]) -> None:
    """Tell each phrase of the names of the knowledge base in it."""
    programs = {hit.start: hit for hit in hits if hit.table == "program"}
    others: dict[int, tuple[str, int]] = {}
    for hit in hits:
        if hit.table in _NAMED:
            kind = bodies[hit.ids[0]].kind if hit.table == "institution" else hit.table
            others.setdefault(hit.start - hit.proclitic, (_BROADER.get(kind, kind), hit.end))
    for phrase in found:
        phrase.known = programs.get(phrase.start) or _quoted_known(phrase, programs)
        phrase.body = others.get(phrase.start - phrase.proclitic, ("", 0))[0]
        until = 0
        for token in phrase.tokens:
            if token.start >= until and token.start in others:
                token.opens, until = others[token.start]
            token.inside |= token.end < until


def _quoted_known(phrase: Phrase, programs: Mapping[int, Hit]) -> Hit | None:
    """`برنامج «فرصة»`: the head and, in quotes, a name that the knowledge base has without it."""
    first = phrase.tokens[0] if phrase.tokens else None
    if first is None or first.word_class != "quoted":
        return None
    start = first.start + len(first.text) - len(first.text[1:].lstrip())
    hit = programs.get(start)
    if hit is None or hit.end < first.start + len(first.text[:-1].rstrip()):
        return None
    return Hit(phrase.start, first.end, "program", hit.ids)


def _compare(found: Sequence[Phrase]) -> None:
    """Tell each phrase how far it runs with the others that begin like it: where they part, a name may end."""
    alike: dict[tuple[str, State, str], list[Phrase]] = {}
    for one in found:
        if not one.tokens:
            continue
        others = alike.setdefault((one.head.form, one.state, one.tokens[0].text), [])
        for other in others[-_COMPARED:]:
            common = _common(one.tokens, other.tokens)
            one.shared += (common,)
            other.shared += (common,)
        others.append(one)


def _common(tokens: Sequence[Token], others: Sequence[Token]) -> int:
    for count, (one, other) in enumerate(zip(tokens, others, strict=False)):
        if one.text != other.text:
            return count
    return min(len(tokens), len(others))


def _tokens(folded: Folded, at: int, lexicon: Lexicon, alone: bool) -> tuple[list[Token], str]:
    """The tokens after a head that ends at `at`, and what ends them; none after one word `alone` that names nothing."""
    tokens: list[Token] = []
    text = folded.text
    limit = at + WINDOW
    while len(tokens) < MOST and (found := _TOKEN.match(text, _skip(text, at), limit)):
        word, start, end = found[0], found.start(), found.end()
        if end == limit:
            break
        first = word[0]
        if first.isalnum():
            name = classify(word, lexicon)
        elif first in "\"'":
            if len(word) == 1 or not _LETTER.search(word) or not opens(folded, start):
                return tokens, "quote"
            name = "quoted" if word.count(" ") < _SPEECH else "speech"
        elif first == "(":
            if len(word) == 1:
                return tokens, "bracket"
            name = _bracketed(word)
        elif first in _GLUE or (first == ":" and end < len(text) and text[_skip(text, end)] == '"'):
            name = "dash"
        else:
            return tokens, "line" if first == "\n" else "stop"
        if tokens and (tokens[-1].stem, word) in lexicon.governed:
            tokens[-1].inside = True
        elif alone and not tokens and _nameless(name):
            break
        stem = bare(word)
        tokens.append(Token(word, start, end, name, stem, lexicon.cluster(word, stem)))
        if name in CLAUSE:
            break
        at = end
    return tokens, "line"


def _bracketed(word: str) -> str:
    if _YEARS.search(word):
        return "years"
    if word[1:].lstrip()[0].isascii():
        return "acronym"
    return "bracketed" if word.strip("() ").count(" ") < _ASIDE else "aside"


def _skip(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def opens(folded: Folded, at: int) -> bool:
    """Does the quotation mark at `at` open a quotation? Its shape says, or else its neighbours."""
    mark = folded.source[int(folded.starts[at])]
    if mark in _OPENING:
        return True
    if mark in _CLOSING:
        return False
    text = folded.text
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return text.count('"', text.rfind("\n", 0, at) + 1, at) % 2 == 0
    return after.isalnum() or not before.isalnum()


def classify(word: str, lexicon: Lexicon) -> str:
    """The class of a word, from the list or from its form: `وللتنميه` -> `w+lil`."""
    known = lexicon.words.get(word)
    if known:
        return known
    form = lexicon.forms.get(word)
    if form:
        return "w+head" if form.proclitic and word[0] == "و" else "head"
    if word == "و":
        return "and"
    if word[0] == "و" and len(word) > 3:
        inner = lexicon.words.get(word[1:])
        return "w+" + (inner or _form(word[1:], lexicon))
    return _form(word, lexicon)


def _form(word: str, lexicon: Lexicon) -> str:
    first = word[0]
    if first.isdigit():
        return "year" if len(word) == 4 and word[:2] in ("19", "20") else "digits"
    if first < "ء":
        return "latin"
    two = word[:2]
    if two == "ال":
        return "def"
    if two == "لل":
        return "lil"
    if word[1:3] == "ال" and first in "بكف":
        return first + "+def"
    if len(word) > 3 and first in "بل":
        return first + "+bare"
    if first == "ي":
        return "y"
    if first == "ت":
        return "masdar" if len(word) > 4 and "ي" in word[3:5] else "t"
    if first == "س" and word[1:2] in ("ي", "ت"):
        return "future"
    return "bare"
