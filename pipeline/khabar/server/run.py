"""Start the service and its workers."""

from __future__ import annotations

import os
import tempfile

import uvicorn

from khabar.server.settings import Settings, into_environment


def run(settings: Settings, *, host: str, port: int, workers: int, log: bool) -> None:
    """Serve until stopped. With several workers, their counters are summed through a folder of their own."""
    into_environment(settings)
    with tempfile.TemporaryDirectory(prefix="khabar-metrics-") as folder:
        if workers > 1:
            os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        uvicorn.run(
            "khabar.server.settings:from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=log,
            log_level="info" if log else "warning",
            server_header=False,
            timeout_keep_alive=15,
        )
