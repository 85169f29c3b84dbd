"""Labelled sentences from the annotated files: CoNLL corpora and khabar's own documents.

Every sentence becomes tokens of the folded view, one BIO tag each for the head of its corpus.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from khabar.arabic.fold import Folded, fold
from khabar.errors import InputError
from khabar.stages.tagger.model import pieces
from khabar.stages.tagger.tokens import sentences, tokens

OUTSIDE = "O"
UNKNOWN_CLITIC = -1
MAX_CLITIC = 2


@dataclass(slots=True, frozen=True)
class Sentence:
    """Folded word forms with one tag each, and how many proclitic letters stand before each span (-1: no matter)."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    clitics: tuple[int, ...]
    document: str


@dataclass(slots=True, frozen=True)
class Span:
    """`source[start:end]` bears `label`."""

    start: int
    end: int
    label: str


def read_conll(path: Path, labels: Mapping[str, str] | None = None) -> list[Sentence]:
    """Sentences of a two-column file (`token<TAB>BIO`); labels not in `labels` become O where it is given."""
    found: list[Sentence] = []
    words: list[str] = []
    tags: list[str] = []

    def close() -> None:
        if words:
            found.append(Sentence(tuple(words), tuple(tags), (UNKNOWN_CLITIC,) * len(words), f"{path.name}:{number}"))
            words.clear()
            tags.clear()

    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            close()
            continue
        word, _, tag = line.rpartition("\t")
        if not word or not (tag == OUTSIDE or tag[:2] in ("B-", "I-")):
            raise InputError(f"is not token<TAB>BIO: {line!r}", f"{path}:{number}")
        _append(words, tags, word, _renamed(tag, labels))
    close()
    return found


def _renamed(tag: str, labels: Mapping[str, str] | None) -> str:
    if labels is None or tag == OUTSIDE:
        return tag
    return f"{tag[:2]}{labels[tag[2:]]}" if tag[2:] in labels else OUTSIDE


def _append(words: list[str], tags: list[str], word: str, tag: str) -> None:
    """A corpus token may be several of ours (`(الرباط)`): the first takes the tag, the rest continue it."""
    forms = pieces(word)
    words += forms
    tags.append(tag)
    tags += ["I-" + tag[2:] if tag != OUTSIDE else OUTSIDE] * (len(forms) - 1)


def read_documents(path: Path, labels: Sequence[str]) -> list[Sentence]:
    """Sentences of annotated documents (JSONL with `text` and `mentions`); boilerplate lines are left out."""
    found: list[Sentence] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row: dict[str, Any] = json.loads(line)
            spans = [Span(m["start"], m["end"], m["label"]) for m in row["mentions"] if m["label"] in labels]
            text = _blanked(row["text"], row.get("lines", ()), row.get("removed", ()))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"is no annotated document: {error!r}", f"{path}:{number}") from error
        found += label(text, spans, str(row.get("id", number)))
    return found


def _blanked(text: str, lines: Iterable[Mapping[str, Any]], removed: Iterable[Mapping[str, Any]]) -> str:
    """The text with its boilerplate as blanks, so that offsets stay."""
    letters = list(text)
    for stretch in [*(x for x in lines if x["kind"] != "body"), *removed]:
        for i in range(stretch["start"], stretch["end"]):
            if letters[i] != "\n":
                letters[i] = " "
    return "".join(letters)


def label(text: str, spans: Sequence[Span], document: str) -> list[Sentence]:
    """The sentences of a text with the longest of overlapping spans as tags."""
    folded = fold(text)
    forms, offsets = tokens(folded.text)
    tags, clitics = _tags(folded, offsets, spans)
    return [Sentence(tuple(forms[a:b]), tuple(tags[a:b]), tuple(clitics[a:b]), document) for a, b in sentences(forms)]


def _tags(folded: Folded, offsets: Sequence[tuple[int, int]], spans: Sequence[Span]) -> tuple[list[str], list[int]]:
    tags = [OUTSIDE] * len(offsets)
    clitics = [UNKNOWN_CLITIC] * len(offsets)
    starts = [a for a, _ in offsets]
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        first, last = folded.at(span.start), folded.at(span.end)
        covered = [i for i in _between(starts, offsets, first, last) if tags[i] == OUTSIDE]
        if not covered or tags[covered[0]] != OUTSIDE or len(covered) != covered[-1] - covered[0] + 1:
            continue
        if offsets[covered[0]][0] > first or offsets[covered[-1]][1] < last - 1:
            continue
        tags[covered[0]] = f"B-{span.label}"
        for i in covered[1:]:
            tags[i] = f"I-{span.label}"
        clitic = first - offsets[covered[0]][0]
        clitics[covered[0]] = clitic if clitic <= MAX_CLITIC else UNKNOWN_CLITIC
    return tags, clitics


def _between(starts: Sequence[int], offsets: Sequence[tuple[int, int]], first: int, last: int) -> Iterator[int]:
    """Indices of the tokens that share a letter with `[first, last)`."""
    i = max(bisect_right(starts, first) - 1, 0)
    while i < len(offsets) and offsets[i][0] < last:
        if offsets[i][1] > first:
            yield i
        i += 1
