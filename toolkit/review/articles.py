"""What the review page needs to know of the articles themselves; read again when their files change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from toolkit import formats
from toolkit.checking.selection import NO_ARTICLE_CHOICE, ArticleChoice, article_choice
from toolkit.errors import ArticleError
from toolkit.model import Document
from toolkit.project import Article, Project
from toolkit.review.saving import identifier
from toolkit.signing import Rules, rules_from

Made = TypeVar("Made")
Signature = tuple[int, int, int, int]


def signature(path: Path) -> Signature | None:
    """What tells a file's states apart without reading it; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


@dataclass(frozen=True, slots=True)
class About:
    """An article's say in how its translations are reviewed."""

    title: str
    labels: frozenset[str] = frozenset()
    choice: ArticleChoice = NO_ARTICLE_CHOICE
    critical: bool = False
    rules: Rules = field(default_factory=Rules)


class Articles:
    """The source side of the project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._kept: dict[tuple[str, str], tuple[object, object]] = {}

    def document(self, article: Article) -> Document:
        """:raises ArticleError: it cannot be read."""
        return self._cached("document", article, lambda: self.project.document(article))

    def about(self, article: Article) -> About:
        """What its front matter says. An article that cannot be read says nothing."""
        return self._cached("about", article, lambda: self._about(article))

    def present(self, article: Article) -> frozenset[str]:
        """Identifiers of the units it has now.

        :raises ArticleError: it cannot be read.
        """
        from toolkit.catalogs.template import template

        def look() -> frozenset[str]:
            return frozenset(identifier(unit) for unit in template(self.document(article)).units)

        return self._cached("present", article, look)

    def _about(self, article: Article) -> About:
        try:
            document = self.document(article)
            metadata = formats.metadata(document)
        except ArticleError:
            return About(article.name, rules=self._rules(False))
        try:
            choice = article_choice(metadata, article.name)
        except ArticleError:
            choice = NO_ARTICLE_CHOICE
        from toolkit.publishing.policy import truth

        critical = truth(metadata.get("critical"))
        return About(
            _filled(self.project, _title(document, metadata.get("title"))),
            document.labels,
            choice,
            critical,
            self._rules(critical),
        )

    def _rules(self, critical: bool) -> Rules:
        return rules_from(self.project.config.review, critical=critical)

    def _cached(self, what: str, article: Article, make: Callable[[], Made]) -> Made:
        now = signature(article.path)
        kept = self._kept.get((what, article.name))
        if kept is not None and now is not None and kept[0] == now:
            return kept[1]  # type: ignore[return-value]
        made = make()
        self._kept[what, article.name] = (now, made)
        return made


def _filled(project: Project, text: str) -> str:
    """With the site's own words for ``{{ name }}``, as its pages say them."""
    if "{{" not in text:
        return text
    from html import unescape

    from toolkit.publishing.work import filled

    return unescape(filled(text, tuple(project.config.site.variables.items())))


def _title(document: Document, said: object) -> str:
    if isinstance(said, str) and said.strip():
        return " ".join(said.split())
    for segment in document.segments:
        if segment.role.startswith(("heading", "title")):
            return " ".join(formats.plain(segment.text, segment.syntax, document.labels).split())
    return document.path
