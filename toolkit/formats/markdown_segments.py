"""From runs of inline content to segments: which of a Markdown article's words are translatable.

Positions are those of a :class:`~toolkit.formats.markdown_body.Body`.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Collection, Sequence

from toolkit.formats import directives, markdown_inline, markdown_pieces, masks
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_runs import HTML_BLOCK, Run
from toolkit.formats.markdown_view import decode, view_of
from toolkit.formats.options import FormatOptions
from toolkit.formats.segment_making import segment as make_segment
from toolkit.model import Segment, Span, Syntax

_word = re.compile(r"[^\W_]").search
_LINE_START = tuple(re.compile(rf"(?:[ \t]*>){{0,{depth}}}[ \t]*") for depth in range(16))
_CONTAINERS = re.compile(r"[ \t>]*(?:(?:[-*+:]|\d{1,9}[.)]|\[[^\]]*\]:?)[ \t]+[ \t>]*)*", re.ASCII)
_NOT_QUOTE = re.compile(r"[^>\s]")
_URL_ONLY = re.compile(r"<?(?:https?|ftp|mailto):[^\s<>]+>?|\[(?:https?|ftp)://[^\s\]]+\]\([^\s)]+\)", re.I)
_CODE_ONLY = re.compile(r"\{[\w.]*\}|%s", re.ASCII)
_MODULE_LINE = re.compile(
    r"(?:import\s+(?:[\w*{}\s,$]+\s+from\s+)?['\"][^'\"\n]+['\"];?\s*|export\s+(?:default|const|let|var|function|class)\s[^\n]*\s*)+\Z"
)
_BROKEN_DESTINATION = re.compile(r"\](\(<[^<>\r\n]*[\r\n])")
_QUIET = frozenset("<[{%hie")
_MAY_BE_QUIET = re.compile(r"[<\[{%]|https?:|import\b|export\b").match
_MAY_NOTE = re.compile(r"its[-:]loc", re.I).search
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_HTML_QUIET = re.compile(r"\s*(?:<!--(?:[^-]|-(?!->))*-->|</?[A-Za-z][\w.]*/?>)\s*\Z", re.ASCII).match
_HTML_NOISE = re.compile(r"<!--.*?(?:-->|\Z)|<!?/?[A-Za-z][^<>]*>", re.S)


def segments(body: Body, front: list[Segment], options: FormatOptions) -> tuple[Segment, ...]:
    """The segments of an article, those of its front matter included."""
    return _Segments(body, options).find(front)


def is_quiet(raw: str) -> bool:
    """Whether a run of inline content is nothing to translate: an address, a placeholder, code of a
    module, an element that its author has switched off.

    :param raw: as it is in a view.
    """
    raw = raw.strip(" \t\r\n")
    return (
        _URL_ONLY.fullmatch(raw) is not None
        or _CODE_ONLY.fullmatch(raw) is not None
        or (raw[:6] in ("import", "export") and _MODULE_LINE.match(raw) is not None)
        or ("<" in raw and directives.is_protected(raw))
    )


def html_segments(
    body: Body, run: Run, character: int, options: FormatOptions, around: str = ""
) -> list[Segment]:
    """The segments of an HTML block, through the HTML format.

    :param character: where it begins in the article.
    :param around: HTML before it that says what is off.
    """
    start, end, _, _, _, quotes, _ = run
    block = body.view[start:end]
    if _HTML_QUIET(block) or not (_word(_HTML_NOISE.sub("", block)) or markdown_pieces.ATTRIBUTE(block)):
        return []
    from toolkit.formats import html

    fragment = decode(block)
    if quotes:
        fragment = masks.unquoted(fragment, quotes)  # as long as it was
    hidden = body.masks.expressions(body.view, start, end) if body.masks is not None else []
    if hidden and "toolkit:" in fragment:  # what is said in a comment is for people
        comments = [found.span() for found in directives.COMMENT.finditer(fragment)]
        hidden = [one for one in hidden if not _is_within(comments, one[0])]
    base = character - len(around)
    if not hidden or masks.COVER in fragment:
        return html.segments(around + fragment, base, options)
    found = html.segments(around + masks.overwritten(fragment, hidden, masks.COVER), base, options)
    return [_uncovered(segment, fragment, hidden, character) for segment in found]


def _is_within(places: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a position is in one of the ascending places."""
    before = bisect.bisect_left(places, (position, 0)) - 1
    return before >= 0 and position < places[before][1]


