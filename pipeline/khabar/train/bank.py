"""Sentences as numbers on the device that learns: a table of word forms, and sentences laid end to end."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from khabar.stages.tagger.features import Words
from khabar.train.net import Inputs

Batch = NDArray[np.int64]
"""Numbers of sentences."""


class Forms:
    """Distinct word forms, numbered from 1, with their features; number 0 is padding."""

    def __init__(self, words: Words, forms: Sequence[str], device: str = "cpu") -> None:
        self.index = {form: i for i, form in enumerate(forms, 1)}
        vectors, affixes, flags = words.table(forms)
        known = np.array([words.row(form) for form in forms], np.int32)
        self.known = _table(known, torch.int32, device)
        self.vectors = _table(vectors, torch.float16, device)
        self.affixes = _table(affixes, torch.int16, device)
        self.flags = _table(flags, torch.float16, device)

    def inputs(self, rows: Tensor, lengths: Tensor) -> Inputs:
        """Features of form numbers `[batch, time]`."""
        known, affixes = self.known[rows].long(), self.affixes[rows].long()
        return Inputs(known, self.vectors[rows].float(), affixes, self.flags[rows].float(), lengths)


def _table(rows: NDArray[Any], kind: torch.dtype, device: str) -> Tensor:
    return torch.from_numpy(np.concatenate([np.zeros_like(rows[:1]), rows])).to(device, kind)


class Bank:
    """Sentences, none of them empty, end to end in columns of numbers: forms, and tags where they have some."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], lengths: Sequence[int], device: str = "cpu") -> None:
        self.columns = {name: torch.from_numpy(column).to(device) for name, column in columns.items()}
        self.lengths: Batch = np.asarray(lengths, np.int64)
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.device = device

    def batches(self, size: int, rng: random.Random) -> list[Batch]:
        """All sentences in shuffled batches of like length, `size` words each at most, padding included."""
        noise = np.random.default_rng(rng.getrandbits(32)).uniform(0.9, 1.1, len(self.lengths))
        order = np.argsort(self.lengths * noise, kind="stable")
        lengths = self.lengths[order]
        out = []
        at = 0
        while at < len(order):
            count = _fitting(lengths[at : at + size], size)
            out.append(order[at : at + count])
            at += count
        rng.shuffle(out)
        return out

    def places(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Where each word of the batch stands, `[batch, time]` (padding: 0), and the lengths."""
        lengths = torch.from_numpy(self.lengths[batch]).to(self.device)
        starts = torch.from_numpy(self.starts[batch]).to(self.device)
        time = torch.arange(int(self.lengths[batch].max()), device=self.device)
        return torch.where(time < lengths[:, None], starts[:, None] + time, 0), lengths

    def take(self, column: str, places: Tensor, lengths: Tensor, padding: int = 0) -> Tensor:
        """A column at those places."""
        inside = torch.arange(places.shape[1], device=self.device) < lengths[:, None]
        return torch.where(inside, self.columns[column][places].long(), padding)


def _fitting(lengths: NDArray[np.int64], size: int) -> int:
    """How many of the first sentences fill `size` words when they are padded to the longest of them; one at least."""
    count = max(size // int(lengths[0]), 1)
    while count > 1 and count * (longest := int(lengths[:count].max())) > size:
        count = max(min(size // longest, count - 1), 1)
    return count


def raw_bank(forms: Forms, sentences: Sequence[Sequence[str]], device: str = "cpu") -> Bank:
    """Sentences without tags."""
    rows = np.fromiter((forms.index[w] for s in sentences for w in s), np.int32)
    return Bank({"forms": rows}, [len(s) for s in sentences], device)


def frequent(sentences: Iterable[Sequence[str]]) -> list[str]:
    """The distinct words, the most frequent first."""
    return [word for word, _ in Counter(word for s in sentences for word in s).most_common()]
