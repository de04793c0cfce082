"""What each page is made from, and whether that is what it was made from last time.

Sizes and times of its files first; their contents only where those differ, so that a fresh checkout,
which has other times for the same contents, makes nothing again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from toolkit.locales import posix
from toolkit.project import Article, Project
from toolkit.publishing import snapshots
from toolkit.publishing.digests import digest

_PLAIN = 40
"""Digits kept of a digest."""


class Inputs:
    """The files of every page of a project."""

    def __init__(self, project: Project, settings: str, words: Mapping[str, str]) -> None:
        """
        :param settings: changes when anything does that all pages depend on.
        :param words: the same of the theme's words, by locale.
        """
        self.source_language = project.config.source_language
        self._common = {tag: digest(settings, mark, tag)[:_PLAIN] for tag, mark in words.items()}
        self._folders = {
            tag: (os.fspath(project.messages_dir(tag)), os.fspath(project.catalogs_dir / posix(tag)))
            for tag in words
        }
        self._last = ("", "")

    def state(self, article: Article, tag: str) -> str:
        """Of the files as they are: sizes and times."""
        return " ".join((self._common[tag], *(_stamp(path) for path in self._files(article, tag))))

    def key(self, article: Article, tag: str) -> str:
        """Of the files' contents."""
        source, *rest = self._files(article, tag)
        if self._last[0] != source:  # the same for all its languages
            self._last = source, _contents(source)
        return digest(self._common[tag], self._last[1], *map(_contents, rest))

    def _files(self, article: Article, tag: str) -> tuple[str, ...]:
        source = os.fspath(article.path)
        if tag == self.source_language:
            return (source,)
        messages, locale = self._folders[tag]
        return (
            source,
            f"{messages}/{article.catalog}.po",
            f"{locale}/{snapshots.FOLDER}/{article.catalog}.json",
        )


def _stamp(path: str) -> str:
    try:
        stat = os.stat(path)  # noqa: PTH116 - strings all along, this runs once a file
    except OSError:
        return "-"
    return f"{stat.st_size}.{stat.st_mtime_ns}"


def _contents(path: str) -> str:
    """SHA-256 of the file's bytes; empty for a file that is not there."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.sha256(file.read()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError:
        return "unreadable"


def names_mark(folder: Path) -> str:
    """Changes when a file below the folder comes, goes or is called otherwise.

    While it is the same, every relative address leads where it led.
    """
    return digest(*sorted(_names(os.fspath(folder), "")))


def _names(folder: str, below: str) -> Iterable[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        name = below + entry.name
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            yield f"{name}\0{real}\0{os.path.isfile(real)}"  # noqa: PTH113
        elif entry.is_dir(follow_symlinks=False):
            yield f"{name}/"
            yield from _names(entry.path, f"{name}/")
        else:
            yield name
