"""Outputs that belong to no single article: lists, redirects, sitemap, feeds, the theme's files, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from toolkit.config import Layout
from toolkit.project import Project
from toolkit.publishing import jobs, layouts, places, styles, work
from toolkit.publishing.digests import digest, digest_of
from toolkit.publishing.links import Finder, absolute, relative
from toolkit.publishing.manifest import Manifest
from toolkit.publishing.pages import Site
from toolkit.publishing.theme_files import Theme


@dataclass(frozen=True)
class Shared:
    """Writes them."""

    project: Project
    site: Site
    theme: Theme
    manifest: Manifest
    keys: jobs.Keys
    wants: Callable[[str], bool]
    """Whether the outputs of a locale are asked for."""
    former: Mapping[tuple[str, str], tuple[str, ...]]
    """See :func:`toolkit.publishing.places.former`."""

    def write(self) -> None:
        site = self.site
        for name, path in self.theme.static().items():
            self.manifest.write(f"theme/{name}", path.read_bytes())
        for tag, place in site.front_pages.items():
            if self.wants(tag) and place not in self.manifest.new:
                key = self.keys.list(tag)
                if not self.manifest.fresh(place, key):
                    self._page("index.html", site.index(tag), tag, place, key)
        key = self.keys.chooser()
        if not self.manifest.fresh("index.html", key):
            self._page("chooser.html", site.chooser(), site.source_language, "index.html", key)
        if not self.manifest.fresh("404.html", key):
            self._page("missing.html", site.missing(), site.source_language, "404.html", key)
        self._redirects()
        from toolkit.publishing import sitemap

        self.manifest.write("robots.txt", sitemap.robots(site.config.base_url))
        if site.config.base_url:
            self._sitemap()
            for tag in sorted(site.feeds):
                if self.wants(tag):
                    text = work.filled(self._feed(tag), self._variables(tag))
                    self.manifest.write(f"{tag}/feed.xml", text)

    def _page(self, template: str, context: dict[str, Any], tag: str, place: str, key: str = "") -> None:
        text = self.theme.render(template, context, self.site.words[tag])
        self.manifest.write(place, work.filled(text, self._variables(tag)), key)

    def _variables(self, tag: str) -> tuple[tuple[str, str], ...]:
        return jobs.variables(self.site.config.variables, self.site.words[tag])

    def _redirects(self) -> None:
        """From an article's aliases, and from names it had, to where it is."""
        site = self.site
        moved = [
            pair
            for pair, brief in site.briefs.items()
            if brief.publish
            and self.wants(pair[1])
            and (brief.aliased or (pair[1], site.keys[pair[0]]) in self.former)
        ]
        pages = frozenset(site.paths.values()) if moved else frozenset()
        for name, tag in moved:
            page = site.paths[name, tag]
            facts = site.facts[name, tag]
            old = [f"{tag}/{was}.html" for was in self.former.get((tag, site.keys[name]), ())]
            aliases = [places.alias(alias, name, tag) for alias in facts.aliases]
            for place in [*old, *aliases]:
                if not place or place in pages or place in self.manifest.new:
                    continue
                context = site.common(tag, place) | {
                    "title": facts.title,
                    "target": relative(page, place),
                    "canonical": site.urls(name).get(tag, ""),
                }
                self._page("redirect.html", {"page": context, "site": site.site_context(tag)}, tag, place)

    def _sitemap(self) -> None:
        from toolkit.publishing import hreflang, sitemap

        site = self.site
        base = site.config.base_url
        names = [name for name in sorted(site.keys, key=site.keys.__getitem__) if site.keys[name] != "index"]

        def listed() -> Iterator[tuple[str, str, str]]:
            for name in names:
                for tag in site.locales:
                    if site.listed(name, tag):
                        brief = site.briefs[name, tag]
                        yield name, tag, brief.updated or brief.date

        common = (self.keys.theme, base, site.source_language, site.locales)
        fronts = {tag: absolute(base, place) for tag, place in site.listed_fronts.items()}
        pages = ((site.paths[name, tag], date) for name, tag, date in listed())
        key = digest_of(chain(common, fronts.items(), pages))[:24]
        files = {name for name in self.manifest.old if name.startswith("sitemap")}
        if "sitemap.xml" in files and all(self.manifest.fresh(name, key) for name in files):
            return
        links = tuple(
            hreflang.Alternate(item["lang"], item["url"])
            for tag in list(fronts)[:1]
            for item in site.front_alternates(fronts, tag)
        )

        def entries() -> Iterator[sitemap.Entry]:
            for url in fronts.values():
                yield sitemap.Entry(url, "", links)
            before, urls, alternates = "", dict[str, str](), tuple[hreflang.Alternate, ...]()
            for name, tag, date in listed():
                if name != before:
                    urls = site.urls(name)
                    before, alternates = name, hreflang.alternates(urls, site.source_language)
                yield sitemap.Entry(urls[tag], date, alternates)

        for file, text in sitemap.sitemaps(entries(), base):
            self.manifest.write(file, text, key)

    def _feed(self, tag: str) -> str:
        from toolkit.publishing import feeds

        site = self.site
        base = site.config.base_url
        dated = [name for name in site.listing[tag] if site.briefs[name, tag].date]
        items = [
            feeds.Item(
                title=facts.title,
                url=absolute(base, site.paths[name, tag]),
                published=facts.date,
                updated=max(facts.updated, facts.date),
                summary=facts.summary,
                author=facts.author,
                lang=facts.summary_lang,
            )
            for name in dated[: site.config.feed]
            if (facts := site.facts[name, tag])
        ]
        context = site.site_context(tag)
        return feeds.atom(
            items,
            title=context["title"],
            subtitle=context["description"],
            locale=tag,
            feed=absolute(base, f"{tag}/feed.xml"),
            home=absolute(base, site.front_pages[tag]),
            author=site.config.publisher or context["title"],
        )


def write_assets(
    project: Project, site: Site, layout: Layout, finder: Finder, manifest: Manifest,
    wants: Callable[[str], bool],
) -> None:  # fmt: skip
    """Files that published pages show, beside the pages; ``name.es.png`` stands in for ``name.png``."""
    wanted: dict[str, str] = {}
    shown: dict[tuple[str, ...], list[str]] = {}
    for (_name, tag), brief in site.briefs.items():
        if not brief.publish or not wants(tag):
            continue
        if brief.assets not in shown:
            shown[brief.assets] = styles.with_sheets(finder, brief.assets)
        for asset in shown[brief.assets]:
            stem, dot, suffix = asset.rpartition(".")
            own = f"{stem}.{tag}{dot}{suffix}"
            place = layouts.asset(layout, asset, tag, site.source_language)
            wanted[place] = own if dot and finder.is_file(own) else asset
    if layout == "site" and site.config.image and finder.is_file(site.config.image):
        for tag in filter(wants, site.locales):
            wanted.setdefault(f"{tag}/{site.config.image}", site.config.image)
    for place, asset in sorted(wanted.items()):
        if not finder.is_file(asset):
            continue
        path = project.source_dir / asset
        stat = path.stat()
        key = digest(asset, stat.st_size, stat.st_mtime_ns)[:24]
        if not manifest.fresh(place, key):
            manifest.write(place, path.read_bytes(), key)
