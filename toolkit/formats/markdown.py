"""Markdown: CommonMark with GFM tables, alerts, task lists, strikethrough, footnotes, definition lists, math.

pulldown-cmark reports where inline content begins and ends in the source; a segment is one
such run. :func:`parse` is one pass over its events. It has to stay lean (a build parses every
article twice), so codes are not looked at here; see :mod:`toolkit.formats.markdown_inline`.

Positions in this module are those of pulldown-cmark: UTF-8 bytes. An article that is not ASCII
is looked at as Latin-1 of its UTF-8 bytes (the "view"), where each byte is one character; all
patterns used on a view are ASCII.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import pyromark

from toolkit.formats import directives, frontmatter, markdown_encode, markdown_inline, masks, references
from toolkit.formats.options import FormatOptions
from toolkit.model import Document, Segment, Span, Syntax

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
_LINE_START = tuple(re.compile(rf"(?:[ \t]*>){{0,{depth}}}[ \t]*") for depth in range(16))
_LONE_RETURN = re.compile(r"\r(?!\n)")
_NOT_QUOTE = re.compile(r"[^>\s]")
_URL_ONLY = re.compile(r"<?(?:https?|ftp|mailto):[^\s<>]+>?|\[(?:https?|ftp)://[^\s\]]+\]\([^\s)]+\)", re.I)
_CODE_ONLY = re.compile(r"\{[\w.]*\}|%s", re.ASCII)
_MODULE_LINE = re.compile(
    r"(?:import\s+(?:[\w*{}\s,$]+\s+from\s+)?['\"][^'\"\n]+['\"];?\s*|export\s+(?:default|const|let|var|function|class)\s[^\n]*\s*)+\Z"
)
_BROKEN_DESTINATION = re.compile(r"\](\(<[^<>\r\n]*[\r\n])")
_URL_OR_MODULE = re.compile(r"https?:|import\b|export\b").match
_HTML_QUIET = re.compile(r"\s*(?:<!--(?:[^-]|-(?!->))*-->|</?[A-Za-z][\w.]*/?>)\s*\Z", re.ASCII).match
_HTML_NOISE = re.compile(r"<!--.*?(?:-->|\Z)|<!?/?[A-Za-z][^<>]*>", re.S)
_HTML_ATTRIBUTE = re.compile(r"\b(?:alt|title|placeholder|aria-\w+|label|value|content)\s*=", re.I)


# A frozen dataclass assigns each field through object.__setattr__; an article has a segment in every
# hundred characters, and going through the slots themselves is a quarter of the parse's time less.
_new = object.__new__
_start, _end = (vars(Span)[name].__set__ for name in ("start", "end"))
_span, _text, _role, _syntax, _context, _note, _indent_ = (
    vars(Segment)[name].__set__ for name in ("span", "text", "role", "syntax", "context", "note", "indent")
)


def _segment(start: int, end: int, text: str, role: str, indent: str) -> Segment:
    """``Segment(Span(start, end), text, role, indent=indent)``, faster."""
    span = _new(Span)
    _start(span, start)
    _end(span, end)
    segment = _new(Segment)
    _span(segment, span)
    _text(segment, text)
    _role(segment, role)
    _syntax(segment, "markdown")
    _context(segment, None)
    _note(segment, "")
    _indent_(segment, indent)
    return segment


class MarkdownFormat:
    """``.md``, ``.markdown`` and ``.mdx``."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdx")

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


def to_html(body: str, path: str = "") -> str:
    """Markdown without front matter, rendered as it is read for its segments."""
    return _parser.html(_LONE_RETURN.sub("\n", masks.readable(body, path)))


def _decode(view: str) -> str:
    return view if view.isascii() else view.encode("latin-1").decode("utf-8")


