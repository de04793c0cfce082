"""The proof that a composed page has its source's structure, from its tokens.

What a page's segments are follows from its tags, from which stretches of text are blank, and from which
have words. Where the tags are the source's, in the places to which the translations have moved them,
and each translation has words up to both its ends, the page has the same segments, in the same elements
with the same attributes. This is the short way; that it does not hold only says that somebody has to
look closer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from toolkit.formats import html_rules, html_simple, html_tags, html_usual
from toolkit.formats.html_inline import TRANSLATE_CODE, is_whole
from toolkit.formats.html_mask import TEMPLATE, has_templates, mask
from toolkit.formats.html_runs import has_words, place, says_words, stripped
from toolkit.formats.html_text import attribute_words, collapse
from toolkit.formats.html_tokens import START, TEXT, Item, Tokens, items
from toolkit.formats.placeholders import PLACEHOLDER
from toolkit.formats.spliced import Spliced
from toolkit.model import Document, Segment

_SIGNS = "<{%"
"""One of them is in every text that has codes."""
_MORE_THAN_PLAIN = ("&", "{", "%")
"""References, templates, placeholders."""
_CONTENT = frozenset([html_rules.TITLE_ROLE, html_rules.AREA_ROLE])


def holds(spliced: Spliced, targets: Mapping[int, str]) -> bool:
    """See :func:`toolkit.formats.keeps_structure`."""
    document, text = spliced.document, spliced.text
    before = document.outline
    if not isinstance(before, Tokens) or "\r" in text:
        return False
    signs = _signs(spliced)
    told = []
    for index, piece, segment in zip(spliced.slices, spliced.pieces, spliced.segments, strict=True):
        if _is_plain(document, segment, piece, targets[index], signs):
            continue
        if not _is_told(document, segment, piece, targets[index]):
            return False
        told.append((document.text[segment.span.start : segment.span.end], piece))
    return (before.sources is not None and _are_written(spliced, before.sources, told)) or _have_moved(
        spliced, before.items()
    )


def _are_written(spliced: Spliced, ours: Sequence[str], told: Iterable[tuple[str, str]]) -> bool:
    """Whether :func:`_have_moved` certainly says yes, from how the tags are written.

    The author's text around the pieces is the same. Where a slice and its piece have as many ``<`` and
    ``>``, the tag with a number is in the same place; in a piece, it also has to end there. Plain pieces
    with tags have those of their slices; those without leave none over, when all are counted.

    :param ours: the source's tags.
    :param told: slices and pieces that may have other tags.
    """
    for slice_, piece in told:
        if has_templates(slice_) or has_templates(piece):  # what looks like a tag in one is none
            return False
        for sign in "<>":
            if piece.count(sign) != slice_.count(sign):
                return False
        if "<" in piece and not (_is_closed(piece) and _is_closed(slice_)):
            return False
    theirs = html_usual.sources(spliced.text)
    return theirs is not None and (ours == theirs or _say_the_same(ours, theirs))


def _is_closed(text: str) -> bool:
    """Whether the last tag ends in its text."""
    return text.rfind("<") < text.rfind(">")


def _say_the_same(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether usual tags differ in the words of their attributes only."""
    if len(ours) != len(theirs):
        return False
    for one, other in zip(ours, theirs, strict=True):
        if one != other:
            tag = html_usual.tag(one)
            if tag is None or tag != html_usual.tag(other):
                return False
            name = tag[2]
            if name == "" or _tag(one, name) != _tag(other, name):
                return False
    return True


def _have_moved(spliced: Spliced, ours: Sequence[Item]) -> bool:
    """Whether the composed page's tags are the source's: those around the pieces where these have moved
    them, the others inside of their pieces.

    :param ours: the source's.
    """
    source, text = spliced.document.text, spliced.text
    theirs = [item for item in items(text) if item[0] != TEXT]
    if len(ours) != len(theirs):
        return False
    pieces, starts, ends = spliced.pieces, spliced.starts, spliced.ends
    number, shift = 0, 0
    slice_start, slice_end = starts[0], ends[0]
    for one, other in zip(ours, theirs, strict=True):
        kind, start, end, name = one
        again, begin, finish, called = other
        if kind != again or name != called:
            return False
        while slice_end <= start:
            shift += len(pieces[number]) + slice_start - slice_end
            number += 1
            slice_start, slice_end = starts[number], ends[number]
        if end <= slice_start:  # the author's own characters, moved
            if begin != start + shift or finish != end + shift:
                return False
            continue
        if slice_start <= start:
            place = slice_start + shift
            if end > slice_end or begin < place or finish > place + len(pieces[number]):
                return False
        else:
            if begin != start + shift:
                return False
            while slice_end <= end:  # words in its attributes
                shift += len(pieces[number]) + slice_start - slice_end
                number += 1
                slice_start, slice_end = starts[number], ends[number]
            if finish != end + shift:
                return False
        tag, made = source[start:end], text[begin:finish]
        if tag != made and (name == "" or _tag(tag, name) != _tag(made, name)):
            return False
    return True


