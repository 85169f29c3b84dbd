"""The name lists of the model: single folded words of the knowledge tables and of a file of names.

A word's lists are bits in the order of `LISTS`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from khabar.arabic.fold import fold
from khabar.errors import InputError
from khabar.knowledge.base import Knowledge, RoleEntry
from khabar.stages.tagger.features import LISTS


def lists(knowledge: Knowledge, more: Path | None = None) -> dict[str, int]:
    """Word -> the lists that hold it: names, places of one word, and the head nouns of offices, bodies, programmes.

    `more` is a table of `word`, `list`, `source`: names of the wide world, organisations of one word.
    """
    others = _table(more) if more else {}
    offices = [form for role in knowledge.roles.values() for form in _forms(role)]
    places = [form for place in knowledge.places.values() for form in (place.name, *place.variants)]
    members: dict[str, Iterable[str]] = {
        "given": knowledge.given_names,
        "rare": knowledge.rare_given_names,
        "family": knowledge.family_names,
        "place": map(_folded, places),
        "office": (_folded(form).partition(" ")[0] for form in offices),
        "body": _heads(entry.name for entry in knowledge.institutions.values()),
        "program": _heads(entry.name for entry in knowledge.programs.values()),
        **others,
    }
    bits: dict[str, int] = {}
    for i, name in enumerate(LISTS):
        for word in members.get(name, ()):
            if word and " " not in word:
                bits[word] = bits.get(word, 0) | 1 << i
    return dict(sorted(bits.items()))


def _table(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row.get("list") not in LISTS:
                raise InputError(f"knows no list {row.get('list')!r}", str(path), f"known are {', '.join(LISTS)}")
            found.setdefault(row["list"], []).append(_folded(row["word"]))
    return found


def _forms(role: RoleEntry) -> list[str]:
    plurals = (*role.masculine_plural, *role.feminine_plural)
    return [form for form in (role.masculine, role.feminine, *plurals, *role.variants) if form]


def _folded(form: str) -> str:
    return fold(form).text


def _heads(names: Iterable[str]) -> list[str]:
    """First words that two names share: `وزاره`, `مجلس`, `برنامج`."""
    counts = Counter(_folded(name).partition(" ")[0] for name in names)
    return [word for word, count in counts.items() if count > 1]
