"""What Markdown does not know but authors write in it: templates, JSX, admonition fences.

Before parsing, such places are overwritten with something of the same length that Markdown
reads the right way: a template tag with letters, an admonition's fence with a thematic break.
The parser then reports spans that fit the author's text, from which all slices are taken.

Known are Hugo's shortcodes, Jinja, Liquid, Mustache and ERB tags, JSX expressions and comments, the
statements of MDX, kramdown's ``{: .class}``, Docusaurus, VitePress and Pandoc ``:::`` fences, MkDocs
``!!!``, ``???`` and ``===`` blocks with their indented bodies, and callouts (``> [!info] Title``).
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from toolkit.formats.markdown_runs import PARSER
from toolkit.formats.markdown_view import decode, lone_returns_replaced
from toolkit.formats.masks_scanner import Scanner, before_colons, is_attribute

__all__ = [
    "COVER",
    "Masks",
    "before_colons",
    "find",
    "html_blocks",
    "is_attribute",
    "overwritten",
    "readable",
    "repaired",
    "templates",
    "unquoted",
]

COVER = "\ue0fd"
"""Neither markup nor a word nor a blank: for what the HTML format is not to read."""
_word = re.compile(r"[^\W_]").search


@dataclass(frozen=True, slots=True)
class Masks:
    """The places of one article, in the positions of its view."""

    masked: str
    """The view with the places overwritten; same length."""
    spans: tuple[tuple[int, int], ...]
    """Template tags, ascending and disjoint."""
    titles: tuple[tuple[int, int], ...]
    """Titles of admonitions."""
    admonitions: frozenset[int]
    """Where the list items begin that stand for indented admonition blocks."""
    ends: tuple[int, ...]
    """Where lines begin that follow such a block without a blank line, and are not in it."""

    def within(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Template tags that begin in a range."""
        first = bisect.bisect_left(self.spans, (start, 0))
        last = bisect.bisect_left(self.spans, (end, 0), first)
        return self.spans[first:last]

    def expressions(self, view: str, start: int, end: int) -> list[tuple[int, int]]:
        """JSX expressions and comments in a range, in characters from its beginning."""
        found = []
        position = characters = 0
        for begin, finish in self.within(start, end):
            if finish <= end and view[begin] == "{" and view[begin + 1] not in "{%#:":
                characters += len(decode(view[start + position : begin]))
                length = len(decode(view[begin:finish]))
                found.append((characters, characters + length))
                characters += length
                position = finish - start
        return found

    def trim(self, view: str, start: int, end: int, role: str) -> tuple[int, int]:
        """A run of inline content without the lines at its edges that are nothing but template tags."""
        inside = self.within(start, end)
        if not inside:
            return start, end
        starts = dict(inside)
        ends = {finish: begin for begin, finish in inside}
        position = start
        while position < end:
            while position in starts:
                position = _skip(view, starts[position], end, " \t")
            if position >= end:
                return end, end
            if view[position] not in "\r\n" or position == start:
                break
            position = start = _skip(view, position, end, " \t\r\n>")
        position = end = _skip_back(view, end, start, " \t\r\n")
        while position > start:
            while position in ends:
                position = _skip_back(view, ends[position], start, " \t")
            if position == end or position <= start or view[position - 1] not in "\r\n>":
                break
            before = _skip_back(view, position, start, " \t>")
            if before > start and view[before - 1] in "\r\n":
                position = end = _skip_back(view, before, start, " \t\r\n")
            else:
                break
        if role.startswith("heading") and end in ends and view.startswith(("{/*", "{:"), ends[end]):
            end = _skip_back(view, ends[end], start, " \t")
        return start, end

    def has_words(self, view: str, start: int, end: int) -> bool:
        """Whether anything but template tags is there to read."""
        pieces, position = [], start
        for begin, finish in self.within(start, end):
            pieces.append(view[position:begin])
            position = max(position, finish)
        pieces.append(view[position:end])
        words = " ".join(pieces).encode("latin-1", "replace").decode("utf-8", "replace")
        return _word(words.replace("\ufffd", "")) is not None


