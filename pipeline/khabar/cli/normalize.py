"""`khabar normalize`: the folded view as a filter."""

import sys
from enum import StrEnum
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(normalize)


class ProfileName(StrEnum):
    """The profiles of `khabar.arabic.fold`."""

    light = "light"
    standard = "standard"
    heavy = "heavy"


def normalize(
    profile: Annotated[ProfileName, typer.Option(help="How much to unify; each does what the one before does.")] = (
        ProfileName.standard
    ),
) -> None:
    """Read text from stdin, write it normalised to stdout, line by line."""
    from khabar.arabic.fold import fold

    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    for line in sys.stdin:
        sys.stdout.write(fold(line, profile.value).text)
