"""Split a stream into items, format by format, reading no further ahead than one item.

Parsing is left for later (`parse`), so that processes can share it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from khabar.errors import InputError, MissingExtraError
from khabar.io.decode import SAMPLE, UnknownEncodingError, recognise
from khabar.io.items import FIELDS, FormatName, Item, ReadOptions, Reject
from khabar.io.sources import format_of

# A part of an item before its source and number are known: format, payload, line, and what else is known of it;
# or the line and the reason why there is none.
Part = dict[str, Any]
Scanner = Callable[[io.BufferedReader, str, ReadOptions], Iterator[Part]]


def scan(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
    """The parts of one stream; its format is that of `options`, of its name, or of its first bytes."""
    chosen = options.format or format_of(name) or _sniff(stream.peek(SAMPLE)[:SAMPLE])
    return _SCANNERS[chosen](stream, name, options)


def part(format: str, payload: bytes | dict[str, Any], line: int | None = None, **more: Any) -> Part:
    """What a scanner yields for one document."""
    return {"format": format, "payload": payload, "line": line, **more}


def refusal(error: str, line: int | None = None, id: str | None = None) -> Part:
    """What a scanner yields where there is no document."""
    return {"error": error, "line": line, "id": id}


def numbered(parts: Iterable[Part], source: str) -> Iterator[Item | Reject]:
    """Items and rejects of a source, numbered from 0."""
    for number, found in enumerate(parts):
        if "error" in found:
            yield Reject(source=source, number=number, stage="read", **found)
        else:
            yield Item(source=source, number=number, **found)


def _sniff(head: bytes) -> FormatName:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower()
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith(b"[{"):
        return "json"
    if start.startswith(b"warc/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    return "html" if start.startswith((b"<!doctype html", b"<html", b"<?xml")) else "text"


def _whole(format: str) -> Scanner:
    def scanner(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
        raw = stream.read(options.max_bytes + 1)
        if len(raw) > options.max_bytes:
            yield refusal(_too_long(options))
        else:
            yield part(format, raw)

    return scanner


def _too_long(options: ReadOptions) -> str:
    return f"is longer than {options.max_bytes:,} bytes (--max-bytes)"


def _json_lines(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
    stream, encoding = _utf8_lines(stream, name, _some_json)
    limit, line = options.max_bytes, 0
    while raw := stream.readline(limit + 1):
        line += 1
        if len(raw) > limit and not raw.endswith(b"\n"):
            while len(raw) > limit and not raw.endswith(b"\n"):
                raw = stream.readline(limit + 1)
            yield refusal(_too_long(options), line)
        elif not raw.isspace():
            yield part("json", raw.rstrip(b"\r\n"), line, encoding=encoding)


def _utf8_lines(
    stream: io.BufferedReader, name: str, fitting: Callable[[list[bytes]], bool]
) -> tuple[io.BufferedReader, str | None]:
    """The stream with lines ending in the byte of a newline, and the codec of a line where it is not UTF-8.

    A stream in no known encoding whose first lines are `fitting` is read as UTF-8: the lines that are
    not are rejected one by one.
    """
    sample = stream.peek(SAMPLE)[:SAMPLE]
    try:
        codec, mark = recognise(sample, name, complete=False)
    except UnknownEncodingError:
        if not fitting(sample.split(b"\n")[:-1]):
            raise
        codec, mark = "utf-8", 0
    stream.read(mark)
    if codec.startswith("utf-") and codec != "utf-8":
        return io.BufferedReader(_Recoded(stream, codec)), None
    return stream, None if codec == "utf-8" else codec


def _mostly_utf8(lines: list[bytes]) -> bool:
    return sum(map(_is_utf8, lines)) * 2 >= len(lines)


def _some_json(lines: list[bytes]) -> bool:
    return any(line.startswith(b"{") and _is_utf8(line) for line in lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in line


class _Recoded(io.RawIOBase):
    """A stream in another encoding as UTF-8; what does not decode becomes U+FFFD."""

    def __init__(self, stream: io.BufferedReader, codec: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            raw = self._stream.read1(SAMPLE)
            self._rest = self._decoder.decode(raw, final=not raw).encode("utf-8", "replace")
            if not raw:
                break
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _json(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
    """A JSON file: one object, or an array of them; or lines, whatever its name says."""
    head = stream.peek(SAMPLE)[:SAMPLE].removeprefix(codecs.BOM_UTF8).lstrip()
    raw = stream.read(options.max_bytes + 1) if head.startswith(b"[") else b""
    if not raw:
        yield from _json_object_or_lines(stream, name, options)
    elif len(raw) > options.max_bytes:
        yield refusal(f"{_too_long(options)}: give one object a line (JSONL)")
    else:
        try:
            objects = msgspec.json.decode(raw.removeprefix(codecs.BOM_UTF8), type=list[msgspec.Raw])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield refusal(f"does not parse as JSON: {error}")
            return
        for number, one in enumerate(objects, 1):
            yield part("json", bytes(one), number)


def _json_object_or_lines(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
    raw = stream.peek(SAMPLE)[:SAMPLE]
    first = raw.split(b"\n", 1)[0]
    try:
        msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if len(first) < len(raw):  # the object goes on beyond its first line
            yield from _whole("json")(stream, name, options)
            return
    yield from _json_lines(stream, name, options)


def _table(delimiters: str) -> Scanner:
    def scanner(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
        stream, encoding = _utf8_lines(stream, name, _mostly_utf8)
        text = io.TextIOWrapper(stream, encoding or "utf-8", errors="surrogateescape", newline="")
        csv.field_size_limit(options.max_bytes)
        start = text.readline(options.max_bytes)
        delimiter = max(delimiters, key=start.count)
        header = next(csv.reader([start], delimiter=delimiter), [])
        if not header:
            yield refusal("is empty: it has no header")
            return
        yield from _rows(csv.reader(text, delimiter=delimiter), header, options)

    return scanner


def _rows(reader: Any, header: list[str], options: ReadOptions) -> Iterator[Part]:
    names = [column.strip() for column in header]
    if missing := missing_column(names, options):
        yield refusal(missing, 1)
        return
    wanted = {f: names.index(options.name(f)) for f in FIELDS if options.name(f) in names}
    while True:
        line = reader.line_num + 2
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield refusal(f"does not parse as a row: {error}", line)
            continue
        if row:
            yield part("row", {options.name(f): row[at] or None for f, at in wanted.items() if at < len(row)}, line)


def missing_column(names: Sequence[str], options: ReadOptions) -> str | None:
    """What is wrong with a table's columns: the first wanted one that is not there; None where all are."""
    for field in ("text", *(options.fields or ())):
        name = options.name(field)
        if name not in names:
            remedy = ". Name the column with --text-field" if name == "text" else ""
            return f"has no column {name!r}, only {', '.join(map(repr, names))}{remedy}"
    return None


