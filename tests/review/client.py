"""Asks the application as a browser (or an attacker) would, header by header, without a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

HOST = "127.0.0.1:8070"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What it gives, from a loop in a thread of its own: Playwright's own loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def ask(
    app: Any, method: str, path: str, *, query: dict[str, str] | None = None, body: bytes = b"", **headers
):
    """``headers``: underscores stand for hyphens; None leaves one out that is there by default."""
    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": urlencode(query or {}).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value is not None],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8070),
        "root_path": "",
    }
    run(app(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(start["status"], {k.decode().lower(): v.decode() for k, v in start["headers"]}, content)
