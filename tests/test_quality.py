"""The figures of docs/quality.md do not fall: floors just under what was measured."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "lines": 0.97,
    "lines.body": 0.99,
    "PERSON exact": 0.94,
    "POSITION exact": 0.90,
    "PLACE exact": 0.91,
    "DATE exact": 0.94,
    "PROGRAM exact": 0.67,
    "record.ministers": 0.90,
    "record.regions": 0.92,
    "record.places": 0.89,
    "record.dates": 0.92,
    "record.programs": 0.75,
}


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, dict[str, float]]:
    command = [sys.executable, ROOT / "benchmarks" / "quality.py", shared / "gold" / "dev.jsonl", "--json"]
    made: dict[str, dict[str, float]] = json.loads(subprocess.check_output(command, text=True, encoding="utf-8"))
    return made


@pytest.mark.parametrize("measure", list(FLOORS))
def test_no_figure_falls(figures: dict[str, dict[str, float]], measure: str) -> None:
    assert figures[measure]["f1"] >= FLOORS[measure]
