"""Worker processes that take numbered batches and give outcomes back; one that dies or hangs costs one document.

Each worker has two batches at hand, so that it never waits. The parent never blocks on a worker.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import selectors
import signal
import socket
import struct
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Protocol

from khabar.engines.work import Outcome, Work
from khabar.errors import KhabarError
from khabar.io.items import Item, Reject
from khabar.io.parse import refuse

Batch = Sequence[Item | Reject]
AT_HAND = 2
GRACE = 5.0
MOST_DEATHS = 10
CHUNK = 1 << 18
_CANNOT_START = 71
_GARBAGE = 1_000_000  # objects made before cycles are looked for: the rules leave none, and looking costs time
_LENGTH = struct.Struct("!Q")
_FORK = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


class Workers(Protocol):
    """What the engine needs: give a batch while there is room, ask for what is done."""

    def room(self) -> bool: ...
    def submit(self, number: int, batch: Batch) -> None: ...
    def poll(self, seconds: float) -> list[tuple[int, Outcome]]: ...
    def close(self) -> None: ...


class Inline:
    """No other process: each batch is done when it is submitted. For debuggers and profilers."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._done: list[tuple[int, Outcome]] = []

    def room(self) -> bool:
        """One batch at a time."""
        return not self._done

    def submit(self, number: int, batch: Batch) -> None:
        """Do it."""
        whole = Outcome()
        for outcome in self._work.run(batch):
            whole.add(outcome)
        self._done.append((number, whole))

    def poll(self, seconds: float) -> list[tuple[int, Outcome]]:
        """What has been done since the last call."""
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class _Task:
    """A batch under way; `careful` is one item at a time, each outcome told, from `outcome` on.

    `suspect` is the item that a process was lost on: twice in a row, and it is to blame.
    """

    number: int
    batch: Batch
    careful: bool = False
    suspect: int | None = None
    outcome: Outcome = field(default_factory=Outcome)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    wire: socket.socket
    tasks: deque[_Task] = field(default_factory=deque)
    outgoing: bytearray = field(default_factory=bytearray)
    incoming: bytearray = field(default_factory=bytearray)
    heard: float = field(default_factory=monotonic)
    answered: bool = False


