"""A run's output under way: parts that grow, a journal of what is safe, and the rename at the end.

A checkpoint makes all bytes so far durable, then notes how far input and outputs had come. To resume is
to cut the outputs back to the last note and go on from its place in the input.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from khabar.errors import KhabarError


class OutputError(KhabarError):
    """An output that cannot be written."""

    @classmethod
    def of(cls, error: OSError, where: str) -> OutputError:
        """What the system said, with what to do."""
        remedy = "Make room and go on with --resume" if error.errno in (28, 122) else None
        return cls(f"cannot be written: {error.strerror or error}", where, remedy)


class UnfinishedError(KhabarError):
    """An earlier run has left something that must not be lost by accident."""


@dataclass(slots=True, frozen=True)
class Checkpoint:
    """What is durable: the place in the input, the length of each part, and the counts so far."""

    place: list[Any]
    lengths: dict[str, int]
    state: dict[str, Any]
    complete: bool = False


class Part:
    """A file under another name until it is whole: `news.jsonl.part` for `news.jsonl`."""

    def __init__(self, target: Path, length: int | None) -> None:
        self.target = target
        self.path = part_of(target)
        self._file = _opened(self.path, "ab" if length is not None else "wb")
        if length is not None:
            if self._file.tell() < length:
                raise UnfinishedError("is shorter than its journal says", str(self.path), "Start anew with --overwrite")
            self._file.truncate(length)
            self._file.seek(length)  # or the place stays where the cut end was

    def write(self, data: bytes) -> None:
        """Append; OutputError where the disk refuses."""
        try:
            self._file.write(data)
        except OSError as error:
            raise OutputError.of(error, str(self.path)) from error

    def sync(self) -> int:
        """Make what is written durable; its length."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError.of(error, str(self.path)) from error
        return self._file.tell()

    def close(self) -> None:
        """Close without a word: what is not synced may be lost, and resuming cuts it off."""
        with contextlib.suppress(OSError):
            self._file.close()


def _opened(path: Path, mode: Literal["ab", "wb"]) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open(mode)
    except OSError as error:
        raise OutputError.of(error, str(path)) from error


def part_of(target: Path) -> Path:
    """The name of an output that is not whole yet."""
    return target.with_name(f"{target.name}.part")


def publish(target: Path) -> None:
    """Give a whole part its name; nothing to do where it has it already."""
    part = part_of(target)
    if part.exists():
        part.replace(target)
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Journal:
    """The checkpoints of one run, each a line, after a first line that says what run it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def last(self, run: dict[str, Any]) -> Checkpoint | None:
        """The last checkpoint of the same run; UnfinishedError where the journal is of another."""
        lines = self._lines()
        if not lines:
            return None
        other = [key for key in run if lines[0].get(key) != run[key]]
        if other:
            raise UnfinishedError(
                f"the unfinished run differs in {', '.join(other)}",
                str(self.path),
                "Give the same options to go on, or start anew with --overwrite",
            )
        return Checkpoint(**lines[-1]) if len(lines) > 1 else None

    def begin(self, run: dict[str, Any]) -> None:
        """Start a new journal."""
        self._file = _opened(self.path, "wb")
        self._append(run)
        sync_folder(self.path.parent)

    def go_on(self) -> None:
        """Continue the journal that is there, without a line that was cut short."""
        raw = self.path.read_bytes()
        self._file = _opened(self.path, "ab")
        self._file.truncate(raw.rfind(b"\n") + 1)

    def note(self, checkpoint: Checkpoint) -> None:
        """Make a checkpoint durable; the outputs must be so already."""
        self._append({name: getattr(checkpoint, name) for name in Checkpoint.__slots__})

    def close(self) -> None:
        """Close the file; it stays for a resumed run."""
        if self._file:
            self._file.close()

    def remove(self) -> None:
        """The run is whole."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _lines(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        whole = self.path.read_bytes().split(b"\n")[:-1]
        return [json.loads(line) for line in whole]

    def _append(self, line: dict[str, Any]) -> None:
        assert self._file is not None
        try:
            self._file.write(json.dumps(line).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError.of(error, str(self.path)) from error
