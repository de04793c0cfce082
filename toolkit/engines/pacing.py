"""How fast an engine is asked, when to leave it alone, and how much it may be sent."""

from __future__ import annotations

import threading
import time

# Attempts that failed in a row, over so many different batches, before an engine is left alone:
# one poisonous text alone must not close an engine for all others.
DISTINCT = 3
# So many times the attempts of one batch close it even when only one batch was under way, because
# the parts it was split into failed one and all.
PATIENCE = 6


class Gate:
    """Lets requests pass one after another: at most so many a second, and none while all have to wait."""

    def __init__(self, per_second: float | None = None) -> None:
        self._interval = 1.0 / per_second if per_second else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def delay(self) -> float:
        """Seconds to wait before sending; the place in the queue is taken."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._interval if self._interval else self._next
            return start - now

    def hold(self, seconds: float) -> None:
        """Nobody passes for so long: the service said it is crowded."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


class Breaker:
    """Opens after failures in a row, so that a dead service costs seconds, not hours."""

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts
        self._failed = 0
        self._batches: set[int] = set()
        self._lock = threading.Lock()
        self.reason = ""
        """Why it is open; empty while it is closed."""

    def success(self) -> None:
        with self._lock:
            self._failed = 0
            self._batches.clear()

    def failure(self, batch: int, message: str) -> None:
        with self._lock:
            self._failed += 1
            self._batches.add(batch)
            several = self._failed >= 2 * self._attempts and len(self._batches) >= DISTINCT
            if several or self._failed >= PATIENCE * self._attempts:
                self.open(message)

    def open(self, message: str) -> None:
        """Open for good; the first reason stays."""
        self.reason = self.reason or message


class Budget:
    """How many characters may be sent; shared by all engines of a run and safe over threads.

    Characters are taken before they are sent, so the sum is never passed, and given back
    only when the service certainly did not count them.
    """

    def __init__(self, max_characters: int | None = None) -> None:
        self.max_characters = max_characters
        self._used = 0
        self._lock = threading.Lock()

    @property
    def used(self) -> int:
        return self._used

    @property
    def left(self) -> int | None:
        return None if self.max_characters is None else self.max_characters - self._used

    def take(self, characters: int) -> bool:
        with self._lock:
            if self.max_characters is not None and self._used + characters > self.max_characters:
                return False
            self._used += characters
            return True

    def give_back(self, characters: int) -> None:
        with self._lock:
            self._used -= characters
