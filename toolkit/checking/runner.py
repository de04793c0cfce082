"""All checks over a project: reads catalogs and articles, gives findings; writes nothing."""

from __future__ import annotations

import contextlib
import functools
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit import formats, provenance, signing, signing_rules
from toolkit.checking import pages
from toolkit.checking.selection import (
    NO_ARTICLE_CHOICE,
    NO_CHOICE,
    SEVERITIES,
    ArticleChoice,
    Choice,
    Plan,
    Planner,
    article_choice,
)
from toolkit.checking.units import NO_TERMS, Terms, check_pairs, level, pair_of
from toolkit.checks.base import CatalogView, PageView, Pair, Problem
from toolkit.errors import ArticleError, CatalogError, ToolkitError
from toolkit.locales import parse
from toolkit.model import STATE_RANK, Catalog, Document, Finding, State, UnitKey
from toolkit.project import Article, Project
from toolkit.publishing.links import Finder


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

    @property
    def by_check(self) -> Mapping[str, int]:
        return dict(sorted(Counter(finding.check for finding in self.findings).items()))

    def fails(self, fail_on: str) -> bool:
        """Whether a finding is as severe as ``fail_on``, or more."""
        bar = SEVERITIES.index(fail_on)
        return any(SEVERITIES.index(finding.severity) <= bar for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Source:
    """An article, parsed once for all locales."""

    article: Article
    path: str
    """Relative to the project."""
    document: Document
    template: Catalog
    choice: ArticleChoice
    rules: signing.Rules
    """Which sign-offs its translations need."""


@dataclass
class Checker:
    """The checks of one project; keeps what several locales need."""

    project: Project
    choice: Choice = NO_CHOICE
    planner: Planner = field(init=False)
    _sources: dict[str, Source | None] = field(default_factory=dict)
    _pages: dict[str, pages.Page] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.planner = Planner(self.project.config, self.choice)

    @functools.cached_property
    def terms(self) -> Terms:
        """The glossary's rows; none where there is no glossary.

        :raises TermsError: it cannot be read.
        """
        path = self.project.glossary_path
        if not path.is_file():
            return NO_TERMS
        from toolkit import terms

        language = self.project.config.source_language
        return Terms(terms.read(path, source_language=language, shown=self.project.relative(path)))

    @functools.cached_property
    def finder(self) -> Finder:
        return Finder(self.project.source_dir, (article.name for article in self.project.all_articles))

    def source(self, article: Article) -> Source | None:
        """None: it cannot be read, and :attr:`errors` says why."""
        if article.name not in self._sources:
            self._sources[article.name] = self._read(article)
        return self._sources[article.name]

    def _read(self, article: Article) -> Source | None:
        from toolkit.catalogs.template import template

        path = self.project.relative(article.path)
        try:
            document = self.project.document(article)
            metadata = formats.metadata(document)
            choice = article_choice(metadata, path)
        except ArticleError as error:
            error.path = path
            self.errors.append(str(error))
            return None
        rules = signing_rules.of_metadata(self.project, metadata)
        return Source(article, path, document, template(document, location="none"), choice, rules)

    # Views

    def view(self, source: Source, locale: str) -> CatalogView:
        """One article in one locale."""
        plan = self.planner.plan(locale, source.choice)
        article = source.article
        path = self.project.catalog_path(article, locale)
        catalog: Catalog | None = None
        error: ToolkitError | None = None
        try:
            catalog = self.project.read_catalog(article, locale)
        except CatalogError as failure:
            error = failure
        found: list[Pair] = []
        for unit in catalog.units if catalog is not None else ():
            if unit.target and not unit.obsolete:
                found.append(pair_of(unit, locale, plan, labels=source.document.labels, terms=self.terms))
        return CatalogView(
            article.name,
            locale,
            locale.split("-", 1)[0],
            self.project.relative(path),
            plan.settings,
            catalog,
            error,
            template=source.template,
            plural_forms=parse(locale).plural_forms(),
            pairs=found,
            rules=source.rules,
            words=self.terms.words(locale),
        )

    # Findings

    def catalog_findings(self, view: CatalogView, plan: Plan) -> Iterator[Finding]:
        for check in plan.catalog:
            for problem in check.catalog(view):
                yield from _placed(problem, check.name, check.family, view, plan, check.severity)
        yield from check_pairs(view.pairs, plan, article=view.article, path=view.path)

    def locale_findings(self, locale: str, views: Sequence[CatalogView]) -> Iterator[Finding]:
        plan = self.planner.plan(locale)
        for check in plan.locale:
            for view, problem in check.locale(views):
                if view is None:
                    severity = level(problem.severity, check.severity, plan.severity[check.name])
                    yield Finding(check.name, severity, problem.message, locale)
                    continue
                own = self.planner.plan(locale, self._choice_of(view.article))
                if check.name in own.severity:
                    yield from _placed(problem, check.name, check.family, view, own, check.severity)

    def _choice_of(self, article: str) -> ArticleChoice:
        source = self._sources.get(article)
        return NO_ARTICLE_CHOICE if source is None else source.choice

    def source_findings(self, source: Source) -> Iterator[Finding]:
        """Of the article itself, whatever the locale."""
        plan = self.planner.plan("", source.choice)
        if not plan.page:
            return
        found = self.page(source)
        view = PageView(
            source.article.name,
            "",
            plan.settings.source_language,
            source.path,
            plan.settings,
            found.text,
            found.links,
            found.images,
            found.headings,
            anchors=self.anchors,
        )
        for check in plan.page:
            for problem in check.page(view):
                severity = level(problem.severity, check.severity, plan.severity[check.name])
                yield Finding(
                    check.name, severity, problem.message, "", source.article.name, source.path, problem.line
                )

    def page_findings(
        self, source: Source, view: CatalogView, plan: Plan, published: frozenset[str]
    ) -> Iterator[Finding]:
        if not plan.page or view.catalog is None or not view.pairs:
            return
        document = source.document
        done = pages.translated(document, view.catalog, self.project.format_options)
        original = self.page(source)
        urls = frozenset(link.url for link in original.links)
        found = pages.page(document, pages.rendered(document, done.text, done.targets), self.finder, urls)
        page_view = PageView(
            view.article,
            view.locale,
            view.language,
            view.path,
            plan.settings,
            found.text,
            found.links,
            found.images,
            found.headings,
            done.refused,
            published=published.__contains__,
            anchors=self.anchors,
        )
        for check in plan.page:
            for problem in check.page(page_view):
                yield from _placed(problem, check.name, check.family, view, plan, check.severity)

    def page(self, source: Source) -> pages.Page:
        name = source.article.name
        if name not in self._pages:
            html = pages.rendered(source.document, source.document.text)
            self._pages[name] = pages.page(source.document, html, self.finder)
        return self._pages[name]

    def anchors(self, name: str) -> frozenset[str] | None:
        """Ids of an article's page: those of its source, which every translation keeps."""
        article = next((one for one in self.project.all_articles if one.name == name), None)
        source = None if article is None else self.source(article)
        return None if source is None else self.page(source).anchors


def _placed(
    problem: Problem, name: str, family: str, view: CatalogView, plan: Plan, default: str
) -> Iterator[Finding]:
    unit = problem.unit
    if unit is not None and unit.comments:
        silenced = provenance.silenced(unit)
        if name in silenced or family in silenced:
            return
    yield Finding(
        name,
        level(problem.severity, default, plan.severity[name]),  # type: ignore[arg-type]
        problem.message,
        view.locale,
        view.article,
        view.path,
        problem.line if problem.line is not None else (unit.line if unit is not None else None),
        unit.source if unit is not None else "",
        unit.context if unit is not None else None,
        unit.target if unit is not None else "",
        problem.fix,
    )


def check_project(
    project: Project,
    *,
    locales: Sequence[str] | None = None,
    articles: Iterable[Article] | None = None,
    choice: Choice = NO_CHOICE,
    drafts: str | None = None,
    known: Counter[tuple[str, str, str, str, str]] | None = None,
) -> Result:
    """All findings of a project, or of some locales and articles of it.

    :param drafts: instead of the configuration's ``drafts``.
    :param known: a baseline; see :mod:`toolkit.checking.baseline`.
    :raises ConfigError: a check that does not exist is asked for or set.
    :raises TermsError: the glossary cannot be read.
    """
    with _no_collection():
        return _check(project, locales, articles, choice, drafts, known)


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


def _check(
    project: Project,
    locales: Sequence[str] | None,
    articles: Iterable[Article] | None,
    choice: Choice,
    drafts: str | None,
    known: Counter[tuple[str, str, str, str, str]] | None,
) -> Result:
    from toolkit.checking import baseline
    from toolkit.locales import canonical

    checker = Checker(project, choice)
    chosen = tuple(map(canonical, project.config.locales)) if locales is None else tuple(locales)
    sources = [
        source
        for article in (project.all_articles if articles is None else articles)
        if (source := checker.source(article)) is not None
    ]
    findings: list[Finding] = []
    units = catalogs = hidden = 0
    for source in sources:
        findings += checker.source_findings(source)
    mode = drafts or project.config.checks.drafts
    for locale in chosen:
        views: list[CatalogView] = []
        per_article: list[list[Finding]] = []
        for source in sources:
            view = checker.view(source, locale)
            plan = checker.planner.plan(locale, source.choice)
            views.append(view)
            catalogs += view.catalog is not None
            units += len(view.pairs)
            per_article.append(list(checker.catalog_findings(view, plan)))
        published = frozenset(
            view.article for view in views if any(STATE_RANK[pair.unit.state] >= _DONE for pair in view.pairs)
        ) | _others(checker, sources, locale)
        for source, view, listed in zip(sources, views, per_article, strict=True):
            plan = checker.planner.plan(locale, source.choice)
            listed += checker.page_findings(source, view, plan, published)
            waiting = frozenset(pair.unit.key for pair in view.pairs if not pair.accepted)
            shown = [finding for finding in listed if not _is_hidden(finding, waiting, mode)]
            hidden += len(listed) - len(shown)
            findings += sorted(shown, key=lambda finding: finding.line or 0)
        findings += checker.locale_findings(locale, views)
    total = len(findings)
    fresh = tuple(findings) if known is None else baseline.new(findings, known)
    return Result(fresh, units, catalogs, hidden, total - len(fresh), tuple(checker.errors))


_DONE = STATE_RANK[State.TRANSLATED]


def _others(checker: Checker, sources: Sequence[Source], locale: str) -> frozenset[str]:
    """Articles that were not asked for but have a catalog in the locale: links to them are right."""
    asked = {source.article.name for source in sources}
    project = checker.project
    return frozenset(
        article.name
        for article in project.all_articles
        if article.name not in asked and project.catalog_path(article, locale).is_file()
    )


_OF_CATALOG = frozenset({"incomplete", "drafts", "stale", "fuzzy", "sign-off"})


def _is_hidden(finding: Finding, unaccepted: frozenset[UnitKey], mode: str) -> bool:
    """Whether it is about a text nobody has accepted and the project does not want it listed."""
    if mode == "all" or finding.check in _OF_CATALOG or finding.key not in unaccepted:
        return False
    return mode != "errors" or finding.severity != "error"


__all__ = ["Checker", "Result", "check_project"]
