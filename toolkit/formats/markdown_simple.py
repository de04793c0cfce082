"""Inline codes of the texts nearly all texts are, without the parser.

Emphasis and strong emphasis with stars around whole words, inline code with single ticks, inline
links without a title: where all markup of a text is of these shapes and unambiguous, patterns find
it. Anything else is the parser's: :func:`codes` says None. A test holds both to the same answers.
"""

from __future__ import annotations

import re

from toolkit.model import Code, Span

# Lookbehinds stand after what they are about, so that a search runs from mark to mark.
_ATOM = re.compile(
    r"`(?<![`\\]`)([^`\\\n]+)`(?!`)"
    r"|\[(?<!!\[)([^\[\]`<\n\\]*)\]\(([^\s()<>\[\]*`\\&{}%$\x00-\x1f\x7f]+)\)"
)
# A star run that can only open, words without stars, one of the same length that can only close
# (CommonMark 6.2: left-flanking and not right-flanking, and the other way round).
_EMPHASIS = re.compile(
    r"(\*\*(?<!\S\*\*)|\*(?<!\S\*))(?=[^\W_])[^*]*"
    r"(?:(?<=[^\W_])\1(?![^\W_*])|(?<=[^\s*])\1(?=\s|\Z))(?!\*)"
)
_OTHER = re.compile(r"[`_~\[\]<$%{\\&!]").search


def codes(text: str) -> list[Code] | None:
    """The codes, not in order; None where the parser has to be asked."""
    found: list[Code] = []
    rest = text
    if "`" in text or "[" in text:
        pieces, position = [], 0
        for atom in _ATOM.finditer(text):
            start, end = atom.span()
            pieces.append(text[position:start])
            if atom[1] is not None:
                body = atom[1]
                if len(body) > 2 and body[0] == body[-1] == " " and body.strip(" "):
                    body = body[1:-1]
                found.append(Code("code", Span(start, end), None, body))
                pieces.append("," * (end - start))
            else:
                words = atom.end(2)
                found.append(Code("link", Span(start, start + 1), Span(words, end), atom[3]))
                pieces.append("," + atom[2] + "," * (end - words))
            position = end
        pieces.append(text[position:])
        rest = "".join(pieces)
    if _OTHER(rest) is not None:
        return None
    stars = rest.count("*")
    if stars:
        links = [(code.open.start, code.close.end) for code in found if code.close is not None]
        for match in _EMPHASIS.finditer(rest):
            start, end = match.span()
            width = len(match[1])
            stars -= 2 * width
            for first, last in links:
                if (first < start < last) != (first < end < last):
                    return None
            kind = "strong" if width == 2 else "emphasis"
            found.append(Code(kind, Span(start, start + width), Span(end - width, end), ""))
        if stars:
            return None
    return found
