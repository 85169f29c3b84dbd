"""How to make the pipeline: small enough to send to another process, which makes its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from khabar.config import load, read_config
from khabar.pipeline import Pipeline


@dataclass(slots=True, frozen=True)
class Recipe:
    """A settings file or the default, further knowledge tables, and whether the model runs."""

    config: str | None = None
    knowledge: tuple[str, ...] = ()
    model: bool = True

    def pipeline(self) -> Pipeline:
        """The pipeline, made once in each process."""
        return _made(self)


@cache
def _made(recipe: Recipe) -> Pipeline:
    settings = read_config(recipe.config)
    if not recipe.model:
        settings["tagger"] |= {"enabled": False}
    return load(settings, knowledge=recipe.knowledge)
