"""Plain text: paragraphs between blank lines, as exports of old posts have them.

What a paragraph is follows from its own lines, so an article reads the same wherever it stands:

* a first paragraph that is one line with a date is the date line, the next (or first) short line
  the title;
* one short line that ends in a question mark, or is all capitals, is a heading;
* lines that begin with ``-``, ``*``, ``•`` or a number with ``.`` or ``)`` are list items; the lines
  that follow belong to their item;
* lines that are all shorter than a wrapped line would be (an address, a poem) stay lines: each is a
  segment of its own;
* any other lines are one paragraph, wrapped by an editor: they join with a space.

A paragraph is spliced back where it stood. A translation is written on one line, because nobody can
tell where its author would have wrapped it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toolkit.formats.options import DEFAULT_OPTIONS, FormatOptions
from toolkit.model import Document, Segment, Span

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ITEM = re.compile(r"[ \t\ufeff]*(?:[-*•–]|\d{1,3}[.)])[ \t]+(?=\S)")
_BLANKS = re.compile(r"[\s\ufeff]*")  # what str.strip() takes, and a byte order mark
_SPACE = re.compile(r"[ \t]*(?:\r?\n)[ \t\r]*|\r")
_WORD = re.compile(r"[^\W\d_]{2}")
_LETTER = re.compile(r"[^\W_]")
# A month's name and a year, or a date in digits. The words are English and those of the locales
# articles are usually written in; a date line in another language is an ordinary paragraph.
_MONTH = (
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|juil|ao[uû]t|d[eé]c|f[eé]v|avr|mai|"
    r"m[aä]r|okt|dez|gen|mag|giu|lug|set|ott"
)
_DATE = re.compile(
    rf"(?:\w+,? )?(?:(?:{_MONTH})[\w.]* \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}\.? (?:de )?(?:{_MONTH})[\w.]*"
    r" (?:de )?\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})",
    re.I,
)
_TITLE_WIDTH = 100
"""Characters; a longer first line is a paragraph."""
_WRAP_WIDTH = 46
"""Lines of which all but the last are shorter were broken by their author, not by an editor's wrap."""


class TextFormat:
    """See :class:`toolkit.formats.options.Format`."""

    name = "text"
    suffixes = (".txt", ".text")

    def parse(self, text: str, path: str, options: FormatOptions = DEFAULT_OPTIONS) -> Document:
        """The paragraphs of ``text``. Raises nothing: any text is plain text."""
        return Document(path, self.name, text, tuple(_segments(text)))

    def encode(self, document: Document, segment: Segment, target: str) -> str:
        """``target`` on one line; what would make a list item or end the paragraph is folded away."""
        if target == segment.text:
            return document.text[segment.span.start : segment.span.end]
        return " ".join(_printable(target).split())

    def metadata(self, document: Document) -> Mapping[str, object]:
        """``title`` and ``date``: the date as a :class:`datetime.date` where that can be read."""
        found: dict[str, object] = {}
        for segment in document.segments[:2]:
            if segment.role == "title":
                found["title"] = segment.text
            elif segment.role == "date":
                found["date"] = _date(segment.text) or segment.text
        return found


def _segments(text: str) -> Iterator[Segment]:
    titled = False
    for number, match in enumerate(_PARAGRAPH.finditer(text)):
        start, end = _trim(text, match.start(), match.end())
        if number == 0 and "\n" not in text[start:end] and _DATE.fullmatch(text, start, end):
            yield _segment(text, start, end, "date")
            continue
        first = not titled
        titled = True
        if _ITEM.match(text, start, end) or _has_item(text, start, end):
            yield from _list(text, start, end)
        elif "\n" in text[start:end]:
            yield from _lines(text, start, end)
        else:
            role = "title" if first and _is_title(text[start:end]) else _role(text[start:end])
            if _LETTER.search(text, start, end):
                yield _segment(text, start, end, role)


def _segment(text: str, start: int, end: int, role: str) -> Segment:
    return Segment(Span(start, end), _SPACE.sub(" ", text[start:end]), role, "text")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = _BLANKS.match(piece)
    return start + (left.end() if left else 0), start + len(piece.rstrip())


def _is_title(line: str) -> bool:
    return len(line) <= _TITLE_WIDTH and not line.endswith((".", ":", ",", ";"))


def _role(line: str) -> str:
    """A paragraph of one line: a heading, or not."""
    if len(line) <= _TITLE_WIDTH and (line.endswith(("?", "？", "؟")) or _is_capitals(line)):
        return "heading 2"
    return "paragraph"


def _is_capitals(line: str) -> bool:
    return line.isupper() and _WORD.search(line) is not None and not line.endswith((".", "!"))


def _has_item(text: str, start: int, end: int) -> bool:
    """Whether a line below the first begins an item: then the lines above are its lead-in."""
    return any(_ITEM.match(line[0]) for line in _LINE.finditer(text, start, end))


def _list(text: str, start: int, end: int) -> Iterator[Segment]:
    """Items with the lines that follow them; a lead-in line is a paragraph."""
    begin, finish, role = -1, -1, "paragraph"
    for line in _LINE.finditer(text, start, end):
        item = _ITEM.match(text, line.start(), line.end())
        left, right = _trim(text, item.end() if item else line.start(), line.end())
        if item or begin < 0:
            if begin >= 0 and _LETTER.search(text, begin, finish):
                yield _segment(text, begin, finish, role)
            begin, role = left, "list item" if item else "paragraph"
        finish = right
    if begin >= 0 and _LETTER.search(text, begin, finish):
        yield _segment(text, begin, finish, role)


def _lines(text: str, start: int, end: int) -> Iterator[Segment]:
    """One wrapped paragraph, or lines that were meant as lines."""
    lines = [_trim(text, line.start(), line.end()) for line in _LINE.finditer(text, start, end)]
    if any(right - left > _WRAP_WIDTH for left, right in lines[:-1]):
        yield _segment(text, start, end, "paragraph")
        return
    for left, right in lines:
        if _LETTER.search(text, left, right):
            yield _segment(text, left, right, "line")


def _printable(target: str) -> str:
    """Without control characters, and without an item's mark at the start that its place did not have."""
    clean = "".join(char if char >= " " and char != "\x7f" else " " for char in target).strip(" \ufeff")
    mark = _ITEM.match(clean)  # only there: " - " and "2. " further on are words
    return clean[mark.end() :] if mark else clean


def _date(text: str) -> object:
    import datetime

    for pattern in ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%B %d %Y"):
        try:
            return datetime.datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    return None
