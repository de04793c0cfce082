"""Which rules of :mod:`toolkit.signing` hold for an article: the project's, and what the article says."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit import formats, signing
from toolkit.files import read_bytes_or_none
from toolkit.project import Article, Project
from toolkit.publishing.policy import truth


def of_metadata(project: Project, metadata: Mapping[str, object]) -> signing.Rules:
    """For who has read the article already. ``critical: true`` in its front matter makes it critical."""
    return signing.rules_from(project.config.review, critical=truth(metadata.get("critical")))


def of_article(project: Project, article: Article) -> signing.Rules:
    """The rules for the article as it is on disk.

    An article without the word is not critical, which saves reading most of them.

    :raises ArticleError: it cannot be read.
    """
    # UTF-16 has a zero byte with each of these letters.
    if b"critical" not in (read_bytes_or_none(article.path) or b"").replace(b"\0", b""):
        return of_metadata(project, {})
    return of_metadata(project, formats.metadata(project.document(article)))
