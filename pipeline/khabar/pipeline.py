"""The pipeline: an ordered list of stages from a document to its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from khabar.document import Document
from khabar.errors import KhabarError
from khabar.record import Provenance, Record
from khabar.stages import Stage
from khabar.stages.assemble import assemble


class StageError(KhabarError):
    """A stage failed on a document; `stage` names it."""

    def __init__(self, stage: str, error: Exception, document: Document) -> None:
        self.stage = stage
        where = document.source or document.id
        super().__init__(f"stage {stage}: {type(error).__name__}: {error}", where=where)


@dataclass(slots=True, frozen=True)
class Pipeline:
    """Stages by name, in order, and what the records say about their making.

    `pipeline(text)` gives a record; `pipeline.stream(documents)` one for each document, in order.
    """

    stages: tuple[tuple[str, Stage], ...]
    provenance: Provenance
    country: str | None = None

    def __call__(
        self, text: str | Document, *, published: str | date | None = None, country: str | None = None
    ) -> Record:
        """Extract the record of one text; `published` is an ISO day, `country` an ISO 3166-1 code."""
        if isinstance(text, Document):
            return assemble(self.run(text), self.provenance)
        day = date.fromisoformat(published) if isinstance(published, str) else published
        return self(Document(text, published=day, country=country))

    def run(self, document: Document, after: Callable[[str, Document], None] | None = None) -> Document:
        """Run the stages on one document; `after` is called with each stage's name when it is done."""
        document.country = document.country or self.country
        for name, stage in self.stages:
            try:
                document = stage(document)
            except Exception as error:
                raise StageError(name, error, document) from error
            if after:
                after(name, document)
            if document.foreign:
                break
        return document

    def batch(self, documents: Sequence[Document]) -> list[Document | StageError]:
        """Run the stages on several documents, stage by stage; a failure takes the place of its document."""
        results: list[Document | StageError] = list(documents)
        for document in documents:
            document.country = document.country or self.country
        for name, stage in self.stages:
            live = [(i, d) for i, d in enumerate(results) if isinstance(d, Document) and not d.foreign]
            many = getattr(stage, "batch", None)
            if many is not None:
                try:
                    for (i, _), done in zip(live, many([d for _, d in live]), strict=True):
                        results[i] = done
                    continue
                except Exception:
                    pass  # one document spoils the batch: find it below
            for i, document in live:
                try:
                    results[i] = stage(document)
                except Exception as error:
                    results[i] = StageError(name, error, document)
        return results

    def stream(self, documents: Iterable[Document | str], size: int = 64) -> Iterator[Record]:
        """A record for each document, lazily, in batches of `size`; raises the first StageError."""
        queue = iter(documents)
        while some := [d if isinstance(d, Document) else Document(d) for d in islice(queue, size)]:
            for result in self.batch(some):
                if isinstance(result, StageError):
                    raise result
                yield assemble(result, self.provenance)
