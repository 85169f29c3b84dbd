"""The service: the same records as the library, limits that hold, and a description that is true."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import schemathesis
import uvicorn
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings

import khabar
from khabar.cli import main
from khabar.document import Document
from khabar.engines.recipe import Recipe
from khabar.pipeline import Pipeline
from khabar.server import Settings, create_app
from newsdesk import PROVENANCE

LOCAL = "http://127.0.0.1"
TEXT = "ترأس وزير الصحة، اليوم الأربعاء، اجتماعا بجهة مراكش آسفي."
ARTICLE = {"text": TEXT, "published": "2022-01-05", "country": "MA"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(max_bytes=20_000, max_chars=5_000, max_articles=3)), base_url=LOCAL) as client:
        yield client


def test_a_text_gives_the_record_of_the_library(client: TestClient) -> None:
    answer = client.post("/extract", json=ARTICLE)
    assert answer.status_code == 200
    expected = khabar.extract(TEXT, published="2022-01-05", country="MA")
    assert answer.json() == json.loads(expected.to_json())
    assert answer.headers["content-type"] == "application/json"


def test_many_texts_give_their_records_in_order(client: TestClient) -> None:
    answer = client.post("/extract", json=[{**ARTICLE, "id": name} for name in "بأج"])
    assert [r["id"] for r in answer.json()] == ["ب", "أ", "ج"]
    assert client.post("/extract", json=[]).json() == []


def test_what_is_known_of_an_article_comes_back(client: TestClient) -> None:
    known = {"title": "عنوان", "url": "https://example.org/1", "source": "outlet"}
    record = client.post("/extract", json={**ARTICLE, **known}).json()
    assert {key: record[key] for key in known} == known


def test_another_language_gives_an_empty_record(client: TestClient) -> None:
    record = client.post("/extract", json={"text": "Le ministre a présidé une réunion à Rabat hier matin."}).json()
    assert record["language"] not in (None, "ar") and record["mentions"] == []


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 400, "the body is not JSON"),
        (b"{", 400, "the body is not JSON"),
        (b'{"text": "\xff"}', 400, "the body is not JSON"),
        (b'{"text": "\\ud800"}', 400, "the body is not JSON"),
        (b"null", 422, "the body is no article: Expected `object | array`, got `null`"),
        (b"{}", 422, "missing required field `text`"),
        (b'{"text": 3}', 422, "Expected `str`, got `int` - at `$.text`"),
        (b'[{"text": "a"}, {"text": null}]', 422, "at `$[1].text`"),
        (b'{"text": "a", "published": "yesterday"}', 422, "at `$.published`"),
        (b'{"text": "a", "country": "Morocco"}', 422, "at `$.country`"),
        (b'{"text": "a", "lang": "ar"}', 422, "unknown field `lang`"),
        (json.dumps({"text": "a" * 5_001}).encode(), 413, "$[0].text has 5001 characters; 5000 are allowed"),
        (json.dumps([ARTICLE] * 4).encode(), 413, "4 articles at once; 3 are allowed"),
        (b" " * 20_001, 413, "larger than 20000 bytes"),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, body: bytes, status: int, message: str) -> None:
    answer = client.post("/extract", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, message in answer.json()["detail"]) == (status, True), answer.text


def test_a_body_without_a_length_is_cut_off(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b" " * 1000

    sent = client.post("/extract", content=endless_but(endless(), 40), headers={"Content-Type": "application/json"})
    assert sent.status_code == 413


def endless_but(chunks: Iterator[bytes], n: int) -> Iterator[bytes]:
    for _ in range(n):
        yield next(chunks)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client: TestClient, kind: str) -> None:
    """Pages of other sites can send these without asking; JSON they cannot."""
    assert client.post("/extract", content=json.dumps(ARTICLE), headers={"Content-Type": kind}).status_code == 415


def test_a_foreign_host_name_is_refused(client: TestClient) -> None:
    """A name that resolves to loopback would let a foreign page read what the service answers."""
    assert client.get("/schema", headers={"Host": "evil.example"}).status_code == 400


def test_schema_health_ready(client: TestClient) -> None:
    assert client.get("/schema").json() == json.loads(json.dumps(khabar.record.json_schema()))
    assert client.get("/health").json()["status"] == "alive"
    assert client.get("/ready").json() == {"status": "ready"}
    assert client.get("/nothing").json() == {"detail": "Not Found"}
    assert client.get("/extract").status_code == 405


def test_the_page_may_run_only_its_own_script(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def counter(text: str, name: str) -> float:
    return float(next((line.split()[-1] for line in text.splitlines() if line.startswith(name)), 0))


def test_metrics_count(client: TestClient) -> None:
    before = client.get("/metrics")
    assert before.headers["content-type"].startswith("text/plain")
    client.post("/extract", json=[ARTICLE, ARTICLE])
    client.post("/extract", json={})
    client.get("/wp-admin")
    after = client.get("/metrics").text
    for name, more in {
        "khabar_articles_total": 2,
        "khabar_characters_total": 2 * len(TEXT),
        'khabar_requests_total{path="/extract",status="200"}': 1,
        'khabar_requests_total{path="/extract",status="422"}': 1,
        'khabar_requests_total{path="other",status="404"}': 1,
        'khabar_request_seconds_count{path="/extract"}': 2,
    }.items():
        assert counter(after, name) - counter(before.text, name) == more, name


def test_a_key_is_asked_for() -> None:
    with TestClient(create_app(Settings(key="مفتاح", hosts=())), base_url="http://example.org") as client:
        for path, ask in (("/extract", "POST"), ("/metrics", "GET")):
            refused = client.request(ask, path, json=ARTICLE)
            assert refused.status_code == 401 and refused.headers["www-authenticate"] == "Bearer"
        wrong = client.post("/extract", json=ARTICLE, headers={"Authorization": "Bearer no"})
        assert wrong.status_code == 401
        assert client.get("/health").status_code == client.get("/").status_code == 200
    with TestClient(create_app(Settings(key="k")), base_url=LOCAL) as client:
        assert client.post("/extract", json=ARTICLE, headers={"Authorization": "Bearer k"}).status_code == 200


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A pipeline that hangs on the text `انتظر` until the event is set, and fails on `خطأ`."""
    go = threading.Event()

    def stage(document: Document) -> Document:
        if document.text == "انتظر":
            go.wait(10)
        if document.text == "خطأ":
            raise RuntimeError("told to")
        return document

    monkeypatch.setattr(Recipe, "pipeline", lambda _: Pipeline((("demo", stage),), PROVENANCE))
    return go


