"""The reading page inside a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from khabar.record import Record
from khabar.view import page


@dataclass(slots=True, frozen=True)
class Shown:
    """A reading page that a notebook draws as a cell's result; `html` is the page itself."""

    html: str
    height: int

    def _repr_html_(self) -> str:
        """A frame that may run the page's script and download corrections, and nothing of the notebook's."""
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{escape(self.html)}" '
            f'style="width: 100%; height: {self.height}px; border: 0"></iframe>'
        )


def show(records: Record | Iterable[Record], *, height: int = 640) -> Shown:
    """The reading page of some records, `height` pixels high."""
    return Shown(page([records] if isinstance(records, Record) else records), height)
