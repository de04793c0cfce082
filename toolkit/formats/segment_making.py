"""Segments, made in a quarter of the time.

A frozen dataclass assigns each field through ``object.__setattr__``, and an article has a segment in every
hundred characters: they are filled while they are of a class that is not frozen yet.
"""

from __future__ import annotations

from typing import Any

from toolkit.model import Segment, Span, Syntax


class _OpenSpan:
    __slots__ = tuple(vars(Span)["__slots__"])


class _OpenSegment:
    __slots__ = tuple(vars(Segment)["__slots__"])


def segment(
    start: int, end: int, text: str, role: str, syntax: Syntax = "markdown", indent: str = ""
) -> Segment:
    """``Segment(Span(start, end), text, role, syntax, indent=indent)``."""
    span: Any = _OpenSpan()
    span.start = start
    span.end = end
    span.__class__ = Span
    made: Any = _OpenSegment()
    made.span = span
    made.text = text
    made.role = role
    made.syntax = syntax
    made.context = None
    made.note = ""
    made.indent = indent
    made.__class__ = Segment
    return made  # type: ignore[no-any-return]
