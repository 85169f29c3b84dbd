"""`khabar evaluate`: figures against annotated documents or a CoNLL corpus."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated documents (.jsonl), or a corpus of token<TAB>BIO (.conll).")],
    records: Annotated[
        Path | None, typer.Argument(help="Records of the same documents; without them the pipeline makes some.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="Settings of the pipeline.")] = None,
    model: Annotated[bool, typer.Option(help="With the model, or rules alone.")] = True,
    head: Annotated[str, typer.Option(help="Which of the model's tag sets to hold against a .conll file.")] = "aner",
    misses: Annotated[int, typer.Option(help="Print up to so many of each sort of miss.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Precision, recall and F1, exact and by overlap."""
    from khabar.evaluate import Report

    report: Report = _conll(gold, head) if gold.suffix == ".conll" else _documents(gold, records, config, model)
    if as_json:
        typer.echo(json.dumps(report.figures(), indent=1))
        return
    for line in report.lines():
        typer.echo(line)
    shown: dict[tuple[str, str], int] = {}
    for miss in report.misses:
        sort = miss.sort, miss.what
        shown[sort] = shown.get(sort, 0) + 1
        if shown[sort] <= misses:
            typer.echo(f"{miss.sort}\t{miss.what}\t{miss.document}\t{miss.text}")


def _documents(gold: Path, records: Path | None, config: Path | None, model: bool) -> Any:
    import khabar
    from khabar.config import read_config
    from khabar.evaluate import documents, evaluate, read_rows

    rows = read_rows(gold)
    if records:
        return evaluate(rows, read_rows(records))
    settings = read_config(config)
    if not model:
        settings["tagger"]["enabled"] = False
    made: list[Mapping[str, Any]] = [
        json.loads(record.to_json()) for record in khabar.load(settings).stream(documents(rows))
    ]
    return evaluate(rows, made)


def _conll(gold: Path, head: str) -> Any:
    from khabar.config import read_config
    from khabar.errors import ConfigError
    from khabar.evaluate import evaluate_conll
    from khabar.stages.tagger import folder_of
    from khabar.stages.tagger.model import load

    name = read_config()["tagger"]["model"]
    folder = folder_of(name)
    if folder is None:
        raise ConfigError(f"there is no model {name!r}", "tagger", "`khabar train` makes one")
    model = load(folder)
    return evaluate_conll(gold, lambda sentences: model.tag(head, sentences))
