"""The proof that a composed article has its source's structure, from one more reading of the parser.

The article is parsed again, and what the parser says of it has to be what it said of the source:
the same runs of inline content in the same blocks, in the places to which the translations have
moved them, with the same markup in the same order; the same HTML blocks, template tags, link
definitions and front matter. This is the short way, which nearly all articles can take. That it
does not hold only says that somebody has to look closer, at which segment it is and whether it does
any harm.
"""

from __future__ import annotations

import bisect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.errors import ArticleError
from toolkit.formats import directives, frontmatter
from toolkit.formats.markdown_body import Body, view_of
from toolkit.formats.markdown_runs import HTML_BLOCK
from toolkit.formats.markdown_segments import html_segments, is_quiet
from toolkit.formats.masks import Masks
from toolkit.formats.options import FormatOptions
from toolkit.model import Document, Segment

_UNTOLD = ("{", "%", "^")
"""Where there may be codes that the parser does not tell: placeholders, footnotes without a text."""
_word = re.compile(r"[^\W_]").search
_NO_MASKS = Masks("", (), (), frozenset())


def holds(
    document: Document,
    text: str,
    slices: Mapping[int, str],
    targets: Mapping[int, str],
    options: FormatOptions,
) -> bool:
    """See :func:`toolkit.formats.keeps_structure`."""
    before = document.outline
    if not isinstance(before, Body):
        return False
    moved = _moves(document, text, slices, targets)
    if moved is None:
        return False
    try:
        return _same_front(document, before.offset, text, moved, options) and _same_body(
            document, before, Body(text, moved([before.offset])[0], document.path), moved, options
        )
    except ArticleError:
        return False


