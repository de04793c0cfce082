"""Markdown: CommonMark with GFM tables, alerts, task lists, strikethrough, footnotes, definition lists, math.

pulldown-cmark reports where inline content begins and ends in the source; a segment is one
such run. :func:`parse` is one pass over its events. It has to stay lean (a build parses every
article twice), so codes are not looked at here; see :mod:`toolkit.formats.markdown_inline`.

Positions in this module are those of pulldown-cmark: UTF-8 bytes. An article that is not ASCII
is looked at as Latin-1 of its UTF-8 bytes (the "view"), where each byte is one character; all
patterns used on a view are ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pyromark

from toolkit.formats import directives, frontmatter, markdown_encode, markdown_inline, masks, references
from toolkit.formats.options import FormatOptions
from toolkit.model import Document, Segment, Span

BLOCK_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)
_parser = pyromark.Markdown(options=BLOCK_OPTIONS)

_word = re.compile(r"[^\W_]").search
_INLINE_TAGS = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})
_LEVEL = {f"H{level}": f"heading {level}" for level in range(1, 7)}
_CONTAINER_ROLES = {
    "Item": "list item",
    "BlockQuote": "block quote",
    "FootnoteDefinition": "footnote",
    "DefinitionListDefinition": "definition",
}
_LINE_BREAKS = tuple(re.compile(r"[ \t]*(?:\r\n|\n|\r)(?:[ \t]*>){0,%d}[ \t]*" % depth) for depth in range(6))
_NOT_QUOTE = re.compile(r"[^>\s]")
_URL_ONLY = re.compile(r"<?(?:https?|ftp|mailto):[^\s<>]+>?|\[(?:https?|ftp)://[^\s\]]+\]\([^\s)]+\)", re.I)
_CODE_ONLY = re.compile(r"\{[\w.]*\}|%s", re.ASCII)
_MODULE_LINE = re.compile(
    r"(?:import\s+(?:[\w*{}\s,$]+\s+from\s+)?['\"][^'\"\n]+['\"];?\s*|export\s+(?:default|const|let|var|function|class)\s[^\n]*\s*)+\Z"
)
_HTML_NOISE = re.compile(r"<!--.*?-->|<!?/?[A-Za-z][^<>]*>", re.S)
_HTML_ATTRIBUTE = re.compile(r"\b(?:alt|title|placeholder|aria-\w+|label|value|content)\s*=", re.I)


class MarkdownFormat:
    """``.md``, ``.markdown`` and ``.mdx``."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdx")

    def parse(self, text: str, path: str, options: FormatOptions) -> Document:
        return parse(text, path, options)

    def encode(self, document: Document, segment: Segment, target: str) -> str:
        return markdown_encode.encode(document, segment, target)

    def metadata(self, document: Document) -> Mapping[str, object]:
        return frontmatter.metadata(document.text, document.path)


def parse(text: str, path: str, options: FormatOptions) -> Document:
    """The segments of a Markdown article.

    :raises ArticleError: unclosed or invalid front matter.
    """
    segments, offset = frontmatter.segments(text, path, options.front_matter_keys)
    body = text[offset:] if offset else text
    return Document(path, "markdown", text, *_Body(body, offset, path, options).parse(segments))


def _decode(view: str) -> str:
    return view if view.isascii() else view.encode("latin-1").decode("utf-8")


