"""Markdown that would be read as something else where the translation stands (CommonMark 0.31, chapter 4).

A build escapes what would open a block, so the page stays whole; but what was meant is then not what
is shown, and other tools that read the PO do not escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import Check, Pair, Problem
from toolkit.checks.quoting import quoted
from toolkit.model import Severity

_OPENERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"#{1,6}(?=\s|$)"), "a heading"),
    (re.compile(r"[-+*](?=\s)"), "a list item"),
    (re.compile(r"\d{1,9}[.)](?=\s)"), "an item of a numbered list"),
    (re.compile(r">"), "a quotation"),
    (re.compile(r"(?:```|~~~)"), "a code block"),
    (re.compile(r"(?:[-_*]\s*){3,}$|=+\s*$"), "a rule or the underline of a heading"),
    (re.compile(r"\[[^\]^]+\]:\s"), "a link definition"),
    (re.compile(r"\[\^[^\]]+\]:"), "a footnote"),
    (re.compile(r":\s+\S"), "a definition"),
)
_MAY_OPEN = re.compile(r"[ ]{0,3}[#\-+*0-9>`~_=\[:]")
_LATER = re.compile(rf"\n{_MAY_OPEN.pattern}")
_TABLE_ROLE = "table"


class Blocks(Check):
    name = "markdown-block"
    family = "markup"
    summary = (
        "The translation begins like another block: # heading, 1. list, > quotation, or has a blank line."
    )
    example = "5 tablets → # 5 tabletas"
    severity: ClassVar[Severity] = "warning"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        if pair.syntax != "markdown":
            return
        target = pair.target
        if "\n" in target:
            if "\n\n" in target.strip("\n") and "\n\n" not in pair.source:
                yield Problem("a blank line ends the paragraph here", severity="error")
            elif target.count("\n") > pair.source.count("\n"):
                more = target.count("\n") - pair.source.count("\n")
                yield Problem(f"the translation has {more} more line breaks than the source")
        if _MAY_OPEN.match(target) is None and ("\n" not in target or _LATER.search(target) is None):
            return
        for line in target.split("\n"):
            what = _opens(line)
            if what is not None and not any(_opens(other) == what for other in pair.source.split("\n")):
                yield Problem(f"{quoted(line, 30)} would be read as {what}")


class Pipes(Check):
    name = "table-pipe"
    family = "markup"
    summary = "A | in a table cell that the source has not: it would end the cell."
    example = "5 or 10 → 5 | 10 (in a table)"
    severity: ClassVar[Severity] = "warning"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        if "|" not in pair.target or not pair.unit.role.startswith(_TABLE_ROLE):
            return
        if pair.target.count("|") > pair.source.count("|"):
            yield Problem("a | in a table cell would end the cell")


def _opens(line: str) -> str | None:
    text = line.lstrip(" ")
    if len(line) - len(text) > 3:
        return None
    for pattern, what in _OPENERS:
        if pattern.match(text):
            return what
    return None


CHECKS: tuple[type[Check], ...] = (Blocks, Pipes)
