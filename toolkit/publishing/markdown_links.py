"""Addresses and heading ids in Markdown, changed in place: not a byte besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from toolkit.formats.markdown_body import Body, lone_returns_replaced
from toolkit.formats.markdown_runs import PARSER
from toolkit.model import Document
from toolkit.publishing.markdown_html import may_have_admonitions

_plain = re.compile(r"[A-Za-z0-9/._~#?=:@+,;!-]*").fullmatch
"""Addresses that HTML writes as they are."""


def addresses(document: Document) -> tuple[str, ...] | None:
    """Where an article's links and images lead, in order, without making its HTML.

    None where the HTML has to be asked: for HTML in the article, footnotes, template tags,
    admonitions, and signs that HTML writes in another way.
    """
    read = document.outline
    if not isinstance(read, Body) or read.masks is not None:
        return None
    source = lone_returns_replaced(document.text[read.offset :].removeprefix("\ufeff"))
    if may_have_admonitions(source):
        return None
    found: list[str] = []
    in_image = False
    for event in PARSER.events(source):
        if event.__class__ is not dict:
            continue
        kind, value = event.popitem()
        if kind == "Start" and value.__class__ is dict:
            name, details = value.popitem()
            if name == "Link" or name == "Image":
                if in_image:  # in the words that stand for a picture
                    return None
                if details["link_type"] == "Email" or not _plain(details["dest_url"]):
                    return None
                found.append(details["dest_url"])
                in_image = name == "Image"
        elif kind == "End" and value == "Image":
            in_image = False
        elif kind == "InlineHtml" or kind == "FootnoteReference" or value == "HtmlBlock":
            return None
    return tuple(found)


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


_CLOSING = re.compile(rb"[ \t]+#+[ \t]*$")


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
                    edits.append((last, f" {{#{ids[number]}}}"))
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
