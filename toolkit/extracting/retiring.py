"""Catalogs and templates of articles that are gone: retired, or removed where nothing is lost by it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit import files
from toolkit.catalogs import header as headers
from toolkit.catalogs import po
from toolkit.errors import ToolkitError
from toolkit.extracting.locale_catalogs import LocaleCatalogs, catalog_files
from toolkit.extracting.report import Report
from toolkit.model import Catalog
from toolkit.project import THEME, Project


def retire(
    project: Project, locales: Sequence[str], report: Report, *, adopted: Collection[Path], dry_run: bool
) -> None:
    """Mark what belongs to articles that are gone as obsolete; remove what stands elsewhere word for word.

    :param report: is told what became of each file, and what could not be done.
    :param adopted: catalogs that became other articles' in this run.
    :param dry_run: change nothing on the disk.
    """
    work = _Retirement(project, report, adopted, dry_run)
    for locale in locales:
        work.catalogs(locale)
    work.templates()


@dataclass(frozen=True, slots=True)
class _Retirement:
    project: Project
    report: Report
    adopted: Collection[Path]
    dry_run: bool

    def catalogs(self, locale: str) -> None:
        every = LocaleCatalogs(self.project, locale, self.report.errors)
        orphans = {path: (catalog, stamp) for path, catalog, stamp in every.orphans()}
        # What was retired before is looked at again only when something changed: to read all
        # catalogs at every run would take longer than anything else it does.
        asked = {
            path: catalog
            for path, (catalog, _) in orphans.items()
            if self.report.changes or not po.same(_retired(catalog), catalog)
        }
        covered = self._covered(every, asked)
        for path, (catalog, stamp) in orphans.items():
            with self._said():
                if path in covered:
                    self._remove(path, stamp)
                elif path in asked:
                    self._retire(path, catalog, stamp)

    def _covered(self, every: LocaleCatalogs, asked: dict[Path, Catalog]) -> set[Path]:
        empty = {path for path, catalog in asked.items() if not any(unit.target for unit in catalog.units)}
        if self.dry_run:
            return empty | {path for path in asked if path in self.adopted}
        return empty | every.covered({path: asked[path] for path in asked if path not in empty})

    def _retire(self, path: Path, catalog: Catalog, stamp: files.Stamp) -> None:
        """Mark all as obsolete.

        :param stamp: of the file as ``catalog`` was read from it.
        :raises ConflictError: somebody saved it since.
        """
        retired = _retired(catalog)
        if po.same(retired, catalog):
            return
        if not self.dry_run:
            location = self.project.config.location
            po.write(path, retired, expected=stamp, location=location, root=self.project.root)
        self.report.retired.append(path)

    def templates(self) -> None:
        folder = self.project.catalogs_dir / "templates"
        expected = {self.project.template_path(article) for article in self.project.all_articles}
        expected.add(folder / f"{THEME}.pot")
        for path in catalog_files(folder, suffix=".pot"):
            if path not in expected:
                with self._said():
                    made, stamp = po.read_stamped(path)
                    if headers.get(made.header, "X-Toolkit-Format"):
                        self._remove(path, stamp)

    def _remove(self, path: Path, stamp: files.Stamp) -> None:
        if not self.dry_run:
            files.remove(path, stamp, root=self.project.root)
            _remove_empty_folders(path.parent, self.project.catalogs_dir)
        self.report.removed.append(path)

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """An error with one file is told at the end and does not stop the others."""
        try:
            yield
        except ToolkitError as error:
            self.report.errors.append(error)


def _retired(catalog: Catalog) -> Catalog:
    units = tuple(
        unit if unit.obsolete else replace(unit, obsolete=True, references=(), notes=(), role="")
        for unit in catalog.units
        if unit.target
    )
    return replace(catalog, units=units)


def _remove_empty_folders(folder: Path, top: Path) -> None:
    # A folder that got a file in the meantime, or must not be removed, does no harm.
    with contextlib.suppress(OSError):
        while folder != top and folder.is_relative_to(top) and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
