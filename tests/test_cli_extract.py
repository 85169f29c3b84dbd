"""`khabar extract` and `khabar retry` as a user runs them: output, messages, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from khabar.cli import app
from khabar.errors import KhabarError
from khabar.record import from_json

TEXT = "ترأس وزير الصحة اليوم اجتماعا بالرباط، خصص لتتبع البرنامج الوطني للتلقيح."
COMMAND = [sys.executable, "-c", "from khabar.cli import main; main()"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an input and settings that load fast."""
    monkeypatch.chdir(tmp_path)
    Path("fast.toml").write_text('stages = ["language"]\n', encoding="utf-8")
    lines = [{"id": "a", "text": TEXT, "published": "2022-01-05"}, {"id": "b"}, {"id": "c", "text": TEXT}]
    Path("in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return tmp_path


def khabar(*arguments: str, stdin: str | bytes = "") -> Result:
    """Run a command in this process; an error of the input is raised."""
    result = CliRunner().invoke(app, [*arguments, "--workers", "0", "--config", "fast.toml"], input=stdin)
    if isinstance(result.exception, KhabarError):
        raise result.exception
    return result


def ids(text: str) -> list[str]:
    return [from_json(line).id for line in text.splitlines()]


def test_records_go_to_standard_output_and_rejects_are_named(folder: Path) -> None:
    result = khabar("extract", "in.jsonl")
    assert ids(result.stdout) == ["a", "c"]
    assert "in.jsonl:2: rejected (read): has no field 'text', only 'id'. Name it with --text-field" in result.stderr
    assert "2 records, 1 rejected" in result.stderr
    assert result.exit_code == 3


def test_a_clean_run_ends_with_0_and_an_output_appears_whole(folder: Path) -> None:
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    result = khabar("extract", "one.txt", "-o", "out.jsonl", "--country", "ma", "--published", "2022-01-05")
    assert (result.exit_code, result.stdout) == (0, "")
    record = from_json((folder / "out.jsonl").read_bytes())
    assert (record.text, record.country, str(record.published)) == (TEXT, "MA", "2022-01-05")
    assert sorted(p.name for p in folder.iterdir()) == ["fast.toml", "in.jsonl", "one.txt", "out.jsonl"]


def test_standard_input_and_mapped_fields(folder: Path) -> None:
    result = khabar("extract", "-", "--text-field", "body", "--id-field", "n", stdin=json.dumps({"n": 7, "body": TEXT}))
    assert ids(result.stdout) == ["7"]
    csv = f"n;body\n8;{TEXT}\n"
    assert ids(
        khabar("extract", "-", "--from", "csv", "--text-field", "body", "--id-field", "n", stdin=csv).stdout
    ) == ["8"]


def test_pretty_is_for_people(folder: Path) -> None:
    assert khabar("extract", "in.jsonl", "--pretty").stdout.startswith("in.jsonl\n2022-01-05\n")


def test_conll_may_go_to_standard_output(folder: Path) -> None:
    assert khabar("extract", "in.jsonl", "--to", "conll").stdout.startswith("# id = a\nترأس\tO\n")


def test_tables_go_to_a_folder(folder: Path) -> None:
    khabar("extract", "in.jsonl", "--to", "csv", "-o", "tables")
    assert "documents.csv" in [p.name for p in (folder / "tables").iterdir()]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--published", "yesterday"], "is no day as in 2022-01-05"),
        (["--country", "Morocco"], "is no ISO 3166-1 code"),
        (["--to", "parquet"], "needs a file or folder: -o"),
        (["--duplicates", "drop"], "needs a file or folder: -o"),
        (["--pretty", "-o", "x.jsonl"], "is for standard output"),
        (["--resume"], "needs a file or folder: -o"),
        (["--engine", "spark", "-o", "x", "--to", "jsonl", "--resume"], "has no --resume"),
    ],
)
def test_wrong_usage_ends_with_2(folder: Path, arguments: list[str], message: str) -> None:
    result = khabar("extract", "in.jsonl", *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_stats_count_documents_mentions_seconds_and_rejects_by_stage(folder: Path) -> None:
    khabar("extract", "in.jsonl", "-o", "out.jsonl", "--stats", "stats.json")
    stats = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
    assert (stats["read"], stats["written"], stats["rejected"]) == (3, 2, 1)
    assert stats["characters"] == 2 * len(TEXT)
    assert stats["stages"]["read"]["rejects"] == 1
    assert stats["stages"]["language"]["seconds"] > 0


def test_the_log_may_be_json(folder: Path) -> None:
    events = [json.loads(line) for line in khabar("extract", "in.jsonl", "--log-json").stderr.splitlines()]
    assert [e["event"] for e in events] == ["reject", "end"]
    assert (events[0]["line"], events[1]["written"], events[1]["rejected"]) == (2, 2, 1)


def test_quiet_tells_only_what_goes_wrong(folder: Path) -> None:
    assert khabar("extract", "in.jsonl", "-q").stderr.count("\n") == 1


def test_rejects_are_retried_where_they_stand(folder: Path) -> None:
    khabar("extract", "in.jsonl", "-o", "out.jsonl", "--rejects", "rejects.jsonl")
    (folder / "in.jsonl").write_text((folder / "in.jsonl").read_text().replace('"b"}', '"b", "text": "خبر"}'))
    result = khabar("retry", "rejects.jsonl", "-o", "more.jsonl")
    assert result.exit_code == 0
    assert ids((folder / "more.jsonl").read_text(encoding="utf-8")) == ["b"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "rejects.jsonl:1: is no line of a rejects file"),
        ("no json", "is no rejects file"),
        ('{"source": "-", "number": 0, "rest": false, "options": {}}', "came from standard input"),
    ],
)
def test_what_cannot_be_retried_says_why(folder: Path, line: str, message: str) -> None:
    (folder / "rejects.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(KhabarError, match=message):
        khabar("retry", "rejects.jsonl")


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of Unix")
def test_processes_signals_and_pipes(folder: Path) -> None:
    """One real process each, for what only a process shows."""
    many = [json.dumps({"id": str(i), "text": TEXT * 20}) + "\n" for i in range(8000)]
    (folder / "many.jsonl").write_text("".join(many), encoding="utf-8")
    command = [*COMMAND, "extract", "many.jsonl", "--config", "fast.toml"]

    missing = subprocess.run([*COMMAND, "extract", "nowhere.jsonl"], capture_output=True, text=True, check=False)
    assert (missing.returncode, missing.stderr) == (2, "khabar: nowhere.jsonl: no such file or folder\n")

    piped = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert piped.stdout
    assert piped.stderr
    assert piped.stdout.readline().startswith(b'{"schema":"khabar/1","id":"0"')
    piped.stdout.close()
    assert piped.stderr.read() == b"khabar: no one reads the output any more (broken pipe)\n"
    assert piped.wait() == 1

    stopped = subprocess.Popen([*command, "-o", "out.jsonl"], stderr=subprocess.PIPE, start_new_session=True)
    while not (folder / "out.jsonl.part").exists() or not (folder / "out.jsonl.part").stat().st_size:
        time.sleep(0.01)
    os.killpg(stopped.pid, signal.SIGINT)
    assert stopped.stderr
    assert "go on with --resume" in stopped.stderr.read().decode()
    assert stopped.wait() == 130
    done = ids((folder / "out.jsonl.part").read_text(encoding="utf-8"))
    assert done == [str(i) for i in range(len(done))]

    assert subprocess.run([*command, "-o", "out.jsonl", "--resume", "-q"], check=False).returncode == 0
    assert ids((folder / "out.jsonl").read_text(encoding="utf-8")) == [str(i) for i in range(8000)]
