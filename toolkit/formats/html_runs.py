"""A run of text and inline tags: which part of it is a segment.

White space at its edges, tags that wrap nothing or only partly belong to it, and the outermost pair
that wraps all of it stay outside: translators see ``Text`` of ``<li><a href="x">Text</a></li>``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from toolkit.formats import html_rules
from toolkit.formats.html_mask import TEMPLATE, has_templates
from toolkit.formats.html_tokens import END, START, TEXT, WHOLE, Item, condense, pairs
from toolkit.formats.placeholders import PLACEHOLDER

_WORD = re.compile(r"[^\W_]").search
_ADDRESS_ONLY = re.compile(
    r"\s*(?:(?:https?|ftp|mailto):\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\s*\Z"
).match
_LEADING = re.compile(r"(?:\s|&[#\w]+;)+")
_REFERENCE = re.compile(r"&[#\w]+;|\s")
_LAST_REFERENCE = re.compile(r"&[#\w]+;\Z")
_MAYBE_WHOLE = html_rules.PROTECTED | html_rules.FOREIGN | html_rules.RAW_TEXT


def has_words(text: str) -> bool:
    """Whether raw text between tags has a letter or digit for readers; a lone address has none."""
    return says_words(html.unescape(text) if "&" in text else text)


def says_words(text: str) -> bool:
    """The same for a text whose references are decoded."""
    if "{" in text or "%" in text:
        text = PLACEHOLDER.sub("", TEMPLATE.sub("", text) if has_templates(text) else text)
    if not text[:1].isalnum() and _WORD(text) is None:
        return False
    return " " in text.strip() or _ADDRESS_ONLY(text) is None


def place(
    masked: str, run: Sequence[Item], is_whole: Callable[[Item], bool], may_direct: bool
) -> tuple[int, int] | None:
    """Where the segment of a run is, or None: nothing in it is for translators.

    :param is_whole: whether an element is one code, its content included.
    :param may_direct: whether any element may be, by its attributes.
    """
    kind, start, end, _ = run[0]
    if len(run) == 1:
        return stripped(masked, start, end) if kind == TEXT and has_words(masked[start:end]) else None
    last = run[-1]
    if kind == last[0] == TEXT and has_words(masked[start:end]) and _is_solid(masked, last):
        return stripped(masked, start, end)[0], stripped(masked, last[1], last[2])[1]
    if not any(item[0] == TEXT and has_words(masked[item[1] : item[2]]) for item in run):
        return None
    whole = may_direct or any(item[3] in _MAYBE_WHOLE for item in run)
    found = condense(run, is_whole) if whole else run
    solid = [_is_solid(masked, item) for item in found]
    if whole and not any(
        item[0] == TEXT and full and has_words(masked[item[1] : item[2]])
        for item, full in zip(found, solid, strict=True)
    ):
        return None
    first, final = _edges(found, pairs(found), solid)
    start, end = found[first][1], found[final][2]
    if found[first][0] == TEXT:
        start = stripped(masked, start, found[first][2])[0]
    if found[final][0] == TEXT:
        end = stripped(masked, found[final][1], end)[1]
    return start, end


def _is_solid(masked: str, item: Item) -> bool:
    """Whether there is something to see: white space may be written as references."""
    if item[0] != TEXT:
        return item[0] == WHOLE and item[3] not in html_rules.FOREIGN
    raw = masked[item[1] : item[2]]
    if raw.isspace():
        return False
    return "&" not in raw or bool(html.unescape(raw).strip())


def stripped(masked: str, start: int, end: int) -> tuple[int, int]:
    """A text's place without white space at its edges, written as references or not."""
    raw = masked[start:end]
    if "&" not in raw:
        return end - len(raw.lstrip()), start + len(raw.rstrip())
    begin = start
    leading = _LEADING.match(raw)
    for found in _REFERENCE.finditer(raw, 0, leading.end()) if leading else ():
        if html.unescape(found[0]).strip():
            break
        start += len(found[0])
    raw = raw.rstrip()
    while raw.endswith(";") and (reference := _LAST_REFERENCE.search(raw, max(len(raw) - 34, 0))):
        if html.unescape(reference[0]).strip():
            break
        raw = raw[: reference.start()].rstrip()
    end = begin + len(raw)
    return start, end


def _edges(found: Sequence[Item], matched: dict[int, int], solid: list[bool]) -> tuple[int, int]:
    """First and last item of a segment."""
    before = [0]
    for full in solid:
        before.append(before[-1] + full)
    opened = {close: opening for opening, close in matched.items()}
    first, last = 0, len(found) - 1
    while True:
        while True:  # from the left
            kind = found[first][0]
            partner = matched.get(first) if kind == START else None
            if solid[first]:
                break
            if partner is None or partner > last:
                first += 1
            elif before[partner + 1] == before[first]:
                first = partner + 1
            else:
                break
        while True:  # from the right
            kind = found[last][0]
            partner = opened.get(last) if kind == END else None
            if solid[last]:
                break
            if partner is None or partner < first:
                last -= 1
            elif before[last + 1] == before[partner]:
                last = partner - 1
            else:
                break
        if matched.get(first) != last:
            return first, last
        first, last = first + 1, last - 1
