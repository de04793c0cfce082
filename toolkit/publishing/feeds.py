"""An Atom feed (RFC 4287) for each language, of the listed articles that have a date."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    url: str
    published: str
    """ISO 8601 date."""
    updated: str
    summary: str = ""
    author: str = ""
    lang: str = ""
    """Language of the summary where it is not the feed's."""


def atom(
    items: Sequence[Item], *, title: str, subtitle: str, locale: str, feed: str, home: str, author: str
) -> str:
    """:param items: newest first, not empty. All addresses are full ones."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {_LANG: locale})
    _add(root, "title", title)
    if subtitle:
        _add(root, "subtitle", subtitle)
    _add(root, "id", feed)
    _add(root, "updated", max(item.updated for item in items) + "T00:00:00Z")
    _add(root, "link", rel="self", type="application/atom+xml", href=feed)
    _add(root, "link", rel="alternate", type="text/html", href=home, hreflang=locale)
    _add(_add(root, "author"), "name", author)
    for item in items:
        entry = _add(root, "entry")
        _add(entry, "title", item.title)
        _add(entry, "id", item.url)
        _add(entry, "link", rel="alternate", type="text/html", href=item.url, hreflang=locale)
        _add(entry, "published", item.published + "T00:00:00Z")
        _add(entry, "updated", item.updated + "T00:00:00Z")
        if item.author:
            _add(_add(entry, "author"), "name", item.author)
        if item.summary:
            summary = _add(entry, "summary", item.summary)
            if item.lang:
                summary.set(_LANG, item.lang)
    ElementTree.indent(root)
    return (
        ElementTree.tostring(root, encoding="unicode", xml_declaration=True).replace(
            "encoding='us-ascii'", "encoding='utf-8'"
        )
        + "\n"
    )


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    if text:
        element.text = text
    return element
