"""The gate: how many extractions run and wait at once, and for how long."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from fastapi import HTTPException

from khabar.document import Document
from khabar.pipeline import StageError
from khabar.record import Record
from khabar.server.metrics import ARTICLES, CHARACTERS
from khabar.server.settings import Settings
from khabar.stages.assemble import assemble

if TYPE_CHECKING:
    from khabar.pipeline import Pipeline

_FIRST = "ترأس وزير الصحة، اليوم الأربعاء، اجتماعا بجهة مراكش آسفي حول النموذج التنموي الجديد."


class Gate:
    """The pipeline behind a few threads. An extraction that takes too long keeps its thread until it ends, so
    that a text which hangs costs one place, not the service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pipeline: Pipeline | None = None
        self._taken = 0

    async def open(self) -> None:
        """Load the pipeline and run it once, so that the first request finds it warm."""
        self._threads = ThreadPoolExecutor(self._settings.places, "extract")
        loop = asyncio.get_running_loop()
        self._pipeline = await loop.run_in_executor(self._threads, self._load)

    def close(self) -> None:
        """Let the threads end."""
        self._pipeline = None
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def ready(self) -> bool:
        """Is the pipeline loaded, and is there room?"""
        return self._pipeline is not None and self._taken < self._settings.places + self._settings.waiting

    async def extract(self, documents: list[Document]) -> list[Record]:
        """The records of some documents; HTTPException where there is no room, no time, or a stage fails."""
        if not self.ready:
            raise HTTPException(503, "too many requests at once: try again in a second", {"Retry-After": "1"})
        self._taken += 1
        loop = asyncio.get_running_loop()
        job = self._threads.submit(self._run, documents)
        job.add_done_callback(lambda _: loop.call_soon_threadsafe(self._leave))
        try:
            async with asyncio.timeout(self._settings.extract_seconds):
                return await asyncio.shield(asyncio.wrap_future(job))
        except TimeoutError:
            job.cancel()  # where it still waits; what runs keeps its place until it ends
            raise HTTPException(504, f"not extracted within {self._settings.extract_seconds:g} s") from None
        except StageError as error:
            raise HTTPException(500, f"extraction failed: {error}") from None

    def _load(self) -> Pipeline:
        pipeline = self._settings.recipe.pipeline()
        pipeline(_FIRST, published="2022-01-05", country="MA")
        return pipeline

    def _run(self, documents: list[Document]) -> list[Record]:
        assert self._pipeline is not None
        records = []
        for document, result in zip(documents, self._pipeline.batch(documents), strict=True):
            if isinstance(result, StageError):
                raise result
            records.append(assemble(result, self._pipeline.provenance))
            ARTICLES.inc()
            CHARACTERS.inc(len(document.text))
        return records

    def _leave(self) -> None:
        self._taken -= 1
