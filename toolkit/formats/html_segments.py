"""Which places of an HTML text are translatable.

A segment is a run of text and inline tags between the tags of block-level elements, however
well or badly those are nested. White space at its edges, tags that wrap nothing or only partly
belong to it, and the outermost pair that wraps all of it stay outside: translators see
``Text`` of ``<li><a href="x">Text</a></li>``.
"""

from __future__ import annotations

import functools
import html
import re
from bisect import bisect_left
from collections.abc import Iterable

from toolkit.formats import html_inline, html_rules, html_tags, html_text
from toolkit.formats.directives import COMMENT
from toolkit.formats.html_mask import TEMPLATE, has_templates, mask
from toolkit.formats.html_tables import Tables
from toolkit.formats.html_tokens import (
    END,
    OTHER,
    START,
    TEXT,
    WHOLE,
    Item,
    condense,
    items,
    one_line_ends,
    pairs,
)
from toolkit.formats.options import FormatOptions
from toolkit.formats.placeholders import PLACEHOLDER
from toolkit.model import Segment, Span, Syntax

_SPACED = html_rules.PREFORMATTED | {"textarea"}
_BLOCK, _INLINE, _BREAK, _FOREIGN = 0, 1, 2, 3
_SORTS = {
    **dict.fromkeys(html_rules.BLOCK, _BLOCK),
    "br": _BREAK,
    **dict.fromkeys(html_rules.FOREIGN, _FOREIGN),
}
_WORD = re.compile(r"[^\W_]").search
_ADDRESS_ONLY = re.compile(
    r"\s*(?:(?:https?|ftp|mailto):\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\s*\Z"
).match
_MAY_BE_ADDRESS = re.compile(r"[:@]|www\.").search
_LEADING = re.compile(r"(?:\s|&[#\w]+;)+")
_REFERENCE = re.compile(r"&[#\w]+;|\s")
_LAST_REFERENCE = re.compile(r"&[#\w]+;\Z")
_MAY_DIRECT = re.compile(r"translate|its-loc-?note|its:locnote", re.IGNORECASE).search
_DIRECTIONS = ("translate=", "translate =", "notranslate", "its-loc-note", "its:locnote")
_role = html_rules.ROLES.get
_NEAR = 64
"""How far up the open elements an implied end is looked for: deeper nesting is no article's."""


def segments(text: str, base: int, options: FormatOptions) -> list[Segment]:
    """The segments of an HTML text, a whole page or any part of one, in order.

    :param base: added to every span: where ``text`` begins in its document.
    """
    lf = one_line_ends(text)
    walker = _Walker(lf, mask(lf), options)
    walker.walk()
    if len(lf) == len(text) and not base:
        return walker.found
    # Places in ``lf`` behind which the text has one character more.
    shifts = []
    if len(lf) != len(text):
        shifts = [found.start() - number for number, found in enumerate(re.finditer("\r\n", text))]
    return [_moved(segment, base, shifts) for segment in walker.found]


def _moved(segment: Segment, base: int, shifts: list[int]) -> Segment:
    start = segment.span.start + bisect_left(shifts, segment.span.start) + base
    end = segment.span.end + bisect_left(shifts, segment.span.end) + base
    return Segment(
        Span(start, end), segment.text, segment.role, segment.syntax, segment.context, segment.note
    )


def has_words(text: str) -> bool:
    """Whether raw text between tags has a letter or digit for readers; a lone address has none."""
    return says_words(html.unescape(text) if "&" in text else text)


def says_words(text: str) -> bool:
    """The same for a text whose references are decoded."""
    if "{" in text or "%" in text:
        text = PLACEHOLDER.sub("", TEMPLATE.sub("", text) if has_templates(text) else text)
    if _WORD(text) is None:
        return False
    return not _MAY_BE_ADDRESS(text) or _ADDRESS_ONLY(text) is None


