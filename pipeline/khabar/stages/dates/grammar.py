"""The grammar of `data/dates/grammar.toml`, compiled, and the parse of a sequence of kinds.

Each kind is one private character, so that a pattern over kinds is a regular expression over a string.
A parse depends on the kinds alone; parses of recent sequences are kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from khabar.errors import KnowledgeError
from khabar.resources import data

END: Final = "END"
# Characters that mean nothing in a regular expression, the lowest first: sets of those below 256 are quickest by far.
_CHARACTERS: Final = [chr(c) for c in range(0x200) if not chr(c).isspace() and not " " < chr(c) <= "~"]
_DEPTH: Final = 8  # of macros in macros
_MACRO: Final = re.compile(r"\b[a-z]+\b(?!=)")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_GROUP: Final = r"\w+|\([^()]*\)"
_CAPTURE: Final = re.compile(rf"(\w+)=({_GROUP})")
_LOOK: Final = re.compile(rf"(!?)([<>])({_GROUP})")
_LOOKAROUND: Final = re.compile(r"\(\?<?[=!]")
_NAMED: Final = re.compile(r"\(\?P<\w+>")
_OPENING: Final = re.compile(r"\(\?(?::|P<\w+>)")
_QUANTITY: Final = re.compile(r"(\?|\*|\{0,\d+\})|\{\d+,\d+\}|\+")
_LOOKS: Final = {("", "<"): "(?<=", ("!", "<"): "(?<!", ("", ">"): "(?=", ("!", ">"): "(?!"}


@dataclass(slots=True)
class Node:
    """A rule's match over `tokens[first:last]`; `captures` are token indices or the nodes of a level before.

    Parses are kept: no node is changed once it is made.
    """

    kind: str
    make: str
    rule: str
    first: int
    last: int
    captures: dict[str, int | Node]
    parts: tuple[int | Node, ...]

    def __init__(
        self,
        kind: str,
        make: str,
        rule: str,
        first: int,
        last: int,
        captures: dict[str, int | Node],
        parts: tuple[int | Node, ...],
    ) -> None:
        self.kind, self.make, self.rule, self.first, self.last = kind, make, rule, first, last
        self.captures, self.parts = captures, parts


@dataclass(slots=True, frozen=True)
class _Rule:
    name: str
    kind: str
    make: str
    pattern: re.Pattern[str]
    names: tuple[tuple[str, str], ...]  # group in the pattern -> capture
    query: bool


@dataclass(slots=True)
class _Head:
    """How what a pattern matches can begin: kinds that can be all of it, those after a first one, or nothing."""

    one: set[str]
    two: dict[str, set[str]]
    empty: bool

    def first(self) -> set[str]:
        """The kinds that it can begin with."""
        return self.one | self.two.keys()


@dataclass(slots=True, frozen=True)
class _Level:
    """Rules by the kind that they can begin with, in their order, each with the kinds that can follow (None: all).

    `starts` is a pattern for those kinds, `any` one to look at all; `pairs` are the rules for two kinds met before.
    """

    rules: dict[str, list[tuple[_Rule, set[str] | None]]]
    starts: re.Pattern[str]
    any: re.Pattern[str]
    pairs: dict[str, list[_Rule]]

    def beginning(self, pair: str) -> list[_Rule]:
        """The rules that can match where these two kinds stand."""
        known = self.pairs.get(pair)
        if known is None:
            rules = self.rules[pair[0]]
            known = self.pairs[pair] = [rule for rule, second in rules if second is None or pair[1] in second]
        return known


class Grammar:
    """Levels of rules over kinds; `parse` gives the nodes that stand at the top."""

    def __init__(self) -> None:
        source = tomllib.loads(data("dates", "grammar.toml").read_text(encoding="utf-8"))
        self._characters: dict[str, str] = {}
        self._classes: dict[str, list[str]] = source["classes"]
        self._macros: dict[str, str] = source["macros"]
        levels = [
            [r for m, rule in enumerate(level["rule"], 1) for r in self._rules(rule, f"{n}.{m}")]
            for n, level in enumerate(source["level"], 1)
        ]
        self._rules_by_level = levels
        self._asking: list[_Level] = []  # made when it is needed
        self._running = _levels([[rule for rule in rules if not rule.query] for rules in levels])
        words = "|".join(source["tense"]["future"])
        prefix = source["tense"]["prefix"]
        self.future = re.compile(rf"(?<![^\W_]){prefix}(?:{words})(?![^\W_])")
        self.announced = _announced(source["tense"])
        self.past: tuple[str, ...] = tuple(f" {word} " for word in source["tense"]["past"])
        self.reach: int = source["tense"]["reach"]
        self.hijri_countries = frozenset(source["calendar"]["hijri_years"])
        self.sunday_weeks = frozenset(source["calendar"]["sunday_weeks"])
        self.told = _telling(source["today"], prefix)
        self.nowadays_before, self.nowadays_after = _lasting(source["today"], prefix)
        self.told_reach: int = source["today"]["reach"]
        self.dateline = re.compile(source["dateline"]["after"])
        self.head: int = source["dateline"]["reach"]
        self.elsewhere = {make: frozenset(countries) for make, countries in source["elsewhere"].items()}
        others = "|".join(source["particles"]["words"] + source["today"]["told"])
        self.particle = re.compile(f"{prefix}(?:{others})")
        self.counted = re.compile(source["counted"]["noun"])
        self.construct = re.compile(source["particles"]["construct"])
        self.silent = frozenset(source["triggers"]["silent"])
        self.shy = frozenset(source["triggers"]["shy"])
        self.trim = frozenset(source["trim"])
        self.parse = lru_cache(maxsize=16384)(self._parse)

    @property
    def kinds(self) -> list[str]:
        """Every kind spoken of so far."""
        return list(self._characters)

    def character(self, kind: str) -> str:
        """The character that stands for a kind."""
        return self._characters.setdefault(kind, _CHARACTERS[len(self._characters)])

    def types(self, kinds: Sequence[str]) -> str:
        """The kinds as one string."""
        return "".join([self._characters.get(kind) or self.character(kind) for kind in kinds])

    def _parse(self, types: str, query: bool = False) -> tuple[Node, ...]:
        """The top nodes over `types`; `query` lets in the rules for questions."""
        end = self.character(END)
        items: list[int | Node] = list(range(len(types)))
        if query and not self._asking:
            self._asking = _levels(self._rules_by_level)
        for level in self._asking if query else self._running:
            if level.any.search(edged := end + types + end, 1):
                types, items = self._reduce(level, edged, items)
        return tuple(item for item in items if isinstance(item, Node))

    def _reduce(self, level: _Level, types: str, items: list[int | Node]) -> tuple[str, list[int | Node]]:
        out: list[int | Node] = []
        kinds: list[str] = []
        done = 1
        for spot in level.starts.finditer(types, 1, len(types) - 1):
            at = spot.start()
            if at < done:
                continue
            best: re.Match[str] | None = None
            end = at
            for rule in level.beginning(types[at : at + 2]):
                match = rule.pattern.match(types, at)
                if match and match.end() > end:
                    best, chosen, end = match, rule, match.end()
            if best is None:
                continue
            taken = items[at - 1 : end - 1]
            captures = {name: items[best.start(group) - 1] for group, name in chosen.names if best.start(group) >= 0}
            node = Node(
                chosen.kind, chosen.make, chosen.name, _first(taken[0]), _last(taken[-1]), captures, tuple(taken)
            )
            out += [*items[done - 1 : at - 1], node]
            kinds += [types[done:at], self.character(chosen.kind)]
            done = end
        return "".join(kinds) + types[done:-1], out + items[done - 1 :]

    def _rules(self, rule: dict[str, Any], number: str) -> list[_Rule]:
        """One compiled rule for each top alternative, so that the longest wins among them too."""
        return [self._compile({**rule, "pattern": text}, number) for text in _alternatives(rule["pattern"])]

    def _compile(self, rule: dict[str, Any], number: str) -> _Rule:
        text = self._expanded(rule["pattern"])
        names: list[tuple[str, str]] = []
        text = _LOOK.sub(lambda m: f"{_LOOKS[m[1], m[2]]}{self._one_of(m[3])})", text)

        def capture(m: re.Match[str]) -> str:
            names.append((f"g{len(names)}", m[1]))
            return f"(?P<{names[-1][0]}>{self._one_of(m[2])})"

        text = _CAPTURE.sub(capture, text)
        text = re.sub(r"\((?!\?)", "(?:", text)
        text = re.sub(r"\?P<g\d+>|[A-Za-z_][A-Za-z_0-9]*|\s+", self._atom, text)
        try:
            pattern = re.compile(text)
        except re.error as error:
            raise KnowledgeError(f"rule {number}: {error}", "grammar.toml", rule["pattern"]) from error
        return _Rule(
            rule.get("name", number),
            rule.get("as", "NOTHING"),
            rule["make"],
            pattern,
            tuple(names),
            rule.get("query", False),
        )

    def _expanded(self, text: str) -> str:
        """A pattern with its macros written out."""
        for _ in range(_DEPTH):
            text = _MACRO.sub(lambda m: f"({self._macros[m[0]]})" if m[0] in self._macros else m[0], text)
        return text

    def _atom(self, m: re.Match[str]) -> str:
        word = m[0]
        if word.startswith("?P<"):
            return word
        return "" if word.isspace() else self._one_of(word)

    def _one_of(self, group: str) -> str:
        """`KIND`, `class` or `(KIND|class)` as a character class."""
        kinds: list[str] = []
        for name in _NAME.findall(group):
            if name.isupper():
                kinds.append(name)
            elif name in self._classes:
                kinds += _flat(self._classes, name)
            else:
                raise KnowledgeError(f"no class or macro {name!r}", "grammar.toml")
        return "[" + "".join(self.character(kind) for kind in kinds) + "]"


@cache
def grammar() -> Grammar:
    """The grammar, compiled once."""
    return Grammar()


def _announced(tense: dict[str, Any]) -> re.Pattern[str]:
    """The present of verbs that announce (تنطلق), unless it is a past that was going on (كانت تنطلق)."""
    unless = "".join(f"(?<!{word} )" for word in tense["continued"])
    verbs = "|".join(tense["announced"])
    return re.compile(rf"(?<![^\W_]){unless}{tense['prefix']}{tense['persons']}(?:{verbs})(?![^\W_])")


def _telling(today: dict[str, Any], prefix: str) -> re.Pattern[str]:
    """Verbs of news, and their present at the very end (يدشنان)."""
    told, telling = "|".join(today["told"]), "|".join(today["telling"])
    return re.compile(rf"(?<![^\W_]){prefix}(?:(?:{told})(?![^\W_])|[يتن](?:{telling})(?:ان|ون)?[^\w\n.]*\Z)")


def _lasting(today: dict[str, Any], prefix: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Verbs by which `اليوم` means nowadays: at most two words before it (تعيش البلاد اليوم), and right after it."""
    verb = (
        rf"(?<![^\W_]){prefix}(?:[يتن](?:{'|'.join(today['lasting'])})(?:ون|ان)?|{'|'.join(today['became'])})(?![^\W_])"
    )
    return re.compile(rf"{verb}(?: \w+){{0,2}} ?\Z"), re.compile(rf" ?،? ?{verb}")


