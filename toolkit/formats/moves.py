"""Where the places of an article are once pieces of it have been replaced."""

from __future__ import annotations

import bisect
import operator
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from toolkit.model import Document


class Moved:
    """Where characters of the source are in the composed article."""

    def __init__(self, document: Document, slices: Mapping[int, str]) -> None:
        """:param slices: what replaces segments, by their index, ascending."""
        segments = document.segments
        spans = [segments[index].span for index in slices]
        self.starts = [span.start for span in spans]
        self.ends = [span.end for span in spans]
        """Where the replaced slices begin and end in the source, ascending; behind them the end of all."""
        lengths = map(len, slices.values())
        grown = map(operator.sub, lengths, map(operator.sub, self.ends, self.starts))
        self.shifts = list(accumulate(grown, initial=0))
        """How far it has moved, what stands behind so many of them."""
        self.starts.append(sys.maxsize)
        self.ends.append(sys.maxsize)

    def __call__(self, positions: Iterable[int]) -> list[int]:
        """:param positions: ascending; those inside of a slice count from its start."""
        number, shift, end = 0, 0, self.ends[0]
        found = []
        for position in positions:
            while end <= position:
                number += 1
                shift, end = self.shifts[number], self.ends[number]
            found.append(position + shift)
        return found

    def apart(self, places: Sequence[int]) -> list[int]:
        """Those of places of the source that are not inside of a replaced slice."""
        return _apart(self.starts, self.ends, places)

    def apart_after(self, places: Sequence[int]) -> list[int]:
        """The same for places of the composed article."""
        starts = [start + shift for start, shift in zip(self.starts, self.shifts, strict=True)]
        ends = [end + shift for end, shift in zip(self.ends, [*self.shifts[1:], 0], strict=True)]
        return _apart(starts, ends, places)


def _apart(starts: Sequence[int], ends: Sequence[int], places: Sequence[int]) -> list[int]:
    found = []
    for start, end in zip(places[::2], places[1::2], strict=True):
        number = bisect.bisect_right(ends, start)
        if starts[number] > start or end > ends[number]:
            found += [start, end]
    return found
