"""HTML articles that are pages of their own: language, direction, and what machines and readers need.

The page stays its author's; nothing of the theme is put into it but a line that leads to the other
languages and to the site, and a notice, both in plain HTML. Neither line of links is printed.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Mapping
from typing import Any

from toolkit.publishing.words import Words

_HTML = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_TITLE_END = re.compile(r"</title\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_CANONICAL = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical", re.IGNORECASE)


def dressed(page: str, context: Mapping[str, Any], words: Words, site: str = "") -> str:
    """The page with ``lang``, ``dir``, its links for machines, and what its readers need to know.

    :param site: the site's name in the page's language; without it, no way to it and to other languages.
    """
    lang, direction = context["lang"], context["dir"]
    page = with_language(page, lang, direction)
    head = "".join(line + "\n" for line in _head(page, context))
    if head:
        place = _HEAD_END.search(page)
        if place is not None:
            page = page[: place.start()] + head + page[place.start() :]
        else:
            after = _TITLE_END.search(page) or _HEAD.search(page) or _HTML.search(page)
            end = after.end() if after else 0
            page = page[:end] + "\n" + head + page[end:]
    body = _BODY.search(page)
    if body is not None:
        top = _ways(context, words, site) + _notice(context, words)
        page = page[: body.end()] + "\n" + top + page[body.end() :]
    return page


_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)


def inside(page: str) -> str:
    """What a page shows, for a generator that makes the page around it. Its styles are left behind: they
    would be the whole page's."""
    start = _BODY.search(page) or _HEAD_END.search(page)
    if start is None:
        return page
    ends = list(_BODY_END.finditer(page, start.end()))
    return page[start.end() : ends[-1].start() if ends else len(page)].strip("\n") + "\n"


def with_language(page: str, lang: str, direction: str) -> str:
    """The page with ``lang`` and ``dir`` on its root element, and with the encoding it is published in."""
    from toolkit.formats import html_page  # which loads an HTML parser

    return html_page.set_page_language(html_page.set_page_charset(page), lang, direction)


def _head(page: str, context: Mapping[str, Any]) -> list[str]:
    lines = []
    if context["noindex"]:
        lines.append('<meta name="robots" content="noindex">')
    if context["canonical"] and not _CANONICAL.search(page):
        lines.append(f'<link rel="canonical" href="{htmllib.escape(context["canonical"])}">')
    for link in context["alternates"]:
        lang, url = htmllib.escape(link["lang"]), htmllib.escape(link["url"])
        lines.append(f'<link rel="alternate" hreflang="{lang}" href="{url}">')
    for name, value in context["graph"]:
        if f'"{name}"' not in page:  # what the author says of it stands
            lines.append(f'<meta property="{name}" content="{htmllib.escape(value)}">')
    if context["data"] and "application/ld+json" not in page:
        lines.append(f'<script type="application/ld+json">{context["data"]}</script>')
    if len(context["languages"]) > 1:
        lines.append("<style>@media print { .toolkit-ways { display: none } }</style>")
    return lines


def _ways(context: Mapping[str, Any], words: Words, site: str) -> str:
    """Other languages of this page, and the site's front page."""
    if not site or len(context["languages"]) < 2:
        return ""
    parts = [f'<a href="{htmllib.escape(context["home"])}">{htmllib.escape(site)}</a>']
    for language in context["languages"]:
        tag, name = htmllib.escape(language["lang"]), htmllib.escape(language["name"])
        current = ' aria-current="true"' if language["current"] else ""
        parts.append(
            f'<a href="{htmllib.escape(language["href"])}" lang="{tag}" dir="{language["dir"]}" '
            f'hreflang="{tag}"{current}>{name}</a>'
        )
    label = htmllib.escape(words("Languages"))
    return f'<nav class="toolkit-ways" aria-label="{label}"><p>{" · ".join(parts)}</p></nav>\n'


def _notice(context: Mapping[str, Any], words: Words) -> str:
    notices, original = context["notices"], context["original"]
    if not notices:
        return ""
    language = original["language"] if original else ""
    said = []
    if notices["machine"]:
        said.append(words("Translated by machine, not reviewed yet."))
    if notices["updating"] and notices["changed"]:
        message = "The {language} original changed on {date}; this translation is being updated."
        said.append(words(message, language=language, date=notices["changed"]))
    elif notices["updating"]:
        message = "The {language} original has changed; this translation is being updated."
        said.append(words(message, language=language))
    if notices["nothing"]:
        message = "This page is not translated yet. It is shown in {language}."
        said.append(words(message, language=language))
    elif notices["untranslated"]:
        message = "Some parts of this page are not translated yet. They are shown in {language}."
        said.append(words(message, language=language))
    text = " ".join(htmllib.escape(sentence) for sentence in said)
    if original:
        words_of_link = htmllib.escape(words("Read the original in {language}", language=language))
        href, tag = htmllib.escape(original["href"]), htmllib.escape(original["lang"])
        text += f' <a href="{href}" hreflang="{tag}">{words_of_link}</a>'
    return f'<p role="note"><strong>{text}</strong></p>\n'
