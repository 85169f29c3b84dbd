"""Speed and memory of `khabar extract`, beside what one would write with spaCy in its place, in one run.

    python benchmarks/throughput.py ../shared/news --articles 20000 [--peers 2000] [--json FILE]

Takes articles of all files of the folder in turn (JSONL, packed or not), runs the command with one and two
workers, with and without the model, and the peers on fewer articles: their rates are per second as well.
Memory is the sum of the proportional set sizes of all processes of a run, sampled.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from khabar.document import Document
from khabar.io import Reject, read

# Stage costs are counted in processor time, so that a busy machine does not blur them.
START = "import time, khabar.engines.work as w; w.perf_counter = time.thread_time; from khabar.cli import main; main()"
COMMAND = [sys.executable, "-c", START, "extract"]
PEER_SECONDS = 60.0


def articles(news: Path) -> Iterator[dict[str, Any]]:
    """Articles with a text, one of each file in turn."""
    streams = [read([path]) for path in sorted(news.glob("*.jsonl*"))]
    while streams:
        for stream in list(streams):
            found = next(stream, None)
            if found is None:
                streams.remove(stream)
            elif not isinstance(found, Reject):
                yield _row(found)


def _row(document: Document) -> dict[str, Any]:
    day = document.published.isoformat() if document.published else None
    return {"id": document.id, "text": document.text, "published": day, "country": document.country}


def memory(process: int) -> int:
    """Bytes held by a process and its children; 0 where it has ended."""
    total = 0
    for one in [process, *_children(process)]:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return total


def _children(process: int) -> list[int]:
    try:
        return [int(c) for c in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def extract(source: Path, workers: int, *options: str) -> dict[str, Any]:
    """Run the command on a file: its own statistics, wall seconds of everything, and the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        stats = Path(folder) / "stats.json"
        command = [*COMMAND, str(source), "-o", f"{folder}/out.jsonl", "--workers", str(workers), "--stats", str(stats)]
        start = time.monotonic()
        process = subprocess.Popen([*command, "--quiet", *options], stderr=subprocess.DEVNULL)
        most = 0
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            most = max(most, memory(process.pid))
            time.sleep(0.2)
        wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) not in (0, 3):
            sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
        found: dict[str, Any] = json.loads(stats.read_text(encoding="utf-8"))
    return {
        **found,
        "workers": workers,
        "wall": wall,
        "memory": most,
        "documents_per_cpu_second": found["read"] / (usage.ru_utime + usage.ru_stime),
        "megabytes_per_second": found["bytes"] / 1e6 / found["seconds"],
    }


def first_record(source: Path) -> float:
    """Seconds from the start of the command to its first record."""
    start = time.monotonic()
    process = subprocess.Popen([*COMMAND, str(source), "-q"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    process.stdout.readline()
    seconds = time.monotonic() - start
    process.kill()
    process.wait()
    process.stdout.close()
    return seconds


def names() -> list[dict[str, str]]:
    """The names of the knowledge tables as patterns of spaCy's entity ruler."""
    from khabar.knowledge.load import load_knowledge

    known = load_knowledge()
    tables = {
        "PLACE": [n for p in known.places.values() for n in (p.name, *p.variants)],
        "PERSON": [n for p in known.people.values() for n in (p.name, *p.variants)],
        "PROGRAM": [n for p in known.programs.values() for n in (p.name, *p.variants)],
        "ORG": [n for i in known.institutions.values() for n in (i.name, *i.variants)],
        "POSITION": [n for r in known.roles.values() for n in (r.masculine, r.feminine, *r.variants) if n],
    }
    return [{"label": label, "pattern": name} for label, found in tables.items() for name in sorted(set(found))]


def peers(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Documents a processor second: spaCy's tokenizer, an entity ruler of the same tables with it, dateparser too."""
    import spacy
    from dateparser.search import search_dates

    texts = [row["text"] for row in rows]
    blank = spacy.blank("ar")
    ruled = spacy.blank("ar")
    ruled.add_pipe("entity_ruler").add_patterns(names())  # type: ignore[attr-defined]

    def dated() -> Iterator[Any]:
        for doc in ruled.pipe(texts):
            yield doc, search_dates(doc.text, languages=["ar"])

    return {
        "spaCy blank Arabic, tokenizer alone": _rate(blank.pipe(texts)),
        "spaCy blank Arabic + entity ruler of the same tables": _rate(ruled.pipe(texts)),
        "the same + dateparser": _rate(dated()),
    }


def _rate(stream: Iterator[Any]) -> float:
    start, done = time.process_time(), 0
    for _ in stream:
        done += 1
        if time.process_time() - start > PEER_SECONDS:
            break
    return done / (time.process_time() - start)


def report(result: dict[str, Any]) -> Iterator[str]:
    """The figures as Markdown."""
    yield f"{result['machine']}; {result['articles']:,} articles, {result['mean']:,.0f} characters each on average."
    yield f"First record after {result['first_record']:.2f} s.\n"
    yield "| run | documents/s | MB/s | documents per processor second | of 1,600 characters | memory, MB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, run in result["runs"].items():
        rate, cpu = run["documents_per_second"], run["documents_per_cpu_second"]
        alike = cpu * run["characters"] / run["read"] / 1600
        figures = f"{rate:,.0f} | {run['megabytes_per_second']:.2f} | {cpu:,.0f} | {alike:,.0f}"
        yield f"| {name} | {figures} | {run['memory'] / 1e6:,.0f} |"
    for name, cpu in result["peers"].items():
        yield f"| {name} | | | {cpu:,.1f} | {cpu * result['peer_mean'] / 1600:,.1f} | |"
    yield "\n| stage | " + " | ".join(f"{name}, ms/document" for name in result["runs"]) + " |"
    yield "| --- |" + " ---: |" * len(result["runs"])
    stages = dict.fromkeys(stage for run in result["runs"].values() for stage in run["stages"])
    for stage in stages:
        costs = [1000 * r["stages"].get(stage, {"seconds": 0})["seconds"] / r["read"] for r in result["runs"].values()]
        yield f"| {stage} | " + " | ".join(f"{cost:.3f}" for cost in costs) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--peers", type=int, default=2_000, help="articles for the peers; 0 leaves them out")
    parser.add_argument("--model", action="store_true", help="runs with the model too")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, few = Path(folder) / "in.jsonl", Path(folder) / "few.jsonl"
        rows = list(islice(articles(given.news), given.articles))
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        source.write_text("".join(lines), encoding="utf-8")
        few.write_text("".join(lines[:1000]), encoding="utf-8")
        os.sync()
        runs = {
            "1 worker": extract(source, 1, "--no-model"),
            "2 workers": extract(source, 2, "--no-model"),
            "1 worker, 1,000 documents": extract(few, 1, "--no-model"),
        }
        if given.model:
            runs |= {"1 worker, model": extract(source, 1), "2 workers, model": extract(source, 2)}
        result = {
            "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}",
            "articles": len(rows),
            "mean": sum(len(row["text"]) for row in rows) / len(rows),
            "first_record": first_record(source),
            "runs": runs,
            "peers": peers(rows[: given.peers]) if given.peers else {},
            "peer_mean": sum(len(row["text"]) for row in rows[: given.peers]) / max(1, len(rows[: given.peers])),
        }
    print("\n".join(report(result)))
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
