"""Where in a table a cell is: its column's name, from a simple header row."""

from __future__ import annotations

from toolkit.formats import html_tags

_LONGEST = 60


class _Table:
    __slots__ = ("column", "headers", "in_head", "row", "simple")

    def __init__(self) -> None:
        self.row = -1
        self.column = -1
        self.headers: dict[int, str] = {}
        self.simple = True
        """No cell so far spans rows or columns: the n-th cell is in the n-th column."""
        self.in_head = False


class Tables:
    """The tables that are open."""

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: list[_Table] = []

    def open(self, name: str, tag: str) -> None:
        """A start tag of ``table``, a row group, ``tr``, ``td`` or ``th``."""
        if name == "table":
            self._open.append(_Table())
            return
        if not self._open:
            return
        table = self._open[-1]
        if name == "tr":
            table.row += 1
            table.column = -1
        elif name in ("td", "th"):
            table.column += 1
            if "span" in tag.lower():
                said = html_tags.values(html_tags.attributes(tag))
                if any(said.get(key, "1").strip() != "1" for key in ("colspan", "rowspan")):
                    table.simple = False
        else:
            table.in_head = name == "thead"

    def close(self) -> None:
        """``table`` ends."""
        if self._open:
            self._open.pop()

    def role(self, name: str, words: str) -> str:
        """The role of a cell's text; a header's ``words`` name its column."""
        table = self._open[-1] if self._open else None
        if name == "th":
            if table is not None and table.row <= 0 and words:
                table.headers.setdefault(table.column, words)
            return "table header"
        header = table.headers.get(table.column, "") if table is not None and table.simple else ""
        header = header.replace('"', "'")
        if len(header) > _LONGEST:
            header = header[: _LONGEST - 1].rstrip() + "…"
        return f'table cell, column "{header}"' if header else "table cell"
