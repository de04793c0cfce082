"""What types and ranges cannot say of the settings: tags are tags, folders stay inside the project and
apart from each other, the site has a web address.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from toolkit.errors import ConfigError

if TYPE_CHECKING:
    from toolkit.toml_tables import Reader

T = TypeVar("T")

_NOT_OURS = frozenset({".git", ".hg", ".svn", ".toolkit"})
"""Folders of version control, and the toolkit's own caches and locks."""
_WEB = re.compile(r"https?://[^\s/?#<>\"'\\]+(?:/[^\s?#<>\"'\\]*)?", re.I)


def tags(reader: Reader, source_language: str, locales: Iterable[str], prefix: str) -> list[str]:
    """The source language, then the locales, canonical and each once.

    :param prefix: what stands before a key in messages, with its full stop; may be empty.
    :raises ConfigError: one of them is no tag, or stands there twice.
    """
    seen: list[str] = []
    for key, given in (("source-language", (source_language,)), ("locales", locales)):
        for tag in given:
            fixed = _canonical(reader, f"{prefix}{key}", tag)
            if seen and fixed == seen[0]:
                raise reader.error(
                    f"{prefix}{key}",
                    f"{tag!r} is the language the articles are written in",
                    hint="leave it out: pages in the source language are made without it",
                )
            if fixed in seen:
                raise reader.error(f"{prefix}{key}", f"{tag!r} stands there twice")
            seen.append(fixed)
    return seen


def _canonical(reader: Reader, key: str, tag: str) -> str:
    from toolkit.locales import canonical

    try:
        return canonical(tag)
    except ConfigError as error:
        raise reader.error(key, error.message, hint=error.hint) from error


def by_tag(
    reader: Reader,
    key: str,
    table: Mapping[str, T],
    allowed: Collection[str] | None = None,
    named: Collection[str] = (),
) -> Mapping[str, T]:
    """A table of settings by locale, with canonical tags.

    :param allowed: tags it may have; any for None.
    :param named: those to name in an error.
    :raises ConfigError: one of them is no tag, not allowed, or stands there twice.
    """
    found: dict[str, T] = {}
    for tag, value in table.items():
        fixed = _canonical(reader, f"{key}.{tag}", tag)
        if allowed is not None and fixed not in allowed:
            raise reader.error(
                f"{key}.{tag}",
                f"the project has no locale {fixed}",
                hint=f"it has {', '.join(named) or 'none'}; add it to `locales`, or remove this table",
            )
        if fixed in found:
            raise reader.error(f"{key}.{tag}", f"{fixed} stands there twice")
        found[fixed] = value
    return found


def check_folders(reader: Reader, prefix: str, *, source: str, catalogs: str, output: str) -> None:
    """:raises ConfigError: one of them leads out of the project, or the builds would be among the others."""
    articles = path(reader, f"{prefix}source", source, "folder")
    translations = path(reader, f"{prefix}catalogs", catalogs, "folder")
    builds = path(reader, f"{prefix}output", output, "folder")
    if len({articles, translations, builds}) < 3:
        raise reader.error(
            f"{prefix}output", "source, catalogs and output have to be three different folders"
        )
    # A build makes what it likes below its folder, and removes what it made there.
    for name, other in (("source", articles), ("catalogs", translations)):
        within = builds[: len(other)] == other
        if within or other[: len(builds)] == builds:
            raise reader.error(
                f"{prefix}output",
                f"{output!r} lies {'inside' if within else 'above'} the {name} folder {'/'.join(other)!r}",
                hint="name a folder beside it, such as build",
            )


def path(reader: Reader, key: str, value: str, kind: str) -> tuple[str, ...]:
    """The names in a path below the project.

    :raises ConfigError: it leads out of the project, is the project, or is somebody else's.
    """
    parts = value.replace("\\", "/").split("/")
    outside = value.startswith(("/", "\\", "~")) or ".." in parts or re.match(r"^[A-Za-z]:", value)
    if not value.strip() or "\0" in value or outside:
        raise reader.error(key, f"{value!r} is not a {kind} below the project")
    names = tuple(part for part in parts if part not in ("", "."))
    if not names:
        raise reader.error(key, f"{value!r} is the project itself; name a {kind} below it")
    for name in names:
        if name.lower() in _NOT_OURS:
            raise reader.error(
                key,
                f"{value!r}: {name} belongs to {'the toolkit' if name == '.toolkit' else 'version control'}",
                hint=f"name another {kind} below the project",
            )
    return names


def check_address(reader: Reader, key: str, value: str) -> None:
    """:raises ConfigError: it is no address of a site; an empty one is none at all."""
    if value and not _WEB.fullmatch(value):
        raise reader.error(
            key,
            f"has to be an address that begins with http:// or https://, not {value!r}",
            hint="write it like https://clinic.example/health/, without ? and #",
        )
