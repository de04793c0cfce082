"""What a page says of itself to link previews (Open Graph) and to search engines (JSON-LD).

Only for listed pages, which have full addresses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit import locales
from toolkit.config import SiteConfig
from toolkit.publishing import layouts
from toolkit.publishing.facts import Facts
from toolkit.publishing.links import absolute


def front_graph(locale: str, urls: Mapping[str, str], title: str, summary: str) -> list[tuple[str, str]]:
    """Open Graph of a locale's list of articles; ``urls`` are those of all listed front pages, by locale."""
    return _graph(
        kind="website",
        title=title,
        summary=summary,
        url=urls[locale],
        site=title,
        locale=locales.with_territory(locale),
        others=[locales.with_territory(tag) for tag in urls if tag != locale],
    )


def article_graph(facts: Facts, urls: Mapping[str, str], site: str, image: str) -> list[tuple[str, str]]:
    """Open Graph of an article's page.

    :param urls: of the article's listed versions, by locale, this one among them.
    :param site: the site's title in the page's language.
    :param image: from :func:`image`.
    """
    return _graph(
        kind="article",
        title=facts.title,
        summary=facts.summary,
        url=urls[facts.locale],
        site=site,
        locale=locales.with_territory(facts.locale),
        others=[locales.with_territory(tag) for tag in urls if tag != facts.locale],
        image=image,
        image_alt=facts.image_alt,
        published=facts.date,
        modified=facts.updated,
    )


def article_data(
    facts: Facts, urls: Mapping[str, str], *, kind: str, publisher: str, image: str, source_language: str
) -> str:
    """JSON-LD of an article's page, and which other pages are the same in other languages.

    :param kind: schema.org type of the article; for the others see :func:`article_graph`.
    """
    return linked_data(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "@id": urls[facts.locale],
            "url": urls[facts.locale],
            "headline": facts.title,
            "name": facts.title,
            "description": facts.summary,
            "inLanguage": facts.locale,
            "datePublished": facts.date,
            "dateModified": facts.updated,
            "lastReviewed": facts.reviewed if kind == "MedicalWebPage" else "",
            "image": image,
            "keywords": list(facts.keywords),
            "author": {"@type": "Person", "name": facts.author} if facts.author else None,
            "publisher": {"@type": "Organization", "name": publisher},
            **_translations(kind, facts.locale, urls, source_language),
        }
    )


def _translations(kind: str, locale: str, urls: Mapping[str, str], source_language: str) -> dict[str, Any]:
    """The original names its translations, a translation its original."""
    if locale == source_language:
        return {
            "workTranslation": [
                {"@type": kind, "@id": url, "inLanguage": tag} for tag, url in urls.items() if tag != locale
            ]
        }
    if source_language not in urls:
        return {}
    original = {"@type": kind, "@id": urls[source_language], "inLanguage": source_language}
    return {"translationOfWork": original}


def image(facts: Facts, config: SiteConfig, source_language: str) -> str:
    """Full address of the picture that stands for an article; empty for none."""
    found = facts.image or config.image
    if not found or "://" in found:
        return found
    return absolute(config.base_url, layouts.asset("site", found, facts.locale, source_language))


def _graph(
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