class _Body:
    """The Markdown of one article, without its front matter."""

    def __init__(self, body: str, offset: int, path: str, options: FormatOptions) -> None:
        self.options = options
        self.offset = offset
        self.ascii = body.isascii()
        self.data = b"" if self.ascii else body.encode("utf-8")
        self.view = body if self.ascii else self.data.decode("latin-1")
        self.masks = masks.find(self.view, path)
        self.source = body if self.masks is None else _decode(self.masks.masked)
        if "\r" in body:
            self.source = _LONE_RETURN.sub("\n", self.source)  # the parser does not end headings at it
        self.directives = directives.Directives()
        self.extra: list[Segment] = []
        self.byte = self.character = 0

    def at(self, byte: int) -> int:
        """The article's character at a byte of the view; cheap in rising order."""
        if self.ascii:
            return byte + self.offset
        if byte < self.byte:
            self.byte = self.character = 0
        self.character += len(self.data[self.byte : byte].decode("utf-8", "replace"))
        self.byte = byte
        return self.character + self.offset

    def parse(self, front: list[Segment]) -> tuple[tuple[Segment, ...], frozenset[str]]:
        labels: frozenset[str] = frozenset()
        segments = self._segments()
        extra = self.extra
        extra += front
        if "]:" in self.view:
            definitions = _parser.reference_definitions(self.source)
            labels = frozenset(references.normalise(label) for label in definitions)
            for start, end, title in references.titles(self.view, definitions):
                words = markdown_inline.unescape(_decode(title))
                self._extra(start, end, words, "reference title", "text")
        if self.masks is not None:
            for start, end in self.masks.titles:
                self._extra(start, end, _decode(self.view[start:end]), "admonition title", "markdown")
        if extra:
            if len(extra) == len(front):  # nothing but front matter: it comes first
                return (*extra, *segments), labels
            segments += extra
            segments.sort(key=lambda segment: segment.span.start)
            if self.masks is not None:
                segments = _disjoint(segments)
        return tuple(segments), labels

    def _extra(self, start: int, end: int, text: str, role: str, syntax: Syntax) -> None:
        """A segment that is met out of order."""
        stripped = text.strip()
        if stripped and not self.directives.is_off(start):
            begin = self.at(start) + len(text) - len(text.lstrip())
            finish = self.at(end) - len(text) + len(text.rstrip())
            self.extra.append(Segment(Span(begin, finish), stripped, role, syntax))

    def _segments(self) -> list[Segment]:
        """One pass over the parser's events, written out for speed."""
        view, data, ascii_only = self.view, self.data, self.ascii
        offset, directives_ = self.offset, self.directives
        found: list[Segment] = []
        add = found.append
        # Character offset of the last byte that was looked at.
        byte, character = 0, offset
        roles = ["paragraph"]
        role = "paragraph"
        quotes = 0
        columns: list[str] = []
        column = -1
        in_head = False
        hard: list[tuple[int, int]] = []
        start = end = quiet = image = -1
        words = False
        # Templates: one after the other, with a last one that is never reached.
        never = (len(view) + 1, len(view) + 1)
        tags = iter(self.masks.spans if self.masks is not None else ())
        tag_start, tag_end = next(tags, never)
        kind: str
        value: Any
        details: Any = None

        events = _parser.events_with_range(self.source)
        for event, where in events:
            if event.__class__ is dict:
                kind, value = event.popitem()
                if kind == "Text":
                    if start < 0:
                        start = where["start"]
                        if start and view[start - 1] == "\\":
                            start -= 1
                    if where["end"] > end:
                        end = where["end"]
                    if not words and where["start"] >= quiet and _word(value):
                        words = True
                    continue
                if kind == "Start":
                    if value.__class__ is not str:
                        value, details = value.popitem()
                    if value in _INLINE_TAGS:
                        if start < 0:
                            start = where["start"]
                            if value == "Image":
                                image = where["end"]
                        if where["end"] > end:
                            end = where["end"]
                        if value == "Link" or value == "Image":
                            if details["link_type"] == "Collapsed" and view.startswith("[]", where["end"]):
                                end = max(end, where["end"] + 2)  # left out of the parser's range
                                if image == where["end"]:
                                    image = end
                            if details["title"]:
                                if not words and details["link_type"] == "Inline":
                                    words = _word(details["title"]) is not None
                            elif details["link_type"] == "Autolink" or details["link_type"] == "Email":
                                quiet = where["end"]
                        continue
                elif kind == "End":
                    if value.__class__ is not str:
                        value, details = value.popitem()
                    if value in _INLINE_TAGS:
                        continue
                elif kind == "TaskListMarker":
                    role = "task"
                    continue
                else:  # Code, InlineHtml, FootnoteReference, InlineMath, DisplayMath
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

            if start >= 0:  # A block begins or ends: so does the run of inline content before it.
                if words and not directives_.off:
                    while tag_end <= start:
                        tag_start, tag_end = next(tags, never)
                    first = view[start]
                    if tag_start < end or first in "<[{%" or (first in "hie" and _URL_OR_MODULE(view, start)):
                        start, end = self._translatable(start, end, role)
                    if hard:
                        start, end = self._without_outer_breaks(start, end, hard)
                    raw = view[start:end]
                    if ascii_only:
                        begin, finish = start + offset, end + offset
                        text = raw
                    else:
                        character += len(data[byte:start].decode())
                        text = data[start:end].decode()
                        begin, finish = character, character + len(text)
                        byte, character = end, finish
                    stripped = text.strip()
                    if text is not stripped:
                        begin += len(text) - len(text.lstrip())
                        finish -= len(text) - len(text.rstrip())
                    if hard or "\n" in raw or "\r" in raw:
                        stripped = _decode(_joined(raw, start, hard, quotes)).strip()
                    if stripped:
                        if in_head:
                            columns[-1] = _header(stripped)
                            shown = role
                        elif 0 <= column < len(columns) and columns[column]:
                            shown = f'{role}, column "{columns[column]}"'
                        else:
                            shown = "image" if image == end and role == "paragraph" else role
                        indent = _indent(view, start) if len(roles) > 1 else ""
                        if directives_.pending:
                            span = Span(begin, finish)
                            add(Segment(span, stripped, shown, "markdown", *directives_.take(), indent))
                        else:
                            add(_segment(begin, finish, stripped, shown, indent))
                start = end = quiet = image = -1
                words = False
                if hard:
                    hard = []

            if value == "Paragraph":
                role = roles[-1]
            elif kind == "Start":
                if value == "Heading":
                    role = _LEVEL[details["level"]]
                elif value == "CodeBlock":
                    for event, _ in events:
                        if event.__class__ is dict and "End" in event:
                            break
                elif value == "HtmlBlock":
                    for event, _ in events:
                        if event.__class__ is dict and "End" in event:
                            break
                    self._html(where["start"], where["end"], quotes)
                elif value == "TableCell":
                    column += 1
                    if in_head:
                        columns.append("")
                elif value in _CONTAINER_ROLES:
                    role = _CONTAINER_ROLES[value]
                    if value == "Item":
                        if self.masks is not None and where["start"] in self.masks.admonitions:
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
        if self.masks is not None and self.masks.within(start, end):
            start, end = self.masks.trim(view, start, end, role)
            if start >= end or not self.masks.has_words(view, start, end):
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

    def _without_outer_breaks(self, start: int, end: int, hard: list[tuple[int, int]]) -> tuple[int, int]:
        """A run without hard breaks that have nothing before or after them in it; ``hard`` is cut too."""
        while hard and (hard[0][1] <= start or not _decode(self.view[start : hard[0][0]]).strip()):
            start = max(start, hard.pop(0)[1])
        while hard and (
            hard[-1][0] >= end or not _decode(self.view[hard[-1][1] : end]).replace(">", "").strip()
        ):
            end = min(end, hard.pop()[0])
        return start, end

    def _html(self, start: int, end: int, quotes: int) -> None:
        """An HTML block: its directives, and its text through the HTML format."""
        block = self.view[start:end]
        if self.directives.inside or directives.MAY_MATTER(block):
            self.directives.block(block, start)
        if self.directives.off or _HTML_QUIET(block) or self.directives.is_off(start):
            return
        if not _word(_HTML_NOISE.sub("", block)) and not _HTML_ATTRIBUTE.search(block):
            return
        from toolkit.formats import html

        fragment = _decode(block)
        if quotes:
            fragment = masks.unquoted(fragment, quotes)
        indent = _indent(self.view, start)
        for segment in html.segments(fragment, self.at(start), self.options):
            if self.directives.pending:
                context, note = self.directives.take()
                segment = dataclasses.replace(
                    segment, context=segment.context or context, note=segment.note or note
                )
            if indent:
                segment = dataclasses.replace(segment, indent=indent)
            self.extra.append(segment)