def _levels(rules: list[list[_Rule]]) -> list[_Level]:
    return [_level(of_level, first=n == 0) for n, of_level in enumerate(rules)]


def _level(rules: list[_Rule], *, first: bool) -> _Level:
    """The first level nearly always has something to do; the others seldom, which one pattern tells."""
    table: dict[str, list[tuple[_Rule, set[str] | None]]] = {}
    for rule in rules:
        head = _head(rule.pattern.pattern, 0)[0]
        for kind in sorted(head.first()):
            table.setdefault(kind, []).append((rule, None if kind in head.one else head.two[kind]))
    anything = "" if first else "|".join(_NAMED.sub("(?:", rule.pattern.pattern) for rule in rules)
    return _Level(table, re.compile(f"[{''.join(table)}]"), re.compile(anything), {})


def _head(pattern: str, at: int) -> tuple[_Head, int]:
    """How the group of `pattern` at `at` can begin, and where it ends."""
    whole: _Head | None = None
    branch = _Head(set(), {}, True)
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            whole, branch, at = _either(whole, branch), _Head(set(), {}, True), at + 1
            continue
        if pattern[at] == "[":
            end = pattern.index("]", at)
            part, at = _Head(set(pattern[at + 1 : end]), {}, False), end + 1
        elif (look := _LOOKAROUND.match(pattern, at)) is not None:
            at = pattern.index(")", look.end()) + 1
            continue
        else:
            opening = _OPENING.match(pattern, at)
            assert opening is not None, pattern
            part, at = _head(pattern, opening.end())
            at += 1
        if (quantity := _QUANTITY.match(pattern, at)) is not None:
            at = quantity.end()
            part = _several(part, quantity)
        branch = _then(branch, part)
    return _either(whole, branch), at


