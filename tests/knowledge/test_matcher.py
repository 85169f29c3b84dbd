"""One pass finds every form of every table, however it is spelt, and nothing inside other words."""

from pathlib import Path

import pytest

from khabar.arabic.fold import fold
from khabar.document import Hit
from khabar.knowledge.load import load_knowledge
from khabar.knowledge.matcher import Matcher


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_knowledge())


def found(matcher: Matcher, text: str, table: str = "place") -> dict[str, tuple[str, ...]]:
    folded = fold(text)
    hits = [h for h in matcher.find(folded.text) if h.table == table]
    return {text[slice(*folded.span(h.start, h.end))]: h.ids for h in hits}


# What is written, what of it is the name, and an id that the name may stand for.
SPELLINGS = """
بجهة مراكش آسفي | مراكش آسفي | MA-07
بجهة مراكش – اسفي | مراكش – اسفي | MA-07
بجهة مراكش-أسفي | مراكش-أسفي | MA-07
ورئيس مجلس جهةمراكشآسفي | مراكشآسفي | MA-07
جهة كلميم وادنون | كلميم وادنون | MA-10
جهة كلميم واد نون | كلميم واد نون | MA-10
الدارالبيضاء | الدارالبيضاء | MA-CAS
للدار البيضاء | لدار البيضاء | MA-CAS
بالرباط | الرباط | MA-RAB
للرباط | لرباط | MA-RAB
وبالرباط | الرباط | MA-RAB
إلى أڭادير | أڭادير | MA-AGD
أكادير | أكادير | MA-AGD
أگادير | أگادير | MA-AGD
الفقيه بنصالح | الفقيه بنصالح | MA-FQH
الرَّبَاط | الرَّبَاط | MA-RAB
الـــربـــاط | الـــربـــاط | MA-RAB
région Marrakech-Safi | Marrakech-Safi | MA-07
à Béni Mellal | Béni Mellal | MA-BEM
a Beni Mellal | Beni Mellal | MA-BEM
تونس | تونس | TN-11
"""


@pytest.mark.parametrize("line", SPELLINGS.strip().splitlines())
def test_spellings(matcher: Matcher, line: str) -> None:
    text, name, entry = (cell.strip() for cell in line.split("|"))
    assert entry in found(matcher, text)[name]


@pytest.mark.parametrize("text", ["السلام", "مسلات", "والرباطي", "المغربي", "فاسد", "سطاتي", "بني ملال، خنيفرة نفسها"])
def test_nothing_inside_words_or_across_clauses(matcher: Matcher, text: str) -> None:
    assert not {"سلا", "الرباط", "المغرب", "فاس", "سطات", "بني ملال، خنيفرة"} & found(matcher, text).keys()


def test_the_longest_form_of_a_table_wins(matcher: Matcher) -> None:
    assert list(found(matcher, "جهة الرباط سلا القنيطرة")) == ["الرباط سلا القنيطرة"]


def test_forms_of_different_tables_may_overlap(matcher: Matcher) -> None:
    text = "وزارة الداخلية"
    assert text in found(matcher, text, "institution")


def test_ambiguity_is_kept(matcher: Matcher) -> None:
    assert {"TN", "TN-11", "GN-2464470"} <= set(found(matcher, "تونس")["تونس"])


def test_both_readings_of_a_clitic_are_kept(matcher: Matcher) -> None:
    hits = [h for h in matcher.find(fold("وجدة").text) if h.table == "place"]
    assert [(h.start, h.proclitic) for h in hits] == [(0, 0), (1, 1)]


def test_a_person_is_found_by_another_spelling(matcher: Matcher) -> None:
    assert found(matcher, "استقبل عبدالوافي لفتيت", "person") == {"عبدالوافي لفتيت": ("Q30308949",)}


def test_offsets_count_code_points(matcher: Matcher) -> None:
    folded = fold("😀 في الرباط 😀")
    (hit,) = [h for h in matcher.find(folded.text) if h.table == "place"]
    assert folded.source[slice(*folded.span(hit.start, hit.end))] == "الرباط"


def test_only_the_tables_asked_for(matcher: Matcher) -> None:
    places = Matcher(load_knowledge(), ["place"])
    assert {h.table for h in places.find(fold("وزارة الداخلية بالرباط").text)} == {"place"}


def test_a_place_of_a_user_is_found(tmp_path: Path) -> None:
    path = tmp_path / "my.tsv"
    path.write_text("place\tname\tlevel\tcountry\tvariants\nX1\tتل الياسمين\tlocality\tJO\tتلة الياسمين\n", "utf-8")
    hits = Matcher(load_knowledge((path,))).find(fold("في تلة الياسمين").text)
    assert Hit(3, 15, "place", ("X1",)) in hits


@pytest.mark.parametrize("text", ["", " ", "\n\n", "،،،", "ل", "ال"])
def test_texts_without_names(matcher: Matcher, text: str) -> None:
    assert matcher.find(fold(text).text) == []
