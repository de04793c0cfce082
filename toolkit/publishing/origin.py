"""An article as its author wrote it, and what preparing any article needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from toolkit import formats
from toolkit.config import BuildConfig
from toolkit.errors import ArticleError
from toolkit.model import Document
from toolkit.project import Article, Project
from toolkit.publishing import body, markdown_links, plaintext
from toolkit.publishing.headings import Outline, outline
from toolkit.publishing.inventory import Inventory, inventory
from toolkit.publishing.links import Finder
from toolkit.publishing.words import Words

_WHOLE = re.compile(
    r"^\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class Workshop:
    """What preparing any article needs."""

    project: Project
    build: BuildConfig
    finder: Finder
    words: Mapping[str, Words]
    """The theme's words by locale."""
    labels: bool = True
    schema: str = "Article"

    @property
    def pages(self) -> bool:
        """Whether pages are made, not only the files of another generator."""
        return self.build.layout == "site"


class Source:
    """An article as its author wrote it, looked at once for all languages.

    What only a page needs is made when it is asked for.
    """

    def __init__(self, article: Article, document: Document, metadata: Mapping[str, object]) -> None:
        self.article = article
        self.document = document
        self.metadata = metadata
        self.markdown = as_markdown(document, document.text)
        """As Markdown; empty for HTML."""
        start = body.without_front(document.text) if document.format == "html" else ""
        self.whole = _WHOLE.match(start) is not None

    @cached_property
    def html(self) -> str:
        if self.markdown:
            return body.render(self.markdown, self.document.path)
        return body.without_front(self.document.text)

    @cached_property
    def inventory(self) -> Inventory:
        return inventory(self.html)

    @cached_property
    def outline(self) -> Outline:
        return outline(self.html)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Of the headings, in order."""
        return tuple(heading.id for heading in self.outline.headings)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """As they stand in its HTML, in order."""
        found = markdown_links.addresses(self.document) if self.document.format == "markdown" else None
        return body.addresses(self.html) if found is None else found


def source(shop: Workshop, article: Article) -> Source:
    """:raises ArticleError: it cannot be read."""
    document = shop.project.document(article)
    try:
        metadata = formats.metadata(document)
    except ArticleError as error:
        error.path = shop.project.relative(article.path)
        raise
    return Source(article, document, metadata)


def as_markdown(document: Document, text: str) -> str:
    if document.format == "markdown":
        return text
    if document.format == "text":
        return plaintext.to_markdown(document)
    return ""