def _several(part: _Head, quantity: re.Match[str]) -> _Head:
    """So many times the same."""
    whole = part if quantity[0] == "?" else _either(part, _then(part, part))
    return _Head(whole.one, whole.two, whole.empty or quantity[1] is not None)


def _then(a: _Head, b: _Head) -> _Head:
    """One after the other."""
    two = {kind: set(following) for kind, following in a.two.items()}
    first = b.first() if a.one else set()
    for kind in a.one:
        two[kind] = two.get(kind, set()) | first
    if a.empty:
        _add(two, b.two)
    return _Head((a.one if b.empty else set()) | (b.one if a.empty else set()), two, a.empty and b.empty)


def _either(a: _Head | None, b: _Head) -> _Head:
    """One or the other."""
    if a is None:
        return b
    two = {kind: set(following) for kind, following in a.two.items()}
    _add(two, b.two)
    return _Head(a.one | b.one, two, a.empty or b.empty)


def _add(two: dict[str, set[str]], more: dict[str, set[str]]) -> None:
    for kind, following in more.items():
        two[kind] = two.get(kind, set()) | following


def _alternatives(pattern: str) -> list[str]:
    parts, depth = [""], 0
    for character in pattern:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _flat(classes: dict[str, list[str]], name: str) -> list[str]:
    return [kind for entry in classes[name] for kind in (_flat(classes, entry) if entry in classes else [entry])]


def _first(item: int | Node) -> int:
    return item if isinstance(item, int) else item.first


def _last(item: int | Node) -> int:
    return item + 1 if isinstance(item, int) else item.last
