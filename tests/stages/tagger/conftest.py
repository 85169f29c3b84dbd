"""A model small enough to be written out: it takes words for names by their name list alone."""

from pathlib import Path

import numpy as np
import pytest

from khabar.stages.tagger.features import AFFIXES, BUCKETS, FLAGS, LISTS, SHAPES

NAMES = ("سعاد", "كمال", "المريني", "العلوي")
TAGS = ("O", "B-PERSON", "I-PERSON")
CONFIG = '[labels.khabar]\nPERSON = "PERSON"\n'


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A folder whose model finds the runs of `NAMES`, a proclitic before them left out."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    with (folder / "model.npz").open("wb") as file:
        np.savez(file, **arrays())
    return folder


def packed(lines: tuple[str, ...]) -> np.ndarray:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def arrays() -> dict[str, np.ndarray]:
    vector, affix = 2, 1
    width = vector + AFFIXES * affix + FLAGS
    given = vector + AFFIXES * affix + SHAPES + LISTS.index("given")
    bare = given + len(LISTS)
    listed = np.zeros((width, 4), np.float32)
    listed[[given, bare], :] = 20.0  # all gates open where the word is listed
    clitic = np.zeros((2 + width, 3), np.float32)
    clitic[2 + bare, 1] = 10.0
    shut = np.array([-5, -20, 0, 10], np.float32)
    layers = {}
    for name, read in (("first", listed), ("second", np.full((2, 4), 20, np.float32))):
        for direction in ("ahead", "back"):
            layers |= {
                f"{name}.{direction}.read": read,
                f"{name}.{direction}.recur": np.zeros((1, 4), np.float32),
                f"{name}.{direction}.bias": shut,
            }
    return {
        "vocabulary": packed(NAMES[:1]),
        "vectors": np.zeros((1, vector), np.int8),
        "scales": np.ones(1, np.float32),
        "groups": np.zeros((3, vector), np.int8),
        "group_scale": np.array(1.0),
        "lists.words": packed(NAMES),
        "lists.bits": np.full(len(NAMES), 1 << LISTS.index("given"), np.uint8),
        "lists.kinds": np.array(len(LISTS)),
        "affix": np.zeros((BUCKETS, affix), np.float32),
        "clitic.weight": clitic,
        "clitic.bias": np.array([1, 0, 0], np.float32),
        **layers,
        "heads.khabar.tags": packed(TAGS),
        "heads.khabar.emit": np.array([[0, 8, 8], [0, 8, 8]], np.float32),
        "heads.khabar.bias": np.array([4, 0, 0], np.float32),
        "heads.khabar.transitions": np.array([[0, 0, -1e4], [0, -8, 0], [0, -8, 0]], np.float32),
        "heads.khabar.start": np.array([0, 0, -1e4], np.float32),
    }
