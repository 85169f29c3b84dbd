"""What several tests need: where the shared corpora lie, where they are there."""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold and raw news; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the corpora of ../shared are not here")
    return SHARED


@pytest.fixture(scope="session")
def raw_news(shared: Path) -> list[str]:
    """A few hundred raw articles, some of every outlet."""
    return [text for path in sorted(shared.glob("news/*.jsonl.xz")) for text in _first(path, 40)]


def _first(path: Path, n: int) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(n), lines, strict=False):
            yield json.loads(line)["text"]
