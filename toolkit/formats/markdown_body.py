"""One reading of an article's Markdown: what its parser and the templates in it say, in one place.

Positions are those of pulldown-cmark, in the article's view (:mod:`toolkit.formats.markdown_view`).
"""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.formats import masks, references
from toolkit.formats.markdown_runs import PARSER, Runs, runs
from toolkit.formats.markdown_view import decode, lone_returns_replaced


class Body:
    """The Markdown of an article, read.

    :param text: the whole article.
    :param offset: its characters before the Markdown.
    """

    __slots__ = ("ascii", "data", "labels", "masks", "offset", "runs", "titles", "view")

    def __init__(self, text: str, offset: int, path: str) -> None:
        body = text[offset:] if offset else text
        self.offset = offset
        self.ascii = body.isascii()
        self.data = b"" if self.ascii else body.encode("utf-8")
        self.view = body if self.ascii else self.data.decode("latin-1")
        self.masks = masks.find(self.view, path)
        source = lone_returns_replaced(body if self.masks is None else decode(self.masks.masked))
        admonitions = self.masks.admonitions if self.masks is not None else ()
        self.runs: Runs = runs(source, self.view, admonitions)
        self.labels: frozenset[str] = frozenset()
        """Of link reference definitions."""
        self.titles: tuple[tuple[int, int, str], ...] = ()
        """Start, end and text as written of their titles."""
        if "]" in masks.before_colons(self.view):
            definitions = PARSER.reference_definitions(source)
            self.labels = frozenset(references.normalise(label) for label in definitions)
            self.titles = tuple(references.titles(self.view, definitions))

    def characters(self, positions: Iterable[int]) -> list[int]:
        """The article's characters at ascending positions."""
        if self.ascii:
            offset = self.offset
            return [position + offset for position in positions]
        data, last, character = self.data, 0, self.offset
        found = []
        for position in positions:
            character += len(data[last:position].decode("utf-8", "replace"))
            last = position
            found.append(character)
        return found