class _Moved:
    """Where characters of the source are in the composed article."""

    def __init__(self, starts: list[int], ends: list[int], shifts: list[int]) -> None:
        self.starts = [*starts, sys.maxsize]
        self.ends = [*ends, sys.maxsize]
        """Where the replaced slices begin and end in the source, ascending; behind them the end of all."""
        self.shifts = shifts
        """How far it has moved, what stands behind so many of them."""

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

    def apart(self, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
        """Those of ascending places that are not inside of a replaced slice: starts and ends in turn."""
        return _apart(self.starts, self.ends, starts, ends)

    def apart_after(self, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
        """The same for places of the composed article."""
        first = [start + shift for start, shift in zip(self.starts, self.shifts, strict=True)]
        last = [end + shift for end, shift in zip(self.ends, [*self.shifts[1:], 0], strict=True)]
        return _apart(first, last, starts, ends)


def _apart(
    first: Sequence[int], last: Sequence[int], starts: Sequence[int], ends: Sequence[int]
) -> list[int]:
    found = []
    for start, end in zip(starts, ends, strict=True):
        number = bisect.bisect_right(last, start)
        if first[number] > start or end > last[number]:
            found += [start, end]
    return found


def _moves(
    document: Document, text: str, slices: Mapping[int, str], targets: Mapping[int, str]
) -> _Moved | None:
    """How the pieces move what is behind them; None if one might be no segment, or has not the
    placeholders and template tags of its source."""
    segments, labels = document.segments, document.labels
    signs = [sign for sign in _UNTOLD if sign in text or sign in document.text]
    starts, ends, shifts, shift = [], [], [0], 0
    for index, piece in slices.items():
        segment = segments[index]
        span = segment.span
        start, end = span.start, span.end
        shift += len(piece) - end + start
        starts.append(start)
        ends.append(end)
        shifts.append(shift)
        target = targets[index]
        if (
            piece is not target
            or not piece[:1].isalpha()
            or piece[0] in "hie"  # an address, a line of a module
            or segment.syntax != "markdown"
            or segment.role == "admonition title"
            or (signs and (_has(signs, piece) or _has(signs, segment.text)))
        ) and not _says_the_same(segment, piece, target, signs, labels):
            return None
    return _Moved(starts, ends, shifts)


def _says_the_same(
    segment: Segment, piece: str, target: str, signs: Sequence[str], labels: frozenset[str]
) -> bool:
    """Whether a piece stays a segment, with the codes of its source where the parser does not tell them."""
    from toolkit.formats import identities

    syntax = segment.syntax
    if target == segment.text:
        return True
    if syntax == "markdown":
        if _word(piece) is None or is_quiet(view_of(piece)):
            return False
        if _has(signs, piece) or _has(signs, segment.text):
            if "\n" in piece or "\r" in piece:
                return False  # a line of nothing but template tags may be no part of a segment
        elif piece == target and segment.role != "admonition title":
            return True
    codes = identities(segment.text, syntax, labels)
    return codes == identities(target, syntax, labels) and (
        syntax != "markdown" or codes == identities(piece, syntax, labels)
    )


def _has(signs: Sequence[str], text: str) -> bool:
    return any(sign in text for sign in signs)


def _same_front(document: Document, begin: int, text: str, moved: _Moved, options: FormatOptions) -> bool:
    if moved.ends[0] > begin:
        return True  # no piece is in it
    after, offset = frontmatter.segments(text, document.path, options.front_matter_keys)
    before = [segment for segment in document.segments[: len(after) + 1] if segment.span.end <= begin]
    return [offset] == moved([begin]) and _same_segments(before, after, moved)


def _same_segments(before: Sequence[Segment], after: Sequence[Segment], moved: _Moved) -> bool:
    from toolkit.formats import identities

    return (
        moved(one.span.start for one in before) == [one.span.start for one in after]
        and moved(one.span.end for one in before) == [one.span.end for one in after]
        and all(
            (_kind(one.role), one.syntax, one.context) == (_kind(other.role), other.syntax, other.context)
            and identities(one.text, one.syntax) == identities(other.text, other.syntax)
            for one, other in zip(before, after, strict=True)
        )
    )


def _kind(role: str) -> str:
    """Without the words it quotes, which are translated themselves."""
    return role.partition(",")[0]


def _same_body(document: Document, before: Body, after: Body, moved: _Moved, options: FormatOptions) -> bool:
    ours, theirs = _marks(before), _marks(after)
    return (
        before.labels == after.labels
        and before.runs.kinds == after.runs.kinds
        and _only_moved(before, before.runs.starts, after, after.runs.starts, moved)
        and _only_moved(before, before.runs.ends, after, after.runs.ends, moved)
        and all(
            _only_moved(before, one, after, other, moved) for one, other in zip(ours, theirs, strict=True)
        )
        and _same_templates(before, after, moved)
        and _same_html(document, before, after, moved, options)
    )


def _marks(body: Body) -> Iterator[list[int]]:
    """Where titles begin and end that are no runs, and admonitions begin."""
    masks = body.masks or _NO_MASKS
    for places in (body.titles, masks.titles):
        yield [place[0] for place in places]
        yield [place[1] for place in places]
    yield sorted(masks.admonitions)


def _same_templates(before: Body, after: Body, moved: _Moved) -> bool:
    """Whether template tags outside of the pieces have only moved; those in them have been compared."""
    if before.masks is None or after.masks is None:
        return before.masks is after.masks
    ours = [before.characters([span[edge] for span in before.masks.spans]) for edge in (0, 1)]
    theirs = [after.characters([span[edge] for span in after.masks.spans]) for edge in (0, 1)]
    return moved(moved.apart(*ours)) == moved.apart_after(*theirs)


def _only_moved(
    before: Body, positions: Sequence[int], after: Body, new: Sequence[int], moved: _Moved
) -> bool:
    """Whether places of the source are where the translations have moved them."""
    return len(positions) == len(new) and (
        not positions or moved(before.characters(positions)) == after.characters(new)
    )


def _same_html(document: Document, before: Body, after: Body, moved: _Moved, options: FormatOptions) -> bool:
    """Whether each HTML block that has a piece in it has the same segments with the same codes."""
    blocks = [number for number, kind in enumerate(before.runs.kinds) if kind[0] is HTML_BLOCK]
    if not blocks:
        return True
    starts = before.characters([before.runs.starts[number] for number in blocks])
    ends = before.characters([before.runs.ends[number] for number in blocks])
    bases = after.characters([after.runs.starts[number] for number in blocks])
    segments = document.segments
    for number, start, end, base in zip(blocks, starts, ends, bases, strict=True):
        if moved.ends[bisect.bisect_right(moved.ends, start)] <= end:
            first = bisect.bisect_left(segments, start, key=_start)
            inside = segments[first : bisect.bisect_left(segments, end, first, key=_start)]
            block = after.view[after.runs.starts[number] : after.runs.ends[number]]
            if directives.MAY_MATTER(block) or not _same_segments(
                inside, html_segments(after, number, base, options), moved
            ):
                return False
    return True


def _start(segment: Segment) -> int:
    return segment.span.start
