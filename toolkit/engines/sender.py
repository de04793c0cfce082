"""Sends one batch: pace, retry, split, check, keep. Runs in the worker threads."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import tenacity

from toolkit.engines.base import Engine, Kind, Reply
from toolkit.engines.batches import Batch, Item
from toolkit.engines.cache import ReplyCache
from toolkit.engines.failures import (
    BadReply,
    Failure,
    Stopped,
    Temporary,
    TooLong,
    Unsupported,
    classify,
)
from toolkit.engines.pacing import Breaker, Budget, Gate
from toolkit.engines.replies import problem


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a runner is. Seconds."""

    attempts: int = 5
    """Tries for a request that met a passing failure."""
    first_wait: float = 0.5
    """Before the second try; doubles each time, with jitter."""
    max_wait: float = 60.0
    """Longest wait; a service that asks for more is given up for this run."""
    grace: float = 3.0
    """After Ctrl-C, for replies on their way (they are paid for)."""


BAD_REPLY_ATTEMPTS = 2
"""Tries for one text whose reply could not be used: more would only cost more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item."""

    key: bytes
    reply: Reply | None
    kind: Kind = ""
    problem: str = ""


Emit = Callable[[Outcome], None]


class _Cancelled(Exception):
    """The run was stopped while this batch waited."""


class _OverBudget(Exception):
    """Sending would pass the budget."""


