"""A content repository: its configuration, its articles, and where each file of it stands.

Nothing here parses or writes; it only finds. Paths never leave the project's
folder, also not through a symbolic link.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import config as configuration
from toolkit.config import Config
from toolkit.errors import ArticleError, ConfigError, ProjectNotFound

if TYPE_CHECKING:
    from toolkit.formats import FormatOptions
    from toolkit.model import Catalog, Document

CONFIG_FILES = ("toolkit.toml", "pyproject.toml")
CACHE_FOLDER = ".toolkit"


THEME = "theme"
"""Name of the catalogs of the pages' own words: they have no article."""


@dataclass(frozen=True, slots=True)
class Article:
    """One file below the source folder that a format can read."""

    path: Path
    """Absolute."""
    name: str
    """POSIX path below the source folder, with suffix: ``guides/stem-cells.md``."""
    catalog: str
    """Name of its catalogs: the same without suffix, unless another catalog would have that name."""


@dataclass(frozen=True)
class Project:
    """The folder with the configuration, and what the configuration says."""

    root: Path
    """Absolute, resolved."""
    config: Config
    config_path: Path
    """The file the configuration was read from."""

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project that ``start`` (default: the working directory) lies in.

        The nearest folder upwards with a ``toolkit.toml``, or a ``pyproject.toml`` that has
        ``[tool.toolkit]``.

        :raises ProjectNotFound: there is none.
        :raises ConfigError: its configuration is wrong.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            for name in CONFIG_FILES:
                path = folder / name
                if path.is_file():
                    config = configuration.load(path)
                    if config is not None:
                        return cls(folder, config, path)
        raise ProjectNotFound(
            f"no toolkit.toml, and no [tool.toolkit] in a pyproject.toml, in {start} or above",
            hint="run `toolkit init` to set up a content repository here",
        )

    # Folders and files

    @cached_property
    def source_dir(self) -> Path:
        return self.root / self.config.source

    @cached_property
    def catalogs_dir(self) -> Path:
        return self.root / self.config.catalogs

    @cached_property
    def output_dir(self) -> Path:
        return self.root / self.config.output

    @property
    def cache_dir(self) -> Path:
        """Caches that can be deleted at any time; never the only copy of anything."""
        return self.root / CACHE_FOLDER

    @property
    def glossary_path(self) -> Path:
        return self.root / self.config.terms.glossary

    def template_path(self, article: Article) -> Path:
        return self._templates_dir / f"{article.catalog}.pot"

    @cached_property
    def _templates_dir(self) -> Path:
        return self.catalogs_dir / "templates"

    def catalog_path(self, article: Article, locale: str) -> Path:
        """Where gettext, Babel, Sphinx, Poedit and Weblate look."""
        return self.messages_dir(locale) / f"{article.catalog}.po"

    def messages_dir(self, locale: str) -> Path:
        found = self._messages_dirs.get(locale)
        if found is None:
            from toolkit.locales import posix

            found = self._messages_dirs[locale] = self.catalogs_dir / posix(locale) / "LC_MESSAGES"
        return found

    @cached_property
    def _messages_dirs(self) -> dict[str, Path]:
        return {}

    def relative(self, path: Path) -> str:
        """``path`` below the project, POSIX; as it is when it lies outside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    # Articles

    @cached_property
    def all_articles(self) -> tuple[Article, ...]:
        """Every article, sorted by name.

        :raises ConfigError: the source folder does not exist or leads out of the project, or a glob
            of `include` or `exclude` means nothing.
        """
        if not self.source_dir.is_dir():
            raise ConfigError(
                f"the source folder {self.config.source!r} does not exist",
                path=self.config_path,
                hint="create it, or set `source` to the folder of your articles",
            )
        if not _inside(self.source_dir, self.root):
            raise ConfigError(
                f"the source folder {self.config.source!r} is a link that leads out of the project",
                path=self.config_path,
                hint="put the project above the articles, or the articles into the project",
            )
        names = sorted(self._names())
        return tuple(_with_catalog_names(self.source_dir, names))

    def _names(self) -> Iterator[str]:
        from toolkit import formats, plugins

        plugins.install_formats()
        suffixes = formats.suffixes()
        wanted = self._filter()
        # What a build wrote below the articles is no article: it would be built again, and again.
        own = frozenset(map(os.path.normpath, (self.catalogs_dir, self.output_dir)))
        for name in _files(self.source_dir, self.root, own):
            if name[name.rfind(".") :].lower() in suffixes and wanted(name):
                yield name

    def _filter(self) -> _Filter:
        """:raises ConfigError: a glob cannot be understood."""
        for key, patterns in (("include", self.config.include), ("exclude", self.config.exclude)):
            for pattern in patterns if patterns != ("**/*",) else ():
                if not _is_glob(pattern):
                    raise ConfigError(f"{key}: {pattern!r} is no glob", path=self.config_path)
        return _Filter(self.config.include, self.config.exclude)

    def articles(self, names: Sequence[str] = ()) -> tuple[Article, ...]:
        """The articles that ``names`` mean, in project order; all for no names.

        A name is a path below the source folder with or without suffix, a path from the working
        directory, a folder of either kind, or a glob below the source folder.

        :raises ArticleError: a name means no article; the nearest one is named.
        """
        if not names:
            return self.all_articles
        chosen: set[str] = set()
        for name in names:
            found = self._named(name)
            if not found:
                raise self._no_article(name)
            chosen.update(found)
        return tuple(article for article in self.all_articles if article.name in chosen)

    def _named(self, name: str) -> set[str]:
        candidates = [name.replace(os.sep, "/").removeprefix("./").rstrip("/")]
        with contextlib.suppress(ValueError, OSError, RuntimeError):  # the last for a link in a circle
            candidates.append(Path(name).resolve().relative_to(self.source_dir.resolve()).as_posix())
        found: set[str] = set()
        for article in self.all_articles:
            if any(_means(candidate, article) for candidate in candidates):
                found.add(article.name)
        return found

    def _no_article(self, name: str) -> ArticleError:
        import difflib

        near = difflib.get_close_matches(
            name, [article.name for article in self.all_articles], n=1, cutoff=0.4
        )
        hint = f"did you mean {near[0]}?" if near else f"articles are looked for in {self.config.source}/"
        return ArticleError(f"no article {name!r}", hint=hint)

    # Reading

    @cached_property
    def format_options(self) -> FormatOptions:
        from toolkit.formats import FormatOptions

        settings = self.config.formats
        return FormatOptions(
            front_matter_keys=settings.front_matter_keys,
            translate_pre=settings.translate_pre,
            translate_code=settings.translate_code,
        )

    def document(self, article: Article) -> Document:
        """:raises ArticleError: it cannot be decoded or parsed; the path in it is below the project."""
        from toolkit import formats

        try:
            return formats.load(article.path, article.name, self.format_options)
        except ArticleError as error:
            error.path = self.relative(article.path)
            raise

    def read_catalog(self, article: Article, locale: str) -> Catalog | None:
        """The article's catalog in a locale; None where there is no file.

        :raises CatalogError: it cannot be read.
        """
        from toolkit.catalogs import po

        path = self.catalog_path(article, locale)
        if not path.is_file():
            return None
        return po.read(path, locale=locale)


@dataclass(frozen=True, slots=True)
class _Filter:
    """Include and exclude globs, with the rules of .gitignore for ``*``, ``**`` and folders."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]

    def __call__(self, name: str) -> bool:
        if self.include != ("**/*",) and not _spec(self.include)(name):
            return False
        return not (self.exclude and _spec(self.exclude)(name))


