"""Counters in the Prometheus text format; with several workers, their sum."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATHS = frozenset({"/", "/extract", "/schema", "/health", "/ready", "/metrics", "/openapi.json"})

REQUESTS = Counter("khabar_requests_total", "Requests answered.", ["path", "status"])
SECONDS = Histogram(
    "khabar_request_seconds", "Time to answer a request.", ["path"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
ARTICLES = Counter("khabar_articles_total", "Articles extracted.")
CHARACTERS = Counter("khabar_characters_total", "Characters of the articles extracted.")


def exposition() -> tuple[bytes, str]:
    """All counters as text, and its content type."""
    registry: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST


class Meter:
    """Counts and times every request. A path that is not the service's is counted as `other`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"] if scope["path"] in _PATHS else "other"
        status = "500"
        began = time.perf_counter()

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            REQUESTS.labels(path, status).inc()
            SECONDS.labels(path).observe(time.perf_counter() - began)
