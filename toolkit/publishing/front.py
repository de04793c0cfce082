"""Front matter as values: texts in the page's language, dates, lists, numbers."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit import dates

_SUMMARY = 200
"""Characters of a summary taken from the first paragraph."""


class Front:
    """Front-matter values in the page's language."""

    def __init__(self, metadata: Mapping[str, object], used: Mapping[str, str], language: str) -> None:
        self.metadata = metadata
        self.used = used
        self.language = language

    def __call__(self, *keys: str) -> tuple[str, str]:
        """The first of the keys there is, and its language where that is not the page's."""
        for key in keys:
            value = self.metadata.get(key)
            if isinstance(value, str | int | float) and str(value).strip():
                text = " ".join(str(value).split())
                if text in self.used:
                    return self.used[text], ""
                return text, self.language
        return "", ""

    def of(self, value: str) -> str:
        return self.used.get(value, value)

    def every(self) -> Iterator[tuple[str, str | int | float]]:
        """All single values by name: words in the page's language, dates as ISO 8601, numbers."""
        for key, value in self.metadata.items():
            if isinstance(value, datetime.date):  # and datetime
                yield str(key), value.isoformat()
            elif isinstance(value, int | float):
                yield str(key), value
            elif isinstance(value, str):
                yield str(key), self.of(" ".join(value.split()))


_PATH = re.compile(r"[^\n<>]{1,300}\.\w{1,8}")


def paths(metadata: Mapping[str, object]) -> Iterator[str]:
    """Texts at any depth that could be the address of a file."""
    todo: list[object] = [metadata]
    seen: set[int] = set()  # YAML's aliases can make a small text a huge one
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            if _PATH.fullmatch(value):
                yield value
        elif isinstance(value, Mapping | list) and id(value) not in seen:
            seen.add(id(value))
            todo += value.values() if isinstance(value, Mapping) else value


def shortened(text: str) -> str:
    if len(text) <= _SUMMARY:
        return text
    cut = text[:_SUMMARY]
    space = cut.rfind(" ")
    return (cut[:space] if space > _SUMMARY // 2 else cut).rstrip(" ,;:") + " …"


def stem_title(name: str) -> str:
    stem = posixpath.basename(name).rpartition(".")[0]
    return stem.replace("-", " ").replace("_", " ").capitalize()


def texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value if isinstance(item, str | int | float))
    return ()


def date(value: Any) -> str:
    """A date as ISO 8601; empty for what is none. See :func:`toolkit.dates.read` for text."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str) and (day := dates.read(value)) is not None:
        return day.isoformat()
    return ""
