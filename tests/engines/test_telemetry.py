"""What a run tells while it goes."""

import io
import json

import pytest

from khabar.engines import telemetry
from khabar.engines.local import Tally
from khabar.engines.telemetry import Console
from khabar.io.items import Reject


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the test sets."""
    now = [0.0]
    monkeypatch.setattr(telemetry, "monotonic", lambda: now[0])
    return now


def test_a_terminal_has_a_line_that_moves_with_rate_and_time_left(clock: list[float]) -> None:
    out = Terminal()
    console = Console(total=4000, out=out)
    clock[0] = 10.0
    console.progress(Tally(read=1000, written=990, rejected=10, bytes=1000))
    assert out.getvalue() == "\r\x1b[K990 records, 10 rejected, 100/s, 25%, 0:30 left"
    console.reject(Reject("a.txt", 0, None, "read", "has no text"))
    assert out.getvalue().endswith("\r\x1b[Ka.txt: rejected (read): has no text\n")


def test_elsewhere_it_is_a_plain_line_now_and_then(clock: list[float]) -> None:
    out = io.StringIO()
    console = Console(out=out)
    for second in range(0, 70, 10):
        clock[0] = float(second)
        console.progress(Tally(read=second, written=second))
    assert out.getvalue() == "30 records, 1/s\n60 records, 1/s\n"


def test_a_resumed_run_tells_its_own_rate(clock: list[float]) -> None:
    out = io.StringIO()
    console = Console(out=out)
    clock[0] = 100.0
    console.end(Tally(read=5100, written=5100, resumed=5000))
    assert out.getvalue() == "5,100 records, 1/s, 100.0 s\n"


def test_many_rejects_are_named_once_then_counted() -> None:
    out = io.StringIO()
    console = Console(out=out)
    for number in range(50):
        console.reject(Reject("in.jsonl", number, number + 1, "read", "has no text"))
    lines = out.getvalue().splitlines()
    assert len(lines) == telemetry.REJECTS_SHOWN + 1
    assert "--rejects FILE" in lines[-1]


def test_a_log_of_json(clock: list[float]) -> None:
    out = io.StringIO()
    console = Console(as_json=True, out=out)
    clock[0] = 40.0
    console.progress(Tally(read=80, written=79, rejected=1))
    console.reject(Reject("a", 0, 1, "read", "x"))
    console.say("stopped")
    events = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [e["event"] for e in events] == ["progress", "reject", "note"]
    assert (events[0]["read"], events[0]["rate"]) == (80, 2.0)


def test_long_times_have_hours() -> None:
    assert telemetry._clock(59.9) == "0:59"
    assert telemetry._clock(3723) == "1:02:03"
