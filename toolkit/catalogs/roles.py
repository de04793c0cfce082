"""The first ``#.`` line: what a unit is, and how it is written where that differs.

``#. heading 2`` in a Markdown article's catalog is Markdown; front matter and HTML inside it say
so: ``#. front matter: title (text)``, ``#. paragraph (html)``.
"""

from __future__ import annotations

import functools
import re

from toolkit.model import Syntax

_SUFFIX = re.compile(r"(?:(?P<role>.*) )?\((?P<syntax>markdown|html|text)\)", re.DOTALL)
_SYNTAX: dict[str, Syntax] = {"markdown": "markdown", "html": "html", "text": "text"}


@functools.lru_cache(maxsize=4096)
def line(role: str, syntax: Syntax, main: Syntax) -> str:
    """The line for a role, without its marker."""
    flat = " ".join(role.split())
    if syntax != main or _SUFFIX.fullmatch(flat):
        return f"{flat} ({syntax})".lstrip()
    return flat


@functools.lru_cache(maxsize=4096)
def parse(text: str, main: Syntax) -> tuple[str, Syntax]:
    """Role and syntax of a line."""
    match = _SUFFIX.fullmatch(text)
    if not match:
        return text, main
    return match["role"] or "", _SYNTAX[match["syntax"]]