class _Walker:
    """One pass over the tokens; ``found`` is the result."""

    def __init__(self, text: str, masked: str, options: FormatOptions) -> None:
        self.text = text
        self.masked = masked
        self.options = options
        self.found: list[Segment] = []
        self.run: list[Item] = []
        self.names: list[str] = []
        self.counts: dict[str, int] = {}
        self.tables = Tables()
        self.quiet = False
        """Not to be translated here: ``muted`` or ``off``."""
        self.muted = False
        """By an element that is open."""
        self.off = False
        """By a comment of the author."""
        self.keep_space = False
        self.note = ""
        self.scopes: list[tuple[int, bool, bool, str]] = []
        """(number of open elements, muted, keep_space, note) to go back to when they are closed."""
        self.next_note: list[str] = []
        self.next_context: str | None = None
        lower = masked.lower()  # a pattern that ignores case takes longer than all the rest
        self.may_direct = any(word in lower for word in _DIRECTIONS)
        self.inline_scopes = 0

    def walk(self) -> None:
        sorts = _SORTS
        tokens = items(self.text, self.masked)
        masked = self.masked
        run = self.run
        for item in tokens:
            kind, start, end, name = item
            if kind == TEXT:
                if not self.quiet and (run or not masked[start:end].isspace()):
                    run.append(item)
                continue
            if kind == OTHER:
                self.other(item)
                continue
            sort = sorts.get(name, _INLINE)
            if sort == _INLINE:
                if self.may_direct:
                    self.inline(item)
                elif not self.quiet:
                    run.append(item)
            elif sort == _BLOCK:
                if run:
                    self.flush()
                if kind == START:
                    self.open(item, name)
                elif self.counts.get(name):
                    self.close(name)
            elif self.quiet:
                continue
            elif sort == _BREAK:
                if run and self.ends_with_break():
                    self.flush()
                run.append(item)
            elif kind == START:
                self.foreign(item, tokens)
            else:
                run.append(item)
        self.flush()

    # Open elements

    def open(self, item: Item, name: str) -> None:
        """A block-level start tag."""
        names = self.names
        if names:
            if names[-1] == "p" and name in html_rules.CLOSES_P:
                self.pop(len(names) - 1)
            ends = html_rules.IMPLIED_END.get(name)
            if ends is not None:
                self.imply(*ends)
        if name in ("table", "tr", "td", "th", "thead", "tbody", "tfoot"):
            self.tables.open(name, self.text[item[1] : item[2]])
        says, note = self.directions(item) if self.may_direct else (None, None)
        if says is not False and not self.quiet:
            self.attributes(item, name)
        if name in html_rules.VOID:
            return
        muted, keep_space = self.muted if says is None else not says, self.keep_space
        if name in _SPACED:
            keep_space = True
            muted = muted or (name != "textarea" and not self.options.translate_pre)
        elif name in html_rules.RAW_TEXT:
            muted = True
        self.push(name)
        if muted != self.muted or keep_space != self.keep_space or note is not None:
            self.scope(muted, keep_space, self.note if note is None else note)

    def push(self, name: str) -> None:
        self.names.append(name)
        self.counts[name] = self.counts.get(name, 0) + 1

    def scope(self, muted: bool, keep_space: bool, note: str) -> None:
        """Settings for the innermost open element's content."""
        self.scopes.append((len(self.names), self.muted, self.keep_space, self.note))
        self.muted, self.keep_space, self.note = muted, keep_space, note
        self.quiet = muted or self.off

    def imply(self, ended: frozenset[str], stops: frozenset[str]) -> None:
        counts, names = self.counts, self.names
        if not any(counts.get(name) for name in ended):
            return
        last = None
        for index in range(len(names) - 1, max(len(names) - _NEAR, 0) - 1, -1):
            if names[index] in ended:
                last = index
            elif names[index] in stops:
                break
        if last is not None:
            self.pop(last)

    def close(self, name: str) -> None:
        """An end tag whose element is open."""
        names = self.names
        index = len(names) - 1
        while names[index] != name:
            index -= 1
        self.pop(index)

    def pop(self, depth: int) -> None:
        """Close elements until ``depth`` are open."""
        names, counts = self.names, self.counts
        while len(names) > depth:
            name = names.pop()
            counts[name] -= 1
            if name == "table":
                self.tables.close()
            if name not in html_rules.BLOCK:
                self.inline_scopes -= 1
        while self.scopes and self.scopes[-1][0] > depth:
            _, self.muted, self.keep_space, self.note = self.scopes.pop()
            self.quiet = self.muted or self.off

    # Directions of the author

    def directions(self, item: Item) -> tuple[bool | None, str | None]:
        """What a start tag says about translating its element, and its note."""
        tag = self.text[item[1] : item[2]]
        if _MAY_DIRECT(tag) is None:
            return None, None
        said = html_tags.values(html_tags.attributes(tag))
        note = said.get("its-loc-note") or said.get("its:locnote")
        return html_inline.translation(tag), " ".join(note.split()) if note else None

    def inline(self, item: Item) -> None:
        """An inline tag in a text that has directions somewhere."""
        kind, _, _, name = item
        if kind == END and self.inline_scopes and self.counts.get(name):
            self.flush()
            self.close(name)
            return
        begins = kind == START and name not in html_rules.VOID
        if begins and self.muted and not self.off and self.directions(item)[0]:
            self.open_inline(item, muted=False)  # translate="yes" inside of translate="no"
            return
        if not self.quiet:
            self.run.append(item)

    def open_inline(self, item: Item, *, muted: bool) -> None:
        """An inline element with directions whose content reaches over blocks."""
        self.push(item[3])
        self.inline_scopes += 1
        self.scope(muted, self.keep_space, self.note)

    def cut(self) -> Item | None:
        """Cut the run before an element that is not translated and does not end in it."""
        matched = pairs(self.run)
        for index, item in enumerate(self.run):
            unclosed = item[0] == START and index not in matched and item[3] not in html_rules.VOID
            if unclosed and html_inline.translation(self.text[item[1] : item[2]]) is False:
                del self.run[index:]
                return item
        return None

    def other(self, item: Item) -> None:
        """A comment, doctype or processing instruction."""
        raw = self.text[item[1] : item[2]]
        found = COMMENT.match(raw) if raw.startswith("<!--") else None
        if found is None:
            if not self.quiet and self.run:
                self.run.append(item)
            return
        self.flush()
        word, rest = found[1].lower(), " ".join(found[2].split())
        if word == "off" and not self.off:
            self.off = self.quiet = True
        elif word == "on" and self.off:
            self.off, self.quiet = False, self.muted
        elif word == "note" and rest:
            self.next_note.append(rest)
        elif word == "context" and rest:
            self.next_context = rest

    # Foreign content

    def foreign(self, root: Item, tokens: Iterable[Item]) -> None:
        """``svg`` and ``math``: one code when there is nothing to read in it, its texts otherwise."""
        found, depth = [root], 1
        if self.text[root[1] : root[2]].endswith("/>"):
            self.run.append((WHOLE, *root[1:]))
            return
        for item in tokens:
            found.append(item)
            if item[3] == root[3] and not self.text[item[1] : item[2]].endswith("/>"):
                depth += 1 if item[0] == START else -1
                if depth == 0:
                    break
        if depth:  # never closed: a parser and a reader may disagree on what is in it
            return
        says = self.directions(root)[0] if self.may_direct else None
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
        names, hidden = self.names, 0
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
        opened = self.cut() if self.may_direct else None
        span = self.trimmed() if run else None
        if span is None:
            for item in run:
                if item[0] == START:
                    self.attributes(item, item[3])
        else:
            start, end = span
            for item in run:
                if item[0] == START and item[1] < start:
                    self.attributes(item, item[3])
            self.emit(start, end, role)
            for item in run:
                if item[0] == START and item[1] >= end:
                    self.attributes(item, item[3])
        run.clear()
        if opened is not None:
            self.open_inline(opened, muted=True)

    def is_whole(self, item: Item) -> bool:
        return html_inline.is_whole(item[3], self.text[item[1] : item[2]], self.options.translate_code)

    def trimmed(self) -> tuple[int, int] | None:
        """Where the run's segment is, or None: nothing in it is for translators."""
        run, masked = self.run, self.masked
        if len(run) == 1:
            kind, start, end, _ = run[0]
            if kind != TEXT or not has_words(masked[start:end]):
                return None
            return self.stripped(start, end)
        if not any(item[0] == TEXT and has_words(masked[item[1] : item[2]]) for item in run):
            return None
        whole = self.may_direct or any(item[3] in _MAYBE_WHOLE for item in run)
        found = condense(run, self.is_whole) if whole else run
        solid = [(item[0] == TEXT and self.is_solid(item)) or _is_solid_whole(item) for item in found]
        if whole and not any(
            item[0] == TEXT and full and has_words(masked[item[1] : item[2]])
            for item, full in zip(found, solid, strict=True)
        ):
            return None
        matched = pairs(found)
        first, last = _edges(found, matched, solid)
        start, end = found[first][1], found[last][2]
        if found[first][0] == TEXT:
            start = self.stripped(start, found[first][2])[0]
        if found[last][0] == TEXT:
            end = self.stripped(found[last][1], end)[1]
        return start, end

    def is_solid(self, item: Item) -> bool:
        raw = self.masked[item[1] : item[2]]
        if raw.isspace():
            return False
        return "&" not in raw or bool(html.unescape(raw).strip())

    def stripped(self, start: int, end: int) -> tuple[int, int]:
        """A text's place without white space at its edges, written as references or not."""
        raw = self.masked[start:end]
        if "&" not in raw:
            return end - len(raw.lstrip()), start + len(raw.rstrip())
        begin = start
        leading = _LEADING.match(raw)
        for found in _REFERENCE.finditer(raw, 0, leading.end()) if leading else ():
            if html.unescape(found[0]).strip():
                break
            start += len(found[0])
        raw = raw.rstrip()
        while raw.endswith(";") and (reference := _LAST_REFERENCE.search(raw, max(len(raw) - 34, 0))):
            if html.unescape(reference[0]).strip():
                break
            raw = raw[: reference.start()].rstrip()
        end = begin + len(raw)
        return start, end

    # Segments

    def emit(self, start: int, end: int, role: str) -> None:
        name = self.names[-1] if self.names else ""
        syntax: Syntax = "html"
        run = self.run
        if len(run) > 1:
            run = [
                (kind, max(begin, start), min(finish, end), tag)
                for kind, begin, finish, tag in run
                if finish > start and begin < end
            ]
        if name in html_rules.RCDATA:
            syntax = "text"
            said = html.unescape(self.text[start:end])
            said = said if self.keep_space else html_text.collapse(said)
        elif len(run) == 1:
            said = html_text.shown(self.text[start:end])
            said = said if self.keep_space else html_text.collapse(said)
        else:
            said = html_inline.segment_form(self.text, run, self.keep_space)
        if not role:
            role = _role(name, html_rules.DEFAULT_ROLE)
            if self.keep_space and syntax == "html":
                role = html_rules.PRE_ROLE
            elif name in ("td", "th"):
                words = " ".join(html_inline.plain(said).split()) if name == "th" else ""
                role = self.tables.role(name, words)
        note = self.note
        if self.may_direct:
            notes = [self.directions(item)[1] for item in run if item[0] == START and item[3]]
            note = "\n".join([part for part in (note, *notes) if part])
        self.add(Span(start, end), said.strip(), role, syntax, note)

    def add(self, span: Span, text: str, role: str, syntax: Syntax, note: str) -> None:
        context = None
        if self.next_note or self.next_context:
            note = "\n".join([part for part in (*self.next_note, note) if part])
            context = self.next_context
            self.next_note, self.next_context = [], None
        self.found.append(Segment(span, text, role, syntax, context, note))

    def attributes(self, item: Item, name: str) -> None:
        """The attributes of a tag outside of all segments that hold words."""
        _, start, end, _ = item
        raw = self.text[start:end]
        if "=" not in raw or not _may_have_words(raw):
            return
        for one, said in html_tags.words(raw, name):
            words = html_text.collapse(html_text.attribute_words(one.value)).strip()
            if not says_words(words):
                continue
            left = len(one.value) - len(one.value.lstrip())
            right = len(one.value) - len(one.value.rstrip())
            span = Span(start + one.start + left, start + one.end - right)
            self.add(span, words, html_rules.attribute_role(name, one.name, said), "text", self.note)


