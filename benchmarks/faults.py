"""What the local engine survives, counted.

    python benchmarks/faults.py kills ../shared/news/hespress_stories.jsonl.xz --rounds 20
    python benchmarks/faults.py fuzz --inputs 100000
    python benchmarks/faults.py all ../shared/news

`kills` ends a run with kill -9 at random moments and resumes it until it is whole: the output must equal that
of an undisturbed run. `fuzz` makes hostile inputs from the samples: each must be written or rejected, and no
process may die. `all` runs every article of a folder: nothing but the input itself may be rejected.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
COMMAND = [sys.executable, "-c", "from khabar.cli import main; main()", "extract"]
LINES_PER_FILE = 1000
NASTY = [
    b"\0", b"\xff", b"\xfe\xff", b"\xd8", b"\r", b"\\u0000", b"\\ud800", b'"', b"\\", b"{", b"}", b"[" * 2000,
    b"<div>" * 2000, b"<!--", b"<script>", b"</html>", b"<![CDATA[", b"&#x110000;", b"&#xd800;", b"&" * 50,
    "\u200f\u202e\u2066".encode(), "\u0651\u064e".encode() * 500, "ـ".encode() * 3000, "٣".encode() * 3000,
    "من".encode() * 2000, "وزير ".encode() * 500, "يوم الأربعاء ".encode() * 300, "\ufdfa".encode() * 100,
    "👩‍👩‍👧‍👦".encode() * 50, b"1" * 5000, b"." * 3000, b"2021-" * 1000, "«".encode() * 1000, b" \n" * 2000,
]  # fmt: skip


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Bytes cut, doubled, flipped and salted, a few times over."""
    for _ in range(chance.randint(1, 4)):
        a, b = sorted(chance.choices(range(len(raw) + 1), k=2))
        match chance.randrange(6):
            case 0:
                raw = raw[:a]
            case 1:
                raw = raw[:a] + raw[b:]
            case 2:
                raw = raw[:b] + raw[a:b] + raw[b:]
            case 3:
                raw = raw[:a] + bytes([chance.randrange(256)]) + raw[a + 1 :]
            case 4:
                raw = raw[:a] + chance.choice(NASTY) + raw[a:]
            case _:
                raw = raw[:a] + chance.randbytes(chance.randrange(40)) + raw[a:]
        raw = raw[:100_000]
    return raw


def _lines(texts: list[bytes], chance: random.Random) -> bytes:
    """A file of lines, as many as LINES_PER_FILE and none empty: every other one hostile JSON, the others sound
    JSON with a hostile text."""
    lines: list[bytes] = []
    while len(lines) < LINES_PER_FILE:
        text = chance.choice(texts)
        if len(lines) % 2:
            text = mutated(text, chance)
        row = {
            "id": "x",
            "text": text.decode("utf-8", chance.choice(["replace"] * 9 + ["surrogateescape"])),
            "published": "2022-01-05",
        }
        line = json.dumps(row).encode()
        if len(lines) % 2 == 0:
            line = mutated(line, chance).replace(b"\n", b" ").replace(b"\r", b" ")
        if line.strip():
            lines.append(line)
    return b"\n".join(lines) + b"\n"


def _text(texts: list[bytes], chance: random.Random) -> bytes:
    text = chance.choice(texts).decode()
    codec = chance.choice(["utf-8", "utf-8", "utf-16", "cp1256", "utf-32"])
    return mutated(text.encode(codec, "ignore"), chance)


def hostile(folder: Path, inputs: int, seed: int = 1) -> int:
    """Fill a folder with hostile files; how many inputs they hold: a file is one, a line of JSONL is one."""
    chance = random.Random(seed)
    texts = [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]
    pages = [path.read_bytes() for path in sorted(SAMPLES.glob("*.html"))]
    makers: dict[str, Callable[[], bytes]] = {
        "html": lambda: mutated(chance.choice(pages), chance),
        "txt": lambda: _text(texts, chance),
        "raw.txt": lambda: chance.randbytes(chance.randrange(3000)),
        "txt.gz": lambda: mutated(gzip.compress(chance.choice(texts)), chance),
    }
    made = 0
    while inputs - made >= LINES_PER_FILE and made < inputs // 2:
        _put(folder, made, "jsonl", _lines(texts, chance))
        made += LINES_PER_FILE
    while made < inputs:
        kind = chance.choice([*makers, "html", "txt"])
        _put(folder, made, kind, makers[kind]())
        made += 1
    return made


