"""For authors of plug-ins, and for our own tests: a fake engine, and proofs of good behaviour."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from toolkit.engines.base import Engine, Form, Limits, Pair, Reply, Setup

__all__ = ["FakeEngine", "check_engine"]


class FakeEngine(Engine):
    """Translates with a function of yours, after a pause, and remembers what it was asked.

    :param translate: one text to its translation; may raise. Without it every word gets ``-x``.
    :param latency: seconds for each request.
    """

    name = "fake"
    title = "For tests"
    forms = ("html", "xml", "token", "plain")
    price_per_million = 20.0

    def __init__(
        self,
        translate: Callable[[str], str | Reply | None] | None = None,
        *,
        latency: float = 0.0,
        limits: Limits | None = None,
        setup: Setup | None = None,
    ) -> None:
        super().__init__(setup)
        self._translate = translate or foreign
        self.latency = latency
        self.limits = limits or Limits(5_000, 1, connections=1)
        self.calls: list[tuple[tuple[str, ...], Pair, Form]] = []
        """Every request, in the order they came in."""
        self._lock = threading.Lock()

    @property
    def sent(self) -> list[str]:
        """Every text that was asked for, repeated ones repeated."""
        return [text for texts, _, _ in self.calls for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str | Reply | None]:
        with self._lock:
            self.calls.append((tuple(texts), pair, form))
        if self.latency:
            time.sleep(self.latency)
        return [self._translate(text) for text in texts]


def foreign(text: str) -> str:
    """``text`` in no language: ``-x`` after each word outside of tags; tells its source."""
    import re

    return re.sub(
        r"<[^<>]*>|&\w+;|[^\W\d_]+", lambda part: part.group() + "-x" * part.group().isalpha(), text
    )


def check_engine(
    engine: Engine, pair: Pair, texts: Sequence[str] = ("Hello, world.", "Good morning.")
) -> None:
    """Asserts what every engine has to do, with real requests.

    :raises AssertionError: with what is wrong.
    """
    assert engine.name == engine.name.lower(), "an engine's name is lower case"
    assert " " not in engine.name, "an engine's name has no spaces"
    assert engine.forms, "an engine takes at least one form"
    assert engine.limits.max_texts >= 1, "an engine takes at least one text a request"
    assert engine.limits.max_characters > 0, "an engine takes at least one character a request"
    assert engine.status().state, "status() tells a state"
    assert engine.fingerprint(), "fingerprint() is not empty"
    batches = [list(texts)] if engine.limits.max_texts >= len(texts) else [[text] for text in texts]
    for form in engine.forms:
        for batch in batches:
            replies = engine.translate(batch, pair, form=form)
            assert not isinstance(replies, str), "translate() returns a list, not a text"
            assert len(replies) == len(batch), f"{len(replies)} replies for {len(batch)} texts"
            for reply in replies:
                assert reply is None or isinstance(reply, str | Reply), f"{reply!r} is no reply"
