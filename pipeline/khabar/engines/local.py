"""The engine of one machine: batches go to processes, lines come back in order, checkpoints make them safe.

The part file and its journal are all that a run leaves on the way; `resume` goes on from them.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any, BinaryIO, Protocol

from khabar.engines.again import Picked, reject_line
from khabar.engines.deliver import Duplicates, clusters_of, deliver, spool_of
from khabar.engines.journal import Checkpoint, Journal, OutputError, Part, UnfinishedError, publish
from khabar.engines.pool import Inline, Pool, Workers
from khabar.engines.recipe import Recipe
from khabar.engines.work import Outcome, Work
from khabar.io.items import Item, ReadOptions, Reject
from khabar.io.packing import Packed, packing_of
from khabar.io.read import Position, items
from khabar.io.write import OutputFormat, targets

BATCH_ITEMS = 256
BATCH_ITEMS_OF_MODEL = 64  # it takes a second for these: a signal waits no longer
BATCH_BYTES = 1 << 20
CHECKPOINT_ITEMS = 2048
# Small at first, so that the first record comes at once, then so that each of many workers has its part of a few.
FIRST_BATCHES = (1, 7, 24, *[64] * 16)


@dataclass(slots=True, frozen=True)
class Job:
    """What to run; `output` None is JSONL to standard output.

    `only` picks some items of each source. `workers` 0 is this process alone. `time_limit` is in seconds
    for a document, 0 for none.
    """

    inputs: tuple[str, ...]
    output: Path | None = None
    rejects: Path | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    recipe: Recipe = field(default_factory=Recipe)
    workers: int = 1
    time_limit: float = 30.0
    resume: bool = False
    overwrite: bool = False
    form: OutputFormat = "jsonl"
    duplicates: Duplicates = "keep"
    only: Mapping[str, Picked] | None = None
    stats: Path | None = None

    @property
    def spool(self) -> Path | None:
        """The file that the lines of the run go to."""
        return self.output and spool_of(self.output, self.form, self.duplicates)

    def files(self) -> frozenset[Path]:
        """All files that the run writes: none of them is input, though they lie in a folder that is."""
        written = [*targets(self.output, self.form), clusters_of(self.output, self.form)] if self.output else []
        return frozenset(path.resolve() for path in (*written, self.rejects, self.stats) if path)


@dataclass(slots=True)
class Tally:
    """What a run has done so far. Every item read is written or rejected."""

    read: int = 0
    written: int = 0
    rejected: int = 0
    bytes: int = 0
    elapsed: float = 0.0
    rejects: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    signal: int = 0
    resumed: int = 0

    def state(self) -> dict[str, Any]:
        """As plain values, for a journal or a file."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}

    @classmethod
    def of(cls, state: dict[str, Any]) -> Tally:
        """From a journal."""
        tally = cls(**state)
        tally.rejects, tally.counts, tally.seconds = (
            Counter(tally.rejects),
            Counter(tally.counts),
            Counter(tally.seconds),
        )
        tally.resumed, tally.signal, tally.bytes = tally.read, 0, 0
        return tally


class Monitor(Protocol):
    """Who is told how a run goes."""

    def reject(self, reject: Reject) -> None: ...
    def progress(self, tally: Tally) -> None: ...


class Sink(Protocol):
    """Where lines go; `sync` makes them durable and tells the length."""

    def write(self, data: bytes) -> None: ...
    def sync(self) -> int: ...
    def close(self) -> None: ...


class Stream:
    """Standard output: each batch is flushed, nothing can be resumed."""

    def __init__(self, stream: BinaryIO, render: Callable[[bytes], bytes] | None = None) -> None:
        self._stream, self._render = stream, render

    def write(self, data: bytes) -> None:
        """Write and flush whole lines; OutputError where no one reads them any more."""
        try:
            self._stream.write(self._render(data) if self._render else data)
            self._stream.flush()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())  # what is buffered must go somewhere
            if isinstance(error, BrokenPipeError):
                raise OutputError("no one reads the output any more (broken pipe)") from None
            raise OutputError(f"cannot be written: {error.strerror}", "the output") from error

    def sync(self) -> int:
        """Nothing to make durable."""
        return 0

    def close(self) -> None:
        """It is not ours."""