def _put(folder: Path, number: int, kind: str, raw: bytes) -> None:
    place = folder / f"{number // 1000:04}"
    place.mkdir(exist_ok=True)
    (place / f"{number:06}.{kind}").write_bytes(raw)


def fuzz(inputs: int, seed: int, options: list[str]) -> bool:
    """Run hostile inputs; is each one accounted for, and did no process die?"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        made = hostile(folder / "in", inputs, seed)
        start = time.monotonic()
        command = [*COMMAND, str(folder / "in"), "-o", str(folder / "out.jsonl"), "--rejects", str(folder / "rejects")]
        ended = subprocess.run(
            [*command, "--workers", "2", "-q", *options], stderr=subprocess.PIPE, check=False, text=True
        )
        if ended.returncode != 3:
            print(ended.stderr[-2000:])
            return False
        written = sum(1 for _ in (folder / "out.jsonl").open("rb"))
        rejects = [json.loads(line) for line in (folder / "rejects").open("rb")]
        stages = Counter(r["stage"] for r in rejects)
    print(f"{made:,} inputs = {written:,} written + {len(rejects):,} rejected, {time.monotonic() - start:.0f} s")
    print(f"rejected by stage: {dict(stages)}")
    for reject in [r for r in rejects if r["stage"] != "read"][:20]:
        print(" ", reject["source"][-40:], reject["line"], reject["stage"], reject["error"][:200])
    return made == written + len(rejects) and not stages["worker"]


def kills(source: Path, rounds: int, seed: int, options: list[str]) -> bool:
    """Kill and resume runs over a file; is every output that of the undisturbed run?"""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def start(output: str) -> subprocess.Popen[bytes]:
            files = ["-o", str(folder / output), "--rejects", str(folder / f"{output}.rejects")]
            command = [*COMMAND, str(source), *files, "--resume", "--workers", "2", "-q", *options]
            return subprocess.Popen(command, stderr=subprocess.DEVNULL)

        begun = time.monotonic()
        if start("whole.jsonl.gz").wait() not in (0, 3):
            return False
        length = time.monotonic() - begun
        alike = times = 0
        for number in range(rounds):
            output, deaths = f"{number}.jsonl.gz", 0
            while True:
                process = start(output)
                try:
                    process.wait(chance.uniform(0.05, 0.9) * length if deaths < 3 else None)
                    break
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    deaths += 1
            same = all(
                (folder / f"{output}{s}").read_bytes() == (folder / f"whole.jsonl.gz{s}").read_bytes()
                for s in ("", ".rejects")
            )
            left = [p for p in folder.iterdir() if p.suffix in (".part", ".journal")]
            alike += same and not left
            times += deaths
            print(f"round {number + 1}: killed {deaths} times, {'identical' if same else 'DIFFERENT'}", flush=True)
    print(f"{alike} of {rounds} outputs identical after {times} kills; an undisturbed run takes {length:.0f} s")
    return alike == rounds


def everything(news: Path, options: list[str]) -> bool:
    """Run all files of a folder; was nothing rejected but documents without text?"""
    with tempfile.TemporaryDirectory() as name:
        rejects, stats = Path(name) / "rejects", Path(name) / "stats"
        files = ["-o", f"{name}/out.jsonl", "--rejects", str(rejects), "--stats", str(stats)]
        inputs = sorted(map(str, news.glob("*.jsonl*")))
        ended = subprocess.run([*COMMAND, *inputs, *files, "--workers", "2", "-q", *options], check=False)
        if ended.returncode not in (0, 3):
            return False
        found = json.loads(stats.read_text(encoding="utf-8"))
        reasons = Counter(_reasons(rejects))
    print(f"{found['read']:,} read = {found['written']:,} written + {found['rejected']:,} rejected")
    print(f"{found['seconds']:,.0f} s, {found['characters'] / 1e6:,.0f} million characters; rejects: {dict(reasons)}")
    return set(reasons) <= {("read", "has no text")}


def _reasons(rejects: Path) -> Iterator[tuple[str, str]]:
    for line in rejects.open("rb"):
        reject = json.loads(line)
        yield reject["stage"], reject["error"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("kills", "all"):
        commands.add_parser(name).add_argument("source", type=Path)
    commands.choices["kills"].add_argument("--rounds", type=int, default=20)
    commands.add_parser("fuzz").add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given, options = parser.parse_known_args()  # what is left goes to khabar extract
    match given.command:
        case "kills":
            fine = kills(given.source, given.rounds, given.seed, options)
        case "fuzz":
            fine = fuzz(given.inputs, given.seed, options)
        case _:
            fine = everything(given.source, options)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
