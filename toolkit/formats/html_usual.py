"""Texts whose tags are all written in the usual way: a pattern finds them, and finds the tokenizer's.

The tokenizer makes an object of each token, which costs more than all that is then done with it. Here
a text is split at whatever stands from a ``<`` to the next ``>``. Where each of these is a whole tag by
itself, and no ``<`` is left over, the tokenizer cannot read anything in another way. Any doubt is its.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Sequence
from itertools import accumulate

from toolkit.formats import html_rules
from toolkit.formats.html_mask import COVER, has_templates, mask
from toolkit.formats.html_tokens import END, FINISH, LONG, OTHER, START, Tag, Tokens, tag_of

_TAG = "<[^>]*>"  # where a ">" is behind every "<", as `_are_closed` says: else it is not linear
_split = re.compile(f"({_TAG})").split
_find = re.compile(_TAG).findall

_BLANK = r"[ \t\n\f]"
# What a mask has covered is not told here: two of the same length would look the same.
_USUAL = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]*+(?:-[A-Za-z0-9]++)*+)"
    rf"(?:{_BLANK}++[A-Za-z_:@][\w:.@-]*+"
    rf"""(?:{_BLANK}*+={_BLANK}*+(?:"[^"{COVER}]*+"|'[^'{COVER}]*+'|[^ \t\n\f"'=`>{COVER}]++))?+)*+"""
    rf"{_BLANK}*+/?>"
).fullmatch
_ASIDE = re.compile(
    rf"<!--[^{COVER}]*-->|<![Dd][Oo][Cc][Tt][Yy][Pp][Ee]{_BLANK}[^{COVER}]*>|<\?xml{_BLANK}[^{COVER}]*>"
).fullmatch
_WITHOUT_TAGS = frozenset(["title", "textarea", "script", "style"])
"""Elements in which a usual text has none, as their content is no markup."""
_REFUSED = (html_rules.RAW_TEXT | html_rules.RCDATA | {"noscript"}) - _WITHOUT_TAGS
_FOREIGN = tuple(html_rules.FOREIGN)


def tag(source: str) -> Tag | None:
    """What a tag is that goes from ``<`` to the next ``>``, without another ``<``; None for all that is
    not surely one."""
    found = _USUAL(source)
    if found is None:
        return tag_of(OTHER, "", source) if _ASIDE(source) else None
    slash, name = found[1], found[2].lower()
    if name in _REFUSED or name.startswith(_FOREIGN):  # the mask may change them, or what is in them
        return None
    return tag_of(END if slash else START, name, source)


_short_tag = functools.lru_cache(maxsize=4096)(tag)  # the same few come again and again


def masked(text: str) -> str:
    """What :func:`~toolkit.formats.html_mask.mask` makes of a text, if its tags are usual ones."""
    return mask(text) if "{" in text and has_templates(text) else text


def read(text: str) -> Tokens | None:
    """The tokens of a usual text (as masked, line ends: LF only); None if it may not be one."""
    if not _are_closed(text):
        return None
    parts = _split(text)
    sources = parts[1::2]
    if text.count("<") != len(sources):
        return None
    known: dict[str, Tag] = {}
    openings: set[str] = set()
    may_direct = False
    for source in set(sources):
        one = _short_tag(source) if len(source) < LONG else tag(source)
        if one is None:
            return None
        known[source] = one
        may_direct = may_direct or one[3]
        if one[2] in _WITHOUT_TAGS and one[1] == START:
            openings.add(source)
    tags = list(map(known.__getitem__, sources))
    tags.append(FINISH)
    if openings and _have_tags(openings, sources, tags):
        return None
    edges = list(accumulate(map(len, parts)))
    ends = edges[1::2]
    ends.append(len(text))
    return Tokens(parts[::2], tags, edges[::2], ends, sources, may_direct)


def _are_closed(text: str) -> bool:
    """Whether a ``>`` is behind the last ``<``."""
    return text.rfind("<") <= text.rfind(">")


def _have_tags(openings: Container[str], sources: Sequence[str], tags: Sequence[Tag]) -> bool:
    """Whether anything but its end follows one of the start tags somewhere; in one pass over all."""
    for number, source in enumerate(sources, 1):
        if source in openings:
            _, kind, name, _ = tags[number]
            if kind != END or name != tags[number - 1][2]:
                return True
    return False


def sources(text: str) -> list[str] | None:
    """What stands from each ``<`` to the next ``>`` (line ends: LF only); None where there is another ``<``.

    If these are the tags of some usual text, in the same order, they are the text's.
    """
    view = masked(text)
    found = _find(view) if _are_closed(view) else []
    return found if view.count("<") == len(found) else None