class _Body:
    """The Markdown of one article, without its front matter."""

    def __init__(self, body: str, offset: int, path: str, options: FormatOptions) -> None:
        self.options = options
        self.offset = offset
        self.path = path
        self.ascii = body.isascii()
        self.view = body if self.ascii else body.encode("utf-8").decode("latin-1")
        self.masks = masks.find(self.view, path)
        self.source = body if self.masks is None else _decode(self.masks.masked)
        self.directives = directives.Directives()
        self.extra: list[Segment] = []
        self.byte = self.character = 0

    def at(self, byte: int) -> int:
        """The article's character at a byte of the view; cheap in rising order."""
        if self.ascii:
            return byte + self.offset
        if byte < self.byte:
            self.byte = self.character = 0
        self.character += len(self.view[self.byte : byte].encode("latin-1").decode("utf-8", "replace"))
        self.byte = byte
        return self.character + self.offset

    def parse(self, segments: list[Segment]) -> tuple[tuple[Segment, ...], frozenset[str]]:
        labels: frozenset[str] = frozenset()
        self.extra.extend(segments)
        segments = self._segments()
        if "]:" in self.view:
            definitions = _parser.reference_definitions(self.source)
            labels = frozenset(references.normalise(label) for label in definitions)
            for start, end, title in references.titles(self.view, definitions):
                if not self.directives.is_off(start):
                    span = Span(self.at(start), self.at(end))
                    self.extra.append(
                        Segment(span, markdown_inline.unescape(_decode(title)), "reference title", "text")
                    )
        if self.masks is not None:
            for start, end in self.masks.titles:
                if not self.directives.is_off(start):
                    span = Span(self.at(start), self.at(end))
                    words = _decode(self.view[start:end])
                    self.extra.append(Segment(span, words, "admonition title"))
        if self.extra:
            segments += self.extra
            segments.sort(key=lambda segment: segment.span.start)
        return tuple(segments), labels

    def _segments(self) -> list[Segment]:
        view, offset, ascii_only, masked = self.view, self.offset, self.ascii, self.masks
        marks = self.directives
        found: list[Segment] = []
        add = found.append
        roles = ["paragraph"]
        role = "paragraph"
        quotes = 0
        columns: list[str] = []
        column = -1
        in_head = False
        hard: list[tuple[int, int]] = []
        start = end = quiet = image = -1
        words = False
        kind: str
        value: Any

        for event, where in _parser.events_with_range(self.source):
            if event.__class__ is dict:
                kind, value = event.popitem()  # type: ignore[union-attr,arg-type,assignment]
                if kind == "Text":
                    if start < 0:
                        start = where["start"]
                        if start and view[start - 1] == "\\":
                            start -= 1
                    if where["end"] > end:
                        end = where["end"]
                    if not words and _word(value) and where["start"] >= quiet:
                        words = True
                    continue
                if kind == "Start":
                    if value.__class__ is not str:
                        value, data = value.popitem()
                    if value in _INLINE_TAGS:
                        if start < 0:
                            start = where["start"]
                            if value == "Image":
                                image = where["end"]
                        if where["end"] > end:
                            end = where["end"]
                        if value == "Link" or value == "Image":
                            type_ = data["link_type"]
                            if type_ == "Autolink" or type_ == "Email":
                                quiet = where["end"]
                            elif type_ == "Inline" and data["title"] and not words:
                                words = _word(data["title"]) is not None
                        continue
                elif kind == "End":
                    if value.__class__ is not str:
                        value = next(iter(value))
                    if value in _INLINE_TAGS:
                        continue
                elif kind == "Html":
                    continue
                elif kind == "TaskListMarker":
                    role = "task"
                    continue
                else:
                    # Code, InlineHtml, FootnoteReference, InlineMath, DisplayMath
                    if start < 0:
                        start = where["start"]
                    if where["end"] > end:
                        end = where["end"]
                    continue
            elif event == "SoftBreak":
                continue
            elif event == "HardBreak":
                hard.append((where["start"], where["end"]))
                continue
            else:
                kind = value = "Rule"

            # A block begins or ends: so does the run of inline content before it.
            if start >= 0:
                if words and not marks.off:
                    raw = view[start:end]
                    context, note = None, ""
                    if masked is not None or quiet >= 0 or "<" in raw or raw[0] in "[h{%ie":
                        start, end = self._translatable(start, end, role)
                        raw = view[start:end]
                    if raw:
                        breaks = hard
                        if breaks or "\n" in raw or "\r" in raw:
                            raw = _joined(raw, start, breaks, quotes)
                        if not ascii_only:
                            raw = _decode(raw)
                        text = raw.strip()
                        if text is not raw and text != raw:
                            left = _decode(view[start:end])
                            begin = self.at(start) + len(left) - len(left.lstrip())
                            finish = self.at(end) - len(left) + len(left.rstrip())
                        elif ascii_only:
                            begin, finish = start + offset, end + offset
                        else:
                            begin, finish = self.at(start), self.at(end)
                        if text:
                            indent = ""
                            if len(roles) > 1:
                                indent = _indent(view, start)
                            if marks.pending:
                                context, note = marks.take()
                            shown = "image" if image == end and role == "paragraph" else role
                            if in_head:
                                columns[-1] = text
                            elif column >= 0 and column < len(columns) and columns[column]:
                                shown = f'{role}, column "{columns[column]}"'
                            add(Segment(Span(begin, finish), text, shown, "markdown", context, note, indent))
                start = end = quiet = image = -1
                words = False
                if hard:
                    hard = []

            if kind == "Start":
                if value == "Paragraph":
                    role = roles[-1]
                elif value == "Heading":
                    role = _LEVEL[data["level"]]
                elif value == "TableCell":
                    column += 1
                    if in_head:
                        columns.append("")
                elif value == "HtmlBlock":
                    self._html(where["start"], where["end"], quotes)
                elif value in _CONTAINER_ROLES:
                    role = _CONTAINER_ROLES[value]
                    if value == "Item":
                        if masked is not None and where["start"] in masked.admonitions:
                            role = "admonition"
                    elif value == "BlockQuote":
                        quotes += 1
                    roles.append(role)
                elif value == "DefinitionListTitle":
                    role = "term"
                elif value == "Table":
                    columns = []
                elif value == "TableHead":
                    in_head = True
                    column = -1
                    role = "table header"
                elif value == "TableRow":
                    column = -1
                    role = "table cell"
            elif kind == "End":
                if value in _CONTAINER_ROLES:
                    roles.pop()
                    if value == "BlockQuote":
                        quotes -= 1
                    role = roles[-1]
                elif value == "TableHead":
                    in_head = False
                elif value == "Table":
                    column = -1
                    role = roles[-1]
                elif value != "TableCell" and value != "TableRow":
                    role = roles[-1]
        return found

    def _translatable(self, start: int, end: int, role: str) -> tuple[int, int]:
        """The part of a run that is for translators; an empty range when none of it is."""
        view = self.view
        if self.masks is not None:
            start, end = self.masks.trim(view, start, end, role)
            if start >= end:
                return start, start
            if not self.masks.has_words(view, start, end):
                return start, start
        raw = view[start:end].strip(" \t\r\n")
        if (
            _URL_ONLY.fullmatch(raw)
            or _CODE_ONLY.fullmatch(raw)
            or (raw[:6] in ("import", "export") and _MODULE_LINE.match(raw))
            or ("<" in raw and directives.is_protected(raw))
        ):
            return start, start
        return start, end

    def _html(self, start: int, end: int, quotes: int) -> None:
        """An HTML block: its directives, and its text through the HTML format."""
        block = self.view[start:end]
        if directives.MAY_MATTER(block):
            self.directives.block(block, start)
        if self.directives.off or self.directives.is_off(start):
            return
        if not _word(_HTML_NOISE.sub("", block)) and not _HTML_ATTRIBUTE.search(block):
            return
        import dataclasses

        from toolkit.formats import html

        line = self.view.rfind("\n", 0, start) + 1
        indent = _indent(self.view, start) if start > line or quotes else ""
        fragment = self.source[:0] + _decode(block)
        if quotes:
            fragment = masks.unquoted(fragment, quotes)
        base = self.at(start)
        for segment in html.segments(fragment, base, self.options):
            if self.directives.pending:
                context, note = self.directives.take()
                segment = dataclasses.replace(
                    segment, context=segment.context or context, note=segment.note or note
                )
            if indent:
                segment = dataclasses.replace(segment, indent=indent)
            self.extra.append(segment)


def _joined(raw: str, start: int, hard: list[tuple[int, int]], quotes: int) -> str:
    """Lines of a run as one, hard breaks as newlines, markers of quotes taken off."""
    soft = (
        _LINE_BREAKS[quotes] if quotes < 6 else re.compile(_LINE_BREAKS[5].pattern.replace("5", str(quotes)))
    )
    if not hard:
        return soft.sub(" ", raw)
    lines, position = [], 0
    for begin, end in hard:
        lines.append(soft.sub(" ", raw[position : max(begin - start, 0)]).strip(" \t"))
        # The markers and blanks after a hard break belong to the next line's containers.
        rest = soft.match("\n" + raw[max(end - start, 0) :])
        position = max(end - start, 0) + (rest.end() - 1 if rest else 0)
    lines.append(soft.sub(" ", raw[position:]).strip(" \t"))
    return "\n".join(line for line in lines if line)


def _indent(view: str, start: int) -> str:
    """What continues the containers of a run on a new line: quote markers stay, list markers are blanks."""
    line = max(view.rfind("\n", 0, start), view.rfind("\r", 0, start)) + 1
    prefix = view[line:start]
    return _NOT_QUOTE.sub(" ", prefix) if prefix.strip("> \t") else prefix