def _uncovered(segment: Segment, fragment: str, hidden: Sequence[tuple[int, int]], character: int) -> Segment:
    """A segment of an HTML block that was found with its JSX expressions covered, as it is written."""
    role, text = segment.role.replace(masks.COVER, ""), segment.text
    start, end = segment.span.start - character, segment.span.end - character
    first = bisect.bisect_left(hidden, (start, 0))
    pieces: list[str] = []
    position = 0
    for begin, finish in hidden[first : bisect.bisect_left(hidden, (end, 0), first)]:
        cover = masks.COVER * (finish - begin)
        at = text.find(cover, position)
        if at >= 0:
            pieces += (text[position:at], " ".join(fragment[begin:finish].split()))
            position = at + len(cover)
    pieces.append(text[position:])
    return dataclasses.replace(segment, text="".join(pieces), role=role)


_NONE: Sequence[tuple[int, int]] = ()


class _Segments:
    def __init__(self, body: Body, options: FormatOptions) -> None:
        self.body = body
        self.options = options
        self.view = body.view
        self.masks = body.masks
        self.directives = directives.Directives()
        self.extra: list[Segment] = []
        """Those that are met out of order."""

    def find(self, front: list[Segment]) -> tuple[Segment, ...]:
        found = self._of_runs()
        titles = [(start, end, markdown_inline.unescape(decode(raw))) for start, end, raw in self.body.titles]
        self._extra(titles, "reference title", "text")
        if self.masks is not None:
            blocks = [run[:2] for run in self.body.runs.all if run[2] is HTML_BLOCK]
            titles = [
                (start, end, decode(self.view[start:end]))
                for start, end in self.masks.titles
                if not _is_within(blocks, start)
            ]
            self._extra(titles, "admonition title", "markdown")
        if self.extra:
            found += self.extra
            found.sort(key=lambda segment: segment.span.start)
            if self.masks is not None:
                found = _disjoint(found)
        return (*front, *found)

    def _extra(self, titles: Sequence[tuple[int, int, str]], role: str, syntax: Syntax) -> None:
        starts = self.body.characters(start for start, _, _ in titles)
        ends = self.body.characters(end for _, end, _ in titles)
        for (position, _, text), start, end in zip(titles, starts, ends, strict=True):
            stripped = text.strip()
            if stripped and not self.directives.is_off(position):
                start += len(text) - len(text.lstrip())
                end -= len(text) - len(text.rstrip())
                self.extra.append(Segment(Span(start, end), stripped, role, syntax))

    def _of_runs(self) -> list[Segment]:
        view, data, ascii_only = self.view, self.body.data, self.body.ascii
        offset, directives_ = self.body.offset, self.directives
        found: list[Segment] = []
        add = found.append
        cells: dict[int, str] = {}
        """The role of a column's cells, by the number of the run in its header."""
        indents: dict[str, str] = {}
        # Character offset of the last byte that was looked at.
        byte, character = 0, offset
        # Templates: one after the other, with a last one that is never reached.
        never = (len(view) + 1, len(view) + 1)
        templates = self.masks.spans if self.masks is not None else ()
        tags = iter(templates)
        tag_start, tag_end = next(tags, never)

        off = False
        returns = "\r" in view
        noting = {tag for kind, tag in self.body.runs.other if kind == "InlineHtml" and _MAY_NOTE(tag)}
        runs = self.body.runs
        images, breaks = runs.images, runs.breaks
        for number, run in markdown_pieces.pieces(self.body):
            start, end, role, header, depth, quotes, _ = run
            if role is HTML_BLOCK:
                if not ascii_only:
                    character += len(data[byte:start].decode())
                    byte = start
                self._html(run, start + offset if ascii_only else character)
                off = directives_.off
                continue
            if off:
                continue
            if templates:
                while tag_end <= start:
                    tag_start, tag_end = next(tags, never)
            if tag_start < end or (view[start] in _QUIET and _MAY_BE_QUIET(view, start)):
                start, end = self._translatable(start, end, role)
            hard = breaks.get(number, _NONE) if breaks else _NONE
            if hard:
                start, end, hard = self._without_outer_breaks(start, end, hard)
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
            if "\n" in raw or hard or (returns and "\r" in raw):
                joined = _joined(raw, start, hard, quotes) if hard else _soft(raw, quotes)
                stripped = (joined if ascii_only else decode(joined)).strip()
            if not stripped:
                continue
            if header >= 0:
                role = cells.get(header, role)
            elif role == "table header":
                cells.setdefault(number, f'table cell, column "{_header(stripped)}"')
            elif images and images.get(number) == end and role == "paragraph":
                role = "image"
            indent = ""
            if depth > 1:
                prefix = view[view.rfind("\n", 0, start) + 1 : start]
                if prefix not in indents:
                    indents[prefix] = _indent(prefix)
                indent = indents[prefix]
            said = _notes(raw, noting) if noting else ""
            if directives_.pending or said:
                span = Span(begin, finish)
                context, note = directives_.take()
                note = f"{note}\n{said}" if note and said else note or said
                add(Segment(span, stripped, role, "markdown", context, note, indent))
            else:
                add(make_segment(begin, finish, stripped, role, "markdown", indent))
        return found

    def _translatable(self, start: int, end: int, role: str) -> tuple[int, int]:
        """The part of a run that is for translators; an empty range when none of it is."""
        view = self.view
        if self.masks is not None and self.masks.within(start, end):
            start, end = self.masks.trim(view, start, end, role)
            if start >= end or not self.masks.has_words(view, start, end):
                return start, start
        return (start, start) if is_quiet(view[start:end]) else (start, end)

    def _without_outer_breaks(
        self, start: int, end: int, breaks: Sequence[tuple[int, int]]
    ) -> tuple[int, int, list[tuple[int, int]]]:
        """A run, and its hard breaks, without those that have nothing before or after them in it."""
        hard = list(breaks)
        while hard and (hard[0][1] <= start or not decode(self.view[start : hard[0][0]]).strip()):
            start = max(start, hard.pop(0)[1])
        while hard and (
            hard[-1][0] >= end or not decode(self.view[hard[-1][1] : end]).replace(">", "").strip()
        ):
            end = min(end, hard.pop()[0])
        return start, end, hard

    def _html(self, run: Run, character: int) -> None:
        """An HTML block, which begins at ``character``: its directives, and its segments."""
        start, end = run[:2]
        block, said = self.view[start:end], self.directives
        matters = said.inside or directives.MAY_MATTER(block) is not None
        found: list[Segment] = []
        if matters or not said.off:
            found = html_segments(self.body, run, character, self.options, said.around)
        indent = _indent(self.view[self.view.rfind("\n", 0, start) + 1 : start]) if found else ""
        for segment in found:
            if self.directives.pending:
                context, note = self.directives.take()
                segment = dataclasses.replace(
                    segment, context=segment.context or context, note=segment.note or note
                )
            if indent:
                segment = dataclasses.replace(segment, indent=indent)
            self.extra.append(segment)
        if matters:
            read = found[-1].span.end - character if found else 0
            said.block(block, start, len(view_of(decode(block)[:read])))


