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


Found = tuple[str, str, int, int, int, int]
"""Kind and source of a code, start and end of its opening marker and of its closing one (-1 for none)."""


def codes(text: str) -> list[Code] | None:
    """The codes, not in order; None where the parser has to be asked."""
    found = scan(text)
    if found is None:
        return None
    return [
        Code(kind, Span(start, end), None if close < 0 else Span(close, last), source)
        for kind, source, start, end, close, last in found
    ]


def identities(text: str) -> list[tuple[str, str]] | None:
    """What the codes are, not in order; None where the parser has to be asked."""
    if "`" in text or "[" in text:
        found = scan(text)
        return None if found is None else [code[:2] for code in found]
    if _OTHER(text) is not None:
        return None
    runs = _EMPHASIS.findall(text)
    if 2 * sum(map(len, runs)) != text.count("*"):
        return None
    return [("strong" if len(run) == 2 else "emphasis", "") for run in runs]


def scan(text: str) -> list[Found] | None:
    """The same as bare values: whoever only compares codes needs no more."""
    found: list[Found] = []
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
                found.append(("code", body, start, end, -1, -1))
                pieces.append("," * (end - start))
            else:
                words = atom.end(2)
                found.append(("link", atom[3], start, start + 1, words, end))
                pieces.append("," + atom[2] + "," * (end - words))
            position = end
        pieces.append(text[position:])
        rest = "".join(pieces)
    if _OTHER(rest) is not None:
        return None
    stars = rest.count("*")
    if stars:
        links = [(code[2], code[5]) for code in found if code[5] >= 0]
        for match in _EMPHASIS.finditer(rest):
            start, end = match.span()
            width = len(match[1])
            stars -= 2 * width
            for first, last in links:
                if (first < start < last) != (first < end < last):
                    return None
            kind = "strong" if width == 2 else "emphasis"
            found.append((kind, "", start, start + width, end - width, end))
        if stars:
            return None
    return found
