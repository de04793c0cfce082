"""Runs that are not one segment: an author's comments in them, attributes without a text, ends of boxes.

Few articles have any of these, and the parser's first reading does not tell where they are: those that
have some are read once more.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from toolkit.formats import directives
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_runs import HTML_BLOCK, INLINE, PARSER, Run
from toolkit.formats.markdown_view import decode, lone_returns_replaced

ATTRIBUTE = re.compile(
    r"\b(?:alt|title|placeholder|aria-\w+|label|value|content|summary)\s*=", re.I | re.ASCII
).search
_word = re.compile(r"[^\W_]").search

Place = tuple[int, int]


def pieces(body: Body) -> Iterable[tuple[int, Run]]:
    """The runs of an article with their numbers, some of them cut.

    Comments to the toolkit that stand between the words of a run, and tags with words for readers in a
    run without words, are runs of HTML by themselves.
    """
    ends = body.masks.ends if body.masks is not None else ()
    for kind, text in body.runs.other:
        if kind == "InlineHtml" and ("toolkit:" in text or ATTRIBUTE(text)):
            break
    else:
        if not ends:
            return enumerate(body.runs.all)
    read = _Reading(body)
    return _cut(body, read.cuts(ends), read.words)


class _Reading:
    """What the parser says of an article, looked at for what a reading for runs leaves out."""

    def __init__(self, body: Body) -> None:
        self.view = body.view
        self.words: list[int] = []
        """Where texts with words begin."""
        self.comments: list[Place] = []
        self.tags: list[Place] = []
        """Those with words for readers in runs without any."""
        self.nested: list[Place] = []
        """Emphasis, links and such, the outermost of each."""
        self._tags: list[Place] = []
        self._block = 0
        """How many texts with words were before this block."""
        depth = 0
        for event, where in PARSER.events_with_range(_source(body)):
            start, end = where["start"], where["end"]
            if not isinstance(event, dict):
                if event == "Rule":
                    self._block_ends()
                continue
            value: Any
            kind, value = next(iter(event.items()))
            if kind == "Text":
                if _word(value):
                    self.words.append(start)
            elif kind in ("Start", "End"):
                if _name(value) in INLINE:
                    if kind == "Start" and depth == 0:
                        self.nested.append((start, end))
                    depth += 1 if kind == "Start" else -1
                else:
                    self._block_ends()
            elif kind == "InlineHtml":
                self._html(start, end, depth)
        self._block_ends()

    def _html(self, start: int, end: int, depth: int) -> None:
        comment = directives.COMMENT.match(self.view, start)
        if comment is None:
            self._tags.append((start, end))
        elif depth == 0:
            self.comments.append(comment.span())

    def _block_ends(self) -> None:
        if self._tags:
            texts = [self.view[start:end] for start, end in self._tags]
            if len(self.words) == self._block and not any(directives.MAY_MATTER(text) for text in texts):
                self.tags += self._tags
            self._tags = []
        self._block = len(self.words)

    def cuts(self, ends: Sequence[int]) -> list[tuple[int, int, bool]]:
        """Start, end, and whether what stands there is HTML; ascending and disjoint."""
        starts = [start for start, _ in self.nested]
        cuts = [(start, end, True) for start, end in (*self.comments, *self.tags)]
        for end in ends:
            before = bisect.bisect_left(starts, end) - 1
            if before < 0 or self.nested[before][1] <= end:
                cuts.append((end, end, False))
        return sorted(cuts)


def _source(body: Body) -> str:
    """What the parser gets to read of an article."""
    return lone_returns_replaced(decode(body.view if body.masks is None else body.masks.masked))


def _name(value: Any) -> str:
    return value if isinstance(value, str) else str(next(iter(value)))


def _cut(
    body: Body, cuts: Sequence[tuple[int, int, bool]], words: Sequence[int]
) -> Iterator[tuple[int, Run]]:
    runs = body.runs.all
    next_cut = 0
    for number, run in enumerate(runs):
        start, end, role, header, depth, quotes, markup = run
        while next_cut < len(cuts) and cuts[next_cut][0] < start:
            yield from _html_run(number, cuts[next_cut], run)
            next_cut += 1
        if role is HTML_BLOCK or next_cut == len(cuts) or cuts[next_cut][0] >= end:
            yield number, run
            continue
        position = start
        while next_cut < len(cuts) and cuts[next_cut][0] < end:
            cut = cuts[next_cut]
            next_cut += 1
            if _any(words, position, cut[0]):
                yield number, (position, cut[0], role, header, depth, quotes, markup)
            yield from _html_run(number, cut, run)
            if not cut[2]:  # behind the end of a box, which may be in another
                nested = body.view.endswith("    ", 0, cut[0])
                role, depth, quotes = ("admonition", 2, 0) if nested else ("paragraph", 1, 0)
            position = cut[1]
        if _any(words, position, end):
            yield number, (position, end, role, header, depth, quotes, markup)
    for cut in cuts[next_cut:]:
        yield from _html_run(len(runs), cut, None)


def _html_run(number: int, cut: tuple[int, int, bool], near: Run | None) -> Iterator[tuple[int, Run]]:
    if cut[2]:
        yield number, (cut[0], cut[1], HTML_BLOCK, -1, 1, near[5] if near else 0, ())


def _any(places: Sequence[int], start: int, end: int) -> bool:
    first = bisect.bisect_left(places, start)
    return first < len(places) and places[first] < end
