"""Plain text: paragraphs between blank lines, as exports of old posts have them.

What a paragraph is follows from its own lines, so an article reads the same wherever it stands:

* a first paragraph that is one line with a date is the date line, the next (or first) short line
  the title;
* one short line that ends in a question mark, or is all capitals, is a heading;
* lines that begin with ``-``, ``*``, ``•`` or a number with ``.`` or ``)`` are list items; the lines
  that follow belong to their item;
* lines that are all shorter than a wrapped line would be (an address, a poem) stay lines: their
  breaks are newlines of the segment, as hard breaks are in other formats;
* a line without letters (a rule, an underline) is no text and parts what is above from what is below;
* any other lines are one paragraph, wrapped by an editor: they join with a space.

A paragraph is spliced back where it stood. A translation is written on one line, because nobody can
tell where its author would have wrapped it; only newlines it has itself break it. Where a segment
begins and ends follows from blank lines, item marks and lines without letters alone, never from how
long its words are, so a translation has its source's structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit import dates
from toolkit.formats.options import DEFAULT_OPTIONS, FormatOptions
from toolkit.model import Document, Segment, Span

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ITEM = re.compile(r"[ \t\ufeff]*(?:[-*•–]|\d{1,3}[.)])[ \t]+(?=\S)")
_BLANKS = re.compile(r"[\s\ufeff]*")  # what str.strip() takes, and a byte order mark
_SPACE = re.compile(r"[ \t]*(?:\r?\n)[ \t\r]*|\r")
_BREAKING = re.compile(r"[ \t\r\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
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
        lines = text.replace("\r", "\n") if _newline(text) == "\r" else text  # as long as it was
        return Document(path, self.name, text, tuple(_segments(lines)))

    def encode(self, document: Document, segment: Segment, target: str) -> str:
        """``target`` on one line, or on as many as it has itself; nothing that would begin an item."""
        if target == segment.text:
            return document.text[segment.span.start : segment.span.end]
        if "\n" not in segment.text:
            return _printable(target, segment.text)
        lines = [_printable(line, controls=segment.text) for line in target.split("\n")]
        kept = [line for number, line in enumerate(lines) if line and (_LETTER.search(line) or not number)]
        return _newline(document.text).join(
            line if number == 0 else segment.indent + line for number, line in enumerate(kept)
        )

    def metadata(self, document: Document) -> Mapping[str, object]:
        """``title`` and ``date``: the date as a :class:`datetime.date` where that can be read."""
        found: dict[str, object] = {}
        for segment in document.segments[:2]:
            if segment.role == "title":
                found["title"] = segment.text
            elif segment.role == "date":
                found["date"] = dates.read(segment.text) or segment.text
        return found


def _newline(text: str) -> str:
    """How the article ends its lines; with CR alone those of old Macs do."""
    if "\n" in text or "\r" not in text:
        return "\r\n" if "\r\n" in text else "\n"
    return "\r"


def _segments(text: str) -> Iterator[Segment]:
    titled = False
    for number, match in enumerate(_PARAGRAPH.finditer(text)):
        start, end = _trim(text, match.start(), match.end())
        if number == 0 and "\n" not in text[start:end] and _DATE.fullmatch(text, start, end):
            yield _segment(text, start, end, "date")
            continue
        for run in _runs(text, start, end):
            if len(run) == 1 and run[0].role == "paragraph":
                line = text[run[0].start : run[0].end]
                role = "title" if not titled and _is_title(line) else _role(line)
                yield _segment(text, run[0].start, run[0].end, role)
            else:
                yield from _items(text, run)
            titled = True


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with letters, without its edges and without its item mark."""

    start: int
    end: int
    role: str


def _runs(text: str, start: int, end: int) -> Iterator[list[_Line]]:
    """The lines of a paragraph, parted where one has no letters."""
    run: list[_Line] = []
    for line in _LINE.finditer(text, start, end):
        item = _ITEM.match(text, line.start(), line.end())
        left, right = _trim(text, item.end() if item else line.start(), line.end())
        if _LETTER.search(text, left, right):
            run.append(_Line(left, right, "list item" if item else "paragraph"))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _items(text: str, run: list[_Line]) -> Iterator[Segment]:
    """Items with the lines that follow them; lines above the first item are a paragraph."""
    piece: list[_Line] = []
    for line in run:
        if piece and line.role == "list item":
            yield _joined(text, piece)
            piece = []
        piece.append(line)
    yield _joined(text, piece)


def _joined(text: str, lines: list[_Line]) -> Segment:
    start, end = lines[0].start, lines[-1].end
    wrapped = any(line.end - line.start > _WRAP_WIDTH for line in lines[:-1])
    if len(lines) == 1 or wrapped or lines[0].role == "list item":
        return _segment(text, start, end, lines[0].role)
    indent = text[text.rfind("\n", 0, lines[1].start) + 1 : lines[1].start].replace("\ufeff", "")
    words = "\n".join(text[line.start : line.end] for line in lines)
    return Segment(Span(start, end), words, lines[0].role, "text", indent=indent)


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


def one_line(text: str) -> str:
    """The text with a blank for each run of white space that breaks; no-break spaces stay."""
    return _BREAKING.sub(" ", text).strip()


def _printable(target: str, source: str = "", controls: str = "") -> str:
    """A line that says ``target``, without an item's mark at the start that ``source`` has not.

    White space is one blank, except where it does not break, as between a number and its unit. There
    are no control characters but those of the source.
    """
    kept = source or controls
    clean = "".join(char if (char >= " " and char != "\x7f") or char in kept else " " for char in target)
    clean = one_line(clean).strip(" \ufeff")
    if _ITEM.match(source):
        return clean  # an item in an item: the second mark is text
    while mark := _ITEM.match(clean):  # only there: " - " and "2. " further on are words
        clean = clean[mark.end() :]
    return clean
