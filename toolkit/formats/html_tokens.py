"""An HTML text as tokens with their places. The text between two tokens is a text token's.

The WHATWG tokenizer of turbohtml finds the tags; nothing it returns is written anywhere.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from turbohtml import TokenType, tokenize

from toolkit.formats import html_rules
from toolkit.formats.html_mask import UNMASKED, mask

TEXT, START, END, OTHER, WHOLE = 0, 1, 2, 3, 4
"""Kinds of items; OTHER is a comment, a doctype, a processing instruction; WHOLE an element
of which nothing is translated."""

Item = tuple[int, int, int, str]
"""Kind, start, end, the tag's name in lower case."""

_UNFINISHED = re.compile(r"</?[A-Za-z]")
_START_TAG, _END_TAG, _TEXT = TokenType.START_TAG, TokenType.END_TAG, TokenType.TEXT


def one_line_ends(text: str) -> str:
    """LF for every CR LF and CR (Preprocessing the input stream)."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def line_starts(text: str) -> list[int]:
    """Where each line of a text with LF ends begins."""
    if "\n" not in text:
        return [0]
    return list(map(operator.add, accumulate(map(len, text.split("\n")), initial=0), itertools.count()))


def text_end(text: str, position: int, raw: bool) -> int:
    """Where text from ``position`` to the end of input stops: before an unfinished tag."""
    if raw:
        return len(text)
    unfinished = _UNFINISHED.search(text, position)
    return unfinished.start() if unfinished else len(text)


def items(text: str, masked: str | None = None) -> Iterator[Item]:
    """Every token of ``text`` (line ends: LF only), tiling it; an unfinished tag at the end is left out."""
    masked = mask(text) if masked is None else masked
    starts = line_starts(masked)
    position, name = 0, ""
    kind = TEXT
    for token in tokenize(masked, capture_source=True):
        found = token.type
        if found is _TEXT:
            continue
        start = starts[token.line - 1] + token.col
        if start > position:
            yield TEXT, position, start, ""
        position = start + len(token.source or "")
        if found is _START_TAG or found is _END_TAG:
            name = token.tag or ""
            if name[-1] == "-":
                name = UNMASKED.get(name, name)
            kind = START if found is _START_TAG else END
        else:
            kind, name = OTHER, ""
        yield kind, start, position, name
    if position < len(masked):
        raw = kind == START and (name in html_rules.RAW_TEXT or name in html_rules.RCDATA)
        end = text_end(masked, position, raw)
        if end > position:
            yield TEXT, position, end, ""


def pairs(found: Sequence[Item]) -> dict[int, int]:
    """Index of each start tag that has its end tag → index of that. Pairs nest; what crosses has none."""
    stack: list[int] = []
    counts: dict[str, int] = {}
    matched: dict[int, int] = {}
    for index, (kind, _, _, name) in enumerate(found):
        if kind == START:
            if name not in html_rules.VOID:
                stack.append(index)
                counts[name] = counts.get(name, 0) + 1
        elif kind == END and counts.get(name):
            while True:
                opening = stack.pop()
                opened = found[opening][3]
                counts[opened] -= 1
                if opened == name:
                    matched[opening] = index
                    break
    return matched


def condense(found: Sequence[Item], is_whole: Callable[[Item], bool]) -> list[Item]:
    """``found`` with each element that ``is_whole`` says, from start to end tag, as one WHOLE item."""
    matched = pairs(found)
    kept: list[Item] = []
    until = -1
    for index, item in enumerate(found):
        if index <= until:
            continue
        if item[0] == START and index in matched and is_whole(item):
            until = matched[index]
            kept.append((WHOLE, item[1], found[until][2], item[3]))
        else:
            kept.append(item)
    return kept
