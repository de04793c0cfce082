"""Where pages go: file names by key and language, former names, aliases."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.project import Project
from toolkit.publishing import layouts, slugs
from toolkit.publishing.store import Brief

Briefs = Mapping[tuple[str, str], Brief]


def keys(names: Sequence[str]) -> dict[str, str]:
    """What each article is called in all languages: its path without suffix, where that is unique."""
    stems = Counter(layouts.stem(name) for name in names)
    return {name: stem if stems[stem := layouts.stem(name)] == 1 else name for name in names}


def page_path(key: str, locale: str, slug: str = "") -> str:
    """Where the page goes, POSIX below the output folder.

    :param slug: the file's name from the translated title, without suffix; the source's for "".
    """
    return f"{locale}/{_sibling(key, slug) if slug else key}.html"


class Paths(Mapping[tuple[str, str], str]):
    """Page of an article in a locale, POSIX below the output folder; only published ones."""

    def __init__(self, briefs: Briefs, keys: Mapping[str, str], assigned: slugs.Slugs) -> None:
        self._briefs = briefs
        self._keys = keys
        self._assigned = assigned

    def __getitem__(self, pair: tuple[str, str]) -> str:
        if not self._briefs[pair].publish:
            raise KeyError(pair)
        name, tag = pair
        key = self._keys[name]
        names = self._assigned.get(tag, {}).get(key, ()) if self._assigned else ()
        return page_path(key, tag, names[0] if names else "")

    def get(self, pair: tuple[str, str], default: str | None = None) -> str | None:  # type: ignore[override]
        brief = self._briefs.get(pair)
        return default if brief is None or not brief.publish else self[pair]

    def __contains__(self, pair: object) -> bool:
        brief = self._briefs.get(pair)  # type: ignore[call-overload]
        return brief is not None and brief.publish

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (pair for pair, brief in self._briefs.items() if brief.publish)

    def __len__(self) -> int:
        return sum(brief.publish for brief in self._briefs.values())


def localised(project: Project, tags: Iterable[str], keys: Mapping[str, str], briefs: Briefs) -> slugs.Slugs:
    """File names from translated titles: those that were published stay, new ones are kept.

    :raises ConfigError: what was kept cannot be read.
    """
    path = project.catalogs_dir / "slugs.toml"
    known = slugs.read(path)
    for tag in tags:
        pages = [
            (key, brief.title, brief.slug)
            for name, key in keys.items()
            if (brief := briefs[name, tag]).publish
            and key != "index"
            and not brief.machine
            and not brief.title_lang
        ]
        own = slugs.assign(known.get(tag, {}), pages, ["index", "feed"])
        if own:
            known[tag] = own
    if known:
        slugs.write(path, known, project.root)
    present = set(keys.values())
    return {
        tag: {key: names for key, names in table.items() if key in present} for tag, table in known.items()
    }


def former(assigned: slugs.Slugs) -> dict[tuple[str, str], tuple[str, ...]]:
    """By locale and key: names without suffix under which a page was or could have been found before."""
    return {
        (tag, key): (key, *(_sibling(key, slug) for slug in names[1:]))
        for tag, table in assigned.items()
        for key, names in table.items()
        if names
    }


def _sibling(key: str, slug: str) -> str:
    folder = posixpath.dirname(key)
    return f"{folder}/{slug}" if folder else slug


def alias(words: str, name: str, tag: str) -> str:
    """Where a redirect for an alias goes: beside the article, or below the locale for ``/…``; empty for
    what is no place there."""
    text = words.split("#", 1)[0].split("?", 1)[0].strip()
    if not text or "\\" in text or ":" in text or any(ord(char) < 32 for char in text):
        return ""
    path = text.lstrip("/") if text.startswith("/") else posixpath.join(posixpath.dirname(name), text)
    folder = path.endswith("/")
    path = posixpath.normpath(path)
    if path in ("", ".", "..") or path.startswith("../"):
        return ""
    if folder:
        path += "/index.html"
    elif not path.endswith((".html", ".htm")):
        path += ".html"
    return f"{tag}/{path}"
