"""Every kind of input becomes documents or rejects, in order, each with its place."""

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from khabar.document import Document
from khabar.errors import InputError
from khabar.io import ReadOptions, Reject, read
from khabar.io.items import Item
from khabar.io.read import Position, items

TEXT = "ترأس وزير الصحة اليوم اجتماعا بالرباط."
ROWS = [
    {"id": "a", "text": TEXT, "published": "2022-01-05T10:00:00+01:00", "country": "ma", "title": "خبر", "url": "u"},
    {"id": "b", "text": TEXT + " وحضر والي الجهة."},
]
PAGE = f"""<html><head><title>t</title></head><body><nav>الرئيسية</nav><article><h1>اجتماع بالرباط</h1>
<p>{TEXT} وخصص الاجتماع لتتبع البرنامج الوطني للتلقيح في جميع الأقاليم والعمالات خلال السنة الجارية.</p>
<p>وأوضح الوزير أن الحملة ستتواصل إلى نهاية الشهر المقبل في المراكز الصحية القروية والحضرية معا.</p>
</article></body></html>"""


def jsonl(*rows: object) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()


def texts(found: list[Document | Reject]) -> list[str]:
    """Texts of documents, `!reason` of rejects."""
    return [d.text if isinstance(d, Document) else f"!{d.error}" for d in found]


def read_all(*inputs: Path | str, **options: object) -> list[Document | Reject]:
    return list(read([str(i) for i in inputs], ReadOptions(**options)))  # type: ignore[arg-type]


def only(found: list[Document | Reject]) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    return document


# Fields


def test_fields_named_as_in_the_record_need_no_options(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(*ROWS))
    first, second = read_all(path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.published, first.country, first.title) == ("a", date(2022, 1, 5), "MA", "خبر")
    assert (first.source, first.line, second.line) == (str(path), 1, 2)
    assert second.published is None


def test_other_names_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"key,body,day\n7,{TEXT},2020-10-02\n", encoding="utf-8")
    found = only(read_all(path, fields={"id": "key", "text": "body", "published": "day"}))
    assert (found.id, found.text, found.published) == ("7", TEXT, date(2020, 10, 2))


def test_country_and_published_stand_in_where_the_input_has_none(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl(*ROWS))
    found = read_all(path, country="TN", published=date(2000, 1, 1))
    assert [(d.country, d.published) for d in found if isinstance(d, Document)] == [
        ("MA", date(2022, 1, 5)),
        ("TN", date(2000, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2022-01-05", date(2022, 1, 5)),
        ("2015-07-21 02:51:32", date(2015, 7, 21)),
        ("الجمعة 02 أكتوبر 2020 - 19:31", date(2020, 10, 2)),
        (1601666460, date(2020, 10, 2)),
        (1601666460000, date(2020, 10, 2)),
        ("1601666460", date(2020, 10, 2)),
    ],
)
def test_publication_dates_as_sources_hold_them(tmp_path: Path, stamp: object, day: date) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl({"text": TEXT, "published": stamp}))
    assert only(read_all(path)).published == day


def test_what_is_no_date_or_country_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(jsonl({"text": TEXT, "published": "2022-13-45", "country": "Maroc", "title": ["t"]}))
    found = only(read_all(path))
    assert (found.published, found.country, found.title) == (None, None, None)
    assert found.warnings == [
        "published '2022-13-45' is no date",
        "country 'Maroc' is no ISO 3166-1 code",
        "field 'title' is a list: left out",
    ]


# Formats


def test_a_text_file_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(TEXT.encode("cp1256"))
    found = only(read_all(path))
    assert (found.text, found.source, found.line) == (TEXT, str(path), None)


