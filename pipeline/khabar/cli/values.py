"""What the options of several commands take, checked."""

from __future__ import annotations

import typer


def country(code: str | None) -> str | None:
    """An ISO 3166-1 code in capitals; BadParameter where it is none."""
    if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise typer.BadParameter(f"{code!r} is no ISO 3166-1 code of two letters, as MA")
    return code.upper() if code else None
