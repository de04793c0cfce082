"""A loopback server that speaks the services' protocols, and misbehaves on demand.

Its language is :func:`toolkit.testing.foreign`: ``word`` becomes ``word-x``, tags stay.
So a test can tell for each translation whether it is right, and whose it is.
"""

from __future__ import annotations

import email.utils
import html
import json
import re
import socket
import struct
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from toolkit.testing import foreign

REFUSALS = {"429", "429-after", "429-date", "429-long", "500", "503", "403", "456"}
BROKEN = {"reset", "hang", "drip", "drip-headers", "short"}
BODIES = {"truncated", "html", "null", "plain-text"}
CONTENTS = {
    "count", "swap", "drop", "double", "placeholder", "empty", "echo", "long", "loop", "notice",
    "text-error",
}  # fmt: skip
FAULTS = REFUSALS | BROKEN | BODIES | CONTENTS

Fault = str | None


class Service:
    """A running server. ``with Service() as service: service.url + "/libre"``."""

    def __init__(self, faults: Iterable[Fault] | Callable[[str], Fault] = ()) -> None:
        """
        :param faults: what happens to each request in turn, then nothing any more; or what happens
            to a request by its first text, each time it comes.
        """
        self.requests: list[tuple[str, tuple[str, ...], dict[str, str]]] = []
        """(path with query, texts, headers) of every request for a translation."""
        self.answered: list[str] = []
        """Every text whose translation was sent in full."""
        self.queries: list[Any] = []
        """Bodies or queries as they came."""
        self._by_text = faults if callable(faults) else None
        self._in_turn = iter(() if callable(faults) else faults)
        self.lock = threading.Lock()
        self.closing = threading.Event()

    def next_fault(self, texts: tuple[str, ...]) -> Fault:
        if self._by_text is not None:
            return self._by_text(texts[0] if texts else "")
        with self.lock:
            return next(self._in_turn, None)

    def __enter__(self) -> Service:
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def texts(self) -> list[str]:
        """Every text that was asked for."""
        return [text for _, texts, _ in self.requests for text in texts]


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body: bytes) -> None:
        split = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(split.query, keep_blank_values=True))
        if self.headers.get("Content-Type", "").startswith("application/json"):
            data = json.loads(body)
        else:
            data = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        protocol = next((name for name in PROTOCOLS if split.path.startswith(name)), None)
        if protocol is None:
            self._send(200, json.dumps(STATIC.get(split.path, {})).encode())
            return
        read, write = PROTOCOLS[protocol]
        texts = tuple(read(query, data))
        service = self.service
        with service.lock:
            service.requests.append((self.path, texts, dict(self.headers)))
            service.queries.append(data or query)
        fault = service.next_fault(texts)
        if fault in REFUSALS:
            self._refuse(fault)
            return
        if fault == "reset":
            self._reset()
            return
        translations = [_translated(text, fault) for text in texts]
        if fault == "count":
            translations = translations[:-1]
        elif fault == "swap":
            translations.reverse()
        reply, kind = write(translations)
        self._answer(reply, kind, fault)
        if fault is None:
            with service.lock:
                service.answered += texts

    def _answer(self, reply: bytes, kind: str, fault: Fault) -> None:
        if fault == "hang":
            self.service.closing.wait(20)
            self.close_connection = True
            return
        if fault in ("drip", "drip-headers"):
            self._drip(reply, kind, headers=fault == "drip-headers")
            return
        if fault == "truncated":
            reply = reply[: len(reply) // 2]
        elif fault == "html":
            reply, kind = ERROR_PAGE, "text/html"
        elif fault == "null":
            reply = b"null"
        elif fault == "plain-text":
            reply, kind = b"upstream connect error", "text/plain"
        self._send(200, reply, kind, claim=len(reply) + (50 if fault == "short" else 0))

    def _refuse(self, fault: str) -> None:
        headers = {}
        if fault == "429-after":
            headers["Retry-After"] = "0"
        elif fault == "429-long":
            headers["Retry-After"] = "3600"
        elif fault == "429-date":
            headers["Retry-After"] = email.utils.formatdate(time.time() - 1, usegmt=True)
        self._send(int(fault[:3]), b'{"message": "no"}', headers=headers)

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json",
        *,
        claim: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if claim is None else claim))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if claim is not None and claim != len(body):
            self.close_connection = True

    def _reset(self) -> None:
        """TCP RST in place of an answer."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()

    def _drip(self, reply: bytes, kind: str, *, headers: bool) -> None:
        """Never silent for long, never done: a byte every 50 ms."""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(reply)}\r\n".encode()
        slow = head + b"X-Slow: yes\r\n" * 1000 if headers else reply
        try:
            if not headers:
                self.wfile.write(head + b"\r\n")
            for position in range(len(slow)):
                if self.service.closing.wait(0.05):
                    break
                self.wfile.write(slow[position : position + 1])
                self.wfile.flush()
        except OSError:
            pass
        self.close_connection = True


ERROR_PAGE = (
    b"<!DOCTYPE html><html><head><title>Error 502</title></head><body><h1>502 Bad Gateway</h1></body></html>"
)


def _translated(text: str, fault: Fault) -> str:
    good = foreign(text)
    tags = re.findall(r"<(?!/?p\b)[^<>]*>", good)
    if fault == "drop" and tags:
        return good.replace(tags[0], "", 1)
    if fault == "double" and tags:
        return good.replace(tags[0], tags[0] * 2, 1)
    if fault == "placeholder":
        return re.sub(r"\{(\w+)\}", r"{\1o}", good)
    if fault in ("empty", "echo", "long", "loop", "notice", "text-error"):
        inner = {
            "empty": "",
            "echo": _inner(text),
            "long": _inner(good) * 30,
            "loop": "and so on " * 30,
            "notice": "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
            "text-error": "Error 500 (Server Error)!!1500.That’s an error.That’s all we know.",
        }[fault]
        return _outer(text, inner)
    return good


_PARAGRAPH = re.compile(r'\A(<p id="t\d+">)(.*)(</p>)\Z', re.S)


def _inner(text: str) -> str:
    match = _PARAGRAPH.match(text)
    return match[2] if match else text


def _outer(text: str, inner: str) -> str:
    match = _PARAGRAPH.match(text)
    return f"{match[1]}{inner}{match[3]}" if match else inner


def _json(data: object) -> tuple[bytes, str]:
    return json.dumps(data).encode(), "application/json"


def _google(translations: list[str]) -> tuple[bytes, str]:
    text = html.escape(translations[0]) if translations else ""
    page = f'<html><body><div class="result-container">{text}</div></body></html>'
    return page.encode(), "text/html; charset=utf-8"


def _mymemory(translations: list[str]) -> tuple[bytes, str]:
    text = translations[0] if translations else ""
    return _json({"responseData": {"translatedText": text}, "responseStatus": 200, "matches": []})


def _openai_texts(_: dict[str, str], data: Any) -> list[str]:
    return list(json.loads(data["messages"][-1]["content"]).values())


def _openai(translations: list[str]) -> tuple[bytes, str]:
    content = json.dumps({str(number): text for number, text in enumerate(translations, 1)})
    return _json({"choices": [{"finish_reason": "stop", "message": {"content": content}}]})


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


PROTOCOLS: dict[
    str, tuple[Callable[[dict[str, str], Any], list[str]], Callable[[list[str]], tuple[bytes, str]]]
]
PROTOCOLS = {
    "/google": (lambda query, _: [query["q"]], _google),
    "/mymemory": (lambda query, _: [query["q"]], _mymemory),
    "/libre/translate": (lambda _, data: _as_list(data["q"]), lambda found: _json({"translatedText": found})),
    "/deepl/v2/translate": (
        lambda _, data: data["text"],
        lambda found: _json({"translations": [{"text": text} for text in found]}),
    ),
    "/microsoft/translate": (
        lambda _, data: [entry["Text"] for entry in data],
        lambda found: _json([{"translations": [{"text": text}]} for text in found]),
    ),
    "/yandex/translate/v2/translate": (
        lambda _, data: data["texts"],
        lambda found: _json({"translations": [{"text": text} for text in found]}),
    ),
    "/papago/nmt/v1/translation": (
        lambda _, data: [data["text"]],
        lambda found: _json({"message": {"result": {"translatedText": found[0] if found else None}}}),
    ),
    "/baidu": (
        lambda query, _: [query["q"]],
        lambda found: _json({"trans_result": [{"dst": text} for text in found]}),
    ),
    "/qcri/translate": (
        lambda query, _: [query["text"]],
        lambda found: _json({"translatedText": found[0] if found else ""}),
    ),
    "/tencent": (
        lambda _, data: [data["SourceText"]],
        lambda found: _json({"Response": {"TargetText": found[0] if found else None}}),
    ),
    "/openai/chat/completions": (_openai_texts, _openai),
    "/apy/translate": (
        lambda _, data: [data["q"]],
        lambda found: _json({"responseData": {"translatedText": found[0] if found else None}}),
    ),
}

STATIC: dict[str, Any] = {
    "/libre/languages": [{"code": "en", "name": "English"}],
    "/apy/listPairs": {
        "responseData": [
            {"sourceLanguage": "eng", "targetLanguage": "spa"},
            {"sourceLanguage": "spa", "targetLanguage": "por"},
        ]
    },
}
