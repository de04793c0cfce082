"""Who may ask, and how much: in front of every answer of the review server.

The server trusts nobody by address alone. ``Host`` has to be a name this server was started for (a
foreign page whose name suddenly points here, DNS rebinding, says its own), a write needs the
page's own ``Origin`` and the token the page was given, and outside of loopback every request needs
the key from the address that was printed at the start. Where several people work on one server, each
has a key of his own: it says in whose name a request is.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolkit.review.saving import Who

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
LARGEST = 512 * 1024
"""Bytes of a request's body."""
COOKIE = "review-key"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PREVIEW_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""No script runs, no form is sent, nothing is loaded from elsewhere. The page around it may look into it."""
ASSET_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""For pictures: an SVG opened by itself is a document."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": PAGE_POLICY,
}


@dataclass(frozen=True, slots=True)
class Keys:
    """What the server was started with."""

    host: str = "127.0.0.1"
    access: str | None = None
    """Asked of every request; None on loopback."""
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    people: Mapping[str, Who] = field(default_factory=dict)
    """By key: in whose name a request with it is. Where there are any, one of these is asked of every
    request instead."""

    @property
    def asked(self) -> tuple[str, ...]:
        """The keys that let somebody in; empty where none is needed."""
        return tuple(self.people) or ((self.access,) if self.access else ())


class TooLarge(Exception):
    """The body has more than :data:`LARGEST` bytes."""


class Guard:
    """ASGI middleware: refuses, or passes on and adds the headers."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app = app
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in _HEADERS.items()
                        if name.lower().encode() not in present
                    ),
                ]
            await send(message)

        answer = refusal(request, self.keys)
        await (self.app if answer is None else answer)(scope, receive, sending)


def refusal(request: Request, keys: Keys) -> Response | None:
    """The answer to a request that is not let in; None lets it in."""
    headers = request.headers
    host = headers.get("host", "").lower()
    if len(headers.getlist("host")) != 1 or not is_own_host(host, keys):
        return _no("This server answers only to its own address")
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"http://{host}":
        return _no("Requests from other pages are refused")
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and not _is_visit(request):
        return _no("Requests from other pages are refused")
    if keys.asked:
        given = request.query_params.get("key")
        if given is not None and request.url.path == "/" and _one_of(given, keys.asked):
            answer = RedirectResponse("/", status_code=303)
            # Strict cookies are not sent to who follows a link in a mail program on the web.
            answer.set_cookie(_cookie_name(host), given, httponly=True, samesite="lax")
            return answer
        if not _one_of(_cookie(headers), keys.asked):
            return _no("Open the address that the terminal shows")
    if request.method in ("GET", "HEAD"):
        return None
    return _write_refusal(request, origin, keys)


def _is_visit(request: Request) -> bool:
    """Whether somebody followed a link to the page itself, in a mail for example (Fetch Metadata, W3C).

    The page that has the link learns nothing of the answer, and cannot frame it.
    """
    headers = request.headers
    return (
        request.method == "GET"
        and request.url.path == "/"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def _write_refusal(request: Request, origin: str | None, keys: Keys) -> Response | None:
    headers = request.headers
    if origin is None:
        return _no("A write has to come from the page itself")
    if not _same(headers.get("x-review-token", ""), keys.csrf):
        return _no("The page's token is missing or old: load the page again")
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        return PlainTextResponse("JSON is expected", status_code=415)
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or len(length) > 12 or int(length) > LARGEST:
        return PlainTextResponse("The request is too large", status_code=413)
    return None


async def body_of(request: Request) -> bytes:
    """The body, whatever its length claims.

    :raises TooLarge: it is longer than :data:`LARGEST`.
    """
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > LARGEST:
            raise TooLarge
    return bytes(parts)


def is_own_host(host: str, keys: Keys) -> bool:
    """Whether a ``Host`` header names this server."""
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name = host
    if name in LOOPBACK:
        return True
    if is_loopback(keys.host):
        return False
    bare = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    if bare == keys.host.lower():
        return True
    # Listening on all addresses: only names can be rebound, not numbers.
    return keys.host in ("0.0.0.0", "::") and _is_number(bare)


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    return _is_number(host) and ipaddress.ip_address(host).is_loopback


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def person(request: Request, keys: Keys) -> Who | None:
    """In whose name a request is that was let in; None: everybody's."""
    given = _cookie(request.headers) if keys.people else ""
    return next((who for key, who in keys.people.items() if _same(given, key)), None)


def _cookie_name(host: str) -> str:
    """Cookies do not know ports, and two servers on one machine must not take each other's."""
    name, colon, port = host.rpartition(":")
    return f"{COOKIE}-{port}" if colon and name and port.isdigit() else COOKIE


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(_cookie_name(headers.get("host", "").lower()))
    except CookieError:
        return ""
    return found.value if found else ""


def _one_of(given: str, wanted: tuple[str, ...]) -> bool:
    # All of them are compared, whatever the first ones say.
    return sum(_same(given, key) for key in wanted) > 0


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def _no(reason: str) -> Response:
    return PlainTextResponse(reason, status_code=403)
