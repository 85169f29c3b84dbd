"""The other engine: CAMeL Tools' BERT finds people, organisations and places, its morphology lemmas and proclitics.

It asks the network for its catalogue when it is imported, so nothing of it is imported before this engine is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from khabar.arabic.fold import fold
from khabar.document import Document, Evidence, EvidenceLabel
from khabar.errors import ConfigError
from khabar.stages.tagger.agreement import agree
from khabar.stages.tagger.tokens import Spans, labelled, sentences, tokens

SCORE = 0.9
"""CAMeL Tools says what it finds, not how sure it is."""
LABELS: Mapping[str, EvidenceLabel] = {"PERS": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_PROCLITICS = ("prc3", "prc2", "prc1")
_NONE = ("0", "na", None)

Analyses = Sequence[Mapping[str, Any]]


class Reading(NamedTuple):
    """What the morphology says of a word."""

    lemma: str
    """Its likeliest lemma without diacritics: `وزير` for `الوزراء`; "" where none is known."""
    proclitics: int
    """How many letters stand before a name: 1 for `وسعاد`."""


Morphology = Callable[[str], Reading]


class Recognizer(Protocol):
    """What is used of CAMeL Tools' `NERecognizer`."""

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        """BIO labels of the words of each sentence."""


@dataclass(slots=True, frozen=True)
class CamelTagger:
    """The stage with CAMeL Tools inside; ready when it is made."""

    name: str
    recognizer: Recognizer
    morphology: Morphology
    agreement: bool = True

    @property
    def model(self) -> str:
        """What records say: `camel/arabert`."""
        return f"camel/{self.name}"

    def __call__(self, document: Document) -> Document:
        """Fill the evidence of a document."""
        text = document.folded.text
        forms, spans = tokens(text)
        parts = sentences(forms)
        words = [[self._spelt(document, *spans[i]) for i in range(a, b)] for a, b in parts]
        found: list[Evidence] = []
        for (first, _), said, tags in zip(parts, words, self.recognizer.predict(words), strict=True):
            if len(tags) == len(said):  # the tokenizer may know nothing of a word and then leaves it out
                found += self._evidence(said, tags, spans[first : first + len(tags)])
        document.evidence = agree(text, found) if self.agreement else found
        return document

    def lemma(self, word: str) -> str:
        """The likeliest lemma of a word, without diacritics; "" where the morphology, if there is one, knows none."""
        return self.morphology(word).lemma

    def _spelt(self, document: Document, start: int, end: int) -> str:
        """A token as the text has it, without diacritics: BERT knows hamzas."""
        a, b = document.folded.span(start, end)
        return fold(document.body.text[a:b], "standard").text or "_"

    def _evidence(self, words: Sequence[str], tags: Sequence[str], spans: Spans) -> Iterator[Evidence]:
        for start, end, label in labelled(tags):
            if label in LABELS:
                clitic = self.morphology(words[start]).proclitics
                yield Evidence(LABELS[label], spans[start][0] + clitic, spans[end - 1][1], SCORE)


def camel(model: str, agreement: bool) -> CamelTagger:
    """The engine with a model of CAMeL Tools (a name of its catalogue, "" for its default) or a folder of yours.

    ConfigError says what is missing and how to get it.
    """
    ner = _imported()
    if model and Path(model).is_dir():
        return CamelTagger(Path(model).name, ner.NERecognizer(model, use_gpu=False), _morphology(), agreement)
    component = ner.CATALOGUE.components.get("NamedEntityRecognition")
    name = model or (component.default if component else "")
    dataset = component.datasets.get(name) if component else None
    if dataset is None:
        raise ConfigError(f"CAMeL Tools knows no model {name!r}", "tagger.camel_model", "`camel_data --list` shows all")
    if not Path(dataset.path).is_dir():
        raise ConfigError(
            f"CAMeL Tools' model {name!r} is not installed", "tagger.camel_model",
            f"get it once with `camel_data -i ner-{name}`",
        )  # fmt: skip
    return CamelTagger(name, ner.NERecognizer(str(dataset.path), use_gpu=False), _morphology(), agreement)


def _imported() -> Any:
    """The module `camel_tools.ner`; ConfigError where it, or the catalogue that its import fetches, is out of reach."""
    try:
        import camel_tools
    except ImportError as error:
        raise ConfigError("engine 'camel' needs CAMeL Tools", "tagger.engine", "pip install 'khabar[camel]'") from error
    try:
        import camel_tools.ner
    except ImportError as error:
        raise ConfigError(f"CAMeL Tools lacks {error.name}", "tagger.engine", "pip install 'khabar[camel]'") from error
    except Exception as error:
        raise ConfigError(
            f"CAMeL Tools could not fetch its catalogue: {error}", "tagger.engine",
            "connect once and run `camel_data -u`, or set CAMELTOOLS_DATA to a folder that has it",
        ) from error  # fmt: skip
    return camel_tools.ner


def _morphology() -> Morphology:
    """The morphology, or one that knows no word: its database comes with `camel_data -i morphology-db-msa-r13`."""
    from camel_tools.data import CATALOGUE

    component = CATALOGUE.components.get("MorphologyDB")
    dataset = component.datasets.get(component.default) if component else None
    if dataset is None or not Path(dataset.path, "morphology.db").is_file():
        return lambda word: Reading("", 0)
    from camel_tools.morphology.analyzer import Analyzer
    from camel_tools.morphology.database import MorphologyDB

    analyze = Analyzer(MorphologyDB(str(Path(dataset.path, "morphology.db")))).analyze
    return lru_cache(maxsize=100_000)(lambda word: reading(analyze(word)))


def reading(analyses: Analyses) -> Reading:
    """The reading of a word from its analyses."""
    likeliest = max(analyses, key=lambda a: float(a.get("pos_lex_logprob", -99)), default=None)
    lemma = str(likeliest["lex"]).partition("_")[0] if likeliest else ""
    return Reading(fold(lemma, "standard").text, _proclitics(analyses))


def _proclitics(analyses: Analyses) -> int:
    """The fewest proclitics that a reading as a proper noun, or else as a noun, allows: 1 for `وسعاد`, 0 for `وليد`."""
    for kinds in (("noun_prop",), ("noun", "noun_prop")):
        counts = [sum(a.get(p) not in _NONE for p in _PROCLITICS) for a in analyses if a.get("pos") in kinds]
        if counts:
            return min(counts)
    return 0
