"""What Markdown does not know but authors write in it: templates, JSX, admonition fences.

Before parsing, such places are overwritten with something of the same length that Markdown
reads the right way: a template tag with letters, an admonition's fence with a thematic break.
The parser then reports spans that fit the author's text, from which all slices are taken.

Known are Hugo's shortcodes, Jinja, Liquid, Mustache and ERB tags, JSX expressions and comments,
kramdown's ``{: .class}``, Docusaurus, VitePress and Pandoc ``:::`` fences, MkDocs ``!!!`` and ``???``
blocks with their indented bodies, and callouts (``> [!info] Title``).
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

_LIMIT = 5_000
"""Longest template tag, in characters: keeps hostile input linear."""

_MAY_HAVE = re.compile(
    r"\{\{|\{%|\{\#[^}\n]*\#\}|<%|\{/\*|=\{|\{\.\.\.|\{:|^[ \t>]*:[:\w]|^[ \t>]*(?:!!!|\?\?\?)|>[ \t]*\[!"
    r"|\{[A-Za-z_][\w.]*\}[ \t]*\r?$",
    re.M | re.ASCII,
).search
_MAY_HAVE_INLINE = re.compile(r"\{\{|\{%|\{\#[^}\n]*\#\}|<%|\{/\*|=\{|\{\.\.\.|\{:").search
_TOKEN = re.compile(
    r"""
      (?P<fence>^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<marker>`{3,}(?=[^`\n]*$)|~{3,}).*$)
    | (?P<ticks>`+)
    | \\[\\`]
    | (?P<comment><!--)
    | (?P<open>\{\{<|\{\{%|\{\{|\{%|\{\#|<%|\{/\*|\{:)
    | (?P<jsx>(?<==)\{|\{(?=\.\.\.))
    | (?P<brace>\{)
    | (?P<colons>^(?P<before>[ \t]*(?:>[ \t]*)*):{3,}(?P<colon_rest>[^\n\r]*))
    | (?P<emoji>^[ \t>]*:(?=\w))
    | (?P<bang>^(?P<indent>[ \t]*(?:>[ \t]*)*)(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*
        (?:[ \t]+"(?P<title>[^"\n]*)")?[ \t]*(?=\r?$))
    | (?P<callout>^[ \t]*(?:>[ \t]*)+(?=\[!)(?P<kind>\[![\w-]+\])(?P<fold>[-+]?)[ \t]*(?P<callout_title>[^\n\r]*))
    """,
    re.M | re.X | re.ASCII,
)
_CLOSERS = {
    "{{<": ">}}",
    "{{%": "%}}",
    "{{": "}}",
    "{%": "%}",
    "{#": "#}",
    "<%": "%>",
    "{/*": "*/}",
    "{:": "}",
}
_ALERTS = frozenset({"[!note]", "[!tip]", "[!important]", "[!warning]", "[!caution]"})
_IN_TAG = re.compile(r"<[A-Za-z][\w.:-]*(?:[^<>]|=>)*\Z", re.ASCII)
_BRACES = re.compile(r"[{}]")
_FENCE_TITLE = re.compile(
    r"[ \t]*(?:\{[^}]*\}|[\w-]+)?(?:\[(?P<bracket>.*)\]|[ \t]+(?P<words>[^\s{\[:].*?)|)(?:[ \t]*\{[^{}]*\})?[ \t:]*",
    re.ASCII,
)
_HEADING_END = re.compile(r"\{[A-Za-z_][\w.]*\}[ \t]*\r?(?:\n|\Z)", re.ASCII)
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

    def within(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Template tags that begin in a range."""
        first = bisect.bisect_left(self.spans, (start, 0))
        last = bisect.bisect_left(self.spans, (end, 0), first)
        return self.spans[first:last]

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
    expressions = path.lower().endswith(".mdx")
    if _MAY_HAVE(view) is None and not (expressions and "{" in view):
        return None
    return _Scanner(view, expressions).scan()


def templates(text: str) -> list[tuple[int, int]]:
    """Template tags and JSX expressions in a piece of inline text."""
    if _MAY_HAVE_INLINE(text) is None:
        return []
    scanner = _Scanner(text, False)
    scanner.inline = True
    found = scanner.scan()
    return [] if found is None else list(found.spans)


def overwritten(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` with letters in the places of ``spans``."""
    pieces, position = [], 0
    for start, end in spans:
        pieces.append(text[position:start])
        pieces.append("x" * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def unquoted(fragment: str, quotes: int) -> str:
    """The lines of an HTML block in block quotes, with blanks in the place of the quotes' markers."""
    marker = re.compile(r"(?m)(?<=[\n\r])[ \t]*(?:>[ \t]?){1,%d}" % quotes)
    return marker.sub(lambda found: " " * len(found[0]), fragment)


class _Scanner:
    def __init__(self, view: str, expressions: bool) -> None:
        self.view = view
        self.expressions = expressions
        self.inline = False
        self.spans: list[tuple[int, int]] = []
        self.titles: list[tuple[int, int]] = []
        self.admonitions: set[int] = set()
        self.changes: list[tuple[int, int, str]] = []

    def scan(self) -> Masks | None:
        view, position = self.view, 0
        while found := _TOKEN.search(view, position):
            position = max(self._token(found), position + 1)
        if not self.changes:
            return None
        pieces, position = [], 0
        for start, end, instead in self.changes:
            pieces.append(view[position:start])
            pieces.append(instead)
            position = end
        pieces.append(view[position:])
        return Masks("".join(pieces), tuple(self.spans), tuple(self.titles), frozenset(self.admonitions))

    def _token(self, found: re.Match[str]) -> int:
        """Deal with one token; where to go on."""
        group = found.lastgroup
        view, start, end = self.view, found.start(), found.end()
        if found["open"]:
            return self._template(start, found["open"])
        if found["ticks"]:
            ticks = found["ticks"]
            closing = re.compile(rf"(?<!`){ticks}(?!`)").search(view, end, end + _LIMIT)
            return closing.end() if closing and "\n\n" not in view[end : closing.start()] else end
        if found["jsx"]:
            opening = view.rfind("<", max(0, start - _LIMIT), start)
            if opening >= 0 and (self.expressions or _IN_TAG.match(self._masked(opening, start))):
                return self._braces(start)
            return self._braces(start) if self.expressions else end
        if found["brace"]:
            if self.expressions:
                return self._braces(start)
            placeholder = None if self.inline else _HEADING_END.match(view, start)
            if placeholder is not None:
                line = view.rfind("\n", 0, start) + 1
                if view[line:start].lstrip(" >").startswith("#"):
                    finish = view.index("}", start) + 1
                    self.changes.append((start, finish, "x" * (finish - start)))
                    return finish
            return end
        if found["comment"]:
            closing_at = view.find("-->", end)
            return (
                len(view)
                if closing_at < 0 and group == "fence"
                else (closing_at + 3 if closing_at >= 0 else end)
            )
        if self.inline:
            return start + 1 if end > start + 1 else end
        if found["fence"]:
            marker = found["marker"]
            closing = re.compile(rf"^[ \t>]*{marker[0]}{{{len(marker)},}}[ \t]*\r?$", re.M).search(view, end)
            return closing.end() if closing else len(view)
        if found["colons"] is not None:
            return self._colons(found)
        if found["emoji"]:
            self.changes.append((end - 1, end, "x"))
            return end
        if found["bang"]:
            return self._bang(found)
        if found["callout"]:
            return self._callout(found)
        return end

    def _masked(self, start: int, end: int) -> str:
        """The view from ``start``, with the braces that have been masked so far."""
        pieces, position = [], start
        for begin, finish, instead in self.changes[bisect.bisect_left(self.changes, (start, 0, "")) :]:
            pieces.append(self.view[position:begin])
            pieces.append(instead)
            position = finish
        pieces.append(self.view[position:end])
        return "".join(pieces)

    def _cover(self, start: int, end: int) -> int:
        self.spans.append((start, end))
        self.changes.append((start, end, "x" * (end - start)))
        return end

    def _template(self, start: int, opening: str) -> int:
        closer = _CLOSERS[opening]
        begin = start + len(opening)
        limit = _LIMIT
        if opening in ("{:", "{#"):
            newline = self.view.find("\n", begin, begin + _LIMIT)
            limit = (newline if newline >= 0 else len(self.view)) - begin
        closing = self.view.find(closer, begin, begin + limit)
        if closing < 0:
            return begin
        end = closing + len(closer)
        if opening == "{{" and self.view.startswith("}", end):
            end += 1
        if opening == "{:" and "{" in self.view[begin:end]:
            return begin
        return self._cover(start, end)

    def _braces(self, start: int) -> int:
        depth = 0
        for brace in _BRACES.finditer(self.view, start, start + _LIMIT):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                return self._cover(start, brace.end())
        return start + 1

    def _rule(self, start: int, end: int) -> None:
        self.changes.append((start, end, "*" * (end - start)))

    def _colons(self, found: re.Match[str]) -> int:
        start, end = found.end("before"), found.end()
        rest_start = found.start("colon_rest")
        title = _FENCE_TITLE.fullmatch(found["colon_rest"])
        if title is not None:
            for group in ("bracket", "words"):
                if title[group] and _word(title[group]) and title[group].strip():
                    words = title[group]
                    begin = rest_start + title.start(group) + len(words) - len(words.lstrip())
                    self.titles.append((begin, begin + len(words.strip())))
        self._rule(start, end)
        return end

    def _bang(self, found: re.Match[str]) -> int:
        view, start, end = self.view, found.end("indent"), found.end()
        prefix = found["indent"]
        rest = re.compile(r"\r?\n(?:[ \t>]*\r?\n)*").match(view, end)
        body = rest.end() if rest else end
        deeper = view[body : body + len(prefix) + 4]
        if end - start < 7 or not (deeper == prefix + "    " or deeper.startswith("\t")):
            return end
        self.admonitions.add(start)
        self.changes.append((start, end, "-   " + "*" * (end - start - 4)))
        if found["title"] and found["title"].strip() and _word(found["title"]):
            words = found["title"]
            begin = found.start("title") + len(words) - len(words.lstrip())
            self.titles.append((begin, begin + len(words.strip())))
        return end

    def _callout(self, found: re.Match[str]) -> int:
        title = found["callout_title"].strip()
        if not title and not found["fold"] and found["kind"].lower() in _ALERTS:
            return found.end()
        start, end = found.start("kind"), found.end()
        if start > 0 and title.startswith(("(", "[", ":")):
            return start + 1  # a link or an image, not a callout
        self._rule(start, end)
        if _word(title):
            begin = found.start("callout_title")
            self.titles.append((begin, begin + len(title)))
        return end
