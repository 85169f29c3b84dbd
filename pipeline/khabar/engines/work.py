"""The work of one process: items in, lines of JSON or rejects out, with a time limit for each document."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from types import FrameType

from khabar.document import Document
from khabar.engines.recipe import Recipe
from khabar.io.items import Item, ReadOptions, Reject
from khabar.io.parse import parse, refuse
from khabar.pipeline import Pipeline, StageError
from khabar.stages import Stage
from khabar.stages.assemble import assemble


@dataclass(slots=True)
class Outcome:
    """What became of some items, in their order: a line of JSON or a Reject each.

    `seconds` has the time of each stage; `counts` the mentions by label and the characters read.
    """

    results: list[bytes | Reject] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: Outcome) -> None:
        """Take in what another one has."""
        self.results += other.results
        self.seconds.update(other.seconds)
        self.counts.update(other.counts)


class TimeUp(BaseException):
    """A document has had its time; no Exception, for a stage must not catch it."""


@dataclass(slots=True, frozen=True)
class Work:
    """What a process does with items; `time_limit` is in seconds for one document, 0 for none."""

    recipe: Recipe
    options: ReadOptions
    time_limit: float = 0.0

    def run(self, items: Sequence[Item | Reject]) -> Iterator[Outcome]:
        """All items as one batch; where that takes longer than one document may, one by one."""
        outcome = Outcome()
        try:
            with limited(self.time_limit):
                self._run(items, outcome)
        except TimeUp:
            yield from map(self.run_one, items)
        else:
            yield outcome

    def run_one(self, item: Item | Reject) -> Outcome:
        """One item by itself; a Reject of the stage it was in where it takes too long."""
        outcome = Outcome()
        if isinstance(item, Reject):
            outcome.results.append(item)
            return outcome
        begun: list[str] = ["read"]
        try:
            with limited(self.time_limit):
                self._run([item], outcome, begun.append)
        except TimeUp:
            outcome.results[:] = [refuse(item, begun[-1], f"took longer than {self.time_limit:g} s (--time-limit)")]
        return outcome

    def _run(
        self, items: Sequence[Item | Reject], outcome: Outcome, begun: Callable[[str], None] | None = None
    ) -> None:
        pipeline, clock = self.recipe.pipeline(), outcome.seconds
        with timed(clock, "read"):
            results: list[bytes | Reject | Document] = [
                parse(item, self.options) if isinstance(item, Item) else item for item in items
            ]
        places = [i for i, result in enumerate(results) if isinstance(result, Document)]
        documents = [d for d in results if isinstance(d, Document)]
        outcome.counts["characters"] += sum(len(d.text) for d in documents)
        done = _clocked(pipeline, clock, begun).batch(documents)
        for place, document, result in zip(places, documents, done, strict=True):
            item = items[place]
            assert isinstance(item, Item)
            results[place] = _written(replace(item, id=document.id), result, pipeline, outcome)
        outcome.results += [r for r in results if not isinstance(r, Document)]


def _written(item: Item, done: Document | StageError, pipeline: Pipeline, outcome: Outcome) -> bytes | Reject:
    if isinstance(done, StageError):
        return refuse(item, done.stage, done.message)
    try:
        with timed(outcome.seconds, "assemble"):
            record = assemble(done, pipeline.provenance)
        with timed(outcome.seconds, "write"):
            line = record.to_bytes() + b"\n"
    except Exception as error:
        return refuse(item, "assemble", f"{type(error).__name__}: {error}")
    outcome.counts.update(m.label for m in done.mentions)
    return line


@contextmanager
def timed(clock: Counter[str], name: str) -> Iterator[None]:
    """Add the seconds of the block to `clock[name]`."""
    start = perf_counter()
    try:
        yield
    finally:
        clock[name] += perf_counter() - start  # type: ignore[assignment]  # a Counter of seconds


class _Clocked:
    """A stage that keeps its time; one that takes batches still does."""

    def __init__(self, name: str, stage: Stage, clock: Counter[str], begun: Callable[[str], None] | None) -> None:
        self._name, self._stage, self._clock, self._begun = name, stage, clock, begun
        self._many: Callable[[Sequence[Document]], Iterable[Document]] | None = getattr(stage, "batch", None)
        if self._many is not None:
            self.batch = self._batch

    def __call__(self, document: Document) -> Document:
        if self._begun:
            self._begun(self._name)
        start = perf_counter()
        try:
            return self._stage(document)
        finally:
            self._clock[self._name] += perf_counter() - start  # type: ignore[assignment]

    def _batch(self, documents: Sequence[Document]) -> list[Document]:
        assert self._many is not None
        if self._begun:
            self._begun(self._name)
        with timed(self._clock, self._name):
            return list(self._many(documents))


def _clocked(pipeline: Pipeline, clock: Counter[str], begun: Callable[[str], None] | None) -> Pipeline:
    stages = tuple((name, _Clocked(name, stage, clock, begun)) for name, stage in pipeline.stages)
    return Pipeline(stages, pipeline.provenance, pipeline.country)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block after some seconds; 0 is no limit, as is a thread or system without timers."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_up(number: int, frame: FrameType | None) -> None:
    raise TimeUp
