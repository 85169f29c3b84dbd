"""`khabar config`: the settings."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(config)


def config(
    check: Annotated[Path | None, typer.Option("--check", help="Check a settings file instead of printing.")] = None,
) -> None:
    """Print every setting with its default and what it does, as TOML."""
    from khabar.config import default_text, read_config

    if check is None:
        typer.echo(default_text(), nl=False)
    else:
        read_config(check)
        typer.echo(f"{check}: every setting is known and of the right type", err=True)
