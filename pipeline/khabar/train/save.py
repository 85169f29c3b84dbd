"""Write what was learnt as the arrays that the tagger reads."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from khabar.stages.tagger.features import LISTS, Floats, Words
from khabar.stages.tagger.model import ARTEFACT
from khabar.train.vectors import quantised

if TYPE_CHECKING:
    from khabar.train.crf import Head
    from khabar.train.net import Net, Recurrent, Student

Arrays = dict[str, NDArray[Any]]


def save(net: Net, words: Words, folder: Path) -> None:
    """`folder/model.npz`: weights as half floats, word vectors as the student's body has learnt them, all heads."""
    body = cast("Student", net.body)
    arrays: Arrays = {
        "affix": _half(body.features.affix.weight),
        "clitic.weight": _half(net.clitic.weight.T),
        "clitic.bias": _half(net.clitic.bias),
        **_words(words, body.features.own.weight.detach().cpu().numpy()[1:]),
    }
    arrays |= _recurrent(body.first, "first") | _recurrent(body.second, "second")
    for name, head in net.heads.items():
        arrays |= _head(cast("Head", head), f"heads.{name}")
    folder.mkdir(parents=True, exist_ok=True)
    write(arrays, folder / ARTEFACT)


def write(arrays: Arrays, path: Path) -> None:
    """An .npz that is the same bytes for the same arrays: NumPy's own writer stamps it with the time of day."""
    with ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            content = BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            archive.writestr(ZipInfo(f"{name}.npy"), content.getvalue())


def _words(words: Words, learnt: Floats) -> Arrays:
    vectors, scales = (words.vectors, words.scales) if not learnt.any() else quantised(words.known() + learnt)
    return {
        "vocabulary": _packed(words.vocabulary),
        "vectors": vectors,
        "scales": scales,
        "groups": words.groups,
        "group_scale": np.array(words.group_scale),
        "lists.words": _packed(list(words.lists)),
        "lists.bits": np.array(list(words.lists.values()), np.uint16),
        "lists.kinds": np.array(len(LISTS)),
    }


def _recurrent(layer: Recurrent, name: str) -> Arrays:
    out: Arrays = {}
    for direction, lstm in (("ahead", layer.ahead), ("back", layer.back)):
        out[f"{name}.{direction}.read"] = _half(lstm.weight_ih_l0.T)
        out[f"{name}.{direction}.recur"] = _half(lstm.weight_hh_l0.T)
        out[f"{name}.{direction}.bias"] = _half(lstm.bias_ih_l0 + lstm.bias_hh_l0)
    return out


def _head(head: Head, name: str) -> Arrays:
    return {
        f"{name}.tags": _packed(head.tags),
        f"{name}.emit": _half(head.emit.weight.T),
        f"{name}.bias": _half(head.emit.bias),
        f"{name}.transitions": _half(head.transitions),
        f"{name}.start": _half(head.get_buffer("unopened")),
    }


def _half(tensor: Any) -> NDArray[Any]:
    return tensor.detach().cpu().numpy().astype(np.float16)  # type: ignore[no-any-return]


def _packed(lines: Sequence[str]) -> NDArray[Any]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)
