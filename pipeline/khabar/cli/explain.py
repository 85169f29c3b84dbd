"""`khabar explain`: what each stage did to one document, and why."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.cli import values


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    file: Annotated[
        Path, typer.Argument(help="A text, a page or other input, of which the first document is taken; - for stdin.")
    ],
    published: Annotated[str | None, typer.Option(help="Publication date, YYYY-MM-DD.")] = None,
    country: Annotated[str | None, typer.Option(callback=values.country, help="ISO 3166-1 code, as in MA.")] = None,
    config: Annotated[Path | None, typer.Option(help="A settings file.")] = None,
) -> None:
    """Show each stage's effect on one document, and which rule or table entry found each mention."""
    from khabar.explain import explain as lines

    for line in lines(file, published=published, country=country, config=config):
        typer.echo(line)
