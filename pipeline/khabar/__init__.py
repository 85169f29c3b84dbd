"""khabar: who, where, when and which public programme, from Arabic news.

>>> import khabar
>>> record = khabar.extract("ترأس وزير الصحة اليوم اجتماعا بالرباط", published="2022-01-05", country="MA")
>>> record.regions, record.dates
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    import pandas as pd

    from khabar.integrations.pandas import Frames
    from khabar.pipeline import Pipeline
    from khabar.record import Record

__all__ = ["extract", "from_frame", "load", "to_frames"]


def load(config: Any = None, **options: Any) -> Pipeline:
    """The pipeline of a configuration file, a mapping of settings, or the default. See `khabar.config.load`."""
    from khabar.config import load as load_pipeline

    return load_pipeline(config, **options)


def extract(text: str, *, published: str | date | None = None, country: str | None = None) -> Record:
    """The record of one text by the default pipeline, which is loaded once.

    `published` is the publication date (an ISO day or a `date`), `country` an ISO 3166-1 code.
    """
    return _default()(text, published=published, country=country)


def to_frames(records: Record | Iterable[Record], **options: Any) -> Frames:
    """The tables of records as data frames (extra `khabar[pandas]`). See `khabar.integrations.pandas.to_frames`."""
    from khabar.integrations.pandas import to_frames as tables

    return tables(records, **options)


def from_frame(frame: pd.DataFrame, text: str = "text", **options: Any) -> Iterator[Record]:
    """A record for each row of a data frame, lazily. See `khabar.integrations.pandas.from_frame`."""
    from khabar.integrations.pandas import from_frame as records

    return records(frame, text, **options)


@cache
def _default() -> Pipeline:
    return load()
