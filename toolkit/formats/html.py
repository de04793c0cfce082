"""HTML: whole pages and fragments, through the places of their tokens.

Nothing is serialised: a build copies the source and replaces slices, so unclosed and mismatched
tags, odd quoting and the author's own indentation come out as they went in.
What is an element, a token, a character reference is the HTML Living Standard's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from toolkit.formats import frontmatter, html_inline, html_page, html_rules, html_text
from toolkit.formats.html_inline import TRANSLATE_CODE, codes, plain
from toolkit.formats.html_mask import TEMPLATE
from toolkit.formats.html_page import (
    attribute_slice,
    sniff_encoding,
)
from toolkit.formats.html_segments import read, segments
from toolkit.formats.html_text import escape, unescape
from toolkit.formats.html_tokens import one_line_ends
from toolkit.model import Document, Segment

if TYPE_CHECKING:
    from toolkit.formats.options import FormatOptions

__all__ = [
    "TRANSLATE_CODE",
    "HtmlFormat",
    "attribute_slice",
    "codes",
    "encode",
    "escape",
    "metadata",
    "parse",
    "plain",
    "segments",
    "sniff_encoding",
    "to_encode",
    "unescape",
]

_NO_LABELS: frozenset[str] = frozenset()
_WRITTEN_OTHERWISE = ("&", "{", "\n", "\t", "\f", "\r", "  ")
"""What may make text of a page be written in another way than it stands in a msgstr, besides tags."""
_CODE_LABELS = frozenset([TRANSLATE_CODE])


def parse(text: str, path: str, options: FormatOptions) -> Document:
    """Find the segments of a page or fragment, and of the front matter that generators take off it.

    :raises ArticleError: unclosed or invalid front matter; any other text is HTML.
    """
    front, start = frontmatter.segments(text, path, options.front_matter_keys)
    found, tokens = read(text[start:], start, options) if start else read(text, 0, options)
    labels = _CODE_LABELS if options.translate_code else _NO_LABELS
    encoding = "utf-8"
    # Their places are those of the text only without a carriage return, and from its beginning.
    outline = None if start or "\r" in text else tokens
    return Document(path, "html", text, (*front, *found), labels, encoding, outline)


def to_encode(document: Document, targets: Mapping[int, str]) -> Iterable[int]:
    """Which targets are their segment's own text or may be written otherwise by :func:`encode`.

    What is in hardly any is looked for in all of them at once.

    :param targets: by the index of their segment; without white space at their edges, and not empty.
    """
    every = "".join(targets.values())
    if document.encoding != "utf-8" and not every.isascii():
        return targets
    signs = list(filter(every.__contains__, _WRITTEN_OTHERWISE))
    segments = document.segments
    found = []
    for index, target in targets.items():
        segment = segments[index]
        if (
            segment.syntax != "html"
            or target == segment.text
            or (signs and any(map(target.__contains__, signs)))
            or ("<" in target and not html_inline.has_tags_of(document, segment, target))
        ):
            found.append(index)
    return found


def encode(document: Document, segment: Segment, target: str) -> str:
    """The source slice that says ``target``; for the segment's own text the very slice it came from.

    Tags of the source are written as they were; text is escaped; a tag the source has not is text.
    """
    if (
        segment.syntax == "html"
        and target != segment.text
        and html_inline.is_written(document, segment, target)
        and (document.encoding == "utf-8" or target.isascii())
    ):
        return target
    source = document.text[segment.span.start : segment.span.end]
    if target == segment.text:
        return source
    if segment.role.startswith("front matter"):
        return frontmatter.encode(document, segment, target)
    written = _encode(document, segment, source, target)
    if "\r\n" in source:
        written = written.replace("\n", "\r\n").replace("\r\r\n", "\r\n")
    if not document.encoding.lower().startswith("utf"):
        written = written.encode(document.encoding, "xmlcharrefreplace").decode(document.encoding)
    return written


def _encode(document: Document, segment: Segment, source: str, target: str) -> str:
    if segment.syntax == "html":
        keep_space = segment.role == html_rules.PRE_ROLE or "\n" in segment.text
        return html_inline.written(one_line_ends(source), target, keep_space=keep_space)
    templates = frozenset(found[0] for found in TEMPLATE.finditer(source)) if "{" in source else frozenset()
    if segment.role == html_rules.AREA_ROLE or segment.role == html_rules.TITLE_ROLE:
        return html_text.rcdata(target.strip(), templates)
    words = html_text.collapse(target).strip()
    return attribute_slice(document.text, segment.span, words, templates)


def metadata(document: Document) -> Mapping[str, object]:
    """What front matter says; and ``title``, ``lang``, ``dir``, and the content of each named ``<meta>``."""
    said = frontmatter.metadata(document.text, document.path)
    found = html_page.metadata(document.text)
    return {**found, **said} if said else found


class HtmlFormat:
    """The format of ``.html`` and ``.htm`` articles."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    parse = staticmethod(parse)
    encode = staticmethod(encode)
    metadata = staticmethod(metadata)
