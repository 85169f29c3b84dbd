"""The reading page, opened and used: direction, highlights, filters, keys, correction, and text that stays text."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import khabar
from khabar.config import read_config
from khabar.document import DateType, Kind, Label, Level, Person, Place, ProgramKind, RelationType, Role
from khabar.evaluate import evaluate, read_rows
from khabar.integrations.notebook import show
from khabar.record import Record
from khabar.train.data import read_documents
from newsdesk import NEWS, annotated, parse

Open = Callable[..., Page]
SOURCE, MENTIONS, REMOVED = parse(NEWS)


@pytest.fixture
def records() -> list[Record]:
    other = annotated(
        "استقبل [PERSON ياسين بنعلي] وفدا في [PLACE فاس]",
        {"ياسين بنعلي": Person("ياسين بنعلي", "mayor"), "فاس": Place("فاس", "locality", "MA")},
        id="other",
        title="استقبال بفاس",
        published=date(2023, 5, 1),
    )
    return [annotated(id="news"), other, annotated("لا شيء هنا", id="none", title=None, published=None)]


def marks(page: Page) -> list[tuple[str, str]]:
    """Label and text of each mention that is marked, in text order."""
    found = page.evaluate(
        "[...document.querySelectorAll('mark')].map(m => [m.dataset.mention, m.className, m.textContent])"
    )
    whole: dict[str, tuple[str, str]] = {}
    for mention, classes, text in found:
        whole[mention] = (classes.split()[1], whole.get(mention, ("", ""))[1] + text)
    return list(whole.values())


def select(page: Page, text: str) -> None:
    """Select words of the article as a mouse does."""
    page.evaluate(
        """text => {
            const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(text);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + text.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error('not shown: ' + text);
        }""",
        text,
    )


def downloaded(page: Page) -> list[dict[str, object]]:
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "corrections.jsonl"
    return [json.loads(line) for line in Path(download.value.path()).read_text("utf-8").splitlines()]


def test_the_page_reads_from_right_to_left(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    first, last = page.locator("mark").first.bounding_box(), page.locator("mark").nth(2).bounding_box()
    assert first and last and first["x"] > last["x"]
    assert page.locator(".list-pane").bounding_box()["x"] > page.locator(".card-pane").bounding_box()["x"]  # type: ignore[index]


def test_mentions_are_marked_and_nest(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    assert marks(page) == [(label, SOURCE[a:b]) for label, a, b in sorted(MENTIONS, key=lambda m: (m[1], -m[2]))]
    expect(page.locator("mark.POSITION mark.PLACE")).to_have_text("جهة الشرق")


def test_mentions_that_cross_are_shown_in_pieces(open_page: Open) -> None:
    record = annotated("[PERSON سعاد المريني] قالت", id="x")
    crossing = json.loads(record.to_json())
    crossing["mentions"] += [{**crossing["mentions"][0], "id": "m2", "start": 5, "end": 17, "text": "المريني قالت"}]
    page = open_page([annotated(id="a")])
    shown = page.evaluate(
        """record => {
            const mark = m => h('mark', { class: `m ${m.label}`, 'data-mention': m.id });
                const { root } = renderText(Array.from(record.text), record.mentions, [], mark);
            document.querySelector('.text').replaceWith(root);
            return root.textContent;
        }""",
        crossing,
    )
    assert shown == "سعاد المريني قالت"
    assert marks(page) == [("PERSON", "سعاد المريني"), ("PERSON", "المريني قالت")]


def test_offsets_are_code_points(open_page: Open) -> None:
    page = open_page([annotated("🇲🇦 𐤀 قالت [PERSON سعاد المريني] \u200fفي 😀 [PLACE الرباط].")])
    assert marks(page) == [("PERSON", "سعاد المريني"), ("PLACE", "الرباط")]


def test_letters_join_across_the_edge_of_a_mark(open_page: Open) -> None:
    """The ب of بالرباط stands outside the mark and is drawn joined to it: the word is as wide as without marks."""
    page = open_page([annotated("يوم [DATE الأربعاء 5 يناير 2022] ب[PLACE الرباط]")])
    width = (
        "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().width; }"
    )
    marked = page.locator(".text").evaluate(width)
    page.evaluate("document.querySelector('.text').textContent = 'يوم الأربعاء 5 يناير 2022 بالرباط'")
    assert abs(marked - page.locator(".text").evaluate(width)) < 1


def test_boilerplate_is_shown_on_demand_where_it_stood(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    assert "شارك على فيسبوك" not in page.inner_text(".text")
    page.click("#removed")
    assert page.inner_text(".text").split() == SOURCE.split()
    expect(page.locator(".removed").first).to_have_attribute("title", "قوائم الموقع · strip:nav")
    page.keyboard.press("b")
    expect(page.locator(".removed").first).to_be_hidden()


def test_the_card_says_why(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    minister = page.locator("[data-field=ministers] details")
    minister.locator("summary").click()
    expect(minister.locator(".why li")).to_have_count(2)
    expect(minister.locator(".why li").first).to_contain_text("person:demo")
    expect(minister.locator(".why li").first).to_contain_text("person:demo-1")
    expect(minister.locator(".why li").first).to_contain_text("0.90")
    minister.locator(".why button").nth(1).click()
    expect(page.locator("mark.on")).to_have_text("المريني")
    expect(page.locator("[data-field=officials] summary")).to_contain_text("مستنتج من قاعدة المعارف")
    expect(page.locator("[data-field=removed]")).to_contain_text("strip:share")
    page.locator("mark.DATE").first.click()
    expect(page.locator("#mention")).to_contain_text("2022-01-05")
    expect(page.locator("#mention")).to_contain_text("date:demo")


def test_search_folds_spelling(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.fill("#search", "الاسر")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 من 3")
    page.fill("#search", "كمال العلوي")  # only in the record, not in the text
    expect(page.locator(".row")).to_have_count(1)
    page.fill("#search", "زرافة")
    expect(page.locator("#count")).to_have_text("لا وثيقة تطابق البحث")


def test_filters_by_field(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.click(".facet-button[data-field=ministers]")
    page.get_by_role("checkbox", name="سعاد المريني").check()
    expect(page.locator(".row")).to_have_count(1)
    page.click(".facet-button[data-field=places]")
    page.locator(".facet-panel:visible input[type=search]").fill("فا")
    page.get_by_role("checkbox", name="فاس").check()
    expect(page.locator(".row")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="إزالة سعاد المريني").click()
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("button", name="مسح المرشحات").click()
    expect(page.locator(".row")).to_have_count(3)


@pytest.mark.parametrize(
    ("of", "first", "last", "count"),
    [
        ("mentioned", "2022-01-01", "2022-01-31", 1),
        ("mentioned", "2022-02-01", "", 0),
        ("published", "2023-01-01", "", 1),
    ],
)
def test_filter_by_date(open_page: Open, records: list[Record], of: str, first: str, last: str, count: int) -> None:
    page = open_page(records)
    page.click(".facet-button[data-field=dates]")
    page.select_option(".dates select", of)
    page.fill(".dates input >> nth=0", first)
    page.fill(".dates input >> nth=1", last)
    page.click(".dates button")
    expect(page.locator(".row")).to_have_count(count)


def test_everything_by_keyboard(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.keyboard.press("j")
    expect(page.locator(".row[aria-selected=true]")).to_contain_text("استقبال بفاس")
    page.keyboard.press("k")
    page.keyboard.press("n")
    expect(page.locator("mark.on")).to_have_text("وزيرة التضامن")
    page.keyboard.press("n")
    expect(page.locator("mark.on")).to_be_focused()
    expect(page.locator("#mention")).to_contain_text("سعاد المريني")
    page.keyboard.press("Escape")
    expect(page.locator("#mention")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#mention")).to_contain_text("2022-01-05")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("فاس")
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#list")).to_be_focused()
    expect(page.locator("#article")).to_contain_text("استقبل")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()


def test_every_control_is_reached_by_tab(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.className.split(' ')[0]"))
    assert {
        "removed",
        "correct",
        "theme",
        "language",
        "help-open",
        "search",
        "facet-button",
        "list",
        "m",
        "tag",
    } <= seen


HOSTILE = (
    "قال </script><script>window.owned=1</script><img src=x onerror='window.owned=1'> <!-- "
    "\u202eمقلوب\u202c \u2066x\u2069 [PERSON سعاد المريني] &lt;b&gt; javascript:alert(1)"
)


def test_hostile_text_stays_text(open_page: Open) -> None:
    title = "<b>عنوان</b>\u202eabc</title><script>window.owned=1</script>"
    record = annotated(HOSTILE, id="</script><script>window.owned=1</script>", title=title)
    page = open_page([record])
    assert page.evaluate("typeof window.owned") == "undefined"
    assert page.title() == "عينة"
    assert page.locator("script").count() == 3 and page.locator(".article b, .article img, .list b").count() == 0
    text = page.inner_text(".text")
    assert "</script><script>window.owned=1</script><img src=x" in text and "&lt;b&gt;" in text
    assert "<b>عنوان</b>⟨RLO⟩abc" in page.inner_text(".row-title")
    shown = page.evaluate("document.body.innerText")
    assert not {"\u202e", "\u2066"} & set(shown)
    names = page.evaluate("[...document.querySelectorAll('.text .control')].map(e => e.dataset.name)")
    assert names == ["RLO", "PDF", "LRI", "PDI"]


def test_only_web_addresses_become_links(open_page: Open) -> None:
    def record(url: str) -> Record:
        return msgspec.structs.replace(annotated(), url=url, id=url)

    page = open_page([record("javascript:alert(1)"), record("https://example.org/a?b=<c>")])
    assert page.locator(".card a").count() == 0
    page.keyboard.press("j")
    expect(page.locator(".card a")).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_a_phone_shows_one_thing_at_a_time(open_page: Open, records: list[Record]) -> None:
    page = open_page(records, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    expect(page.locator("#article")).to_be_hidden()
    page.tap(".row >> nth=0")
    expect(page.locator(".text")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.tap("mark.PERSON >> nth=0")
    expect(page.locator("#mention")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".text").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
    page.locator("#mention .close").tap()
    page.tap("#back")
    expect(page.locator("#list")).to_be_visible()


def test_light_and_dark(open_page: Open, records: list[Record]) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = open_page(records, color_scheme="light"), open_page(records, color_scheme="dark")
    assert light.evaluate(paper) != dark.evaluate(paper)
    light.click("#theme")
    assert light.evaluate(paper) == dark.evaluate(paper)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(open_page: Open, records: list[Record], scheme: str) -> None:
    """No violation of WCAG 2.2 AA that axe can see, contrast included, with everything open."""
    page = open_page(records, color_scheme=scheme)
    page.keyboard.press("b")
    page.keyboard.press("e")
    page.locator("mark.PERSON").first.click()
    for summary in page.locator(".card summary").all():
        summary.click()
    page.evaluate("document.getAnimations().forEach(a => a.finish())")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_the_page_speaks_english_too(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("#removed")).to_have_text("Boilerplate")
    assert page.locator(".text").evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_every_value_of_the_schema_has_words(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    values = [v for kind in (Role, Level, DateType, ProgramKind, RelationType, Kind) for v in get_args(kind)]
    assert page.evaluate("values => values.filter(v => !WORDS.values[v])", values) == []
    assert page.evaluate("labels => labels.filter(l => !WORDS.label_[l])", get_args(Label)) == []


def test_add_relabel_edit_delete_undo(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.keyboard.press("e")
    select(page, "التنفيذ")
    page.locator("#labeller").get_by_text("برنامج").click()
    assert ("PROGRAM", "التنفيذ") in marks(page)
    page.select_option("#edit-label", "ORG")
    assert ("ORG", "التنفيذ") in marks(page)
    page.get_by_label("الاسم").fill("لجنة التنفيذ")
    page.click("#edit-save")
    expect(page.locator("#mention")).to_contain_text("لجنة التنفيذ")
    expect(page.locator(".row").first).to_contain_text("مصحَّح")
    page.locator("mark.DATE").nth(1).click()
    page.click("#edit-delete")
    assert ("DATE", "خمس سنوات") not in marks(page)
    page.keyboard.press("Control+z")
    assert ("DATE", "خمس سنوات") in marks(page)
    (document,) = downloaded(page)
    added = next(m for m in document["mentions"] if m["text"] == "التنفيذ")  # type: ignore[attr-defined]
    start = SOURCE.index("التنفيذ")
    assert added == {"start": start, "end": start + 7, "text": "التنفيذ", "label": "ORG", "name": "لجنة التنفيذ"}


def test_corrections_are_training_data(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.keyboard.press("e")
    page.locator("mark.DATE").nth(1).click()
    page.keyboard.press("Escape")
    page.fill("#add-words", "الاسر")  # found as it is spelt in the text
    page.select_option("#add-label", "ORG")
    page.locator(".adder button").click()
    (document,) = downloaded(page)
    assert document["text"] == SOURCE
    assert {k: document[k] for k in ("id", "published", "country", "title", "source")} == {
        "id": "news",
        "published": "2022-01-05",
        "country": "MA",
        "title": "إطلاق برنامج جسر",
        "source": "demo.txt",
    }
    assert document["lines"] == [{"start": a, "end": b, "kind": k} for k, a, b in REMOVED] and document["removed"] == []
    mentions = document["mentions"]
    assert isinstance(mentions, list) and len(mentions) == len(MENTIONS) + 1
    assert all(m["text"] == SOURCE[m["start"] : m["end"]] for m in mentions)
    by_text = {m["text"]: m for m in mentions}
    assert by_text["الأسر"]["label"] == "ORG"
    minister, programme = by_text["سعاد المريني"], by_text["برنامج جسر"]
    assert (minister["role"], minister["position"], minister["former"]) == ("minister", "وزيرة التضامن", False)
    assert (programme["from"], programme["to"], programme["owner"]) == (2021, 2026, "وزارة التضامن")
    assert by_text["خمس سنوات"]["value"] == "P5Y"


def test_training_and_evaluation_read_corrections(open_page: Open, tmp_path: Path) -> None:
    page = open_page([annotated("{meta هسبريس}\nقالت [PERSON سعاد المريني]\u2028في [PLACE الرباط] 🇲🇦.", id="x")])
    page.keyboard.press("e")
    page.locator("mark.PLACE").click()
    page.click("#edit-delete")
    with page.expect_download() as download:
        page.click("#download")
    file = tmp_path / "corrections.jsonl"
    download.value.save_as(file)
    (sentence, *_) = read_documents(file, ("PERSON", "PLACE"))
    assert [t for t in sentence.tags if t != "O"] == ["B-PERSON", "I-PERSON"]
    rows = read_rows(file)
    found = evaluate(rows, [khabar.extract(rows[0]["text"]).to_dict() | {"id": "x"}])
    assert found.tallies["PERSON exact"].gold == 1


def test_boilerplate_within_a_line_is_exported_as_a_stretch(open_page: Open) -> None:
    record = annotated("{share شارك} قالت [PERSON سعاد المريني]. {ad إعلان}\n{nav أ\nب}", id="x")
    page = open_page([record])
    page.keyboard.press("e")
    page.locator("mark").click()
    page.select_option("#edit-label", "ORG")
    (document,) = downloaded(page)
    text = str(document["text"])
    assert [(r["kind"], text[r["start"] : r["end"]]) for r in document["removed"]] == [
        ("share", "شارك"),
        ("ad", "إعلان"),
    ]  # type: ignore[attr-defined]
    assert [(r["kind"], text[r["start"] : r["end"]]) for r in document["lines"]] == [("nav", "أ"), ("nav", "ب")]  # type: ignore[attr-defined]


def test_a_selection_over_removed_text_is_refused(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.keyboard.press("e")
    page.evaluate("const b = document.querySelectorAll('.text')[0]; getSelection().selectAllChildren(b)")
    page.locator("#labeller button").first.click()
    expect(page.locator("#say")).to_have_text("التحديد يتجاوز مقطعا محذوفا")
    assert len(marks(page)) == len(MENTIONS)


def test_words_are_labelled_by_number_key(open_page: Open, records: list[Record]) -> None:
    page = open_page(records)
    page.keyboard.press("e")
    select(page, "الأسر")
    expect(page.locator("#labeller")).to_be_visible()
    page.keyboard.press("6")
    assert ("ORG", "الأسر") in marks(page)
    page.keyboard.press("Delete")
    assert ("ORG", "الأسر") not in marks(page)


@pytest.fixture(scope="module")
def many() -> list[Record]:
    """Five thousand records of about 1,600 characters."""
    filler = "\nنص إضافي طويل عن الحدث والقرار والوزارة والجهة." * 28
    one = annotated(NEWS + filler)
    return [msgspec.structs.replace(one, id=f"d{i}", title=f"خبر رقم {i}") for i in range(5000)]


def test_five_thousand_records_stay_usable(open_page: Open, many: list[Record]) -> None:
    page = open_page(many)
    expect(page.locator("#count")).to_have_text("الوثائق: 5000", timeout=30_000)
    assert page.locator(".row").count() < 40
    page.focus("#list")
    page.keyboard.press("End")
    expect(page.locator(".row[aria-selected=true]")).to_contain_text("خبر رقم 4999")
    assert page.locator(".row").count() < 40
    page.fill("#search", "رقم 4321")
    expect(page.locator("#count")).to_have_text("1 من 5000")


def test_pictures(open_page: Open, records: list[Record]) -> None:
    """Pictures for people to look at, in out/screenshots (not in git)."""
    folder = Path(__file__).parents[2] / "out" / "screenshots"
    for name, options in {
        "desk-light": {},
        "desk-dark": {"color_scheme": "dark"},
        "tablet": {"viewport": {"width": 900, "height": 1100}},
        "phone": {"viewport": {"width": 390, "height": 800}},
    }.items():
        page = open_page(records, **options)
        page.locator(".row").first.click()
        page.locator("mark.POSITION").first.click()
        assert len(page.screenshot(path=folder / f"{name}.png")) > 10_000


def test_the_page_works_in_the_frame_of_a_notebook(browser: Browser, records: list[Record], tmp_path: Path) -> None:
    """Sandboxed as `khabar.integrations.notebook.show` frames it: without an address and without storage."""
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><meta charset=utf-8>{show(records)._repr_html_()}", "utf-8")
    page = browser.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".row").nth(1).click()
    expect(frame.locator("#article")).to_contain_text("استقبل")
    frame.locator("#language").click()
    expect(frame.locator("html")).to_have_attribute("dir", "ltr")
    assert not troubles


def test_every_mark_of_real_articles_is_its_mention(open_page: Open, raw_news: list[str]) -> None:
    """What is drawn is the mention, and the page's way from the body to the source is the record's."""
    settings = read_config()
    settings["tagger"]["enabled"] = False
    page = open_page(list(khabar.load(settings).stream(raw_news[::12])))
    wrong = page.evaluate(
        """() => page.records.flatMap((record, index) => {
            page.open(index);
            const drawn = new Map();
            for (const mark of document.querySelectorAll('mark')) {
                drawn.set(mark.dataset.mention, (drawn.get(mark.dataset.mention) || '') + mark.textContent);
            }
            const source = sourcePoints(record);
            const bare = (text) => text.replace(/\\n\\s*/g, '').replace(new RegExp(CONTROLS, 'gu'), '');
            return record.mentions.filter((m) => {
                const [start, end] = toSource(record)(m.start, m.end);
                return start !== m.source_start || end !== m.source_end || source.slice(start, end).join('') !== m.text
                    || drawn.get(m.id) !== bare(m.text);
            });
        })"""
    )
    assert wrong == []
    assert page.evaluate("page.records.some((r) => r.mentions.length > 10)")
