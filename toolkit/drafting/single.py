"""One text through one engine, for somebody who waits: the same protection and proof as any draft."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.drafting.ladder import Choices, Text
from toolkit.engines import Request, Result, Runner
from toolkit.errors import EngineError
from toolkit.inline import Problem
from toolkit.model import Syntax

_LADDER = frozenset({"bad-reply", "too-long"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an engine makes of a text."""

    target: str
    engine: str
    """Engine with its model or pair."""
    quality: float | None
    """0–1 where the engine knows one."""
    rung: str | None
    """Why the confidence is low, if it is."""


def suggest(
    source: str, syntax: Syntax, labels: frozenset[str], choices: Choices, runner: Runner
) -> Suggestion:
    """The engine's translation of one text, its codes in place.

    :raises EngineError: it has none, in the engine's own words.
    """
    text = Text(source, syntax, labels, choices)
    if not text.has_words:
        return Suggestion(source, "copy", 1.0, None)
    why = "it has no way to take a text with this markup"
    for attempt in text.attempts(runner.engine):
        requests = [
            Request(request.text, request.pair, request.form, request.glossary, index)
            for index, request in enumerate(attempt.requests)
        ]
        replies: dict[int, Result] = {result.request.tag: result for result in runner.run(requests)}
        ordered = [replies[index] for index in range(len(requests))]
        bad = [
            reply
            for index, reply in enumerate(ordered)
            if reply.target is None and (index < attempt.optional or reply.kind not in _LADDER)
        ]
        hard = next((reply for reply in bad if reply.kind not in _LADDER), None)
        if hard is not None:
            raise EngineError(hard.problem or f"{runner.engine.name} has no translation")
        if bad:
            why = bad[0].problem
            continue
        outcome = attempt.combine([reply.target or "" for reply in ordered])
        if isinstance(outcome, Problem):
            why = outcome.message
            continue
        return Suggestion(outcome.target, ordered[0].engine, ordered[0].quality, outcome.rung)
    raise EngineError(f"{runner.engine.name}: {why}")
