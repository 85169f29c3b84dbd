"""Read any input as a stream of documents: find the sources, unpack them, split them into items, parse."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from khabar.document import Document
from khabar.errors import InputError, KhabarError, MissingExtraError
from khabar.io.items import Item, ReadOptions, Reject
from khabar.io.parse import parse, told
from khabar.io.scan import numbered, scan
from khabar.io.sources import Source, check, find
from khabar.io.unpack import BROKEN, members, opened


@dataclass(slots=True, frozen=True)
class Position:
    """A place in the input: the sources before `source` are done, and `items` of it."""

    source: int = 0
    items: int = 0
    name: str | None = None


def read(inputs: Sequence[str | Path], options: ReadOptions | None = None) -> Iterator[Document | Reject]:
    """The documents of files, folders, globs and `-` (standard input), and what could not be read, in order.

    Memory holds one item at a time. InputError where an input does not exist.
    """
    options = options or ReadOptions()
    for _, item in items(inputs, options):
        yield parse(item, options) if isinstance(item, Item) else item


def items(
    inputs: Sequence[str | Path],
    options: ReadOptions,
    start: Position | None = None,
    count: Callable[[int], None] = lambda _: None,
    without: frozenset[Path] = frozenset(),
) -> Iterator[tuple[Position, Item | Reject]]:
    """Unparsed items from a position on, each with the position after it.

    `count` hears how many bytes of the sources have been read; `without` are files that are no input.
    InputError where the source at `start` is not the one it was.
    """
    check(inputs)
    begin = start or Position()
    for index, source in enumerate(find(inputs, without)):
        if index < begin.source:
            count(source.size())
            continue
        resumed = index == begin.source
        if resumed and begin.name is not None and begin.name != source.name:
            raise InputError(f"the input has changed: here was {begin.name} when the run was stopped", source.name)
        found = enumerate(_items_of(source, options, count), 1)
        for done, item in islice(found, begin.items if resumed else 0, None):
            yield Position(index, done, source.name), item


def _items_of(source: Source, options: ReadOptions, count: Callable[[int], None]) -> Iterator[Item | Reject]:
    """The items of a source; where it breaks off, a last Reject says so."""
    try:
        with opened(source, count) as stream:
            for name, member in members(stream, source.name):
                yield from _items_of_member(name, member, options)
    except _BROKEN as error:
        yield Reject(source.name, 0, None, "read", _said(error), rest=True)


def _items_of_member(
    name: str, member: io.BufferedReader | InputError, options: ReadOptions
) -> Iterator[Item | Reject]:
    number = 0
    try:
        if isinstance(member, InputError):
            raise member
        for item in numbered(scan(member, name, options), name):
            number = item.number + 1
            yield item
    except _BROKEN as error:
        yield Reject(name, number, None, "read", _said(error), rest=True)


_BROKEN = (
    InputError,
    MissingExtraError,
    zipfile.BadZipFile,
    *BROKEN,
    ValueError,
    RuntimeError,
)


def _said(error: BaseException) -> str:
    if isinstance(error, KhabarError):
        return told(error)
    return f"breaks off: {error}" if str(error) else f"breaks off: {type(error).__name__}"