def run(job: Job, monitor: Monitor, stream: Stream | None = None) -> Tally:
    """Run a job to its end, or to a signal, which `Tally.signal` then names.

    OutputError where the output cannot be written; UnfinishedError where an earlier run would be lost.
    """
    with ExitStack() as stack:
        started = _Started(job, stream)
        stack.callback(started.close)
        if started.complete:
            return started.finish()
        stop = stack.enter_context(_signals())
        work = Work(job.recipe, job.options, job.time_limit)
        workers: Workers = Pool(job.workers, work) if job.workers else Inline(work)
        stack.callback(workers.close)
        if _Loop(job, started, workers, monitor, stop).run():
            started.checkpoint(complete=True)
            return started.finish()
        started.tally.signal = stop.number
        if not packing_of(job.spool):  # where frames end must not depend on signals: they go back to the last one
            started.checkpoint()
        return started.tally


class _Started:
    """The outputs of a run, new or resumed, and its place in the input."""

    def __init__(self, job: Job, stream: Stream | None) -> None:
        self._job = job
        self._since = monotonic()
        self.tally = Tally()
        self.place = Position()
        self.complete = False
        self._sinks: dict[str, Sink] = {}
        self._journal: Journal | None = None
        if job.output is None or job.spool is None:
            self._sinks["output"] = stream or Stream(sys.stdout.buffer)
            if job.rejects:
                self._sinks["rejects"] = Part(job.rejects, None)
            return
        last = self._last(job.output)
        lengths: dict[str, int] = last.lengths if last else {}
        if last:
            self.place, self.complete = Position(*last.place), last.complete
            self.tally = Tally.of(last.state)
        if self.complete:
            return
        self._sinks["output"] = Packed(Part(job.spool, lengths.get("output")), job.spool.name)
        if job.rejects:
            self._sinks["rejects"] = Part(job.rejects, lengths.get("rejects"))

    def _last(self, output: Path) -> Checkpoint | None:
        job = self._job
        self._journal = Journal(output.with_name(f"{output.name}.journal"))
        if self._journal.path.exists() and not (job.resume or job.overwrite):
            raise UnfinishedError(
                "an unfinished run lies here",
                str(self._journal.path),
                "Go on with --resume, or start anew: --overwrite",
            )
        last = self._journal.last(_run_of(job)) if job.resume else None
        if last:
            self._journal.go_on()
        else:
            self._journal.begin(_run_of(job))
        return last

    def write(self, outcome: Outcome) -> None:
        """Lines to the output, rejects to theirs."""
        lines = [r for r in outcome.results if isinstance(r, bytes)]
        rejects = [r for r in outcome.results if isinstance(r, Reject)]
        if lines:
            self._sinks["output"].write(b"".join(lines))
        if rejects and "rejects" in self._sinks:
            self._sinks["rejects"].write(b"".join(reject_line(r, self._job.options) for r in rejects))
        tally = self.tally
        tally.read += len(outcome.results)
        tally.written += len(lines)
        tally.rejected += len(rejects)
        tally.rejects.update(r.stage for r in rejects)
        tally.counts.update(outcome.counts)
        tally.seconds.update(outcome.seconds)

    def checkpoint(self, *, complete: bool = False) -> None:
        """Make what is written durable, then note it."""
        lengths = {name: sink.sync() for name, sink in self._sinks.items()}
        now = monotonic()
        self.tally.elapsed += now - self._since
        self._since = now
        if self._journal:
            place = [self.place.source, self.place.items, self.place.name]
            self._journal.note(Checkpoint(place, lengths, self.tally.state(), complete))

    def finish(self) -> Tally:
        """Everything is written: give the parts their names."""
        self.close()
        job = self._job
        if job.output:
            deliver(job.output, job.form, job.duplicates)
        if job.rejects:
            publish(job.rejects)
        if self._journal:
            self._journal.remove()
        return self.tally

    def close(self) -> None:
        """Close the files; the journal stays."""
        for sink in self._sinks.values():
            sink.close()
        if self._journal:
            self._journal.close()