def _disjoint(segments: list[Segment]) -> list[Segment]:
    """Without titles that turned out to be text of a paragraph."""
    kept: list[Segment] = []
    for segment in segments:
        while kept and kept[-1].span.end > segment.span.start and kept[-1].role == "admonition title":
            kept.pop()
        if not kept or kept[-1].span.end <= segment.span.start:
            kept.append(segment)
    return kept


def _notes(raw: str, noting: Collection[str]) -> str:
    """What the tags of a run say to translators (``its-loc-note``), in order.

    :param raw: as it is in a view.
    :param noting: the article's tags that may say something.
    """
    from toolkit.formats import html_elements

    said = [html_elements.directions(tag)[1] for tag in _TAG.findall(decode(raw)) if tag in noting]
    return "\n".join([note for note in said if note])


def _header(text: str) -> str:
    """A table header's words, as its column is called."""
    return " ".join(markdown_inline.plain(text, frozenset()).split()).replace('"', "'")


def _joined(raw: str, start: int, hard: Sequence[tuple[int, int]], quotes: int) -> str:
    """Lines of a run as one, hard breaks as newlines, markers of quotes taken off."""
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
    if "<" in raw and "](<" in raw:
        # A destination in angle brackets ends with its line: joined with the next it would become one.
        raw = _BROKEN_DESTINATION.sub(r"]\\\1", raw)
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    lines = raw.split("\n")
    if quotes:
        line_start = _LINE_START[min(quotes, 15)]
        lines[1:] = [line_start.sub("", line, count=1) for line in lines[1:]]
    return " ".join([line for part in lines if (line := part.strip(" \t"))])


def _indent(prefix: str) -> str:
    """What continues the containers of a run on a new line, from what is before it on its own: quote
    markers stay, list markers are blanks."""
    if "\r" in prefix:
        prefix = prefix[prefix.rfind("\r") + 1 :]
    found = _CONTAINERS.match(prefix)
    return _NOT_QUOTE.sub(" ", found[0] if found else "")
