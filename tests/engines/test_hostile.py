"""Hostile inputs, a thousand of them: no crash, no hang, each one written or rejected.

`benchmarks/faults.py fuzz` does the same with a hundred thousand.
"""

import importlib.util
from collections import Counter
from pathlib import Path

from khabar.engines.local import Job, Tally, run
from khabar.engines.recipe import Recipe
from khabar.io.items import Reject
from khabar.record import from_json

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "faults.py"


class Listening:
    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()

    def reject(self, reject: Reject) -> None:
        self.stages[reject.stage] += 1

    def progress(self, tally: Tally) -> None:
        pass


def test_every_hostile_input_is_accounted_for(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("faults", SCRIPT)
    assert spec
    assert spec.loader
    faults = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(faults)
    faults.LINES_PER_FILE = 250
    (tmp_path / "in").mkdir()
    made = faults.hostile(tmp_path / "in", 1000)
    monitor = Listening()
    tally = run(Job((str(tmp_path / "in"),), tmp_path / "out.jsonl", recipe=Recipe(model=False), workers=2), monitor)
    assert made == 1000 == tally.read == tally.written + tally.rejected
    assert set(monitor.stages) == {"read"}
    for line in (tmp_path / "out.jsonl").open("rb"):
        record = from_json(line)
        assert all(record.text[m.start : m.end] == m.text for m in record.mentions)
