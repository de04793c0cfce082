"""``sitemap.xml`` (sitemaps.org 0.9) with the languages of each page (``xhtml:link``), and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape  # xml.sax's brings the whole of urllib and ssl along

from toolkit.publishing.hreflang import Alternate

LIMIT = 50_000
"""Addresses in one file, by the protocol."""


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    changed: str = ""
    """ISO 8601 date."""
    alternates: tuple[Alternate, ...] = ()


def sitemaps(entries: Iterable[Entry], base: str) -> Iterator[tuple[str, bytearray]]:
    """File names and their XML: one file, or parts and then their index. Entries are taken one by one."""
    parts = 0
    text = _begin()
    count = 0
    for entry in entries:
        if count == LIMIT:
            parts += 1
            yield f"sitemap-{parts}.xml", _end(text)
            text, count = _begin(), 0
        _add(text, entry)
        count += 1
    if not parts:
        yield "sitemap.xml", _end(text)
        return
    yield f"sitemap-{parts + 1}.xml", _end(text)
    top = _escaped(base.rstrip("/"))
    places = "".join(
        f"<sitemap><loc>{top}/sitemap-{part}.xml</loc></sitemap>\n" for part in range(1, parts + 2)
    )
    yield (
        "sitemap.xml",
        bytearray(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{places}</sitemapindex>\n".encode()
        ),
    )


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")


def _begin() -> bytearray:
    return bytearray(
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        b' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )


def _add(text: bytearray, entry: Entry) -> None:
    lines = [f"<url><loc>{_escaped(entry.url)}</loc>\n"]
    if entry.changed:
        lines.append(f"<lastmod>{_escaped(entry.changed)}</lastmod>\n")
    for link in entry.alternates:
        lang, url = _escaped(link.lang), _escaped(link.url)
        lines.append(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>\n')
    lines.append("</url>\n")
    text += "".join(lines).encode()


def _end(text: bytearray) -> bytearray:
    text += b"</urlset>\n"
    return text


def robots(base: str) -> str:
    """Everything may be read; what is not to be found says ``noindex`` itself."""
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines += ["", f"Sitemap: {base.rstrip('/')}/sitemap.xml"]
    return "\n".join([*lines, ""])
