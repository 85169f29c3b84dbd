"""What the service is started with, and how it reaches the workers: through the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec

from khabar.engines.recipe import Recipe

if TYPE_CHECKING:
    from fastapi import FastAPI

_SETTINGS, _KEY = "KHABAR_SERVE", "KHABAR_API_KEY"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(slots=True, frozen=True)
class Settings:
    """How to extract, the limits of a request, and who may ask. Sizes are bytes and characters, times seconds.

    `hosts` are the names that requests may address the service by (none: any); on loopback they keep
    pages of other sites from reaching it through a name of theirs. `places` extractions run at once in
    each worker, and `waiting` more may wait for them.
    """

    recipe: Recipe = field(default_factory=Recipe)
    country: str | None = None
    key: str = ""
    hosts: tuple[str, ...] = LOOPBACK
    max_bytes: int = 8_000_000
    max_chars: int = 200_000
    max_articles: int = 256
    body_seconds: float = 10.0
    extract_seconds: float = 20.0
    places: int = 2
    waiting: int = 128
    version: str = field(default_factory=lambda: version("khabar"))


def into_environment(settings: Settings) -> None:
    """Hand the settings to the worker processes."""
    os.environ[_SETTINGS] = msgspec.json.encode(replace(settings, key="")).decode()
    if settings.key:
        os.environ[_KEY] = settings.key


def from_environment() -> FastAPI:
    """The service of a worker process, with the settings of `into_environment`."""
    from khabar.server import create_app

    settings = msgspec.json.decode(os.environ.get(_SETTINGS, "{}"), type=Settings)
    return create_app(replace(settings, key=os.environ.get(_KEY, "")))
