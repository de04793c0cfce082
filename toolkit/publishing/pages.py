"""The pages of a site as values: what each template is given, from the facts of all articles.

A page is a function of its context and its body, and the context holds everything that can
change it: neighbours' titles, other languages, the policy's labels. So a page whose context, body
and templates are the same need not be made again, and one that is made is the same as in a clean build.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload
from urllib.parse import urlsplit

from toolkit import locales
from toolkit.config import SiteConfig
from toolkit.publishing import byline, hreflang, layouts, structured_data
from toolkit.publishing.facts import Facts
from toolkit.publishing.links import absolute, relative
from toolkit.publishing.store import Brief
from toolkit.publishing.words import Words

# A page whose author uses no scripts runs none, whatever a translation might bring.
POLICY = "script-src 'none'; object-src 'none'; base-uri 'none'"


@dataclass(frozen=True)
class Site:
    """All articles in all languages, and where their pages are."""

    config: SiteConfig
    name: str
    """Title of the site in the source language."""
    source_language: str
    locales: tuple[str, ...]
    """The source language first, then the project's in their order."""
    facts: Mapping[tuple[str, str], Facts]
    """By article and locale; looked up where they are kept."""
    briefs: Mapping[tuple[str, str], Brief]
    """By article and locale: what lists and neighbours need, at hand."""
    words: Mapping[str, Words]
    paths: Mapping[tuple[str, str], str]
    """Page of an article in a locale, POSIX below the output folder; only published ones."""
    keys: Mapping[str, str]
    """What an article is called in all languages: its name without suffix."""
    feeds: frozenset[str] = frozenset()
    """Locales that have a feed."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """By article: the day its source last changed (ISO 8601), where its front matter does not say."""

    # Which pages are there

    def published(self, name: str, locale: str) -> bool:
        return (name, locale) in self.paths

    def listed(self, name: str, locale: str) -> bool:
        """Whether index, feed, sitemap and alternates may name the page."""
        brief = self.briefs.get((name, locale))
        if brief is None or not self.published(name, locale) or brief.hidden or brief.machine:
            return False
        return locale == self.source_language or brief.share >= self.config.listed_from

    @cached_property
    def branches(self) -> frozenset[str]:
        """See :func:`toolkit.publishing.layouts.branches`."""
        return layouts.branches(self.keys)

    @cached_property
    def listing(self) -> Mapping[str, tuple[str, ...]]:
        """Listed articles by locale, newest first, those without a date last."""
        names = sorted(self.keys)
        return {
            tag: tuple(
                sorted(
                    (name for name in names if self.keys[name] != "index" and self.listed(name, tag)),
                    key=lambda name: (_backwards(self.briefs[name, tag].date), name),
                )
            )
            for tag in self.locales
        }

    @cached_property
    def _positions(self) -> Mapping[str, Mapping[str, int]]:
        return {tag: {name: index for index, name in enumerate(names)} for tag, names in self.listing.items()}

    @cached_property
    def front_pages(self) -> Mapping[str, str]:
        """The index page of each locale that has anything to show."""
        return {
            tag: f"{tag}/index.html"
            for tag in self.locales
            if any(self.published(name, tag) for name in self.keys)
        }

    def urls(self, name: str) -> dict[str, str]:
        """Full addresses of an article's listed versions, by locale; empty without a base address."""
        if not self.config.base_url:
            return {}
        return {
            tag: absolute(self.config.base_url, self.paths[name, tag])
            for tag in self.locales
            if self.listed(name, tag)
        }

    # What templates get

    def site_context(self, locale: str) -> dict[str, str]:
        words = self.words[locale]
        settings = self.config
        return {
            "title": words(self.name),
            "description": words(settings.description) if settings.description else "",
            "footer": words(settings.footer) if settings.footer else "",
        }

    def common(self, locale: str, path: str) -> dict[str, Any]:
        """What every page has; ``path`` is its place below the output folder."""
        depth = path.count("/")
        home = self.front_pages.get(locale, "index.html")
        return {
            "lang": locale,
            "dir": locales.parse(locale).direction,
            "root": "../" * depth,
            "home": relative(home, path),
            "feed": relative(f"{locale}/feed.xml", path) if locale in self.feeds else "",
            "title": "",
            "title_lang": "",
            "summary": "",
            "noindex": False,
            "canonical": "",
            "alternates": [],
            "graph": [],
            "data": "",
            "policy": POLICY,
            "notices": None,
            "original": None,
            "heading": "",
            "body": "",
            "meta": {},
        }

    def article(self, name: str, locale: str) -> dict[str, Any]:
        """The context of an article's page, without its body."""
        facts = self.facts[name, locale]
        path = self.paths[name, locale]
        origin = self.facts.get((name, self.source_language), facts)
        listed = self.listed(name, locale)
        urls = self.urls(name)
        site = self.site_context(locale)
        page = self.common(locale, path)
        alternates = hreflang.alternates(urls, self.source_language) if listed else ()
        page |= {
            "title": facts.title,
            "title_lang": facts.title_lang,
            "lead": facts.lead,
            "lead_lang": facts.lead_lang,
            "summary": facts.summary,
            "noindex": not listed,
            "canonical": urls.get(locale, ""),
            "alternates": [{"lang": link.lang, "url": link.url} for link in alternates],
            **self._described(facts, origin, urls, site["title"]),
            "policy": "" if facts.active else POLICY,
            "languages": self._languages(name, locale, path),
            "toc": [
                {"level": item.level, "id": item.id, "text": item.text, "lang": item.lang}
                for item in facts.toc
            ],
            "facts": byline.items(facts, self.words[locale], self.config),
            "original": self._original(name, locale, path),
            "notices": self._notices(facts, origin),
            "meta": dict(facts.meta),
            **self._around(name, locale, path),
        }
        return {"page": page, "site": site}

    def index(self, locale: str) -> dict[str, Any]:
        """The context of a locale's list of articles."""
        path = self.front_pages[locale]
        site = self.site_context(locale)
        page = self.common(locale, path)
        urls = self._front_urls
        intro = next((name for name, key in self.keys.items() if key == "index"), "")
        has_intro = self.published(intro, locale) and not self.briefs[intro, locale].machine
        page |= {
            "title": site["title"],
            "summary": site["description"],
            "noindex": locale not in self.listed_fronts,
            "canonical": urls.get(locale, ""),
            "alternates": self.front_alternates(urls, locale),
            "graph": structured_data.front_graph(locale, urls, site["title"], site["description"])
            if locale in urls
            else [],
            "policy": "" if has_intro and self.facts[intro, locale].active else POLICY,
            "languages": _switcher(self.front_pages, locale, path),
            "articles": _Cards(self, locale, path),
            "intro": intro if has_intro else "",
        }
        return {"page": page, "site": site}

    def chooser(self) -> dict[str, Any]:
        """The context of ``/index.html``."""
        tag = self.source_language
        base = self.config.base_url
        page = self.common(tag, "index.html")
        page |= {
            "title": self.name,
            "canonical": absolute(base, "index.html") if base else "",
            "alternates": self.front_alternates(self._front_urls, tag),
            "tags": " ".join(self.listed_fronts),
            "languages": [
                {
                    "lang": locale,
                    "dir": locales.parse(locale).direction,
                    "name": locales.parse(locale).native_name,
                    "href": place,
                    "words": self.site_context(locale)["title"],
                }
                for locale, place in self.front_pages.items()
            ],
        }
        return {"page": page, "site": self.site_context(tag)}

    def missing(self) -> dict[str, Any]:
        """The context of ``404.html``: servers show it at any address, so its links count from the top."""
        context = self.chooser()
        top = urlsplit(self.config.base_url).path.rstrip("/")
        context["page"] |= {"base": f"{top}/", "alternates": [], "canonical": "", "noindex": True}
        for language in context["page"]["languages"]:
            words = self.words[language["lang"]]
            language["missing"] = words("This page does not exist.")
            language["home"] = words("Go to the front page")
            language["foreign"] = words.foreign
        return context

    @cached_property
    def listed_fronts(self) -> Mapping[str, str]:
        return {tag: path for tag, path in self.front_pages.items() if self.listing[tag]}

    @cached_property
    def _front_urls(self) -> Mapping[str, str]:
        """Full addresses of the listed front pages, by locale; empty without a base address."""
        base = self.config.base_url
        return {tag: absolute(base, place) for tag, place in self.listed_fronts.items()} if base else {}

    def front_alternates(self, urls: Mapping[str, str], locale: str) -> list[dict[str, str]]:
        """Front pages name each other; ``x-default`` is the page that lets readers choose."""
        if len(urls) < 2 or locale not in urls:
            return []
        links = [{"lang": tag, "url": url} for tag, url in urls.items()]
        return [*links, {"lang": "x-default", "url": absolute(self.config.base_url, "index.html")}]

    def _described(self, facts: Facts, origin: Facts, urls: Mapping[str, str], site: str) -> dict[str, Any]:
        """What machines are told of an article's page: nothing of one that is not listed."""
        if facts.locale not in urls:
            return {"graph": [], "data": ""}
        image = structured_data.image(facts, self.config, self.source_language)
        return {
            "graph": structured_data.article_graph(facts, urls, site, image),
            "data": structured_data.article_data(
                facts,
                urls,
                kind=facts.schema or origin.schema or self.config.schema,
                publisher=self.config.publisher or site,
                image=image,
                source_language=self.source_language,
            ),
        }

    def _languages(self, name: str, locale: str, path: str) -> list[dict[str, Any]]:
        """Every language of the site: this article in it, or its front page."""
        places = {tag: self.paths.get((name, tag), place) for tag, place in self.front_pages.items()}
        return _switcher(places, locale, path)

    def _original(self, name: str, locale: str, path: str) -> dict[str, str] | None:
        place = self.paths.get((name, self.source_language))
        if locale == self.source_language or place is None:
            return None
        return {
            "href": relative(place, path),
            "lang": self.source_language,
            "language": locales.parse(self.source_language).name_in(self.words[locale].foreign or locale),
        }

    def _notices(self, facts: Facts, origin: Facts) -> dict[str, Any] | None:
        if not self.config.labels or facts.locale == self.source_language:
            return None
        return byline.notices(facts, origin.updated or self.changes.get(facts.article, ""))

    def reading_time(self, words: int) -> int:
        """Minutes; 0 where none are shown."""
        return byline.reading_time(words, self.config)

    def around(self, name: str, locale: str) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """Page and title of the articles before and after this one in its language's list."""
        position = self._positions[locale].get(name)
        if position is None:
            return None, None
        names = self.listing[locale]
        before = names[position - 1] if position else ""
        after = names[position + 1] if position + 1 < len(names) else ""
        return self._titled(before, locale), self._titled(after, locale)

    def _titled(self, name: str, locale: str) -> tuple[str, str] | None:
        return (self.paths[name, locale], self.briefs[name, locale].title) if name else None

    def _around(self, name: str, locale: str, path: str) -> dict[str, Any]:
        return {
            key: {"href": relative(other[0], path), "title": other[1]} if other else None
            for key, other in zip(("previous", "next"), self.around(name, locale), strict=True)
        }

    def card(self, name: str, locale: str, path: str) -> dict[str, str]:
        facts = self.facts[name, locale]
        return {
            "href": relative(self.paths[name, locale], path),
            "title": facts.title,
            "title_lang": facts.title_lang,
            "summary": facts.summary,
            "summary_lang": facts.summary_lang,
            "date": facts.date,
            "date_text": byline.shown_date(facts.date, locale),
            "minutes": byline.minutes(facts, self.words[locale], self.config),
        }


class _Cards(Sequence[Mapping[str, str]]):
    """What a list of articles shows of each, made as it is written: a list may be long."""

    def __init__(self, site: Site, locale: str, path: str) -> None:
        self._site = site
        self._locale = locale
        self._path = path
        self._names = site.listing[locale]

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> Mapping[str, str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, str]]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, str] | Sequence[Mapping[str, str]]:
        if isinstance(index, slice):
            return [self._site.card(name, self._locale, self._path) for name in self._names[index]]
        return self._site.card(self._names[index], self._locale, self._path)


def _switcher(places: Mapping[str, str], current: str, path: str) -> list[dict[str, Any]]:
    return [
        {
            "lang": tag,
            "dir": locales.parse(tag).direction,
            "name": locales.parse(tag).native_name,
            "href": relative(place, path),
            "current": tag == current,
        }
        for tag, place in places.items()
    ]


def _backwards(date: str) -> tuple[int, int]:
    """Sorts newer dates first and none last."""
    return (1, 0) if not date else (0, -datetime.date.fromisoformat(date).toordinal())
