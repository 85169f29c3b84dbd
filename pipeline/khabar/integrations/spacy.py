"""khabar as a spaCy component, and a tokenizer that cuts proclitics off.

>>> nlp = spacy.blank("ar")
>>> nlp.add_pipe("khabar", config={"country": "MA"})
>>> doc = nlp("ترأس وزير الصحة اجتماعا بالرباط")
>>> doc.ents, doc.spans["khabar"], doc._.record
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans, raise_error

from khabar.arabic.article import before_article
from khabar.document import Document
from khabar.errors import ConfigError
from khabar.pipeline import Pipeline, StageError
from khabar.record import Record, from_json
from khabar.stages.assemble import assemble

ErrorHandler = Callable[[str, Any, list[Doc], Exception], None]

_RECORD = "khabar_record"


def _record(doc: Doc) -> Record | None:
    line = doc.user_data.get(_RECORD)
    return from_json(line) if line else None


for _name in ("published", "country"):
    Doc.set_extension(_name, default=None, force=True)
Doc.set_extension("record", getter=_record, force=True)


@Language.factory(
    "khabar",
    assigns=["doc.ents", "doc.spans", "doc._.record", "token.lemma"],
    default_config={
        "config": None,
        "country": None,
        "spans_key": "khabar",
        "set_ents": True,
        "align": "split",
    },
)
def make_khabar(
    nlp: Language,
    name: str,
    *,
    config: str | dict[str, Any] | None,
    country: str | None,
    spans_key: str,
    set_ents: bool,
    align: str,
) -> Khabar:
    """The component. `config` is a settings file or a mapping of settings, as for `khabar.load`."""
    return Khabar(name, config=config, country=country, spans_key=spans_key, set_ents=set_ents, align=align)


class Khabar:
    """Find mentions in docs: all of them in `doc.spans`, the outermost in `doc.ents`, the record in `doc._.record`.

    A document's date and country are `doc._.published` (an ISO day) and `doc._.country`, or come with
    it: `nlp.pipe([(text, {"published": "2022-01-05"})], as_tuples=True)`.

    `align` says what happens to a token that a mention cuts, as in `بالرباط`: it is `split` there,
    or the mention's span is made to `expand` to whole tokens or to `contract` to them.
    With the engine `camel` tokens get the lemmas that CAMeL Tools' morphology knows.
    """

    def __init__(
        self,
        name: str = "khabar",
        *,
        config: str | Mapping[str, Any] | None = None,
        country: str | None = None,
        spans_key: str = "khabar",
        set_ents: bool = True,
        align: str = "split",
    ) -> None:
        if align not in ("split", "expand", "contract"):
            raise ConfigError(f"align is {align!r}", f"component {name!r}", "one of split, expand, contract")
        self.name, self.config, self.country = name, config, country
        self.spans_key, self.set_ents, self.align = spans_key, set_ents, align
        self._on_error: ErrorHandler = raise_error
        _ = self.pipeline

    @cached_property
    def pipeline(self) -> Pipeline:
        """The extraction pipeline, loaded once in each process."""
        from khabar.config import load

        return load(self.config, country=self.country)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one doc."""
        try:
            return self._annotate(doc, assemble(self.pipeline.run(_document(doc)), self.pipeline.provenance))
        except Exception as error:
            self._on_error(self.name, self, [doc], error)
            return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate a stream of docs, batch by batch; a doc that fails goes to the error handler and is left out."""
        for docs in _batches(stream, batch_size):
            found = self.pipeline.batch([_document(doc) for doc in docs])
            for doc, result in zip(docs, found, strict=True):
                if isinstance(result, StageError):
                    self._on_error(self.name, self, [doc], result)
                else:
                    yield self._annotate(doc, assemble(result, self.pipeline.provenance))

    def set_error_handler(self, error_handler: ErrorHandler) -> None:
        """Called by `nlp.set_error_handler`."""
        self._on_error = error_handler

    def get_error_handler(self) -> ErrorHandler:
        """What is called with a doc that fails."""
        return self._on_error

    def __getstate__(self) -> dict[str, Any]:
        """What travels to a process: the settings; the pipeline is loaded again there."""
        return {key: value for key, value in self.__dict__.items() if key != "pipeline"}

    def _annotate(self, doc: Doc, record: Record) -> Doc:
        doc.user_data[_RECORD] = record.to_json()
        if self.align == "split":
            edges = chain.from_iterable((m.source_start, m.source_end) for m in record.mentions)
            _split(doc, set(edges))
        mode = "strict" if self.align == "split" else self.align
        spans = [
            span
            for m in record.mentions
            if (
                span := doc.char_span(
                    m.source_start,
                    m.source_end,
                    label=str(m.__struct_config__.tag),
                    kb_id=getattr(m, "entity", None) or "",
                    span_id=m.id,
                    alignment_mode=mode,
                )
            )
            is not None
        ]
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=spans)
        doc.spans[f"{self.spans_key}_removed"] = _removed(doc, record, f"{self.spans_key}_removed")
        if self.set_ents:
            doc.set_ents(filter_spans(spans), default="outside")
        self._lemmatize(doc)
        return doc

    def _lemmatize(self, doc: Doc) -> None:
        lemma = getattr(dict(self.pipeline.stages).get("tagger"), "lemma", None)
        if lemma is not None:
            for token in doc:
                token.lemma_ = lemma(token.text) or token.lemma_


def make_tokenizer() -> Callable[[Language], ProcliticTokenizer]:
    """`khabar.Tokenizer.v1`: the language's own tokenizer, then proclitics cut off."""

    def create(nlp: Language) -> ProcliticTokenizer:
        from spacy.language import create_tokenizer

        return ProcliticTokenizer(create_tokenizer()(nlp))

    return create


