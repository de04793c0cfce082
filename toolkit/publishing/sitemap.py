"""``sitemap.xml`` (sitemaps.org 0.9) with the languages of each page (``xhtml:link``), and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from toolkit.publishing.hreflang import Alternate

LIMIT = 50_000
"""Addresses in one file, by the protocol."""


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    changed: str = ""
    """ISO 8601 date."""
    alternates: tuple[Alternate, ...] = ()


def sitemaps(entries: Sequence[Entry], base: str) -> dict[str, str]:
    """File name → XML: one file, or an index and its parts."""
    if len(entries) <= LIMIT:
        return {"sitemap.xml": _urlset(entries)}
    files = {}
    for number, start in enumerate(range(0, len(entries), LIMIT), 1):
        files[f"sitemap-{number}.xml"] = _urlset(entries[start : start + LIMIT])
    places = "".join(
        f"<sitemap><loc>{escape(base.rstrip('/') + '/' + name)}</loc></sitemap>\n" for name in files
    )
    files["sitemap.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</sitemapindex>\n'
    )
    return files


def _urlset(entries: Sequence[Entry]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for entry in entries:
        lines.append(f"<url><loc>{escape(entry.url)}</loc>")
        if entry.changed:
            lines.append(f"<lastmod>{escape(entry.changed)}</lastmod>")
        lines += [
            f'<xhtml:link rel="alternate" hreflang={quoteattr(link.lang)} href={quoteattr(link.url)}/>'
            for link in entry.alternates
        ]
        lines.append("</url>")
    return "\n".join([*lines, "</urlset>", ""])


def robots(base: str) -> str:
    """Everything may be read; what is not to be found says ``noindex`` itself."""
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines += ["", f"Sitemap: {base.rstrip('/')}/sitemap.xml"]
    return "\n".join([*lines, ""])
