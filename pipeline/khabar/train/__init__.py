"""Train a tagger from a config: word vectors, reading of raw news, teachers and their silver, learning, calibration.

`train("models/news/config.toml")` writes `model.npz` beside the config. It needs `pip install 'khabar[train]'`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from khabar.errors import ConfigError
from khabar.train.recipe import read_data, read_recipe

__all__ = ["read_recipe", "train"]


def train(
    config: str | Path, say: Callable[[str], None] = print, cache: Path | None = None, device: str = "cpu"
) -> Path:
    """Train what the config says and write the model beside it; returns the model's path.

    `cache` keeps the word vectors, the student that has read and the teachers between runs of the same seed and data.
    `device` is PyTorch's: `cpu`, `cuda`.
    """
    try:
        import floret  # noqa: F401
        import torch
    except ImportError as error:
        raise ConfigError(f"training needs {error.name}", None, "pip install 'khabar[train]'") from error
    from khabar.stages.tagger.model import ARTEFACT
    from khabar.train import steps
    from khabar.train.calibrate import calibrate, held_out
    from khabar.train.save import save

    recipe = read_recipe(Path(config))
    torch.set_num_threads(recipe.threads)
    rest, aside = held_out(read_data(recipe.data), list(recipe.labels))
    with tempfile.TemporaryDirectory() as temporary:
        work = cache or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        words, raw = steps.language(recipe, work, say)
        ground = steps.prepare(words, rest, aside, raw, device)
        silver = steps.make_silver(recipe, ground, work, say) if recipe.section("teacher") else None
        student = steps.read_student(recipe, ground, work, say)
        save(steps.train_student(recipe, ground, student, silver, say), words, recipe.folder)
    calibrate(recipe.folder, aside, recipe.labels)
    return recipe.folder / ARTEFACT
