"""A trained model as it lies in its folder: `model.npz` (arrays only, no pickle) and `config.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from khabar.arabic.fold import fold
from khabar.errors import ConfigError
from khabar.stages.tagger.features import LISTS, Floats, Words
from khabar.stages.tagger.network import Head, Ints, Layer, Lstm, Network, Order, lstm
from khabar.stages.tagger.tokens import Spans, tokens

ARTEFACT, CONFIG = "model.npz", "config.toml"
_WORDS_AT_ONCE = 6_000
_CACHED = 16_000

Arrays = Mapping[str, Any]


@dataclass(slots=True, frozen=True)
class Found:
    """Words `[start, end)` bear `label`; `clitic` letters stand before the name; `score` is 0 to 1."""

    label: str
    start: int
    end: int
    clitic: int
    score: float


@dataclass(slots=True)
class Known:
    """What the network makes of the forms seen so far: its inputs, and the first layer's gates of both directions."""

    rows: dict[str, int]
    inputs: Floats
    ahead: Floats
    back: Floats


@dataclass(slots=True)
class Model:
    """Words, network, and which labels of which head count as what; threads may share it."""

    words: Words
    network: Network
    labels: Mapping[str, Mapping[str, str]]
    calibration: Mapping[str, tuple[float, float]]
    _known: Known | None = None
    _lock: Lock = field(default_factory=Lock)

    def find(self, forms: Sequence[str], sentences: Spans, bias: float = 0.0) -> list[Found]:
        """Spans of every label in the sentences (ranges of `forms`); `bias` above 0 finds more, below fewer."""
        found: list[Found] = []
        for some in _portions(sentences):
            lengths = np.array([b - a for a, b in some])
            where = np.concatenate([np.arange(a, b) for a, b in some])
            found += self._find([forms[i] for i in where], where, lengths, bias)
        return sorted(found, key=lambda f: (f.start, -f.end))

    def tag(self, head: str, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIO tags of a corpus's own tokens, by the head that learnt its tags; KeyError where there is none."""
        chosen = self.network.heads[head]
        forms = [[pieces(token) for token in sentence] for sentence in sentences]
        lengths = np.array([sum(map(len, sentence)) for sentence in forms])
        order = Order(lengths)
        known, rows = self._look([w for sentence in forms for token in sentence for w in token])
        states = self.network.states(known.ahead, known.back, rows[order.packed], order)
        scores = states @ chosen.emit + chosen.bias
        best = np.empty(len(rows), np.int64)
        best[order.packed] = chosen.decode(scores, order.running)
        numbers = count()
        first = [[[next(numbers) for _ in token] for token in sentence] for sentence in forms]
        return [[chosen.tags[best[token[0]]] for token in sentence] for sentence in first]

    def _find(self, words: list[str], where: Ints, lengths: Ints, bias: float) -> list[Found]:
        order = Order(lengths)
        known, rows = self._look(words)
        states = self.network.states(known.ahead, known.back, rows[order.packed], order)
        unpacked = np.empty(len(words), np.int64)
        unpacked[order.packed] = np.arange(len(words))
        last = np.zeros(len(words), bool)
        last[np.cumsum(lengths) - 1] = True
        found: list[Found] = []
        for name, wanted in self.labels.items():
            head = self.network.heads[name]
            scores = states @ head.emit + head.bias
            scores[:, 0] -= bias
            tags = head.decode(scores, order.running)[unpacked]
            if not tags.any():
                continue
            sure = head.marginals(scores, order.running)[unpacked]
            for label, a, b in _spans([head.tags[t] for t in tags], last):
                if label not in wanted:
                    continue
                clitic = self._clitic(states[unpacked[a]], known.inputs[rows[a]])
                score = self._score(wanted[label], sure[np.arange(a, b), tags[a:b]])
                found.append(Found(wanted[label], int(where[a]), int(where[b - 1]) + 1, clitic, score))
        return found

    def _clitic(self, state: Floats, x: Floats) -> int:
        scores = np.concatenate([state, x]) @ self.network.clitic + self.network.clitic_bias
        return int(scores.argmax())

    def _score(self, label: str, sure: Floats) -> float:
        slope, offset = self.calibration.get(label, (1.0, 0.0))
        p = min(max(float(sure.min()), 1e-6), 1 - 1e-6)
        return float(1 / (1 + np.exp(-(slope * np.log(p / (1 - p)) + offset))))

    def _look(self, words: Sequence[str]) -> tuple[Known, Ints]:
        """The known forms, those of `words` among them, and the row of each word."""
        with self._lock:
            known = self._known
            new = sorted({w for w in words if known is None or w not in known.rows})
            if known and new and len(known.rows) + len(new) > _CACHED:
                known, new = None, sorted(set(words))
            if new:
                known = self._more(known, new)
            assert known is not None
            self._known = known
        return known, np.fromiter((known.rows[w] for w in words), np.int64, len(words))

    def _more(self, known: Known | None, new: Sequence[str]) -> Known:
        inputs = self.network.inputs(*self.words.table(new))
        ahead, back = (direction.gates(inputs) for direction in (self.network.first.ahead, self.network.first.back))
        at = len(known.rows) if known else 0
        rows = dict(zip(new, range(at, at + len(new)), strict=True))
        if known is None:
            return Known(rows, inputs, ahead, back)
        arrays = ((known.inputs, inputs), (known.ahead, ahead), (known.back, back))
        return Known(known.rows | rows, *(_extended(old, at, more) for old, more in arrays))


def _extended(array: Floats, used: int, more: Floats) -> Floats:
    """`array[:used]` and `more` below it, in place where there is room, else in a larger array."""
    total = used + len(more)
    if len(array) < total:
        grown = np.empty((min(max(2 * len(array), total), max(_CACHED, total)), array.shape[1]), np.float32)
        grown[:used] = array[:used]
        array = grown
    array[used:total] = more
    return array


def pieces(token: str) -> list[str]:
    """The forms of one token of a corpus: it may be several of ours, `(الرباط)`, and has one at least."""
    return tokens(fold(token).text)[0] or ["_"]


def _portions(sentences: Spans) -> Iterator[Spans]:
    some: Spans = []
    total = 0
    for a, b in sentences:
        some.append((a, b))
        total += b - a
        if total >= _WORDS_AT_ONCE:
            yield some
            some, total = [], 0
    if some:
        yield some


def _spans(tags: Sequence[str], last: Any) -> Iterator[tuple[str, int, int]]:
    """Labelled spans of BIO tags; no span goes on after a word that is `last` of its sentence."""
    start = -1
    for i, tag in enumerate(tags):
        if tag[0] == "B":
            start = i
        if tag[0] != "O" and start >= 0:
            goes_on = not last[i] and i + 1 < len(tags) and tags[i + 1] == "I-" + tag[2:]
            if not goes_on:
                yield tag[2:], start, i + 1
                start = -1


@cache
def label(folder: Path) -> str:
    """Name and hash of a folder's model, without loading it: `news@1f2e3d4c5b6a`."""
    digest = hashlib.blake2b((folder / ARTEFACT).read_bytes(), digest_size=6).hexdigest()
    return f"{folder.name}@{digest}"


@cache
def load(folder: Path) -> Model:
    """The model of a folder; ConfigError where it is not one."""
    try:
        settings = tomllib.loads((folder / CONFIG).read_text(encoding="utf-8"))
        with np.load(folder / ARTEFACT, allow_pickle=False) as arrays:
            stored = {name: arrays[name] for name in arrays.files}
        return _model(stored, settings)
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"is no model: {error}", str(folder), "`khabar train` makes one") from error


