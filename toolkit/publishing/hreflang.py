"""A page's versions in other languages, for search engines: ``<link rel="alternate" hreflang="…">``.

Every version lists itself and all others, reciprocally, with full addresses, and ``x-default``
(RFC 8288 link relations; search engines' documented use). Only pages in ``listed`` are given here,
so nothing that a policy excludes can appear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alternate:
    lang: str
    """BCP 47, or ``x-default``."""
    url: str
    """Full address."""


def alternates(urls: Mapping[str, str], source_language: str) -> tuple[Alternate, ...]:
    """The links that every version of a page carries; none for a page that has only one version.

    :param urls: full address by locale, of the listed versions only.
    """
    if len(urls) < 2:
        return ()
    links = [Alternate(tag, url) for tag, url in urls.items()]
    default = urls.get(source_language)
    if default:
        links.append(Alternate("x-default", default))
    return tuple(links)
