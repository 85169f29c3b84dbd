"""`khabar extract`: any input in, records out."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from khabar.cli import values

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from khabar.engines.local import Job
    from khabar.io.items import ReadOptions
    from khabar.io.write import OutputFormat as Format


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(extract)


class Exit(IntEnum):
    """What the exit code says; an interrupted run ends with 128 and the signal's number (130 for Ctrl-C)."""

    done = 0
    output_failed = 1
    usage = 2
    rejected = 3


class OutputFormat(StrEnum):
    """What output may be; parquet and csv are folders with one table per field."""

    jsonl = "jsonl"
    parquet = "parquet"
    csv = "csv"
    duckdb = "duckdb"
    spacy = "spacy"
    conll = "conll"
    doccano = "doccano"


class Engine(StrEnum):
    """What runs the pipeline."""

    local = "local"
    spark = "spark"


class Duplicates(StrEnum):
    """What to do with texts that say the same."""

    keep = "keep"
    mark = "mark"
    drop = "drop"


class InputFormat(StrEnum):
    """What input may be."""

    text = "text"
    html = "html"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"
    warc = "warc"


def extract(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs; - for standard input.", metavar="INPUT")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Output file; JSONL to stdout without it.")
    ] = None,
    input_format: Annotated[
        InputFormat | None, typer.Option("--from", help="Input format, where names do not tell it.")
    ] = None,
    output_format: Annotated[
        OutputFormat | None, typer.Option("--to", help="Output format, where the output's name does not tell it.")
    ] = None,
    text_field: Annotated[str | None, typer.Option(help="Name of the text in JSONL, CSV or Parquet [text].")] = None,
    id_field: Annotated[str | None, typer.Option(help="Name of the id [id].")] = None,
    published_field: Annotated[str | None, typer.Option(help="Name of the publication date [published].")] = None,
    country: Annotated[
        str | None, typer.Option(callback=values.country, help="ISO 3166-1 code where the input has none, as in MA.")
    ] = None,
    published: Annotated[str | None, typer.Option(help="Publication day where the input has none: YYYY-MM-DD.")] = None,
    config: Annotated[Path | None, typer.Option(help="A settings file; `khabar config` prints the default.")] = None,
    kb: Annotated[list[Path] | None, typer.Option(help="A further knowledge table; may be repeated.")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Rules and tables alone: faster.")] = False,
    pretty: Annotated[bool, typer.Option("--pretty", help="To stdout for people, not as JSON.")] = False,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 works in this one, for debuggers.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Give up a run that was stopped.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="File for what is rejected; `khabar retry` reads it.")] = None,
    duplicates: Annotated[
        Duplicates, typer.Option(help="Exact and near duplicates: keep, mark in a table, or drop all but the first.")
    ] = Duplicates.keep,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for one document; 0 for no limit.")] = 30.0,
    max_chars: Annotated[int, typer.Option(min=1, help="Longer documents are rejected.")] = 1_000_000,
    max_bytes: Annotated[int, typer.Option(min=1, help="Larger files, lines and pages are rejected.")] = 32_000_000,
    stats: Annotated[Path | None, typer.Option(help="File for counts, seconds and rejects per stage.")] = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Tell the run's course as JSON lines.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Tell only what goes wrong.")] = False,
    engine: Annotated[Engine, typer.Option(help="Where to run: on this machine, or on Spark.")] = Engine.local,
    master: Annotated[
        str | None, typer.Option(help="Spark's master, as in local[4]; else what Spark is set to.")
    ] = None,
) -> None:
    """Extract a record from each document of the input.

    JSONL and CSV fields named id, text, published, country, title and url need no options. The exit code
    is 0 when all is well, 3 when something was rejected, 2 for wrong usage, 1 when the output cannot be
    written, and 130 after Ctrl-C.
    """
    from khabar.engines.local import Job
    from khabar.engines.recipe import Recipe

    form = _form(output, output_format, pretty, duplicates)
    fields = {"text": text_field, "id": id_field, "published": published_field}
    job = Job(
        inputs=tuple(inputs),
        output=None if output and _is_stream(output) else output,
        rejects=rejects,
        options=_options(fields, input_format, country, published, max_bytes, max_chars),
        recipe=Recipe(str(config) if config else None, tuple(map(str, kb or ())), not no_model),
        workers=workers,
        time_limit=time_limit,
        resume=resume,
        overwrite=overwrite,
        form=form,
        duplicates=duplicates.value,
        stats=stats,
    )
    if resume and job.output is None:
        raise typer.BadParameter("needs a file or folder: -o", param_hint="--resume")
    if engine is Engine.spark:
        sys.exit(_on_spark(job, master))
    with nullcontext(sys.stdout.buffer) if output is None or job.output else output.open("wb") as stream:
        sys.exit(run_job(job, stream, pretty=pretty, log_json=log_json, quiet=quiet))