class ProcliticTokenizer:
    """Cut the proclitics off that the article gives away: `وبالرباط` is three tokens, `و ب الرباط`.

    >>> nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "khabar.Tokenizer.v1"}}})

    `doc.text` stays the text as it was. What needs a lexicon (the و of `وأكد`, of `وزير`) stays whole.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        doc: Doc = self.inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        for token in doc:
            cuts = [0, *before_article(token.text), len(token.text)]
            words += [token.text[a:b] for a, b in pairwise(cuts)]
            spaces += [False] * (len(cuts) - 2) + [bool(token.whitespace_)]
        return doc if len(words) == len(doc) else Doc(doc.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize a stream of texts."""
        yield from map(self, texts)

    def to_bytes(self, **options: Any) -> bytes:
        """The inner tokenizer's rules."""
        data: bytes = self.inner.to_bytes(**options)
        return data

    def from_bytes(self, data: bytes, **options: Any) -> ProcliticTokenizer:
        """Read what `to_bytes` gave."""
        self.inner.from_bytes(data, **options)
        return self

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """Write the inner tokenizer's rules."""
        self.inner.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> ProcliticTokenizer:
        """Read what `to_disk` wrote."""
        self.inner.from_disk(path, **options)
        return self


def _batches(stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    docs = iter(stream)
    while some := list(islice(docs, size)):
        yield some


def _document(doc: Doc) -> Document:
    context = getattr(doc, "_context", None)
    given = context if isinstance(context, Mapping) else {}
    published = doc._.published or given.get("published")
    return Document(
        doc.text,
        published=date.fromisoformat(published) if isinstance(published, str) else published,
        country=doc._.country or given.get("country"),
    )


def _split(doc: Doc, edges: set[int]) -> None:
    """Split the tokens that an edge (a character offset) falls into; the text stays."""
    ordered = sorted(edges)
    with doc.retokenize() as retokenizer:
        for token in doc:
            inside = ordered[bisect_right(ordered, token.idx) : bisect_left(ordered, token.idx + len(token))]
            if cuts := [edge - token.idx for edge in inside]:
                bounds = [0, *cuts, len(token)]
                parts = [token.text[a:b] for a, b in pairwise(bounds)]
                retokenizer.split(token, parts, heads=[(token, n) for n in range(len(parts))])


def _removed(doc: Doc, record: Record, key: str) -> SpanGroup:
    spans: list[Span] = []
    for stretch in record.removed:
        span = doc.char_span(stretch.start, stretch.end, label=stretch.kind, alignment_mode="contract")
        if span is not None:
            spans.append(span)
    return SpanGroup(doc, name=key, spans=spans)
