"""Targets into Markdown source: inline content stays inline content.

A target is what a translator wrote. Whatever it begins with, it must not become a list, a
heading, a table row: what would open a block at the start of a line is escaped. Suspicion is
cheap (a pattern); only suspicious lines are proven with the parser.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import pyromark

from toolkit.formats import frontmatter, markdown_segments
from toolkit.formats.decoding import is_utf8
from toolkit.formats.markdown_body import Body
from toolkit.formats.options import DEFAULT_OPTIONS
from toolkit.model import Document, Segment

_parser = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_MATH
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_SUSPICIOUS = re.compile(r"[ \t]*(?:[#>*+=:|`~<!?\-_]|\d{1,9}[.)]|\[[ xX!^]|\[[^\]]*\]:|[^|]*\|)")
_LETTERS = frozenset(string.ascii_letters)
_LAST = frozenset("#}\\")
"""What may end a heading, or escape a line's end."""
_SIGNS = tuple(map(chr, (ord("|"), *range(32), 127)))
"""Which split a table's row or a paragraph's lines, or are no text."""
_UNESCAPED_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ODD_BACKSLASHES = re.compile(r"(?<!\\)\\(?:\\\\)*\Z")
_ORDERED = re.compile(r"(\d{1,9})([.)])")
_ATX = re.compile(r"#{1,6}[ \t]+\Z")
_CLOSING_HASHES = re.compile(r"(?:(?<=[ \t])|\A)(#+)\Z")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\Z")
_ZERO_WIDTH = "&#8203;"
_IN_ATTRIBUTE = {ord(sign): f"&#{ord(sign)};" for sign in "`|$"}
_TASK = re.compile(r"\[[ xX]\](?=[ \t]|\Z)")
_ALERT = re.compile(r"\[![\w-]+\]")


def clean(target: str, source: str = "") -> str:
    """A target without blank lines, white space at its edges, and control characters ``source`` has not."""
    target = _CONTROL.sub(lambda found: found[0] if found[0] in source else "", target).strip()
    if "\n" in target or "\r" in target:
        target = _BREAK.sub("\n", target)
    return target


def to_encode(document: Document, targets: Mapping[int, str]) -> list[int]:
    """Which targets are their segment's own text or may be written otherwise by :func:`encode`.

    Nearly all targets are one line with a letter first. What is in hardly any is looked for in all of
    them at once.

    :param targets: by the index of their segment; without white space at their edges, and not empty.
    """
    segments = document.segments
    every = "".join(targets.values())
    signs = list(filter(every.__contains__, _SIGNS))
    if not is_utf8(every):
        return list(targets)
    found = []
    for index, target in targets.items():
        segment = segments[index]
        first = target[0]
        if (
            (first not in _LETTERS and not first.isalpha())
            or target[-1] in _LAST
            or segment.syntax != "markdown"
            or segment.role == "admonition title"
            or target == segment.text
            or (signs and any(map(target.__contains__, signs)))
        ):
            found.append(index)
    return found


def encode(document: Document, segment: Segment, target: str) -> str:
    """The source slice that says ``target`` in the place of ``segment``; never the equality shortcut."""
    role = segment.role
    span = segment.span
    if role.startswith("front matter"):
        return frontmatter.encode(document, segment, target)
    if role == "reference title":
        return _title(document.text[span.start - 1], clean(target, segment.text))
    if segment.syntax != "markdown":
        from toolkit.formats import html

        written = html.encode(document, segment, target)
        # In a tag within a paragraph or a cell, these would begin code, a formula or the next cell.
        return (
            written.translate(_IN_ATTRIBUTE)
            if segment.syntax == "text" and target != segment.text
            else written
        )
    target = clean(target, segment.text)
    if role == "admonition title":
        return _admonition(document.text, span.start, span.end, target)
    if role.startswith("table"):
        return _cell(document.text, span.start, target)
    if role.startswith("heading") and _ATX.search(_line_before(document.text, span.start)):
        return _heading(target)
    return _paragraph(document, segment, target)


def _line_before(text: str, position: int) -> str:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return line[line.rfind("\r") + 1 :] if "\r" in line else line


def _one_line(target: str) -> str:
    return " ".join(target.split("\n")) if "\n" in target else target


