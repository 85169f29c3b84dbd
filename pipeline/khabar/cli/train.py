"""`khabar train`: a tagger from a config."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(train)


def train(
    config: Annotated[Path, typer.Argument(help="A training config, as models/news/config.toml.")],
    cache: Annotated[
        Path | None, typer.Option(help="Folder that keeps word vectors, teachers and the read student between runs.")
    ] = None,
    device: Annotated[str, typer.Option(help="Where PyTorch reckons: cpu, cuda.")] = "cpu",
) -> None:
    """Train the model that the config describes and write it beside the config."""
    from khabar.train import train

    typer.echo(f"written: {train(config, typer.echo, cache, device)}")
