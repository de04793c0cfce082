"""Looks for what Markdown does not know but authors write in it; see :mod:`toolkit.formats.masks`."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

_LIMIT = 5_000
"""Longest template tag, in characters: keeps hostile input linear."""

# Two fast patterns find where something may be, a slow one says what it is.
_BRACE = re.compile(r"\{(?:[{%#:]|/\*|\.\.\.|(?<==\{)|[A-Za-z_][\w.]*\}[ \t]*\r?(?:\n|\Z))", re.ASCII)
_HEADING_ID = re.compile(r"\n#[^\n{}]*\{/\*(?=[^\n{}]*\*/\}[ \t]*\r?(?:\n|\Z))")
_ANY_BRACE = re.compile(r"\{")
_LINE = re.compile(r"\n[ \t>]*(:[:\w]|!!!|\?\?\?|\[!|===[!+]*[ \t]+\")", re.ASCII)
_FIRST_LINE = re.compile(_LINE.pattern.removeprefix(r"\n"), re.ASCII)
_IN_BRACES = re.compile(
    r"(?P<open>\{\{[<%]?|\{%|\{\#|<%|\{/\*|\{:)|(?P<jsx>(?<==)\{|\{(?=\.\.\.))"
    r"|(?P<name>\{[A-Za-z_][\w.]*\}(?=[ \t]*\r?(?:\n|\Z)))|(?P<brace>\{)",
    re.ASCII,
)
_ON_LINE = re.compile(
    r"""
      (?P<colons>:{3,})(?P<rest>[^\n\r]*)
    | (?P<emoji>:)(?=\w)
    | (?P<bang>(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*)
      (?:[ \t]+"(?P<title>[^"\n]*)")?[ \t]*(?=\r?(?:\n|\Z))
    | (?P<tab>===[!+]*)[ \t]+"(?P<tab_title>[^"\n]*)"[ \t]*(?=\r?(?:\n|\Z))
    | (?P<callout>\[![\w-]+\])(?P<fold>[-+]?)[ \t]*(?P<callout_title>[^\n\r]*)
    """,
    re.X | re.ASCII,
)
_FENCE_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*", re.ASCII)
_TICKS = re.compile(r"`+")
_ATTRIBUTE = re.compile(r"(?<==)\{(?![{%#:]|/\*)|\{\.\.\.")
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
_LINE_ENDS = re.compile(r"[\n\r][\s>]*")
_TAG_LINE = re.compile(_FENCE_PREFIX.pattern + r"</?[A-Za-z]", re.ASCII)
"""What may begin an HTML block that goes on to a blank line."""
_HTML_LINE = re.compile(
    _FENCE_PREFIX.pattern
    + r"</?(?:(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    r"|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html"
    r"|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table"
    r"|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|\Z)|[A-Za-z][\w-]*(?:\s[^<>]*)?/?>\s*\Z)",
    re.ASCII | re.I,
)
"""What does (HTML blocks, start conditions 6 and 7)."""
_BLANKS = re.compile(r"[ \t]*")
_BLANK_LINE = re.compile(r"\n[ \t>]*\r?\n")
_NESTED = 16
"""Deepest indentation of a box in boxes whose end is looked for."""
_BRACES = re.compile(r"[{}]")
_NOT_LINE_END = re.compile(r"[^\r\n]")
_FENCE_TITLE = re.compile(
    r"[ \t]*(?:\{[^}]*\}|[\w-]+)?(?:\[(?P<bracket>.*)\]|[ \t]+(?P<words>[^\s{\[:].*?)|)"
    r"(?:[ \t]*\{[^{}]*\})?[ \t:]*",
    re.ASCII,
)
_word = re.compile(r"[^\W_]").search


def before_colons(view: str) -> set[str]:
    """Which characters stand before colons (none: ``""``).

    Single characters are found many times faster than pairs and patterns, and most articles have few
    colons and no ``]:`` among them, so asking this first spares a good part of the parse's time.
    """
    return {piece[-1:] for piece in view.split(":")[:-1]}


def _may_have_lines(view: str) -> bool:
    """Whether ``_LINE`` may match anywhere."""
    return (
        ("!" in view and ("!!!" in view or "[!" in view))
        or ("?" in view and "???" in view)
        or ("=" in view and ("=== " in view or "===!" in view or "===+" in view))
        or not before_colons(view).isdisjoint("\n \t>")
    )


def _literal(text: str) -> str:
    """Text in one line that is no markup to Markdown or HTML."""
    return re.sub(r"[^\w ]", lambda found: f"&#{ord(found[0])};", _LINE_ENDS.sub(" ", text))


def _fences(view: str) -> list[tuple[int, int]]:
    """Fenced code blocks, roughly: templates in them are somebody's example."""
    regions: list[tuple[int, int]] = []
    position = 0
    nearest = {"```": view.find("```"), "~~~": view.find("~~~")}
    while True:
        for marker, at in nearest.items():
            if 0 <= at < position:
                nearest[marker] = view.find(marker, position)
        ahead = [(at, marker) for marker, at in nearest.items() if at >= 0]
        if not ahead:
            return regions
        start, marker = min(ahead)
        end = start + 3
        while view.startswith(marker[0], end):
            end += 1
        line_end = view.find("\n", end)
        if line_end < 0:
            line_end = len(view)
        position = end
        if not _FENCE_PREFIX.fullmatch(view, view.rfind("\n", 0, start) + 1, start):
            continue
        if marker == "```" and "`" in view[end:line_end]:
            continue
        position = _fence_end(view, line_end, view[start:end])
        regions.append((start, position))


