"""The local engine: nothing lost, nothing twice, whatever happens to documents, processes and the disk."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from khabar.engines import local, pool
from khabar.engines.again import read_rejects
from khabar.engines.journal import OutputError, UnfinishedError
from khabar.engines.local import Job, Tally, run
from khabar.engines.recipe import Recipe
from khabar.io.items import ReadOptions, Reject

fork = pytest.mark.skipif(not pool._FORK, reason="the stages on demand reach processes by fork")


class Silent:
    """A monitor that only listens."""

    def __init__(self) -> None:
        self.rejects: list[Reject] = []

    def reject(self, reject: Reject) -> None:
        self.rejects.append(reject)

    def progress(self, tally: Tally) -> None:
        pass


def lines(*texts: str) -> str:
    return "".join(json.dumps({"id": f"d{i}", "text": t}) + "\n" for i, t in enumerate(texts))


def written(path: Path) -> list[str]:
    """Ids in an output."""
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def rejected(path: Path) -> list[tuple[int, str, str]]:
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(r["line"], r["stage"], r["error"]) for r in found]


@pytest.fixture
def job(tmp_path: Path, troublesome: Recipe) -> Any:
    """Make a job over lines with these texts."""

    def make(texts: Iterable[str], **more: Any) -> Job:
        (tmp_path / "in.jsonl").write_text(lines(*texts), encoding="utf-8")
        more = {"workers": 2, "time_limit": 0.5, **more}
        return Job(
            (str(tmp_path / "in.jsonl"),),
            output=tmp_path / "out.jsonl",
            rejects=tmp_path / "rejects.jsonl",
            recipe=troublesome,
            **more,
        )

    return make


@fork
@pytest.mark.parametrize("workers", [0, 1, 3])
def test_every_item_is_written_or_rejected_in_order(job: Any, tmp_path: Path, workers: int) -> None:
    texts = ["raise" if i % 50 == 7 else "" if i % 90 == 80 else f"text {i}" for i in range(500)]
    tally = run(job(texts, workers=workers), Silent())
    assert tally.read == 500 == tally.written + tally.rejected
    assert tally.rejects == {"trouble": 10, "read": 5}
    assert written(tmp_path / "out.jsonl") == [f"d{i}" for i, t in enumerate(texts) if t.startswith("text")]
    assert rejected(tmp_path / "rejects.jsonl")[:2] == [
        (8, "trouble", "stage trouble: ValueError: on demand"),
        (58, "trouble", "stage trouble: ValueError: on demand"),
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl", "rejects.jsonl", "trouble.toml"]


@fork
def test_a_document_that_kills_its_process_is_rejected_alone(job: Any, tmp_path: Path) -> None:
    texts = ["die" if i in (20, 21, 300) else f"text {i}" for i in range(400)]
    tally = run(job(texts), Silent())
    assert (tally.written, tally.rejected) == (397, 3)
    assert rejected(tmp_path / "rejects.jsonl") == [(n, "worker", "its process died (SIGKILL)") for n in (21, 22, 301)]
    assert written(tmp_path / "out.jsonl") == [f"d{i}" for i, t in enumerate(texts) if t != "die"]


@fork
@pytest.mark.parametrize("workers", [0, 2])
def test_a_document_has_its_time_and_no_more(job: Any, tmp_path: Path, workers: int) -> None:
    texts = ["sleep" if i == 40 else f"text {i}" for i in range(100)]
    tally = run(job(texts, time_limit=0.2, workers=workers), Silent())
    assert tally.written == 99
    assert rejected(tmp_path / "rejects.jsonl") == [(41, "trouble", "took longer than 0.2 s (--time-limit)")]


@fork
def test_a_batch_may_take_longer_than_one_document(job: Any) -> None:
    assert run(job(["slow"] * 100, time_limit=0.5), Silent()).written == 100


@fork
def test_a_process_that_no_longer_answers_is_replaced(
    job: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", 0.3)
    texts = ["hang" if i == 40 else f"text {i}" for i in range(100)]
    tally = run(job(texts, time_limit=0.2), Silent())
    assert tally.written == 99
    assert rejected(tmp_path / "rejects.jsonl") == [(41, "worker", "gave no answer within 0.2 s (--time-limit)")]


@fork
def test_an_idle_or_busy_worker_that_is_killed_costs_nothing(job: Any, tmp_path: Path) -> None:
    def kill() -> None:
        for _ in range(5):
            time.sleep(0.15)
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
            if children:
                os.kill(int(random.choice(children)), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    tally = run(job(["slow"] * 120, time_limit=5), Silent())
    thread.join()
    assert (tally.written, tally.rejected) == (120, 0)


@fork
def test_workers_that_never_answer_end_the_run_with_an_error(job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_serve", lambda *_: os._exit(1))
    with pytest.raises(Exception, match="die before they answer"):
        run(job(["text"] * 30), Silent())


# Stopped and resumed


@fork
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_with_what_is_done_and_resume_does_the_rest(
    job: Any, tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["slow"] * 400

    class Impatient(Silent):
        def progress(self, tally: Tally) -> None:
            if tally.read > 20:
                os.kill(os.getpid(), number)

    stopped = run(job(texts), Impatient())
    part = tmp_path / "out.jsonl.part"
    assert stopped.signal == number
    assert 0 < stopped.read < 400
    assert len(written(part)) == stopped.read
    assert not (tmp_path / "out.jsonl").exists()
    whole = run(job(texts, resume=True), Silent())
    assert (whole.read, whole.resumed) == (400, stopped.read)
    assert written(tmp_path / "out.jsonl") == [f"d{i}" for i in range(400)]
    assert not part.exists()


@fork
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_a_signal_leaves_no_trace_in_the_bytes_of_the_resumed_output(
    job: Any, tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("zstandard")
    monkeypatch.setattr(local, "CHECKPOINT_ITEMS", 100)

    class Impatient(Silent):
        def progress(self, tally: Tally) -> None:
            if tally.read > 150:
                os.kill(os.getpid(), signal.SIGINT)

    plain = job([f"text {i}" for i in range(600)])
    for name, monitor in (("whole", Silent()), ("stopped", Impatient()), ("stopped", Silent())):
        tally = run(replace(plain, output=tmp_path / f"{name}.jsonl{packing}", resume=True), monitor)
    assert 0 < tally.resumed < 600 == tally.read
    assert (tmp_path / f"stopped.jsonl{packing}").read_bytes() == (tmp_path / f"whole.jsonl{packing}").read_bytes()


@fork
def test_a_run_cut_off_between_checkpoints_is_continued_from_the_last_one(
    job: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "CHECKPOINT_ITEMS", 100)
    texts = ["raise" if i % 50 == 7 else f"text {i}" for i in range(600)]
    run(job(texts), Silent())
    expected = [(tmp_path / name).read_bytes() for name in ("out.jsonl", "rejects.jsonl")]

    class CutOff(Silent):
        def progress(self, tally: Tally) -> None:
            if tally.read > 350:
                raise RuntimeError("power is gone")

    with pytest.raises(RuntimeError):
        run(job(texts, overwrite=True), CutOff())
    with (tmp_path / "out.jsonl.part").open("ab") as part:
        part.write(b'{"half a rec')
    with (tmp_path / "out.jsonl.journal").open("ab") as journal:
        journal.write(b'{"place": [0, 4')
    tally = run(job(texts, resume=True), Silent())
    assert tally.resumed >= 200
    assert [(tmp_path / name).read_bytes() for name in ("out.jsonl", "rejects.jsonl")] == expected


@fork
def test_an_unfinished_run_is_neither_lost_nor_mixed_with_another(
    job: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "CHECKPOINT_ITEMS", 10)

    class CutOff(Silent):
        def progress(self, tally: Tally) -> None:
            if tally.read > 10:
                raise RuntimeError("power is gone")

    with pytest.raises(RuntimeError):
        run(job(["text"] * 200), CutOff())
    with pytest.raises(UnfinishedError, match="--resume, or start anew: --overwrite"):
        run(job(["text"] * 200), Silent())
    with pytest.raises(UnfinishedError, match="differs in options"):
        run(job(["text"] * 200, resume=True, options=ReadOptions(country="MA")), Silent())
    assert run(job(["text"] * 3, overwrite=True), Silent()).read == 3


def test_resuming_what_is_finished_or_was_never_begun_just_runs(job: Any, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(job(["text"] * 3, resume=True, workers=0), Silent()).read == 3
    assert written(tmp_path / "out.jsonl") == ["d0", "d1", "d2"]


COMMAND = [sys.executable, "-c", "from khabar.cli import main; main()", "extract"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.conll"])
def test_killed_at_random_and_resumed_the_output_is_the_same_byte_for_byte(tmp_path: Path, name: str) -> None:
    config = tmp_path / "c.toml"
    config.write_text('stages = ["language"]\n', encoding="utf-8")
    source = tmp_path / "in.jsonl"
    source.write_text(lines(*(f"خبر رقم {i} " * 40 if i % 70 else "" for i in range(6_000))), encoding="utf-8")

    def start(output: str) -> subprocess.Popen[bytes]:
        options = ["--resume", "--config", config, "--rejects", tmp_path / f"{output}.rejects", "--workers", "2"]
        return subprocess.Popen(
            [*COMMAND, source, "-o", tmp_path / output, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    began = time.monotonic()
    assert start(f"whole-{name}").wait() == 3
    length = time.monotonic() - began
    chance = random.Random(name)
    kills = 0
    while True:
        process = start(name)
        try:
            assert process.wait(chance.uniform(0.3, 0.8) * length if kills < 2 else None) == 3
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
    for suffix in ("", ".rejects"):
        assert (tmp_path / f"{name}{suffix}").read_bytes() == (tmp_path / f"whole-{name}{suffix}").read_bytes()
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob("*.journal"))


# Rejects, once more


def test_rejects_can_be_read_again_at_their_places(job: Any, tmp_path: Path) -> None:
    first = job(["raise", "text", "", "raise"], workers=0, options=ReadOptions(country="MA"))
    run(first, Silent())
    inputs, picked, options = read_rejects(tmp_path / "rejects.jsonl")
    assert options == first.options
    (tmp_path / "in.jsonl").write_text(lines("text", "text", "", "text"), encoding="utf-8")
    again = Job(
        inputs, tmp_path / "again.jsonl", only=picked, options=options, recipe=first.recipe, workers=0, overwrite=True
    )
    tally = run(again, Silent())
    assert (tally.read, tally.written) == (3, 2)
    assert written(tmp_path / "again.jsonl") == ["d0", "d3"]


# The disk


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_clear_error(job: Any, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.part").symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"out\.jsonl\.part: cannot be written: No space left on device\. Make room"):
        run(job(["text"] * 10, workers=0), Silent())


def test_folders_of_the_output_are_made_and_a_file_in_their_place_is_an_error(job: Any, tmp_path: Path) -> None:
    plain = job(["text"], workers=0)
    run(replace(plain, output=tmp_path / "new" / "folder" / "out.jsonl"), Silent())
    assert written(tmp_path / "new" / "folder" / "out.jsonl") == ["d0"]
    with pytest.raises(OutputError, match=r"File exists|Not a directory"):
        run(replace(plain, output=tmp_path / "in.jsonl" / "out.jsonl"), Silent())
