"""What can be worked out before anybody asks: catalogs read, engines looked at, findings and risks.

It gives way to people: as long as a request is under way, it waits.
"""

from __future__ import annotations

import contextlib
import threading

from toolkit.errors import ToolkitError
from toolkit.project import Article
from toolkit.review.desk import Desk
from toolkit.review.findings import Findings
from toolkit.review.suggesting import Suggesting
from toolkit.review.traffic import Traffic
from toolkit.review.views import Views

_IDLE = 0.4
"""Seconds without a request after which it goes on."""


class Warming:
    """A thread that looks at every article of every locale once."""

    def __init__(
        self, desk: Desk, traffic: Traffic, views: Views, findings: Findings, suggesting: Suggesting
    ) -> None:
        self.desk = desk
        self.traffic = traffic
        self.views = views
        self.findings = findings
        self.suggesting = suggesting
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="review-warming", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        places = [(tag, article) for tag in self.desk.locales for article in self.desk.names.values()]
        for place in places:
            if not self._wait():
                return
            with contextlib.suppress(ToolkitError):
                self.views.row(*place)
        self.suggesting.listed()
        for place in places:
            self._prepare(*place)
        for place in places:
            self._look(*place)

    def _prepare(self, locale: str, article: Article) -> None:
        at: int | None = 0
        while at is not None and self._wait():
            try:
                at = self.views.prepare(locale, article, range(at, at + 50))
            except ToolkitError:
                return

    def _look(self, locale: str, article: Article) -> None:
        after: int | None = 0
        while after is not None and self._wait():
            try:
                after = self.findings.chunk(locale, article, after, most=20)["next"]
            except ToolkitError:
                return

    def _wait(self) -> bool:
        """Until nobody asks for anything; False: the server stops."""
        while not self._stop.is_set():
            left = self.traffic.quiet_for(_IDLE)
            if left <= 0:
                return True
            self._stop.wait(left)
        return False
