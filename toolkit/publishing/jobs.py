"""One page and the Markdown beside it: what is put into it, and what may change it.

:func:`page_job` gives all that a page is made of; :func:`key` is a digest of the same, found without
making it. Whatever a page is given there has to be in its key, or it would not be made again when
that changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

from toolkit.config import BuildConfig, Layout
from toolkit.publishing import layouts
from toolkit.publishing.digests import digest, digest_of
from toolkit.publishing.facts import Facts
from toolkit.publishing.links import relative
from toolkit.publishing.pages import Site
from toolkit.publishing.words import Words


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page, and the Markdown beside it."""

    name: str
    """Article."""
    locale: str
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    """Place of the page below the output folder; empty: no page, only Markdown."""
    page_links: tuple[str, ...] = ()
    whole: bool = False
    markdown: str = ""
    """Place of the Markdown; empty for none."""
    markdown_links: tuple[tuple[str, str], ...] = ()
    """Addresses that the Markdown cannot keep: as they stand in HTML, and the new ones."""
    heading_ids: str = "none"
    front: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    key: str = ""


def page_job(site: Site, build: BuildConfig, name: str, tag: str) -> PageJob:
    """What an article's page in a language is made of, its body apart."""
    facts = site.facts[name, tag]
    if build.layout != "site":
        links = tuple(
            layouts.address(build.layout, name, link.article, link.suffix, is_twin(site, link.article))
            or link.raw
            for link in facts.links
        )
        place = layout_place(site, build.layout, name, tag)
        return replace(layout_job(build, name, tag, place), page_links=links, whole=facts.whole)
    page = "" if is_hidden_intro(site, name, tag) else site.paths[name, tag]
    markdown = markdown_place(site, build, name, tag)
    markdown_links = dict.fromkeys(
        (link.raw, new)
        for link in (facts.links if markdown else ())
        if (new := _markdown_link(site, facts, link.article, link.suffix, link.raw)) != link.raw
    )
    intro = is_intro(site, name) and not facts.whole
    return PageJob(
        name=name,
        locale=tag,
        template="index.html" if intro else "article.html",
        context={} if not page else site.index(tag) if intro else site.article(name, tag),
        page=page,
        page_links=tuple(
            _address(site, link.article, tag, site.paths[name, tag]) + link.suffix for link in facts.links
        ),
        whole=facts.whole,
        markdown=markdown,
        markdown_links=tuple(markdown_links),
        heading_ids=build.heading_ids,
        front=(("translation", "machine"),) if facts.machine else (),
        variables=variables(site.config.variables, site.words[tag]),
    )


def layout_place(site: Site, layout: Layout, name: str, tag: str) -> layouts.Place:
    """Where an article's file for another generator goes."""
    file = layouts.file_name(layout, name, name in site.branches, is_twin(site, name))
    return layouts.place(layout, file, site.keys[name], tag, site.source_language)


def layout_job(build: BuildConfig, name: str, tag: str, place: layouts.Place) -> PageJob:
    """An article's file for another generator."""
    return PageJob(
        name, tag, markdown=place.path, heading_ids=build.heading_ids, front=tuple(place.front.items())
    )


is_html = layouts.is_html


def is_intro(site: Site, name: str) -> bool:
    """Whether the article stands above the list of articles instead of on a page of its own."""
    return site.keys[name] == "index"


def is_hidden_intro(site: Site, name: str, tag: str) -> bool:
    """Whether it would put machine text on a page that lists and search engines name."""
    return is_intro(site, name) and site.briefs[name, tag].machine


def is_twin(site: Site, name: str) -> bool:
    """Whether another article differs from it in suffix only."""
    return site.keys[name] == name


def markdown_place(site: Site, build: BuildConfig, name: str, tag: str) -> str:
    """Of the Markdown beside an article's page; empty for none."""
    return _markdown(site, name, tag) if build.markdown and not is_html(name) else ""


def _markdown(site: Site, name: str, tag: str) -> str:
    return f"{tag}/{layouts.markdown_name(name, is_twin(site, name))}"


def variables(values: Mapping[str, str], words: Words) -> tuple[tuple[str, str], ...]:
    """The site's own words by name, in a page's language."""
    return tuple((name, words(value)) for name, value in values.items())


def _address(site: Site, article: str, tag: str, page: str) -> str:
    """An article's page in this language, else in the source's, seen from ``page``."""
    place = site.paths.get((article, tag)) or site.paths.get((article, site.source_language))
    return relative(place, page) if place else relative(site.front_pages.get(tag, "index.html"), page)


def _markdown_link(site: Site, facts: Facts, article: str, suffix: str, raw: str) -> str:
    """Between Markdown files links stay as written; to what is not published, the source's file."""
    tag = facts.locale
    target_tag = tag if site.published(article, tag) else site.source_language
    if not site.published(article, target_tag):
        return raw
    place = site.paths[article, target_tag] if is_html(article) else _markdown(site, article, target_tag)
    if place == f"{tag}/{article}":
        return raw
    return relative(place, _markdown(site, facts.article, tag)) + suffix


class Keys:
    """Digests of all that pages are made of."""

    def __init__(self, site: Site, build: BuildConfig, theme: str, words: Mapping[str, str]) -> None:
        """
        :param theme: changes when the theme or this program does.
        :param words: digests of the theme's words by locale.
        """
        self.site = site
        self.build = build
        self.theme = theme
        self.words = words

    @cached_property
    def _common(self) -> Mapping[str, str]:
        """What all pages of a language have."""
        site = self.site
        parts = (
            self.theme,
            site.config,
            site.name,
            site.source_language,
            site.locales,
            sorted(site.feeds),
            sorted(site.front_pages.items()),
            sorted(site.listed_fronts.items()),
            self.build.layout,
            self.build.markdown,
            self.build.heading_ids,
        )
        return {tag: digest(*parts, tag, self.words[tag]) for tag in site.locales}

    def pages(self, name: str) -> Iterator[tuple[str, str]]:
        """Locale and key of each page of an article that is published."""
        site = self.site
        own = digest(
            *(
                (tag, brief.mark, site.paths.get((name, tag)), site.listed(name, tag))
                for tag in site.locales
                if (brief := site.briefs[name, tag])
            )
        )
        origin = site.briefs[name, site.source_language]
        for tag in site.locales:
            brief = site.briefs[name, tag]
            if not brief.publish:
                continue
            links = [
                (site.paths.get((link, tag)), site.paths.get((link, site.source_language)))
                for link in brief.links
            ]
            around = self.list(tag) if is_intro(site, name) else site.around(name, tag)
            changed = site.changes.get(name, "") if brief.updating and not origin.updated else ""
            yield tag, digest(self._common[tag], own, links, around, changed)[:24]

    def list(self, tag: str) -> str:
        """Of a language's list of articles."""
        site = self.site
        cards = (
            (site.paths[name, tag], brief.card, site.reading_time(brief.words))
            for name in site.listing[tag]
            if (brief := site.briefs[name, tag])
        )
        return digest_of(chain((self._common[tag],), cards))[:24]

    def chooser(self) -> str:
        """Of the page that leads to the languages."""
        return digest(*self._common.values())[:24]
