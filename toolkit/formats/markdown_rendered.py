"""The proof that a composed article has its source's structure, from the HTML that the parser makes.

Three pieces of HTML are made, none of which is looked through here: of the article with a plain word in
the place of each translation, of the translations by themselves, and of the composed article. Where the
third is the first with the second in the places of the word, each translation is inline content where it
was put, and nothing else has changed. What markup it has is compared with its source's in the same way.

A parser makes HTML of a text in a third of the time in which it tells Python of its events, so this is
tried first. It is for the plain cases: what HTML does not tell, or tells in another order than it is
written, is left to :mod:`toolkit.formats.markdown_proof`.
"""

from __future__ import annotations

import bisect
import itertools
import re
import string
from collections.abc import Iterable, Sequence
from html import unescape

from toolkit.formats import markdown_inline, masks
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_runs import PARSER, Runs, definitions
from toolkit.formats.markdown_view import lone_returns_replaced
from toolkit.formats.spliced import Spliced, start_of, woven
from toolkit.model import Segment

_WORD = "\x1a"
"""SUBSTITUTE: text like any letter to Markdown, and in hardly any article."""
_LETTERS = frozenset(string.ascii_letters)
_WRITTEN_OTHERWISE = "<>&\\\n"
"""What is hardly ever itself in the HTML of a line."""
_CLOSING = ("#", "}")
"""What a heading's end may take."""
_APART = "<->"
"""Between texts; no tag."""
# Tags that begin something, and what stands in code and formulas. The parser writes no ">" into a tag,
# authors do.
_OPENING = re.compile(r"<(?:code>[^<]*<|span class=\"math [^<]*<|[^/][^>]*>)")
_WRITTEN = re.compile(r"""<(?:code>[^<]*</code|span class="math [^<]*</span|(?:[^"'<>]|"[^"]*"|'[^']*')*)>""")
_NO_WORDS = re.compile(r"<code>[^<]*</code>|<(a|span)\b.*?</\1>|<[^>]*>", re.S)
_word = re.compile(r"[^\W_]").search
# Translatable, in a tag that the parser wrote: quotes inside are references there.
_WORDS = re.compile(r' (?:alt|title)="[^"]*"')


def holds(spliced: Spliced, before: Body) -> bool:
    """Whether the body of the composed article certainly is that of its source with other words.

    :param spliced: its pieces are segments by themselves and say what they have to.
    :param before: the source's body, read.
    """
    (begin,) = spliced.places([before.offset])
    source, body = spliced.document.text, spliced.text[begin:]
    if before.masks is not None or ("^" in body and "[^" in body):
        return False  # templates; footnotes, whose numbers follow from where they stand
    first = bisect.bisect_left(spliced.starts, before.offset)
    segments, pieces = spliced.segments[first:], spliced.pieces[first:]
    if not {segment.syntax for segment in segments} <= {"markdown"}:
        return False
    marked = _marked(spliced, before, first)
    made = _every(source, before, segments, pieces) if marked is None else _some(segments, pieces, marked)
    if made is None or not _are_whole(pieces, made):
        return False
    start = spliced.starts[first] if pieces else len(source)
    around = _html(_WORD.join([source[before.offset : start], *spliced.gaps[first + 1 :]])).split(_WORD)
    return (
        len(around) == len(made) + 1  # the article has no such word itself
        and _html(body) == woven(around, made)
        and masks.find(body, spliced.document.path) is None
    )


def _marked(spliced: Spliced, before: Body, first: int) -> list[tuple[int, Sequence[str]]] | None:
    """Which of the pieces of the body are of sources with markup, and that markup; None in articles whose
    runs are not its segments one for one, and where pieces have lines or what HTML writes otherwise.

    :param first: the body's first piece.
    """
    runs = before.runs
    segments = spliced.document.segments
    front = bisect.bisect_left(segments, before.offset, key=start_of)
    # Where no other thing makes a segment, a run is one or none.
    if runs.other or runs.blocks or before.labels or len(segments) - front != len(runs.all):
        return None
    pieces = spliced.pieces[first:] if first else spliced.pieces
    every = "".join(pieces)
    if any(map(every.__contains__, _WRITTEN_OTHERWISE)):
        return None
    markup: Sequence[Sequence[str]] = [run[-1] for run in runs.all]
    if len(pieces) != len(markup):
        markup = [markup[index - front] for index in itertools.islice(spliced.slices, first, None)]
    return [(number, one) for number, one in enumerate(markup) if one]


