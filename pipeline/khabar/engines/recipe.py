"""How to make the pipeline: small enough to send to another process, which makes its own."""

from __future__ import annotations

import atexit
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from khabar.config import load, read_config
from khabar.pipeline import Pipeline


@dataclass(slots=True, frozen=True)
class Recipe:
    """A settings file or the default, further knowledge tables, and whether the model runs.

    `settings` are the settings themselves, as JSON, for a machine that has not the file.
    """

    config: str | None = None
    knowledge: tuple[str, ...] = ()
    model: bool = True
    settings: str | None = None

    def pipeline(self) -> Pipeline:
        """The pipeline, made once in each process."""
        return _made(self)

    def packed(self) -> Recipe:
        """The same, with the settings read: fit to be sent to another machine."""
        return replace(self, config=None, settings=json.dumps(read_config(self.config)))


@cache
def _made(recipe: Recipe) -> Pipeline:
    settings = json.loads(recipe.settings) if recipe.settings else read_config(recipe.config)
    if not recipe.model:
        settings["tagger"] |= {"enabled": False}
    with _uncollected():
        return load(settings, knowledge=recipe.knowledge)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Make what lives to the end of the process without looking for cycles in it, here or at the end."""
    enabled = gc.isenabled()
    gc.disable()
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        if enabled:
            gc.enable()
