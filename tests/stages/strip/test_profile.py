"""Site profiles: learned from documents of one site, written, read back, used."""

from pathlib import Path

import pytest

from khabar.document import Document
from khabar.errors import ConfigError
from khabar.knowledge.base import Knowledge
from khabar.stages.strip import lexicon_of, make
from khabar.stages.strip.profile import Row, host, learn, write

LEXICON = lexicon_of(Knowledge())
URL = "https://www.example.ma/politics/{}"
TOPICS = ["التعليم", "الصحة", "النقل", "السكن", "الطاقة"]
ARTICLE = """منصة الأفق
الوزير يعرض خطة {0} أمام البرلمان
قدم الوزير اليوم أمام أعضاء البرلمان تفاصيل خطة {0} التي ستنفذ خلال السنوات الخمس المقبلة في جميع الجهات والأقاليم.
محاور الخطة
وأوضح الوزير أن الخطة تقوم على ثلاثة محاور وأن كلفتها الإجمالية تناهز عشرة ملايير درهم ستتم تعبئتها من الميزانية العامة.
بلغت هذه المادة {1} قارئا"""
TEXTS = [ARTICLE.format(topic, n * 7) for n, topic in enumerate(TOPICS, 10)]


def learnt(texts: list[str]) -> list[Row]:
    return learn(((URL.format(n), text) for n, text in enumerate(texts)), LEXICON)


def test_lines_at_the_edges_that_recur_are_learnt() -> None:
    rows = learnt(TEXTS)
    assert [(row.line.split()[0], row.site, row.documents, row.of) for row in rows] == [
        ("بلغت", "example.ma", 5, 5),
        ("منصة", "example.ma", 5, 5),
    ]


def test_the_same_article_seen_again_teaches_nothing() -> None:
    assert learnt(TEXTS[:1] * 10) == []


def test_a_profile_is_written_read_and_used(tmp_path: Path) -> None:
    file = tmp_path / "example.tsv"
    file.write_text(write(learnt(TEXTS), "tests"), encoding="utf-8")
    strip = make({"profiles": [str(file)]}, Knowledge())
    new = ARTICLE.format("الماء", 4321)
    body = strip(Document(new, url=URL.format(9))).body.text.strip().split("\n")
    assert body == new.split("\n")[1:-1]
    elsewhere = strip(Document(new, url="https://example.org/1"))
    assert elsewhere.body.text == new


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ":1: is no site profile"),
        ("a\tb\n", ":1: is no site profile"),
        ("line\tkind\tsite\nمنصة\tbanner\t\n", ":2: is not a line, a kind and a site"),
        ("line\tkind\tsite\nمنصة\n", ":2: is not a line, a kind and a site"),
    ],
)
def test_a_wrong_profile_is_said_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "wrong.tsv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        make({"profiles": [str(file)]}, Knowledge())


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        make({"profiles": [str(tmp_path / "none.tsv")]}, Knowledge())


def test_the_site_of_an_address() -> None:
    addresses = ["https://www.example.ma/a", "http://[a/", "", None]
    assert [host(address) for address in addresses] == ["example.ma", "", "", ""]