def _model(arrays: Arrays, settings: Mapping[str, Any]) -> Model:
    labels = {head: dict(wanted) for head, wanted in settings["labels"].items()}
    names = [name.split(".")[1] for name in arrays if name.startswith("heads.") and name.endswith(".tags")]
    heads = {name: _head(arrays, f"heads.{name}") for name in names}
    network = Network(
        affix=_floats(arrays["affix"]),
        first=_layer(arrays, "first"),
        second=_layer(arrays, "second"),
        heads=heads,
        clitic=_floats(arrays["clitic.weight"]),
        clitic_bias=_floats(arrays["clitic.bias"]),
    )
    calibration = {
        name.removeprefix("calibration."): (float(pair[0]), float(pair[1]))
        for name, pair in arrays.items()
        if name.startswith("calibration.")
    }
    return Model(_words(arrays), network, labels, calibration)


def _words(arrays: Arrays) -> Words:
    listed = _lines(arrays["lists.words"])
    if int(arrays["lists.kinds"]) != len(LISTS):
        raise ValueError("made for other name lists")
    return Words(
        vocabulary=tuple(_lines(arrays["vocabulary"])),
        vectors=arrays["vectors"],
        scales=arrays["scales"],
        groups=arrays["groups"],
        group_scale=float(arrays["group_scale"]),
        lists=dict(zip(listed, arrays["lists.bits"].tolist(), strict=True)),
    )


def _lines(packed: Any) -> list[str]:
    return packed.tobytes().decode("utf-8").split("\n") if packed.size else []


def _layer(arrays: Arrays, name: str) -> Layer:
    return Layer(*(_lstm(arrays, f"{name}.{direction}") for direction in ("ahead", "back")))


def _lstm(arrays: Arrays, name: str) -> Lstm:
    return lstm(*(_floats(arrays[f"{name}.{part}"]) for part in ("read", "recur", "bias")))


def _head(arrays: Arrays, name: str) -> Head:
    parts = (_floats(arrays[f"{name}.{part}"]) for part in ("emit", "bias", "transitions", "start"))
    return Head(tuple(_lines(arrays[f"{name}.tags"])), *parts)


def _floats(stored: Any) -> Floats:
    return np.ascontiguousarray(stored, dtype=np.float32)
