"""The review server: a page, its files, and a small JSON API. Nothing is served from a path."""

from __future__ import annotations

import contextlib
import html
import json
import socket
import sys
import traceback
from collections.abc import Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from toolkit import provenance
from toolkit.errors import ConflictError, ToolkitError
from toolkit.review import guard, words
from toolkit.review.api import Api, Given
from toolkit.review.desk import Clash, Desk, Refused, Unknown, Who, version
from toolkit.review.events import Full

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}

Work = Callable[[Given, Who], Any]


def application(desk: Desk, keys: guard.Keys, api: Api | None = None) -> ASGIApp:
    """The whole server as an ASGI application, guarded."""
    inner = Starlette(routes=_Endpoints(api or Api(desk), keys).routes())
    inner.router.redirect_slashes = False
    return guard.Guard(inner, keys)


class _Endpoints:
    """What answers at each address."""

    def __init__(self, api: Api, keys: guard.Keys) -> None:
        self.api = api
        self.keys = keys
        self.files = _static_files()
        self.page = self.files["index.html"].decode("utf-8").replace("{{token}}", html.escape(keys.csrf))

    def routes(self) -> list[Route]:
        api, get, post = self.api, self._get, self._post
        return [
            Route("/", self.index),
            Route("/static/{name}", self.static),
            Route("/preview", get(self.saved_preview)),
            Route("/preview/asset", get(self.asset)),
            Route("/preview/theme/{name:path}", self.theme),
            Route("/api/overview", get(api.overview)),
            Route("/api/article", get(api.article)),
            Route("/api/findings", get(api.find_findings)),
            Route("/api/help", get(api.help)),
            Route("/api/history", get(api.history)),
            Route("/api/events", self.events),
            Route("/api/words", self.words),
            post("check", api.check),
            post("preview", self.preview),
            post("suggest", api.suggest),
            post("save", api.save),
            post("undo", api.undo),
            post("remark", api.remark),
            post("ignore", api.ignore),
            post("replace", api.replace),
        ]

    async def _answer(self, request: Request, work: Work, given: Given) -> Response:
        """Runs the work in a thread, and turns what comes of it into an answer."""
        api = self.api
        who = guard.person(request, self.keys) or api.desk.who
        with api.traffic.request(urgent=work in (api.save, api.check)):
            return await run_in_threadpool(_worked, work, given, who)

    def _get(self, work: Work) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            return await self._answer(request, work, dict(request.query_params))

        return endpoint

    def _post(self, name: str, work: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                given = json.loads(await guard.body_of(request))
            except guard.TooLarge:
                return _error(413, "the request is too large")
            except (ValueError, RecursionError):
                return _error(400, "the request is not JSON")
            if not isinstance(given, dict):
                return _error(400, "the request has to be an object")
            return await self._answer(request, work, given)

        return Route(f"/api/{name}", endpoint, methods=["POST"])

    # The page and its own files

    async def index(self, request: Request) -> Response:
        return HTMLResponse(self.page)

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.files or name == "index.html":
            return PlainTextResponse("Not found", status_code=404)
        return Response(self.files[name], media_type=_TYPES[name[name.rfind(".") :]])

    async def words(self, request: Request) -> Response:
        wanted = request.query_params.get("lang")
        return JSONResponse(words.told(words.chosen(wanted, request.headers.get("accept-language", ""))))

    # The preview, and what it shows

    def preview(self, given: Given, who: Who) -> Response:
        policy = {"Content-Security-Policy": guard.PREVIEW_POLICY}
        return HTMLResponse(self.api.page(given, who), headers=policy)

    def saved_preview(self, given: Given, who: Who) -> Response:
        return self.preview({key: given.get(key) for key in ("locale", "article")}, who)

    def asset(self, given: Given, who: Who) -> Response:
        return _file(*self.api.preview.asset(given.get("id")))

    async def theme(self, request: Request) -> Response:
        name = request.path_params["name"]
        preview = self.api.preview
        return await self._answer(request, lambda given, who: _file(*preview.theme_file(name)), {})

    # What others do meanwhile

    async def events(self, request: Request) -> Response:
        given, desk = request.query_params, self.api.desk
        try:
            locale = desk.locale(given["locale"]) if "locale" in given else None
            article = desk.find(locale, given["article"])[1].name if "article" in given else None
            who = guard.person(request, self.keys) or desk.who
            stream = await self.api.events.listen(locale, article, who.user)
        except Unknown as error:
            return _error(404, error.message)
        except Full as error:
            return _error(503, error.message, error.hint)
        return StreamingResponse(stream, media_type="text/event-stream")


def _worked(work: Work, given: Given, who: Who) -> Response:
    try:
        value = work(given, who)
        if isinstance(value, Response):
            return value
        if isinstance(value, bytes):
            return Response(value, media_type="application/json")
        # What is to be done after the answer comes as a second value.
        value, later = value if isinstance(value, tuple) else (value, None)
        return JSONResponse(value, background=None if later is None else BackgroundTask(later))
    except Clash as clash:
        wrote = provenance.translators(clash.theirs.comments)
        theirs = {
            "target": clash.theirs.target,
            "version": version(clash.theirs),
            "state": clash.theirs.state.value,
            "person": wrote[-1].person if wrote else None,
        }
        return JSONResponse({"error": clash.message, "theirs": theirs, "mine": clash.mine}, status_code=409)
    except Unknown as error:
        return _error(404, error.message)
    except Refused as error:
        return _error(422, error.message, error.hint)
    except ConflictError as error:
        return _error(503, error.message)
    except ToolkitError as error:
        return _error(500, error.message, error.hint)
    except Exception as error:
        _log(error)
        return _error(500, "something went wrong in the server")


def _log(error: Exception) -> None:
    """Where and what kind; never the message, which may quote a patient's text."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    print(f"review: {type(error).__name__} in {last.filename}:{last.lineno}", file=sys.stderr)


def _error(status: int, message: str, hint: str | None = None) -> Response:
    return JSONResponse({"error": message, "hint": hint}, status_code=status)


def _file(data: bytes, kind: str) -> Response:
    return Response(
        data,
        media_type=kind,
        headers={"Content-Security-Policy": guard.ASSET_POLICY, "Cache-Control": "private, max-age=60"},
    )


def _static_files() -> dict[str, bytes]:
    """The page's own files, read once; nothing else can be asked for."""
    folder = resources.files("toolkit.review") / "static"
    return {
        entry.name: entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name[entry.name.rfind(".") :] in _TYPES
    }


def listen(host: str, port: int) -> socket.socket:
    """A socket of our own, so that a taken port is an error for people.

    :raises ToolkitError: the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ToolkitError(
            f"port {port} of {host} cannot be used: {error.strerror}",
            hint="choose another one: toolkit review --port 0",
        ) from error
    # asyncio does this only for sockets it makes itself; without, each answer waits 40 ms for the
    # client's acknowledgement of its headers.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def run(api: Api, keys: guard.Keys, listening: socket.socket) -> None:
    """Serves until it is interrupted."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Streams of events never end by themselves, and the server would wait for them.
            api.close()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        application(api.desk, keys, api),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=96,
        timeout_graceful_shutdown=3,
    )
    # A save waits for other threads, which work on findings, at most that long at a time.
    sys.setswitchinterval(0.001)
    api.warm()
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])
