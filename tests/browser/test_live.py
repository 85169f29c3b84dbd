"""The live page: paste, see, correct, download; what the service refuses is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from khabar.server import Settings, create_app

Open = Callable[..., Page]
TEXT = "ترأس وزير الصحة، يوم الأربعاء 5 يناير 2022 بالرباط، اجتماعا حول جهة الشرق."


def served(settings: Settings) -> Iterator[str]:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    yield from served(Settings(max_chars=1_000))


@pytest.fixture(scope="module")
def locked() -> Iterator[str]:
    yield from served(Settings(key="sesame"))


def extract(page: Page, text: str, **fields: str) -> None:
    """Fill the form in and send it."""
    if not page.locator("#compose").is_visible():
        page.click("#compose-open")
    page.fill("#text", text)
    for name, value in fields.items():
        page.fill(f"#{name.replace('_', '-')}", value)
    page.click("#extract")


def test_a_pasted_text_is_extracted_and_shown(open_page: Open, address: str) -> None:
    page = open_page(address)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    extract(page, TEXT, published="2022-01-06", country="ma", doc_title="اجتماع بالرباط")
    expect(page.locator("#compose")).to_be_hidden()
    expect(page.locator("mark.DATE")).to_have_text("يوم الأربعاء 5 يناير 2022")
    expect(page.locator("mark.PLACE").last).to_have_text("جهة الشرق")
    expect(page.locator("section[data-field=regions]")).to_contain_text("MA-02")
    expect(page.locator(".title")).to_have_text("اجتماع بالرباط")
    expect(page.locator(".facts").first).to_contain_text("2022-01-06")
    page.click(".facet-button[data-field=regions]")
    expect(page.get_by_role("checkbox", name="الشرق")).to_be_visible()


def test_texts_gather_in_the_list(open_page: Open, address: str) -> None:
    page = open_page(address)
    extract(page, TEXT)
    expect(page.locator(".row")).to_have_count(1)
    extract(page, "زار الوفد مدينة فاس يوم 3 ماي 2023.")
    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator(".row[aria-selected=true]")).to_contain_text("فاس")


def test_a_correction_is_downloaded_as_training_data(open_page: Open, address: str) -> None:
    page = open_page(address)
    extract(page, TEXT)
    expect(page.locator("mark.DATE")).to_be_visible()
    page.click("#correct")
    page.fill("#add-words", "اجتماعا")
    page.select_option("#add-label", "PROGRAM")
    page.click(".adder button")
    page.locator("mark.DATE").click()
    page.click("#edit-delete")
    with page.expect_download() as download:
        page.click("#download")
    (document,) = map(json.loads, Path(download.value.path()).read_text("utf-8").splitlines())
    assert document["text"] == TEXT
    labels = {m["text"]: m["label"] for m in document["mentions"]}
    assert labels["اجتماعا"] == "PROGRAM" and "DATE" not in labels.values()


def test_hostile_text_comes_back_as_text(open_page: Open, address: str) -> None:
    page = open_page(address)
    hostile = "<script>window.owned = 1</script><img src=x onerror='window.owned = 1'> في الرباط \u202eمقلوب"
    extract(page, hostile, doc_title="<svg onload='window.owned = 1'>")
    expect(page.locator(".text")).to_contain_text("<script>window.owned = 1</script>")
    expect(page.locator(".text .control")).to_have_attribute("data-name", "RLO")
    assert page.evaluate("typeof window.owned") == "undefined"
    assert page.locator(".article img, .article svg, .list svg").count() == 0


def test_a_key_is_asked_for_and_a_wrong_one_told(open_page: Open, locked: str) -> None:
    page = open_page(locked)
    extract(page, TEXT, key="open")
    expect(page.get_by_role("alert")).to_contain_text("a key is needed")
    page.fill("#key", "sesame")
    page.click("#extract")
    expect(page.locator("mark.DATE")).to_be_visible()


def test_the_form_holds_the_limit(open_page: Open, address: str) -> None:
    page = open_page(address)
    expect(page.locator("#text")).to_have_attribute("maxlength", "1000")


def test_the_form_on_a_phone(open_page: Open, address: str) -> None:
    page = open_page(address, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    extract(page, TEXT)
    expect(page.locator(".text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
