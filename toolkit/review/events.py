"""What changed, told to every open page at once: saves on this server, and files that others wrote.

Server-sent events (HTML Living Standard, 9.2): a page that loses the connection comes back by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.model import Unit
from toolkit.project import Article
from toolkit.review.desk import Desk
from toolkit.review.views import Views

MOST_LISTENERS = 48
_BEAT = 15.0
"""Seconds between signs of life: a proxy or a sleeping tablet would give up on silence."""
_WAITING = 1000
"""Events kept for a page that does not read; then it is cut off, comes back, and loads anew."""
_CHECKED = 4
"""Units in one event that come with their findings."""
_MANY = 500
"""Units in one event; above, the page is told to load the article again."""


class Full(ToolkitError):
    """Too many pages are listening."""


@dataclass(eq=False)
class _Listener:
    locale: str | None
    article: str | None
    person: str | None
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(_WAITING))

    def put(self, message: bytes | None) -> None:
        """From any thread."""
        with contextlib.suppress(RuntimeError):  # its loop has ended
            self.loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: bytes | None) -> None:
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


class Events:
    """Who listens to what."""

    def __init__(self, desk: Desk, views: Views) -> None:
        self.desk = desk
        self.views = views
        self._listeners: set[_Listener] = set()
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        desk.listeners.append(self.changed)

    def changed(self, locale: str, article: Article, units: tuple[Unit, ...], by: str | None) -> None:
        """Tells everybody who looks at the article, or at all of them."""
        listeners = [
            one
            for one in tuple(self._listeners)
            if one.locale in (None, locale) and one.article in (None, article.name)
        ]
        if not listeners:
            return
        value: dict[str, Any] = {"locale": locale, "article": article.name, "by": by}
        try:
            value["progress"] = self.desk.progress(locale, article)
            few = len(units) <= _MANY
            # Who saved waits for this; after a pull nobody does, and the page asks for findings in chunks.
            checked = len(units) <= _CHECKED
            value["units"] = (
                [self.views.unit(locale, article, unit, checked=checked) for unit in units] if few else []
            )
            value["reload"] = not few
        except ToolkitError:
            value |= {"units": [], "reload": True}
        message = _event("changed", value)
        for one in listeners:
            one.put(message)

    async def listen(
        self, locale: str | None, article: str | None, person: str | None = None
    ) -> AsyncIterator[bytes]:
        """The stream for one page; None: everything.

        :param person: who looks, for the others.

        :raises Full: there are too many already.
        """
        if len(self._listeners) >= MOST_LISTENERS:
            raise Full("too many pages are open at once", hint="close some of them")
        self._watch()
        return self._stream(_Listener(locale, article, person, asyncio.get_running_loop()))

    def _present(self, one: _Listener) -> None:
        """Tells those who look at the same article who they are."""
        others = [
            other
            for other in tuple(self._listeners)
            if (other.locale, other.article) == (one.locale, one.article)
        ]
        people = sorted({other.person for other in others if other.person})
        message = _event("here", {"people": people, "pages": len(others)})
        for other in others:
            other.put(message)

    async def _stream(self, one: _Listener) -> AsyncIterator[bytes]:
        # Only now: a page that is gone before its stream begins would never be taken out again.
        self._listeners.add(one)
        try:
            self._present(one)
            yield b"retry: 1500\n\n"
            while not self._stop.is_set():
                try:
                    message = await asyncio.wait_for(one.queue.get(), _BEAT)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if message is None:
                    return
                yield message
        finally:
            self._listeners.discard(one)
            self._present(one)

    def close(self) -> None:
        """Ends every stream, so that the server can stop."""
        self._stop.set()
        for one in tuple(self._listeners):
            one.put(None)

    # Changes on disk

    def _watch(self) -> None:
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._follow, name="review-watch", daemon=True)
            self._watcher.start()

    def _follow(self) -> None:
        import watchfiles

        folder = self.desk.project.catalogs_dir
        if not folder.is_dir():
            return
        for changes in watchfiles.watch(
            folder, stop_event=self._stop, debounce=200, step=50, raise_interrupt=False
        ):
            places = {
                self.desk.path(locale, article): (locale, article)
                for locale in self.desk.locales
                for article in self.desk.names.values()
            }
            for path in {Path(name) for _, name in changes}:
                place = places.get(path)
                if place is not None:
                    # Reading it again tells the listeners what is different; gone or broken for a
                    # moment, as in a merge, it is read when somebody asks.
                    with contextlib.suppress(ToolkitError):
                        self.desk.opened(*place)


def _event(name: str, value: dict[str, Any]) -> bytes:
    # JSON has no raw line feeds, so one data line is enough.
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()
