"""An article with some of its segments' slices replaced: the one way in which output is made."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.model import Document


def splice(document: Document, slices: Iterable[tuple[int, str]]) -> str:
    """The article's text with the slice of each named segment replaced.

    :param slices: index of the segment and its new slice, in rising order of index.
    """
    text, segments = document.text, document.segments
    pieces: list[str] = []
    position = 0
    for index, slice_ in slices:
        span = segments[index].span
        pieces.append(text[position : span.start])
        pieces.append(slice_)
        position = span.end
    pieces.append(text[position:])
    return "".join(pieces)


def skeleton(document: Document) -> list[str]:
    """What lies between the segments: one piece more than there are segments."""
    pieces, position = [], 0
    for segment in document.segments:
        pieces.append(document.text[position : segment.span.start])
        position = segment.span.end
    pieces.append(document.text[position:])
    return pieces
