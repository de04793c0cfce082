"""What search engines and link previews read: alternates, Open Graph, JSON-LD.

hreflang: every version lists itself and all others, reciprocally, with full addresses, and
``x-default`` (RFC 8288 link relations; search engines' documented use). Only pages in ``listed`` are
given here, so nothing that a policy excludes can appear.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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


def graph(
    *,
    kind: str,
    title: str,
    summary: str,
    url: str,
    site: str,
    locale: str,
    others: Sequence[str],
    image: str = "",
    image_alt: str = "",
    published: str = "",
    modified: str = "",
) -> list[tuple[str, str]]:
    """Open Graph properties (ogp.me), in order; empty values left out."""
    pairs = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", summary),
        ("og:url", url),
        ("og:site_name", site),
        ("og:image", image),
        ("og:image:alt", image_alt if image else ""),
        ("og:locale", locale),
        *(("og:locale:alternate", other) for other in others),
    ]
    if kind == "article":
        pairs += [("article:published_time", published), ("article:modified_time", modified)]
    return [(name, value) for name, value in pairs if value]


def linked_data(values: Mapping[str, object]) -> str:
    """JSON-LD for a ``<script type="application/ld+json">``: nothing in it can end the element."""
    kept = {name: value for name, value in values.items() if value not in ("", None, [], {})}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
