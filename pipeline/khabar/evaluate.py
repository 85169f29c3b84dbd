"""How good is it? Mentions and record fields against annotated documents; a model's tags against a CoNLL corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from khabar.arabic.fold import fold
from khabar.document import MINISTERIAL, Document
from khabar.errors import InputError
from khabar.stages.tagger.tokens import labelled

LABELS = ("PERSON", "POSITION", "PLACE", "DATE", "PROGRAM", "ORG")
ALIKE = 0.6
"""Share of words that two wordings of a programme must have in common."""
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")

Row = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts of right, expected and found things; precision, recall and F1 of them (0..1)."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, right: int, gold: int, found: int) -> None:
        """Count some more."""
        self.right += right
        self.gold += gold
        self.found += found

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was expected that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.right else 0.0


@dataclass(slots=True, frozen=True)
class Miss:
    """A thing that was `missed` or is `spurious`: in which document, of what sort, and its words."""

    document: str
    sort: str
    what: str
    text: str


@dataclass(slots=True)
class Report:
    """Tallies by what was counted (`PERSON exact`, `PERSON overlap`, `record.dates`), and the misses."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def tally(self, name: str) -> Tally:
        """The tally of a name, made at first use."""
        return self.tallies.setdefault(name, Tally())

    def lines(self) -> Iterator[str]:
        """A table for people."""
        for name, t in self.tallies.items():
            yield (f"{name:<18} P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}  gold {t.gold}  found {t.found}")

    def figures(self) -> dict[str, dict[str, float]]:
        """The same for programs."""
        return {
            name: {"p": t.precision, "r": t.recall, "f1": t.f1, "gold": t.gold, "found": t.found}
            for name, t in self.tallies.items()
        }


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file; InputError with file and line."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise InputError(f"is not JSON: {error}", f"{path}:{number}") from error
    return rows


def documents(gold: Iterable[Row]) -> Iterator[Document]:
    """The annotated documents as the pipeline reads them."""
    for row in gold:
        published = row.get("published")
        yield Document(
            row["text"],
            id=row["id"],
            title=row.get("title"),
            published=date.fromisoformat(published[:10]) if published else None,
            country=row.get("country"),
        )


def evaluate(gold: Sequence[Row], records: Iterable[Row]) -> Report:
    """Compare records with annotated documents of the same `id`; a missing record counts as an empty one.

    Labels and fields that the gold file never has are left out of the report.
    """
    report = Report()
    by_id = {record["id"]: record for record in records}
    labels = [label for label in LABELS if any(m["label"] == label for row in gold for m in row["mentions"])]
    full = all("value" in m for row in gold for m in row["mentions"] if m["label"] == "DATE") and "DATE" in labels
    for label in labels:
        report.tally(f"{label} exact")
        report.tally(f"{label} overlap")
    for row in gold:
        record = by_id.get(row["id"], {})
        for label in labels:
            _mentions(report, row, record, label)
        if full:
            _fields(report, row, record)
    return report


def _mentions(report: Report, row: Row, record: Row, label: str) -> None:
    want = {(m["start"], m["end"]) for m in row["mentions"] if m["label"] == label}
    have = {(m["source_start"], m["source_end"]) for m in record.get("mentions", ()) if m["label"] == label}
    report.tally(f"{label} exact").add(len(want & have), len(want), len(have))
    paired_want, paired_have = pairs(want, have)
    report.tally(f"{label} overlap").add(len(paired_want), len(want), len(have))
    for what, left in (("missed", want - paired_want), ("spurious", have - paired_have)):
        for start, end in sorted(left):
            report.misses.append(Miss(row["id"], label, what, row["text"][start:end]))


