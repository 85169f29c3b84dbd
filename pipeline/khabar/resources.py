"""Where shipped data and models lie: beside the package in a wheel, at the top of a checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def _home() -> Path:
    return _PACKAGE if (_PACKAGE / "data").is_dir() else _PACKAGE.parents[1]


def data(*parts: str) -> Path:
    """Path of a shipped data file, e.g. `data("kb", "places.tsv")`."""
    return _home().joinpath("data", *parts)


def models(*parts: str) -> Path:
    """Path of a shipped model's folder or file."""
    return _home().joinpath("models", *parts)
