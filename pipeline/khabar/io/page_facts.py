"""What a page states of itself in JSON-LD, meta tags, `time` elements and its address."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote

from khabar.arabic.published import parse_published

Node = dict[str, Any]

_ARTICLE = re.compile("Article|Posting|Report", re.I)
_PUBLISHED = (
    "article:published_time", "datepublished", "article:published", "og:published_time", "publishdate",
    "publish-date", "publish_date", "pubdate", "publication_date", "publicationdate", "date.published",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dc.date.created", "article_date_original",
    "originalpublicationdate", "displaydate", "date", "rnews:datepublished", "bt:pubdate",
    "shareaholic:article_published_time",
)  # fmt: skip
_AUTHOR = ("author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_TITLE = ("og:title", "twitter:title", "parsely-title", "dc.title", "title", "headline")
_SITE = ("application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "al:ios:app_name")
_SECTION = ("article:section", "cxenseparse:recs:category", "parsely-section", "category", "section")
_URL_DAY = re.compile(r"[/_-](20\d\d)[/_-]([01]?\d)[/_-]([0-3]?\d)(?=[/_.-]|$)")
_DATED = re.compile(r"\b(?:date|publish|posted|time|entry-meta|post-meta|tarikh)|تاريخ", re.I)
_TODAY = re.compile(
    "today|now|current|clock|header|topbar|top-bar|hijri|weather|prayer|footer|related|widget|side|modif|update", re.I
)
_SEPARATOR = re.compile(r"\s+[|–—«»:-]\s+|\s*\|\s*")
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_SITE_WORDS = 4  # the most words of a site's name at the end of a page's title
_VISIBLE = 120  # characters: the longest text of a visible date


@dataclass(slots=True, frozen=True)
class Facts:
    """What is known of a page; `headlines` are the forms of its headline, spaces squeezed, `body` is JSON-LD's."""

    title: str | None
    published: date | None
    author: str | None
    site: str | None
    url: str | None
    language: str | None
    section: str | None
    headlines: frozenset[str]
    body: str
    is_article: bool
    paid: bool


def read_facts(tree: Any, url: str | None = None) -> Facts:
    """Read the page's own statements; the day of the page's clock is not one of them."""
    metas = _metas(tree)
    articles = [n for n in _json_nodes(tree) if _ARTICLE.search(_type(n))]
    site = _site(metas, articles)
    headings = [_text(h) for h in tree.iter("h1")]
    stated = _first(articles, "headline") or _meta(metas, _TITLE)
    if not stated:
        stated, site = _page_title(tree, site, headings)
    address = url or _canonical(tree) or _meta(metas, ("og:url", "twitter:url"))
    title = _without_site(stated, site) if stated else (headings[0] if headings else None)
    return Facts(
        title=title,
        published=_published(tree, metas, articles, address),
        author=_author(metas, articles),
        site=site,
        url=address,
        language=_language(tree, metas),
        section=_first(articles, "articleSection") or _meta(metas, _SECTION),
        headlines=frozenset(_squeezed(t) for t in (title, stated, *headings) if t),
        body=_body(articles),
        is_article=bool(articles) or metas.get("og:type") == "article",
        paid=any(str(n.get("isAccessibleForFree", "")).lower() == "false" for n in articles),
    )


def _metas(tree: Any) -> dict[str, str]:
    """Meta tags by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if key and content:
                found.setdefault(key.lower(), content)
    return found


def _json_nodes(tree: Any) -> Iterator[Node]:
    """The objects of the page's JSON-LD, nested ones too."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting: list[object] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < 500:
            seen += 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                yield node
                waiting += [v for k, v in node.items() if isinstance(v, dict | list) and k in ("@graph", "mainEntity")]


def _type(node: Node) -> str:
    kind = node.get("@type", "")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _first(nodes: list[Node], key: str) -> str | None:
    for node in nodes:
        value = node.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and value.strip():
            return _squeezed(html.unescape(value))
    return None