def _signs(spliced: Spliced) -> list[str]:
    """Which of the characters that may make a text more than plain are in any of the texts."""
    every = "".join([*spliced.pieces, *[segment.text for segment in spliced.segments]])
    return list(filter(every.__contains__, _MORE_THAN_PLAIN))


def _is_plain(
    document: Document, segment: Segment, piece: str, target: str, signs: Iterable[str] = _MORE_THAN_PLAIN
) -> bool:
    """Whether :func:`_is_told` certainly says yes, from a few looks at the texts.

    A slice and its piece then have the same tags, if no other pieces have tags that their slices have not.

    :param signs: see :func:`_signs`.
    """
    words = segment.text
    if piece != target or segment.syntax != "html":
        return False
    for sign in signs:
        if (sign in piece or sign in words) and (sign != "%" or _has_placeholders(piece, words)):
            return False
    if "<" in piece:
        slice_ = document.text[segment.span.start : segment.span.end]
        return html_simple.same_tags(slice_, piece) and html_simple.is_filled(piece)
    return "<" not in words and says_words(piece)


def _has_placeholders(*texts: str) -> bool:
    return any(PLACEHOLDER.search(text) for text in texts)


def _is_told(document: Document, segment: Segment, piece: str, target: str) -> bool:
    """Whether a piece has the codes of its source and stays a segment, as far as the tokens do not tell."""
    from toolkit.formats import identities

    words = segment.text
    if target == words:
        return True
    source = document.text[segment.span.start : segment.span.end]
    told = False
    if segment.syntax == "html":
        whole, told = _told(source, piece, target, TRANSLATE_CODE in document.labels)
        if not whole:
            return False
    elif (
        "<" in piece
        or piece[:1] == "&"  # may be a blank
        or piece[-1:] == ";"
        or not has_words(piece)
        or (segment.role not in _CONTENT and _may_end(document.text[segment.span.start - 1], piece))
    ):
        return False
    if told or not any(sign in target or sign in words for sign in _SIGNS):
        return True
    same = identities(words, segment.syntax, document.labels) == identities(
        target, segment.syntax, document.labels
    )
    return same and TEMPLATE.findall(source) == TEMPLATE.findall(piece)


def _told(source: str, piece: str, target: str, translate_code: bool) -> tuple[bool, bool]:
    """Whether a piece would be a segment from its first character to its last, and whether it certainly
    has the codes of its source."""
    if "<" not in piece:
        edged = piece[:1] == "&" or piece[-1:] == ";"
        return has_words(piece) and (not edged or stripped(piece, 0, len(piece)) == (0, len(piece))), False
    run = list(items(piece))

    def whole(item: Item) -> bool:
        return is_whole(item[3], piece[item[1] : item[2]], translate_code)

    if not run or place(mask(piece), run, whole, True) != (0, len(piece)):
        return False, False
    if (
        "{" in piece
        or "%" in piece
        or "{" in source
        or "%" in source
        or target.count("<") != piece.count("<")
    ):
        return True, False
    # The same tags in the same order, and nothing new inside of those that are one code.
    ours = [source[start:end] for kind, start, end, _ in items(source) if kind != TEXT]
    if ours != [piece[start:end] for kind, start, end, _ in run if kind != TEXT]:
        return True, False
    return True, not any(whole(item) for item in run if item[0] == START)


def _may_end(before: str, piece: str) -> bool:
    """Whether a piece may end an attribute's value, which begins behind ``before``."""
    return '"' in piece or ("'" in piece and before != '"')


def _tag(tag: str, name: str) -> tuple[str, list[bool]]:
    """What a tag is, and which of its attributes have words."""
    said = [says_words(collapse(attribute_words(one.value)).strip()) for one, _ in html_tags.words(tag, name)]
    return html_tags.identity(tag, name), said
