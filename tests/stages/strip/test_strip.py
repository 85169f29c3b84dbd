"""Which lines and stretches of a text are boilerplate: the cases of `cases.txt`, and what holds of every text."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.arabic.fold import fold
from khabar.document import Document
from khabar.errors import ConfigError
from khabar.knowledge.base import Knowledge, PlaceEntry
from khabar.stages.strip import make

KNOWLEDGE = Knowledge(
    places={n: PlaceEntry(n, n, "locality", "city", None) for n in ("الرباط", "عدن", "الرياض", "برلين", "فاس")},
    given_names=frozenset(fold(n).text for n in ("محمد", "أحمد", "نايف", "سعاد")),
    family_names=frozenset(fold(n).text for n in ("العلوي", "بناني", "الرشيد")),
)
STRIP = make({}, KNOWLEDGE)
BRACKETS = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True)
class Case:
    name: str
    lines: list[tuple[str, str]]

    @property
    def text(self) -> str:
        return "\n".join(BRACKETS.sub("", line) for _, line in self.lines)

    @property
    def removed(self) -> list[str]:
        return [
            stretch
            for kind, line in self.lines
            for stretch in ([f"{kind}: {line}"] if kind else re.findall(r"\[\[\s*(.*?)\s*\]\]", line))
        ]


def cases() -> list[Case]:
    found: list[Case] = []
    for line in Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:], []))
        elif "|" in line and not line.startswith("#"):
            kind, _, text = line.partition("|")
            found[-1].lines.append((kind.strip(), text.removeprefix(" ")))
    return found


def removed(document: Document) -> list[str]:
    """Whole lines with their kind, stretches inside lines without."""
    return [
        f"{r.kind}: {text}" if text in document.text.split("\n") else text
        for r in document.removed
        for text in [document.text[r.start : r.end].strip()]
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.name)
def test_case(case: Case) -> None:
    document = STRIP(Document(case.text))
    assert removed(document) == case.removed


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.name)
def test_a_removed_line_takes_its_line_feed(case: Case) -> None:
    document = STRIP(Document(case.text))
    kept = [re.sub(r" *\[\[.*?\]\] *", "", line) for kind, line in case.lines if not kind]
    kept = [line for line in kept if line]
    assert [" ".join(line.split()) for line in document.body.text.split("\n") if line.strip()] == [
        " ".join(line.split()) for line in kept
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n", "\n \xa0\n"])
@pytest.mark.parametrize("frame", ["{}", "\u202b{}\u202c", "\ufeff{}\x00"])
def test_line_ends_and_invisible_characters_change_nothing(newline: str, frame: str) -> None:
    for case in cases():
        text = newline.join(BRACKETS.sub("", line) for _, line in case.lines)
        document = STRIP(Document(frame.format(text)))
        assert len(document.removed) == len(case.removed), case.name


PAGE = """عنوان الخبر الرئيسي في الصفحة الأولى - موقع الأخبار
الرئيسية
سياسة
اقتصاد
رياضة
ثقافة
تسجيل الدخول
بحث
الرئيسية / سياسة
وزير الداخلية يستقبل وفدا أجنبيا رفيع المستوى
رئيس الجمهورية يتسلم أوراق اعتماد سفراء جدد
عنوان الخبر الرئيسي في الصفحة الأولى
سعاد العلوي
الأربعاء 19 نوفمبر 2025 - 01:22 م
شارك
فيسبوك
تويتر
{article}
شارك المقال
الوسوم
مقالات ذات صلة
الوزيرة تفتتح مركزا صحيا جديدا
مجلس النواب يناقش الميزانية
الأكثر قراءة
ارتفاع أسعار النفط في الأسواق العالمية
المنتخب يفوز على نظيره في مباراة ودية
من نحن
اتصل بنا
سياسة الخصوصية
جميع الحقوق محفوظة 2025"""

ARTICLE = """قال وزير التعليم العالي إن الوزارة ستطلق خلال العام المقبل برنامجا وطنيا لدعم البحث العلمي في الجامعات.
وأضاف في مؤتمر صحفي أن البرنامج يشمل منحا لطلبة الدكتوراه وتجهيز المختبرات بأحدث المعدات العلمية.
شراكات دولية
وأشار إلى أن الوزارة وقعت اتفاقيات مع جامعات أجنبية لتبادل الطلبة والأساتذة، وأن عددها سيتضاعف قريبا."""


@pytest.mark.parametrize("title", ["عنوان الخبر الرئيسي في الصفحة الأولى", None])
def test_a_page_pasted_flat_keeps_its_article(title: str | None) -> None:
    document = STRIP(Document(PAGE.format(article=ARTICLE), title=title))
    assert document.body.text.strip().split("\n") == ["عنوان الخبر الرئيسي في الصفحة الأولى", *ARTICLE.split("\n")]


def test_a_page_tells_what_it_knows() -> None:
    document = STRIP(Document(PAGE.format(article=ARTICLE)))
    assert document.published == date(2025, 11, 19)
    assert document.author == "سعاد العلوي"
    assert document.title == "عنوان الخبر الرئيسي في الصفحة الأولى"


def test_an_index_page_has_no_body() -> None:
    headlines = "\n".join(f"الوزيرة تفتتح المركز الصحي رقم {n} في المدينة\n{n} يناير 2024" for n in range(1, 30))
    document = STRIP(Document(PAGE.format(article=headlines)))
    assert document.body.text.strip() == ""
    assert "no article" in document.warnings[0]


def test_what_is_known_is_not_overwritten() -> None:
    document = Document(PAGE.format(article=ARTICLE), published=date(2020, 1, 1), author="آخر")
    STRIP(document)
    assert (document.published, document.author) == (date(2020, 1, 1), "آخر")


def test_the_day_of_a_dateline_is_the_publication_day() -> None:
    body = "ترأس رئيس الحكومة اليوم الأحد اجتماعا خصص لتتبع تنفيذ البرنامج الوطني للماء الصالح للشرب."
    document = STRIP(Document(f"الرباط 15-7-2012 (و م ع) - {body}"))
    assert document.body.text.strip() == body
    assert document.published == date(2012, 7, 15)


@pytest.mark.parametrize("kind", ["ad", "nav", "related", "share", "meta", "legal"])
def test_kinds_to_keep(kind: str) -> None:
    kept = make({"keep": [kind]}, KNOWLEDGE)
    for case in cases():
        document = kept(Document(case.text))
        assert kind not in {r.kind for r in document.removed}


def test_a_kind_that_is_none() -> None:
    with pytest.raises(ConfigError, match="adverts"):
        make({"keep": ["adverts"]}, KNOWLEDGE)


def test_a_garbled_text_is_said_to_be() -> None:
    document = STRIP(Document(ARTICLE.encode("utf-8").decode("latin-1")))
    assert any("garbled" in warning for warning in document.warnings)
    assert document.body.text == ""


def test_a_paywall_is_said() -> None:
    document = STRIP(Document(ARTICLE.partition("\n")[0] + "\nهذا المحتوى متاح للمشتركين فقط"))
    assert any("paywall" in warning for warning in document.warnings)
    assert document.body.text.strip() == ARTICLE.partition("\n")[0]


PIECES = st.sampled_from(
    [line for case in cases() for _, line in case.lines] + ["", " ", "\x00", "...", "1", "شارك", "\ud800"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=40))
def test_any_text_comes_apart_whole(lines: list[str]) -> None:
    document = STRIP(Document("\n".join(lines)))
    spans = [(r.start, r.end) for r in document.removed]
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert len(document.body.text) == len(document.text) - sum(end - start for start, end in spans)
