"""Who has to wait for whom: people's saves go first, then what they look at, then the background."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

_GIVE_WAY = 0.1
"""Seconds that slow work waits for a save at most."""


class Traffic:
    """Counts what is under way. Python runs one thread at a time, so slow work has to step aside."""

    def __init__(self) -> None:
        self._state = threading.Condition()
        self._requests = 0
        self._urgent = 0
        self._last = 0.0

    @contextlib.contextmanager
    def request(self, *, urgent: bool = False) -> Iterator[None]:
        """While somebody waits for an answer. ``urgent``: slow work steps aside for it."""
        with self._state:
            self._requests += 1
            self._urgent += urgent
        try:
            yield
        finally:
            with self._state:
                self._requests -= 1
                self._urgent -= urgent
                self._last = time.monotonic()
                self._state.notify_all()

    def step_aside(self) -> None:
        """Called now and then by slow work: waits while a save is under way."""
        if self._urgent:
            with self._state:
                self._state.wait_for(lambda: not self._urgent, timeout=_GIVE_WAY)

    def quiet_for(self, seconds: float) -> float:
        """Seconds left until there was no request for so long; 0 or less when that is so."""
        if self._requests:
            return seconds
        return self._last + seconds - time.monotonic()
