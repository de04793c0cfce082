"""One tag's source: its attributes, where their values stand, and how to change them in place."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.formats import html_rules
from toolkit.formats.html_mask import TEMPLATE, expressions_covered, mask
from toolkit.formats.html_text import attribute_value, attribute_words, collapse

_NAME = re.compile(r"</?[^ \t\n\f\r/>]*")
# Tokenization › Before attribute name state … After attribute value (quoted) state
_ATTRIBUTE = re.compile(
    r"""[ \t\n\f\r/]*(?P<name>[^ \t\n\f\r/>][^ \t\n\f\r/>=]*)"""
    r"""(?:[ \t\n\f\r]*=[ \t\n\f\r]*"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^ \t\n\f\r>"'][^ \t\n\f\r>]*)|(?=>)))?"""
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as it is written."""

    name: str
    """Lower case."""
    value: str
    """Raw, without its quotes."""
    start: int
    """Where the raw value begins in the tag; where one would go, if there is none."""
    end: int
    quote: str
    """``"``, ``'``, or nothing."""


def attributes(tag: str) -> list[Attribute]:
    """Attributes of a start tag in source order, the first of each name only, as parsers do."""
    return bare_attributes(tag) if "=" in tag else []


def bare_attributes(tag: str) -> list[Attribute]:
    """The same for tags whose attributes may all be without values."""
    covered = mask(expressions_covered(tag)) if "{" in tag or "<" in tag[1:] else tag
    found: dict[str, Attribute] = {}
    opening = _NAME.match(covered)
    position = opening.end() if opening else 0
    while one := _ATTRIBUTE.match(covered, position):
        name = tag[one.start("name") : one.end("name")].lower()
        group = one.lastgroup or "name"
        start, end = (one.end(), one.end()) if group == "name" else one.span(group)
        quote = {"double": '"', "single": "'"}.get(group, "")
        if name not in found:
            found[name] = Attribute(name, "" if group == "name" else tag[start:end], start, end, quote)
        position = one.end()
    return list(found.values())


def values(found: list[Attribute]) -> dict[str, str]:
    """Name → what the value says."""
    return {one.name: attribute_words(one.value) for one in found}


def words(tag: str, name: str) -> list[tuple[Attribute, Mapping[str, str]]]:
    """The attributes of a start tag that hold words for readers."""
    found = attributes(tag)
    candidates = [one for one in found if one.name in html_rules.ATTRIBUTES and one.value]
    if not candidates:
        return []
    said = values(found)
    return [(one, said) for one in candidates if html_rules.is_words(name, one.name, said)]


def name_of(tag: str) -> str:
    """The tag's name, lower case, without ``<`` and ``/``."""
    found = _NAME.match(tag)
    return found[0].lstrip("</").lower() if found else ""


@functools.lru_cache(maxsize=4096)
def identity(tag: str, name: str) -> str:
    """What has to be the same in a translation: name and attributes, but for those that hold words.

    An attribute of words counts by its name, so that none can be added or lost.
    """
    found = bare_attributes(tag)
    if not found:
        return name
    said = values(found)
    parts = sorted(
        one.name
        if one.name in html_rules.ATTRIBUTES and html_rules.is_words(name, one.name, said)
        else f'{one.name}="{collapse(one.value)}"'
        for one in found
    )
    return " ".join([name, *parts])


@functools.lru_cache(maxsize=4096)
def shown(tag: str, name: str) -> str:
    """A tag as it stands in a msgid: on one line, references in attributes of words decoded."""
    if "&" in tag and "=" in tag and not tag.startswith(("</", "<!", "<?", "<%")):
        position, parts = 0, []
        for one, _ in words(tag, name):
            parts += [tag[position : one.start], _shown_value(one)]
            position = one.end
        tag = "".join([*parts, tag[position:]])
    return collapse(tag)


def _shown_value(one: Attribute) -> str:
    if "&" not in one.value or not one.quote:
        return one.value
    said = attribute_words(one.value)
    if TEMPLATE.search(said) or "{" in said or "\n" in said:
        return one.value
    return attribute_value(said, one.quote).replace("&amp; ", "& ")


def with_values(tag: str, new: Mapping[str, str]) -> str:
    """``tag`` with the attributes named in ``new`` saying that, in the quotes they had.

    An attribute that is missing is put behind the others.
    """
    position, parts = 0, []
    found = bare_attributes(tag)
    for one in found:
        if one.name in new:
            parts += [tag[position : one.start], _in_place(one, new[one.name])]
            position = one.end
    opening = _NAME.match(tag)
    behind = found[-1].end + len(found[-1].quote) if found else opening.end() if opening else 0
    missing = [name for name in new if name not in {one.name for one in found}]
    added = "".join(f' {name}="{attribute_value(new[name], chr(34))}"' for name in missing)
    return "".join([*parts, tag[position:behind], added, tag[behind:]])


def _in_place(one: Attribute, said: str) -> str:
    if one.quote:
        return attribute_value(said, one.quote)
    quoted = f'"{attribute_value(said, chr(34))}"'
    return quoted if one.end > one.start or one.value else f"={quoted}"
