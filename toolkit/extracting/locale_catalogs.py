"""All catalogs of a locale, also those whose article is gone: where texts of other articles are found.

They are read one after the other, and only what somebody wants is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.catalogs import header as headers
from toolkit.catalogs import po
from toolkit.catalogs.leverage import rank
from toolkit.catalogs.moves import covered, find_moved
from toolkit.catalogs.template import template
from toolkit.errors import ToolkitError
from toolkit.files import Stamp
from toolkit.model import Catalog, Unit, UnitKey
from toolkit.project import THEME, Article, Project

_TELLING = 30
"""Characters of a text that does not stand in two articles by chance, as a short heading does."""


_NEAREST = 8
"""Articles at most that another one's edited texts are looked for in: what all pages once ended with may
come back in a new one, and says nothing of the rest."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What one article has lost while texts of it moved elsewhere."""

    path: Path
    """Its catalog."""
    units: tuple[Unit, ...]
    """Translations whose text stands nowhere any more: maybe it was edited on the way."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a locale's catalogs have for texts that are new in their articles."""

    best: Mapping[UnitKey, Unit]
    """The best translation of each wanted text in any catalog."""
    lost: tuple[Lost, ...]
    moved: Mapping[UnitKey, list[int]]
    """Long texts that another article has now: which of ``lost`` had them."""

    def similar(self, missing: Collection[UnitKey], own: Path) -> list[Unit]:
        """Translations that an article's edited texts may come from.

        :param missing: its texts that are new.
        :param own: its own catalog, whose obsolete entries it knows.
        """
        shares: Counter[int] = Counter()
        for key in missing:
            for number in self.moved.get(key, ()):
                if self.lost[number].path != own:
                    shares[number] += len(key[1])
        nearest = sorted(shares, key=lambda number: (-shares[number], number))
        return [unit for number in nearest[:_NEAREST] for unit in self.lost[number].units]


@dataclass(frozen=True, slots=True)
class LocaleCatalogs:
    """The catalogs of one locale."""

    project: Project
    locale: str
    errors: list[ToolkitError]
    """Gets what cannot be read, once."""

    @property
    def folder(self) -> Path:
        return self.project.messages_dir(self.locale)

    @property
    def empty(self) -> bool:
        return not self.folder.is_dir() or next(self.folder.rglob("*.po"), None) is None

    def offers(self, wanted: Collection[UnitKey], gone: Mapping[Path, Collection[UnitKey]]) -> Offers:
        """What the catalogs have for the wanted texts, and for texts that were edited on the way.

        :param gone: by catalog the texts that its article has lost in this run.
        """
        best: dict[UnitKey, Unit] = {}
        lost: list[Lost] = []
        moved_from: defaultdict[UnitKey, list[int]] = defaultdict(list)
        expected = self._expected()
        for path, catalog, _ in self._read(catalog_files(self.folder)):
            left = gone.get(path, ())
            moved: list[UnitKey] = []
            units: list[Unit] = []
            for unit in catalog.units:
                if not unit.target:
                    continue
                is_gone = unit.obsolete or unit.key in left or path not in expected
                if unit.key in wanted:
                    held = best.get(unit.key)
                    if held is None or rank(unit) > rank(held):
                        best[unit.key] = unit
                    if is_gone and len(unit.source) >= _TELLING:
                        moved.append(unit.key)
                elif is_gone:
                    units.append(unit)
            if moved and units:
                for key in moved:
                    moved_from[key].append(len(lost))
                lost.append(Lost(path, tuple(units)))
        return Offers(best, tuple(lost), moved_from)

    def orphans(self) -> Iterator[tuple[Path, Catalog, Stamp]]:
        """Catalogs of ours that no article has, each with its file's stamp."""
        expected = self._expected()
        for found in self._read(path for path in catalog_files(self.folder) if path not in expected):
            if headers.get(found[1].header, "X-Toolkit-Format"):
                yield found

    def _expected(self) -> set[Path]:
        """The catalogs that have an article, and the pages' own."""
        expected = {self.project.catalog_path(article, self.locale) for article in self.project.all_articles}
        return expected | {self.folder / f"{THEME}.po"}

    def renamed(self, articles: Sequence[Article]) -> dict[str, tuple[Path, Catalog]]:
        """By new article: the catalog of the article it was before it was renamed, an orphan now."""
        new = [
            article for article in articles if not self.project.catalog_path(article, self.locale).is_file()
        ]
        orphans = {}
        if new:
            orphans = {
                str(path): (path, catalog)
                for path, catalog, _ in self.orphans()
                if any(unit.target for unit in catalog.units)
            }
        if not orphans:
            return {}
        templates = {}
        for article in new:
            try:
                templates[article.name] = template(self.project.document(article))
            except ToolkitError:
                continue  # said in the first pass
        found = find_moved(templates, {name: catalog for name, (_, catalog) in orphans.items()})
        return {name: orphans[path] for name, path in found.items()}

    def covered(self, orphans: Mapping[Path, Catalog]) -> set[Path]:
        """Those orphans of which all stands in the articles' catalogs, word for word."""
        if not orphans:
            return set()
        expected = self._expected()
        others = self._read(path for path in catalog_files(self.folder) if path in expected)
        names = {str(path): path for path in orphans}
        found = covered(
            {name: orphans[path] for name, path in names.items()}, (catalog for _, catalog, _ in others)
        )
        return {names[name] for name in found}

    def _read(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Catalog, Stamp]]:
        for path in paths:
            try:
                catalog, stamp = po.read_stamped(path, locale=self.locale)
                yield path, catalog, stamp
            except ToolkitError as error:
                if not any(str(known) == str(error) for known in self.errors):
                    self.errors.append(error)


def catalog_files(folder: Path, *, suffix: str = ".po") -> list[Path]:
    """Catalogs below a folder, in the order of their names; none where there is no folder."""
    return sorted(path for path in folder.rglob(f"*{suffix}") if path.is_file()) if folder.is_dir() else []
