"""Texts through a chain of engines, each text down its ladder, every result safe at once.

What survives ``kill -9`` at any moment: replies are in the engines' cache before anybody sees
them, catalogs are written whole or not at all, so the same command goes on where it was and
sends nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from toolkit import engine_registry
from toolkit.catalogs import po
from toolkit.drafting.gather import Work, gather
from toolkit.drafting.ladder import Attempt, Choices, Text
from toolkit.drafting.report import Report
from toolkit.drafting.saving import Catalogs, Made
from toolkit.engines import Budget, Engine, Pair, ReplyCache, Request, Result, Runner
from toolkit.errors import ToolkitError
from toolkit.inline import Problem
from toolkit.memory.index import Match, Memory
from toolkit.model import Catalog
from toolkit.project import Article, Project
from toolkit.terms import Glossary
from toolkit.terms import read as read_glossary

_LADDER = frozenset({"bad-reply", "too-long"})
"""Another way may help with the same engine; any other failure is one for the next engine."""
_PERCENT = re.compile(r"(\d{1,3})% match")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; the rest is in the configuration."""

    engines: tuple[str, ...] = ()
    """Instead of the configured order."""
    limit: int | None = None
    """Units at most, over all locales."""
    offline: bool = False
    max_characters: int | None = None
    """Instead of the configured budget."""
    on: date | None = None
    """The day for the comments; today."""


class Progress(Protocol):
    """Told while it goes."""

    def begin(self, locale: str, units: int, characters: int) -> None: ...
    def advance(self, units: int, characters: int) -> None: ...
    def end(self) -> None: ...


class Silent:
    """Nobody watches."""

    def begin(self, locale: str, units: int, characters: int) -> None: ...
    def advance(self, units: int, characters: int) -> None: ...
    def end(self) -> None: ...


def draft(
    project: Project,
    articles: Sequence[Article],
    locales: Sequence[str],
    options: Options = Options(),
    *,
    progress: Progress | None = None,
    engines: Sequence[Engine] | None = None,
) -> Report:
    """Fill the units without a translation. Whatever a person wrote is left alone.

    A KeyboardInterrupt ends it in good order: what came in is written, the report says so.

    :param engines: these instead of the configured ones; for tests and plug-ins.
    :raises ConfigError: an engine that does not exist.
    :raises TermsError: the glossary cannot be read.
    :raises EngineError: the cache of replies cannot be used.
    """
    report = Report()
    config = project.config
    limit = options.max_characters if options.max_characters is not None else config.draft.max_characters
    budget = Budget(limit)
    glossary = read_glossary(
        project.glossary_path,
        source_language=config.source_language,
        shown=project.relative(project.glossary_path),
    )
    with engine_registry.open_cache(project.cache_dir) as cache:
        try:
            for locale in locales:
                left = None if options.limit is None else options.limit - report.wanted
                work = work_for(project, articles, locale, glossary, left)
                report.errors += work.errors
                report.wanted += work.units
                if work.texts:
                    chain = _runners(project, locale, options, cache, budget, engines, report)
                    _Locale(project, work, chain, report, progress or Silent(), options).run()
        except KeyboardInterrupt:
            report.interrupted = True
    return report


def work_for(
    project: Project, articles: Sequence[Article], locale: str, glossary: Glossary, limit: int | None
) -> Work:
    """What there is to draft in a locale."""
    settings = project.config.draft
    choices = Choices(
        Pair(project.config.source_language, locale), glossary, settings.protect_amounts, settings.long
    )
    return gather(project, articles, choices, stale=settings.stale, limit=limit)


def usable(
    project: Project, locale: str, options: Options, report: Report, given: Sequence[Engine] | None = None
) -> list[Engine]:
    """The engines for a locale that can be used now; why others cannot goes to the report."""
    config = project.config.engines
    pair = Pair(project.config.source_language, locale)
    if given is not None:
        return list(given)
    found: list[Engine] = []
    for name in options.engines or engine_registry.order(locale, config):
        memory = _Remembered(project, locale) if name == "memory" else None
        engine = engine_registry.engine(name, config, memory=memory)
        status = engine.status()
        why = "" if status.ready else f"{status.state.replace('-', ' ')}: {status.detail}".rstrip(": ")
        if status.ready and not engine.supports(pair):
            why = f"has no translation from {pair.source} to {pair.target}"
        if not why:
            found.append(engine)
            continue
        line = f"{name}: {why}" + (f" ({status.hint})" if status.hint else "")
        if line not in report.skipped:
            report.skipped.append(line)
    return found


def _runners(
    project: Project,
    locale: str,
    options: Options,
    cache: ReplyCache,
    budget: Budget,
    given: Sequence[Engine] | None,
    report: Report,
) -> list[Runner]:
    return [
        engine_registry.runner(
            engine,
            project.config.engines,
            cache=cache if engine.cacheable else None,
            budget=budget,
            offline=options.offline,
        )
        for engine in usable(project, locale, options, report, given)
    ]


@dataclass(eq=False)
class _Under:
    """A text under way on one rung of its ladder."""

    text: Text
    attempt: Attempt
    rest: Iterator[Attempt]
    replies: list[Result | None] = field(default_factory=list)


