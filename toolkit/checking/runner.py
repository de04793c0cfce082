"""All checks over a project: article by article, over several processes where there are many."""

from __future__ import annotations

import contextlib
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.checking.checker import Checker
from toolkit.checking.selection import NO_ARTICLE_CHOICE, NO_CHOICE, SEVERITIES, ArticleChoice, Choice
from toolkit.checks.base import CatalogView
from toolkit.model import Finding, UnitKey
from toolkit.project import Article, Project
from toolkit.publishing.crew import Crew


@dataclass(frozen=True, slots=True)
class Result:
    """What a run has to say."""

    findings: tuple[Finding, ...]
    """By locale, article and line; the source articles' own first."""
    units: int = 0
    """Translations that were looked at."""
    catalogs: int = 0
    on_drafts: int = 0
    """Findings below error on texts nobody has accepted: counted, not listed."""
    known: int = 0
    """Findings the baseline has."""
    errors: tuple[str, ...] = ()
    """What could not be looked at: articles that cannot be read."""

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def fails(self, fail_on: str) -> bool:
        """Whether a finding is as severe as ``fail_on``, or more."""
        bar = SEVERITIES.index(fail_on)
        return any(SEVERITIES.index(finding.severity) <= bar for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all articles need: given to each process once."""

    checker: Checker
    locales: tuple[str, ...]
    drafts: str


@dataclass(slots=True)
class _InLocale:
    """What was found in one article's catalog; small, and sent from one process to another."""

    findings: list[Finding] = field(default_factory=list)
    units: int = 0
    read: bool = False
    """There is a catalog, and it can be read."""
    hidden: int = 0
    notes: dict[str, object] = field(default_factory=dict)
    """By check; see :meth:`Check.note`."""


@dataclass(slots=True)
class _Checked:
    """What was found in one article."""

    article: Article
    choice: ArticleChoice = NO_ARTICLE_CHOICE
    own: list[Finding] = field(default_factory=list)
    locales: dict[str, _InLocale] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def check_project(
    project: Project,
    *,
    locales: Sequence[str] | None = None,
    articles: Iterable[Article] | None = None,
    choice: Choice = NO_CHOICE,
    drafts: str | None = None,
    known: Counter[tuple[str, str, str, str, str]] | None = None,
    jobs: int = 1,
) -> Result:
    """All findings of a project, or of some locales and articles of it.

    Memory does not grow with the project but for what is found: an article is forgotten when it is done.

    :param drafts: instead of the configuration's ``drafts``.
    :param known: a baseline; see :mod:`toolkit.checking.baseline`.
    :param jobs: processes, where there are articles for them; 0: one a core. The result is the same.
    :raises ConfigError: a check that does not exist is asked for or set.
    :raises TermsError: the glossary cannot be read.
    """
    from toolkit.checking import baseline
    from toolkit.locales import canonical

    chosen = tuple(map(canonical, project.config.locales)) if locales is None else tuple(locales)
    checker = Checker(project, choice)
    for locale in chosen:
        checker.planner.plan(locale)  # a wrong setting is said before anything is read
    checker.prepare()
    asked = tuple(project.all_articles if articles is None else articles)
    bench = _Bench(checker, chosen, drafts or project.config.checks.drafts)
    with _no_collection():
        done = list(Crew(bench, jobs).run(_article, asked, len(asked), len(asked) * (len(chosen) + 1)))
        findings = [finding for one in done for finding in one.own]
        for locale in chosen:
            for one in done:
                if locale in one.locales:
                    findings += one.locales[locale].findings
            kept = [(one.article, one.choice, one.locales[locale].notes) for one in done if one.locales]
            findings += checker.locale_findings(locale, kept)
    fresh = tuple(findings) if known is None else baseline.new(findings, known)
    every = [part for one in done for part in one.locales.values()]
    return Result(
        fresh,
        sum(part.units for part in every),
        sum(part.read for part in every),
        sum(part.hidden for part in every),
        len(findings) - len(fresh),
        tuple(dict.fromkeys(error for one in done for error in one.errors)),
    )


def _article(bench: _Bench, article: Article) -> _Checked:
    """One article in all locales."""
    checker = bench.checker
    source = checker.source(article)
    if source is None:
        return _Checked(article, errors=checker.errors)
    found = _Checked(article, source.choice, list(checker.source_findings(source)))
    for locale in bench.locales:
        plan = checker.planner.plan(locale, source.choice)
        view = checker.view(source, locale)
        listed = [*checker.catalog_findings(view, plan), *checker.page_findings(source, view, plan)]
        notes = checker.notes(view, checker.planner.plan(locale))
        found.locales[locale] = _in_locale(view, listed, bench.drafts, notes)
    source.readings.clear()
    found.errors = checker.errors
    return found


def _in_locale(
    view: CatalogView, listed: Sequence[Finding], drafts: str, notes: dict[str, object]
) -> _InLocale:
    waiting = frozenset(pair.unit.key for pair in view.pairs if not pair.accepted)
    shown = [finding for finding in listed if not _is_hidden(finding, waiting, drafts)]
    shown.sort(key=lambda finding: finding.line or 0)
    return _InLocale(shown, len(view.pairs), view.catalog is not None, len(listed) - len(shown), notes)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """No search for reference cycles meanwhile: the checks make none, and looking at every unit of a large
    project again and again costs a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_OF_CATALOG = frozenset({"incomplete", "drafts", "stale", "fuzzy", "sign-off"})


def _is_hidden(finding: Finding, unaccepted: frozenset[UnitKey], mode: str) -> bool:
    """Whether it is about a text nobody has accepted and the project does not want it listed."""
    if mode == "all" or finding.check in _OF_CATALOG or finding.key not in unaccepted:
        return False
    return mode != "errors" or finding.severity != "error"


__all__ = ["Result", "check_project"]