def _meta(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((_squeezed(metas[n]) for n in names if n in metas), None)


def _page_title(tree: Any, site: str | None, headings: list[str]) -> tuple[str | None, str | None]:
    """The page's title and the site's name, where the title ends with it: `عنوان الخبر | موقع الخبر`."""
    element = next(tree.iter("title"), None)
    title = _text(element) if element is not None else ""
    known = next((h for h in headings if len(h) > 10 and h in title), None)
    parts = _SEPARATOR.split(title)
    if known is None and len(parts) > 1 and len(parts[-1].split()) <= _SITE_WORDS < len(" ".join(parts[:-1]).split()):
        return title[: title.rfind(parts[-1])].rstrip(" |–—«»:-"), site or parts[-1]
    return known or title or None, site


def _without_site(title: str, site: str | None) -> str:
    """`عنوان الخبر - موقع` without the site's name."""
    parts = _SEPARATOR.split(title)
    if site and len(parts) > 1 and _squeezed(parts[-1]) == site:
        return title[: title.rfind(parts[-1])].rstrip(" |–—«»:-")
    return title


def _body(articles: list[Node]) -> str:
    """The article's text as JSON-LD has it, for pages that only scripts fill."""
    for node in articles:
        body = node.get("articleBody")
        if isinstance(body, str) and body.strip():
            return _TAG.sub("\n", html.unescape(body)).replace("\r", "").strip()
    return ""


def _site(metas: dict[str, str], articles: list[Node]) -> str | None:
    publishers = (node.get("publisher") for node in articles)
    names = [p["name"] for p in publishers if isinstance(p, dict) and isinstance(p.get("name"), str)]
    stated = _meta(metas, ("og:site_name",)) or next(iter(names), None) or _meta(metas, _SITE)
    return _squeezed(html.unescape(stated)).lstrip("@") or None if stated else None


def _author(metas: dict[str, str], articles: list[Node]) -> str | None:
    names: list[str] = []
    for node in articles:
        authors = node.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) and "Organization" not in _type(author) else author
            if isinstance(name, str) and name.strip() and not name.startswith("http"):
                names.append(_squeezed(html.unescape(name)))
        if names:
            break
    found = "، ".join(dict.fromkeys(names)) or _meta(metas, _AUTHOR)
    return found if found and not found.startswith("http") else None


def _canonical(tree: Any) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href", "").startswith("http"):
            return str(link.get("href"))
    return None


def _language(tree: Any, metas: dict[str, str]) -> str | None:
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or metas.get("og:locale") or ""
    code = re.split(r"[-_]", stated.strip().lower())[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def _published(tree: Any, metas: dict[str, str], articles: list[Node], url: str | None) -> date | None:
    """JSON-LD, then meta tags, then marked elements, then the address, then a visible date line."""
    for stated in (_first(articles, "datePublished"), _first(articles, "dateCreated")):
        if stated and (day := parse_published(stated)):
            return day
    for name in _PUBLISHED:
        if name in metas and (day := parse_published(metas[name])):
            return day
    for element in tree.xpath("//*[@itemprop='datePublished' or @pubdate]"):
        if day := _element_day(element):
            return day
    if url and (found := _URL_DAY.search(unquote(url))) and (day := parse_published("-".join(found.groups()))):
        return day
    return _visible(tree)


def _element_day(element: Any) -> date | None:
    stated = element.get("datetime") or element.get("content") or _text(element)[:_VISIBLE]
    return parse_published(stated)


def _visible(tree: Any) -> date | None:
    """The first `time` element or date line near the article; not the page's clock, nor a list's dates."""
    for element in tree.iter("time", "span", "div", "p", "li", "small", "em", "h6", "h5", "b", "i", "a", "td"):
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag != "time" and not _DATED.search(marks):
            continue
        if _TODAY.search(marks) or _aside(element):
            continue
        text = element.get("datetime") or _text(element)
        if text and len(text) <= _VISIBLE and (day := parse_published(text)):
            return day
    return None


def _aside(element: Any) -> bool:
    for above in element.iterancestors():
        if above.tag in ("nav", "aside", "footer") or _TODAY.search(
            f"{above.get('class', '')} {above.get('id', '')}" if above.tag not in ("body", "html", "header") else ""
        ):
            return True
    return False


def _text(element: Any) -> str:
    return _squeezed(element.text_content())


def _squeezed(text: str) -> str:
    return " ".join(text.split())
