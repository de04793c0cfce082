"""File names of pages in a language, from translated titles: stable once published.

What was once published is kept in ``<catalogs>/slugs.toml`` and committed: a later change of the title
changes no address. An author who changes ``slug`` in front matter moves the page; its former names
lead to it. Letters of all scripts are kept; addresses are percent-encoded where they are written.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from toolkit.errors import ConfigError
from toolkit.files import read_bytes_or_none, write_if_changed

Slugs = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By locale and article: the file's name without suffix, then former names, newest first."""

_WORDS = re.compile(r"[^\w]+")
_LIMIT = 80
"""Characters; an encoded Arabic letter takes six bytes of an address."""


def slugify(title: str) -> str:
    """``¿Qué es el dolor?`` → ``qué-es-el-dolor``; may be empty. Never a path."""
    words = unicodedata.normalize("NFC", title).casefold()
    slug = _WORDS.sub("-", words).strip("-_")
    if len(slug) > _LIMIT:
        slug = slug[:_LIMIT].rpartition("-")[0] or slug[:_LIMIT]
    return slug


def read(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """:raises ConfigError: the file is not what :func:`write` writes."""
    import tomllib

    data = read_bytes_or_none(path)
    if data is None:
        return {}
    try:
        tables = tomllib.loads(data.decode("utf-8"))
        return {
            locale: {
                name: tuple(slug for slug in map(str, slugs) if slug and slug == slugify(slug))
                for name, slugs in table.items()
            }
            for locale, table in tables.items()
        }
    except (ValueError, AttributeError, TypeError) as error:
        raise ConfigError(f"not a list of slugs: {error}", path=path) from error


def write(path: Path, slugs: Slugs, root: Path) -> bool:
    lines = [
        "# Addresses of published pages, newest first. Written by `toolkit build`; commit it, so that",
        "# published addresses stay what they are.",
    ]
    for locale in sorted(slugs):
        lines += ["", f"[{_quoted(locale)}]"]
        for name in sorted(slugs[locale]):
            names = ", ".join(_quoted(slug) for slug in slugs[locale][name])
            lines.append(f"{_quoted(name)} = [{names}]")
    return write_if_changed(path, "\n".join(lines) + "\n", root=root)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def assign(
    known: Mapping[str, tuple[str, ...]],
    pages: Iterable[tuple[str, str, str]],
    taken: Iterable[str],
) -> dict[str, tuple[str, ...]]:
    """Slugs for one locale's pages.

    :param known: what was published, by article.
    :param pages: article, translated title, and the slug its front matter asks for (or empty).
    :param taken: file names without suffix, with folders, that no page may have.
    """
    result = dict(known)
    used = {_full(name, slugs[0]): name for name, slugs in known.items() if slugs}
    reserved = set(taken)
    for name, title, wanted in pages:
        former = known.get(name, ())
        asked = slugify(wanted)
        if former and (not asked or asked == former[0]):
            continue
        base = asked or slugify(title) or posixpath.basename(name)
        slug, number = base, 1
        while used.get(_full(name, slug), name) != name or _full(name, slug) in reserved:
            number += 1
            slug = f"{base}-{number}"
        result[name] = (slug, *(old for old in former if old != slug))
        used[_full(name, slug)] = name
    return result


def _full(name: str, slug: str) -> str:
    folder = posixpath.dirname(name)
    return f"{folder}/{slug}" if folder else slug
