"""Train a tagger from a config: word vectors, reading of raw news, learning from labelled sentences, calibration.

`train("models/news/config.toml")` writes `model.npz` beside the config. It needs `pip install 'khabar[train]'`.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khabar.errors import ConfigError
from khabar.train.data import Sentence, read_conll, read_documents

if TYPE_CHECKING:
    from khabar.stages.tagger.features import Words
    from khabar.train.net import Encoder, Sizes

Say = Callable[[str], None]


@dataclass(slots=True, frozen=True)
class Recipe:
    """A training config, read: sections as mappings, paths made absolute."""

    folder: Path
    seed: int
    threads: int
    raw: tuple[Path, ...]
    sections: Mapping[str, Mapping[str, Any]]
    data: tuple[Mapping[str, Any], ...]
    labels: Mapping[str, Mapping[str, str]]

    def section(self, name: str) -> dict[str, Any]:
        """A section's settings without its paths."""
        return dict(self.sections.get(name, {}))


def read_recipe(config: Path) -> Recipe:
    """A training config; ConfigError with the file where it is not one."""
    try:
        given = tomllib.loads(config.read_text(encoding="utf-8"))
        base = config.parent
        vectors = dict(given.get("vectors", {}))
        raw = tuple(_existing(base, path, config) for path in vectors.pop("raw"))
        data = tuple({**entry, "path": _existing(base, entry["path"], config)} for entry in given["data"])
        sections = {"vectors": vectors, **{s: given.get(s, {}) for s in ("reading", "network", "learning")}}
        return Recipe(base, given["seed"], given.get("threads", 1), raw, sections, data, given["labels"])
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(config)) from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"is no training config: {error!r}", str(config), "see docs/model.md") from error


def _existing(base: Path, path: str, config: Path) -> Path:
    found = (base / path).resolve()
    if not found.is_file():
        raise ConfigError(f"names {path}, which is not there", str(config))
    return found


def train(config: str | Path, say: Say = print, cache: Path | None = None) -> Path:
    """Train what the config says and write the model beside it; returns the model's path.

    `cache` keeps the word vectors and the read encoder between runs of the same seed and raw text.
    """
    try:
        import floret  # noqa: F401
        import torch
    except ImportError as error:
        raise ConfigError(f"training needs {error.name}", None, "pip install 'khabar[train]'") from error
    from khabar.stages.tagger.model import ARTEFACT

    recipe = read_recipe(Path(config))
    torch.set_num_threads(recipe.threads)
    with tempfile.TemporaryDirectory() as temporary:
        work = cache or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        words, encoder = _language(recipe, work, say)
        _supervised(recipe, words, encoder, say)
    return recipe.folder / ARTEFACT


def _sizes(recipe: Recipe, words: Words) -> Sizes:
    from khabar.train.net import Sizes

    network = recipe.section("network")
    network.pop("dropout", None)
    return Sizes(vector=words.vectors.shape[1], **network)


def _language(recipe: Recipe, work: Path, say: Say) -> tuple[Words, Encoder]:
    """Word vectors and a first layer that has read the raw text."""
    import torch

    from khabar.knowledge.load import load_knowledge
    from khabar.train.lists import lists
    from khabar.train.net import Encoder
    from khabar.train.pretrain import Corpus, Reading, read
    from khabar.train.vectors import Spelling, from_fasttext, raw_sentences, read_texts, train_vectors, with_lists

    sentences: list[list[str]] = []

    def raw() -> list[list[str]]:
        if not sentences:
            sentences.extend(raw_sentences((t for path in recipe.raw for t in read_texts(path)), recipe.seed))
            say(f"raw text: {sum(map(len, sentences))} words")
        return sentences

    kept = work / "vectors.bin"
    if kept.is_file():
        import floret

        words = from_fasttext(floret.load_model(str(kept)))
    else:
        words = train_vectors(raw(), Spelling(**recipe.section("vectors")), kept)
    words = with_lists(words, lists(load_knowledge()))
    say(f"vectors: {len(words.vocabulary)} words")

    torch.manual_seed(recipe.seed)
    encoder = Encoder(_sizes(recipe, words), dropout=0.1)
    state = work / "encoder.pt"
    if state.is_file():
        encoder.load_state_dict(torch.load(state, weights_only=True))
    elif recipe.section("reading").get("epochs", 0):
        read(encoder, Corpus(words, raw()), Reading(**recipe.section("reading"), seed=recipe.seed), say)
        torch.save(encoder.state_dict(), state)
    return words, encoder


def read_data(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[Sentence]]:
    """The labelled sentences of the config's `[[data]]`, by head."""
    found: dict[str, list[Sentence]] = {}
    for entry in entries:
        labels = entry.get("labels")
        if entry["format"] == "conll":
            some = read_conll(entry["path"], labels)
        elif entry["format"] == "documents":
            some = read_documents(entry["path"], labels or [])
        else:
            raise ConfigError(f"unknown format {entry['format']!r}", str(entry["path"]), "known are conll, documents")
        found.setdefault(entry["head"], []).extend(some)
    return found


def tagset(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """O, then B and I of every label that occurs."""
    labels = sorted({tag[2:] for s in sentences for tag in s.tags if tag != "O"})
    return ("O", *(f"{part}-{label}" for label in labels for part in "BI"))


def _supervised(recipe: Recipe, words: Words, encoder: Encoder, say: Say) -> None:
    import torch

    from khabar.train.calibrate import calibrate, held_out
    from khabar.train.loop import Forms, Material, Plan, learn
    from khabar.train.net import Net
    from khabar.train.save import save

    sentences = read_data(recipe.data)
    tags = {head: tagset(some) for head, some in sentences.items()}
    rest, aside = held_out(sentences, list(recipe.labels))
    material = Material(rest, tags, Forms(words, [s for some in sentences.values() for s in some]))
    torch.manual_seed(recipe.seed)  # what was cached must not change what is drawn
    dropout = recipe.section("network").get("dropout", 0.4)
    net = Net(_sizes(recipe, words), tags, dropout)
    net.encoder.load_state_dict(encoder.state_dict())
    plan = replace(Plan(**recipe.section("learning")), seed=recipe.seed)
    net = learn(net, material, plan, say)
    save(net, words, recipe.folder)
    calibrate(recipe.folder, aside, recipe.labels)
