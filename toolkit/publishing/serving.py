"""A local server for looking at the built pages: loopback only, files of one folder only.

Not a server for the public: it knows no encryption, limits or logs.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Handler(SimpleHTTPRequestHandler):
    """Files below the folder. A link that leads out of it, a hidden file or a list is not found."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - typed so by its base class
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".md": "text/plain; charset=utf-8",
        ".xml": "application/xml",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
    }

    def send_head(self) -> Any:
        # A page on the Web whose name suddenly points here (DNS rebinding) says its own name.
        host = (self.headers.get("Host") or "").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if name not in HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN, "Only for this machine")
            return None
        path = Path(self.translate_path(self.path))
        root = os.path.realpath(self.directory)
        if "\0" in os.fspath(path):
            return self._missing()
        real = Path(os.path.realpath(path))
        inside = real == Path(root) or real.is_relative_to(root)
        if not inside or any(part.startswith(".") for part in real.relative_to(root).parts):
            return self._missing()
        if not real.exists():
            return self._missing()
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> BytesIO | None:
        return self._missing()

    def _missing(self) -> BytesIO | None:
        """The site's own page for it, as a host would show it."""
        try:
            page = Path(self.directory, "404.html").read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, "Not found")
            return None
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the terminal shows rebuilds."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of ``folder`` on 127.0.0.1.

    :param port: 0 takes any free one.
    :raises OSError: the port is taken.
    """

    def handler(*args: Any, **kwargs: Any) -> Handler:
        return Handler(*args, directory=os.fspath(folder), **kwargs)

    made = ThreadingHTTPServer(("127.0.0.1", port), handler)
    made.daemon_threads = True
    return made
