"""What is known of a page before it is rendered: small, and kept between builds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from toolkit.publishing.headings import Heading


@dataclass(frozen=True, slots=True)
class Refused:
    """A translation that would have broken its page, for a finding that names the unit."""

    line: int | None
    """Of its msgid in the PO file."""
    msgid: str
    context: str | None
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link from an article to another one."""

    article: str
    """Name of the article it leads to."""
    suffix: str
    """Query and fragment as written: ``#doses``; may be empty."""
    raw: str
    """The address as written."""


@dataclass(frozen=True, slots=True)
class Address:
    """A relative address in an article, and what it leads to."""

    url: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One article in one locale. Dates are ISO 8601, empty where unknown."""

    article: str
    locale: str
    publish: bool
    reason: str = ""
    """Why it is not published."""
    title: str = ""
    title_lang: str = ""
    """Language of the title where it is not the page's."""
    summary: str = ""
    summary_lang: str = ""
    lead: str = ""
    """What the front matter says below the title."""
    lead_lang: str = ""
    date: str = ""
    updated: str = ""
    author: str = ""
    image: str = ""
    """Picture, POSIX path below the source folder or a full address."""
    image_alt: str = ""
    schema: str = ""
    words: int = 0
    segments: int = 0
    share: float = 1.0
    machine: bool = False
    stale: bool = False
    held: bool = False
    fallbacks: int = 0
    reviewed: str = ""
    critical: bool = False
    hidden: bool = False
    """The author asked for it to be kept out of listings and search engines."""
    whole: bool = False
    """An HTML article that is a page of its own."""
    active: bool = False
    """The author's own HTML has scripts or frames."""
    toc: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    assets: tuple[str, ...] = ()
    """Files below the source folder that the page shows."""
    broken: tuple[str, ...] = ()
    """Relative addresses that lead nowhere, as written."""
    addresses: tuple[Address, ...] = ()
    """Every relative address, and what it led to."""
    aliases: tuple[str, ...] = ()
    slug: str = ""
    """The file name the article's front matter asks for, translated where it is translatable."""
    keywords: tuple[str, ...] = ()
    meta: tuple[tuple[str, str | int | float], ...] = ()
    """Single values of the front matter, for a site's own templates; dates as ISO 8601."""
    refused: tuple[Refused, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def listed_share(self) -> float:
        return 1.0 if self.held else self.share

    def dump(self) -> dict[str, Any]:
        """For JSON; defaults left out."""
        return {name: value for name, value in _shallow(self) if value != _DEFAULTS.get(name, _NOTHING)}


CARD = ("title", "title_lang", "summary", "summary_lang", "date")
"""What a list of articles shows of each besides the reading time; when it shows more, more has to
stand here."""

_NOTHING = object()


def _shallow(facts: Facts) -> Any:
    for name in _NAMES:
        value = getattr(facts, name)
        if value and name in _NESTED:
            value = [_FIELDS[type(item)](item) for item in value]
        yield name, value


_NAMES = tuple(item.name for item in dataclasses.fields(Facts))
_DEFAULTS: Mapping[str, Any] = {
    item.name: item.default for item in dataclasses.fields(Facts) if item.default is not dataclasses.MISSING
}
_NESTED: Mapping[str, Any] = {"toc": Heading, "links": Link, "refused": Refused, "addresses": Address}
_FIELDS: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    kind: attrgetter(*(item.name for item in dataclasses.fields(kind))) for kind in _NESTED.values()
}


def load(data: Mapping[str, Any]) -> Facts:
    """The facts in what :meth:`Facts.dump` gave, once through JSON.

    :raises TypeError, ValueError: it is something else.
    """
    values = dict(data)
    for name, kind in _NESTED.items():
        if name in values:
            values[name] = tuple(kind(*item) for item in values[name])
    for name in ("assets", "broken", "aliases", "keywords", "errors"):
        if name in values:
            values[name] = tuple(str(item) for item in values[name])
    if "meta" in values:
        values["meta"] = tuple((str(key), value) for key, value in values["meta"])
    return Facts(**values)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article in one locale, ready to be put into a page."""

    facts: Facts
    html: str = ""
    """Inside of the page's body; for whole pages, the page. With link tokens."""
    markdown: str = ""
    """The localised Markdown; empty for HTML articles."""
    snapshot: str = ""
    """The composed article, where it is to be remembered as the last fully accepted one."""
    accept: str = "translated"
    """Which rules the snapshot met; see :class:`toolkit.publishing.policy.Rules`."""
    ids: tuple[str, ...] = field(default=())
