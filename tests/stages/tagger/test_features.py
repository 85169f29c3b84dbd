"""What a word form says by itself."""

import numpy as np
import pytest

from khabar.stages.tagger.features import FLAGS, LISTS, SHAPES, Words, affixes, grams, membership, shape


def fnv(text: str) -> int:
    """FNV-1a over signed bytes, 32 bits: fastText's own hash, written out."""
    code = 2166136261
    for byte in text.encode():
        code = (code ^ (byte - 256 if byte > 127 else byte) % 2**32) * 16777619 % 2**32
    return code


def test_letter_groups_are_those_of_fasttext() -> None:
    expected = ["<وز", "<وزي", "<وزير", "وزي", "وزير", "وزير>", "زير", "زير>", "ير>"]
    assert list(grams("وزير")) == [fnv(group) for group in expected]


def test_affixes_tell_beginnings_from_ends() -> None:
    assert len(affixes("ان")) == 6
    assert set(affixes("ابا")[:3]).isdisjoint(affixes("ابا")[3:])
    assert affixes("والوزير")[3:] == affixes("الوزير")[3:]


@pytest.mark.parametrize(
    ("word", "member", "bare"),
    [("سعاد", "given", None), ("وسعاد", None, "given"), ("لسعاد", None, "given"), ("سماد", None, None)],
)
def test_a_proclitic_does_not_hide_a_name(word: str, member: str | None, bare: str | None) -> None:
    flags = membership(word, {"سعاد": 1 << LISTS.index("given")})
    assert [i for i, flag in enumerate(flags) if flag] == [
        *([LISTS.index(member)] if member else []),
        *([len(LISTS) + LISTS.index(bare)] if bare else []),
    ]


def words() -> Words:
    vectors = np.array([[127, 0], [0, 127]], np.int8)
    groups = np.array([[10, 10], [20, 20], [30, 30]], np.int8)
    return Words(("سعاد", "00"), vectors, np.array([0.5, 1], np.float32), groups, 0.1, {})


def test_a_known_form_has_its_vector_and_numbers_share_one() -> None:
    assert words().vector("سعاد").tolist() == [63.5, 0]
    assert words().vector("12").tolist() == words().vector("47").tolist() == [0, 127]


def test_an_unknown_form_is_the_mean_of_its_letter_groups() -> None:
    rows = [fnv(g) % 3 for g in ("<ال", "<الا", "<الا>", "الا", "الا>", "لا>")]
    assert words().vector("الا") == pytest.approx(np.mean([(r + 1) for r in rows]) * np.ones(2))


def test_the_table_has_one_row_a_form() -> None:
    vectors, buckets, flags = words().table(["سعاد", "غريب", "!"])
    assert (vectors.shape, buckets.shape, flags.shape) == ((3, 2), (3, 6), (3, FLAGS))


def test_shape_tells_kinds_apart() -> None:
    rows = [tuple(shape(w, 0.5)) for w in ("الوزير", "وزيرها", "123456", "london", "!", "«")]
    assert len(set(rows)) == len(rows)
    assert len(rows[0]) == SHAPES
