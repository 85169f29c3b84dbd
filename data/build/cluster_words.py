"""Group words by what stands around them: `python data/build/cluster_words.py`.

Spherical k-means over the word vectors of `models/news`, which were learnt from openly licensed news (see its card):
`تنفيذ` and `تأهيل` come to lie in one group, `النفط` and `المياه` in another. Writes `data/programs/clusters.tsv`,
from which the programme stage knows words that no annotated article has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from khabar.resources import data, models

WORDS = 30_000  # the most frequent ones
CLUSTERS = 128
ROUNDS = 12
SEED = 0
SOURCE = "k-means over the word vectors of models/news"

Vectors = NDArray[np.float32]


def read() -> tuple[list[str], Vectors]:
    """The most frequent folded words and their vectors, `[WORDS, dimensions]`, each of length 1."""
    with np.load(models("news", "model.npz"), allow_pickle=False) as arrays:
        words = bytes(arrays["vocabulary"]).decode().split("\n")[:WORDS]
        vectors = arrays["vectors"][:WORDS].astype(np.float32) * arrays["scales"][:WORDS, None]
    return words, unit(vectors)


def unit(vectors: Vectors) -> Vectors:
    """The vectors at length 1."""
    length: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors / length


def nearest(vectors: Vectors) -> NDArray[np.int64]:
    """The cluster of each vector."""
    chosen = np.random.default_rng(SEED).choice(len(vectors), CLUSTERS, replace=False)
    centres = vectors[chosen]
    for _ in range(ROUNDS):
        own = (vectors @ centres.T).argmax(axis=1)
        filled = [i for i in range(CLUSTERS) if (own == i).any()]
        centres[filled] = unit(np.stack([vectors[own == i].mean(axis=0) for i in filled]))
    return (vectors @ centres.T).argmax(axis=1)


def main() -> None:
    words, vectors = read()
    clusters: list[list[str]] = [[] for _ in range(CLUSTERS)]
    for word, cluster in zip(words, nearest(vectors), strict=True):
        if word.isalpha():
            clusters[cluster].append(word)
    lines = ["cluster\twords\tsource"]
    lines += [f"{number}\t{' '.join(own)}\t{SOURCE}" for number, own in enumerate(clusters) if own]
    data("programs", "clusters.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