class Pool:
    """`size` processes that do `work`; a process silent for longer than a document may take is replaced."""

    def __init__(self, size: int, work: Work) -> None:
        self._work = work
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._done: list[tuple[int, Outcome]] = []
        self._deaths = 0
        if _FORK:
            work.recipe.pipeline()  # loaded once, shared by all
            gc.freeze()
        for _ in range(size):
            self._hire()

    def room(self) -> bool:
        """Is there a worker that would wait for work soon?"""
        return any(len(w.tasks) < AT_HAND for w in self._workers)

    def submit(self, number: int, batch: Batch) -> None:
        """Hand a batch to the worker with the fewest."""
        worker = min(self._workers, key=lambda w: len(w.tasks))
        if not worker.tasks:
            worker.heard = monotonic()
        self._give(worker, _Task(number, batch))

    def poll(self, seconds: float) -> list[tuple[int, Outcome]]:
        """Wait for messages, at most so long; the batches that are done."""
        for key, events in self._selector.select(seconds):
            worker: _Worker = key.data
            if events & selectors.EVENT_WRITE:
                self._send(worker)
            if events & selectors.EVENT_READ:
                self._receive(worker)
        for worker in list(self._workers):
            self._watch(worker)
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """End the processes at once, whatever they are at."""
        for worker in self._workers:
            self._dismiss(worker)
        self._workers = []
        self._selector.close()
        if _FORK:
            gc.unfreeze()

    def _hire(self) -> _Worker:
        near, far = socket.socketpair()
        near.setblocking(False)
        context: Any = multiprocessing.get_context("fork" if _FORK else "spawn")
        ours = [near, *(w.wire for w in self._workers)] if _FORK else []
        process = context.Process(target=_serve, args=(far, ours, self._work), daemon=True)
        process.start()
        far.close()
        worker = _Worker(process, near)
        self._workers.append(worker)
        self._selector.register(near, selectors.EVENT_READ, worker)
        return worker

    def _give(self, worker: _Worker, task: _Task) -> None:
        worker.tasks.append(task)
        rest = task.batch[len(task.outcome.results) :]
        worker.outgoing += _frame((task.careful, rest))
        self._selector.modify(worker.wire, selectors.EVENT_READ | selectors.EVENT_WRITE, worker)

    def _send(self, worker: _Worker) -> None:
        try:
            sent = worker.wire.send(memoryview(worker.outgoing)[:CHUNK])
        except BlockingIOError:
            return
        except OSError:
            return  # it is dead: reading tells
        del worker.outgoing[:sent]
        if not worker.outgoing:
            self._selector.modify(worker.wire, selectors.EVENT_READ, worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            chunk = worker.wire.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._lost(worker)
            return
        worker.heard = monotonic()
        worker.incoming += chunk
        while (message := _unframe(worker.incoming)) is not None:
            self._take(worker, message)

    def _take(self, worker: _Worker, outcome: Outcome) -> None:
        worker.answered = True
        task = worker.tasks[0]
        task.outcome.add(outcome)
        if len(task.outcome.results) == len(task.batch):
            worker.tasks.popleft()
            self._done.append((task.number, task.outcome))

    def _watch(self, worker: _Worker) -> None:
        limit = self._work.time_limit
        if limit and worker.tasks and monotonic() - worker.heard > limit + GRACE:
            self._lost(worker, f"gave no answer within {limit:g} s (--time-limit)")

    def _lost(self, worker: _Worker, why: str | None = None) -> None:
        """Replace a worker: the item it failed on is rejected once known, everything else is done again."""
        self._dismiss(worker)
        self._workers.remove(worker)
        code = worker.process.exitcode or 0
        self._deaths = 0 if worker.answered else self._deaths + 1
        if code == _CANNOT_START or self._deaths > MOST_DEATHS:
            raise KhabarError("worker processes die before they answer", remedy="See why with --workers 0")
        if why is None:
            why = f"its process died ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"
        if worker.tasks:
            self._take_care(worker, why)
        successor = self._hire()
        for waiting in worker.tasks:
            self._give(successor, waiting)

    def _take_care(self, worker: _Worker, why: str) -> None:
        """The task that a worker was lost on is to be done item by item; the item that loses two is rejected."""
        task = worker.tasks[0]
        at = len(task.outcome.results)
        if task.suspect == at:
            item = task.batch[at]
            task.outcome.results.append(refuse(item, "worker", why) if isinstance(item, Item) else item)
        task.suspect = at if task.careful else None
        task.careful = True
        if len(task.outcome.results) == len(task.batch):
            worker.tasks.popleft()
            self._done.append((task.number, task.outcome))

    def _dismiss(self, worker: _Worker) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(worker.wire)
        worker.wire.close()
        worker.process.join(0.2 if not worker.tasks else 0)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()


def _frame(message: Any) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def _unframe(buffer: bytearray) -> Any:
    """Take one whole message off the buffer, or None."""
    if len(buffer) < _LENGTH.size:
        return None
    end = _LENGTH.size + _LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    message = pickle.loads(memoryview(buffer)[_LENGTH.size : end])
    del buffer[:end]
    return message


def _serve(wire: socket.socket, ours: list[socket.socket], work: Work) -> None:
    """A worker's life: until the parent hangs up."""
    for other in ours:  # inherited by fork: were they open here, no one would notice the parent's end
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        work.recipe.pipeline()
    except KhabarError:
        sys.exit(_CANNOT_START)
    gc.set_threshold(_GARBAGE)
    stream = wire.makefile("rb")
    while head := stream.read(_LENGTH.size):
        careful, items = pickle.loads(stream.read(_LENGTH.unpack(head)[0]))
        try:
            for outcome in map(work.run_one, items) if careful else work.run(items):
                wire.sendall(_frame(outcome))
        except BrokenPipeError:
            return
