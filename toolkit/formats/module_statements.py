"""The ``import`` and ``export`` statements of MDX: JavaScript between the blocks of an article.

One begins a line that no paragraph goes on in, and ends at the first blank line outside of its brackets,
so a function may have blank lines (MDX 3: a statement goes on until it is one).
"""

from __future__ import annotations

import re

LIMIT = 20_000
"""Longest statement, in characters: keeps hostile input linear."""
_BEGIN = re.compile(
    r"""
    ^(?:import(?=[\s{*"'])\s*+
      (?:(?:type\s++)?(?:[\w$]++\s*+,?\s*+)?(?:\{[\w$,\s]{0,2000}+\}|\*\s*+as\s++[\w$]++)?\s*+from\s*+)?
      ["'][^"'\n]++["']
    |export[ \t]+(?:default|const|let|var|function|class|async|type|interface|enum|abstract)\b(?=[ \t(\[{*])
    |export[ \t]*(?:\*|\{[\w$,\s]{0,2000}+\}))
    """,
    re.ASCII | re.MULTILINE | re.VERBOSE,
)
# What hides brackets (its lengths are bounded, or it goes on to the end), brackets, and blank lines. An
# apostrophe behind a letter is one of words in a tag.
_TOKEN = re.compile(
    r"""
      "(?:[^"\\\n]|\\.){0,200}+" | (?<!\w)'(?:[^'\\\n]|\\.){0,200}+' | `(?:[^`\\]|\\.)*+(?:`|\Z)
    | //[^\n]* | /\*(?:.*?\*/|.*\Z) | (?P<open>[({\[]) | (?P<close>[)}\]])
    | (?P<blank>\n(?=[ \t]*\r?(?:\n|\Z)))
    """,
    re.ASCII | re.DOTALL | re.VERBOSE,
)
_BLANK = re.compile(r"\n[ \t]*\r?(?:\n|\Z)")


def beginnings(view: str) -> list[int]:
    """Where a block of statements may begin, if that is in no code; ascending."""
    if "import" not in view and "export" not in view:
        return []
    starts = [found.start() for found in _BEGIN.finditer(view)]
    return [start for start in starts if _begins_block(view, start)]


def end_of(view: str, start: int) -> tuple[int, bool]:
    """Where a block of statements ends, without the line end behind it, and whether it is complete; one
    whose brackets are never closed ends at the first blank line."""
    end = _end(view, start)
    if end >= 0:
        return end, True
    blank = _BLANK.search(view, start)
    return (blank.start() if blank else len(view)), False


def _begins_block(view: str, start: int) -> bool:
    """Whether the line above is blank, or none."""
    return start == 0 or not view[view.rfind("\n", 0, start - 1) + 1 : start].strip()


def _end(view: str, start: int) -> int:
    """Where a statement ends; -1 when its brackets are never closed."""
    depth = 0
    for found in _TOKEN.finditer(view, start, start + LIMIT):
        kind = found.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "blank" and depth == 0:
            return found.start()
    return -1 if depth or start + LIMIT < len(view) else len(view)
