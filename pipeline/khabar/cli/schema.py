"""`khabar schema`: the JSON Schema of a record."""

import json

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schema)


def schema() -> None:
    """Print the JSON Schema of a record."""
    from khabar.record import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
