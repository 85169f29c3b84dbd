"""Tell the story of one document: what each stage removed, folded, found and resolved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from khabar.config import load
from khabar.document import Document, Mention
from khabar.errors import InputError
from khabar.io import ReadOptions, Reject, read

WIDTH = 90


def explain(
    file: Path, *, published: str | None = None, country: str | None = None, config: Path | None = None
) -> Iterator[str]:
    """Lines that show each stage's effect on the first document of `file` ("-" for stdin).

    `published` and `country` stand in where the document has none.
    """
    document = _document(file, ReadOptions(published=_day(published), country=country))
    story: list[str] = []
    seen: set[int] = set()
    load(config).run(document, after=lambda stage, d: story.extend(_effect(stage, d, seen)))
    yield from story
    yield from (f"warning: {warning}" for warning in document.warnings)


def _document(file: Path, options: ReadOptions) -> Document:
    found = next(read([file], options), None)
    if found is None:
        raise InputError("holds no document", str(file))
    if isinstance(found, Reject):
        raise InputError(found.error, found.where)
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{text!r} is no date", "--published", "write YYYY-MM-DD, as in 2022-01-05") from error


def _effect(stage: str, document: Document, seen: set[int]) -> Iterator[str]:
    yield f"== {stage}"
    if stage == "language":
        yield f"   {document.language}"
    if stage == "strip":
        yield from _stripped(document)
    if stage == "lookup":
        yield f"   {len(document.hits)} table entries named"
    for mention in sorted(document.mentions, key=lambda m: m.start):
        if id(mention) not in seen:
            seen.add(id(mention))
            yield _line(mention, document)


def _stripped(document: Document) -> Iterator[str]:
    for r in document.removed:
        yield f"   {r.kind:<8} {r.rule:<28} {_short(document.text[r.start : r.end])}"
    yield f"   {len(document.text)} characters, {len(document.body.text)} of them body"
    yield f"   published {document.published}, author {document.author}, section {document.section}"


def _line(mention: Mention, document: Document) -> str:
    text = _short(document.body.text[mention.start : mention.end])
    return (
        f"   {mention.label:<8} {mention.start:>6}  {text}  [{mention.by}, {mention.confidence:.2f}]  {mention.value}"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else f"{line[:WIDTH]}…"
