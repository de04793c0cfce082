"""Article formats: bytes to a :class:`~toolkit.model.Document`, targets back to source slices.

Parsers only find spans in the source. Nothing is rendered again: a build copies the
source and replaces the slices that have an accepted target, so whatever nobody
translates comes out as the author's own bytes.

    load / parse     an article -> Document with its segments
    encode           (document, segment, target) -> the slice to put in its place
    to_encode        which targets have to be encoded at all
    codes, plain     inline markup of a segment-form text, and its words without it
    escape, unescape words <-> text that is no markup
    metadata         front matter, <meta>, title lines
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from toolkit.errors import ArticleError
from toolkit.formats import decoding, markdown_inline, placeholders
from toolkit.formats.options import DEFAULT_OPTIONS, FRONT_MATTER_KEYS, Format, FormatOptions
from toolkit.formats.spliced import Spliced
from toolkit.model import Code, Document, Segment, Syntax

__all__ = [
    "BUILTIN",
    "FRONT_MATTER_KEYS",
    "Format",
    "FormatOptions",
    "codes",
    "encode",
    "escape",
    "for_name",
    "for_suffix",
    "identities",
    "keeps_structure",
    "load",
    "metadata",
    "parse",
    "plain",
    "register",
    "suffixes",
    "to_encode",
    "unescape",
]

BUILTIN: Mapping[str, str] = {
    "markdown": "toolkit.formats.markdown:MarkdownFormat",
    "html": "toolkit.formats.html:HtmlFormat",
    "text": "toolkit.formats.text:TextFormat",
}
# Told here too, so that a project of Markdown articles does not load an HTML parser.
_SUFFIXES: Mapping[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
}
_registered: dict[str, Format] = {}
_NO_LABELS: frozenset[str] = frozenset()


def register(format: Format) -> None:
    """Make a plug-in's format known. Its suffixes go before those of the built-in formats."""
    _registered[format.name] = format
    for_name.cache_clear()
    for_suffix.cache_clear()


@functools.cache
def for_name(name: str) -> Format:
    """The format called ``name``. Raises ArticleError."""
    if name in _registered:
        return _registered[name]
    if name not in BUILTIN:
        raise ArticleError(
            f"there is no article format {name!r}", hint=f"known are {', '.join([*BUILTIN, *_registered])}"
        )
    module, _, attribute = BUILTIN[name].partition(":")
    made: Format = getattr(importlib.import_module(module), attribute)()
    return made


@functools.cache
def for_suffix(suffix: str) -> Format | None:
    """The format of files that end in ``suffix`` (with its dot), or None."""
    folded = suffix.lower()
    for plugin in _registered.values():
        if folded in plugin.suffixes:
            return plugin
    return for_name(_SUFFIXES[folded]) if folded in _SUFFIXES else None


def suffixes() -> tuple[str, ...]:
    """All suffixes that are articles."""
    others = (suffix for plugin in _registered.values() for suffix in plugin.suffixes)
    return tuple(dict.fromkeys((*_SUFFIXES, *others)))


def _format_of(path: str) -> Format:
    name = path.rpartition("/")[2]
    suffix = name[name.rfind(".") :] if "." in name else ""
    found = for_suffix(suffix)
    if found is None:
        raise ArticleError(
            f"files that end in {suffix!r} are not a known article format",
            path=path,
            hint=f"known are {', '.join(suffixes())}; leave the file out with the setting exclude",
        )
    return found


def load(path: Path, name: str = "", options: FormatOptions = DEFAULT_OPTIONS) -> Document:
    """Read and parse an article.

    :param path: the file.
    :param name: its path below the source folder, for messages and references.
    :raises ArticleError: it cannot be read, decoded or parsed, with line and column.
    """
    shown = name or path.as_posix()
    format = _format_of(shown)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}", path=path) from error
    text, encoding = decoding.decode(data, shown, declared=format.name == "html")
    document = format.parse(text, shown, options)
    if encoding != document.encoding:
        document = dataclasses.replace(document, encoding=encoding)
    return document