def _title(quote: str, target: str) -> str:
    """The inside of a reference definition's title that says ``target``, in the source's quote marks."""
    marks = "()" if quote == "(" else quote
    special = re.compile(rf"\\(?=[!-/:-@\[-`{{-~]|\Z)|[{re.escape(marks)}]|&(?=#?[0-9A-Za-z]+;)")
    return special.sub(lambda found: "\\" + found[0], _one_line(target))


def _admonition(text: str, start: int, end: int, target: str) -> str:
    target = _one_line(target)
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "[" and after == "]":
        return re.sub(r"(?<!\\)((?:\\\\)*)\]", r"\1\\]", target)
    if before == '"' and after == '"':
        return target.replace('"', "&quot;")
    return ("\\" + target if target[:1] in "{[:(" else target) if target else text[start:end]


def _cell(text: str, start: int, target: str) -> str:
    target = _one_line(target)
    if "|" in target:
        target = _UNESCAPED_PIPE.sub(r"\1\\|", target)
    if "\\" in target and _ODD_BACKSLASHES.search(target):
        target += "\\"
    if _SUSPICIOUS.match(target) and not _line_before(text, start).strip(" \t>"):
        target = _guarded([target])[0]
    return target


def _heading(target: str) -> str:
    target = _one_line(target)
    target = _CLOSING_HASHES.sub(lambda found: "\\" + found[1], target)
    if target.endswith("}") and _ATTRIBUTES.search(target) and not _parses_whole("# " + target):
        target = target[:-1] + "&#125;"
    return target


def _parses_whole(heading: str) -> bool:
    """Whether no attribute block is read at the end of an ATX heading."""
    found = markdown_segments.segments(Body(heading + "\n", 0, "heading.md"), [], DEFAULT_OPTIONS)
    return bool(found) and found[-1].span.end == len(heading)


def _paragraph(document: Document, segment: Segment, target: str) -> str:
    lines = target.split("\n") if "\n" in target else [target]
    if any(_SUSPICIOUS.match(line) for line in lines):
        lines = _behind_a_box(lines) if segment.role == "task" else _guarded(lines)
    if len(lines) == 1:
        return lines[0]
    source = document.text[segment.span.start : segment.span.end]
    lines = [line + "\\" if _ODD_BACKSLASHES.search(line) else line for line in lines]
    hard = "  " if re.search(r"[^ \t\r\n]  +\r?\n", source) and "\\\n" not in source else "\\"
    end = "\r\n" if "\r\n" in document.text else ("\n" if "\n" in document.text else "\r")
    if "\n" not in document.text and "\r" not in document.text:
        end = "\n"
    return (hard + end + segment.indent).join(lines)


def _behind_a_box(lines: list[str]) -> list[str]:
    """The same where a task's box is before the first line: that begins no block."""
    first, *others = _guarded([f"x {lines[0]}", *lines[1:]])
    return [first.replace("x ", "", 1), *others]


def _guarded(lines: list[str]) -> list[str]:
    """Lines that are one paragraph, whatever they begin with."""
    if _is_paragraph(lines):
        return lines
    guarded = list(lines)
    for index, line in enumerate(lines):
        # What follows a line tells whether a tag on it is alone.
        after = ["x"] if index + 1 < len(lines) else []
        if _SUSPICIOUS.match(line) and not _is_paragraph([*guarded[:index], line, *after]):
            guarded[index] = _escaped(line)
            if not _is_paragraph([*guarded[: index + 1], *after]):
                guarded[index] = _ZERO_WIDTH + line
    return guarded


def _escaped(line: str) -> str:
    if ordered := _ORDERED.match(line):
        return f"{ordered[1]}\\{ordered[2]}{line[ordered.end() :]}"
    if line[0] == "|" or (line[0] not in "#>*+=:`~<!?-_[" and "|" in line):
        return _UNESCAPED_PIPE.sub(r"\1\\|", line)
    if line[0] == "<":
        return _ZERO_WIDTH + line
    return "\\" + line


def _is_paragraph(lines: list[str]) -> bool:
    """Whether the lines are one paragraph, in a list item too, and all of it inline content."""
    if _TASK.match(lines[0]) or _ALERT.match(lines[0]):
        return False
    if any(line.startswith((":::", "!!!", "???", "===")) for line in lines):
        return False
    events = list(_parser.events("\\\n".join(lines) + "\n"))
    return (
        len(events) > 1
        and events[0] == {"Start": "Paragraph"}
        and events[-1] == {"End": "Paragraph"}
        and sum(event == {"Start": "Paragraph"} for event in events) == 1
    )
