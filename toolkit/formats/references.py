"""Link reference definitions: their labels, and where their titles stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TITLE = re.compile(
    r"""(?<=[ \t\r\n])(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\))[ \t\r\n>]*\Z""", re.S
)
_word = re.compile(r"[^\W_]").search


def normalise(label: str) -> str:
    """A label as references are matched: case-folded, white space collapsed (CommonMark 6.3)."""
    return " ".join(label.split()).casefold()


def titles(view: str, definitions: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Start, end and text as written of each definition's title, its lines joined.

    :param view: the article as the parser's positions count.
    """
    for definition in definitions.values():
        if not definition["title"] or not _word(definition["title"]):
            continue
        start, end = definition["span"]["start"], definition["span"]["end"]
        found = _TITLE.search(view[start:end])
        if found is None:
            continue
        group = found.lastindex or 1
        begin, finish = found.span(group)
        title = found[group]
        if title != title.strip():
            continue
        if "\n" in title or "\r" in title:
            lines = [line.strip(" \t\r") for line in title.replace("\r", "\n").split("\n")]
            if any(line.startswith(">") for line in lines):
                continue  # in a quote: which of these are markers is not known here
            title = " ".join([line for line in lines if line])
        yield start + begin, start + finish, title