def parse(text: str, path: str, options: FormatOptions = DEFAULT_OPTIONS) -> Document:
    """Parse a decoded article; the format follows from the suffix of ``path``. Raises ArticleError."""
    decoding.refuse_impossible(text, path)
    return _format_of(path).parse(text, path, options)


def encode(document: Document, segment: Segment, target: str) -> str:
    """The source slice that says ``target`` (as in msgstr) in the place of ``segment``.

    ``encode(d, s, s.text) == d.text[s.span.start : s.span.end]``. Whatever else the target
    contains, the slice stays inline content of its block: what would open a block, end a
    table cell or a quoted value is escaped.
    """
    if target == segment.text:
        return document.text[segment.span.start : segment.span.end]
    return for_name(document.format).encode(document, segment, target)


def to_encode(document: Document, targets: Mapping[int, str]) -> Iterable[int]:
    """The indexes of the targets that may have to be written otherwise; :func:`encode` gives back the others.

    :param targets: by the index of their segment; without white space at their edges, and not empty.
    """
    if document.format == "markdown" and "markdown" not in _registered:
        from toolkit.formats import markdown_encode

        return markdown_encode.to_encode(document, targets)
    if document.format == "html" and "html" not in _registered:
        from toolkit.formats import html

        return html.to_encode(document, targets)
    return targets


def keeps_structure(
    spliced: Spliced, targets: Mapping[int, str], options: FormatOptions = DEFAULT_OPTIONS
) -> bool:
    """Whether the composed text certainly is its document with other words: same blocks, same inline markup.

    False where the format cannot tell without looking closer. The text is read again to tell.

    :param targets: what the pieces say, by the index of their segment.
    """
    if spliced.document.format == "markdown":
        from toolkit.formats import markdown_proof

        return markdown_proof.holds(spliced, targets, options)
    if spliced.document.format == "html":
        from toolkit.formats import html_proof

        return html_proof.holds(spliced, targets)
    return False


def metadata(document: Document) -> Mapping[str, object]:
    """What the article says about itself; all of it, whatever is translatable."""
    return for_name(document.format).metadata(document)


@functools.lru_cache(maxsize=32768)
def codes(text: str, syntax: Syntax, labels: frozenset[str] = _NO_LABELS) -> tuple[Code, ...]:
    """Inline codes of a text in segment form (a source or a target), sorted by ``open.start``.

    :param labels: ``Document.labels``: reference links are links only where their label is known.
    """
    if syntax == "markdown":
        return markdown_inline.codes(text, labels)
    if syntax == "html":
        from toolkit.formats import html

        return html.codes(text.replace("\r", " "), labels)  # positions are counted with line feeds
    return placeholders.codes(text)


def identities(text: str, syntax: Syntax, labels: frozenset[str] = _NO_LABELS) -> list[tuple[str, str]]:
    """The identities of :func:`codes`, sorted: equal iff two texts have the same codes."""
    return sorted([code.identity for code in codes(text, syntax, labels)])


def plain(text: str, syntax: Syntax, labels: frozenset[str] = _NO_LABELS) -> str:
    """The words of a text: no markup, escapes and character references resolved."""
    if syntax == "markdown":
        return markdown_inline.plain(text, labels)
    if syntax == "html":
        from toolkit.formats import html

        return html.plain(text.replace("\r", " "))
    return text


def escape(words: str, syntax: Syntax) -> str:
    """Text of that syntax which says exactly ``words`` and has no markup in it."""
    if syntax == "markdown":
        return markdown_inline.escape(words)
    if syntax == "html":
        from toolkit.formats import html

        return html.escape(words)
    return words


def unescape(text: str, syntax: Syntax) -> str:
    """What a run of text between codes says: ``\\*`` is ``*``, ``&amp;`` is ``&``."""
    if syntax == "markdown":
        return markdown_inline.unescape(text)
    if syntax == "html":
        from toolkit.formats import html

        return html.unescape(text)
    return text