def _fence_end(view: str, position: int, marker: str) -> int:
    while (found := view.find(marker, position)) >= 0:
        line_end = view.find("\n", found)
        if line_end < 0:
            line_end = len(view)
        before = view[view.rfind("\n", 0, found) + 1 : found]
        if not before.strip(" \t>") and not view[found:line_end].strip(" \t\r" + marker[0]):
            return line_end
        position = found + len(marker)
    return len(view)


def is_attribute(text: str, start: int) -> bool:
    """Whether what a scanner has found at ``start`` is a JSX expression among the attributes of a tag."""
    return _ATTRIBUTE.match(text, start) is not None


class Scanner:
    def __init__(self, view: str, *, expressions: bool = False, inline: bool = False) -> None:
        self.view = view
        self.expressions = expressions
        self.inline = inline
        self.spans: list[tuple[int, int]] = []
        self.titles: list[tuple[int, int]] = []
        self.admonitions: set[int] = set()
        self.ends: set[int] = set()
        self.changes: list[tuple[int, int, str, str]] = []
        """Start, end, what the parser gets to see, and what a rendering shows."""
        self.repairs: list[tuple[int, int, str]] = []
        """Those of the changes that a published page needs, too: what pulldown-cmark alone misreads."""
        self.maybe_code: list[tuple[int, int, str]] = []
        """More repairs, where what they are for is in no code block."""
        self.left_out: list[tuple[int, int, str]] = []
        """Those that no page shows."""
        self.budget = 10_000 + len(view)
        """Braces that may be counted: those that are never closed are counted again and again."""
        self.statements: frozenset[int] = frozenset()
        """Where statements may begin, which are no text at all."""
        self.statement_budget = len(view)
        """Characters that may be read in search of the end of statements that have none."""
        if expressions and not inline:
            from toolkit.formats import module_statements  # few projects need its patterns

            self.statements = frozenset(module_statements.beginnings(view))
        self.scanned = 0
        """Up to here inline code has been looked for."""

    def _candidates(self) -> list[int]:
        """Where something may be, ascending."""
        view = self.view
        found = []
        if "{" in view:
            pattern = _ANY_BRACE if self.expressions else _BRACE
            found = [match.start() for match in pattern.finditer(view)]
            if found and "{/*" in view and not self.inline:
                # At a heading's end the parser takes a comment for attributes, which are no text either.
                ids = {match.end() - 3 for match in _HEADING_ID.finditer(view)}
                found = [start for start in found if start not in ids]
        if "%" in view and "<" in view:
            found += [match.start() for match in re.finditer("<%", view)]
        if not self.inline:
            lines = list(_LINE.finditer(view)) if _may_have_lines(view) else []
            first = _FIRST_LINE.match(view)
            if first is not None:
                lines.append(first)
            found += [match.start(1) for match in lines]
        found += self.statements
        found.sort()
        return found

    def scan(self) -> None:
        """Fill the lists; they stay empty for most articles."""
        candidates = self._candidates()
        if not candidates:
            return
        view, position, fence = self.view, 0, 0
        fences = [] if self.inline else _fences(view)
        ticks = "`" in view
        for start in candidates:
            if start < position:
                continue
            while fence < len(fences) and fences[fence][1] <= start:
                fence += 1
            if fence < len(fences) and fences[fence][0] < start:
                position = fences[fence][1]
                continue
            if start in self.statements:
                position = self._statement(start)
                continue
            if ticks and (code_end := self._code_around(start)) > start:
                position = code_end
                continue
            character = view[start]
            if character == "{" or character == "<":
                position = self._tag(start)
            else:
                position = self._line(start)

    def changed(self, changes: Iterable[tuple[int, int, str]]) -> str:
        pieces, position = [], 0
        for begin, end, instead in changes:
            pieces.append(self.view[position:begin])
            pieces.append(instead)
            position = end
        pieces.append(self.view[position:])
        return "".join(pieces)

    def _code_around(self, start: int) -> int:
        """Where the inline code ends that ``start`` is in; ``start`` when it is in none."""
        view = self.view
        paragraph = max(view.rfind("\n\n", self.scanned, start), self.scanned)
        position = paragraph
        while (ticks := _TICKS.search(view, position, start)) is not None:
            closing = re.compile(rf"(?<!`){ticks[0]}(?!`)").search(view, ticks.end(), ticks.end() + _LIMIT)
            if closing is None or view.find("\n\n", ticks.end(), closing.start()) >= 0:
                position = ticks.end()
            else:
                position = closing.end()
            if position > start:
                break
        self.scanned = max(position, start)
        return max(position, start)

    def _tag(self, start: int) -> int:
        """Deal with a brace or a percent tag; where to go on."""
        view = self.view
        found = _IN_BRACES.match(view, start)
        if found is None:
            return start + 1
        kind = found.lastgroup
        if kind == "open":
            return self._template(start, found[0])
        if self.expressions or kind == "brace":
            return self._braces(start)
        if kind == "jsx":
            opening = view.rfind("<", max(0, start - _LIMIT), start)
            in_tag = opening >= 0 and _IN_TAG.match(self._masked(opening, start)) is not None
            return self._braces(start) if in_tag else start + 1
        line = view[view.rfind("\n", 0, start) + 1 : start]
        if not self.inline and line.lstrip(" >").startswith("#"):
            # pulldown-cmark would take a placeholder at a heading's end for its attributes.
            self.changes.append((start, found.end(), "x" * len(found[0]), _literal(found[0])))
            self.repairs.append((start, found.end(), _literal(found[0])))
        return found.end()

    def _line(self, start: int) -> int:
        """Deal with a line that begins with a colon, a bang, a bracket or a tab's marks."""
        found = _ON_LINE.match(self.view, start)
        if found is None:
            return start + 1
        if found["colons"]:
            return self._colons(found, start)
        if found["emoji"]:
            # pulldown-cmark begins a definition at any colon; ":smile:" is none.
            self.changes.append((start, start + 1, "x", "&#58;"))
            indent = self.view[self.view.rfind("\n", 0, start) + 1 : start].rpartition(">")[2]
            if "\t" in indent or len(indent) > 3:
                self.maybe_code.append((start, start + 1, "&#58;"))
            else:
                self.repairs.append((start, start + 1, "&#58;"))
            return start + 1
        if found["bang"] or found["tab"]:
            return self._bang(found, start)
        return self._callout(found, start)

    def _masked(self, start: int, end: int) -> str:
        """The view from ``start``, with what has been masked so far."""
        pieces, position = [], start
        first = bisect.bisect_left(self.changes, (start, 0, "", ""))
        for begin, finish, instead, _ in self.changes[first:]:
            pieces.append(self.view[position:begin])
            pieces.append(instead)
            position = finish
        pieces.append(self.view[position:end])
        return "".join(pieces)

    def _cover(self, start: int, end: int) -> int:
        self.spans.append((start, end))
        self.changes.append((start, end, "x" * (end - start), _literal(self.view[start:end])))
        return end

    def _statement(self, start: int) -> int:
        from toolkit.formats import module_statements

        if self.statement_budget < 0:
            return start + 1
        end, complete = module_statements.end_of(self.view, start)
        if not complete:
            self.statement_budget -= module_statements.LIMIT
        self.spans.append((start, end))
        self.changes.append((start, end, _NOT_LINE_END.sub(" ", self.view[start:end]), ""))
        self.left_out.append((start, end, ""))
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
        inside = self.view[begin:closing]
        if opening == "{{" and self.view.startswith("}", end):
            end += 1
        if (opening == "{:" and "{" in inside) or "-->" in inside or "```" in inside:
            return begin
        if opening in ("{{", "{%", "<%", "{:") and "\n\n" in inside:
            return begin
        return self._cover(start, end)

    def _braces(self, start: int) -> int:
        depth = 0
        if self.budget < 0:
            return start + 1
        for brace in _BRACES.finditer(self.view, start, start + _LIMIT):
            self.budget -= 1
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                return self._cover(start, brace.end())
        return start + 1

    def _rule(self, start: int, end: int) -> None:
        self.changes.append((start, end, "*" * (end - start), "***"))

    def _title(self, start: int, words: str) -> None:
        if words and _word(words):
            blanks = " \t\r\n"  # of a view: no other character is known to be a blank
            begin = start + len(words) - len(words.lstrip(blanks))
            self.titles.append((begin, begin + len(words.strip(blanks))))

    def _colons(self, found: re.Match[str], start: int) -> int:
        title = _FENCE_TITLE.fullmatch(found["rest"])
        if title is not None:
            for group in ("bracket", "words"):
                if title[group]:
                    self._title(found.start("rest") + title.start(group), title[group])
        if self._is_below(_TAG_LINE, start):  # which ends at a blank line only
            self.changes.append((start, found.end(), " " * (found.end() - start), ""))
        else:
            self._rule(start, found.end())
        return found.end()

    def _is_below(self, pattern: re.Pattern[str], start: int) -> bool:
        """Whether a line follows one of a pattern with no blank line and no other fence between them."""
        above = max(self.changes[-1][1] if self.changes else 0, start - _LIMIT, 0)
        text = self.view[above:start]
        return "<" in text and any(pattern.match(line) for line in _BLANK_LINE.split(text)[-1].split("\n"))

    def _bang(self, found: re.Match[str], start: int) -> int:
        view, end = self.view, found.end()
        prefix = view[view.rfind("\n", 0, start) + 1 : start]
        rest = re.compile(r"\r?\n(?:[ \t>]*\r?\n)*").match(view, end)
        body = rest.end() if rest else end
        deeper = view[body : body + len(prefix) + 4]
        if end - start < 7 or not (deeper == prefix + "    " or deeper.startswith("\t")):
            return end
        if self._is_below(_HTML_LINE, start):  # of which it is a line
            return end
        self.admonitions.add(start)
        self.changes.append((start, end, "-   " + "*" * (end - start - 4), "-   ***"))
        for group in ("title", "tab_title"):
            if found[group]:
                self._title(found.start(group), found[group])
        if len(prefix) <= _NESTED and not prefix.strip(" "):
            self._box_end(prefix, body)
        return end

    def _box_end(self, prefix: str, body: int) -> None:
        """Note where a line follows a box's body directly: to Markdown it would be one of its lines."""
        inside = re.compile(rf"(?:{prefix}(?: {{4}}|\t)[^\n]*(?:\n|\Z)|[ \t\r]*\n)*").match(self.view, body)
        end = inside.end() if inside else body
        last = self.view[self.view.rfind("\n", 0, max(end - 1, 0)) + 1 : end]
        if end < len(self.view) and last.strip():
            self.ends.add(_BLANKS.match(self.view, end).end())  # type: ignore[union-attr]

    def _callout(self, found: re.Match[str], start: int) -> int:
        title = found["callout_title"].strip(" \t")
        if ">" not in self.view[self.view.rfind("\n", 0, start) + 1 : start]:
            return start + 1
        if not title and not found["fold"] and found["callout"].lower() in _ALERTS:
            return found.end()
        if not found["fold"] and title.startswith(("(", "[", ":")):
            return start + 1  # a link or an image, not a callout
        self._rule(start, found.end())
        self._title(found.start("callout_title"), title)
        return found.end()