class _Loop:
    """Read, hand out, take back, write: until the input ends or a signal comes."""

    def __init__(self, job: Job, started: _Started, workers: Workers, monitor: Monitor, stop: _Stop) -> None:
        self._started, self._workers, self._monitor, self._stop = started, workers, monitor, stop
        self._batches = _batches(job, started, stop)
        self._places: dict[int, Position] = {}
        self._ready: dict[int, Outcome] = {}
        self._given = self._written = 0
        self._window = max(4, 4 * job.workers)
        self._unsafe = 0
        self._ended = False

    def run(self) -> bool:
        """The loop; True where it came to the end of the input."""
        more = True
        while more or self._places:
            while more and self._workers.room() and len(self._places) < self._window:
                more = self._hand_out()
            if self._stop.at_once:
                return False
            self._ready.update(self._workers.poll(0.2 if self._places else 0))
            self._write()
            self._monitor.progress(self._started.tally)
        return self._ended

    def _hand_out(self) -> bool:
        if self._stop.number:
            return False
        batch = next(self._batches, None)
        if batch is None:
            self._ended = not self._stop.number
            return False
        position, found = batch
        self._places[self._given] = position
        self._workers.submit(self._given, found)
        self._given += 1
        return True

    def _write(self) -> None:
        started = self._started
        while (outcome := self._ready.pop(self._written, None)) is not None:
            started.write(outcome)
            started.place = self._places.pop(self._written)
            self._written += 1
            self._unsafe += len(outcome.results)
            for result in outcome.results:
                if isinstance(result, Reject):
                    self._monitor.reject(result)
            if self._unsafe >= CHECKPOINT_ITEMS:
                self._unsafe = 0
                started.checkpoint()


def _batches(job: Job, started: _Started, stop: _Stop) -> Iterator[tuple[Position, list[Item | Reject]]]:
    """Batches with the position after each; their bounds depend on the input alone."""
    tally = started.tally

    def count(size: int) -> None:
        tally.bytes += size

    source = items(job.inputs, job.options, started.place, count, job.files())
    first = list(reversed(FIRST_BATCHES)) if started.place == Position() else []
    most = BATCH_ITEMS_OF_MODEL if job.recipe.model else BATCH_ITEMS
    size = first.pop() if first else most
    batch: list[Item | Reject] = []
    weight = 0
    while (found := _next(source, stop)) is not None:
        position, item = found
        if job.only is not None and not (item.source in job.only and job.only[item.source].has(item)):
            continue
        batch.append(item)
        weight += _weight(item)
        if len(batch) >= size or weight >= BATCH_BYTES:
            yield position, batch
            size = first.pop() if first else most
            batch, weight = [], 0
    if batch and not stop.number:
        yield position, batch


def _next(source: Iterator[tuple[Position, Item | Reject]], stop: _Stop) -> tuple[Position, Item | Reject] | None:
    """The next item; None at the end, or where a signal comes while it is waited for."""
    try:
        with stop.raising():
            return next(source, None)
    except _Interrupt:
        return None


def _weight(item: Item | Reject) -> int:
    if isinstance(item, Reject):
        return 0
    payload = item.payload
    return len(payload) if isinstance(payload, bytes) else sum(len(v) for v in payload.values() if isinstance(v, str))


def _run_of(job: Job) -> dict[str, Any]:
    """What must be the same for a run to be resumed."""
    made = job.recipe.pipeline().provenance
    options = asdict(job.options)
    return {
        "run": "khabar/1",
        "inputs": list(job.inputs),
        "options": json.loads(json.dumps(options, default=str)),
        "rejects": str(job.rejects) if job.rejects else None,
        "format": job.form,
        "duplicates": job.duplicates,
        "version": made.version,
        "config": made.config,
        "knowledge": made.knowledge,
        "model": made.model,
    }


class _Interrupt(BaseException):
    """A signal came while input was waited for."""


class _Stop:
    """The signal that asked for an end; a second one asks for it at once."""

    def __init__(self) -> None:
        self.number = 0
        self.at_once = False
        self._raise = False

    def take(self, number: int, frame: FrameType | None) -> None:
        """Signal handler."""
        self.at_once = bool(self.number)
        self.number = number
        if self._raise:
            raise _Interrupt

    @contextmanager
    def raising(self) -> Iterator[None]:
        """Here a signal ends waiting."""
        self._raise = True
        try:
            yield
        finally:
            self._raise = False


@contextmanager
def _signals() -> Iterator[_Stop]:
    stop = _Stop()
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):  # not in the main thread: signals are not ours
            before[number] = signal.signal(number, stop.take)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
