"""A built site as a crawler reads it: told from its files alone, knowing nothing of the toolkit."""

from __future__ import annotations

import json
import posixpath
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import turbohtml

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Page:
    """One HTML file."""

    path: Path
    name: str
    """POSIX, below the site's folder."""

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tags(self) -> list[tuple[str, dict[str, str]]]:
        return [
            (token.tag, {name: value or "" for name, value in token.attrs or []})
            for token in turbohtml.tokenize(self.text, capture_attributes=True)
            if token.tag and int(token.type) == 1
        ]

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            item
            for name, item in self.tags
            if name == tag and all(item.get(key.replace("_", "-")) == value for key, value in wanted.items())
        ]

    @cached_property
    def ids(self) -> set[str]:
        return {item["id"] for _, item in self.tags if "id" in item}

    @property
    def redirect(self) -> bool:
        return bool(self.all("meta", http_equiv="refresh"))

    @property
    def noindex(self) -> bool:
        return any("noindex" in item["content"] for item in self.all("meta", name="robots"))

    @property
    def canonical(self) -> list[str]:
        return [item["href"] for item in self.all("link", rel="canonical")]

    @property
    def alternates(self) -> dict[str, str]:
        return {
            item["hreflang"]: item["href"] for item in self.all("link", rel="alternate") if "hreflang" in item
        }

    @property
    def graph(self) -> list[tuple[str, str]]:
        return [(item["property"], item["content"]) for item in self.all("meta") if "property" in item]

    @property
    def data(self) -> dict[str, Any] | None:
        """JSON-LD."""
        parts = self.text.split('<script type="application/ld+json">')
        return dict(json.loads(parts[1].split("</script>", 1)[0])) if len(parts) > 1 else None

    @property
    def lang(self) -> str:
        return self.all("html")[0].get("lang", "")


