"""Brings templates and catalogs in step with the articles, one article at a time.

An article whose texts all stand in its own catalogs is done at once. Only where a text is new does a
second pass look through the locale's other catalogs, for paragraphs that moved and articles that
were renamed; it keeps just the units that somebody wants, so memory stays flat. Catalogs without
an article are kept, as obsolete, until their translations stand elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from toolkit import files
from toolkit.catalogs import header as headers
from toolkit.catalogs import po
from toolkit.catalogs.leverage import leverage, rank, with_old_lines
from toolkit.catalogs.moves import find_moved, is_covered
from toolkit.catalogs.template import template
from toolkit.errors import ToolkitError
from toolkit.freshness import Records
from toolkit.model import ACCEPTED, Catalog, Document, State, Unit, UnitKey
from toolkit.project import Article, Project

THEME = "theme"
"""Name of the catalog of the pages' own words: it has no article and is nobody's orphan."""
_RECORD = "extract"

Hints = Callable[[str, str], tuple[str, ...]]
"""(plain source text, locale) → notes for translators."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article's catalog in one locale."""

    article: str
    locale: str
    written: bool
    new: int = 0
    """Texts that had no translation before and have none now."""
    stale: int = 0
    """Translations whose text changed."""
    moved: int = 0
    """Translations that came from another catalog, or came back."""
    gone: int = 0
    """Translations whose text is gone; kept as obsolete."""


@dataclass(slots=True)
class Report:
    """What a run of :func:`extract` did."""

    articles: int = 0
    unchanged: int = 0
    """Articles that were not even read: nothing of theirs changed since the last run."""
    templates: int = 0
    """Templates written."""
    outcomes: list[Outcome] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    """Files of articles that are gone or renamed; their translations stand elsewhere."""
    retired: list[Path] = field(default_factory=list)
    """Catalogs without an article, kept as obsolete."""
    errors: list[ToolkitError] = field(default_factory=list)

    @property
    def written(self) -> int:
        """Catalogs written."""
        return sum(outcome.written for outcome in self.outcomes)

    def total(self, what: str) -> int:
        """Sum of one of an outcome's numbers: ``report.total("stale")``."""
        return sum(getattr(outcome, what) for outcome in self.outcomes)

    @property
    def changes(self) -> bool:
        """Whether anything on disk was not in step."""
        return bool(self.written or self.templates or self.removed or self.retired)


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
    if not articles:
        work.orphans()
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
    adopted: dict[str, set[str]] = field(default_factory=dict)
    """Per locale, orphans that became another article's catalog."""
    before: dict[str, bool] = field(default_factory=dict)
    seen: dict[str, tuple[Article, str]] = field(default_factory=dict)
    """Every article, with its file's size and time from before it was read."""
    failed: set[str] = field(default_factory=set)
    _records: Records | None = None

    def run(self, articles: Sequence[Article], progress: Progress | None) -> None:
        for locale in self.locales:
            self.before[locale] = _any_catalog(self.project.messages_dir(locale))
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

    def _fail(self, article: Article, error: ToolkitError) -> None:
        self.report.errors.append(error)
        self.failed.add(article.name)

    def _fresh(self, document: Document) -> Catalog:
        config = self.project.config
        return template(document, location=config.location, project=config.site.title or "articles")

    def _template(self, article: Article) -> Catalog:
        """The article's template, written where it changed."""
        document = self.project.document(article)
        fresh = self._fresh(document)
        path = self.project.template_path(article)
        old, stamp = _read(path, "")
        shown = fresh if self.refresh_lines else with_old_lines(fresh, old)
        if self._write(path, shown, old, stamp, durable=False):
            self.report.templates += 1
        return fresh

    def _catalog(self, article: Article, locale: str, fresh: Catalog) -> None:
        """Update one catalog, or put it off until all texts that could have moved are known."""
        path = self.project.catalog_path(article, locale)
        old, stamp = _read(path, locale)
        known = {unit.key for unit in old.units} if old is not None else set()
        missing = [unit.key for unit in fresh.units if unit.key not in known]
        if missing and self.before[locale]:
            self.deferred.setdefault(locale, []).append(article)
            self.wanted.setdefault(locale, set()).update(missing)
        else:
            self._update(article, locale, fresh, old, stamp, {})

    def _second_pass(self, locale: str) -> None:
        """The catalogs with new texts, now with what the other catalogs can give."""
        articles = self.deferred[locale]
        pool = self._pool(locale)
        moved = self._moved(locale, articles)
        for article in articles:
            try:
                fresh = self._fresh(self.project.document(article))
                old, stamp = _read(self.project.catalog_path(article, locale), locale)
                if old is None and article.name in moved:
                    old = replace(moved[article.name], path=None)
                self._update(article, locale, fresh, old, stamp, pool)
            except ToolkitError as error:
                self._fail(article, error)

    def _pool(self, locale: str) -> Mapping[UnitKey, Unit]:
        """The best translation of each wanted text in any catalog of the locale."""
        wanted = self.wanted[locale]
        best: dict[UnitKey, Unit] = {}
        for path in _catalogs(self.project.messages_dir(locale)):
            catalog = self._try_read(path, locale)
            for unit in catalog.units if catalog is not None else ():
                if unit.target and unit.key in wanted:
                    held = best.get(unit.key)
                    if held is None or rank(unit) > rank(held):
                        best[unit.key] = unit
        return best

    def _moved(self, locale: str, articles: Sequence[Article]) -> dict[str, Catalog]:
        """New article → the catalog of the article it was before it was renamed."""
        new = [article for article in articles if not self.project.catalog_path(article, locale).is_file()]
        orphans = dict(self._orphans(locale))
        if not new or not orphans:
            return {}
        templates = {}
        for article in new:
            try:
                templates[article.name] = template(self.project.document(article))
            except ToolkitError:
                continue  # said in the first pass
        found = find_moved(templates, {str(path): catalog for path, catalog in orphans.items()})
        self.adopted.setdefault(locale, set()).update(found.values())
        return {name: orphans[Path(path)] for name, path in found.items()}

    def _orphans(self, locale: str) -> Iterator[tuple[Path, Catalog]]:
        """Catalogs of ours in the locale's folder that no article has."""
        folder = self.project.messages_dir(locale)
        expected = {self.project.catalog_path(article, locale) for article in self.project.all_articles}
        for path in _catalogs(folder):
            if path in expected or path == folder / f"{THEME}.po":
                continue
            catalog = self._try_read(path, locale)
            if catalog is not None and headers.get(catalog.header, "X-Toolkit-Format"):
                yield path, catalog

    def orphans(self) -> None:
        """Retire what belongs to articles that are gone; remove what stands elsewhere word for word."""
        if self.report.errors and not self.project.all_articles:
            return
        for locale in self.locales:
            for path, catalog in list(self._orphans(locale)):
                self._retire(locale, path, catalog)
        expected = {self.project.template_path(article) for article in self.project.all_articles}
        for path in _catalogs(self.project.catalogs_dir / "templates", suffix=".pot"):
            if path not in expected and path.stem != THEME:
                self._remove(path)

    def _retire(self, locale: str, path: Path, catalog: Catalog) -> None:
        if not any(unit.target for unit in catalog.units) or self._stands_elsewhere(locale, path, catalog):
            self._remove(path)
            return
        retired = replace(
            catalog,
            units=tuple(
                replace(unit, obsolete=True, references=(), notes=(), role="") if not unit.obsolete else unit
                for unit in catalog.units
                if unit.target
            ),
        )
        if not po.same(retired, catalog):
            self.report.retired.append(path)
            if not self.dry_run:
                po.write(path, retired, location=self.project.config.location, root=self.project.root)

    def _stands_elsewhere(self, locale: str, path: Path, catalog: Catalog) -> bool:
        if self.dry_run:
            return str(path) in self.adopted.get(locale, set())
        others = (other for other in _catalogs(self.project.messages_dir(locale)) if other != path)
        read = (self._try_read(other, locale) for other in others)
        return is_covered(catalog, (other for other in read if other is not None))

    def _remove(self, path: Path) -> None:
        self.report.removed.append(path)
        if not self.dry_run:
            path.unlink(missing_ok=True)
            _remove_empty_folders(path.parent, self.project.catalogs_dir)

    def _update(
        self,
        article: Article,
        locale: str,
        fresh: Catalog,
        old: Catalog | None,
        stamp: files.Stamp,
        pool: Mapping[UnitKey, Unit],
    ) -> None:
        from toolkit.locales import parse

        new = leverage(
            self._with_hints(fresh, locale),
            old,
            others=pool,
            locale=locale,
            plural_forms=parse(locale).plural_forms() if old is None else "",
            language=self.project.config.source_language,
            refresh_lines=self.refresh_lines,
        )
        # A catalog without a single word of a person or a machine can be made again.
        durable = any(unit.target for unit in new.units)
        written = self._write(self.project.catalog_path(article, locale), new, old, stamp, durable=durable)
        self.report.outcomes.append(_outcome(article.name, locale, old, new, written))

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
        if old is not None and old.path == str(path) and po.same(new, old, self.project.config.location):
            return False
        if self.dry_run:
            return True
        return po.write(
            path,
            new,
            expected=stamp,
            location=self.project.config.location,
            root=self.project.root,
            durable=durable,
        )

    def _try_read(self, path: Path, locale: str) -> Catalog | None:
        try:
            return po.read(path, locale=locale)
        except ToolkitError as error:
            if not any(str(known) == str(error) for known in self.report.errors):
                self.report.errors.append(error)
            return None

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
            [config.source_language, self.locales, config.location, str(config.formats), self.hints_mark]
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