class Sender:
    """The part of a runner that its threads share."""

    def __init__(self, engine: Engine, cache: ReplyCache | None, budget: Budget, pace: Pace) -> None:
        self.engine = engine
        self.cache = cache if engine.cacheable else None
        self.budget = budget
        self.pace = pace
        self.gate = Gate(engine.limits.per_second)
        self.breaker = Breaker(pace.attempts)
        self.stop = threading.Event()
        self.sent_requests = 0
        self.sent_characters = 0
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._wait = tenacity.wait_exponential(
            multiplier=pace.first_wait, max=pace.max_wait
        ) + tenacity.wait_random(0, pace.first_wait)

    def send(self, batch: Batch, emit: Emit) -> None:
        """Every item of the batch is emitted exactly once."""
        self._send(batch, emit, next(self._numbers), self.pace.attempts)

    def _send(self, batch: Batch, emit: Emit, root: int, attempts: int) -> None:
        try:
            replies = self._ask(batch, root, attempts)
        except _Cancelled:
            self._fail(batch, emit, "stopped", "the run was stopped")
        except _OverBudget:
            self._fail(batch, emit, "budget", "sending it would pass the budget of characters")
        except Unsupported as failure:
            self._fail(batch, emit, "unsupported", failure.message)
        except Stopped as failure:
            self.breaker.open(failure.message)
            self._fail(batch, emit, "engine", failure.message)
        except Failure as failure:
            if len(batch.items) > 1 and not self.breaker.reason and _worth_splitting(failure):
                for half in batch.halves():
                    # The service had its chances with the whole; the parts are to find the bad text.
                    self._send(half, emit, root, min(attempts, BAD_REPLY_ATTEMPTS))
            else:
                self._fail(batch, emit, _kind(failure), failure.message)
        else:
            self._judge(batch, replies, emit, root)

    def _fail(self, batch: Batch, emit: Emit, kind: Kind, message: str) -> None:
        for item in batch.items:
            emit(Outcome(item.key, None, kind, message))

    def _ask(self, batch: Batch, root: int, attempts: int) -> Sequence[Reply | None]:
        """Asks until there is a usable reply, or it makes no sense any more."""

        def again(state: tenacity.RetryCallState) -> bool:
            failure = state.outcome.exception() if state.outcome is not None else None
            if self.breaker.reason:
                return False
            if isinstance(failure, Temporary):
                return state.attempt_number < attempts
            return (
                isinstance(failure, BadReply)
                and len(batch.items) == 1
                and state.attempt_number < min(attempts, BAD_REPLY_ATTEMPTS)
            )

        retrying = tenacity.Retrying(retry=again, wait=self._delay, sleep=self._sleep, reraise=True)
        return retrying(self._attempt, batch, root)

    def _delay(self, state: tenacity.RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome is not None else None
        seconds = self._wait(state)
        if isinstance(failure, Temporary):
            if failure.after is not None:
                # All connections were told the same; without jitter they would all come back at once.
                seconds = failure.after + random.uniform(0, min(1.0, self.pace.first_wait))
            if failure.crowded:
                self.gate.hold(seconds)
        return seconds

    def _sleep(self, seconds: float) -> None:
        """Sleeps, but not through the end of the run or of the engine."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.stop.wait(min(left, 0.5)):
                raise _Cancelled
            if self.breaker.reason:
                return

    def _attempt(self, batch: Batch, root: int) -> Sequence[Reply | None]:
        if self.stop.is_set():
            raise _Cancelled
        if self.breaker.reason:
            raise Stopped(self.breaker.reason)
        self._sleep(self.gate.delay())
        characters = batch.characters
        if self.engine.remote:
            if not self.budget.take(characters):
                raise _OverBudget
            with self._lock:
                self.sent_requests += 1
                self.sent_characters += characters
        pair, form, glossary = batch.group
        texts = [item.text for item in batch.items]
        try:
            replies = _tidy(self.engine.translate(texts, pair, form=form, glossary=glossary), len(texts))
            self._single(batch, replies)
        except Exception as error:  # a plug-in may raise anything, and one text must not end the run
            failure = classify(error)
            failure.__cause__ = failure.__context__ = None
        else:
            self.breaker.success()
            return replies
        # Raised here, outside of the handler, so that the original is not chained to it: requests
        # writes whole addresses into its messages, and with some services the key stands in them.
        if self.engine.remote and not failure.billed:
            self.budget.give_back(characters)
        if not isinstance(failure, Stopped):
            self.breaker.failure(root, failure.message)
        if isinstance(failure, Temporary) and (failure.after or 0) > self.pace.max_wait:
            raise Stopped(f"asks to wait {failure.after:.0f} seconds ({failure.message})")
        raise failure

    def _single(self, batch: Batch, replies: Sequence[Reply | None]) -> None:
        """One text alone whose reply is empty or an error page: that is a failed request."""
        if len(replies) == 1 and replies[0] is not None and self.engine.checked:
            pair, form, _ = batch.group
            found = problem(batch.items[0].text, replies[0].text, pair, form)
            if found is not None and found.passing:
                raise BadReply(found.message)

    def _judge(self, batch: Batch, replies: Sequence[Reply | None], emit: Emit, root: int) -> None:
        pair, form, _ = batch.group
        again: list[Item] = []
        for item, reply in zip(batch.items, replies, strict=True):
            if reply is None:
                emit(Outcome(item.key, None, "nothing", f"{self.engine.name} has nothing for it"))
                continue
            found = problem(item.text, reply.text, pair, form) if self.engine.checked else None
            if found is not None and found.passing:
                again.append(item)
                continue
            if self.cache is not None:  # also what lastingly is no translation: it was paid for
                self.cache.put(item.key, self.engine.name, str(pair), reply)
            if found is None:
                emit(Outcome(item.key, reply))
            else:
                self._fail(Batch(batch.group, (item,)), emit, "bad-reply", found.message)
        for item in again:
            self._send(Batch(batch.group, (item,)), emit, root, BAD_REPLY_ATTEMPTS)


def _tidy(replies: object, expected: int) -> list[Reply | None]:
    """What a plug-in returned, as replies.

    :raises BadReply: not as many as texts, or not texts.
    """
    if isinstance(replies, str | bytes) or not isinstance(replies, Sequence):
        raise BadReply(f"the engine returned {type(replies).__name__} in place of a list of texts")
    if len(replies) != expected:
        raise BadReply(f"{len(replies)} translations came back for {expected} texts")
    result: list[Reply | None] = []
    for reply in replies:
        if reply is None or isinstance(reply, Reply):
            result.append(reply)
        elif isinstance(reply, str):
            result.append(Reply(reply))
        else:
            raise BadReply(f"the engine returned {type(reply).__name__} in place of a text")
    return result


def _worth_splitting(failure: Failure) -> bool:
    """A smaller request may do what a large one did not; not where there is nobody to ask."""
    return not isinstance(failure, Temporary) or failure.billed


def _kind(failure: Failure) -> Kind:
    if isinstance(failure, Temporary):
        return "engine"
    return "too-long" if isinstance(failure, TooLong) else "bad-reply"
