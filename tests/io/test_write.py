"""Records in every format, and back."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from khabar.document import Document, Mention, Person, Place
from khabar.errors import InputError
from khabar.io.annotated import conll, doccano, outermost, spacy_doc, tokens
from khabar.io.pretty import pretty
from khabar.io.tables import columns, rows
from khabar.io.write import OutputFormat, format_of, targets, write
from khabar.record import Provenance, Record, from_json
from khabar.stages.assemble import assemble

MADE = Provenance(version="1", config="c", knowledge="k", model=None)


def record(annotated: str, **fields: object) -> Record:
    """The record of a text whose people are marked ⟦…⟧ and whose regions are marked ⟪…⟫."""
    text, mentions, opened = "", [], []
    for character in annotated:
        if character in "⟦⟪":
            opened.append((character, len(text)))
        elif character in "⟧⟫":
            mark, start = opened.pop()
            name = text[start:]
            value = Person(name, role="minister") if mark == "⟦" else Place(name, "region", country="MA", code="MA-07")
            label = "PERSON" if mark == "⟦" else "PLACE"
            mentions.append(Mention(label, start, len(text), value, by="test"))  # type: ignore[arg-type]
        else:
            text += character
    document = Document(text, **fields)  # type: ignore[arg-type]
    document.mentions = mentions
    return assemble(document, MADE)


RECORDS = [
    record("زار ⟦حيار⟧ جهة ⟪مراكش آسفي⟫.", id="a", published=date(2022, 1, 5), title="خبر, أول"),
    record("لا شيء هنا.\n\nوفي ب⟪الرباط⟫  أيضا.", id="b"),
    record("سطر فيه \ud800 ⟦بركة⟧", id="c"),
]


def written(tmp_path: Path, form: OutputFormat, name: str, records: Iterable[Record] = RECORDS) -> Path:
    write(records, tmp_path / name, form, lambda target: target)
    return tmp_path / name


def test_json_holds_lone_surrogates_and_gives_the_record_back() -> None:
    line = RECORDS[2].to_json()
    assert "\\ud800" in line
    assert line.encode("utf-8")
    assert [from_json(r.to_json()) for r in RECORDS] == RECORDS


def test_each_field_is_a_table_tied_by_document() -> None:
    found = list(rows(RECORDS[0], 7))
    assert all(row[0] == 7 and len(row) == len(columns()[table]) for table, row in found)
    assert [table for table, _ in found] == [
        "documents", "mentions", "mentions", "ministers", "regions", "places", "evidence", "evidence", "evidence",
    ]  # fmt: skip
    assert [row[1:] for table, row in found if table == "evidence"] == [
        ("ministers", 0, "m1"), ("regions", 0, "m2"), ("places", 0, "m2"),
    ]  # fmt: skip


def test_the_tables_are_those_of_the_data_frames() -> None:
    frames = pytest.importorskip("khabar.integrations.pandas").to_frames(RECORDS[:2])
    assert {name: list(kinds) for name, kinds in columns().items()} == {
        name: list(getattr(frames, name)) for name in columns()
    }


def test_parquet_and_csv_open_in_pandas_with_one_line(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    parquet, table = written(tmp_path, "parquet", "parquet"), written(tmp_path, "csv", "csv")
    assert sorted(p.stem for p in parquet.iterdir()) == sorted(columns()) == sorted(p.stem for p in table.iterdir())
    for frame in (pd.read_parquet(parquet / "ministers.parquet"), pd.read_csv(table / "ministers.csv")):
        assert list(frame["name"]) == ["حيار", "بركة"]
        assert list(frame["document"]) == [0, 2]
    documents = pd.read_csv(table / "documents.csv")
    assert documents["title"][0] == "خبر, أول"
    assert list(pd.read_parquet(parquet / "documents.parquet")["text"])[2] == "سطر فيه \ufffd بركة"


def test_duckdb_has_the_tables_and_views_to_begin_with(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(written(tmp_path, "duckdb", "news.duckdb")), read_only=True) as database:
        assert {name for (name,) in database.sql("SHOW TABLES").fetchall()} >= set(columns())
        assert database.sql("SELECT id, name, role FROM who ORDER BY id").fetchall() == [
            ("a", "حيار", "minister"),
            ("c", "بركة", "minister"),
        ]
        assert database.sql("SELECT code, documents FROM regions_by_month ORDER BY month").fetchall() == [
            ("MA-07", 1),
            ("MA-07", 1),
        ]
        for view in ("holders_by_month", "programs_by_region"):
            assert database.sql(f"FROM {view}").fetchall() == []


def test_duckdb_makes_data_frames_with_one_line(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pandas")
    path = written(tmp_path, "duckdb", "news.duckdb")
    assert list(duckdb.connect(str(path)).sql("FROM ministers").df()["name"]) == ["حيار", "بركة"]


def test_conll_cuts_tokens_at_mentions_and_ends_sentences() -> None:
    assert conll(RECORDS[1]).splitlines() == [
        "# id = b",
        "لا\tO", "شيء\tO", "هنا\tO", ".\tO", "",
        "وفي\tO", "ب\tO", "الرباط\tB-PLACE", "أيضا\tO", ".\tO", "",
    ]  # fmt: skip
    assert "مراكش\tB-PLACE\nآسفي\tI-PLACE" in conll(RECORDS[0])


def test_conll_and_doccano_open_in_pandas_with_one_line(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    path = written(tmp_path, "conll", "n.conll")
    frame = pd.read_csv(path, sep="\t", names=["token", "tag"], quoting=3).dropna()
    assert list(frame[frame.tag != "O"].token) == ["حيار", "مراكش", "آسفي", "الرباط", "بركة"]
    assert list(pd.read_json(written(tmp_path, "doccano", "n.jsonl"), lines=True)["khabar_id"]) == ["a", "b", "c"]


def test_nested_mentions_give_way_to_the_outermost() -> None:
    nested = record("⟦وزير ⟪الرباط⟫⟧ و⟪سلا⟫")
    assert [m.text for m in outermost(nested.mentions)] == ["وزير الرباط", "سلا"]
    assert [tag.split("\t")[1] for tag in conll(nested).splitlines()[1:-1]] == ["B-PERSON", "I-PERSON", "O", "B-PLACE"]


def test_doccano_keeps_all_mentions() -> None:
    line = json.loads(doccano(record("⟦وزير ⟪الرباط⟫⟧", id="x")))
    assert line == {"text": "وزير الرباط", "label": [[0, 11, "PERSON"], [5, 11, "PLACE"]], "khabar_id": "x"}


def test_spacy_docs_give_text_and_mentions_back(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    vocab = spacy.blank("ar").vocab
    docs = list(DocBin().from_disk(written(tmp_path, "spacy", "n.spacy", RECORDS[:2])).get_docs(vocab))
    assert [d.text for d in docs] == [r.text for r in RECORDS[:2]]
    assert [(e.text, e.label_) for e in docs[0].ents] == [("حيار", "PERSON"), ("مراكش آسفي", "PLACE")]
    assert [(s.text, s.id_) for s in docs[1].spans["khabar"]] == [("الرباط", "m1")]
    assert spacy_doc(record(""), vocab).text == ""


def test_tokens_cover_all_but_white_space() -> None:
    for found in RECORDS:
        covered = "".join(found.text[a:b] for a, b in tokens(found))
        assert covered == "".join(found.text.split())


def test_lines_may_be_packed(tmp_path: Path) -> None:
    import gzip

    path = written(tmp_path, "jsonl", "n.jsonl.gz")
    assert [from_json(line) for line in gzip.decompress(path.read_bytes()).splitlines()] == RECORDS
    before = path.read_bytes()
    assert written(tmp_path, "jsonl", "n.jsonl.gz").read_bytes() == before


def test_for_people() -> None:
    assert pretty(RECORDS[0]).splitlines() == [
        "خبر, أول",
        "2022-01-05",
        "  ministers  حيار  minister",
        "  regions    مراكش آسفي  region  MA-07",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jsonl", "jsonl"),
        ("a.jsonl.zst", "jsonl"),
        ("a.duckdb", "duckdb"),
        ("a.spacy", "spacy"),
        ("a.conll.gz", "conll"),
    ],
)
def test_names_tell_formats(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


@pytest.mark.parametrize(
    ("name", "hint"), [("a.parquet", "-o a --to parquet"), ("a.csv", "-o a --to csv"), ("a", "--to")]
)
def test_names_that_do_not_tell_say_what_to_do(name: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint):
        format_of(Path(name))


def test_a_folder_has_a_file_for_each_table() -> None:
    assert Path("x/ministers.csv") in targets(Path("x"), "csv")
    assert targets(Path("x.duckdb"), "duckdb") == [Path("x.duckdb")]
