"""The service: texts in over HTTP, records out, and the reading page at `/`. Extra `khabar[serve]`.

>>> app = create_app(Settings())
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from khabar.document import Document
from khabar.record import json_schema
from khabar.server.body import Article, articles, read_body
from khabar.server.gate import Gate
from khabar.server.metrics import Meter, exposition
from khabar.server.openapi import EXTRACT, problem
from khabar.server.settings import Settings, from_environment
from khabar.view import LiveSettings, page, policy

__all__ = ["Settings", "create_app", "from_environment"]

_BEARER = HTTPBearer(auto_error=False, description="The key that the service was started with.")
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def create_app(settings: Settings) -> FastAPI:
    """The service with these settings. The pipeline is loaded when it starts, before it says that it is ready."""
    gate = Gate(settings)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await gate.open()
        yield
        gate.close()

    app = FastAPI(
        title="khabar",
        summary="Arabic news in, structured records out: who, where, when and which public programme.",
        version=settings.version,
        license_info={"name": "MIT", "identifier": "MIT"},
        docs_url=None,  # its page is fetched from a foreign host
        redoc_url=None,
        lifespan=life,
        exception_handlers={
            StarletteHTTPException: _told,
            RequestValidationError: _invalid,
        },
    )
    _routes(app, settings, gate)
    app.add_middleware(Meter)
    if settings.hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    return app


def _routes(app: FastAPI, settings: Settings, gate: Gate) -> None:
    authorised = [Depends(_key_check(settings))] if settings.key else []

    @app.post(
        "/extract",
        dependencies=authorised,
        openapi_extra=EXTRACT,
        responses=problem(400, 401, 408, 413, 415, 422, 500, 503, 504),
        response_class=Response,
    )
    async def extract(request: Request) -> Response:
        """Extract the record of one article, or of each article of a list, in order."""
        given = articles(await read_body(request, settings), settings)
        records = await gate.extract([_document(a, settings) for a in (given if isinstance(given, list) else [given])])
        lines = [r.to_json() for r in records]
        return _json("[" + ",".join(lines) + "]" if isinstance(given, list) else lines[0])

    @app.get("/schema")
    async def schema() -> dict[str, Any]:
        """The JSON Schema of a record."""
        return json_schema()

    @app.get("/health")
    async def health() -> dict[str, str]:
        """Is the process alive?"""
        return {"status": "alive", "version": settings.version}

    @app.get("/ready", responses=problem(503))
    async def ready() -> dict[str, str]:
        """Is the pipeline loaded, and is there room for a request?"""
        if not gate.ready:
            raise HTTPException(503, "not ready: the pipeline is loading, or every place is taken")
        return {"status": "ready"}

    @app.get(
        "/metrics",
        dependencies=authorised,
        responses=problem(401),
        response_class=Response,
        openapi_extra={"responses": {"200": {"content": {"text/plain": {"schema": {"type": "string"}}}}}},
    )
    async def metrics() -> Response:
        """Counters in the Prometheus text format, all workers together."""
        body, kind = exposition()
        return Response(body, media_type=kind)

    html = page([], title="khabar", live=LiveSettings(max_chars=settings.max_chars, needs_key=bool(settings.key)))
    headers = {**_HEADERS, "Content-Security-Policy": f"{policy(connects=True)}; frame-ancestors 'none'"}

    @app.get("/", response_class=HTMLResponse)
    async def reading_page() -> HTMLResponse:
        """The reading page: paste a text, see it extracted, correct it, download the corrections."""
        return HTMLResponse(html, headers=headers)


def _document(article: Article, settings: Settings) -> Document:
    return Document(
        article.text,
        id=article.id,
        source=article.source,
        title=article.title,
        url=article.url,
        published=article.published,
        country=article.country or settings.country,
    )


def _key_check(settings: Settings) -> Callable[..., Awaitable[None]]:
    async def check(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> None:
        if given is None or not secrets.compare_digest(given.credentials.encode(), settings.key.encode()):
            raise HTTPException(401, "a key is needed: Authorization: Bearer KEY", {"WWW-Authenticate": "Bearer"})

    return check


def _json(text: str) -> Response:
    return Response(text, media_type="application/json", headers=_HEADERS)


async def _told(_: Request, error: StarletteHTTPException) -> JSONResponse:
    return JSONResponse({"detail": error.detail}, error.status_code, headers={**_HEADERS, **(error.headers or {})})


async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 422, headers=_HEADERS)
