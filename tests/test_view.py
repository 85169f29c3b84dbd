"""The page as a file: what it embeds cannot run, and what is no record of this schema is refused by name."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import lzma
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.cli import app
from khabar.errors import InputError
from khabar.view import LiveSettings, page, policy, read_records
from newsdesk import annotated


class Scripts(HTMLParser):
    """The scripts and styles of a page, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag in ("script", "style"):
            self._inside = given.get("id") or tag
            self.texts[self._inside] = ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside] += data


HOSTILE = annotated(
    "</script><!--<script>alert(1)</script> & \u2028 [PERSON سعاد المريني]", title="</title><b>", id="<"
)


def test_the_records_come_back_out_of_the_page() -> None:
    scripts = Scripts(page([HOSTILE, annotated()], title="</title><script>"))
    assert json.loads(scripts.texts["records"]) == [json.loads(r.to_json()) for r in (HOSTILE, annotated())]
    assert [tag for tag, _ in scripts.tags].count("script") == 3


def test_nothing_but_its_own_script_may_run() -> None:
    html = page([HOSTILE])
    scripts = Scripts(html)
    (given,) = (
        a["content"] for t, a in scripts.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.split(" ", 1) for rule in str(given).split("; "))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'none'"
    for rule, name in (("script-src", "script"), ("style-src", "style")):
        digest = base64.b64encode(hashlib.sha256(scripts.texts[name].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert not any(name.startswith("on") or name == "style" for _, attrs in scripts.tags for name in attrs)
    assert not re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b", scripts.texts["script"])


def test_the_page_needs_no_network() -> None:
    html = page([])
    assert not re.search(r"""(src|href)=["']?(https?:)?//|@import|url\(""", html)


def test_only_the_live_page_may_connect() -> None:
    assert "connect-src 'self'" in policy(connects=True)
    settings = json.loads(Scripts(page([], live=LiveSettings(max_chars=9, needs_key=True))).texts["settings"])
    assert (settings["live"], settings["maxChars"], settings["needsKey"]) == (True, 9, True)


def test_records_are_read_from_files_packed_or_not(tmp_path: Path) -> None:
    lines = f"{annotated(id='a').to_json()}\n\n{annotated(id='b').to_json()}\n".encode()
    (tmp_path / "r.jsonl").write_bytes(lines)
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "r.jsonl.xz").write_bytes(lzma.compress(lines))
    for name in ("r.jsonl", "r.jsonl.gz", "r.jsonl.xz"):
        assert [r.id for r in read_records(tmp_path / name)] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"schema": "khabar/0"}',
            "is of schema 'khabar/0'; this version reads 'khabar/1'. extract",
        ),
        ('{"id": "x"}', "names no schema"),
        ("[]", "is not a record"),
        ("كلام", "is not a record"),
        ('{"schema": "khabar/1", "id": 3}', "is no record of schema 'khabar/1'"),
    ],
)
def test_what_is_no_record_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(f"{annotated().to_json()}\n{line}\n", "utf-8")
    with pytest.raises(InputError) as error:
        list(read_records(file))
    assert f"{file}:2: " in str(error.value) and message in str(error.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_records(tmp_path / "none.jsonl"))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(annotated().to_json().encode())[:-20])
    with pytest.raises(InputError, match="cannot be read"):
        list(read_records(tmp_path / "cut.gz"))


def test_the_command_writes_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = tmp_path / "r.jsonl", tmp_path / "new" / "page.html"
    file.write_text(f"{annotated(id='a').to_json()}\n{annotated(id='b').to_json()}\n", "utf-8")
    done = CliRunner().invoke(app, ["show", str(file), "-o", str(out), "--title", "عينة", "--limit", "1"])
    assert done.exit_code == 0 and "open it in a browser" in done.stderr
    scripts = Scripts(out.read_text("utf-8"))
    assert [r["id"] for r in json.loads(scripts.texts["records"])] == ["a"]
    stdin = io.TextIOWrapper(io.BytesIO(file.read_bytes()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert [r.id for r in read_records(Path("-"))] == ["a", "b"]
