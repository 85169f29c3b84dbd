"""Write records in any format, streaming: tables (Parquet, CSV, DuckDB), spaCy, CoNLL, doccano, JSONL.

A file or folder under way has `.part` names; nothing is published before it is whole.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from khabar.errors import InputError, KhabarError, MissingExtraError
from khabar.io.annotated import conll, doccano, spacy_doc
from khabar.io.packing import packed
from khabar.io.tables import Kind, Row, columns, rows, whole
from khabar.record import Record

OutputFormat = Literal["jsonl", "parquet", "csv", "duckdb", "spacy", "conll", "doccano"]
FOLDERS: tuple[OutputFormat, ...] = ("parquet", "csv")
LINES: dict[OutputFormat, Callable[[Record], str]] = {"conll": conll, "doccano": doccano}
BATCH = 2048
_SUFFIXES: dict[str, OutputFormat] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".duckdb": "duckdb",
    ".db": "duckdb",
    ".spacy": "spacy",
    ".conll": "conll",
}
_DUCKDB: dict[Kind, str] = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "date": "DATE"}
_VIEWS = Path(__file__).with_name("views.sql")


def format_of(output: Path) -> OutputFormat:
    """The format that an output's name asks for; InputError where it asks for none."""
    name = output.name.removesuffix(".gz").removesuffix(".zst")
    suffix = Path(name).suffix.lower()
    if suffix in (".parquet", ".csv"):
        remedy = f"Name a folder and --to {suffix[1:]}: -o {Path(name).stem} --to {suffix[1:]}"
        raise InputError(f"{suffix[1:]} output is one table per field, in a folder", str(output), remedy)
    if suffix not in _SUFFIXES:
        remedy = f"End it in one of {', '.join(_SUFFIXES)}, or say --to {' or '.join(FOLDERS)} for a folder"
        raise InputError("its name does not say which format it is to have", str(output), remedy)
    return _SUFFIXES[suffix]


def targets(output: Path, form: OutputFormat) -> list[Path]:
    """The files that an output of that format consists of."""
    return [output / f"{name}.{form}" for name in columns()] if form in FOLDERS else [output]


def write(records: Iterable[Record], output: Path, form: OutputFormat, part: Callable[[Path], Path]) -> None:
    """Write all records; `part` names each file while it is under way.

    MissingExtraError where the library for the format is not installed.
    """
    names = {target: part(target) for target in targets(output, form)}
    if form in FOLDERS:
        output.mkdir(parents=True, exist_ok=True)
    for path in names.values():
        path.unlink(missing_ok=True)
    if form == "parquet":
        _parquet(records, {target.stem: path for target, path in names.items()})
    elif form == "csv":
        _csv(records, {target.stem: path for target, path in names.items()})
    elif form == "duckdb":
        _duckdb(records, names[output])
    elif form == "spacy":
        _spacy(records, names[output])
    else:
        line = LINES.get(form, _json_line)
        with packed(names[output], output.name) as file:
            for record in records:
                file.write(line(record).encode("utf-8", "backslashreplace"))


def _json_line(record: Record) -> str:
    return record.to_json() + "\n"


def require(form: OutputFormat) -> None:
    """MissingExtraError where the library for a format is not installed: better before the work than after it."""
    needed = {"parquet": [("parquet", "pyarrow")], "duckdb": [("duckdb", "duckdb"), ("parquet", "pyarrow")]}
    needed["spacy"] = [("spacy", "spacy")]
    for extra, library in needed.get(form, ()):
        if find_spec(library) is None:
            raise MissingExtraError(extra, library, f"output as {form}")


def _batches(records: Iterable[Record]) -> Iterator[dict[str, list[Row]]]:
    """The rows of some records by table, a batch of records at a time."""
    numbered = enumerate(records)
    while some := list(islice(numbered, BATCH)):
        tables: dict[str, list[Row]] = defaultdict(list)
        for number, record in some:
            for table, row in rows(record, number):
                tables[table].append(row)
        yield tables


def _arrow(table: str, found: list[Row]) -> Any:
    import pyarrow as pa

    kinds = {"text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "date": pa.date32()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns()[table].items()])
    cells = list(zip(*found, strict=True)) or [()] * len(schema)
    try:
        arrays = [pa.array(values, type=field.type) for values, field in zip(cells, schema, strict=True)]
    except UnicodeEncodeError:
        arrays = [pa.array(map(whole, values), type=f.type) for values, f in zip(cells, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _parquet(records: Iterable[Record], paths: dict[str, Path]) -> None:
    import pyarrow.parquet as pq

    with ExitStack() as stack:
        writers: dict[str, Any] = {
            name: stack.enter_context(pq.ParquetWriter(path, _arrow(name, []).schema, compression="zstd"))
            for name, path in paths.items()
        }
        for tables in _batches(records):
            for name, found in tables.items():
                writers[name].write_table(_arrow(name, found))


def _csv(records: Iterable[Record], paths: dict[str, Path]) -> None:
    with ExitStack() as stack:
        writers = {}
        for name, path in paths.items():
            file = stack.enter_context(path.open("w", encoding="utf-8", errors="backslashreplace", newline=""))
            writers[name] = csv.writer(file)
            writers[name].writerow(columns()[name])
        for tables in _batches(records):
            for name, found in tables.items():
                writers[name].writerows(found)


def _duckdb(records: Iterable[Record], path: Path) -> None:
    import duckdb

    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    try:
        with duckdb.connect(str(path)) as database:
            for name, kinds in columns().items():
                fields = ", ".join(f'"{column}" {_DUCKDB[kind]}' for column, kind in kinds.items())
                database.execute(f'CREATE TABLE "{name}" ({fields})')
            for tables in _batches(records):
                for name, found in tables.items():
                    database.register("batch", _arrow(name, found))
                    database.execute(f'INSERT INTO "{name}" FROM batch')
                    database.unregister("batch")
            database.execute(_VIEWS.read_text(encoding="utf-8"))
    except duckdb.IOException as error:
        raise KhabarError(f"cannot be written: {error}", str(path)) from error


def _spacy(records: Iterable[Record], path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("ar").vocab
    found = DocBin(store_user_data=True)
    for record in records:
        found.add(spacy_doc(record, vocab))
    path.write_bytes(found.to_bytes())
