"""One run over the articles: each by itself, then those that want texts from elsewhere.

An article whose texts all stand in its own catalogs is done at once. Only where a text is new does a
second pass look through the locale's other catalogs, for paragraphs that moved and articles that
were renamed; it keeps just the units that somebody wants, so memory stays flat. Catalogs without
an article are kept, as obsolete, until their translations stand elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from toolkit import files
from toolkit.catalogs import header as headers
from toolkit.catalogs import po, references
from toolkit.catalogs.leverage import leverage, with_old_lines
from toolkit.catalogs.po_writer import Written
from toolkit.catalogs.template import template
from toolkit.errors import ArticleError, CatalogError, ToolkitError
from toolkit.extracting.locale_catalogs import LocaleCatalogs
from toolkit.extracting.report import Report, outcome
from toolkit.extracting.retiring import retire
from toolkit.freshness import Records
from toolkit.model import Catalog, Document, Unit, UnitKey
from toolkit.project import Article, Project

_RECORD = "extract"

Hints = Callable[[str, str], tuple[str, ...]]
"""(plain source text, locale) → notes for translators."""
Progress = Callable[[int, int], None]


def extract(
    project: Project,
    *,
    articles: Sequence[str] = (),
    locales: Sequence[str] = (),
    dry_run: bool = False,
    refresh_lines: bool = False,
    hints: Hints | None = None,
    hints_mark: str = "",
    progress: Progress | None = None,
) -> Report:
    """Update templates and catalogs; one article's error does not stop the others.

    :param articles: names as for :meth:`toolkit.project.Project.articles`; all for none.
    :param locales: canonical tags; all of the project for none.
    :param dry_run: write nothing; the report says what would be written.
    :param refresh_lines: rewrite catalogs also where only line numbers changed.
    :param hints: glossary terms of a text, added to its notes.
    :param hints_mark: something that changes when the hints may.
    :raises ConfigError: there is no source folder.
    """
    chosen = project.articles(articles)
    work = _Extraction(
        project, tuple(locales) or project.config.locales, dry_run, refresh_lines, hints, hints_mark
    )
    work.run(chosen, progress)
    if not articles and not (work.report.errors and not project.all_articles):
        retire(project, work.locales, work.report, adopted=work.adopted, dry_run=dry_run)
    if not dry_run:
        work.remember()
    work.report.articles = len(chosen)
    return work.report


@dataclass(slots=True)
class _Extraction:
    """One run: first every article by itself, then those that want texts from elsewhere."""

    project: Project
    locales: tuple[str, ...]
    dry_run: bool
    refresh_lines: bool
    hints: Hints | None
    hints_mark: str
    report: Report = field(default_factory=Report)
    deferred: dict[str, list[Article]] = field(default_factory=dict)
    wanted: dict[str, set[UnitKey]] = field(default_factory=dict)
    gone: dict[str, dict[Path, set[UnitKey]]] = field(default_factory=dict)
    """Per locale and catalog, texts that are no longer in the article."""
    adopted: set[Path] = field(default_factory=set)
    """Orphans that became another article's catalog."""
    before: dict[str, bool] = field(default_factory=dict)
    """Per locale, whether there was any catalog."""
    seen: dict[str, tuple[Article, str]] = field(default_factory=dict)
    """Every article, with its file's size and time from before it was read."""
    failed: set[str] = field(default_factory=set)
    written: Written = field(default_factory=dict)
    """Of one article: its template and its catalogs share what nobody has translated."""
    _records: Records | None = None

    def run(self, articles: Sequence[Article], progress: Progress | None) -> None:
        for locale in self.locales:
            self.before[locale] = not self._all_of(locale).empty
        remembered = self._remembered()
        for number, article in enumerate(articles, 1):
            self._article(article, remembered)
            if progress is not None:
                progress(number, len(articles))
        for locale in list(self.deferred):
            self._second_pass(locale)

    def _article(self, article: Article, remembered: Mapping[str, Any]) -> None:
        source = _stat(article.path)
        self.seen[article.name] = (article, source)
        if (mark := self._mark(article, source)) and remembered.get(article.name) == mark:
            self.report.unchanged += 1
            return
        self.written = {}
        try:
            fresh = self._template(article)
        except ToolkitError as error:
            self._fail(article, error)
            return
        for locale in self.locales:
            try:
                self._catalog(article, locale, fresh)
            except ToolkitError as error:
                self._fail(article, error)

    def _all_of(self, locale: str) -> LocaleCatalogs:
        return LocaleCatalogs(self.project, locale, self.report.errors)

    def _fail(self, article: Article, error: ToolkitError) -> None:
        self.report.errors.append(error)
        self.failed.add(article.name)

    def _fresh(self, document: Document) -> Catalog:
        config = self.project.config
        return template(document, location=config.location, project=config.site.title or "articles")

    def _template(self, article: Article) -> Catalog:
        """The article's template, written where it changed."""
        self._check_name(article)
        document = self.project.document(article)
        fresh = self._fresh(document)
        path = self.project.template_path(article)
        try:
            old, stamp = _read(path, "")
        except CatalogError as error:
            raise CatalogError(
                error.message,
                path=error.path,
                line=error.line,
                hint="a template holds no translations: remove the file, and `toolkit extract` makes it anew",
            ) from error
        shown = fresh if self.refresh_lines else with_old_lines(fresh, old)
        if self._write(path, shown, old, stamp, durable=False):
            self.report.templates += 1
        return fresh

    def _check_name(self, article: Article) -> None:
        """:raises ArticleError: the name is in another encoding; a catalog is UTF-8 and says it."""
        try:
            article.name.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ArticleError(
                "the file's name is not UTF-8, so no catalog can say it",
                path=self.project.relative(article.path),
                hint="rename the file; nothing has to change in its text",
            ) from error

    def _catalog(self, article: Article, locale: str, fresh: Catalog) -> None:
        """Update one catalog, or put it off until all texts that could have moved are known."""
        path = self.project.catalog_path(article, locale)
        old, stamp = _read(path, locale)
        known = {unit.key for unit in old.units} if old is not None else set()
        missing = [unit.key for unit in fresh.units if unit.key not in known]
        if len(known) > len(fresh.units) - len(missing):
            self.gone.setdefault(locale, {})[path] = known - {unit.key for unit in fresh.units}
        if missing and self.before[locale]:
            self.deferred.setdefault(locale, []).append(article)
            self.wanted.setdefault(locale, set()).update(missing)
        else:
            self._update(article, locale, fresh, old, stamp)

    def _second_pass(self, locale: str) -> None:
        """The catalogs with new texts, now with what the other catalogs can give."""
        articles = self.deferred[locale]
        others = self._all_of(locale)
        offers = others.offers(self.wanted[locale], self.gone.get(locale, {}))
        renamed = others.renamed(articles)
        self.adopted.update(path for path, _ in renamed.values())
        for article in articles:
            self.written = {}
            try:
                fresh = self._fresh(self.project.document(article))
                own = self.project.catalog_path(article, locale)
                old, stamp = _read(own, locale)
                if old is None and article.name in renamed:
                    own, was = renamed[article.name]
                    old = replace(was, path=None)
                known = {unit.key for unit in old.units} if old is not None else set()
                missing = [unit.key for unit in fresh.units if unit.key not in known]
                lost = offers.similar(missing, own)
                self._update(article, locale, fresh, old, stamp, offers.best, lost)
            except ToolkitError as error:
                self._fail(article, error)

    def _update(
        self,
        article: Article,
        locale: str,
        fresh: Catalog,
        old: Catalog | None,
        stamp: files.Stamp,
        pool: Mapping[UnitKey, Unit] | None = None,
        lost: Sequence[Unit] = (),
    ) -> None:
        new = leverage(
            self._with_hints(fresh, locale),
            old,
            others=pool or {},
            lost=lost,
            locale=locale,
            plural_forms=_plural_forms(locale, old),
            language=self.project.config.source_language,
            refresh_lines=self.refresh_lines,
        )
        # A catalog without a single word of a person or a machine can be made again.
        durable = any(unit.target for unit in new.units)
        written = self._write(self.project.catalog_path(article, locale), new, old, stamp, durable=durable)
        self.report.outcomes.append(outcome(article.name, locale, old, new, written))

    def _with_hints(self, fresh: Catalog, locale: str) -> Catalog:
        if self.hints is None:
            return fresh
        from toolkit import formats

        units = []
        for unit in fresh.units:
            found = self.hints(formats.plain(unit.source, unit.syntax), locale)
            units.append(replace(unit, notes=(*unit.notes, *found)) if found else unit)
        return replace(fresh, units=tuple(units))

    def _write(
        self, path: Path, new: Catalog, old: Catalog | None, stamp: files.Stamp, *, durable: bool
    ) -> bool:
        # Compared and written as they are then: a catalog whose references say more than the setting
        # allows is not in step.
        new = _placed(new, self.project.config.location)
        if old is not None and old.path == str(path) and po.same(new, old):
            return False
        if self.dry_run:
            return True
        return po.write(
            path,
            new,
            expected=stamp,
            root=self.project.root,
            durable=durable,
            written=self.written,
        )

    # What was in step after the last run

    def _mark(self, article: Article, source: str) -> str:
        """Sizes and times of all files of an article; empty when one is missing."""
        paths = [self.project.template_path(article)]
        paths += [self.project.catalog_path(article, locale) for locale in self.locales]
        parts = [source, *map(_stat, paths)]
        return " ".join(parts) if all(parts) else ""

    def _salt(self) -> str:
        config = self.project.config
        return json.dumps(
            [
                config.source_language,
                self.locales,
                config.location,
                config.site.title,
                str(config.formats),
                self.hints_mark,
            ]
        )

    def _remembered(self) -> Mapping[str, Any]:
        self._records = Records(self.project.cache_dir, "extract.json")
        if self.refresh_lines:
            return {}
        return self._records.get(_RECORD, self._salt()) or {}

    def remember(self) -> None:
        """What is in step now, so that the next run need not read it."""
        assert self._records is not None
        marks = {
            name: self._mark(article, source)
            for name, (article, source) in self.seen.items()
            if name not in self.failed
        }
        known = self._records.get(_RECORD, self._salt()) or {}
        merged = {**known, **{name: mark for name, mark in marks.items() if mark}}
        if merged != known:
            self._records.put(_RECORD, self._salt(), merged)


def _plural_forms(locale: str, old: Catalog | None) -> str:
    """For a header that lacks it: the locale's data take longer to load than a catalog to read."""
    if old is not None and headers.is_filled_in(headers.get(old.header, "Plural-Forms")):
        return ""
    from toolkit.locales import parse

    return parse(locale).plural_forms()


def _stat(path: Path) -> str:
    """Size and time of a file; empty when it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _placed(catalog: Catalog, location: po.Location) -> Catalog:
    """The catalog with no more in its references than ``location`` says; the same units where that is so."""
    if location == "line":
        return catalog
    units = []
    for unit in catalog.units:
        reduced = references.reduce(unit.references, location)
        units.append(unit if reduced == unit.references else replace(unit, references=reduced))
    return replace(catalog, units=tuple(units))


def _read(path: Path, locale: str) -> tuple[Catalog | None, files.Stamp]:
    if not path.is_file():
        return None, files.ABSENT
    return po.read_stamped(path, locale=locale)
