"""`khabar show`: records as a page to read and correct."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(show)


def show(
    records: Annotated[list[Path], typer.Argument(help="Files of records, JSONL as extract writes it; - for stdin.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("records.html"),
    title: Annotated[str, typer.Option(help="What the page is called.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Take only the first records.")] = None,
) -> None:
    """Write records as one HTML file to read, search and correct, without a network."""
    from itertools import chain, islice

    from khabar.view import page, read_records

    found = islice(chain.from_iterable(map(read_records, records)), limit)
    html = page(found, title=title or ", ".join(str(r) for r in records))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(html, encoding="utf-8")
    typer.echo(f"{output}: open it in a browser", err=True)
