"""`khabar retry`: what a run rejected, once more."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(retry)


def retry(
    rejects: Annotated[Path, typer.Argument(help="The file that --rejects wrote.", metavar="REJECTS")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="JSONL file; stdout without it.")] = None,
    rejects_again: Annotated[Path | None, typer.Option("--rejects", help="File for what is rejected again.")] = None,
    config: Annotated[Path | None, typer.Option(help="A settings file.")] = None,
    kb: Annotated[list[Path] | None, typer.Option(help="A further knowledge table; may be repeated.")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Rules and tables alone.")] = False,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 works in this one.")] = 1,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for one document; 0 for no limit.")] = 30.0,
    max_chars: Annotated[int | None, typer.Option(min=1, help="Longer documents are rejected.")] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, help="Larger files, lines and pages are rejected.")] = None,
) -> None:
    """Read the items that a run rejected again, at the places that REJECTS names, and extract them.

    The sources must lie where they did. How they were read is taken from REJECTS.
    """
    from dataclasses import replace

    from khabar.cli.extract import run_job
    from khabar.engines.again import read_rejects
    from khabar.engines.local import Job
    from khabar.engines.recipe import Recipe

    inputs, picked, options = read_rejects(rejects)
    options = replace(options, max_chars=max_chars or options.max_chars, max_bytes=max_bytes or options.max_bytes)
    job = Job(
        inputs=inputs,
        only=picked,
        output=output,
        rejects=rejects_again,
        options=options,
        recipe=Recipe(str(config) if config else None, tuple(map(str, kb or ())), not no_model),
        workers=workers,
        time_limit=time_limit,
        overwrite=True,
    )
    sys.exit(run_job(job, sys.stdout.buffer))
