"""`khabar clean`, run as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

from khabar.cli.clean import BoilerplateKind
from khabar.document import Kind

BODY = "أعلن وزير التجهيز أن أشغال الطريق السيار ستنطلق قبل نهاية السنة الجارية على طول مئة كيلومتر."
TEXT = f"شارك\n{BODY}\nاقرأ أيضا: وزير المالية يعرض الميزانية\n"


def clean(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("khabar")), "clean", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_kinds_are_those_of_documents() -> None:
    assert [kind.value for kind in BoilerplateKind] == list(Kind.__args__)


def test_a_text_through_a_pipe() -> None:
    assert clean(stdin=TEXT).stdout.strip() == BODY
    assert clean("--keep", "related", stdin=TEXT).stdout.strip() == TEXT.partition("\n")[2].strip()


def test_show_says_kind_and_rule() -> None:
    shown = clean("--show", stdin=TEXT).stdout
    assert "شارك [share words:share]" in shown
    assert BODY in shown


def test_rows_stay_rows(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n" + json.dumps({"id": "b", "text": BODY}) + "\n")
    rows = [json.loads(line) for line in clean(file).stdout.splitlines()]
    assert [(row["id"], row["text"].strip(), len(row["removed"])) for row in rows] == [("a", BODY, 2), ("b", BODY, 0)]


def test_learn_then_use(tmp_path: Path) -> None:
    topics = ["التعليم", "الصحة", "النقل"]
    texts = [f"منصة الأفق\nالوزير يعرض خطة {t}\n{BODY} وأضاف أن {t} أولوية في البرنامج الحكومي.\n" for t in topics]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    profile = tmp_path / "site.tsv"
    profile.write_text(clean("--learn", tmp_path / "news.jsonl").stdout, encoding="utf-8")
    assert "منصة الأفق" in profile.read_text(encoding="utf-8")
    assert clean("--profile", profile, stdin=texts[0]).stdout.strip() == texts[0].partition("\n")[2].strip()


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.write_text("<html><body></body></html>")
    assert "without an article" in clean(page).stderr
