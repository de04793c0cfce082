"""Addresses and heading ids in Markdown, changed in place: not a byte besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from toolkit.formats.markdown_body import Body
from toolkit.formats.markdown_runs import HTML_BLOCK, PARSER
from toolkit.model import Document
from toolkit.publishing.markdown_html import may_have_admonitions

_WRITTEN = "!#$%&'()*+,-./:;=?@^_~"
"""What stands in an address in HTML as it is, besides letters and digits (pulldown-cmark, escape_href)."""

# HTML that leads nowhere, and after which the next tag is a tag: complete comments, and tags that
# have no address and whose contents are neither text nor another language (HTML Living Standard).
_nothing_leads = re.compile(
    r"""
      [^<]+
    | <!--(?!-?>)(?:(?!--).)*-->
    | </?(?!(?:a|area|audio|base|blockquote|embed|frameset|iframe|image|img|input|link|math|noembed|noframes
             |noscript|object|plaintext|q|script|select|source|style|svg|template|textarea|title|track|video
             |xmp)[\s/>])
      [a-z][\w.-]*(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?)*\s*/?>
    """,
    re.X | re.I | re.S | re.A,
)


def addresses(document: Document) -> tuple[str, ...] | None:
    """Where an article's links and images lead, in order, without making its HTML.

    None where the HTML has to be asked: for HTML in the article that may lead somewhere, footnotes,
    template tags, admonitions.
    """
    read = document.outline
    if not isinstance(read, Body) or read.masks is not None or may_have_admonitions(read.view):
        return None
    runs = read.runs
    for start, end, role, *_ in runs.all:
        if role is HTML_BLOCK and not _leads_nowhere(read.view[start:end]):
            return None
    for what, text in runs.other:
        if what == "FootnoteReference" or (what == "InlineHtml" and not _leads_nowhere(text)):
            return None
    found: list[str] = []
    picture = -1
    for what, start, end, how, url in runs.links:
        if start < picture:  # in the words that stand for a picture
            return None
        if what == "Image":
            picture = end
        if how == "Email":
            found.append("mailto:" + quote(url, _WRITTEN))
        elif url:
            found.append(quote(url, _WRITTEN))
    return tuple(found)


def _leads_nowhere(html: str) -> bool:
    position = 0
    while position < len(html):
        part = _nothing_leads.match(html, position)
        if part is None:
            return False
        position = part.end()
    return True


def changed(text: str, new: Mapping[str, str]) -> str:
    """The Markdown with other addresses; those that are not named stay as they are written.

    :param new: by the address as it stands in HTML.
    """
    if not new:
        return text
    wanted = {unquote(url): address for url, address in new.items()}
    data = text.encode("utf-8")
    for start, end, address in sorted(set(_places(text, data, wanted)), reverse=True):
        data = data[:start] + address.encode("utf-8") + data[end:]
    return data.decode("utf-8")


def _places(text: str, data: bytes, wanted: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    events: Any = PARSER.events_with_range(text)
    for event, where in events:
        if not isinstance(event, dict) or "Start" not in event:
            continue
        value = event["Start"]
        if not isinstance(value, dict):
            continue
        tag = value.get("Link") or value.get("Image")
        if not tag or tag["link_type"] != "Inline":
            continue
        url = str(tag["dest_url"])
        address = wanted.get(unquote(url))
        if address is None:
            continue
        # The address stands after the last "](" of the slice that it follows.
        piece = data[where["start"] : where["end"]]
        place = piece.rfind(url.encode("utf-8"))
        if place > 0 and piece[:place].rstrip(b" \t\n<").endswith(b"("):
            start = where["start"] + place
            yield start, start + len(url.encode("utf-8")), address
    if "]:" in text:
        for definition in PARSER.reference_definitions(text).values():
            url = str(definition["dest"])
            address = wanted.get(unquote(url))
            if address is None:
                continue
            span = definition["span"]
            piece = data[span["start"] : span["end"]]
            place = piece.find(url.encode("utf-8"), piece.find(b"]:"))
            if place > 0:
                start = span["start"] + place
                yield start, start + len(url.encode("utf-8")), address


_AFTER = re.compile(rb"(?P<closing>[ \t]+#+(?=[ \t\r]*(?:\{|\Z)))?[ \t]*(?P<attributes>\{:?[ \t]*(?=[.\w]))?")
"""What follows a heading's words on their line."""


def with_ids(text: str, offset: int, ids: tuple[str, ...], how: str) -> str:
    """Headings that keep the source's ids: ``{#id}`` behind them, or ``<a id>`` before their words.

    :param offset: where the Markdown begins, after front matter.
    :param how: ``attribute`` or ``anchor``.
    """
    head, body = text[:offset], text[offset:]
    data = body.encode("utf-8")
    edits: list[tuple[int, str]] = []
    number = -1
    inside = False
    explicit = False
    first = last = -1
    events: Any = PARSER.events_with_range(body)
    for event, where in events:
        if isinstance(event, dict) and "Start" in event and "Heading" in event["Start"]:
            value = event["Start"]["Heading"]
            number += 1
            inside, first, last = True, -1, -1
            explicit = bool(value["id"])
        elif isinstance(event, dict) and "End" in event and "Heading" in event["End"]:
            inside = False
            if number < len(ids) and last >= 0 and not explicit:
                if how == "attribute":
                    edits.append(_attribute(data, last, ids[number]))
                else:
                    edits.append((first, f'<a id="{ids[number]}"></a>'))
        elif inside:
            first = where["start"] if first < 0 else first
            last = max(last, where["end"])
    if number + 1 != len(ids):  # headings written as HTML keep whatever id their author gave them
        return text
    for place, words in reversed(edits):
        data = data[:place] + words.encode("utf-8") + data[place:]
    return head + data.decode("utf-8")


def _attribute(data: bytes, end: int, name: str) -> tuple[int, str]:
    """Where a heading's id goes, and what: last in its line, or into the attributes that are there.

    :param end: of the heading's words.
    """
    line_end = data.find(b"\n", end)
    after = _AFTER.match(data, end, line_end if line_end >= 0 else len(data))
    assert after is not None  # all of it is optional
    if after["attributes"]:
        return after.end(), f"#{name} "
    return max(end, after.end("closing")), f" {{#{name}}}"
