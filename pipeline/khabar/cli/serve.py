"""`khabar serve`: the service."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.cli import values


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; any but loopback needs a key.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    key: Annotated[
        str, typer.Option(envvar="KHABAR_API_KEY", help="What clients must send: Authorization: Bearer KEY.")
    ] = "",
    country: Annotated[
        str | None, typer.Option(callback=values.country, help="ISO 3166-1 code of articles that name none.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A settings file.")] = None,
    kb: Annotated[list[Path] | None, typer.Option(help="A further knowledge table; may be repeated.")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Rules and tables alone: faster.")] = False,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest request.")] = 8_000_000,
    max_chars: Annotated[int, typer.Option(min=1, help="Longest text.")] = 200_000,
    max_articles: Annotated[int, typer.Option(min=1, help="Most articles in one request.")] = 256,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that one request may take.")] = 20.0,
    log: Annotated[bool, typer.Option("--log/--no-log", help="Log every request on stderr.")] = False,
) -> None:
    """Answer POST /extract with records, and show the reading page at /. Needs the extra khabar[serve]."""
    from khabar.errors import ConfigError, MissingExtraError

    try:
        from khabar.engines.recipe import Recipe
        from khabar.server.run import run
        from khabar.server.settings import LOOPBACK, Settings
    except ImportError as error:
        raise MissingExtraError("serve", str(error.name), "the service") from error

    local = host in ("127.0.0.1", "localhost", "::1")
    if not local and not key:
        raise ConfigError(f"{host} can be reached from outside, and no key is set", "serve", "set KHABAR_API_KEY")
    recipe = Recipe(str(config) if config else None, tuple(map(str, kb or ())), not no_model)
    recipe.pipeline()  # what is wrong with it is told here, once, not by each worker
    settings = Settings(
        recipe=recipe, country=country, key=key, hosts=LOOPBACK if local else (), max_bytes=max_bytes,
        max_chars=max_chars, max_articles=max_articles, extract_seconds=timeout,
    )  # fmt: skip
    run(settings, host=host, port=port, workers=workers, log=log)
