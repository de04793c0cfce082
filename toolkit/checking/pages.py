"""What the page checks look at: an article's links, pictures, headings and words, read from its HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit import formats
from toolkit.checks.base import PageHeading, PageImage, PageLink
from toolkit.model import Catalog, Document, Segment, Unit
from toolkit.publishing import body, plaintext
from toolkit.publishing.compose import compose
from toolkit.publishing.headings import outline
from toolkit.publishing.links import Finder

_SOURCES = {"a": "href", "area": "href", "img": "src", "source": "src", "video": "src", "audio": "src"}
_BLOCKS = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "figcaption", "summary")


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one rendered article."""

    links: tuple[PageLink, ...]
    images: tuple[PageImage, ...]
    headings: tuple[PageHeading, ...]
    anchors: frozenset[str]
    text: str


def rendered(document: Document, text: str, targets: Mapping[str, str] | None = None) -> str:
    """The article's HTML, as a build makes it."""
    if document.format == "markdown":
        return body.render(text, document.path)
    if document.format == "text":
        return body.render(plaintext.to_markdown(document, targets))
    return body.without_front(text)


def page(document: Document, html: str, finder: Finder, source_urls: frozenset[str] | None = None) -> Page:
    """
    :param html: of the article or of its translation.
    :param source_urls: addresses the source has; for a translation.
    """
    import turbohtml

    tree = turbohtml.parse_fragment(html)
    links: list[PageLink] = []
    images: list[PageImage] = []
    anchors: set[str] = set()
    for element in tree.iter_elements():
        name = element.attrs.get("id") or (element.attrs.get("name") if element.tag == "a" else None)
        if name:
            anchors.add(str(name))
        attribute = _SOURCES.get(element.tag)
        url = element.attrs.get(attribute) if attribute else None
        if url is None:
            continue
        url = str(url)
        line = _line(document.text, url)
        if element.tag == "img":
            alt = element.attrs.get("alt")
            markdown = document.format == "markdown" and f"]({url}" in document.text
            images.append(PageImage(url, None if alt is None else str(alt), line, markdown))
        target = finder.find(url, document.path)
        if target.kind == "other" and not url.startswith("#"):
            continue
        links.append(
            PageLink(
                url,
                line,
                target.name if target.kind == "article" else None,
                target.kind == "broken",
                source_urls is not None and url not in source_urls,
            )
        )
    outlined = outline(html)
    headings = tuple(
        PageHeading(heading.level, heading.text, _line(document.text, heading.text))
        for heading in outlined.headings
    )
    anchors.update(heading.id for heading in outlined.headings)
    words = "\n\n".join(element.text for element in tree.iter_elements(_BLOCKS))
    return Page(tuple(links), tuple(images), headings, frozenset(anchors), words)


def _line(text: str, words: str) -> int | None:
    place = text.find(words) if words else -1
    return None if place < 0 else text.count("\n", 0, place) + 1


@dataclass(frozen=True, slots=True)
class Translated:
    """An article composed with all the targets of a catalog, accepted or not."""

    text: str
    targets: Mapping[str, str]
    refused: tuple[tuple[Unit | None, str], ...]


def translated(document: Document, catalog: Catalog, options: formats.FormatOptions) -> Translated:
    """What a build would make, and which translations it would not use."""
    units = {unit.key: unit for unit in catalog.units if unit.target and not unit.obsolete}

    def target(segment: Segment) -> str | None:
        unit = units.get((segment.context or "", segment.text))
        return None if unit is None else unit.target

    composed = compose(document, target, options=options)
    refused = tuple(
        (units.get((fallen.segment.context or "", fallen.segment.text)), fallen.reason)
        for fallen in composed.fallen
    )
    return Translated(composed.text, {unit.source: unit.target for unit in units.values()}, refused)
