"""Texts into requests no larger than the engine takes."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from toolkit.engines.base import Form, Limits, Pair


def _characters(text: str) -> int:
    return len(text)


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _encoded(text: str) -> int:
    return len(urllib.parse.quote_plus(text, errors="surrogatepass"))


MEASURES: dict[Literal["characters", "encoded-bytes", "utf8-bytes"], Callable[[str], int]] = {
    "characters": _characters,
    "utf8-bytes": _utf8,
    "encoded-bytes": _encoded,
}


@dataclass(frozen=True, slots=True)
class Item:
    """A text to send, once, whoever asked for it."""

    key: bytes
    text: str


Group = tuple[Pair, Form, tuple[tuple[str, str], ...]]
"""What all texts of one request have in common: pair, form, glossary."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes into one request."""

    group: Group
    items: tuple[Item, ...]

    @property
    def characters(self) -> int:
        return sum(len(item.text) for item in self.items)

    def halves(self) -> tuple[Batch, Batch]:
        """For a batch that failed as a whole; it has at least two items."""
        middle = len(self.items) // 2
        return Batch(self.group, self.items[:middle]), Batch(self.group, self.items[middle:])


@dataclass(slots=True)
class Packer:
    """Fills batches as texts come in."""

    limits: Limits
    _open: dict[Group, list[Item]] = field(default_factory=dict)
    _sizes: dict[Group, int] = field(default_factory=dict)

    def size(self, text: str) -> int:
        return MEASURES[self.limits.measure](text)

    def fits(self, text: str) -> bool:
        """Whether the text can be sent at all, alone."""
        return self.size(text) <= self.limits.max_characters

    def add(self, group: Group, item: Item) -> Batch | None:
        """Takes one more; the batch that became full, if one did. The text has to fit alone."""
        size = self.size(item.text)
        items = self._open.setdefault(group, [])
        full: Batch | None = None
        if items and self._sizes[group] + size > self.limits.max_characters:
            full = self._take(group)
            items = self._open.setdefault(group, [])
        items.append(item)
        self._sizes[group] = self._sizes.get(group, 0) + size
        if full is None and len(items) >= self.limits.max_texts:
            full = self._take(group)
        return full

    def rest(self) -> list[Batch]:
        """What is left, once no more texts come."""
        return [self._take(group) for group in list(self._open)]

    def _take(self, group: Group) -> Batch:
        del self._sizes[group]
        return Batch(group, tuple(self._open.pop(group)))