def _some(
    segments: Sequence[Segment], pieces: Sequence[str], marked: Sequence[tuple[int, Sequence[str]]]
) -> list[str] | None:
    """The HTML of each piece, where those that have the markup of their sources are the ``marked`` and
    the others are words; None where they have not.

    It is only supposed of those others that they are what is in the HTML: they are compared with it.
    """
    theirs = _headings([pieces[number] for number, _ in marked])
    if theirs is None:
        return None
    if _OPENING.findall(theirs) != _tags([markup for _, markup in marked]):
        ours = _headings([segments[number].text for number, _ in marked])
        if ours is None or not _same_tags(ours, theirs):
            return None
    made = list(pieces)
    for (number, _), html in zip(marked, theirs.split("\n"), strict=False):
        made[number] = html[4:-5]
    return made


def _tags(texts: Iterable[Sequence[str]]) -> list[str]:
    """What :data:`_OPENING` finds in headings with this markup, as far as it is of the usual kinds."""
    found = []
    for markup in texts:
        found.append("<h1>")
        said = iter(markup)
        for kind in said:
            if kind == "Strong":
                found.append("<strong>")
            elif kind == "Emphasis":
                found.append("<em>")
            elif kind == "Link":
                found.append(f'<a href="{next(said)}">')
            elif kind == "Code":
                found.append(f"<code>{next(said)}<")
            else:
                found.append("")  # no tag
                break
    return found


def _every(text: str, before: Body, segments: Sequence[Segment], pieces: Sequence[str]) -> list[str] | None:
    """The HTML of each piece; None where one of them has not the markup of its source."""
    behind = definitions(text[before.offset :]) if before.labels else ""
    made = _inline(pieces, behind)
    sources = [segment.text for segment in segments]
    same = made is not None and _same_markup(before.runs, sources, pieces, made, behind)
    return made if same else None


def _html(source: str) -> str:
    return PARSER.html(lone_returns_replaced(source))


def _inline(texts: Sequence[str], behind: str) -> list[str] | None:
    """The HTML of each of the texts as inline content; None where one of them cannot be told by itself.

    :param behind: the article's link definitions.
    """
    html = _headings(texts, behind)
    return None if html is None else [one[4:-5] for one in html.split("\n")[:-1]]


def _headings(texts: Sequence[str], behind: str = "") -> str | None:
    """The HTML of the texts as headings, each ``<h1>…</h1>`` on a line; None where one is no such heading.

    :param behind: the article's link definitions.
    """
    if not texts:
        return ""
    source = "\n# ".join(texts)
    # In a heading of one line nothing opens a block, and no text can make two headings of itself.
    if source.count("\n") != len(texts) - 1 or "\r" in source:
        return None
    return PARSER.html(f"# {source}{behind}")


def _are_whole(pieces: Sequence[str], made: Sequence[str]) -> bool:
    """Whether each piece certainly has words of its own, without which it would be no segment, and none
    of it is what closes a heading or gives it attributes."""
    for number, piece in enumerate(pieces):
        if not piece or piece[-1] in _CLOSING or (piece[0] not in _LETTERS and not piece[0].isalnum()):
            html = made[number]
            if not piece[:1].isalnum() and _word(unescape(_NO_WORDS.sub("", html))) is None:
                return False
            if html[-1:] != piece[-1:] and piece[-1:] in _CLOSING:
                return False
    return True


def _same_markup(
    runs: Runs,
    sources: Sequence[str],
    pieces: Sequence[str],
    made: Sequence[str],
    behind: str,
) -> bool:
    """Whether each piece has the markup of its source, in its order.

    :param runs: the article's.
    :param made: the HTML of the pieces.
    """
    marked = [number for number, html in enumerate(made) if "<" in html]
    if runs.other or len(marked) != sum([1 for run in runs.all if run[-1]]):
        # Not all of the article's markup is in pieces (or comments cut a run into several): is there a
        # source whose piece has lost it?
        may_have_codes = markdown_inline.MAY_HAVE_CODES
        found = [number for number, source in enumerate(sources) if may_have_codes(source)]
        if not set(marked).issubset(found):
            return False
        marked = found
    rendered = _inline([sources[number] for number in marked], behind)
    if rendered is None:
        return False
    ours, theirs = _APART.join(rendered), _APART.join([made[number] for number in marked])
    if any("<" in pieces[number] or "<" in sources[number] for number in marked):
        # HTML, as somebody wrote it: all of it has to be the same, and none of it unread.
        wanted = _WRITTEN.findall(ours)
        count = sum([str(tag).count("<") for tag in wanted])
        return count == ours.count("<") == theirs.count("<") and wanted == _WRITTEN.findall(theirs)
    return _same_tags(ours, theirs)


def _same_tags(ours: str, theirs: str) -> bool:
    """Whether HTML that has no tags but the parser's has the same ones, but for words in them."""
    wanted, given = _OPENING.findall(ours), _OPENING.findall(theirs)
    return wanted == given or _without_words(wanted) == _without_words(given)


def _without_words(tags: list[str]) -> list[str]:
    return [_WORDS.sub("", tag) for tag in tags]