class _Locale:
    """One locale's texts through its engines."""

    def __init__(
        self,
        project: Project,
        work: Work,
        runners: Sequence[Runner],
        report: Report,
        progress: Progress,
        options: Options,
    ) -> None:
        self.work = work
        self.runners = runners
        self.report = report
        self.progress = progress
        settings = project.config.draft
        self.catalogs = Catalogs(
            project.root,
            project.config.location,
            options.on or date.today(),
            settings.stale,
            settings.save_every,
        )
        self.reasons: dict[Text, str] = {}
        self.stop = False

    def run(self) -> None:
        for text in self.work.texts:
            for number, _ in text.places:
                self.catalogs.expect(self.work.paths[number], 1)
        self.progress.begin(self.work.locale, self.work.units, self.work.characters)
        finished = 0
        try:
            pending = self._without_words(self.work.texts)
            for runner in self.runners:
                pending = self._through(runner, pending)
                finished += 1
                if not pending or self.stop:
                    break
            for text in pending:
                self._leave(text)
        finally:
            self.catalogs.save_all()
            self.progress.end()
            self._account()

    def _account(self) -> None:
        self.report.errors += self.catalogs.errors
        self.report.taken += self.catalogs.taken
        for runner in self.runners:
            self.report.failures += [line for line in runner.failures if line not in self.report.failures]
            self.report.sent_characters += runner.sent_characters
            self.report.sent_requests += runner.sent_requests
            self.report.cached += runner.cached

    def _without_words(self, texts: Sequence[Text]) -> list[Text]:
        """Texts that are nothing but numbers or markup need no engine."""
        left = []
        for text in texts:
            if text.has_words:
                left.append(text)
            else:
                self._accept(text, Made(text.source, "copy"))
        return left

    def _through(self, runner: Runner, texts: Sequence[Text]) -> list[Text]:
        """Every text down its ladder with one engine; those it could not do."""
        failed: list[Text] = []
        pending: list[_Under] = []
        for text in texts:
            rest = text.attempts(runner.engine)
            attempt = next(rest, None)
            if attempt is None:
                failed.append(text)
            else:
                pending.append(_Under(text, attempt, rest))
        while pending and not self.stop:
            following: list[_Under] = []
            results = runner.run(self._requests(pending))
            try:
                for result in results:
                    self._take(result, following, failed)
            finally:
                close = getattr(results, "close", None)
                if close is not None:
                    close()
            pending = following
        return [*failed, *(under.text for under in pending)]

    @staticmethod
    def _requests(pending: Iterable[_Under]) -> Iterator[Request]:
        for under in pending:
            under.replies = [None] * len(under.attempt.requests)
            for index, request in enumerate(under.attempt.requests):
                yield Request(request.text, request.pair, request.form, request.glossary, (under, index))

    def _take(self, result: Result, following: list[_Under], failed: list[Text]) -> None:
        under, index = result.request.tag
        under.replies[index] = result
        if any(reply is None for reply in under.replies):
            return
        bad = [
            reply
            for number, reply in enumerate(under.replies)
            if reply.target is None and (number < under.attempt.optional or reply.kind not in _LADDER)
        ]
        hard = next((reply for reply in bad if reply.kind not in _LADDER), None)
        if hard is not None:
            self.reasons[under.text] = hard.problem or hard.kind
            failed.append(under.text)
            return
        if not bad:
            outcome = under.attempt.combine([reply.target or "" for reply in under.replies])
            if not isinstance(outcome, Problem):
                first = under.replies[0]
                percent = _PERCENT.search(first.note)
                match = int(percent[1]) if percent else None
                self._accept(under.text, Made(outcome.target, first.engine, outcome.rung, match))
                return
            self.reasons[under.text] = f"{result.engine}: {outcome.message}"
        else:
            self.reasons[under.text] = f"{bad[0].engine}: {bad[0].problem}"
        attempt = next(under.rest, None)
        if attempt is None:
            failed.append(under.text)
        else:
            following.append(_Under(under.text, attempt, under.rest))

    def _accept(self, text: Text, made: Made) -> None:
        for number, context in text.places:
            self.catalogs.add(self.work.paths[number], (context, text.source), made)
            self.report.drafted[made.engine] += 1
            self.report.doubtful += made.rung is not None
        self.progress.advance(len(text.places), len(text.source))

    def _leave(self, text: Text) -> None:
        reason = self.reasons.get(text, "no engine can be used" if not self.runners else "no translation")
        for number, _ in text.places:
            self.report.left[reason] += 1
            self.catalogs.done(self.work.paths[number])
        self.progress.advance(len(text.places), len(text.source))


class _Remembered:
    """The locale's accepted translations; read when first asked for."""

    def __init__(self, project: Project, locale: str) -> None:
        self._project = project
        self._locale = locale
        self._memory: Memory | None = None

    def matches(self, text: str, *, limit: int = 1) -> tuple[Match, ...]:
        if self._memory is None:
            self._memory = Memory.of(self._catalogs(), language=self._project.config.source_language)
        return self._memory.matches(text, limit=limit)

    def _catalogs(self) -> Iterator[Catalog]:
        folder = self._project.messages_dir(self._locale)
        for path in sorted(folder.rglob("*.po")):
            try:
                yield po.read(path, locale=self._locale)
            except ToolkitError:
                continue
