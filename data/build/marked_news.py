"""The articles of openly licensed news in which single phrases or mentions are marked (`*_marks.tsv`)."""

from __future__ import annotations

import json
import lzma
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any


def articles(wanted: Collection[tuple[str, str]], news: Path) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """The rows with these corpora and ids, each with its key; `news` holds the corpora as `NAME.jsonl.xz`."""
    for corpus in sorted({corpus for corpus, _ in wanted}):
        with lzma.open(news / f"{corpus}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                key = corpus, str(row["id"])
                if key in wanted:
                    yield key, row
