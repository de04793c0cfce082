"""Which places of an HTML text are translatable.

A segment is a run of text and inline tags between the tags of block-level elements, however
well or badly those are nested (:mod:`~toolkit.formats.html_elements`), without what wraps it
(:mod:`~toolkit.formats.html_runs`).
"""

from __future__ import annotations

import functools
import html
import re
from bisect import bisect_left
from collections.abc import Iterator

from toolkit.formats import html_inline, html_rules, html_tags, html_text, html_usual
from toolkit.formats.directives import COMMENT
from toolkit.formats.html_elements import Elements, directions
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
from toolkit.formats.segment_making import segment as make_segment
from toolkit.model import Segment, Span, Syntax

_role = html_rules.ROLES.get
_PLAIN_ROLES = {name: role for name, role in html_rules.ROLES.items() if name not in ("td", "th")}


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


class _Walker:
    """One pass over the tokens; ``found`` is the result."""

    def __init__(self, text: str, masked: str, tokens: Tokens, options: FormatOptions) -> None:
        self.text = text
        self.masked = masked
        self.tokens = tokens
        self.options = options
        self.found: list[Segment] = []
        self.run: list[Item] = []
        self.elements = Elements(options)
        self.next_note: list[str] = []
        self.next_context: str | None = None
        self.may_direct = tokens.may_direct
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

    def tag(self, item: Item) -> str:
        return self.text[item[1] : item[2]]

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
        if self.is_usual and run[0][0] == run[-1][0] == TEXT and self.flush_whole(role):
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

    # Segments

    def emit_written(self, raw: str, start: int, name: str, role: str) -> None:
        """The segment whose text is its source in an element, but for white space."""
        elements = self.elements
        said = raw.strip()
        if len(said) != len(raw):
            start += len(raw) - len(raw.lstrip())
        end = start + len(said)
        if not elements.keep_space:
            said = html_text.collapse(said)
            role = role or _PLAIN_ROLES.get(name, "")
        role = role or self.role(name, said, "html")
        if elements.note or self.next_note or self.next_context:
            self.add(start, end, said, role, "html", elements.note)
        else:
            self.found.append(make_segment(start, end, said, role, "html"))

    def emit(self, start: int, end: int, run: list[Item], role: str) -> None:
        """The segment between two places of a run."""
        elements = self.elements
        name = elements.names[-1] if elements.names else ""
        syntax: Syntax = "html"
        run = _within(run, start, end)
        raw = self.text[start:end]
        if name in html_rules.RCDATA:
            syntax = "text"
            said = html.unescape(raw)
            said = said if elements.keep_space else html_text.collapse(said)
        elif "&" not in raw and not elements.keep_space and raw.count("<") == _tags(run):
            said = html_text.collapse(raw)  # nothing in it is shown in another way
        else:
            said = html_inline.segment_form(self.text, run, elements.keep_space)
        note = elements.note
        if self.may_direct:
            notes = [directions(self.tag(item))[1] for item in run if item[0] == START and item[3]]
            note = "\n".join([part for part in (note, *notes) if part])
        self.add(start, end, said.strip(), role or self.role(name, said, syntax), syntax, note)

    def role(self, name: str, said: str, syntax: Syntax) -> str:
        """What the text of an element is."""
        elements = self.elements
        if elements.keep_space and syntax == "html":
            return html_rules.PRE_ROLE
        if name == "td":
            return elements.tables.role(name, "")
        if name == "th":
            return elements.tables.role(name, " ".join(html_inline.plain(said).split()))
        return _role(name, html_rules.DEFAULT_ROLE)

    def add(self, start: int, end: int, text: str, role: str, syntax: Syntax, note: str) -> None:
        if note or self.next_note or self.next_context:
            note = "\n".join([part for part in (*self.next_note, note) if part])
            context = self.next_context
            self.next_note, self.next_context = [], None
            self.found.append(Segment(Span(start, end), text, role, syntax, context, note))
        else:
            self.found.append(make_segment(start, end, text, role, syntax))

    def attributes(self, item: Item, name: str) -> None:
        """The attributes of a tag outside of all segments that hold words."""
        _, start, end, _ = item
        raw = self.text[start:end]
        if not _may_have_words(raw):
            return
        for one, said in html_tags.words(raw, name):
            words = html_text.collapse(html_text.attribute_words(one.value)).strip()
            if not says_words(words):
                continue
            left = len(one.value) - len(one.value.lstrip())
            right = len(one.value) - len(one.value.rstrip())
            role = html_rules.attribute_role(name, one.name, said)
            first, behind = start + one.start + left, start + one.end - right
            self.add(first, behind, words, role, "text", self.elements.note)


_WORDY = re.compile("|".join(sorted(html_rules.ATTRIBUTES))).search


def _tags(run: list[Item]) -> int:
    """How many items are no text."""
    count = 0
    for item in run:
        if item[0] != TEXT:
            count += 1
    return count


def _within(run: list[Item], start: int, end: int) -> list[Item]:
    """The part of a run that is between two places."""
    first, last = 0, len(run) - 1
    while run[first][2] <= start:
        first += 1
    while run[last][1] >= end:
        last -= 1
    within = run[first : last + 1]
    kind, begin, finish, name = within[0]
    within[0] = (kind, max(begin, start), finish, name)
    kind, begin, finish, name = within[-1]
    within[-1] = (kind, begin, min(finish, end), name)
    return within


@functools.lru_cache(maxsize=4096)
def _may_have_words(tag: str) -> bool:
    """Whether a tag may have an attribute of words; the same few tags come again and again."""
    return "=" in tag and _WORDY(tag.lower()) is not None
