"""Runs many texts through one engine and yields each translation as soon as it is there."""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.engines.base import Engine, Kind, Reply, Request, Result
from toolkit.engines.batches import Batch, Item, Packer
from toolkit.engines.cache import ReplyCache, cache_key
from toolkit.engines.pacing import Budget
from toolkit.engines.replies import problem
from toolkit.engines.sender import Outcome, Pace, Sender

AHEAD = 2
"""Batches read ahead for each connection, so that none waits for the caller."""


class Runner:
    """One engine with everything around it. Not for use by several threads at once.

    :param cache: where replies are kept; None: nowhere.
    :param budget: shared by all runners of a command; None: no limit.
    :param connections: instead of the engine's own number.
    :param offline: use only what needs no network: local engines, and replies kept earlier.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        cache: ReplyCache | None = None,
        budget: Budget | None = None,
        pace: Pace | None = None,
        connections: int | None = None,
        offline: bool = False,
    ) -> None:
        limits = engine.limits
        self.engine = engine
        self.connections = limits.connections if connections is None else connections
        self.offline = offline
        self.cached = 0
        """Results that needed no sending."""
        self._sender = Sender(engine, cache, budget or Budget(), pace or Pace())
        self._packer = Packer(limits)
        self._waiting: dict[bytes, list[Request]] = {}
        self._known: dict[bytes, Outcome] = {}
        self._troubles: Counter[str] = Counter()

    @property
    def stopped(self) -> str:
        """Why this engine is out for the rest; empty while it is not."""
        return self._sender.breaker.reason

    @property
    def sent_requests(self) -> int:
        return self._sender.sent_requests

    @property
    def sent_characters(self) -> int:
        """With every repeated try."""
        return self._sender.sent_characters

    @property
    def failures(self) -> tuple[str, ...]:
        """A readable line for each kind of trouble, most frequent first."""
        return tuple(
            f"{self.engine.name}: {message} ({count} text{'s' if count > 1 else ''})"
            for message, count in self._troubles.most_common()
        )

    def run(self, requests: Iterable[Request]) -> Iterator[Result]:
        """A result for every request, each as soon as it is known, in any order.

        Reads ``requests`` as it goes. Closing the iterator, or an exception in it such as
        KeyboardInterrupt, stops the threads; what they already received is in the cache.

        :raises EngineError: the cache cannot be written.
        :raises ValueError: a request has a form that the engine does not take.
        """
        self._waiting, self._known = {}, {}
        self._packer = Packer(self.engine.limits)
        if self.connections == 0:
            return self._run_here(requests)
        return self._run_threads(requests)

    def _run_here(self, requests: Iterable[Request]) -> Iterator[Result]:
        for request in requests:
            batch, result = self._prepare(request)
            if result is not None:
                yield result
            if batch is not None:
                yield from self._send_here(batch)
        for batch in self._packer.rest():
            yield from self._send_here(batch)

    def _send_here(self, batch: Batch) -> Iterator[Result]:
        outcomes: list[Outcome] = []
        self._sender.send(batch, outcomes.append)
        for outcome in outcomes:
            yield from self._results(outcome)

    def _run_threads(self, requests: Iterable[Request]) -> Iterator[Result]:
        pool = _Pool(self._sender, self.connections)
        try:
            for request in requests:
                batch, result = self._prepare(request)
                if result is not None:
                    yield result
                if batch is not None:
                    pool.put(batch)
                while pool.full or pool.has_news:
                    for outcome in pool.take():
                        yield from self._results(outcome)
            for batch in self._packer.rest():
                pool.put(batch)
            while pool.busy:
                for outcome in pool.take():
                    yield from self._results(outcome)
        finally:
            pool.close()

    def _prepare(self, request: Request) -> tuple[Batch | None, Result | None]:
        """What can be answered without sending, or a batch that became full."""
        engine = self.engine
        if request.form not in engine.forms:
            raise ValueError(f"{engine.name} does not take the form {request.form}")
        text = request.text.strip()
        if not text:
            return None, Result(request, request.text, engine.label(request.pair), cached=True)
        if not engine.supports(request.pair):
            return None, self._failed(request, "unsupported", f"{engine.name} has no {request.pair}")
        key = cache_key(engine, request, text)
        if key in self._known:  # the same text stood earlier among the requests
            return None, self._result(self._known[key], request, cached=True)
        if key in self._waiting:
            self._waiting[key].append(request)
            return None, None
        if (kept := self._from_cache(key, request, text)) is not None:
            return None, kept
        if self.offline and engine.remote:
            return None, self._failed(request, "offline", f"{engine.name} needs a network")
        if self.stopped:
            return None, self._failed(request, "engine", self.stopped)
        if not self._packer.fits(text):
            return None, self._failed(request, "too-long", f"longer than {engine.name} takes at once")
        self._waiting[key] = [request]
        return self._packer.add((request.pair, request.form, request.glossary), Item(key, text)), None

    def _from_cache(self, key: bytes, request: Request, text: str) -> Result | None:
        reply = self._sender.cache.get(key) if self._sender.cache is not None else None
        if reply is None:
            return None
        # Checked again: the rules may have become stricter since, and bad replies are kept too.
        found = problem(text, reply.text, request.pair, request.form) if self.engine.checked else None
        if found is not None:
            return replace(self._failed(request, "bad-reply", found.message), cached=True)
        return self._done(request, reply, cached=True)

    def _results(self, outcome: Outcome) -> Iterator[Result]:
        """One for every request that has this text."""
        if outcome.kind in ("", "nothing", "bad-reply", "too-long"):
            self._known[outcome.key] = outcome
        for index, request in enumerate(self._waiting.pop(outcome.key)):
            yield self._result(outcome, request, cached=index > 0)

    def _result(self, outcome: Outcome, request: Request, *, cached: bool) -> Result:
        if outcome.reply is not None:
            return self._done(request, outcome.reply, cached=cached)
        return self._failed(request, outcome.kind, outcome.problem)

    def _done(self, request: Request, reply: Reply, *, cached: bool) -> Result:
        self.cached += cached
        return Result(
            request,
            _with_edges(request.text, reply.text),
            self.engine.label(request.pair),
            quality=reply.quality,
            note=reply.note,
            cached=cached,
        )

    def _failed(self, request: Request, kind: Kind, message: str) -> Result:
        if kind not in ("nothing", "offline", "stopped"):
            self._troubles[message] += 1
        return Result(request, None, self.engine.label(request.pair), kind=kind, problem=message)


def _with_edges(source: str, reply: str) -> str:
    """The reply with the white space that stands around the source: engines trim it or add some."""
    core = source.strip()
    start = source.index(core)
    return source[:start] + reply.strip() + source[start + len(core) :]


class _Pool:
    """Threads that send. Daemons and not ThreadPoolExecutor: that one waits at exit for a request
    that hangs, and Ctrl-C has to end the program."""

    def __init__(self, sender: Sender, size: int) -> None:
        self._sender = sender
        self._size = size
        self._jobs: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._under_way = 0
        sender.stop.clear()

    @property
    def busy(self) -> bool:
        return self._under_way > 0

    @property
    def full(self) -> bool:
        return self._under_way >= AHEAD * self._size

    @property
    def has_news(self) -> bool:
        return not self._news.empty()

    def put(self, batch: Batch) -> None:
        self._under_way += 1
        self._jobs.put(batch)
        if len(self._threads) < self._size:
            thread = threading.Thread(target=self._work, name="toolkit-engine", daemon=True)
            self._threads.append(thread)
            thread.start()

    def take(self) -> tuple[Outcome, ...]:
        """Waits for news."""
        news = self._news.get()
        if news is None:
            self._under_way -= 1
            return ()
        if isinstance(news, BaseException):
            raise news
        return (news,)

    def close(self) -> None:
        """Stops the threads; those with a request under way may finish it for a moment."""
        self._sender.stop.set()
        for _ in self._threads:
            self._jobs.put(None)
        end = time.monotonic() + self._sender.pace.grace
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _work(self) -> None:
        while (batch := self._jobs.get()) is not None:
            if not self._sender.stop.is_set():
                try:
                    self._sender.send(batch, self._news.put)
                except BaseException as error:  # the cache's disk is full: the caller has to know
                    self._news.put(error)
            self._news.put(None)
