"""An article with pieces of text in the places of some of its segments, and where its own text is then."""

from __future__ import annotations

import bisect
import operator
import sys
from collections.abc import Iterable, Mapping, Sequence

from toolkit.model import Document, Segment

_BEYOND = sys.maxsize


class Spliced:
    """A composed article: whatever lies between the pieces is the author's text, character for character."""

    def __init__(self, document: Document, slices: Mapping[int, str]) -> None:
        """:param slices: what replaces segments, by their index, ascending. They are not changed any more."""
        self.document = document
        self.slices = slices
        self.segments = [document.segments[index] for index in slices]
        """Those that are replaced."""
        self.pieces = list(slices.values())
        self.starts = [segment.span.start for segment in self.segments]
        self.ends = [segment.span.end for segment in self.segments]
        """Where they begin and end in the source, ascending; behind them a place beyond all."""
        source = document.text
        self.gaps = [
            source[end:start] for end, start in zip([0, *self.ends], [*self.starts, len(source)], strict=True)
        ]
        """The author's text before, between and after the pieces."""
        self.text = woven(self.gaps, self.pieces)
        self.starts.append(_BEYOND)
        self.ends.append(_BEYOND)

    def places(self, positions: Iterable[int]) -> list[int]:
        """Where characters of the source are now.

        :param positions: ascending; those inside of a slice count from its start.
        """
        starts, ends, pieces = self.starts, self.ends, self.pieces
        number, shift, end = 0, 0, ends[0]
        found = []
        for position in positions:
            while end <= position:
                shift += len(pieces[number]) + starts[number] - end
                number += 1
                end = ends[number]
            found.append(position + shift)
        return found

    def apart(self, places: Sequence[int]) -> list[int]:
        """Those of places of the source (starts and ends, in turn) that are in no replaced slice."""
        return _apart(self.starts, self.ends, places)

    def apart_after(self, places: Sequence[int]) -> list[int]:
        """The same for places of the composed article."""
        starts = self.places(self.starts[:-1])
        ends = map(operator.add, starts, map(len, self.pieces))
        return _apart([*starts, _BEYOND], [*ends, _BEYOND], places)


def splice(document: Document, slices: Iterable[tuple[int, str]]) -> str:
    """The composed article alone.

    :param slices: index of a segment and what replaces it, ascending.
    """
    return Spliced(document, dict(slices)).text


def skeleton(document: Document) -> list[str]:
    """What lies between the segments: one text more than there are segments."""
    return Spliced(document, dict.fromkeys(range(len(document.segments)), "")).gaps


def start_of(segment: Segment) -> int:
    """Where a segment begins, to look for places among segments."""
    return segment.span.start


def woven(around: Sequence[str], pieces: Sequence[str]) -> str:
    """Texts and pieces in turn; there is one text more."""
    both = [""] * (2 * len(pieces) + 1)
    both[::2], both[1::2] = around, pieces
    return "".join(both)


def _apart(starts: Sequence[int], ends: Sequence[int], places: Sequence[int]) -> list[int]:
    found = []
    for start, end in zip(places[::2], places[1::2], strict=True):
        number = bisect.bisect_right(ends, start)
        if starts[number] > start or end > ends[number]:
            found += [start, end]
    return found