def _outcome(article: str, locale: str, old: Catalog | None, new: Catalog, written: bool) -> Outcome:
    held = {unit.key: unit for unit in old.units} if old is not None else {}
    counts = {"new": 0, "stale": 0, "moved": 0, "gone": 0}
    for unit in new.units:
        was = held.get(unit.key)
        if unit.obsolete:
            counts["gone"] += was is not None and not was.obsolete
        elif not unit.target:
            counts["new"] += was is None
        elif unit.state is State.STALE and (was is None or was.state is not State.STALE):
            counts["stale"] += 1
        elif unit.state in ACCEPTED and (was is None or was.obsolete or not was.target):
            counts["moved"] += 1
    return Outcome(article, locale, written, **counts)


def _stat(path: Path) -> str:
    """Size and time of a file; empty when it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _read(path: Path, locale: str) -> tuple[Catalog | None, files.Stamp]:
    if not path.is_file():
        return None, files.ABSENT
    return po.read_stamped(path, locale=locale)


def _catalogs(folder: Path, *, suffix: str = ".po") -> list[Path]:
    return sorted(path for path in folder.rglob(f"*{suffix}") if path.is_file()) if folder.is_dir() else []


def _any_catalog(folder: Path) -> bool:
    return folder.is_dir() and next(folder.rglob("*.po"), None) is not None


def _remove_empty_folders(folder: Path, top: Path) -> None:
    while folder != top and folder.is_relative_to(top) and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