_SPECS: dict[tuple[str, ...], _Matcher] = {}


class _Matcher:
    def __init__(self, patterns: tuple[str, ...]) -> None:
        import pathspec

        self._spec = pathspec.PathSpec.from_lines("gitignore", patterns)

    def __call__(self, name: str) -> bool:
        return bool(self._spec.match_file(name))


def _spec(patterns: tuple[str, ...]) -> _Matcher:
    if patterns not in _SPECS:
        _SPECS[patterns] = _Matcher(patterns)
    return _SPECS[patterns]


def _is_glob(pattern: str) -> bool:
    """Whether it can be matched; ``[z-a]`` cannot."""
    try:
        _spec((pattern,))
    except (ValueError, re.error):  # pathspec's own, and what its regular expression says
        return False
    return True


def _files(folder: Path, root: Path, without: frozenset[str]) -> Iterator[str]:
    """POSIX paths of the files below ``folder``; hidden ones, links that leave ``root`` and the folders
    ``without`` left out."""
    stack: list[tuple[str, str]] = [(os.path.normpath(folder), "")]
    while stack:
        path, prefix = stack.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink() and not _inside(entry.path, root):
                    continue
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if entry.path not in without:
                        stack.append((entry.path, name + "/"))
                elif entry.is_file():
                    yield name


def _inside(path: str | Path, root: Path) -> bool:
    try:
        return Path(path).resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _with_catalog_names(folder: Path, names: Iterable[str]) -> Iterator[Article]:
    names = list(names)
    stems: dict[str, int] = {}
    for name in names:
        stem = _stem(name)
        stems[stem] = stems.get(stem, 0) + 1
    taken = {*names, THEME}
    for name in names:
        stem = _stem(name)
        alone = stems[stem] == 1 and stem not in taken
        yield Article(folder / name, name, stem if alone else name)


def _stem(name: str) -> str:
    return name[: name.rfind(".")]


def _means(name: str, article: Article) -> bool:
    if name in (article.name, _stem(article.name)) or article.name.startswith(name + "/") or name == ".":
        return True
    return any(sign in name for sign in "*?[") and _is_glob(name) and _spec((name,))(article.name)
