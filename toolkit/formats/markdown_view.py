"""The view of a Markdown article, in which its parser's positions count.

They are UTF-8 bytes. An article that is not ASCII is looked at as Latin-1 of its UTF-8 bytes, where each
byte is one character; all patterns used on a view are ASCII.
"""

from __future__ import annotations

import re

_LONE_RETURN = re.compile(r"\r(?!\n)")


def decode(view: str) -> str:
    """A piece of a view as the text it is."""
    return view if view.isascii() else view.encode("latin-1").decode("utf-8")


def view_of(text: str) -> str:
    """A text as it is in a view."""
    return text if text.isascii() else text.encode("utf-8").decode("latin-1")


def lone_returns_replaced(source: str) -> str:
    """CR alone as LF: the parser does not end headings at it."""
    return _LONE_RETURN.sub("\n", source) if "\r" in source else source
