"""Tables that a phone can show: each cell knows its column's name, so that rows can be stacked.

A table of doses must not hide its last column beyond the edge of a screen. Where every row has a
cell for every named column, cells get ``data-label``; the style sheet shows it on narrow screens. Other
tables scroll.
"""

from __future__ import annotations

import html as htmllib
import re

_TABLE = re.compile(r"<table\b[^>]*>.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<(t[dh])\b([^>]*)>", re.IGNORECASE)
_OPENING = re.compile(r"<table\b", re.IGNORECASE)
_LEAST = 3
"""Columns from which on a table is too wide for a phone."""


def labelled(html: str) -> str:
    """The article's HTML with names of columns on the cells of tables that can be stacked."""
    return _TABLE.sub(_labelled, html) if "<td" in html else html


def _labelled(match: re.Match[str]) -> str:
    table = match[0]
    labels = _columns(table)
    cells = _CELL.findall(table)
    if not labels or len(cells) % len(labels):
        return table
    number = 0

    def named(cell: re.Match[str]) -> str:
        nonlocal number
        column, head = number % len(labels), number < len(labels)
        number += 1
        if head or not labels[column]:
            return cell[0]
        return f'<{cell[1]}{cell[2].rstrip("/")} data-label="{htmllib.escape(labels[column])}">'

    return _OPENING.sub('<table data-stack=""', _CELL.sub(named, table), count=1)


def _columns(table: str) -> list[str]:
    """The names of the columns; none for a table that has to stay one."""
    import turbohtml

    if "untranslated" in table or re.search(r"(?:col|row)span", table, re.IGNORECASE):
        return []  # a name in another language could not say so
    tree = turbohtml.parse_fragment(table)
    rows = [list(row.iter_elements(("td", "th"))) for row in tree.iter_elements("tr")]
    if len(rows) < 2 or len(list(tree.iter_elements("table"))) != 1:
        return []
    head = rows[0]
    if len(head) < _LEAST or any(cell.tag != "th" for cell in head):
        return []
    if any(len(row) != len(head) or all(cell.tag == "th" for cell in row) for row in rows[1:]):
        return []
    return [" ".join(cell.text.split()) for cell in head]
