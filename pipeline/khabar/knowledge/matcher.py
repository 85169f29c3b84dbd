"""One pass over the folded view for all tables.

An Aho-Corasick automaton runs over the letters of the folded text, separators unified, so that hyphens and spaces
are alike. What ends or begins inside a word is no match, but for the proclitics و ف ب ل ك and for a head noun glued to
the name (`جهةمراكش`). The forms of an entry and of its spellings are made once, when the matcher is built.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from operator import attrgetter
from typing import Final, get_args

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from khabar.arabic.clitics import PROCLITICS
from khabar.arabic.fold import code_points, fold
from khabar.document import Hit, Table
from khabar.knowledge.base import Knowledge

TABLES: tuple[Table, ...] = get_args(Table)
# What may stand between the words of a name: not the end of a clause.
_BREAK: Final = re.compile(r"[.,،؛:;!?؟()\[\]\n\"]")
_GAP: Final = re.compile(r"[^\w\n]+|_+")
_TWO_LETTERS: Final = frozenset(["اب", "قم", "حي", "سد"])  # other words of two letters are no name
_LONG_NOUN: Final = 5  # letters
_SPELT: Final = ("place", "person", "role")  # whose names writers glue, and leave articles out of
_SPACE: Final = 0x20
_OTHER: Final = 0xFF
_ARABIC: Final = 0x621 - 0x80  # from an Arabic letter to its byte
_ALEF: Final = ord("ا") - _ARABIC
_LAM: Final = ord("ل") - _ARABIC
_SIZE: Final = 0x3000
_start, _end = attrgetter("start"), attrgetter("end")
# What a pattern stands for: has it several words, and its entries.
_Form = tuple[bool, list[tuple[Table, tuple[str, ...]]]]


class Matcher:
    """Finds the forms of all entries of all tables; cost grows with the text, not with the tables."""

    def __init__(self, knowledge: Knowledge, tables: Collection[Table] = TABLES) -> None:
        found: dict[str, list[tuple[Table, str]]] = {}
        for form, entry in _forms(knowledge, tables):
            found.setdefault(form, []).append(entry)
        # An article's alef is left out, so that الرباط is found in للرباط too; what follows a form is a separator.
        article = {form for form in found if form.startswith("ال") and len(form) > 3}
        by_table = cache(_by_table)  # the forms of one entry have theirs in common
        self._article = bytes(form in article for form in found)
        self._forms: list[_Form] = [(" " in form, by_table(*entries)) for form, entries in found.items()]
        text = "".join(f"{form[1:] if form in article else form} \n" for form in found)
        patterns = _encoded(text).tobytes().split(b"  ")[:-1]
        self._automaton = ahocorasick_rs.BytesAhoCorasick([pattern + b" " for pattern in patterns])
        before = (*PROCLITICS, *_headed(knowledge))
        self._before = frozenset(_encoded(clitic).tobytes() for clitic in before)

    def find(self, text: str) -> list[Hit]:
        """The hits in a folded text, in order: of one table only the longest, of several readings all.

        `find(fold("بجهة مراكش – اسفي").text)` has the region at `مراكش - اسفي`.
        """
        view, places = _view(text)
        origin = places.data  # of which a single item costs less
        hits = []
        for number, start, end in self._automaton.find_matches_as_indexes(view, overlapping=True):
            before = view[start - 1]
            if self._article[number]:
                if before == _ALEF:
                    start -= 1
                    before = view[start - 1]
                elif before != _LAM:
                    continue
            word = start
            if before != _SPACE:
                word = view.rfind(b" ", 0, start) + 1
                if view[word:start] not in self._before:
                    continue
            words, entries = self._forms[number]
            first, last = origin[start - 1], origin[end - 3] + 1
            if words and _BREAK.search(text, first, last):
                continue
            for table, ids in entries:
                hits.append(Hit(first, last, table, ids, start - word))
        hits.sort(key=_end, reverse=True)
        hits.sort(key=_start)  # where several begin, the longest first
        return _longest(hits)


def _longest(hits: list[Hit]) -> list[Hit]:
    """Without the hits that a longer one of the same table covers, but both readings of a word (`و` or وجدة)."""
    covered: set[int] = set()
    last: dict[Table, Hit] = {}
    for hit in hits:
        before = last.get(hit.table)
        if before is not None and hit.start < before.end:
            if hit.start == before.start and hit.end == before.end:  # للقنيطرة is لقنيطرة too, without an article
                before.ids = tuple(dict.fromkeys(before.ids + hit.ids))
                covered.add(id(hit))
                continue
            reading = hit.end == before.end and hit.start - before.start == hit.proclitic
            if not reading and hit.end - hit.start <= before.end - before.start:
                covered.add(id(hit))
                continue
            if not reading:
                covered.add(id(before))
        last[hit.table] = hit
    return [hit for hit in hits if id(hit) not in covered]


# Forms


def _by_table(*entries: tuple[Table, str]) -> list[tuple[Table, tuple[str, ...]]]:
    tables: dict[Table, list[str]] = {}
    for table, key in dict.fromkeys(entries):
        tables.setdefault(table, []).append(key)
    return [(table, tuple(ids)) for table, ids in tables.items()]


def _forms(knowledge: Knowledge, tables: Collection[Table]) -> Iterator[tuple[str, tuple[Table, str]]]:
    """Each spelling to be found, as it stands in the view, with its table and id."""
    named = [row for row in _named(knowledge) if row[1] in tables]
    folded = _GAP.sub(" ", fold("\n".join(name for name, _, _ in named)).text).split("\n")
    for form, (_, table, key) in zip(folded, named, strict=True):
        form = form.strip()
        if len(form) > 2 or form in _TWO_LETTERS:
            yield form, (table, key)
            if table in _SPELT and (" " in form or (form.startswith("بن") and len(form) > 5)):
                for other in _spellings(form):
                    yield other, (table, key)


def _named(knowledge: Knowledge) -> Iterator[tuple[str, Table, str]]:
    for place in knowledge.places.values():
        for name in (place.name, *place.variants, *place.latin):
            yield name, "place", place.id
    for person in knowledge.people.values():
        for name in (person.name, *person.variants):
            yield name, "person", person.id
        if person.latin:
            yield person.latin, "person", person.id
    for institution in knowledge.institutions.values():
        for name in (institution.name, *institution.variants, *filter(None, [institution.latin])):
            yield name, "institution", institution.id
    for program in knowledge.programs.values():
        for name in (program.name, *program.variants):
            yield name, "program", program.id
    for role in knowledge.roles.values():
        forms = (role.masculine, role.feminine, *role.masculine_plural, *role.feminine_plural, *role.variants)
        for name in filter(None, forms):
            yield name, "role", role.id

    for head in knowledge.heads.values():
        for name in head.forms:
            yield name, "head", head.id


def _spellings(form: str) -> set[str]:
    """Other spellings of several words: glued (`وادنون`, `بنصالح`), and later words without their article."""
    words = form.split(" ")
    if len(words) == 1:
        return {f"بن {form[2:]}"}  # بنقردان
    if words[0].isascii() or len(words) > 5:
        return set()
    glued = {" ".join([*words[:i], words[i] + words[i + 1], *words[i + 2 :]]) for i in range(len(words) - 1)}
    glued.add("".join(words))
    bare = " ".join([words[0], *(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words[1:])])
    return {*glued, bare} - {form}


def _headed(knowledge: Knowledge) -> Iterator[str]:
    """The head nouns that writers glue to a name, with their proclitics: `جهةمراكش`, `بإقليمالحوز`.

    Those with the ending ة or five letters, which shorter words do not begin with by chance.
    """
    nouns = {head.noun for head in knowledge.heads.values() if head.level != "other" and " " not in head.noun}
    for noun in sorted(nouns):
        if noun.endswith("ة") or len(noun) >= _LONG_NOUN:
            for clitic in ("", "و", "ب", "ل", "وب", "ول"):
                yield clitic + fold(noun).text


# The view


def _view(text: str) -> tuple[bytes, NDArray[np.int64]]:
    """The letters and digits of a folded text, a byte each, every run between them one space, and where each stood.

    The view begins and ends with a space that is not in the text: `origin[i]` is the place of `view[i + 1]`.
    """
    letters = _encoded(text)
    space = letters == _SPACE
    kept = np.ones(len(letters), bool)
    np.logical_and(space[1:], space[:-1], out=kept[1:])
    np.logical_not(kept[1:], out=kept[1:])
    origin = kept.nonzero()[0]
    return b" %b " % letters[origin].tobytes(), origin


def _encoded(text: str) -> NDArray[np.uint8]:
    return _table().take(code_points(text), mode="clip")


@cache
def _table() -> NDArray[np.uint8]:
    """Code point -> a byte: a Latin letter without accent or a digit is itself, an Arabic letter 0x80 and more.

    Other letters and digits are all one, found in no name; all else is a space.
    """
    table = np.full(_SIZE + 1, _SPACE, np.uint8)
    for code in range(_SIZE):
        if chr(code).isalnum():
            plain = ord(unicodedata.normalize("NFD", chr(code))[0])
            table[code] = plain if plain < 0x80 else plain - _ARABIC if 0x621 <= plain <= 0x64A else _OTHER
    return table
