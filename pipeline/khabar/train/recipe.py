"""The training config: what it says, read and checked, and the labelled sentences that it names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from khabar.errors import ConfigError
from khabar.train.data import OUTSIDE, Sentence, read_conll, read_documents

SECTIONS = ("reading", "network", "learning", "teacher", "masking", "tuning", "silver")


@dataclass(slots=True, frozen=True)
class Recipe:
    """A training config, read: sections as mappings, paths made absolute."""

    folder: Path
    seed: int
    threads: int
    raw: tuple[Path, ...]
    names: Path | None
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
        names = _existing(base, given["names"], config) if "names" in given else None
        data = tuple({**entry, "path": _existing(base, entry["path"], config)} for entry in given["data"])
        sections = {"vectors": vectors, **{s: given.get(s, {}) for s in SECTIONS}}
        return Recipe(base, given["seed"], given.get("threads", 1), raw, names, sections, data, given["labels"])
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(config)) from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"is no training config: {error!r}", str(config), "see docs/model.md") from error


def _existing(base: Path, path: str, config: Path) -> Path:
    found = (base / path).resolve()
    if not found.is_file():
        raise ConfigError(f"names {path}, which is not there", str(config))
    return found


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
    labels = sorted({tag[2:] for s in sentences for tag in s.tags if tag != OUTSIDE})
    return (OUTSIDE, *(f"{part}-{label}" for label in labels for part in "BI"))
