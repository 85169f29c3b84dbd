"""What README and docs show is run, the site is built with strict links, and generated pages are current.

    ```console   each line with `$ ` is run by bash, in a copy of the checkout where `out/` is empty; the lines
                 without it must be in the output, in this order, `...` standing for any number of lines
    ```python    the blocks of a page are run one after another in one namespace
    ```output    right after either: the same as the lines without `$ `, for what it printed
    ```toml, ```json   must parse
    ```text, ```tsv    are shown only

A block after `<!-- not run: REASON -->` is not run; those that set up, install or publish never are.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from khabar.cli.reference import page

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"(?:^<!-- not run: (?P<reason>.+?) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
RUN = {"console", "python"}
NEVER = re.compile(r"^\$ (make|pip|git|apt|apt-get)\b", re.M)
SHOWN = {"output", "toml", "json", "text", "tsv"}


@dataclass
class Block:
    """A fenced block, what is printed below it, and why it is not run where it is not."""

    line: int
    kind: str
    text: str
    reason: str | None
    expected: str = ""


def blocks(path: Path) -> list[Block]:
    text = path.read_text("utf-8")
    found: list[Block] = []
    for fence in FENCE.finditer(text):
        line = text.count("\n", 0, fence.start()) + 1
        if fence["kind"] == "output":
            found[-1].expected = fence["text"]
        else:
            found.append(Block(line, fence["kind"], fence["text"], fence["reason"]))
    return found


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the checkout, with an `out` of its own, and the corpora beside it where they are.

    `data` and `docs` are copies: what a page shows may not write into the checkout.
    """
    copy = tmp_path / "checkout"
    copy.mkdir()
    for entry in ROOT.iterdir():
        if entry.name in {"data", "docs"}:
            shutil.copytree(entry, copy / entry.name)
        elif entry.name not in {"out", ".git", ".venv", "dist", "build"}:
            (copy / entry.name).symlink_to(entry)
    (copy / "out").mkdir()
    if (ROOT.parent / "shared").is_dir():
        (tmp_path / "shared").symlink_to(ROOT.parent / "shared")
    monkeypatch.chdir(copy)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    return copy


@pytest.mark.parametrize("path", [p for p in PAGES if any(b.kind in RUN for b in blocks(p))], ids=name)
def test_what_a_page_shows_is_run(path: Path, checkout: Path) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(path):
        if block.reason or block.kind not in RUN or NEVER.search(block.text):
            continue
        where = f"{name(path)}:{block.line}"
        if block.kind == "console":
            commands, shown = session(block.text)
            missing = [tool for tool in ("curl",) if f"{tool} " in commands and not shutil.which(tool)]
            if missing:
                pytest.skip(f"{where} needs {missing[0]}")
            printed = console(commands, where)
            expect(printed, shown + block.expected, where)
        else:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block.text, where, "exec"), namespace)
            expect(out.getvalue(), block.expected, where)


def session(text: str) -> tuple[str, str]:
    """The commands of a console block, and what it shows of their output."""
    lines = text.splitlines(keepends=True)
    commands = "".join(line[2:] for line in lines if line.startswith("$ "))
    return commands, "".join(line for line in lines if not line.startswith("$ "))


def console(commands: str, where: str) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{where}: {done.stderr}"
    return done.stdout + done.stderr


def expect(printed: str, expected: str, where: str) -> None:
    """The lines expected must be printed one after another; where `...` stands, others may lie between."""
    lines = [line.rstrip() for line in printed.split("\n")]
    at = 0
    for passage in re.split(r"^\.\.\.\n", expected, flags=re.M):
        wanted = [line.rstrip() for line in passage.strip("\n").split("\n")] if passage.strip() else []
        at = next((i + len(wanted) for i in range(at, len(lines)) if lines[i : i + len(wanted)] == wanted), -1)
        assert at >= 0, f"{where}: expected\n{expected}\nprinted\n{printed}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_block_says_what_it_is(path: Path) -> None:
    for block in blocks(path):
        where = f"{name(path)}:{block.line}"
        assert block.kind in RUN | SHOWN, f"{where}: a block of kind {block.kind!r}"
        assert block.reason or not NEVER.search(block.text), f"{where}: say why it is not run"
        if block.kind == "toml":
            tomllib.loads(block.text)
        elif block.kind == "json":
            json.loads(block.text)
        elif block.kind == "text":
            assert not re.search(r"^(\$|khabar |python |pip )", block.text, re.M), (
                f"{where}: a command is shown as text"
            )


def test_the_command_line_reference_is_current() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == page(), "run `make docs`"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [Path(sys.executable).with_name("zensical"), "build", "--strict"]
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder / "out" / "site"


def test_the_site_is_built_with_every_link_right(site: Path) -> None:
    for path in (ROOT / "docs").rglob("*.md"):
        assert (site / path.relative_to(ROOT / "docs").with_suffix(".html")).is_file()
    assert (site / "record.schema.json").is_file()


def test_every_page_is_in_the_navigation() -> None:
    listed = re.findall(r"^ +- [^\n]+: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(str(p.relative_to(ROOT / "docs")) for p in (ROOT / "docs").rglob("*.md"))


def test_the_site_asks_nothing_of_other_hosts(site: Path) -> None:
    for html in site.rglob("*.html"):
        fetched = re.findall(
            r"<(?:script|img|iframe)[^>]+src=\"?(https?:[^\" >]+)|<link[^>]+href=\"?(https?:[^\" >]+)",
            html.read_text("utf-8"),
        )
        assert not [url for pair in fetched for url in pair if url], html


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text("utf-8")):
        assert target.startswith("https://") or (ROOT / target).exists(), target