def _parquet(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("parquet", "pyarrow", name) from None
    if not stream.seekable():
        raise InputError("Parquet cannot be read from a pipe", name, "Give it as a file")
    try:
        table = pq.ParquetFile(stream)
        names = table.schema_arrow.names
        if missing := missing_column(names, options):
            yield refusal(missing)
            return
        columns = [options.name(f) for f in FIELDS if options.name(f) in names]
        line = 0
        for batch in table.iter_batches(batch_size=256, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                line += 1
                yield part("row", row, line)
    except pa.ArrowException as error:
        raise InputError(f"does not read as Parquet: {error}", name) from error


def _warc(stream: io.BufferedReader, name: str, options: ReadOptions) -> Iterator[Part]:
    """The HTML pages among a WARC file's responses and resources."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise MissingExtraError("warc", "warcio", name) from None
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in ("response", "resource"):
                continue
            headers = record.http_headers or record.rec_headers
            media = (headers.get_header("Content-Type") or "").lower()
            if "html" not in media:
                continue
            name_of = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>") or None
            try:
                raw = record.content_stream().read(options.max_bytes + 1)
            except Exception as error:  # of whatever decoder its headers asked for
                yield refusal(f"does not unpack: {error}", id=name_of)
                continue
            if len(raw) > options.max_bytes:
                yield refusal(_too_long(options), id=name_of)
                continue
            charset = media.partition("charset=")[2].split(";")[0].strip(" \"'")
            url = record.rec_headers.get_header("WARC-Target-URI")
            yield part("html", raw, encoding=charset or None, url=url, id=name_of)
    except ArchiveLoadFailed as error:
        raise InputError(f"does not read as WARC: {error}", name) from error


_SCANNERS: dict[FormatName, Scanner] = {
    "text": _whole("text"),
    "html": _whole("html"),
    "jsonl": _json_lines,
    "json": _json,
    "csv": _table(",;\t|"),
    "tsv": _table("\t"),
    "parquet": _parquet,
    "warc": _warc,
}
