"""A pipeline that fails in every way on demand, without knowledge tables."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from khabar.document import Document
from khabar.engines import recipe
from khabar.engines.recipe import Recipe
from khabar.stages import BUILTIN


def trouble(document: Document) -> Document:
    """Do what the text says."""
    match document.text.split(":")[0]:
        case "raise":
            raise ValueError("on demand")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(30)
        case "hang":  # as compiled code that no signal interrupts
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            time.sleep(30)
        case "slow":
            time.sleep(0.01)
    return document


@pytest.fixture
def troublesome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recipe]:
    """A recipe of one stage, which does what texts say: raise, die, sleep, hang, slow."""
    module = ModuleType("troublesome_stage")
    module.make = lambda settings, knowledge: trouble  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "troublesome_stage", module)
    monkeypatch.setitem(BUILTIN, "trouble", "troublesome_stage")
    config = tmp_path / "trouble.toml"
    config.write_text('stages = ["trouble"]\n', encoding="utf-8")
    yield Recipe(str(config))
    recipe._made.cache_clear()
