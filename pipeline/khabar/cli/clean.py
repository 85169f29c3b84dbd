"""`khabar clean`: the text of articles without boilerplate, and site profiles."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from khabar.document import Document


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(clean)


class BoilerplateKind(StrEnum):
    """The kinds of `khabar.document.Kind`."""

    ad = "ad"
    nav = "nav"
    related = "related"
    share = "share"
    meta = "meta"
    legal = "legal"


_COLOURS = {"ad": "magenta", "nav": "blue", "related": "yellow", "share": "cyan", "meta": "green", "legal": "red"}


def clean(
    inputs: Annotated[list[str] | None, typer.Argument(help="Files, folders, globs; none or - for stdin.")] = None,
    keep: Annotated[list[BoilerplateKind] | None, typer.Option(help="A kind to leave in; may be repeated.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the source, what goes in colour, with its rule.")] = False,
    learn: Annotated[
        bool, typer.Option("--learn", help="Print a site profile: the lines that recur from article to article.")
    ] = False,
    profile: Annotated[list[Path] | None, typer.Option(help="A site profile to use; may be repeated.")] = None,
) -> None:
    """Print articles without boilerplate: text for one text or page, JSONL for many documents.

    Typical use: khabar clean page.html, khabar clean news.jsonl --keep meta,
    khabar clean --learn site/*.html > site.tsv, khabar clean --profile site.tsv page.html.
    """
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    inputs = inputs or ["-"]
    documents = _documents(inputs)
    if learn:
        typer.echo(_learnt(documents, ", ".join(inputs)), nl=False)
        return
    from khabar.knowledge.load import load_knowledge
    from khabar.stages.strip import make

    strip = make({"keep": list(keep or ()), "profiles": list(profile or ())}, load_knowledge())
    for document in documents:
        document = strip(document)
        for warning in document.warnings:
            typer.echo(f"{document.source or document.id or '-'}: {warning}", err=True)
        typer.echo(_shown(document) if show else _plain(document))


def _documents(inputs: list[str]) -> Iterator[Document]:
    """What can be read; what cannot is said on stderr."""
    from khabar.document import Document
    from khabar.io import read

    for found in read(inputs):
        if isinstance(found, Document):
            yield found
        else:
            place = f"{found.source}:{found.line}" if found.line else found.source
            typer.echo(f"{place}: {found.error}", err=True)


def _learnt(documents: Iterator[Document], source: str) -> str:
    from khabar.knowledge.load import load_knowledge
    from khabar.stages.strip import lexicon_of
    from khabar.stages.strip.profile import learn, write

    rows = learn(((d.url, d.text) for d in documents), lexicon_of(load_knowledge()))
    typer.echo(f"{len(rows)} lines recur", err=True)
    return write(rows, source)


def _plain(document: Document) -> str:
    """The body of a file; of a line or row, an object with its fields and what was removed."""
    if document.line is None:
        return document.body.text.strip("\n")
    import msgspec

    fields = ("id", "title", "url", "published", "author", "section", "site")
    row = {name: getattr(document, name) for name in fields if getattr(document, name) is not None}
    removed = [{"start": r.start, "end": r.end, "kind": r.kind, "rule": r.rule} for r in document.removed]
    return msgspec.json.encode({**row, "text": document.body.text, "removed": removed}).decode()


def _shown(document: Document) -> str:
    """The source with each removed stretch in the colour of its kind, kind and rule after it."""
    parts: list[str] = []
    at = 0
    for r in document.removed:
        stretch = document.text[r.start : r.end]
        text = stretch.rstrip("\n")
        parts += [document.text[at : r.start], typer.style(text, fg=_COLOURS[r.kind], strikethrough=True)]
        parts += [typer.style(f" [{r.kind} {r.rule}]", dim=True), stretch[len(text) :]]
        at = r.end
    return "".join([*parts, document.text[at:]])
