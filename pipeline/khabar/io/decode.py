"""Bytes to text: the encoding of a source, or an error that names the first byte that is no text.

UTF-8, UTF-16 and UTF-32 (marked or not), and Windows-1256 are recognised; nothing else is guessed.
"""

from __future__ import annotations

from khabar.errors import InputError

SAMPLE = 1 << 16

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet file",
}
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})
# Windows-1256: letters and marks of Arabic and Persian; then what may stand between them.
_LETTERS = bytes(b for b in range(0x80, 0x100) if "\u0621" <= bytes([b]).decode("cp1256") <= "\u06d2")
_BETWEEN = bytes(b for b in range(0x80, 0x100) if not bytes([b]).decode("cp1256").isalpha() and b not in _LETTERS)


class UnknownEncodingError(InputError):
    """Bytes that may be text, but in no encoding that is known here."""


def decode(raw: bytes, where: str) -> str:
    """The text of `raw`, without its byte order mark.

    InputError names `where` and the first byte that does not fit.
    """
    codec, mark = recognise(raw, where)
    try:
        return raw[mark:].decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(f"not {codec.upper()} at byte {error.start + mark}: {error.reason}", where) from None


def recognise(raw: bytes, where: str, *, complete: bool = True) -> tuple[str, int]:
    """The codec of `raw` and the length of its byte order mark; InputError where it is not text.

    Where `raw` is only the beginning of a source (not `complete`), its last character may be cut.
    """
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return codec, len(mark)
    for signature, what in _SIGNATURES.items():
        if raw.startswith(signature):
            raise InputError(f"is not text but {what} (byte 0 is 0x{raw[0]:02X})", where)
    if wide := _unmarked_wide(raw[:SAMPLE]):
        return wide, 0
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    if controls > 0.3 * len(raw):
        first = next(i for i, byte in enumerate(raw) if byte in _CONTROLS)
        raise InputError(f"is binary, not text: byte {first} is 0x{raw[first]:02X}", where)
    bad = _first_bad_byte(raw, complete)
    if bad is None:
        return "utf-8", 0
    if controls == 0 and _looks_like_cp1256(raw):
        return "cp1256", 0
    raise UnknownEncodingError(
        f"not text in a known encoding: byte {bad} is 0x{raw[bad]:02X}", where, "Convert it to UTF-8 (see iconv)"
    )


def _first_bad_byte(raw: bytes, complete: bool) -> int | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = not complete and error.end == len(raw) and error.reason == "unexpected end of data"
        return None if cut else error.start
    return None


def _unmarked_wide(sample: bytes) -> str | None:
    """UTF-16 without its mark: the high bytes are those of Latin and Arabic, the low ones are not."""
    if len(sample) < 8 or b"\0" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    for high, low, codec in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        fitting = high.count(0) + high.count(6)
        if fitting > 0.8 * len(high) and low.count(0) < 0.05 * len(low):
            return codec
    return None


def _looks_like_cp1256(raw: bytes) -> bool:
    """Mostly Arabic letters among the high bytes, the article as often as Arabic has it, and no damaged UTF-8.

    UTF-8's lead bytes of Arabic are ط and ظ there, which are rare.
    """
    high = raw.translate(None, bytes(range(0x80))).translate(None, _BETWEEN)
    letters = len(high) - len(high.translate(None, _LETTERS))
    article = raw.count("ال".encode("cp1256"))
    leads = raw.count(0xD8) + raw.count(0xD9)
    return 2 <= letters > max(0.9 * len(high), 4 * leads) and (letters < 100 or article > letters / 100)
