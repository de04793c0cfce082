"""Markdown: CommonMark with GFM tables, alerts, task lists, strikethrough, footnotes, definition lists, math.

pulldown-cmark reports where inline content begins and ends in the source; a segment is one
such run.

    markdown_view      the text in which the parser's positions count
    markdown_runs      the parser's events as runs of inline content
    markdown_body      one reading of an article: runs, templates, link definitions
    markdown_segments  which of it is for translators
    markdown_pieces    runs with an author's comments in them, and others that are not one segment
    markdown_encode    targets into source
    markdown_rendered  whether a composed article has the structure of its source: from its HTML,
    markdown_proof     and, where that does not tell, from the parser's events
    markdown_inline    what codes are in a text; looked at only where it is asked for
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.formats import frontmatter, markdown_encode, markdown_runs, markdown_segments, masks
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_view import lone_returns_replaced
from toolkit.formats.options import FormatOptions
from toolkit.model import Document


class MarkdownFormat:
    """``.md``, ``.markdown`` and ``.mdx``."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdx")

    def parse(self, text: str, path: str, options: FormatOptions) -> Document:
        return parse(text, path, options)

    encode = staticmethod(markdown_encode.encode)

    def metadata(self, document: Document) -> Mapping[str, object]:
        return frontmatter.metadata(document.text, document.path)


def parse(text: str, path: str, options: FormatOptions) -> Document:
    """The segments of a Markdown article.

    :raises ArticleError: unclosed or invalid front matter.
    """
    front, offset = frontmatter.segments(text, path, options.front_matter_keys)
    body = Body(text, offset, path)
    segments = markdown_segments.segments(body, front, options)
    return Document(path, "markdown", text, segments, body.labels, outline=body)


def to_html(body: str, path: str = "") -> str:
    """Markdown without front matter, rendered as it is read for its segments."""
    return markdown_runs.PARSER.html(lone_returns_replaced(masks.readable(body, path)))
