"""Pages become articles: body, day, title, author; what is no article is refused with its reason."""

from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from khabar.errors import InputError
from khabar.io.html import read_html

SHARED = Path(__file__).parents[3] / "shared" / "html"
PAGES = sorted(SHARED.glob("*.html"))

FIRST = "أعلنت وزارة التجهيز صباح اليوم عن انطلاق أشغال توسعة الطريق الرابطة بين المدينتين على طول أربعين كيلومترا."
SECOND = "وأوضحت الوزارة في بلاغ لها أن كلفة المشروع تبلغ مئتي مليون درهم، وأن الأشغال ستدوم ثمانية عشر شهرا."
THIRD = "وأضاف المصدر ذاته أن الطريق الجديدة ستخدم أزيد من مئة ألف نسمة في الجماعات القروية المجاورة لها."


def page(body: str, head: str = "") -> str:
    return f"""<!doctype html><html lang="ar" dir="rtl"><head><title>توسعة الطريق - موقع الخبر</title>
<meta property="og:site_name" content="موقع الخبر">{head}</head><body>
<header><div class="today-date">الثلاثاء 14 يناير 2025</div><nav><a href="/">الرئيسية</a> <a href="/p">سياسة</a></nav>
</header>{body}<footer>جميع الحقوق محفوظة 2025</footer></body></html>"""


def article(extra: str = "") -> str:
    return f"<article><h1>توسعة الطريق</h1>{extra}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"


def test_the_article_is_the_text() -> None:
    found = read_html(page(article()))
    assert found.text.split("\n") == [FIRST, SECOND, THIRD]
    assert (found.title, found.site, found.language) == ("توسعة الطريق", "موقع الخبر", "ar")


@pytest.mark.parametrize(
    ("head", "extra"),
    [
        ('<meta property="article:published_time" content="2024-11-05T23:30:00+01:00">', ""),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-11-05"}</script>', ""),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], '
            '"datePublished": "2024-11-05T08:00:00Z"}]}</script>',
            "",
        ),
        ("", '<time datetime="2024-11-05">قبل شهرين</time>'),
        ("", '<span class="post-date">نشر في: الثلاثاء 5 نونبر 2024 - 10:30</span>'),
        ('<link rel="canonical" href="https://example.org/2024/11/05/tariq.html">', ""),
    ],
)
def test_the_day_of_publication_is_the_one_that_the_page_states(head: str, extra: str) -> None:
    assert read_html(page(article(extra), head)).published == date(2024, 11, 5)


def test_the_clock_of_the_page_is_not_the_day_of_publication() -> None:
    assert read_html(page(article())).published is None


def test_the_dates_of_other_articles_are_not_either() -> None:
    related = '<aside class="related"><time datetime="2023-02-03">3 فبراير 2023</time></aside>'
    assert read_html(page(article() + related)).published is None


def test_authors_of_json_ld() -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "توسعة &quot;الطريق&quot;",
    "publisher": null, "author": [{"@type": "Person", "name": "سعاد المريني"}, {"@type": "Organization",
    "name": "موقع الخبر"}]}</script>"""
    found = read_html(page(article(), head))
    assert found.author == "سعاد المريني"
    assert found.title == 'توسعة "الطريق"'


def test_captions_are_left_out() -> None:
    caption = "أشغال توسعة الطريق الوطنية"
    found = read_html(page(article(f'<img src="a.jpg" alt="{caption}"><p>{caption}</p>')))
    assert caption not in found.text


BODIES = {
    "line breaks in one block": "<div><h1>توسعة الطريق</h1><div>{0}<br><br>{1}<br>{2}</div></div>",
    "blocks and spans": "<div><div><span>{0}</span></div><div><span>{1}</span></div><div>{2}</div></div>",
    "headings for paragraphs": '<div class="text"><h2>{0}</h2><h2>{1}</h2><h2>{2}</h2></div>',
    "a table for the layout": "<table><tr><td>توسعة الطريق<tr><td>{0}<tr><td>{1} {2}</table>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_ways_in_which_pages_are_made(body: str) -> None:
    assert read_html(page(body.format(FIRST, SECOND, THIRD))).text.split() == [*f"{FIRST} {SECOND} {THIRD}".split()]


def test_a_page_that_only_scripts_fill() -> None:
    head = f"""<script type="application/ld+json">
    {{"@type": "NewsArticle", "articleBody": "{FIRST}&lt;br&gt;{SECOND}"}}</script>"""
    assert read_html(page('<div id="root"></div>', head)).text.split("\n") == [FIRST, SECOND]


def test_the_site_at_the_end_of_the_title() -> None:
    found = read_html(
        f"<html><head><title>توسعة الطريق الوطنية بين المدينتين | موقع</title></head><p>{FIRST}</p></html>"
    )
    assert (found.title, found.site) == ("توسعة الطريق الوطنية بين المدينتين", "موقع")


@pytest.mark.parametrize("charset", ["windows-1256", "utf-8", "utf-16"])
def test_encodings(charset: str) -> None:
    head = f'<meta charset="{charset}">' if charset != "utf-16" else ""
    assert read_html(page(article(), head).encode(charset)).text.startswith(FIRST)


def test_a_charset_that_is_not_true() -> None:
    assert FIRST in read_html(page(article(), '<meta charset="iso-8859-6">').encode()).text


def test_an_xml_declaration() -> None:
    assert FIRST in read_html('<?xml version="1.0" encoding="utf-8"?>' + page(article())).text


def test_megabytes_of_script() -> None:
    script = "<script>" + "var a = '<p>نص</p>';" * 400_000 + "</script>"
    assert read_html(page(script + article())).text.startswith(FIRST)


def test_a_paywall_is_said() -> None:
    found = read_html(page(f"<article><p>{FIRST}</p><p>{SECOND}</p><p>هذا المحتوى متاح للمشتركين فقط.</p></article>"))
    assert found.warnings and "paywall" in found.warnings[0]


INDEX = "".join(
    f'<div class="item"><h2><a href="/{i}">الوزيرة فلانة تدشن المشروع رقم {i}</a></h2></div>' for i in range(30)
)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        (b"\x00\x00", "not an HTML page|binary|not text"),
        ("نص بلا وسوم", "not an HTML page"),
        ("<html><body></body></html>", "without an article"),
        ("<html><body><script>var a = 1;</script></body></html>", "without an article"),
        (page(INDEX), "index page|without an article"),
        (page(article()).encode("utf-8").decode("latin-1"), "garbled|without an article"),
    ],
)
def test_what_is_no_article_is_refused(raw: str | bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_html(raw)


@pytest.mark.parametrize("depth", [10, 5000])
def test_deep_nesting_does_not_crash(depth: int) -> None:
    with suppress(InputError):
        read_html(page("<div>" * depth + article() + "</div>" * depth))


@pytest.mark.skipif(not PAGES, reason="the shared pages are not here")
@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_shared_pages(path: Path) -> None:
    found = read_html(path.read_bytes())
    gold = Counter(path.with_suffix(".gold.txt").read_text(encoding="utf-8").split())
    words = Counter(found.text.split())
    common = sum((gold & words).values())
    assert 2 * common / (gold.total() + words.total()) > 0.98
    assert found.published is not None
