"""The words of the pages around an article, from the same kind of catalogs as the articles.

The theme brings ``theme/locales/<locale>/LC_MESSAGES/theme.po``; a project's own
``<catalogs>/<locale>/LC_MESSAGES/theme.po`` comes first. Only accepted translations count.
Placeholders (``{date}``) are replaced as text: a translation is never a program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.locales import likely_script, posix
from toolkit.model import ACCEPTED

if TYPE_CHECKING:
    from toolkit.project import Project

BUILT_IN = Path(__file__).parent / "theme" / "locales"
DOMAIN = "theme"
THEME_LANGUAGE = "en"
"""In which the messages are written."""


@dataclass(frozen=True, slots=True)
class Words:
    """The theme's words in one language."""

    locale: str
    entries: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, message: str, **values: object) -> str:
        text = self.entries.get(message, message)
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def __contains__(self, message: str) -> bool:
        return message in self.entries

    @property
    def foreign(self) -> str:
        """The language the words are in where it is not the page's: nobody has translated the theme."""
        return "" if self.entries or self.locale.partition("-")[0] == THEME_LANGUAGE else THEME_LANGUAGE

    @property
    def mark(self) -> str:
        """Attributes for an element of such words, with a blank before them; mostly empty."""
        return f' lang="{self.foreign}" dir="ltr"' if self.foreign else ""


def load(project: Project, locale: str) -> Words:
    """The words for a locale: of the tag itself and its parents, the project's over the theme's.

    :raises CatalogError: a catalog cannot be read.
    """
    entries: dict[str, str] = {}
    for path in _paths(project, locale):
        entries.update(_entries(path, locale))
    return Words(locale, entries)


def _paths(project: Project, locale: str) -> Iterator[Path]:
    """Least specific first: a later one wins. Traditional Chinese has nothing of Simplified."""
    parts = locale.split("-")
    tags = ["-".join(parts[:count]) for count in range(1, len(parts) + 1)]
    if len(tags) > 1:  # the script of "es" is that of "es": nobody has to be asked
        script = likely_script(locale)
        tags = [tag for tag in tags if likely_script(tag) == script]
    for folder in (BUILT_IN, project.catalogs_dir):
        for tag in tags:
            path = folder / posix(tag) / "LC_MESSAGES" / f"{DOMAIN}.po"
            if path.is_file():
                yield path


def _entries(path: Path, locale: str) -> dict[str, str]:
    from toolkit.catalogs import po

    catalog = po.read(path, locale=locale)
    return {
        unit.source: unit.target
        for unit in catalog.units
        if not unit.obsolete and unit.target and unit.state in ACCEPTED
    }
