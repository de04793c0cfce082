"""Texts whose markup can be told without a tokenizer: all of it is tags of the usual inline elements.

Most translations have no tags but those of their source, in the same order, as they are written there.
Whatever else there is in a text, it is no simple one, and somebody has to look closer.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from toolkit.formats import html_rules
from toolkit.formats.html_runs import says_words
from toolkit.formats.html_tokens import LONG

_NAMES = (
    "abbr|acronym|a|bdi|bdo|big|br|b|cite|del|dfn|em|font|img|ins|i|mark|nobr|q|small|span|strike|strong|"
    "sub|sup|s|time|tt|u|wbr"
)
_CODES = tuple(f"<{name}>" for name in sorted(html_rules.PROTECTED))
# Tags of elements after which text is read as before. The quotes of attributes hold no reference and no
# template.
_SIMPLE = rf'</(?:{_NAMES})>|<(?:{_NAMES})(?: [a-z-]+="[^"<>&]*")*(?: ?/)?>'
_is_simple = re.compile(_SIMPLE).fullmatch
_tags = re.compile("<[^>]*>?").findall  # no "<" is outside of all that it finds
# The same, and elements that may be one code, in full and not blank.
_PART = re.compile(
    "(" + "|".join(rf"{tag}[^<>&]*[^<>&\s][^<>&]*</{tag[1:]}" for tag in _CODES) + f"|{_SIMPLE})"
)
_NAME = re.compile(r"<([a-z]+)")


@functools.lru_cache(maxsize=4096)
def _is_known(tag: str) -> bool:
    """Whether a tag is simple, and directs no translators."""
    return _is_simple(tag) is not None and "translate" not in tag


@functools.lru_cache(maxsize=256)
def tags(text: str) -> list[str] | None:
    """All tags of a text; None if they cannot be told so. Elements of code are not, nor are templates.

    Nobody changes the list.
    """
    found = _tags(text)
    if "{" in text or (len(text) >= LONG and any(len(tag) >= LONG for tag in found)):
        return None
    return found if all(map(_is_known, found)) else None


@functools.lru_cache(maxsize=256)
def parts(text: str) -> tuple[str, ...] | None:
    """Text and tags in turn, text first and last; None if they cannot be told so.

    An element of code is one of the tags, its content included. Templates, and tags that direct
    translators, are for a closer look.
    """
    if "{" in text:
        return None
    found = _PART.split(text)
    between = "".join(found[1::2])
    return tuple(found) if between.count("<") == text.count("<") and "translate" not in between else None


def same_tags(one: str, other: str) -> bool:
    """Whether two texts certainly have the same tags in the same order."""
    theirs = tags(other)
    if theirs is not None:
        return "{" not in one and _tags(one) == theirs
    ours, others = parts(one), parts(other)
    return ours is not None and others is not None and ours[1::2] == others[1::2]


def is_filled(text: str) -> bool:
    """Whether a text with tags that can be told would certainly be a segment from its first character to
    its last."""
    if text[:1].isspace() or text[-1:].isspace():
        return False
    before = text[: text.find("<")]
    if before and text[-1] != ">":
        return says_words(before)
    found = parts(text)
    if found is None:
        return False
    last = found[-1]
    if before:
        words = before
    elif found[1].startswith(_CODES):
        words = found[2]
    elif _is_pair(found[1:4]):
        words = found[4]
    else:
        return False
    # What is closed at the end is not what was opened at the start: there are words between them.
    return says_words(words) and (last != "" or found[-2].startswith(_CODES) or _is_pair(found[-4:-1]))


def _is_pair(found: Sequence[str]) -> bool:
    """Whether a tag, text and a tag are an element with something to see in it."""
    if len(found) < 3 or not found[1].strip():
        return False
    name = _NAME.match(found[0])
    return name is not None and name[1] not in html_rules.VOID and found[2] == f"</{name[1]}>"
