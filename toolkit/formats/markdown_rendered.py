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
import re
from collections.abc import Sequence
from html import unescape

from toolkit.formats import markdown_inline, masks
from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_runs import PARSER, Runs, definitions
from toolkit.formats.markdown_view import lone_returns_replaced
from toolkit.formats.spliced import Spliced, woven

_WORD = "\x1a"
"""SUBSTITUTE: text like any letter to Markdown, and in hardly any article."""
_CLOSING = ("#", "}")
"""What a heading's end may take."""
_BETWEEN = "</h1>\n<h1>"
_APART = "<>"
"""Between texts; no tag."""
# Tags, and what stands in code and formulas. The parser writes no ">" into a tag, authors do.
_MARKUP = re.compile(r"<(?:code>[^<]*</code|span class=\"math [^<]*</span|[^>]*)>")
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
    behind = definitions(source[before.offset :]) if before.labels else ""
    made = _inline(pieces, behind)
    sources = [segment.text for segment in segments]
    if made is None or not _are_whole(pieces, made):
        return False
    if not _same_markup(before.runs, sources, pieces, made, behind):
        return False
    start = spliced.starts[first] if pieces else len(source)
    around = _html(_WORD.join([source[before.offset : start], *spliced.gaps[first + 1 :]])).split(_WORD)
    return (
        len(around) == len(made) + 1  # the article has no such word itself
        and _html(body) == woven(around, made)
        and masks.find(body, spliced.document.path) is None
    )


def _html(source: str) -> str:
    return PARSER.html(lone_returns_replaced(source))


def _inline(texts: Sequence[str], behind: str) -> list[str] | None:
    """The HTML of each of the texts as inline content; None where one of them cannot be told by itself.

    :param behind: the article's link definitions.
    """
    if not texts:
        return []
    source = "\n# ".join(texts)
    if source.count("\n") != len(texts) - 1 or "\r" in source:
        return None
    html = PARSER.html(f"# {source}{behind}")
    # In a heading of one line nothing opens a block, and no text can make two headings of itself.
    made = html[4:-6].split(_BETWEEN)
    return made if len(made) == len(texts) and html[:4] == "<h1>" and html[-6:] == "</h1>\n" else None


def _are_whole(pieces: Sequence[str], made: Sequence[str]) -> bool:
    """Whether each piece certainly has words of its own, without which it would be no segment, and none
    of it is what closes a heading or gives it attributes."""
    for piece, html in zip(pieces, made, strict=True):
        if not piece[:1].isalnum() and _word(unescape(_NO_WORDS.sub("", html))) is None:
            return False
        if piece[-1:] in _CLOSING and html[-1:] != piece[-1:]:
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
    wanted, given = _MARKUP.findall(ours), _MARKUP.findall(theirs)
    return wanted == given or _without_words(wanted) == _without_words(given)


def _without_words(tags: list[str]) -> list[str]:
    return [_WORDS.sub("", tag) for tag in tags]
