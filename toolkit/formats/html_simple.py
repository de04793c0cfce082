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

_NAMES = (
    "abbr|acronym|a|bdi|bdo|big|br|b|cite|del|dfn|em|font|img|ins|i|mark|nobr|q|small|span|strike|strong|"
    "sub|sup|s|time|tt|u|wbr"
)
_CODES = tuple(f"<{name}>" for name in sorted(html_rules.PROTECTED))
# Elements that may be one code, in full and not blank; tags of elements after which text is read as before.
# The quotes of attributes hold no reference and no template.
_TAG = re.compile(
    "("
    + "|".join(rf"{tag}[^<>&]*[^<>&\s][^<>&]*</{tag[1:]}" for tag in _CODES)
    + rf'|</(?:{_NAMES})>|<(?:{_NAMES})(?: [a-z-]+="[^"<>&]*")*(?: ?/)?>)'
)
_NAME = re.compile(r"<([a-z]+)")


@functools.lru_cache(maxsize=256)
def parts(text: str) -> tuple[str, ...] | None:
    """Text and tags in turn, text first and last; None if they cannot be told so.

    An element of code is one of the tags, its content included. Templates, and tags that direct
    translators, are for a closer look.
    """
    if "{" in text:
        return None
    found = _TAG.split(text)
    if "<" in "".join(found[::2]) or "translate" in "".join(found[1::2]):
        return None
    return tuple(found)


@functools.lru_cache(maxsize=256)
def same_tags(one: str, other: str) -> bool:
    """Whether two texts certainly have the same tags in the same order."""
    found = parts(other)
    if found is None or "{" in one:
        return False
    at = 0
    for tag in found[1::2]:
        start = one.find(tag, at)
        if start < 0:
            return False
        at = start + len(tag)
    return one.count("<") == other.count("<")  # there is no other


def is_filled(found: Sequence[str]) -> bool:
    """Whether a text would certainly be a segment from its first character to its last.

    :param found: its parts, a tag at least among them.
    """
    first, last = found[0], found[-1]
    if first[:1].isspace() or last[-1:].isspace():
        return False
    if first:
        words = first
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