def test_pages_are_read_as_articles(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    found = only(read_all(path))
    assert found.text.startswith(TEXT)
    assert "الرئيسية" not in found.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("n.csv", 'id,text\n1,"سطر\nآخر"\n2,ثان\n'),
        ("n.csv", 'id;text\n1;"سطر\nآخر"\n2;ثان\n'),
        ("n.tsv", 'id\ttext\n1\t"سطر\nآخر"\n2\tثان\n'),
    ],
)
def test_rows_of_tables_know_the_line_they_begin_on(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found = read_all(path)
    assert texts(found) == ["سطر\nآخر", "ثان"]
    assert [d.line for d in found] == [2, 4]


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "n.parquet"
    columns = {"text": [TEXT, None], "published": [date(2022, 1, 5), None], "extra": [1, 2]}
    pq.write_table(pa.table(columns), path)
    found = read_all(path)
    assert texts(found) == [TEXT, "!has no text"]
    assert isinstance(found[0], Document)
    assert found[0].published == date(2022, 1, 5)
    assert texts(read_all(path, fields={"text": "body"})) == [
        "!has no column 'body', only 'text', 'published', 'extra'"
    ]


def test_the_pages_of_a_web_archive(tmp_path: Path) -> None:
    writer = pytest.importorskip("warcio.warcwriter")
    headers = pytest.importorskip("warcio.statusandheaders")
    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as file:
        warc = writer.WARCWriter(file, gzip=True)
        for url, media, body in [
            ("https://example.org/1", "text/html; charset=windows-1256", PAGE.encode("cp1256")),
            ("https://example.org/logo", "image/png", b"\x89PNG"),
        ]:
            http = headers.StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
            warc.write_record(warc.create_warc_record(url, "response", io.BytesIO(body), http_headers=http))
    found = only(read_all(path))
    assert found.text.startswith(TEXT)
    assert found.url == "https://example.org/1"
    assert found.id
    assert found.id.startswith("urn:uuid:")


def test_a_page_that_does_not_unpack_costs_only_itself(tmp_path: Path) -> None:
    writer = pytest.importorskip("warcio.warcwriter")
    headers = pytest.importorskip("warcio.statusandheaders")
    path = tmp_path / "crawl.warc"
    with path.open("wb") as file:
        warc = writer.WARCWriter(file, gzip=False)
        for body, encoding in ((gzip.compress(PAGE.encode())[:90], "gzip"), (PAGE.encode(), "identity")):
            lines = [("Content-Type", "text/html"), ("Content-Encoding", encoding)]
            http = headers.StatusAndHeaders("200 OK", lines, protocol="HTTP/1.1")
            warc.write_record(
                warc.create_warc_record("https://example.org", "response", io.BytesIO(body), http_headers=http)
            )
    *refused, page = texts(read_all(path))
    assert page.startswith(TEXT)
    assert len(refused) == 1


def test_json_files_hold_one_object_or_many(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps(ROWS[0], indent=2), encoding="utf-8-sig")
    (tmp_path / "2.json").write_text(json.dumps(ROWS, indent=2), encoding="utf-8")
    (tmp_path / "3.json").write_bytes(jsonl(*ROWS))
    assert texts(read_all(tmp_path)) == [ROWS[0]["text"], *[r["text"] for r in ROWS], *[r["text"] for r in ROWS]]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
@pytest.mark.parametrize("name", ["n.jsonl", "n.csv"])
def test_lines_and_rows_in_other_encodings(tmp_path: Path, codec: str, name: str) -> None:
    row = json.dumps({"text": TEXT}, ensure_ascii=False) if name == "n.jsonl" else f"id,text\n1,{TEXT}"
    path = tmp_path / name
    path.write_bytes(f"{row}\n".encode(codec))
    assert texts(read_all(path)) == [TEXT]


# Packing


def test_packed_files_are_seen_by_their_first_bytes(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    raw = jsonl(*ROWS)
    for name, packed in {
        "a.jsonl.gz": gzip.compress(raw[:60]) + gzip.compress(raw[60:]),
        "b.jsonl.xz": lzma.compress(raw),
        "c.jsonl.zst": zstandard.compress(raw[:60]) + zstandard.compress(raw[60:]),
        "d.jsonl.bz2": bz2.compress(raw),
    }.items():
        (tmp_path / name).write_bytes(packed)
    assert texts(read_all(tmp_path)) == [r["text"] for r in ROWS] * 4


def test_members_of_a_zip_archive_each_have_their_own_format(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in/a.jsonl", jsonl(*ROWS))
        archive.writestr("b.txt", TEXT)
        archive.writestr("c.txt.gz", gzip.compress(TEXT.encode()))
    found = read_all(path)
    assert texts(found) == [*[r["text"] for r in ROWS], TEXT, TEXT]
    assert [d.source for d in found] == [f"{path}!/in/a.jsonl"] * 2 + [f"{path}!/b.txt", f"{path}!/c.txt.gz"]


# Where input comes from


def test_folders_are_walked_by_name_and_foreign_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", "README.md", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert texts(read_all(tmp_path)) == ["a/z.txt", "b.txt", "c.txt"]
    assert texts(read_all(f"{tmp_path}/*.txt", tmp_path / "README.md")) == ["b.txt", "c.txt", "README.md"]


def test_links_pipes_and_closed_folders_in_a_folder_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert texts(read_all(tmp_path)) == [TEXT, TEXT]


def test_a_run_does_not_read_what_it_writes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(*ROWS))
    (tmp_path / "out.jsonl").write_bytes(jsonl(*ROWS))
    own = frozenset([(tmp_path / "out.jsonl").resolve()])
    assert len(list(items([tmp_path], ReadOptions(), without=own))) == 2
    assert len(list(items([f"{tmp_path}/*.jsonl"], ReadOptions(), without=own))) == 2
    with pytest.raises(InputError, match="is to be read and written at once"):
        list(items([tmp_path / "out.jsonl"], ReadOptions(), without=own))


def test_a_folder_that_may_not_be_read_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a").mkdir()
    scandir = os.scandir

    def closed(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert texts(read_all(tmp_path)) == ["!cannot be read: Permission denied", TEXT]


@pytest.mark.parametrize("name", ["nowhere.txt", "nothing-*.txt"])
def test_an_input_that_is_not_there_is_an_error_before_any_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match=r"no such file|no file matches"):
        next(read([tmp_path / "a.txt", tmp_path / name]))


@pytest.mark.parametrize(
    ("raw", "count"), [(jsonl(*ROWS), 2), (gzip.compress(jsonl(*ROWS)), 2), (TEXT.encode(), 1), (PAGE.encode(), 1)]
)
def test_standard_input_is_told_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, raw: bytes, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    found = read_all("-")
    assert len(found) == count
    assert {d.source for d in found if isinstance(d, Document)} == {"-"}


def test_reading_goes_on_from_a_position(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.jsonl").write_bytes(jsonl(*ROWS, *ROWS))
    whole = list(items([tmp_path], ReadOptions()))
    for done, (position, _) in enumerate(whole, 1):
        assert list(items([tmp_path], ReadOptions(), position)) == whole[done:]


def test_a_position_in_another_input_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(*ROWS))
    with pytest.raises(InputError, match=r"the input has changed: here was b\.jsonl"):
        list(items([tmp_path], ReadOptions(), Position(0, 1, "b.jsonl")))


# Bad input: the run goes on


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": ', "does not parse as JSON: Expecting value at character 10"),
        (b"[1, 2]", "is a list, not an object"),
        (b'{"text": 5}', "field 'text' is a number, not a string"),
        (b'{"body": "x", "n": 1}', "has no field 'text', only 'body', 'n'. Name it with --text-field"),
        (b'{"text": ""}', "has no text"),
        (b'{"text": null}', "has no text"),
        (b'{"text": " \\n "}', "has no text"),
        (b'{"text": "\xff\xfe"}', "not UTF-8 at byte 10: invalid start byte"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"text": "' + b"x" * 3000 + b'"}', "is 3,000 characters long, over 2,000 (--max-chars)"),
        (b'{"text": "' + b"x" * 200_000 + b'"}', "is longer than 150,000 bytes (--max-bytes)"),
    ],
    ids=lambda value: value[:20].decode("latin-1") if isinstance(value, bytes) else "",
)
def test_a_bad_line_is_rejected_with_its_place(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(jsonl(*ROWS) + line + b"\n\n" + jsonl(*ROWS))
    found = read_all(path, max_chars=2000, max_bytes=150_000)
    assert texts(found) == [ROWS[0]["text"], ROWS[1]["text"], f"!{reason}", ROWS[0]["text"], ROWS[1]["text"]]
    reject = found[2]
    assert isinstance(reject, Reject)
    assert (reject.where, reject.number, reject.stage) == (f"{path}:3", 2, "read")


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("n.txt", b"", "has no text"),
        ("n.txt", b"\0" * 50, "is binary, not text: byte 0 is 0x00"),
        ("n.html", b"", "is an empty page"),
        ("n.csv", b"", "is empty: it has no header"),
        ("n.csv", b"id,body\n1,x\n", "has no column 'text', only 'id', 'body'. Name the column with --text-field"),
        ("n.csv", b"id,text\n1,\n", "has no text"),
        ("n.csv", b"id,text\n1,x\xff\n", "column 'text' is not UTF-8: 0xFF at character 1"),
        ("n.jsonl", b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, "is not text but a PNG image (byte 0 is 0x89)"),
        ("n.jsonl.gz", gzip.compress(b"x" * 9999)[:20], "breaks off: "),
        ("n.jsonl.xz", lzma.compress(b"x" * 9999)[:-9], "breaks off: "),
        ("n.zip", b"PK\x03\x04 and no more", "breaks off: "),
        ("n.parquet", b"PAR1 and no more", ""),
        ("n.warc", b"WARC/1.0\r\nno header", ""),
    ],
)
def test_a_bad_file_is_rejected_and_the_next_one_read(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    *rejects, last = texts(read_all(tmp_path))
    assert last == TEXT
    assert all(r.startswith(f"!{reason}") for r in rejects), rejects
    assert len(rejects) == 1 or name == "n.warc"


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-9], lambda raw: raw[:9] + b"\xff" * 900])
def test_a_cut_or_damaged_zstd_file_is_rejected_where_it_breaks_off(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    zstandard = pytest.importorskip("zstandard")
    lines = "".join(json.dumps({"text": f"{TEXT} {n * 7919 % 99991}"}) + "\n" for n in range(900)).encode()
    first = zstandard.compress(b'{"text": "x"}\n')
    (tmp_path / "n.jsonl.zst").write_bytes(first + spoil(zstandard.compress(lines)))
    (tmp_path / "z.txt").write_text(TEXT, encoding="utf-8")
    begin, *_, reject, last = texts(read_all(tmp_path))
    assert (begin, last) == ("x", TEXT)
    assert reject.startswith("!breaks off: ")


def test_a_cell_without_an_end_costs_the_rows_it_swallows(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text(f'id,text\n1,{TEXT}\n2,"no end\n' + "3,x\n" * 2000, encoding="utf-8")
    found = read_all(path, max_bytes=1000)
    assert texts(found)[:2] == [TEXT, "!does not parse as a row: field larger than field limit (1000)"]
    assert isinstance(found[1], Reject)
    assert found[1].line == 3


def test_lone_surrogates_and_nuls_are_text(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(b'{"text": "\\ud800 \\u0000 x"}\n')
    assert texts(read_all(path)) == ["\ud800 \0 x"]


def test_memory_holds_one_item_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    with path.open("wb") as file:
        for _ in range(40):
            file.write(jsonl({"text": TEXT * 5000}))
    tracemalloc.start()
    assert sum(isinstance(item, Item) for _, item in items([path], ReadOptions())) == 40
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 12_000_000
    assert peak < 4_000_000
