"""Write packed lines so that they can be cut: each checkpoint ends a gzip member or a zstd frame."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol, cast

from khabar.errors import MissingExtraError


class Durable(Protocol):
    """A file that bytes are appended to."""

    def write(self, data: bytes) -> None: ...
    def sync(self) -> int: ...
    def close(self) -> None: ...


def packing_of(name: str | Path | None) -> str | None:
    """.gz or .zst where a name ends so."""
    return next((p for p in (".gz", ".zst") if str(name).endswith(p)), None)


class Packed:
    """Bytes to a file, packed as `name` ends: .gz, .zst, or as they are."""

    def __init__(self, file: Durable, name: str) -> None:
        self._file = file
        self._packing = packing_of(name)
        self._frame: Any = None

    def write(self, data: bytes) -> None:
        """Append."""
        if self._packing is None:
            self._file.write(data)
            return
        if self._frame is None:
            self._frame = _frame(self._packing, self._file)
        self._frame.write(data)

    def sync(self) -> int:
        """End the frame and make it durable; the length of the file."""
        if self._frame is not None:
            self._frame.close()
            self._frame = None
        return self._file.sync()

    def close(self) -> None:
        """Close the file; an open frame is given up."""
        self._file.close()


@contextmanager
def packed(path: Path, name: str) -> Iterator[IO[bytes]]:
    """A new file to write, packed as `name` ends; equal bytes make an equal file."""
    with path.open("wb") as file:
        packing = packing_of(name)
        if packing == ".gz":
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as frame:
                yield cast("IO[bytes]", frame)
        elif packing == ".zst":
            with _zstandard().ZstdCompressor(level=6).stream_writer(file, closefd=False) as frame:
                yield frame
        else:
            yield file


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("zstd", "zstandard") from None
    return zstandard


class _Writer:
    """The file as packers want it."""

    def __init__(self, file: Durable) -> None:
        self._file = file

    def write(self, data: Any) -> int:
        self._file.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


def _frame(packing: str, file: Durable) -> Any:
    if packing == ".gz":
        return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=_Writer(file), mtime=0)
    return _zstandard().ZstdCompressor(level=6).stream_writer(_Writer(file), closefd=False)
