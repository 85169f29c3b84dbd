"""The small commands, run as a user runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def khabar(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("khabar")), *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)


def test_version_and_help() -> None:
    assert khabar("--version").stdout.startswith("khabar ")
    assert "extract" in khabar("--help").stdout


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, khabar.cli; print([m for m in ('numpy', 'trafilatura', 'spacy', 'pandas') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_schema_is_json_schema() -> None:
    assert json.loads(khabar("schema").stdout)["title"] == "khabar/1"


def test_config_prints_a_file_that_it_accepts(tmp_path: Path) -> None:
    file = tmp_path / "khabar.toml"
    file.write_text(khabar("config").stdout, encoding="utf-8")
    assert khabar("config", "--check", file).returncode == 0
    file.write_text("[dates]\nprefers = 'past'\n", encoding="utf-8")
    wrong = khabar("config", "--check", file)
    assert wrong.returncode == 2
    assert "did you mean 'prefer'?" in wrong.stderr


@pytest.mark.parametrize(
    ("profile", "out"), [("light", "الخُصوص أكادير ٣"), ("standard", "الخصوص أكادير 3"), ("heavy", "الخصوص اكادير 3")]
)
def test_normalize_is_a_filter(profile: str, out: str) -> None:
    ran = khabar("normalize", "--profile", profile, stdin="الخُصوص   أكــادير ٣\nسطر\n")
    assert ran.stdout == f"{out}\nسطر\n"


def test_explain_shows_each_stage_and_why() -> None:
    ran = khabar("explain", SAMPLES / "rabat-budget.txt", "--country", "MA")
    assert ran.returncode == 0
    for stage in ("language", "strip", "lookup", "dates", "places", "people", "programs"):
        assert f"== {stage}" in ran.stdout
    assert "advertisement ads" in ran.stdout
    assert "نادية فتاح" in ran.stdout


def test_explain_reads_what_extract_reads(tmp_path: Path) -> None:
    page = khabar("explain", SAMPLES / "oujda-east.html")
    assert page.returncode == 0
    assert "<html" not in page.stdout
    line = tmp_path / "one.jsonl"
    line.write_text('{"text": "وصل الوزير أمس.", "published": "2022-01-06"}\n', encoding="utf-8")
    assert "value='2022-01-05'" in khabar("explain", line, "--published", "2020-01-01").stdout


def test_explain_says_what_is_wrong_with_its_input(tmp_path: Path) -> None:
    missing = khabar("explain", tmp_path / "none.txt")
    assert missing.returncode == 2
    assert "none.txt" in missing.stderr
    date = khabar("explain", SAMPLES / "rabat-budget.txt", "--published", "5/1/2022")
    assert date.returncode == 2
    assert "YYYY-MM-DD" in date.stderr


@pytest.mark.parametrize("command", ["explain", "dates"])
def test_a_country_is_a_code(command: str) -> None:
    wrong = khabar(command, "--country", "Morocco", SAMPLES / "rabat-budget.txt")
    assert wrong.returncode == 2
    assert "'Morocco' is no ISO 3166-1 code" in wrong.stderr


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    records = tmp_path / "records.jsonl"
    records.write_text("", encoding="utf-8")
    refused = khabar("annotate", "export", records, "-o", tmp_path / "file" / "tasks.jsonl")
    assert refused.returncode == 1
    assert refused.stderr == f"khabar: {tmp_path}/file/tasks.jsonl: Not a directory\n"


def test_doctor_finds_the_house_in_order() -> None:
    ran = khabar("doctor")
    assert ran.returncode == 0, ran.stdout
    assert "FAIL" not in ran.stdout
    assert "data/kb" in ran.stdout