def pairs(
    want: Iterable[tuple[int, int]], have: Iterable[tuple[int, int]]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The spans of both sides that overlap one to one, largest share first."""
    found = list(have)
    ways = [(_share(a, b), a, b) for a in want for b in found if min(a[1], b[1]) > max(a[0], b[0])]
    left: set[tuple[int, int]] = set()
    right: set[tuple[int, int]] = set()
    for _, a, b in sorted(ways, reverse=True):
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
    return left, right


def _share(a: tuple[int, int], b: tuple[int, int]) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0])


def _fields(report: Report, row: Row, record: Row) -> None:
    want, have = _gold_fields(row["mentions"]), _record_fields(record)
    for name in want:
        right = len(want[name] & have[name])
        report.tally(f"record.{name}").add(right, len(want[name]), len(have[name]))
    programs = _distinct(m["name"] for m in row["mentions"] if m["label"] == "PROGRAM")
    found = _distinct(p["name"] for p in record.get("programs", ()))
    matched = sum(any(alike(a, b) for b in found) for a in programs)
    report.tally("record.programs").add(matched, len(programs), len(found))


def _gold_fields(mentions: Iterable[Row]) -> dict[str, set[Hashable]]:
    fields: dict[str, set[Hashable]] = {"ministers": set(), "regions": set(), "places": set(), "dates": set()}
    for m in mentions:
        if m["label"] == "PERSON" and m["role"] in MINISTERIAL:
            fields["ministers"].add(_squeezed(m["name"]))
        elif m["label"] == "PLACE":
            fields["places"].add((_squeezed(m["name"]), m["level"]))
            if m["level"] in ("region", "province"):
                fields["regions"].add((_squeezed(m["name"]), m["level"]))
        elif m["label"] == "DATE" and m["type"] in ("date", "time", "interval") and m["value"]:
            fields["dates"].add(m["value"])
    return fields


def _record_fields(record: Row) -> dict[str, set[Hashable]]:
    return {
        "ministers": {_squeezed(x["name"]) for x in record.get("ministers", ()) if x["name"]},
        "regions": {(_squeezed(x["name"]), x["level"]) for x in record.get("regions", ())},
        "places": {(_squeezed(x["name"]), x["level"]) for x in record.get("places", ())},
        "dates": {
            x["value"] for x in record.get("dates", ()) if x["value"] and x["type"] in ("date", "time", "interval")
        },
    }


def _letters(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in fold(text).text)


def _squeezed(text: str) -> str:
    return _letters(text).replace(" ", "")


def _distinct(names: Iterable[str]) -> list[str]:
    out: list[str] = []
    for name in names:
        if not any(alike(name, other) for other in out):
            out.append(name)
    return out


def alike(a: str, b: str) -> bool:
    """Do two wordings name one programme? `البرنامج الحكومي` and `برنامج حكومي` do: articles do not count."""
    left, right = ({_bare(word) for word in _letters(text).split()} - {""} for text in (a, b))
    return bool(left and right) and len(left & right) / max(len(left), len(right)) >= ALIKE


def _bare(word: str) -> str:
    return next((word[len(article) :] for article in _ARTICLES if word.startswith(article)), word)


Tagger = Callable[[list[list[str]]], list[list[str]]]


def read_conll(path: Path) -> list[list[tuple[str, str]]]:
    """Sentences of a two-column file, `token<TAB>BIO`; InputError with file and line."""
    out: list[list[tuple[str, str]]] = [[]]
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            out.append([])
            continue
        word, tab, tag = line.rpartition("\t")
        if not tab or (tag != "O" and tag[:2] not in ("B-", "I-")):
            raise InputError(f"is not token<TAB>BIO: {line!r}", f"{path}:{number}")
        out[-1].append((word, tag))
    return [sentence for sentence in out if sentence]


def evaluate_conll(path: Path, tag: Tagger, labels: Sequence[str] | None = None) -> Report:
    """Exact spans of a CoNLL file, by label and all together (`micro`); `labels` limits them."""
    report = Report()
    gold = read_conll(path)
    for sentence, tags in zip(gold, tag([[w for w, _ in s] for s in gold]), strict=True):
        want = {s for s in labelled([t for _, t in sentence]) if labels is None or s[2] in labels}
        have = {s for s in labelled(tags) if labels is None or s[2] in labels}
        for name in sorted({label for *_, label in want | have}):
            a, b = ({s for s in side if s[2] == name} for side in (want, have))
            report.tally(name).add(len(a & b), len(a), len(b))
        report.tally("micro").add(len(want & have), len(want), len(have))
    report.tallies = dict(sorted(report.tallies.items(), key=lambda kv: (kv[0] == "micro", kv[0])))
    return report
