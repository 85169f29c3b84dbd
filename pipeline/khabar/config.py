"""Settings: the default file, a user's file over it, and the pipeline that they describe."""

from __future__ import annotations

import difflib
import gc
import hashlib
import importlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

from khabar.errors import ConfigError
from khabar.knowledge.load import load_knowledge
from khabar.pipeline import Pipeline
from khabar.record import Provenance
from khabar.stages import BUILTIN, ENTRY_POINTS, Factory

DEFAULT_FILE = Path(__file__).with_name("default.toml")

Config = dict[str, Any]


def default_text() -> str:
    """The default settings as TOML, with comments: the reference."""
    return DEFAULT_FILE.read_text(encoding="utf-8")


def read_config(source: str | Path | Mapping[str, Any] | None = None) -> Config:
    """The default settings with those of a TOML file or mapping over them; ConfigError where they do not fit."""
    config: Config = tomllib.loads(default_text())
    if source is None:
        return config
    where = str(source) if isinstance(source, str | Path) else "config"
    given = _parse(Path(source)) if isinstance(source, str | Path) else source
    for key, value in given.items():
        if key not in config:
            if isinstance(value, Mapping) and key in given.get("stages", ()):
                config[key] = dict(value)  # settings of a third party's stage
                continue
            raise ConfigError(f"unknown setting {key!r}", where, _nearest(key, config))
        _same_type(key, config[key], value, where)
        if isinstance(value, Mapping):
            _merge(config[key], value, key, where)
        else:
            config[key] = value
    return config


def load(
    config: str | Path | Mapping[str, Any] | None = None,
    *,
    country: str | None = None,
    knowledge: Sequence[str | Path] = (),
) -> Pipeline:
    """The pipeline of a configuration: a TOML file, a mapping, or the default.

    `country` (ISO 3166-1) stands in for documents without one; `knowledge` are further tables.
    """
    settings = read_config(config)
    if country:
        settings["country"] = country
    with _all_kept():
        known = load_knowledge(tuple(Path(p) for p in knowledge))
        stages = tuple((name, _factory(name)(settings.get(name, {}), known)) for name in settings["stages"])
    provenance = Provenance(
        version=version("khabar"),
        config=hashlib.blake2b(json.dumps(settings, sort_keys=True).encode(), digest_size=6).hexdigest(),
        knowledge=known.version,
        model=next((m for _, s in stages if (m := getattr(s, "model", None))), None),
    )
    return Pipeline(stages, provenance, country=settings["country"] or None)


@contextmanager
def _all_kept() -> Iterator[None]:
    """No garbage is looked for in the block: what is made there is kept, and looking takes a fifth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all that was made is now of the oldest generation, the last to be searched
        if collects:
            gc.enable()


def _factory(name: str) -> Factory:
    if name in BUILTIN:
        factory: Factory = importlib.import_module(BUILTIN[name]).make
        return factory
    for point in entry_points(group=ENTRY_POINTS, name=name):
        loaded: Factory = point.load()
        return loaded
    raise ConfigError(f"unknown stage {name!r}", "stages", _nearest(name, BUILTIN))


def _parse(path: Path) -> Config:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"is not TOML: {error}", str(path), "`khabar config` prints a right one") from error


def _merge(into: Config, given: Mapping[str, Any], section: str, where: str) -> None:
    for key, value in given.items():
        if key not in into:
            raise ConfigError(f"unknown setting {key!r} in [{section}]", where, _nearest(key, into))
        _same_type(f"{section}.{key}", into[key], value, where)
        into[key] = value


def _same_type(key: str, default: object, value: object, where: str) -> None:
    numbers = (int, float)
    alike = isinstance(value, numbers) if isinstance(default, numbers) else isinstance(value, type(default))
    if not alike or isinstance(value, bool) != isinstance(default, bool):
        wanted, got = type(default).__name__, type(value).__name__
        raise ConfigError(f"{key} is a {got}, not a {wanted}", where, f"the default is {default!r}")


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(map(repr, known))}"