def _skip(view: str, position: int, end: int, characters: str) -> int:
    while position < end and view[position] in characters:
        position += 1
    return position


def _skip_back(view: str, position: int, start: int, characters: str) -> int:
    while position > start and view[position - 1] in characters:
        position -= 1
    return position


def find(view: str, path: str = "") -> Masks | None:
    """The places of an article; None where there are none, as in most articles."""
    scanner = _scanned(view, path)
    if not scanner.changes:
        return None
    masked = scanner.changed((begin, end, instead) for begin, end, instead, _ in scanner.changes)
    ends = tuple(sorted(scanner.ends))
    return Masks(masked, tuple(scanner.spans), tuple(scanner.titles), frozenset(scanner.admonitions), ends)


def _scanned(view: str, path: str = "", *, inline: bool = False) -> Scanner:
    scanner = Scanner(view, expressions=path.lower().endswith(".mdx"), inline=inline)
    scanner.scan()
    return scanner


def templates(text: str) -> list[tuple[int, int]]:
    """Template tags and JSX expressions in a piece of inline text."""
    return _scanned(text, inline=True).spans if "{" in text or "<%" in text else []


def readable(body: str, path: str = "") -> str:
    """An article's Markdown for rendering: templates are text, fences of admonitions are thematic breaks."""
    scanner = _scanned(body, path)
    return scanner.changed((begin, end, words) for begin, end, _, words in scanner.changes)


def repaired(body: str, path: str = "") -> str:
    """An article's Markdown for its page: a line ``:smile:`` is no definition, ``{name}`` at a heading's
    end is text, statements of MDX are nothing. Else as the author wrote it."""
    if path.lower().endswith(".mdx"):
        scanner = _scanned(body, path)
        body = scanner.changed(scanner.left_out)
    scanner = _scanned(body)
    if not scanner.maybe_code:
        return scanner.changed(scanner.repairs)
    code = _blocks(scanner, "CodeBlock")
    more = [one for one in scanner.maybe_code if not any(start <= one[0] < end for start, end in code)]
    return scanner.changed(sorted(scanner.repairs + more))


def html_blocks(body: str) -> list[tuple[int, int]]:
    """Where the HTML blocks are in an article's Markdown, in characters."""
    return _blocks(_scanned(body), "HtmlBlock")


def _blocks(scanner: Scanner, kind: str) -> list[tuple[int, int]]:
    """The places of all blocks of a kind, as the parser finds them when templates and fences are masked."""
    source = scanner.changed((begin, end, instead) for begin, end, instead, _ in scanner.changes)
    data = source.encode("utf-8")
    found = []
    characters = position = 0
    for event, where in PARSER.events_with_range(lone_returns_replaced(source)):
        started = event.get("Start") if isinstance(event, dict) else None
        if started == kind or (isinstance(started, dict) and kind in started):
            start = characters + len(data[position : where["start"]].decode("utf-8"))
            characters = start + len(data[where["start"] : where["end"]].decode("utf-8"))
            position = where["end"]
            found.append((start, characters))
    return found


def overwritten(text: str, spans: list[tuple[int, int]], letter: str = "x") -> str:
    """``text`` with a letter in the places of ``spans``."""
    pieces, position = [], 0
    for start, end in spans:
        pieces.append(text[position:start])
        pieces.append(letter * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def unquoted(fragment: str, quotes: int) -> str:
    """The lines of an HTML block in block quotes, with blanks in the place of the quotes' markers."""
    marker = re.compile(rf"(?m)(?<=[\n\r])[ \t]*(?:>[ \t]?){{1,{quotes}}}")
    return marker.sub(lambda found: " " * len(found[0]), fragment)
