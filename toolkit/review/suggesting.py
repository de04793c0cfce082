"""Another engine's translation of one text, when somebody asks for it.

Nothing is sent anywhere but the one text, to the one engine that was clicked, and only to engines
that ``toolkit draft`` would use for the locale. A request counts against the same limit of characters.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from toolkit import engine_registry
from toolkit.drafting import Options, Report
from toolkit.drafting.ladder import Choices
from toolkit.drafting.run import usable
from toolkit.drafting.single import Suggestion, suggest
from toolkit.engines import Budget, Engine, Pair
from toolkit.errors import EngineError, ToolkitError
from toolkit.model import Unit
from toolkit.project import Article
from toolkit.review.desk import Desk, Refused
from toolkit.review.findings import Findings
from toolkit.review.texts import word_diff

LONGEST_WAIT = 30.0
"""Seconds an engine may take: somebody waits."""
_AGE = 300.0
_NOT_ASKED = frozenset({"memory", "copy", "pseudo"})
"""The memory's matches are shown anyway, and the other two know no language."""


class Suggesting:
    """The engines of a project, for a text at a time."""

    def __init__(
        self, desk: Desk, findings: Findings, engines: dict[str, list[Engine]] | None = None
    ) -> None:
        """:param engines: by locale, instead of the configured ones; for tests."""
        self.desk = desk
        self.findings = findings
        self._given = engines
        self._usable: dict[str, tuple[float, list[Engine]]] = {}
        self._budget = Budget(desk.project.config.draft.max_characters)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def listed(self) -> list[dict[str, Any]]:
        """The engines that can be asked now, in their configured order."""
        found: dict[str, dict[str, Any]] = {}
        for locale in self.desk.locales:
            for engine in self._engines(locale):
                entry = found.setdefault(
                    engine.name,
                    {"name": engine.name, "title": engine.title, "online": engine.remote, "locales": []},
                )
                entry["locales"].append(locale)
        return list(found.values())

    def ask(self, locale: str, article: Article, unit: Unit, name: object) -> dict[str, Any]:
        """One engine's translation of one text.

        :raises Refused: it is not among :meth:`listed`, or failed; in its own words.
        """
        engine = next((one for one in self._engines(locale) if one.name == name), None)
        if engine is None:
            raise Refused("this engine cannot be asked here", hint="`toolkit engines` tells why")
        if unit.plural is not None:
            raise Refused("a text with plural forms is edited in an editor for PO files")
        project = self.desk.project
        settings = replace(
            project.config.engines,
            attempts=min(project.config.engines.attempts, 2),
            max_wait=min(project.config.engines.max_wait, 5.0),
        )
        glossary = self.findings.glossary
        from toolkit.terms import Glossary

        choices = Choices(
            Pair(project.config.source_language, locale),
            glossary or Glossary(),
            project.config.draft.protect_amounts,
            project.config.draft.long,
        )
        labels = self.desk.about(article).labels

        def work() -> Suggestion:
            with engine_registry.open_cache(project.cache_dir) as cache:
                kept = cache if engine.cacheable else None
                runner = engine_registry.runner(engine, settings, cache=kept, budget=self._budget)
                return suggest(unit.source, unit.syntax, labels, choices, runner)

        made = self._in_time(engine.name, work)
        return {
            "engine": made.engine,
            "target": made.target,
            "quality": made.quality,
            "why": made.rung,
            "diff": word_diff(unit.target, made.target) if unit.target else None,
        }

    def _in_time(self, name: str, work: Callable[[], Suggestion]) -> Suggestion:
        """What the work gives, one after another for an engine, within the patience of a person."""
        lock = self._locks[name]
        answer: queue.SimpleQueue[Suggestion | ToolkitError] = queue.SimpleQueue()
        if not lock.acquire(timeout=LONGEST_WAIT):
            raise Refused(f"{name} is still busy with another text")

        def run() -> None:
            try:
                answer.put(work())
            except ToolkitError as error:
                answer.put(error)
            except Exception as error:  # an engine may be anybody's plug-in
                answer.put(EngineError(f"{name} failed: {type(error).__name__}"))
            finally:
                lock.release()

        # A daemon: a request that hangs must not keep the server from ending.
        threading.Thread(target=run, name="review-suggest", daemon=True).start()
        try:
            made = answer.get(timeout=LONGEST_WAIT)
        except queue.Empty:
            raise Refused(f"{name} has not answered within {LONGEST_WAIT:g} seconds") from None
        if isinstance(made, ToolkitError):
            raise Refused(made.message, hint=made.hint) from made
        return made

    def _engines(self, locale: str) -> list[Engine]:
        if self._given is not None:
            return self._given.get(locale, [])
        kept = self._usable.get(locale)
        if kept is None or time.monotonic() - kept[0] > _AGE:
            try:
                engines = [
                    engine
                    for engine in usable(self._hurried(), locale, Options(), Report())
                    if engine.name not in _NOT_ASKED
                ]
            except ToolkitError:
                engines = []
            kept = self._usable[locale] = (time.monotonic(), engines)
        return kept[1]

    def _hurried(self) -> Any:
        """The project with less patience: its engines are made with it."""
        project = self.desk.project
        engines = project.config.engines
        quick = replace(
            engines,
            read_timeout=min(engines.read_timeout, LONGEST_WAIT),
            total_timeout=min(engines.total_timeout, LONGEST_WAIT),
        )
        return replace(project, config=replace(project.config, engines=quick))
