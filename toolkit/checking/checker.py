"""The checks of one project, article by article: reads catalogs, gives findings, keeps little."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit import formats, provenance, signing, signing_rules
from toolkit.checking import pages
from toolkit.checking.selection import (
    NO_ARTICLE_CHOICE,
    NO_CHOICE,
    ArticleChoice,
    Choice,
    Plan,
    Planner,
    article_choice,
)
from toolkit.checking.units import NO_TERMS, Terms, check_pairs, level, pair_of
from toolkit.checks.base import CatalogView, Noted, PageView, Problem
from toolkit.errors import ArticleError, CatalogError, ToolkitError
from toolkit.locales import parse
from toolkit.model import STATE_RANK, Catalog, Document, Finding, State, Unit
from toolkit.project import Article, Project
from toolkit.publishing.links import Finder

_KEPT = 16
"""Articles kept as they were read: others may ask for their anchors, or the next locale for all."""
_DONE = STATE_RANK[State.TRANSLATED]


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
    readings: dict[str, object]
    """What was read of its texts, for all locales; see :attr:`Pair.readings`."""


@dataclass
class Checker:
    """The checks of one project. Of an article that is done, only what others ask of it is kept."""

    project: Project
    choice: Choice = NO_CHOICE
    planner: Planner = field(init=False)
    _sources: OrderedDict[str, Source | None] = field(default_factory=OrderedDict)
    _pages: dict[str, pages.Page] = field(default_factory=dict)
    _anchors: dict[str, frozenset[str] | None] = field(default_factory=dict)
    _published: dict[tuple[str, str], bool] = field(default_factory=dict)
    _errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.planner = Planner(self.project.config, self.choice)

    def __reduce__(self) -> tuple[type[Checker], tuple[Project, Choice]]:
        """Where processes are not forked, each makes what it needs itself."""
        return Checker, (self.project, self.choice)

    @property
    def errors(self) -> list[str]:
        """Why articles that were asked for cannot be read."""
        return list(self._errors.values())

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

    def prepare(self) -> None:
        """Reads what all articles need, so that processes made after this share it.

        :raises TermsError: the glossary cannot be read.
        """
        for _ in (self.terms, self.finder, self._articles):
            pass

    @functools.cached_property
    def finder(self) -> Finder:
        return Finder(self.project.source_dir, (article.name for article in self.project.all_articles))

    def source(self, article: Article) -> Source | None:
        """None: it cannot be read, and :attr:`errors` says why."""
        name = article.name
        if name not in self._sources:
            while len(self._sources) >= _KEPT:
                gone, _ = self._sources.popitem(last=False)
                self._pages.pop(gone, None)
            self._sources[name] = self._read(article)
        return self._sources[name]

    def _read(self, article: Article) -> Source | None:
        from toolkit.catalogs.template import template

        path = self.project.relative(article.path)
        try:
            document = self.project.document(article)
            metadata = formats.metadata(document)
            choice = article_choice(metadata, path)
        except ArticleError as error:
            error.path = path
            self._errors[path] = str(error)
            return None
        rules = signing_rules.of_metadata(self.project, metadata)
        return Source(article, path, document, template(document, location="none"), choice, rules, {})

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
        living = [unit for unit in (catalog.units if catalog else ()) if unit.target and not unit.obsolete]
        self._published[locale, article.name] = any(map(_is_done, living))
        labels, readings = source.document.labels, source.readings
        found = [
            pair_of(unit, locale, plan, labels=labels, terms=self.terms, readings=readings) for unit in living
        ]
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

    def notes(self, view: CatalogView, plan: Plan) -> dict[str, object]:
        """What the checks of whole locales keep of a catalog."""
        return {check.name: check.note(view) for check in plan.locale}

    def locale_findings(
        self,
        locale: str,
        kept: Sequence[tuple[Article, ArticleChoice, dict[str, object]]],
    ) -> Iterator[Finding]:
        """
        :param kept: by article what :meth:`notes` gave.
        """
        choices = {article.name: choice for article, choice, _ in kept if choice != NO_ARTICLE_CHOICE}
        settings = self.planner.plan(locale).settings
        for check in self.planner.plan(locale).locale:
            notes = [
                Noted(
                    article.name,
                    locale,
                    self.project.relative(self.project.catalog_path(article, locale)),
                    settings,
                    values[check.name],
                    functools.partial(self._again, article, locale),
                )
                for article, _, values in kept
                if check.name in values
            ]
            severity = self.planner.plan(locale).severity[check.name]
            for note, problem in check.locale(notes):
                if note is None:
                    shown = level(problem.severity, check.severity, severity)
                    yield Finding(check.name, shown, problem.message, locale)
                    continue
                own = self.planner.plan(locale, choices.get(note.article, NO_ARTICLE_CHOICE))
                if check.name in own.severity:
                    yield from _placed(problem, check.name, check.family, note, own, check.severity)

    def _again(self, article: Article, locale: str) -> CatalogView:
        source = self.source(article)
        assert source is not None  # it could be read before
        return self.view(source, locale)

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

    def page_findings(self, source: Source, view: CatalogView, plan: Plan) -> Iterator[Finding]:
        """Of the article as it is published in a locale."""
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
            published=functools.partial(self.published, view.locale),
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
        if name not in self._anchors:
            article = self._articles.get(name)
            source = None if article is None else self.source(article)
            self._anchors[name] = None if source is None else self.page(source).anchors
        return self._anchors[name]

    def published(self, locale: str, name: str) -> bool:
        """Whether an article has a text in a locale that is fit to be shown."""
        key = (locale, name)
        if key not in self._published:
            article = self._articles.get(name)
            self._published[key] = article is not None and self._has_done(article, locale)
        return self._published[key]

    def _has_done(self, article: Article, locale: str) -> bool:
        try:
            catalog = self.project.read_catalog(article, locale)
        except CatalogError:
            return False
        return catalog is not None and any(map(_is_done, catalog.units))

    @functools.cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.name: article for article in self.project.all_articles}


def _is_done(unit: Unit) -> bool:
    return bool(unit.target) and not unit.obsolete and STATE_RANK[unit.state] >= _DONE


def _placed(
    problem: Problem, name: str, family: str, view: CatalogView | Noted, plan: Plan, default: str
) -> Iterator[Finding]:
    unit = problem.unit
    if unit is not None and unit.comments:
        silenced = provenance.silenced(unit)
        if name in silenced or family in silenced or "all" in silenced:
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
