"""Where input comes from: files, folders, globs and standard input, found lazily and in a stable order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from khabar.errors import InputError
from khabar.io.items import FormatName

STDIN = "-"
SUFFIXES: dict[str, FormatName] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
}
PACKED = (".gz", ".zst", ".xz", ".bz2")
ARCHIVES = (".zip",)


@dataclass(slots=True, frozen=True)
class Source:
    """A file to read, or standard input where `path` is None; `name` is how records call it.

    `error` says why it cannot be read, where that is known.
    """

    name: str
    path: Path | None
    error: str | None = None

    def size(self) -> int:
        """Bytes on the disk; 0 for standard input, or where it is gone."""
        try:
            return self.path.stat().st_size if self.path else 0
        except OSError:
            return 0


def format_of(name: str) -> FormatName | None:
    """The format that a file's name promises, packed or not: `news.jsonl.xz` is jsonl."""
    path = Path(name.lower())
    return SUFFIXES.get((path.with_suffix("") if path.suffix in PACKED else path).suffix)


def find(inputs: Sequence[str | Path], without: frozenset[Path] = frozenset()) -> Iterator[Source]:
    """The sources that `inputs` name, each folder's files by name; hidden and foreign ones are left out.

    Links to folders are not followed inside a folder. `without` are files that are never input, as a run's
    own output. InputError for an input that does not exist, a pattern that matches nothing, or such a file.
    """
    names = {path.name for path in without}
    for given in map(str, inputs):
        for source in _named(given):
            if source.path is None or source.path.name not in names or source.path.resolve() not in without:
                yield source
            elif source.name == given:
                raise InputError("is to be read and written at once", given)


def _named(given: str) -> Iterator[Source]:
    path = Path(given)
    if given == STDIN:
        yield Source(STDIN, None)
    elif path.is_dir():
        yield from _walk(path)
    elif path.exists():
        yield Source(given, path)
    elif glob.has_magic(given):
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (patterns may be absolute)
        if not matches:
            raise InputError("no file matches", given)
        for match in map(Path, matches):
            yield from _walk(match) if match.is_dir() else [Source(str(match), match)]
    else:
        raise InputError("no such file or folder", given)


def check(inputs: Sequence[str | Path]) -> None:
    """InputError for an input that does not exist, before any work is done."""
    for given in map(str, inputs):
        if given == STDIN or Path(given).exists():
            continue
        if not any(glob.iglob(given, recursive=True)):  # noqa: PTH207
            raise InputError("no file matches" if glob.has_magic(given) else "no such file or folder", given)


def size(inputs: Sequence[str | Path]) -> int | None:
    """Bytes in all sources, as they lie on the disk; None where standard input is among them."""
    return None if STDIN in map(str, inputs) else sum(source.size() for source in find(inputs))


def _walk(folder: Path) -> Iterator[Source]:
    try:
        with os.scandir(folder) as entries:
            found = sorted((e.name, e.is_dir(follow_symlinks=False), e.is_file()) for e in entries)
    except OSError as error:
        yield Source(str(folder), folder, error.strerror or str(error))
        return
    for name, is_folder, is_file in found:
        path = folder / name
        if name.startswith("."):
            continue
        if is_folder:
            yield from _walk(path)
        elif is_file and (format_of(name) or path.suffix.lower() in ARCHIVES):
            yield Source(str(path), path)