@dataclass(frozen=True)
class Built:
    """All files of a built site."""

    folder: Path
    base: str
    """Full address of the folder, with a slash at its end."""

    @cached_property
    def pages(self) -> list[Page]:
        found = [
            Page(path, path.relative_to(self.folder).as_posix())
            for path in sorted(self.folder.rglob("*.html"))
        ]
        assert len(found) > 20
        return found

    @cached_property
    def by_name(self) -> dict[str, Page]:
        return {page.name: page for page in self.pages}

    def url(self, page: Page) -> str:
        name = page.name.removesuffix("index.html") if page.path.name == "index.html" else page.name
        return self.base + quote(name, safe="/-._~!$&'()*+,;=@")

    def page(self, url: str) -> Page | None:
        """The page at a full address."""
        if not url.startswith(self.base):
            return None
        name = unquote(urlsplit(url[len(self.base) :]).path)
        return self.by_name.get(name + "index.html" if not name or name.endswith("/") else name)

    def links(self) -> Iterator[tuple[Page, str, str]]:
        """Every relative address: page, address, and what is wrong with it (mostly nothing)."""
        for page in self.pages:
            folder = posixpath.dirname(page.name)
            base = "" if page.all("base") else folder
            for tag, item in page.tags:
                for key in ("href", "src"):
                    url = item.get(key, "")
                    parts = urlsplit(url)
                    if key not in item or parts.scheme or parts.netloc or tag == "base":
                        continue
                    if key == "href" and tag == "link" and item.get("rel") == "canonical":
                        continue
                    name = (
                        posixpath.normpath(posixpath.join(base, unquote(parts.path)))
                        if parts.path
                        else page.name
                    )
                    wrong = ""
                    if not (self.folder / name).is_file():
                        wrong = "no such file"
                    elif parts.fragment and name in self.by_name:
                        fine = unquote(parts.fragment) in self.by_name[name].ids
                        wrong = "" if fine else "no such place"
                    yield page, url, wrong

    def check_links(self, least: int) -> None:
        every = list(self.links())
        assert len(every) > least
        assert [(page.name, url, wrong) for page, url, wrong in every if wrong] == []

    def check_alternates(self, least: int) -> None:
        """Full, reciprocal, with itself and a default, and never to a page that is not to be found."""
        linked = [page for page in self.pages if page.alternates]
        assert len(linked) > least
        for page in linked:
            assert not page.noindex, page.name
            assert "x-default" in page.alternates, page.name
            assert self.url(page) in page.alternates.values() or page.name == "index.html", page.name
            for tag, url in page.alternates.items():
                other = self.page(url)
                assert other is not None, f"{page.name}: {url}"
                assert not other.noindex, f"{page.name}: {url}"
                if tag != "x-default":
                    assert other.alternates == page.alternates, f"{page.name}: {url}"
                    assert other.lang == tag, f"{page.name}: {url}"

    def check_sitemap(self, least: int) -> None:
        """It names exactly the pages that are to be found, with the alternates they name themselves."""
        root = ElementTree.parse(self.folder / "sitemap.xml").getroot()
        entries = root.findall("s:url", SITEMAP)
        assert len(entries) > least
        named = []
        for entry in entries:
            url = entry.findtext("s:loc", "", SITEMAP)
            page = self.page(url)
            assert page is not None, url
            links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", SITEMAP)}
            assert links == page.alternates, url
            assert page.canonical == [url]
            named.append(page.name)
        wanted = {page.name for page in self.pages if not page.noindex and not page.redirect}
        assert sorted(named) == sorted(wanted - {"index.html"})
        assert f"Sitemap: {self.base}sitemap.xml" in (self.folder / "robots.txt").read_text(encoding="utf-8")

    def check_feeds(self, least: int) -> None:
        """Atom (RFC 4287): ids, dates and authors there have to be, newest first, only pages to be found."""
        feeds = sorted(self.folder.glob("*/feed.xml"))
        assert len(feeds) >= least
        for path in feeds:
            tag = path.parent.name
            root = ElementTree.parse(path).getroot()
            assert root.tag == f"{ATOM}feed"
            assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == tag
            links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
            assert links["self"] == root.findtext(f"{ATOM}id") == f"{self.base}{tag}/feed.xml"
            assert links["alternate"] == f"{self.base}{tag}/"
            assert root.findtext(f"{ATOM}title")
            assert root.findtext(f"{ATOM}author/{ATOM}name")
            entries = root.findall(f"{ATOM}entry")
            assert entries
            dates = [entry.findtext(f"{ATOM}published", "") for entry in entries]
            assert dates == sorted(dates, reverse=True)
            newest = max(entry.findtext(f"{ATOM}updated", "") for entry in entries)
            assert root.findtext(f"{ATOM}updated") == newest
            for entry in entries:
                url = entry.findtext(f"{ATOM}id", "")
                assert {link.get("href") for link in entry.findall(f"{ATOM}link")} == {url}
                page = self.page(url)
                assert page is not None, url
                assert page.lang == tag
                assert not page.noindex
                assert entry.findtext(f"{ATOM}title")
                assert entry.findtext(f"{ATOM}updated", "") >= entry.findtext(f"{ATOM}published", "")

    def check_data(self, least: int, kind: str) -> None:
        """JSON-LD and Open Graph of pages that are to be found, and of no other."""
        found = 0
        for page in self.pages:
            graph, data = page.graph, page.data
            said = dict(graph)
            if page.noindex or page.redirect or page.name == "index.html":
                assert data is None, page.name
                assert "og:url" not in said, page.name
                continue
            found += 1
            for name in ("og:type", "og:title", "og:url", "og:site_name", "og:locale"):
                assert [key for key, _ in graph].count(name) == 1, f"{page.name}: {name}"
            assert said["og:url"] == self.url(page) == page.canonical[0]
            others = [value for name, value in graph if name == "og:locale:alternate"]
            assert len(others) == max(0, len(set(page.alternates) - {"x-default"}) - 1), page.name
            assert said["og:locale"] not in others
            if data is None:
                assert page.path.name == "index.html", page.name
                continue
            assert data["@context"] == "https://schema.org"
            assert data["@type"] == kind
            assert data["inLanguage"] == page.lang
            assert data["url"] == data["@id"] == self.url(page)
            assert data["headline"]
            source = page.lang == "en"
            if not source:
                assert data["translationOfWork"]["@id"] == page.alternates["en"]
            elif len(page.alternates) > 2:
                made = {work["inLanguage"]: work["@id"] for work in data["workTranslation"]}
                assert made == {
                    tag: url for tag, url in page.alternates.items() if tag not in ("en", "x-default")
                }
        assert found > least

    def check_redirects(self, least: int) -> None:
        moved = [page for page in self.pages if page.redirect]
        assert len(moved) >= least
        for page in moved:
            target = page.all("meta", http_equiv="refresh")[0]["content"].partition("url=")[2]
            name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(target)))
            assert name in self.by_name, page.name
            assert not self.by_name[name].redirect
            assert page.noindex
            assert not page.alternates
            assert page.all("a", href=target), page.name  # for readers whose browser does not follow
