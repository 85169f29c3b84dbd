"""A knowledge file that cannot be used says where it is wrong, and what to do."""

from datetime import date
from pathlib import Path

import pytest

from khabar.errors import KnowledgeError
from khabar.knowledge.load import load_knowledge

PLACE = "place\tname\tlevel\tcountry\tparent\n"
TERM = "term\tperson\toffice\trole\tcountry\tstart\tend\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "my.tsv"
    path.write_text(text, encoding="utf-8")
    return path


BAD = {
    "no such table": ("town\tname\n", "my.tsv:1", "first column"),
    "missing column": ("place\tname\tkind\nX\tس\tcity\n", "my.tsv:1", "no column 'level'"),
    "unknown column": ("place\tname\tlevel\tcolour\n", "my.tsv:1", "unknown column 'colour'"),
    "column twice": ("place\tname\tlevel\tname\n", "my.tsv:1", "two columns 'name'"),
    "short row": (PLACE + "X1\tقرية\tlocality\tMA\tMA\nX2\tقرية\n", "my.tsv:3", "2 cells in a table of 5 columns"),
    "no id": (PLACE + "\tقرية\tlocality\tMA\tMA\n", "my.tsv:2", "no place"),
    "duplicate id": (
        PLACE + "X1\tقرية\tlocality\tMA\tMA\nX1\tبلدة\tlocality\tMA\tMA\n", "my.tsv:3", "a second row 'X1'",
    ),
    "bad level": (PLACE + "X1\tقرية\tvillage\tMA\tMA\n", "my.tsv:2", "level 'village'"),
    "broken parent": (PLACE + "X1\tقرية\tlocality\tMA\tMA-99\n", "my.tsv:2", "parent 'MA-99' of 'X1'"),
    "own parent": (PLACE + "X1\tقرية\tlocality\tMA\tX1\n", "my.tsv:2", "parent 'X1' of 'X1'"),
    "bad date": (TERM + "T1\tQ1638114\tوزير\tminister\tMA\t2021-13-01\t\n", "my.tsv:2", "'2021-13-01' is no date"),
    "word for a date": (TERM + "T1\tQ1638114\tوزير\tminister\tMA\tأمس\t\n", "my.tsv:2", "is no date"),
    "end before start": (
        TERM + "T1\tQ1638114\tوزير\tminister\tMA\t2021-01-01\t2020-01-01\n", "my.tsv:2", "before it starts",
    ),
    "unknown person": (TERM + "T1\tnobody\tوزير\tminister\tMA\t2021\t\n", "my.tsv:2", "person 'nobody'"),
    "unknown role": (TERM + "T1\tQ1638114\tوزير\tboss\tMA\t2021\t\n", "my.tsv:2", "role 'boss'"),
    "words for a number": (
        "place\tname\tlevel\tpopulation\nX1\tقرية\tlocality\tmany\n", "my.tsv:2", "population 'many' is no number",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "where", "what"), BAD.values(), ids=BAD)
def test_bad_files_are_refused_at_load(tmp_path: Path, text: str, where: str, what: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        load_knowledge((write(tmp_path, text),))
    assert error.value.where is not None
    assert error.value.where.endswith(where)
    assert what in error.value.message
    assert error.value.remedy


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_knowledge((tmp_path / "none.tsv",))


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "my.tsv"
    path.write_bytes("مكان".encode("cp1256"))
    with pytest.raises(KnowledgeError, match="UTF-8"):
        load_knowledge((path,))


def test_rows_of_a_user_are_added(tmp_path: Path) -> None:
    knowledge = load_knowledge((write(tmp_path, PLACE + "X1\tقرية الورد\tlocality\tMA\tMA-SET\n"),))
    assert knowledge.places["X1"].name == "قرية الورد"
    assert len(knowledge.places) == len(load_knowledge().places) + 1
    assert knowledge.version != load_knowledge().version


def test_rows_of_a_user_replace_those_of_the_same_id(tmp_path: Path) -> None:
    knowledge = load_knowledge((write(tmp_path, PLACE + "MA-SET\tسطات الكبرى\tprovince\tMA\tMA-06\n"),))
    assert knowledge.places["MA-SET"].name == "سطات الكبرى"
    assert load_knowledge().places["MA-SET"].name == "سطات"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeff" + (PLACE + "X1\tقرية الورد\tlocality\tMA\t\n").replace("\n", "\r\n")
    assert load_knowledge((write(tmp_path, text),)).places["X1"].parent is None


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2021-10-07", "2024-10-23", date(2021, 10, 7), date(2024, 10, 23)),
        ("2015-09", "2016-02", date(2015, 9, 1), date(2016, 2, 29)),
        ("2018", "2023", date(2018, 1, 1), date(2023, 12, 31)),
        ("2021-10-07", "", date(2021, 10, 7), None),
    ],
)
def test_a_term_spans_its_days_months_or_years(
    tmp_path: Path, start: str, end: str, first: date, last: date | None
) -> None:
    row = f"T1\tQ1638114\tوزير التجربة\tminister\tMA\t{start}\t{end}\n"
    (term,) = [t for t in load_knowledge((write(tmp_path, TERM + row),)).terms if t.id == "T1"]
    assert (term.start, term.end) == (first, last)
    assert term.holds(first)
    assert not term.holds(date(first.year - 1, 12, 31))
    assert term.exact == (len(start) == 10)
