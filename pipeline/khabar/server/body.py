"""The request: its size, its time, and whether it is an article."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated

import msgspec
from fastapi import HTTPException, Request
from msgspec import Meta
from starlette.requests import ClientDisconnect

from khabar.server.settings import Settings


class Article(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to extract from, and what is known about it."""

    text: Annotated[str, Meta(description="the source text, as scraped")]
    id: Annotated[str | None, Meta(description="its id; a hash of the text without one")] = None
    published: Annotated[
        date | None, Meta(description="publication date, on which relative dates and offices rest")
    ] = None
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2 code", pattern="^[A-Z]{2}$")] | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None


_DECODER = msgspec.json.Decoder(Article | list[Article])


async def read_body(request: Request, settings: Settings) -> bytes:
    """The body of a JSON request; HTTPException where it is of another kind, too large or too slow."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, f"the body is {kind or 'of no stated type'}, not application/json")
    try:
        async with asyncio.timeout(settings.body_seconds):
            return await _read(request, settings.max_bytes)
    except TimeoutError:
        raise HTTPException(408, f"the body did not arrive within {settings.body_seconds:g} s") from None
    except ClientDisconnect:
        raise HTTPException(400, "the body ended early") from None


async def _read(request: Request, limit: int) -> bytes:
    too_large = HTTPException(413, f"the body is larger than {limit} bytes", {"Connection": "close"})
    stated = request.headers.get("content-length", "0")
    if stated.isdecimal() and int(stated) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def articles(body: bytes, settings: Settings) -> Article | list[Article]:
    """The article or articles of a body; HTTPException says what is wrong and where (`$[2].text`)."""
    try:
        given: Article | list[Article] = _DECODER.decode(body)
    except msgspec.ValidationError as error:
        raise HTTPException(422, f"the body is no article: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HTTPException(400, f"the body is not JSON: {error}") from None
    some = given if isinstance(given, list) else [given]
    if len(some) > settings.max_articles:
        raise HTTPException(413, f"{len(some)} articles at once; {settings.max_articles} are allowed")
    for number, article in enumerate(some):
        if len(article.text) > settings.max_chars:
            raise HTTPException(
                413, f"$[{number}].text has {len(article.text)} characters; {settings.max_chars} are allowed"
            )
    return given
