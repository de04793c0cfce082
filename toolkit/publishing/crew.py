"""Work over processes, where there is enough of it to pay for starting them."""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar

Bench = TypeVar("Bench")
Job = TypeVar("Job")
Result = TypeVar("Result")

_WORTH = 96
"""Pages from which on starting processes pays."""
_CHUNK = 8
"""Most jobs given to a process at once."""
_AHEAD = 3
"""Chunks given out for each process before results are waited for: what waits takes memory."""


class Crew(Generic[Bench]):
    """Processes that share a bench: what every job needs, given to each of them once."""

    def __init__(self, bench: Bench, processes: int) -> None:
        """:param processes: 0 for one a core."""
        self.bench = bench
        self.processes = processes or os.cpu_count() or 1

    def run(
        self, function: Callable[[Bench, Job], Result], jobs: Iterable[Job], count: int, pages: int
    ) -> Iterator[Result]:
        """Results in the order of the jobs.

        :param jobs: made one by one as the work goes on.
        :param count: how many there are.
        :param pages: how many pages they are about.
        """
        if self.processes < 2 or count < 2 or pages < _WORTH:
            for job in jobs:
                yield function(self.bench, job)
            return
        yield from self._over_processes(function, jobs, count)

    def _over_processes(
        self, function: Callable[[Bench, Job], Result], jobs: Iterable[Job], count: int
    ) -> Iterator[Result]:
        from concurrent.futures import Future, ProcessPoolExecutor

        _import_all()
        source = iter(jobs)
        waiting: deque[Future[list[Result]]] = deque()
        gc.freeze()  # what the processes share is neither looked through nor copied
        pool = ProcessPoolExecutor(self.processes, initializer=_start, initargs=(self.bench,))
        try:
            while chunk := list(islice(source, self._share(count))):
                count -= len(chunk)
                waiting.append(pool.submit(_call, function, chunk))
                if len(waiting) >= self.processes * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
            gc.unfreeze()

    def _share(self, left: int) -> int:
        """How many of the jobs left to give out at once: few at the end, so that all end together."""
        return max(1, min(_CHUNK, left // (self.processes * _AHEAD * 2)))


def _import_all() -> None:
    """What most jobs need: imported before processes part, it is imported once."""
    import turbohtml.rewrite  # noqa: F401

    from toolkit.catalogs import po  # noqa: F401
    from toolkit.formats import html  # noqa: F401
    from toolkit.publishing import markdown_html  # noqa: F401


_bench: Any = None


def _start(bench: Any) -> None:
    global _bench
    _bench = bench
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever, and keep the build's lock."""
    import multiprocessing.connection

    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _call(function: Callable[[Any, Job], Result], jobs: list[Job]) -> list[Result]:
    return [function(_bench, job) for job in jobs]