def test_a_text_that_takes_too_long_is_given_up(slow: threading.Event) -> None:
    with TestClient(create_app(Settings(extract_seconds=0.2, places=1, waiting=1)), base_url=LOCAL) as client:
        late = client.post("/extract", json={"text": "انتظر"})
        assert (late.status_code, late.json()["detail"]) == (504, "not extracted within 0.2 s")
        assert client.post("/extract", json={"text": "نص"}).status_code == 504, "its place is still taken"
        slow.set()
        for _ in range(100):
            if client.post("/extract", json={"text": "نص"}).status_code == 200:
                break
            time.sleep(0.05)
        assert client.post("/extract", json={"text": "نص"}).status_code == 200, "the place is free again"


def test_more_requests_than_places_are_turned_away(slow: threading.Event) -> None:
    app = create_app(Settings(places=1, waiting=1))

    async def crowd() -> tuple[list[int], int]:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=LOCAL) as client,
        ):
            asked = [asyncio.create_task(client.post("/extract", json={"text": "انتظر"})) for _ in range(3)]
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)  # the one turned away; the others hang
            ready = (await client.get("/ready")).status_code
            slow.set()
            return sorted([a.status_code for a in await asyncio.gather(*asked)]), ready

    assert asyncio.run(crowd()) == ([200, 200, 503], 503)


def test_a_stage_that_fails_is_told(slow: threading.Event) -> None:
    with TestClient(create_app(Settings()), base_url=LOCAL) as client:
        answer = client.post("/extract", json=[{"text": "نص"}, {"text": "خطأ"}])
        assert answer.status_code == 500 and "stage demo: RuntimeError: told to" in answer.json()["detail"]


def test_a_body_that_does_not_arrive_is_given_up(slow: threading.Event) -> None:
    app = create_app(Settings(body_seconds=0.1))
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(5)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/extract",
        "headers": headers,
        "query_string": b"",
        "scheme": "http",
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 408


# What the description says, tried with generated requests, good and bad.
described = create_app(Settings(key="k"))
api = schemathesis.openapi.from_dict(described.openapi())


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The described service, running."""
    server = uvicorn.Server(uvicorn.Config(described, port=free_port(), log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.config.port}"
    server.should_exit = True
    thread.join()


@api.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_description_is_true(case: schemathesis.Case, address: str) -> None:
    case.call_and_validate(base_url=address, headers={"Authorization": "Bearer k"})


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def test_workers_share_their_counters_and_stop_when_told(tmp_path: Path) -> None:
    port = free_port()
    khabar_command = str(Path(sys.executable).with_name("khabar"))
    command = [khabar_command, "serve", "--port", str(port), "--workers", "2", "--country", "MA"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KHABAR")}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as served:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                until_ready(client, served)
                for _ in range(12):
                    record = httpx.post(f"http://127.0.0.1:{port}/extract", json={"text": TEXT}).json()
                    assert record["country"] == "MA"
                assert counter(client.get("/metrics").text, "khabar_articles_total") == 12
        finally:
            served.send_signal(signal.SIGTERM)
        assert served.wait(15) in (0, -signal.SIGTERM)


def until_ready(client: httpx.Client, served: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert served.poll() is None, served.stderr and served.stderr.read().decode()
        try:
            if client.get("/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the service did not become ready")


def test_wrong_settings_are_told_before_anything_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.toml").write_text("stagse = []")
    monkeypatch.setattr(sys, "argv", ["khabar", "serve", "--config", str(tmp_path / "mine.toml")])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2


def test_a_door_to_the_outside_needs_a_key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["khabar", "serve", "--host", "0.0.0.0"])
    monkeypatch.delenv("KHABAR_API_KEY", raising=False)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert "0.0.0.0 can be reached from outside, and no key is set. set KHABAR_API_KEY" in capsys.readouterr().err
