"""The review server: a page, its two files, and a small JSON API. Nothing is served from a path."""

from __future__ import annotations

import html
import json
import socket
from collections.abc import Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from toolkit.errors import ConflictError, ToolkitError
from toolkit.review import guard
from toolkit.review.desk import Clash, Desk, Refused, Unknown, cleaned, version
from toolkit.review.views import Views

_STATIC = {"app.js": "text/javascript", "style.css": "text/css"}


def application(desk: Desk, keys: guard.Keys) -> ASGIApp:
    """The whole server as an ASGI application, guarded."""
    views = Views(desk)
    page = _static("index.html").replace("{{token}}", html.escape(keys.csrf))
    files = {name: _static(name) for name in _STATIC}

    async def index(request: Request) -> Response:
        return HTMLResponse(page)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in files:
            return PlainTextResponse("Not found", status_code=404)
        return Response(files[name], media_type=_STATIC[name])

    def get(work: Callable[[Any], Any]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            return await _answer(desk, work, dict(request.query_params))

        return endpoint

    def post(work: Callable[[Any], Any]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            try:
                given = json.loads(await guard.body_of(request))
            except guard.TooLarge:
                return _error(413, "the request is too large")
            except (ValueError, RecursionError):
                return _error(400, "the request is not JSON")
            if not isinstance(given, dict):
                return _error(400, "the request has to be an object")
            return await _answer(desk, work, given)

        return endpoint

    def preview(given: dict[str, Any]) -> Response:
        text = views.preview(*desk.find(given.get("locale"), given.get("article")))
        return HTMLResponse(text, headers={"Content-Security-Policy": guard.PREVIEW_POLICY})

    def about(given: dict[str, Any]) -> Any:
        locale, article = desk.find(given.get("locale"), given.get("article"))
        return views.help(desk.unit(locale, article, given.get("id")), locale)

    def check(given: dict[str, Any]) -> Any:
        locale, article = desk.find(given.get("locale"), given.get("article"))
        text = cleaned(given.get("target"))
        return {"findings": views.checked(desk.unit(locale, article, given.get("id")), text, locale, article)}

    def save(given: dict[str, Any]) -> Any:
        locale, article = desk.find(given.get("locale"), given.get("article"))
        action = given.get("action")
        if action not in ("save", "accept", "sign"):
            raise Refused("there is no such action")
        done = desk.save(
            locale, article, _text(given, "id"), _text(given, "base"), cleaned(given.get("target")), action
        )
        return {"unit": views.unit(done, locale, views.context(article))}

    def undo(given: dict[str, Any]) -> Any:
        locale, article = desk.find(given.get("locale"), given.get("article"))
        done = desk.restore(locale, article, _text(given, "id"), _text(given, "base"), _text(given, "to"))
        return {"unit": views.unit(done, locale, views.context(article))}

    routes = [
        Route("/", index),
        Route("/static/{name}", static),
        Route("/preview", get(preview)),
        Route("/api/overview", get(lambda given: views.overview())),
        Route(
            "/api/article",
            get(lambda given: views.article(*desk.find(given.get("locale"), given.get("article")))),
        ),
        Route("/api/help", get(about)),
        Route("/api/check", post(check), methods=["POST"]),
        Route("/api/save", post(save), methods=["POST"]),
        Route("/api/undo", post(undo), methods=["POST"]),
    ]
    return guard.Guard(Starlette(routes=routes), keys)


async def _answer(desk: Desk, work: Callable[[Any], Any], given: dict[str, Any]) -> Response:
    def locked() -> Any:
        with desk.lock:
            return work(given)

    try:
        value = await run_in_threadpool(locked)
    except Clash as clash:
        theirs = {"target": clash.theirs.target, "version": version(clash.theirs)}
        theirs["state"] = clash.theirs.state.value
        return JSONResponse({"error": clash.message, "theirs": theirs, "mine": clash.mine}, status_code=409)
    except Unknown as error:
        return _error(404, error.message)
    except Refused as error:
        return _error(422, error.message, error.hint)
    except ConflictError as error:
        return _error(503, error.message)
    except ToolkitError as error:
        return _error(500, error.message, error.hint)
    return value if isinstance(value, Response) else JSONResponse(value)


def _text(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or len(value) > 64:
        raise Refused(f"{key} is missing")
    return value


def _error(status: int, message: str, hint: str | None = None) -> Response:
    return JSONResponse({"error": message, "hint": hint}, status_code=status)


def _static(name: str) -> str:
    return (resources.files("toolkit.review") / "static" / name).read_text("utf-8")


def listen(host: str, port: int) -> socket.socket:
    """A socket of our own, so that a taken port is an error for people.

    :raises ToolkitError: the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ToolkitError(
            f"port {port} of {host} cannot be used: {error.strerror}",
            hint="choose another one: toolkit review --port 0",
        ) from error


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serves until it is interrupted."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=64,
    )
    uvicorn.Server(config).run(sockets=[listening])
