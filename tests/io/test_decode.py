"""Which bytes are text, and in which encoding."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.errors import InputError
from khabar.io.decode import decode, recognise

NEWS = "ترأس وزير الصحة اليوم اجتماعا بالرباط، خصص لتتبع البرنامج الوطني للتلقيح في الأقاليم الجنوبية.\n" * 3
MARKED = {"utf-8-sig": "utf-8", "utf-16": None, "utf-32": None}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
def test_arabic_is_read_in_every_encoding_that_newsrooms_use(codec: str) -> None:
    assert decode(NEWS.encode(codec), "page.txt") == NEWS


@pytest.mark.parametrize("codec", ["iso-8859-6", "mac_arabic"])
def test_other_arabic_encodings_are_refused_rather_than_guessed(codec: str) -> None:
    raw = NEWS.replace("،", "").encode(codec)
    with pytest.raises(InputError, match=r"old\.txt: not text in a known encoding: byte 0 is 0x"):
        decode(raw, "old.txt")


def test_french_in_latin1_is_not_taken_for_arabic() -> None:
    with pytest.raises(InputError, match="byte 1 is 0xE9"):
        decode("Défis économiques à l'ère du numérique".encode("latin-1"), "fr.txt")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"%PDF-1.7\n...", "is not text but a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is not text but a PNG image"),
        (bytes(100), "is binary, not text: byte 0 is 0x00"),
        (random.Random(5).randbytes(4000), "not text in a known encoding: byte "),
    ],
)
def test_binary_files_are_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=f"f: {reason}"):
        decode(raw, "f")


def test_an_error_names_the_byte() -> None:
    raw = "خبر".encode() + b"\xff" + "عاجل".encode()
    with pytest.raises(InputError, match="byte 6 is 0xFF"):
        decode(raw, "news.txt")


def test_nuls_and_marks_of_direction_inside_text_stay() -> None:
    text = "خبر\0عاجل \u200f(الرباط)\u200e " * 20
    assert decode(text.encode(), "f") == text


def test_a_character_cut_at_the_end_of_a_sample_is_no_error() -> None:
    sample = NEWS.encode()[:101]
    assert recognise(sample, "f", complete=False) == ("utf-8", 0)
    with pytest.raises(InputError):
        recognise(sample, "f")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_input_error(raw: bytes) -> None:
    try:
        assert isinstance(decode(raw, "f"), str)
    except InputError as error:
        assert error.where == "f"
