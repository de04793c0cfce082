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
import string
from collections.abc import Mapping, Sequence

from toolkit.errors import ArticleError
from toolkit.formats import directives, frontmatter, markdown_rendered
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_runs import HTML_BLOCK
from toolkit.formats.markdown_segments import html_segments, is_quiet
from toolkit.formats.markdown_view import view_of
from toolkit.formats.options import FormatOptions
from toolkit.formats.spliced import Spliced, start_of
from toolkit.model import Segment

_UNTOLD = ("{", "%", "^")
"""Where there may be codes that the parser does not tell: placeholders, footnotes without a text."""
_QUIET = "hie"
"""What an address or a line of a module begins with."""
_LETTERS = frozenset(string.ascii_letters) - frozenset(_QUIET)
_word = re.compile(r"[^\W_]").search


def holds(spliced: Spliced, targets: Mapping[int, str], options: FormatOptions) -> bool:
    """See :func:`toolkit.formats.keeps_structure`."""
    before = spliced.document.outline
    if not isinstance(before, Body) or not _say_the_same(spliced, targets, before.masks is not None):
        return False
    try:
        return _same_front(spliced, before.offset, options) and (
            markdown_rendered.holds(spliced, before) or _same_body(spliced, before, options)
        )
    except ArticleError:
        return False


def _say_the_same(spliced: Spliced, targets: Mapping[int, str], titled: bool) -> bool:
    """Whether each piece stays a segment, with the placeholders and template tags of its source.

    :param titled: whether the article may have titles of admonitions.
    """
    document, text = spliced.document, spliced.text
    labels = document.labels
    signs = [sign for sign in _UNTOLD if sign in text or sign in document.text]
    for (index, piece), segment in zip(spliced.slices.items(), spliced.segments, strict=True):
        target = targets[index]
        if (
            piece is not target
            or ((first := piece[:1]) not in _LETTERS and (not first.isalpha() or first in _QUIET))
            or piece[-1] == "\\"  # may break the line it ends
            or segment.syntax != "markdown"
            or (titled and segment.role == "admonition title")
            or (signs and (_has(signs, piece) or _has(signs, segment.text)))
        ) and not _says_the_same(segment, piece, target, signs, labels):
            return False
    return True


def _says_the_same(
    segment: Segment, piece: str, target: str, signs: Sequence[str], labels: frozenset[str]
) -> bool:
    """Whether a piece stays a segment, with the codes of its source where the parser does not tell them."""
    from toolkit.formats import identities

    syntax = segment.syntax
    if target == segment.text:
        return True
    if syntax == "markdown":
        if _word(piece) is None or piece[-1] == "\\" or is_quiet(view_of(piece)):
            return False
        if _has(signs, piece) or _has(signs, segment.text):
            if "\n" in piece or "\r" in piece:
                return False  # a line of nothing but template tags may be no part of a segment
        elif piece == target and segment.role != "admonition title":
            return True
    if segment.role == "reference title" and (piece[:1] == "&" or piece[-1:] == ";"):
        return False  # may be a blank at its edge
    codes = identities(segment.text, syntax, labels)
    return codes == identities(target, syntax, labels) and (
        syntax != "markdown" or codes == identities(piece, syntax, labels)
    )


def _has(signs: Sequence[str], text: str) -> bool:
    return any(sign in text for sign in signs)


def _same_front(spliced: Spliced, begin: int, options: FormatOptions) -> bool:
    """Whether the composed article has the same front matter, or none.

    :param begin: where the source's Markdown begins.
    """
    document, text = spliced.document, spliced.text.removeprefix("\ufeff")
    has_front = begin > len(spliced.text) - len(text)
    # Below a rule at the start, words like ``Note: …`` are front matter.
    if spliced.ends[0] > begin and (has_front or not text.startswith(("---", "+++"))):
        return True  # no piece is in it
    after, offset = frontmatter.segments(spliced.text, document.path, options.front_matter_keys)
    before = [segment for segment in document.segments[: len(after) + 1] if segment.span.end <= begin]
    return [offset] == spliced.places([begin]) and _same_segments(before, after, spliced)


def _same_segments(before: Sequence[Segment], after: Sequence[Segment], spliced: Spliced) -> bool:
    from toolkit.formats import identities

    return (
        spliced.places(one.span.start for one in before) == [one.span.start for one in after]
        and spliced.places(one.span.end for one in before) == [one.span.end for one in after]
        and all(
            (_kind(one.role), one.syntax, one.context) == (_kind(other.role), other.syntax, other.context)
            and identities(one.text, one.syntax) == identities(other.text, other.syntax)
            for one, other in zip(before, after, strict=True)
        )
    )


def _kind(role: str) -> str:
    """Without the words it quotes, which are translated themselves."""
    return role.partition(",")[0]


def _same_body(spliced: Spliced, before: Body, options: FormatOptions) -> bool:
    (begin,) = spliced.places([before.offset])
    after = Body(spliced.text, begin, spliced.document.path)
    if before.labels != after.labels or _kinds(before) != _kinds(after):
        return False
    ours, theirs = _places(before), _places(after)
    return (
        spliced.places(ours) == theirs
        and _same_marks(before, after, spliced)
        and _same_html(spliced, ours, after, theirs, options)
    )


def _kinds(body: Body) -> list[tuple[object, ...]]:
    """The runs without their places."""
    return [run[2:] for run in body.runs.all]


def _places(body: Body) -> list[int]:
    """Starts and ends of the runs, in turn."""
    return body.characters([place for run in body.runs.all for place in run[:2]])


def _same_marks(before: Body, after: Body, spliced: Spliced) -> bool:
    """Whether what is no run has only moved: titles, admonitions, and template tags outside of the
    pieces (those in them have been compared)."""
    if spliced.places(_titles(before)) != _titles(after) or (before.masks is None) != (after.masks is None):
        return False
    if before.masks is None or after.masks is None:
        return True
    ours, theirs = before.masks, after.masks
    return (
        spliced.places(_in_turn(before, ours.titles)) == _in_turn(after, theirs.titles)
        and spliced.places(before.characters(sorted(ours.admonitions)))
        == after.characters(sorted(theirs.admonitions))
        and spliced.places(spliced.apart(_in_turn(before, ours.spans)))
        == spliced.apart_after(_in_turn(after, theirs.spans))
    )


def _titles(body: Body) -> list[int]:
    return _in_turn(body, [(start, end) for start, end, _ in body.titles])


def _in_turn(body: Body, pairs: Sequence[tuple[int, int]]) -> list[int]:
    return body.characters([position for pair in pairs for position in pair])


def _same_html(
    spliced: Spliced,
    ours: Sequence[int],
    after: Body,
    theirs: Sequence[int],
    options: FormatOptions,
) -> bool:
    """Whether each HTML block that has a piece in it has the same segments with the same codes."""
    segments = spliced.document.segments
    for number, block in enumerate(after.runs.all):
        if block[2] is not HTML_BLOCK:
            continue
        start, end = ours[2 * number], ours[2 * number + 1]
        if spliced.ends[bisect.bisect_right(spliced.ends, start)] > end:
            continue
        first = bisect.bisect_left(segments, start, key=start_of)
        inside = segments[first : bisect.bisect_left(segments, end, first, key=start_of)]
        again = html_segments(after, block, theirs[2 * number], options)
        may_direct = directives.MAY_MATTER(after.view, block[0], block[1])
        if may_direct or not _same_segments(inside, again, spliced):
            return False
    return True
