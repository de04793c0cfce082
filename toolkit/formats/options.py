"""What a format may be told, and what a format is: the leaf the modules of this folder share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from toolkit.model import Document, Segment

FRONT_MATTER_KEYS = ("title", "description", "summary", "subtitle", "keywords", "image_alt")


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """What is translatable where that is a matter of taste."""

    front_matter_keys: tuple[str, ...] = FRONT_MATTER_KEYS
    """Paths of mapping keys, dotted: ``title``, ``seo.title``. Lists on the way are passed through."""
    translate_pre: bool = False
    """Text in ``<pre>``."""
    translate_code: bool = False
    """Text in ``<code>`` of HTML; False makes inline code one code."""


DEFAULT_OPTIONS = FormatOptions()


class Format(Protocol):
    """What an article format does; plug-ins of the group ``toolkit.formats`` give one."""

    name: str
    suffixes: tuple[str, ...]
    """With the dot, lower case."""

    def parse(self, text: str, path: str, options: FormatOptions) -> Document:
        """Find the segments of ``text``. Raises ArticleError."""

    def encode(self, document: Document, segment: Segment, target: str) -> str:
        """The source slice that says ``target``; for ``segment.text`` the very slice it came from."""

    def metadata(self, document: Document) -> Mapping[str, object]:
        """What the article says about itself: front matter, ``<meta>``, date and title lines."""
