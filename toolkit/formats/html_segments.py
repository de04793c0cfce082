"""Which places of an HTML text are translatable.

A segment is a run of text and inline tags between the tags of block-level elements, however
well or badly those are nested (:mod:`~toolkit.formats.html_elements`), without what wraps it
(:mod:`~toolkit.formats.html_runs`). What is made of its place is :mod:`~toolkit.formats.html_making`'s.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from toolkit.formats import html_inline, html_rules, html_usual
from toolkit.formats.directives import COMMENT
from toolkit.formats.html_elements import Elements, directions
from toolkit.formats.html_making import Maker
from toolkit.formats.html_mask import mask
from toolkit.formats.html_runs import has_words, place, says_words, stripped
from toolkit.formats.html_tokens import (
    ASIDE,
    BEGINS,
    BREAK,
    END,
    ENDS,
    INLINE,
    START,
    TEXT,
    WHOLE,
    Item,
    Tag,
    Tokens,
    one_line_ends,
    pairs,
    tokens,
)
from toolkit.formats.options import FormatOptions
from toolkit.model import Segment, Span

_SHADOW_ROOT = re.compile(r"\sshadowrootmode\b", re.I).search
_Row = tuple[str, Tag, int, int]
"""A tag in the columns of :class:`Tokens`."""


def segments(text: str, base: int, options: FormatOptions) -> list[Segment]:
    """The segments of an HTML text, a whole page or any part of one, in order.

    :param base: added to every span: where ``text`` begins in its document.
    """
    return read(text, base, options)[0]


def read(text: str, base: int, options: FormatOptions) -> tuple[list[Segment], Tokens]:
    """The segments, and the tokens of the text with line feeds for all its line ends."""
    lf = one_line_ends(text)
    masked = html_usual.masked(lf)
    found = html_usual.read(masked)
    if found is None:
        masked = mask(lf)
        found = tokens(masked)
    walker = _Walker(lf, masked, found, options)
    walker.walk()
    segments = walker.found
    if len(lf) != len(text) or base:
        # Places in ``lf`` behind which the text has one character more.
        shifts = []
        if len(lf) != len(text):
            shifts = [place.start() - number for number, place in enumerate(re.finditer("\r\n", text))]
        segments = [_moved(segment, base, shifts) for segment in segments]
    return segments, found


def _moved(segment: Segment, base: int, shifts: list[int]) -> Segment:
    start = segment.span.start + bisect_left(shifts, segment.span.start) + base
    end = segment.span.end + bisect_left(shifts, segment.span.end) + base
    return Segment(
        Span(start, end), segment.text, segment.role, segment.syntax, segment.context, segment.note
    )


class _Walker(Maker):
    """One pass over the tokens; ``found`` is the result."""

    def __init__(self, text: str, masked: str, tokens: Tokens, options: FormatOptions) -> None:
        super().__init__(text, Elements(options), may_direct=tokens.may_direct)
        self.masked = masked
        self.tokens = tokens
        self.options = options
        self.run: list[Item] = []
        self.is_plain = text is masked
        self.is_usual = self.is_plain and tokens.sources is not None and not tokens.may_direct
        """Each tag is what it looks like, and none directs translators."""

    def walk(self) -> None:
        run, elements, may_direct = self.run, self.elements, self.may_direct
        columns = self.tokens
        rows = zip(columns.texts, columns.tags, columns.starts, columns.ends, strict=True)
        for text, (sort, kind, name, _), start, end in rows:
            if text and (run or not text.isspace()) and not elements.quiet:
                if run or sort > ENDS:
                    run.append((TEXT, start - len(text), start, ""))
                else:
                    self.flush_text(text, start - len(text), "")
            if sort <= ENDS:
                if run:
                    self.flush()
                if sort == ENDS:
                    elements.close(name)
                elif sort == BEGINS:
                    elements.begin(name)
                else:
                    self.block(name, start, end)
            elif sort == INLINE:
                if may_direct:
                    self.inline((kind, start, end, name))
                elif not elements.quiet:
                    run.append((kind, start, end, name))
            else:
                self.rare((kind, start, end, name), sort, rows)
        self.flush()

    def block(self, name: str, start: int, end: int) -> None:
        """A block-level element begins whose tag has attributes."""
        tag, elements = self.text[start:end], self.elements
        elements.make_room(name, tag)
        says, note = directions(tag) if self.may_direct else (None, None)
        if name == "template" and says is None and _SHADOW_ROOT(tag):
            says = not elements.muted  # shown where it stands
        if says is not False and not elements.quiet:
            self.attributes((START, start, end, name), name)
        elements.open(name, says, note)

    def rare(self, item: Item, sort: int, rows: Iterator[_Row]) -> None:
        """A comment or declaration, a line break, foreign content."""
        if sort == ASIDE:
            self.other(item)
        elif self.elements.quiet:
            return
        elif sort == BREAK:
            if self.run and self.ends_with_break():
                self.flush()
            self.run.append(item)
        elif item[0] == START:
            self.foreign(item, rows)
        else:
            self.run.append(item)

    # Directions of the author

    def inline(self, item: Item) -> None:
        """An inline tag in a text that has directions somewhere."""
        kind, _, _, name = item
        elements = self.elements
        if kind == END and elements.inline and elements.counts.get(name):
            self.flush()
            elements.close(name)
            return
        begins = kind == START and name not in html_rules.VOID
        if begins and elements.muted and not elements.off and directions(self.tag(item))[0]:
            elements.open_inline(name, muted=False)  # translate="yes" inside of translate="no"
            return
        if not elements.quiet:
            self.run.append(item)

    def cut(self) -> Item | None:
        """Cut the run before an element that is not translated and does not end in it."""
        matched = pairs(self.run)
        for index, item in enumerate(self.run):
            unclosed = item[0] == START and index not in matched and item[3] not in html_rules.VOID
            if unclosed and html_inline.translation(self.tag(item)) is False:
                del self.run[index:]
                return item
        return None

    def other(self, item: Item) -> None:
        """A comment, doctype or processing instruction."""
        raw = self.tag(item)
        found = COMMENT.match(raw) if raw.startswith("<!--") else None
        if found is None:
            if self.run and not self.elements.quiet:
                self.run.append(item)
            return
        self.flush()
        word, rest = found[1].lower(), " ".join(found[2].split())
        if word in ("off", "on"):
            self.elements.switch(word == "off")
        elif word == "note" and rest:
            self.next_note.append(rest)
        elif word == "context" and rest:
            self.next_context = rest

    # Foreign content

    def foreign(self, root: Item, rows: Iterator[_Row]) -> None:
        """``svg`` and ``math``: one code when there is nothing to read in it, its texts otherwise."""
        found, depth = [root], 1
        if self.tag(root).endswith("/>"):
            self.run.append((WHOLE, *root[1:]))
            return
        for text, (_, kind, name, _), start, end in rows:
            if text:
                found.append((TEXT, start - len(text), start, ""))
            item = kind, start, end, name
            found.append(item)
            if name == root[3] and not self.tag(item).endswith("/>"):
                depth += 1 if kind == START else -1
                if depth == 0:
                    break
        if depth:  # never closed: a parser and a reader may disagree on what is in it
            return
        says = directions(self.tag(root))[0] if self.may_direct else None
        if root[3] == "math" or says is False or not self.readable(found):
            self.run.append((WHOLE, root[1], found[-1][2], root[3]))
            return
        self.flush()
        self.attributes(root, root[3])
        self.svg_texts(found)

    def readable(self, found: list[Item]) -> bool:
        hidden = 0
        for kind, start, end, name in found:
            if name in ("style", "script"):
                hidden += 1 if kind == START else -1
            elif kind == TEXT and hidden <= 0 and has_words(self.masked[start:end]):
                return True
        return False

    def svg_texts(self, found: list[Item]) -> None:
        names, hidden = self.elements.names, 0
        for item in found[1:]:
            kind, _start, _end, name = item
            if kind != TEXT and name in ("style", "script"):
                hidden += 1 if kind == START else -1
            elif hidden > 0:
                continue
            elif kind == TEXT or name in html_rules.SVG_INLINE:
                self.run.append(item)
            else:
                self.flush("svg text" if names[-1:] != ["svg-title"] else "svg title")
                if kind == START:
                    self.attributes(item, name)
                    if name == "title":
                        names.append("svg-title")
                if names[-1:] == ["svg-title"] and not (kind == START and name == "title"):
                    names.pop()
        self.flush("svg text")
        if names[-1:] == ["svg-title"]:
            names.pop()

    # Runs

    def ends_with_break(self) -> bool:
        """Whether the run's last thing is a ``<br>``: two of them end a paragraph."""
        for kind, start, end, name in reversed(self.run):
            if kind != TEXT:
                return name == "br"
            if not self.masked[start:end].isspace():
                return False
        return False

    def flush(self, role: str = "") -> None:
        """The run is over: find its segment, and those of the attributes around it."""
        run = self.run
        if not run:
            return
        if len(run) == 1 and run[0][0] == TEXT:
            _, start, end, _ = run.pop()
            self.flush_text(self.masked[start:end], start, role)
            return
        if self.is_usual and (
            (len(run) == 3 and self.flush_element(run[0], run[1], run[2], role))
            or (run[0][0] == run[-1][0] == TEXT and self.flush_whole(role))
        ):
            run.clear()
            return
        opened = self.cut() if self.may_direct else None
        span = place(self.masked, run, self.is_whole, self.may_direct) if run else None
        if span is None:
            for item in run:
                if item[0] == START:
                    self.attributes(item, item[3])
        elif span[0] < run[0][2] and span[1] > run[-1][1]:  # no tag is outside
            self.emit(*span, run, role)
        else:
            start, end = span
            tags = [item for item in run if item[0] == START]
            for item in tags:
                if item[1] < start:
                    self.attributes(item, item[3])
            self.emit(start, end, run, role)
            for item in tags:
                if item[1] >= end:
                    self.attributes(item, item[3])
        run.clear()
        if opened is not None:
            self.elements.open_inline(opened[3], muted=True)

    def flush_text(self, raw: str, start: int, role: str) -> None:
        """A run that is nothing but text between two block-level tags."""
        names = self.elements.names
        name = names[-1] if names else ""
        if "&" not in raw and "<" not in raw and self.is_plain and name not in html_rules.RCDATA:
            if says_words(raw):
                self.emit_written(raw, start, name, role)
        elif has_words(raw):
            end = start + len(raw)
            first, behind = stripped(self.masked, start, end)
            self.emit(first, behind, [(TEXT, start, end, "")], role)

    def flush_element(self, opening: Item, words: Item, closing: Item, role: str) -> bool:
        """A run that may be words between a start tag and an end tag, as most links of a list are.

        :returns: whether it is.
        """
        kind, start, end, _ = words
        if kind != TEXT or opening[0] != START or closing[0] != END or opening[3] in html_rules.PROTECTED:
            return False
        raw = self.text[start:end]
        if "&" in raw or not says_words(raw):
            return False
        self.attributes(opening, opening[3])
        names = self.elements.names
        self.emit_written(raw, start, names[-1] if names else "", role)
        return True

    def flush_whole(self, role: str) -> bool:
        """A run that begins and ends with text: all of it may be the segment, as it is written.

        :returns: whether it is.
        """
        _, start, middle, _ = self.run[0]
        _, last, end, _ = self.run[-1]
        text = self.text
        raw = text[start:end]
        if "&" in raw or self.elements.keep_space:
            return False
        if text[last:end].isspace() or not says_words(text[start:middle]):
            return False
        names = self.elements.names
        self.emit_written(raw, start, names[-1] if names else "", role)
        return True

    def is_whole(self, item: Item) -> bool:
        return html_inline.is_whole(item[3], self.tag(item), self.options.translate_code)
