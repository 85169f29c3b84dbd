"""Load on the service: a constant rate of requests, then as many as it takes, beside the library's own rate.

    python benchmarks/server.py --seconds 60 --rate 100 --workers 2

Everything stays on loopback. Rates fall where other programs want the same cores; processor time per article does
not, so it is told too, for both sides. Exit code 1 where a request failed or the rate was not held.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx2

import khabar

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def texts(size: int) -> list[str]:
    """Texts of `size` characters, cut from the samples one after another."""
    whole = "\n".join(p.read_text("utf-8") for p in sorted(SAMPLES.glob("*.txt")))
    whole *= 1 + 20 * size // len(whole)
    return [whole[at : at + size] for at in range(0, 20 * size, size)]


def library_rate(articles: list[str], seconds: float) -> tuple[float, float]:
    """The library itself, on one core, to JSON: articles a second, and processor milliseconds for each."""
    pipeline = khabar.load(country="MA")
    pipeline(articles[0]).to_json()
    began, used, done = time.perf_counter(), time.process_time(), 0
    for text in cycle(articles):
        pipeline(text, published="2022-01-05").to_json()
        done += 1
        if time.perf_counter() - began > seconds:
            break
    return done / (time.perf_counter() - began), 1000 * (time.process_time() - used) / done


def processor_seconds(process: int) -> float:
    """Processor time that a process and its children have used, in seconds (Linux)."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        if process in (int(name.split()[0]), int(fields[1])):
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def requests(articles: list[str]) -> list[bytes]:
    """The bodies of the requests."""
    return [json.dumps({"text": t, "published": "2022-01-05"}, ensure_ascii=False).encode() for t in articles]


async def ask(client: httpx2.AsyncClient, body: bytes, answers: list[tuple[int, float]]) -> None:
    """Send one request; note its status (0: no answer) and how long it took."""
    began = time.perf_counter()
    try:
        answer = await client.post("/extract", content=body, headers={"Content-Type": "application/json"})
        status = answer.status_code
    except httpx2.HTTPError:
        status = 0
    answers.append((status, time.perf_counter() - began))


async def constant(client: httpx2.AsyncClient, bodies: list[bytes], rate: float, seconds: float) -> dict[str, Any]:
    """Requests at a constant rate, whether or not the earlier ones are answered."""
    answers: list[tuple[int, float]] = []
    waiting: set[asyncio.Task[None]] = set()
    began = time.perf_counter()
    for n, body in enumerate(islice(cycle(bodies), int(rate * seconds))):
        await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
        task = asyncio.create_task(ask(client, body, answers))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)
    return summary(answers, time.perf_counter() - began)


async def saturated(client: httpx2.AsyncClient, bodies: list[bytes], clients: int, seconds: float) -> dict[str, Any]:
    """As many requests as `clients` get answered, each sending its next when it has its answer."""
    answers: list[tuple[int, float]] = []
    began = time.perf_counter()

    async def one(first: int) -> None:
        for body in islice(cycle(bodies), first, None):
            if time.perf_counter() - began > seconds:
                return
            await ask(client, body, answers)

    await asyncio.gather(*map(one, range(clients)))
    return summary(answers, time.perf_counter() - began)


def summary(answers: list[tuple[int, float]], seconds: float) -> dict[str, Any]:
    """Rate, failures and times in milliseconds."""
    times = sorted(t * 1000 for _, t in answers)
    cuts = statistics.quantiles(times, n=100)
    return {
        "requests": len(answers),
        "failed": sum(status != 200 for status, _ in answers),
        "per_second": round(len(answers) / seconds, 1),
        "ms": {
            "p50": round(cuts[49], 1),
            "p95": round(cuts[94], 1),
            "p99": round(cuts[98], 1),
            "max": round(times[-1], 1),
        },
    }


async def load(process: int, port: int, bodies: list[bytes], rate: float, seconds: float) -> dict[str, Any]:
    """Wait until the service is ready, then measure."""
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as client:
        for _ in range(300):
            try:
                if (await client.get("/ready")).status_code == 200:
                    break
            except httpx2.TransportError:
                pass
            await asyncio.sleep(0.1)
        await constant(client, bodies, min(rate, 20), 1)  # both workers warm
        held = await constant(client, bodies, rate, seconds)
        before = processor_seconds(process)
        most = await saturated(client, bodies, 8, min(seconds, 10))
        most["processor_ms"] = round(1000 * (processor_seconds(process) - before) / most["requests"], 2)
        return {"constant": held, "saturated": most}


def main() -> int:
    """Measure and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--rate", type=float, default=100)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--size", type=int, default=1600)
    given = options.parse_args()
    articles = texts(given.size)
    alone, processor = library_rate(articles, min(given.seconds, 10))
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [Path(sys.executable).with_name("khabar"), "serve", "--port", str(port), "--workers", str(given.workers)]
    with subprocess.Popen([*command, "--country", "MA"]) as served:
        try:
            found = asyncio.run(load(served.pid, port, requests(articles), given.rate, given.seconds))
        finally:
            served.terminate()
    held = found["constant"]["per_second"] >= 0.98 * given.rate and not found["constant"]["failed"]
    ratio = found["saturated"]["per_second"] / alone
    run = {"cores": os.cpu_count(), "workers": given.workers, "characters": given.size}
    library = {"per_second": round(alone, 1), "processor_ms": round(processor, 2)}
    rates = {"library": library, **found, "saturated_to_library": round(ratio, 2), "held": held}
    print(json.dumps(run | rates, indent=1))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
