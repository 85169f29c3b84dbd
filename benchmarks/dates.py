"""Dates: `python benchmarks/dates.py [--sentences N]`, khabar and its peers side by side in one run.

Speed on sentences of the raw news in ../shared, as ratios to khabar, and the macro of the published tests of
other Arabic date parsers (`../shared/dates`). A peer that is not installed is left out and said to be:
pip install dateparser mahad (mahad wants regex < 2022). Duckling, HeidelTime and chrono-node are not on the index.
"""

import argparse
import json
import lzma
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from khabar.dates import find
from khabar.document import Document
from khabar.knowledge.base import Knowledge
from khabar.stages.dates import make

SHARED = Path(__file__).parents[2] / "shared"
PUBLISHED = datetime(2020, 9, 16)
Case = dict[str, Any]
Parser = Callable[[Case], list[str]]


def khabar(case: Case) -> list[str]:
    country = "MA" if case["set"] == "hijri_morocco" else None
    said = {key: case[key] for key in ("published", "prefer", "week_start")}
    return [d.value for d in find(case["text"], country=country, **said) if d.value]


def khabar_speed() -> Callable[[str], object]:
    stage = make({}, Knowledge())
    return lambda sentence: stage(Document(sentence, published=PUBLISHED.date(), country="MA"))


def dateparser() -> tuple[Parser, Callable[[str], object]]:
    from dateparser.search import search_dates

    def parse(case: Case) -> list[str]:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(case["published"]), "PREFER_DATES_FROM": case["prefer"]}
        return _days(moment for _, moment in search_dates(case["text"], languages=["ar"], settings=settings) or [])

    return parse, lambda sentence: search_dates(sentence, languages=["ar"])


def mahad() -> tuple[Parser, Callable[[str], object]]:
    from maha.parsers.functions import parse_dimension

    def parse(case: Case) -> list[str]:
        now = datetime.fromisoformat(case["published"])
        return _days(now + found.value for found in parse_dimension(case["text"], time=True))

    return parse, lambda sentence: parse_dimension(sentence, time=True)


def _days(moments: Iterator[Any]) -> list[str]:
    """Each moment as a day, and as a time of day."""
    return [form for m in moments if isinstance(m, datetime) for form in (f"{m:%Y-%m-%d}", f"{m:%Y-%m-%dT%H:%M}")]


def sentences(n: int) -> list[str]:
    """Sentences of every outlet, in a random order that is the same each time."""
    pool: list[str] = []
    for path in sorted(SHARED.glob("news/*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for _, line in zip(range(200), lines, strict=False):
                pool += [s for s in re.split(r"(?<=[.!؟])\s|\n", json.loads(line)["text"]) if 20 < len(s) < 600]
    random.Random(1).shuffle(pool)
    return pool[:n]


def per_second(read: Callable[[str], object], texts: list[str], seconds: float = 10.0) -> float:
    """Texts read in a second of processor time; stops after `seconds`."""
    for text in texts[:200]:
        read(text)
    start = time.process_time()
    done = 0
    for text in texts:
        read(text)
        done += 1
        if time.process_time() - start > seconds:
            break
    return done / (time.process_time() - start)


def macro(parse: Parser) -> float:
    """The macro of `score.py` over the published cases."""
    cases = SHARED / "dates" / "cases.jsonl"
    with (
        cases.open(encoding="utf-8") as lines,
        tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out,
    ):
        for line in lines:
            case = json.loads(line)
            try:
                values = parse(case)
            except Exception:  # a peer that fails has found nothing
                values = []
            out.write(json.dumps({"id": case["id"], "dates": [{"value": value} for value in values]}) + "\n")
        out.flush()
        scorer = [sys.executable, str(SHARED / "dates" / "score.py"), str(cases), out.name, "--json"]
        figures = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)
    return float(figures["macro"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=20_000)
    texts = sentences(parser.parse_args().sentences)
    ours = per_second(khabar_speed(), texts)
    print(f"{'':<12} {'sentences/s':>12} {'of khabar':>10} {'cases':>7}")
    print(f"{'khabar':<12} {ours:>12,.0f} {1:>10} {macro(khabar):>7.3f}")
    for name, peer in (("dateparser", dateparser), ("mahad", mahad)):
        try:
            parse, read = peer()
        except ImportError as error:
            print(f"{name:<12} not installed ({error})")
            continue
        speed = per_second(read, texts)
        print(f"{name:<12} {speed:>12,.0f} {speed / ours:>10.5f} {macro(parse):>7.3f}")


if __name__ == "__main__":
    main()
