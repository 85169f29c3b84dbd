"""A record's text as tokens with tags, for tools that train taggers: CoNLL, doccano, spaCy.

Tokens are words and punctuation marks, cut where a mention begins or ends (`ب|الرباط`).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from khabar.arabic.sentences import sentences
from khabar.record import Mention, Record

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TOKEN = re.compile(r"[\w\u064b-\u065f\u0670\u0640]+|[^\w\s]")
SPANS_KEY = "khabar"

Token = tuple[int, int]


def tokens(record: Record) -> list[Token]:
    """The tokens of the record's text as offsets."""
    return list(_cut(record.text, _edges(record), 0, len(record.text)))


def _edges(record: Record) -> list[int]:
    return sorted({edge for m in record.mentions for edge in (m.start, m.end)})


def _cut(text: str, edges: Sequence[int], start: int, end: int) -> Iterator[Token]:
    """Tokens, cut at `edges`, which are in order."""
    for match in _TOKEN.finditer(text, start, end):
        begin = match.start()
        for edge in edges[bisect_right(edges, begin) : bisect_left(edges, match.end())]:
            yield begin, edge
            begin = edge
        yield begin, match.end()


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that lie in no other and cross none, in text order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def label(mention: Mention) -> str:
    """PERSON, POSITION, PLACE, DATE, PROGRAM or ORG."""
    return str(mention.__struct_config__.tag)


def conll(record: Record) -> str:
    """Two columns, token and IOB2 tag of the outermost mention, an empty line after each sentence."""
    tags = {m.start: m for m in outermost(record.mentions)}
    edges = _edges(record)
    lines = [f"# id = {' '.join(record.id.split())}"]
    inside: Mention | None = None
    for start, end in sentences(record.text):
        for begin, stop in _cut(record.text, edges, start, end):
            if begin in tags:
                inside = tags[begin]
                tag = f"B-{label(inside)}"
            else:
                inside = inside if inside and begin < inside.end else None
                tag = f"I-{label(inside)}" if inside else "O"
            lines.append(f"{record.text[begin:stop]}\t{tag}")
        lines.append("")
    return "\n".join(lines) + "\n"


def doccano(record: Record) -> str:
    """One line of doccano's JSONL for sequence labelling: all mentions, nested ones too."""
    line = {
        "text": record.text,
        "label": [[m.start, m.end, label(m)] for m in record.mentions],
        "khabar_id": record.id,
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def spacy_doc(record: Record, vocab: Vocab) -> Doc:
    """A spaCy Doc of the record's text: all mentions in `doc.spans["khabar"]`, the outermost in `doc.ents`."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    at, text = 0, record.text
    for start, end in [*tokens(record), (len(text), len(text))]:
        gap = text[at:start]
        if words and gap.startswith(" "):
            spaces[-1], gap = True, gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if end > start:
            words.append(text[start:end])
            spaces.append(False)
        at = end
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = {m.id: doc.char_span(m.start, m.end, label=label(m), span_id=m.id) for m in record.mentions}
    doc.spans[SPANS_KEY] = [s for s in spans.values() if s is not None]
    doc.set_ents([span for m in outermost(record.mentions) if (span := spans[m.id]) is not None])
    doc.user_data["khabar_id"] = record.id
    return doc