def _on_spark(job: Job, master: str | None) -> int:
    """Run a job on Spark, which reads and commits folders itself; the exit code."""
    from khabar.engines.spark import run, session

    if job.output is None or job.form not in ("jsonl", "parquet"):
        raise typer.BadParameter("writes a folder: -o FOLDER --to jsonl or parquet", param_hint="--engine spark")
    if job.resume or job.stats or job.duplicates != "keep":
        raise typer.BadParameter("has no --resume, --stats or --duplicates", param_hint="--engine spark")
    written, rejected = run(
        session(master),
        job.inputs,
        str(job.output),
        job.recipe,
        job.options,
        form=job.form,
        rejects=str(job.rejects) if job.rejects else None,
        time_limit=job.time_limit,
    )
    typer.echo(f"{written:,} records, {rejected:,} rejected", err=True)
    return Exit.rejected if rejected else Exit.done


def run_job(
    job: Job,
    stream: BinaryIO,
    *,
    pretty: bool = False,
    log_json: bool = False,
    quiet: bool = False,
) -> int:
    """Run a job with its course told on stderr, without an output to `stream`; the exit code."""
    from khabar.engines.journal import OutputError, part_of
    from khabar.engines.local import Stream, run
    from khabar.engines.telemetry import Console, write_stats
    from khabar.io.sources import check, size

    check(job.inputs)
    console = Console(size(job.inputs) if sys.stderr.isatty() else None, as_json=log_json, quiet=quiet)
    try:
        tally = run(job, console, Stream(stream, _render(job.form, pretty)) if job.output is None else None)
    except OutputError as error:
        console.say(f"khabar: {error}")
        return Exit.output_failed
    console.end(tally)
    if job.stats:
        write_stats(job.stats, tally)
    if tally.signal:
        if job.spool:
            console.say(f"stopped: what is done lies in {part_of(job.spool)}; go on with --resume")
        return 128 + tally.signal
    return Exit.rejected if tally.rejected else Exit.done


def _form(output: Path | None, wanted: OutputFormat | None, pretty: bool, duplicates: Duplicates) -> Format:
    """The output format, checked before any work is done."""
    from khabar.io.write import LINES, format_of, require

    if output is None or _is_stream(output):
        if wanted and wanted.value not in ("jsonl", *LINES):
            raise typer.BadParameter(f"{wanted} needs a file or folder: -o", param_hint="--to")
        if duplicates is not Duplicates.keep:
            raise typer.BadParameter("needs a file or folder: -o", param_hint="--duplicates")
        return wanted.value if wanted else "jsonl"
    if pretty:
        raise typer.BadParameter("is for standard output; leave -o out", param_hint="--pretty")
    form = wanted.value if wanted else format_of(output)
    require(form)
    return form


def _is_stream(output: Path) -> bool:
    """Is it a pipe or a device, that nothing can be renamed to?"""
    return output.exists() and not output.is_file() and not output.is_dir()


def _render(form: Format, pretty: bool) -> Callable[[bytes], bytes] | None:
    """How lines of JSON are shown on standard output."""
    from khabar.io.pretty import pretty as for_people
    from khabar.io.write import LINES
    from khabar.record import from_json

    line = for_people if pretty else LINES.get(form)
    if line is None:
        return None
    return lambda lines: "".join(line(from_json(one)) for one in lines.splitlines()).encode("utf-8", "backslashreplace")


def _options(
    fields: dict[str, str | None],
    input_format: InputFormat | None,
    country: str | None,
    published: str | None,
    max_bytes: int,
    max_chars: int,
) -> ReadOptions:
    from khabar.io.items import ReadOptions

    return ReadOptions(
        fields={field: name for field, name in fields.items() if name},
        format=input_format.value if input_format else None,
        country=country,
        published=_day(published),
        max_bytes=max_bytes,
        max_chars=max_chars,
    )


def _day(day: str | None) -> date | None:
    import datetime

    try:
        return datetime.date.fromisoformat(day) if day else None
    except ValueError:
        raise typer.BadParameter(f"{day!r} is no day as in 2022-01-05", param_hint="--published") from None
