"""A headless Chromium of the system, for tests that open the page as a reader does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from khabar.record import Record
from khabar.view import page as html

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_REFUSED = "responded with a status of 401"  # what Chromium says of an answer that the page itself handles
expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium with a profile of its own; the test is skipped where there is none."""
    names = (os.environ.get("KHABAR_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium here: install it, or name it in KHABAR_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS, headless=True)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open the reading page of some records, or of a service's address.

    At the end, nothing may have failed, and nothing may have asked another place than the page's own.
    """
    contexts, troubles = [], []

    def open_(records: Iterable[Record] | str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        own = ("file:", "blob:", records) if isinstance(records, str) else ("file:", "blob:")
        context.on("request", lambda r: None if r.url.startswith(own) else troubles.append(r.url))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda m: troubles.append(m.text) if m.type == "error" and _REFUSED not in m.text else None)
        page.on("dialog", lambda d: (troubles.append(d.message) if d.type != "beforeunload" else None, d.accept()))
        if isinstance(records, str):
            page.goto(records)
            return page
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html(records, title="عينة"), encoding="utf-8")
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles
