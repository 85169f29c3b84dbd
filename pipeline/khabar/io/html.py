"""A news page becomes the text of its article and what the page states of it.

The article is found by trafilatura in its precision mode; captions, the headline and labels that it leaves
are taken out here. What a page states (day, title, author, site) is read from its own tags.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from khabar.arabic.damage import is_cut, is_garbled
from khabar.errors import InputError
from khabar.io.decode import decode
from khabar.io.page_facts import Facts, read_facts

MOST = 20_000_000  # characters: a larger page, scripts taken out, is refused
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_SCRIPT = re.compile(r"<(script|style|svg)\b(?![^>]*ld\+json)[^>]*>.*?</\1\s*>", re.I | re.S)
_CELL = re.compile(r"^\| ([^|]*?) ?\|? ?$")  # a table that is there for the layout
_TEASER = re.compile(r"(?:\.\.\.?|…|المزيد)\W*$")
_STOP = re.compile(r"[.!؟?:؛»\"”)]\W*$")
_CAPTION = 200  # characters: the longest caption
_PARAGRAPH = 120  # characters: a line so long is running text whatever ends it
_SENTENCE = 45
_STUB = 600  # characters: an article that a paywall cuts is no longer
_PRUNE = [
    "//figcaption",
    "//*[contains(@class, 'wp-caption-text')]",
    "//*[contains(@class, 'image-caption') or contains(@class, 'img-caption') or contains(@class, 'photo-caption')]",
]


@dataclass(slots=True, frozen=True)
class HtmlPage:
    """The article of a page. `text` is what offsets of its record refer to; `published` is the page's own day."""

    text: str
    title: str | None = None
    published: date | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    warnings: list[str] = field(default_factory=list)


def read_html(raw: bytes | str, url: str | None = None) -> HtmlPage:
    """The article and the facts of a page; InputError where it holds no article, and why.

    The encoding of bytes is that of the page's mark or `charset`, else UTF-8, else Windows-1256.
    """
    import lxml.html

    source = _SCRIPT.sub(" ", _text(raw))
    if len(source) > MOST:
        raise InputError(f"is a page of {len(source):,} characters without its scripts, over {MOST:,}")
    if not source.strip() or "<" not in source:
        raise InputError("is an empty page" if not source.strip() else "is not an HTML page")
    try:
        tree = lxml.html.document_fromstring(_undeclared(source))
    except (lxml.etree.LxmlError, ValueError) as error:
        raise InputError(f"does not parse as HTML: {error}") from None
    facts = read_facts(tree, url)
    captions = frozenset(_captions(tree))
    text = _clean(_extract(tree), captions, facts)
    if 2 * len(text) < len(facts.body):
        text = _clean(facts.body, captions, facts)
    warnings = _check(text, facts)
    return HtmlPage(
        text,
        title=facts.title,
        published=facts.published,
        author=facts.author,
        site=facts.site,
        url=facts.url,
        language=facts.language,
        section=facts.section,
        warnings=warnings,
    )


def _text(raw: bytes | str) -> str:
    if isinstance(raw, str):
        return raw.lstrip("\ufeff")
    declared = _CHARSET.search(raw[:4096])
    if declared and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode(declared[1].decode("ascii")).lstrip("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass  # pages declare what they are not: look at the bytes
    try:
        return decode(raw, "page")
    except InputError:
        return raw.decode("utf-8", "replace")


def _undeclared(source: str) -> str:
    """Without an XML declaration, whose encoding lxml would refuse in a decoded string."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", source, count=1)


def _extract(tree: Any) -> str:
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it refuses is said by InputError
    found = extract(tree, favor_precision=True, include_comments=False, prune_xpath=_PRUNE)
    return found or ""


def _captions(tree: Any) -> Iterator[str]:
    """What pictures are called: a line that only repeats it is a caption."""
    for image in tree.iter("img"):
        for name in ("alt", "title", "data-caption"):
            if caption := image.get(name):
                yield _squeezed(caption)


def _clean(text: str, captions: frozenset[str], facts: Facts) -> str:
    """The article without captions, its headline and lines said twice in a row."""
    kept: list[str] = []
    for line in text.split("\n"):
        line = _CELL.sub(r"\1", line)
        plain = _squeezed(line)
        if not plain or (kept and plain == _squeezed(kept[-1])):
            continue
        if plain in facts.headlines and len(kept) < 3:
            continue
        if plain in captions and len(plain) <= _CAPTION and not plain.endswith("."):
            continue
        kept.append(line)
    return "\n".join(kept)


def _check(text: str, facts: Facts) -> list[str]:
    """Warnings of a page that may be read; InputError of one that holds no article."""
    if not text.strip():
        raise InputError("is a page without an article")
    if is_garbled(text):
        raise InputError("is garbled: its bytes were decoded in another encoding than they were written in")
    lines = text.split("\n")
    running = [line for line in lines if _running(line)]
    if not running or (len(lines) >= 8 and len(running) * 4 < len(lines) and not facts.is_article):
        raise InputError("is an index page: headlines and no article")
    if len(text) < _STUB and (facts.paid or is_cut(text)):
        return ["the article is behind a paywall: only its beginning is here"]
    return []


def _running(line: str) -> bool:
    """Does a line read as running text, not as a headline or teaser?"""
    if _TEASER.search(line):
        return False
    return len(line) >= _PARAGRAPH or (len(line) >= _SENTENCE and bool(_STOP.search(line)))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