def _disjoint(segments: list[Segment]) -> list[Segment]:
    """Without titles that turned out to be text of a paragraph."""
    kept: list[Segment] = []
    for segment in segments:
        while kept and kept[-1].span.end > segment.span.start and kept[-1].role == "admonition title":
            kept.pop()
        if not kept or kept[-1].span.end <= segment.span.start:
            kept.append(segment)
    return kept


def _header(text: str) -> str:
    """A table header's words, as its column is called."""
    return " ".join(markdown_inline.plain(text, frozenset()).split()).replace('"', "'")


def _joined(raw: str, start: int, hard: list[tuple[int, int]], quotes: int) -> str:
    """Lines of a run as one, hard breaks as newlines, markers of quotes taken off."""
    if not hard:
        return _soft(raw, quotes)
    lines, position = [], 0
    for begin, end in hard:
        lines.append(_soft(raw[position : max(begin - start, 0)], quotes))
        position = max(end - start, 0)
        # The markers and blanks after a hard break belong to the next line's containers.
        rest = _LINE_START[min(quotes, 15)].match(raw, position)
        position = rest.end() if rest else position
    lines.append(_soft(raw[position:], quotes))
    return "\n".join([line for line in lines if line])


def _soft(raw: str, quotes: int) -> str:
    if "](<" in raw:
        # A destination in angle brackets ends with its line: joined with the next it would become one.
        raw = _BROKEN_DESTINATION.sub(r"]\\\1", raw)
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    first, *others = raw.split("\n")
    if quotes:
        line_start = _LINE_START[min(quotes, 15)]
        others = [line_start.sub("", line, count=1) for line in others]
    return " ".join([line for line in [part.strip(" \t") for part in (first, *others)] if line])


def _indent(view: str, start: int) -> str:
    """What continues the containers of a run on a new line: quote markers stay, list markers are blanks."""
    prefix = view[view.rfind("\n", 0, start) + 1 : start]
    if "\r" in prefix:
        prefix = prefix[prefix.rfind("\r") + 1 :]
    return _NOT_QUOTE.sub(" ", prefix) if prefix.strip("> \t") else prefix