_WORDY = re.compile("|".join(sorted(html_rules.ATTRIBUTES))).search
_MAYBE_WHOLE = html_rules.PROTECTED | html_rules.FOREIGN | html_rules.RAW_TEXT


@functools.lru_cache(maxsize=4096)
def _may_have_words(tag: str) -> bool:
    """Whether a tag may have an attribute of words; the same few tags come again and again."""
    return _WORDY(tag.lower()) is not None


def _is_solid_whole(item: Item) -> bool:
    return item[0] == WHOLE and item[3] not in html_rules.FOREIGN


def _edges(found: list[Item], matched: dict[int, int], solid: list[bool]) -> tuple[int, int]:
    """First and last item of a segment."""
    before = [0]
    for full in solid:
        before.append(before[-1] + full)
    opened = {close: opening for opening, close in matched.items()}
    first, last = 0, len(found) - 1
    while True:
        while True:  # from the left
            kind = found[first][0]
            partner = matched.get(first) if kind == START else None
            if solid[first]:
                break
            if partner is None or partner > last:
                first += 1
            elif before[partner + 1] == before[first]:
                first = partner + 1
            else:
                break
        while True:  # from the right
            kind = found[last][0]
            partner = opened.get(last) if kind == END else None
            if solid[last]:
                break
            if partner is None or partner < first:
                last -= 1
            elif before[last + 1] == before[partner]:
                last = partner - 1
            else:
                break
        if matched.get(first) != last:
            return first, last
        first, last = first + 1, last - 1
