"""Word vectors from raw news: the text as lines of folded words, fastText over it, eight bits a number."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from khabar.arabic.fold import fold
from khabar.errors import InputError
from khabar.stages.tagger.features import Floats, Words, normal
from khabar.stages.tagger.tokens import sentences, tokens

MIN_SENTENCE = 4


@dataclass(slots=True, frozen=True)
class Spelling:
    """fastText's settings: `dim` numbers a word, letter groups in `groups` rows, words seen `min_count` times."""

    dim: int = 96
    window: int = 4
    min_count: int = 4
    groups: int = 100_000
    epochs: int = 4
    negatives: int = 6
    rate: float = 0.05


def raw_sentences(texts: Iterable[str], seed: int) -> list[list[str]]:
    """The sentences of all texts, folded, digits as zeros, each once, shuffled by text."""
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    seen: set[str] = set()
    out: list[list[str]] = []
    for text in shuffled:
        forms, _ = tokens(fold(text).text)
        for a, b in sentences(forms):
            words = [normal(w) for w in forms[a:b]]
            line = " ".join(words)
            if b - a >= MIN_SENTENCE and line not in seen:
                seen.add(line)
                out.append(words)
    return out


def read_texts(path: Path) -> Iterator[str]:
    """Titles and texts of a JSONL file (plain or .xz), or the running text of a CoNLL file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:  # type: ignore[operator]
        if path.suffix == ".conll":
            for block in lines.read().split("\n\n"):
                yield " ".join(line.partition("\t")[0] for line in block.splitlines())
            return
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                yield "\n".join(filter(None, (row.get("title"), row["text"])))
            except (ValueError, KeyError) as error:
                raise InputError(f"is no article: {error!r}", f"{path}:{number}") from error


def train_vectors(sentences: Sequence[Sequence[str]], plan: Spelling, kept: Path) -> Words:
    """Vectors of the words and of letter groups, without name lists; fastText's own model is written to `kept`."""
    import floret

    text = kept.with_suffix(".txt")
    with text.open("w", encoding="utf-8") as out:
        out.writelines(" ".join(words) + "\n" for words in sentences)
    model = floret.train_unsupervised(
        str(text), model="skipgram", dim=plan.dim, ws=plan.window, minCount=plan.min_count, minn=3, maxn=5,
        bucket=plan.groups, epoch=plan.epochs, neg=plan.negatives, lr=plan.rate, thread=1, verbose=0,
    )  # fmt: skip
    model.save_model(str(kept))
    return from_fasttext(model)


def read_vectors(kept: Path) -> Words:
    """The vectors of a run before."""
    import floret

    return from_fasttext(floret.load_model(str(kept)))


def kept_sentences(kept: Path) -> list[list[str]]:
    """The raw sentences of that run."""
    with kept.with_suffix(".txt").open(encoding="utf-8") as lines:
        return [line.split() for line in lines]


def from_fasttext(model: object) -> Words:
    """The words of a fastText model, scaled to unit deviation and rounded to eight bits."""
    known = model.words  # type: ignore[attr-defined]
    words = [w for w in known if w != "</s>"]
    vectors = np.stack([model.get_word_vector(w) for w in words])  # type: ignore[attr-defined]
    groups = model.get_input_matrix()[len(known) :]  # type: ignore[attr-defined]
    deviation = vectors.std()
    vectors, groups = vectors / deviation, groups / deviation
    rounded, scales = quantised(vectors)
    group_scale = float(np.quantile(np.abs(groups), 0.9999) / 127)
    return Words(
        vocabulary=tuple(words),
        vectors=rounded,
        scales=scales,
        groups=np.clip(np.round(groups / group_scale), -127, 127).astype(np.int8),
        group_scale=group_scale,
        lists={},
    )


def quantised(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Eight bits a number, and the scale of each row."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / 127
    return np.round(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)
