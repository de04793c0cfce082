"""The one way to the network: requests, with time-outs that hold, and errors that say what to do.

requests' own time-outs are for one wait on the socket: a service that sends a byte
every second never meets them. Here a request also has a total time, after which its
socket is shut, whatever it is waiting for.
"""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import http.cookiejar
import json
import logging
import socket
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests
import requests.adapters
import urllib3.connection
import urllib3.connectionpool
import urllib3.poolmanager

from toolkit.engines.base import Timeouts
from toolkit.engines.failures import BadReply, Failure, Stopped, Temporary, TooLong
from toolkit.engines.keys import scrub

MAX_REPLY = 8 * 1024 * 1024
"""Bytes; no translation is longer, and a reply is untrusted."""

_now = threading.local()
"""Deadline of the request this thread has under way, for its socket's watch."""


class Http:
    """A session with time-outs; one for each engine, used by all its threads.

    It can stand in for the module ``requests`` where a library calls ``requests.get``:
    it has ``get``, ``post`` and :attr:`exceptions`.
    """

    exceptions = requests.exceptions

    def __init__(self, timeouts: Timeouts | None = None, *, connections: int = 8) -> None:
        self.timeouts = timeouts or Timeouts()
        self._session = requests.Session()
        # A .netrc must not replace the key in a header.
        self._session.auth = _no_auth
        self._session.headers["User-Agent"] = "l10n-toolkit (+https://pypi.org/project/l10n-toolkit/)"
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        adapter = _Adapter(pool_connections=4, pool_maxsize=max(connections, 1))
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def get(self, url: str, **options: Any) -> requests.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> requests.Response:
        return self.request("POST", url, **options)

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """As in requests, but the whole body is read, within the total time.

        :raises Failure: no connection, no answer in time, or a status of 300 and above.
        :raises requests.RequestException: no connection, no answer in time.
        """
        options.setdefault("timeout", (self.timeouts.connect, self.timeouts.read))
        # A redirect of a POST with a key in its header would hand the key to another host.
        options.setdefault("allow_redirects", False)
        deadline = time.monotonic() + self.timeouts.total
        _now.deadline = deadline
        try:
            response = self._session.request(method, url, stream=True, **options)
            try:
                response._content = _read(response, deadline)
            finally:
                response.close()
        except (requests.RequestException, OSError) as error:
            if time.monotonic() >= deadline:
                raise self._late() from error
            raise
        finally:
            _now.deadline = None
        raise_for_status(response)
        return response

    def _late(self) -> Temporary:
        return Temporary(f"no full answer within {self.timeouts.total:g} seconds", billed=True)

    def json(self, method: str, url: str, **options: Any) -> Any:
        """The reply's JSON.

        :raises Failure: as :meth:`request`, and when it is no JSON.
        """
        response = self.request(method, url, **options)
        try:
            return json.loads(response.content)
        except ValueError as error:
            what = "an HTML page" if response.content.lstrip()[:1] == b"<" else "no valid JSON"
            raise BadReply(f"the reply is {what}") from error


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _read(response: requests.Response, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(64 * 1024):
        parts.append(part)
        size += len(part)
        if size > MAX_REPLY:
            raise BadReply("the reply is larger than any translation")
    if time.monotonic() >= deadline:  # a socket that was shut reads like a body that ended
        raise requests.exceptions.ReadTimeout("total time is over")
    return b"".join(parts)


def raise_for_status(response: requests.Response) -> None:
    """:raises Failure: for a status of 300 and above, with what it means (RFC 9110, RFC 6585)."""
    status = response.status_code
    if status < 300:
        return
    detail = _detail(response)
    if status == 429:
        raise Temporary(f"too many requests{detail}", after=retry_after(response.headers), crowded=True)
    if status in (401, 403):
        raise Stopped(f"the key was refused (HTTP {status}){detail}", hint="check the key and its plan")
    if status in (402, 456):  # 456: DeepL's "quota exceeded"
        raise Stopped(f"the quota is used up (HTTP {status}){detail}")
    if status in (413, 414):
        raise TooLong(f"the request is too large (HTTP {status})")
    if status in (408, 409, 425) or status >= 500:
        crowded = status in (503, 529)
        raise Temporary(
            f"the service failed (HTTP {status}){detail}",
            after=retry_after(response.headers),
            crowded=crowded,
            billed=not crowded,
        )
    if status < 400:
        raise Stopped(
            f"the service moved (HTTP {status} to {response.headers.get('Location', 'nowhere')})",
            hint="set url in the engine's table of the configuration",
        )
    if status == 404:
        raise Stopped(f"there is no such service at its address (HTTP 404){detail}")
    raise Failure(f"the request was refused (HTTP {status}){detail}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks for; it holds seconds or a date (RFC 9110 section 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    with contextlib.suppress(ValueError):
        seconds = float(value)
        return seconds if 0 <= seconds < float("inf") else None
    with contextlib.suppress(ValueError, TypeError):
        when = email.utils.parsedate_to_datetime(value)
        now = datetime.datetime.now(when.tzinfo)
        return max(0.0, (when - now).total_seconds())
    return None


def _detail(response: requests.Response) -> str:
    """What the service says about it in its JSON; the usual places."""
    try:
        data = json.loads(response.content)
    except ValueError:
        return ""
    for name in ("error", "message", "detail", "error_msg"):
        value = data.get(name) if isinstance(data, dict) else None
        if isinstance(value, dict):
            value = value.get("message")
        if isinstance(value, str) and value.strip():
            return f": {' '.join(value.split())[:160]}"
    return ""


class _Watch:
    """Shuts a socket when its request's total time is over."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._shut)
        self._timer.daemon = True
        self._timer.start()

    def _shut(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            # The plain socket's method, also for TLS: SSLSocket.shutdown() frees what the
            # reading thread is just using.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def cancel(self) -> None:
        self._timer.cancel()


class _Watched:
    """Mixed into urllib3's connections: a watch from the request to the end of its body."""

    sock: Any
    _watch: _Watch | None = None

    def getresponse(self) -> Any:
        deadline = getattr(_now, "deadline", None)
        if deadline is not None and self.sock is not None:
            self.unwatch()
            self._watch = _Watch(self.sock, deadline)
        return super().getresponse()  # type: ignore[misc]

    def unwatch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def request(self, *positional: Any, **named: Any) -> None:
        self.unwatch()  # a connection that is used again
        super().request(*positional, **named)  # type: ignore[misc]

    def close(self) -> None:
        self.unwatch()
        super().close()  # type: ignore[misc]


class _HttpConnection(_Watched, urllib3.connection.HTTPConnection):
    pass


class _HttpsConnection(_Watched, urllib3.connection.HTTPSConnection):
    pass


class _HttpPool(urllib3.connectionpool.HTTPConnectionPool):
    ConnectionCls = _HttpConnection

    def _put_conn(self, conn: Any) -> None:
        if conn is not None:
            conn.unwatch()  # its reply was read
        super()._put_conn(conn)


class _HttpsPool(urllib3.connectionpool.HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection

    def _put_conn(self, conn: Any) -> None:
        if conn is not None:
            conn.unwatch()
        super()._put_conn(conn)


_POOLS = {"http": _HttpPool, "https": _HttpsPool}


class _Adapter(requests.adapters.HTTPAdapter):
    def init_poolmanager(self, *positional: Any, **named: Any) -> None:
        super().init_poolmanager(*positional, **named)
        self.poolmanager.pool_classes_by_scheme = dict(_POOLS)

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **named)
        if type(manager) is urllib3.poolmanager.ProxyManager:  # SOCKS has connections of its own
            manager.pool_classes_by_scheme = dict(_POOLS)
        return manager


class _KeysOut(logging.Filter):
    """urllib3 logs the addresses it asks for, and some services want their key in there."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), ()
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_KeysOut())
