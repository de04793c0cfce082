"""An HTML text as tokens with their places. The text between two tokens is a text token's.

The WHATWG tokenizer of turbohtml finds the tags; nothing it returns is written anywhere. Most pages
do not need it: see :mod:`~toolkit.formats.html_usual`.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from turbohtml import Token, TokenType, tokenize

from toolkit.formats import html_rules
from toolkit.formats.html_mask import UNMASKED, mask

TEXT, START, END, OTHER, WHOLE = 0, 1, 2, 3, 4
"""Kinds of items; OTHER is a comment, a doctype, a processing instruction; WHOLE an element
of which nothing is translated."""

Item = tuple[int, int, int, str]
"""Kind, start, end, the tag's name in lower case."""

BEGINS, BLOCK, ENDS, INLINE, BREAK, FOREIGN, ASIDE = range(7)
"""What tags are to segments: of a block-level element a start tag that is its name only, another one, an
end tag; an inline tag, a line break's, one of foreign content; a comment or declaration."""
Tag = tuple[int, int, str, bool]
"""What it is to segments, kind, name, whether it may direct translators."""
LONG = 1000
"""A tag of so many characters has an image in it, or the like: it does not come again, and is not kept."""
FINISH: Tag = (ENDS, END, "", False)
"""Behind the last tag: a text ends as a block-level element does."""


class Tokens(NamedTuple):
    """The tags of a text, in columns; comments and declarations are among them, and last is FINISH."""

    texts: list[str]
    """What stands before each of them."""
    tags: list[Tag]
    starts: list[int]
    ends: list[int]
    sources: list[str] | None
    """As they are written, without FINISH; None where only the tokenizer could tell them."""
    may_direct: bool
    """Whether one of them may direct translators."""

    def items(self) -> list[Item]:
        """The tags alone, without FINISH."""
        return [
            (kind, start, end, name)
            for (_, kind, name, _), start, end in zip(self.tags, self.starts, self.ends, strict=True)
        ][:-1]


_UNFINISHED = re.compile(r"</?[A-Za-z]")


def one_line_ends(text: str) -> str:
    """LF for every CR LF and CR (Preprocessing the input stream)."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def line_starts(text: str) -> list[int]:
    """Where each line of a text with LF ends begins."""
    if "\n" not in text:
        return [0]
    return list(map(operator.add, accumulate(map(len, text.split("\n")), initial=0), itertools.count()))


def text_end(text: str, position: int, behind: Tag) -> int:
    """Where text from ``position``, behind a tag, to the end of input stops: before an unfinished tag."""
    _, kind, name, _ = behind
    if kind == START and (name in html_rules.RAW_TEXT or name in html_rules.RCDATA):
        return len(text)
    unfinished = _UNFINISHED.search(text, position)
    return unfinished.start() if unfinished else len(text)


def tag_of(kind: int, name: str, source: str) -> Tag:
    """What a tag is."""
    if kind == OTHER:
        return ASIDE, OTHER, "", False
    if name in html_rules.BLOCK:
        sort = ENDS if kind == END else BEGINS if len(source) == len(name) + 2 else BLOCK
    elif name in html_rules.FOREIGN:
        sort = FOREIGN
    else:
        sort = BREAK if name == "br" else INLINE
    return sort, kind, name, may_direct(source)


def may_direct(source: str) -> bool:
    """Whether a tag may say something about translating."""
    lower = source.lower()  # a pattern that ignores case takes ten times as long
    return "translate" in lower or "its-loc" in lower or "its:loc" in lower


def _tags(masked: str) -> Iterator[tuple[Tag, int, int]]:
    """Each tag with its start and end, as the tokenizer finds them."""
    lines = line_starts(masked)
    known: dict[str, Tag] = {}  # each attribute of a token costs more than finding its source here
    for token in tokenize(masked, capture_source=True):
        source = token.source
        if source is None:
            continue
        tag = known.get(source)
        if tag is None:
            tag = known[source] = _told(token, source)
        start = lines[token.line - 1] + token.col
        yield tag, start, start + len(source)


def _told(token: Token, source: str) -> Tag:
    name = token.tag or ""
    kind = OTHER if not name else END if token.type is TokenType.END_TAG else START
    return (_short_tag_of if len(source) < LONG else tag_of)(kind, UNMASKED.get(name, name), source)


_short_tag_of = functools.lru_cache(maxsize=4096)(tag_of)  # the same few come again and again


def tokens(masked: str) -> Tokens:
    """All tokens of a text (as masked, line ends: LF only); an unfinished tag at its end is left out."""
    texts, tags, starts, ends = [], [], [], []
    position, tag = 0, FINISH
    for tag, start, end in _tags(masked):
        texts.append(masked[position:start])
        tags.append(tag)
        starts.append(start)
        ends.append(end)
        position = end
    end = text_end(masked, position, tag)
    texts.append(masked[position:end])
    direct = any(one[3] for one in set(tags))
    return Tokens(texts, [*tags, FINISH], [*starts, end], [*ends, end], None, direct)


def items(text: str, masked: str | None = None) -> Iterator[Item]:
    """Every token of ``text`` (line ends: LF only), tiling it; an unfinished tag at the end is left out."""
    masked = mask(text) if masked is None else masked
    position, tag = 0, FINISH
    for tag, start, end in _tags(masked):
        if start > position:
            yield TEXT, position, start, ""
        yield tag[1], start, end, tag[2]
        position = end
    end = text_end(masked, position, tag)
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
