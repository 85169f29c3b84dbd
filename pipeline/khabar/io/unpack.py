"""Open a source as a stream of plain bytes: gzip, zstd, xz, bzip2 and zip members are seen by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from khabar.errors import InputError, MissingExtraError
from khabar.io.sources import Source

BUFFER = 1 << 18
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)  # what reading a damaged stream raises
MEMBER = "!/"  # between the name of an archive and that of its member
_FEED = 1 << 10  # bytes unpacked at once: a bomb of zeros makes some tens of MB of them
_ZIP = b"PK\x03\x04"


class Meter(io.RawIOBase):
    """A raw stream that tells how many bytes have been read from it."""

    def __init__(self, raw: BinaryIO, count: Callable[[int], None]) -> None:
        self._raw, self._count = raw, count

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._raw.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        got = cast("io.RawIOBase", self._raw).readinto(buffer) or 0
        self._count(got)
        return got


class _Zstd(io.RawIOBase):
    """The frames of a zstd stream, one after another; a cut or damaged one is an error as in other packings."""

    def __init__(self, packed: io.BufferedReader, zstandard: Any) -> None:
        self._packed, self._zstandard = packed, zstandard
        self._frame: Any = None
        self._rest = self._plain = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._plain:
            raw = self._rest or self._packed.read(_FEED)
            if not raw:
                if self._frame is not None:
                    raise EOFError("ends inside a zstd frame")
                return 0
            self._unpack(raw)
        size = min(len(buffer), len(self._plain))
        buffer[:size], self._plain = self._plain[:size], self._plain[size:]
        return size

    def _unpack(self, raw: bytes) -> None:
        if self._frame is None:
            self._frame = self._zstandard.ZstdDecompressor().decompressobj()
        try:
            self._plain, self._rest = self._frame.decompress(raw), b""
        except self._zstandard.ZstdError as error:
            raise OSError(str(error)) from error
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None


@contextmanager
def opened(source: Source, count: Callable[[int], None]) -> Iterator[io.BufferedReader]:
    """The bytes of a source as they lie on the disk; `count` hears of each stretch read."""
    if source.path is None:
        yield io.BufferedReader(Meter(sys.stdin.buffer, count), BUFFER)
        return
    if source.error:
        raise InputError(f"cannot be read: {source.error}", source.name)
    try:
        raw = source.path.open("rb", buffering=0)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source.name) from error
    with raw:
        yield io.BufferedReader(Meter(cast("BinaryIO", raw), count), BUFFER)


def members(stream: io.BufferedReader, name: str) -> Iterator[tuple[str, io.BufferedReader | InputError]]:
    """The members of a zip archive, or the stream itself, each unpacked, with its name.

    A member that cannot be opened is given as the error.
    """
    if not stream.peek(4).startswith(_ZIP):
        yield name, unpacked(stream, name)
        return
    if not stream.seekable():
        raise InputError("a zip archive cannot be read from a pipe", name, "Give it as a file")
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            member = f"{name}{MEMBER}{info.filename}"
            try:
                with archive.open(info) as inner:
                    yield member, unpacked(io.BufferedReader(cast("io.RawIOBase", inner), BUFFER), member)
            except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
                yield member, InputError(f"cannot be unpacked: {error}", member)


def unpacked(stream: io.BufferedReader, name: str) -> io.BufferedReader:
    """The stream with one layer of gzip, zstd, xz or bzip2 taken off, where it has one."""
    head = stream.peek(6)
    plain: object
    if head.startswith(b"\x1f\x8b"):
        plain = gzip.GzipFile(fileobj=stream)
    elif head.startswith(b"\xfd7zXZ\x00"):
        plain = lzma.LZMAFile(stream)  # noqa: SIM115
    elif head.startswith(b"BZh"):
        plain = bz2.BZ2File(stream)
    elif head.startswith(b"\x28\xb5\x2f\xfd"):
        try:
            import zstandard
        except ImportError:
            raise MissingExtraError("zstd", "zstandard", name) from None
        plain = _Zstd(stream, zstandard)
    else:
        return stream
    return io.BufferedReader(cast("io.RawIOBase", plain), BUFFER)
