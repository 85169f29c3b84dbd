"""The stage `tagger`: what a model trained on news takes for names, offices, programmes and bodies.

It fills `Document.evidence`; people and programs weigh it against their rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from threadpoolctl import ThreadpoolController

from khabar.document import Document, Evidence, EvidenceLabel
from khabar.errors import ConfigError
from khabar.knowledge.base import Knowledge
from khabar.resources import models
from khabar.stages import Settings, Stage
from khabar.stages.tagger.agreement import agree

if TYPE_CHECKING:
    from khabar.stages.tagger.model import Model


def make(settings: Settings, knowledge: Knowledge) -> Stage:
    """Settings: see default.toml. Without a model the stage does nothing and its `model` is None."""
    if not settings["enabled"]:
        return NoTagger()
    if settings["engine"] == "camel":
        from khabar.stages.tagger.camel import camel

        return camel(settings["camel_model"], settings["agreement"])
    if settings["engine"] != "khabar":
        raise ConfigError(f"unknown engine {settings['engine']!r}", "tagger.engine", "known are 'khabar', 'camel'")
    folder = folder_of(settings["model"])
    if folder is None:
        return NoTagger()
    thresholds: dict[str, float] = {"PROGRAM": settings["program_threshold"]}
    return Tagger(folder, settings["threshold"], thresholds, settings["bias"], settings["agreement"])


def folder_of(wanted: str) -> Path | None:
    """The folder of a shipped model's name or of a user's path; None where nothing is shipped under the name."""
    shipped = models(wanted)
    if (shipped / "model.npz").is_file():
        return shipped
    if "/" in wanted or "\\" in wanted:
        if not Path(wanted, "model.npz").is_file():
            raise ConfigError("holds no model.npz", wanted, "`khabar train` makes one")
        return Path(wanted)
    return None


@cache
def _numeric_libraries() -> ThreadpoolController:
    return ThreadpoolController()


class NoTagger:
    """The stage where there is no model: documents pass as they are."""

    model: str | None = None

    def __call__(self, document: Document) -> Document:
        return document


@dataclass(slots=True, frozen=True)
class Tagger:
    """The stage with a model, which is read from `folder` at the first document and shared by the whole process.

    Evidence below `threshold`, or that of its label in `thresholds`, is dropped.
    """

    folder: Path
    threshold: float = 0.5
    thresholds: Mapping[str, float] = field(default_factory=dict)
    bias: float = 0.0
    agreement: bool = True

    @property
    def model(self) -> str:
        """Name and hash, as records show them: `news@1f2e3d4c5b6a`."""
        from khabar.stages.tagger.model import label

        return label(self.folder)

    def __call__(self, document: Document) -> Document:
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """Fill the evidence of several documents in one go: faster than one by one, the same result."""
        from khabar.stages.tagger.model import load
        from khabar.stages.tagger.tokens import Spans, sentences, tokens

        forms: list[str] = []
        spans: Spans = []
        parts: Spans = []
        begins: list[int] = []
        for document in documents:
            words, offsets = tokens(document.folded.text)
            begins.append(len(forms))
            parts += [(a + len(forms), b + len(forms)) for a, b in sentences(words)]
            forms += words
            spans += offsets
        model = load(self.folder)
        with _numeric_libraries().limit(limits=1, user_api="blas"):  # over small matrices more threads only spin
            found = self._evidence(model, forms, spans, parts)
        ends = [*begins[1:], len(forms)]
        at = 0
        for document, end in zip(documents, ends, strict=True):
            own: list[Evidence] = []
            while at < len(found) and found[at][0] < end:
                own.append(found[at][1])
                at += 1
            document.evidence = agree(document.folded.text, own) if self.agreement else own
        return list(documents)

    def _evidence(
        self, model: Model, forms: list[str], spans: list[tuple[int, int]], parts: list[tuple[int, int]]
    ) -> list[tuple[int, Evidence]]:
        """Evidence above its threshold with the number of its first word, in text order."""
        out = []
        for f in model.find(forms, parts, self.bias):
            start, end = spans[f.start]
            clitic = f.clitic if f.clitic < end - start - 1 else 0
            if f.score >= self.thresholds.get(f.label, self.threshold):
                label = cast(EvidenceLabel, f.label)
                out.append((f.start, Evidence(label, start + clitic, spans[f.end - 1][1], f.score)))
        return out
