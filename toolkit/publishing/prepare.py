"""An article in every language, up to what can be made without knowing the other articles.

Runs in worker processes: everything it needs comes with a :class:`Workshop`, everything it gives
can be pickled.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from toolkit import formats, locales
from toolkit.config import BuildConfig
from toolkit.errors import ArticleError, CatalogError
from toolkit.model import Catalog, Document, Segment
from toolkit.project import Article, Project
from toolkit.publishing import body, layouts, plaintext, snapshots
from toolkit.publishing.compose import Composed, compose, compose_marked
from toolkit.publishing.facts import Address, Facts, Prepared, Refused
from toolkit.publishing.fallback import wrapping
from toolkit.publishing.headings import Outline, outline
from toolkit.publishing.inventory import Inventory, added, inventory
from toolkit.publishing.links import Finder, Link, settle, token
from toolkit.publishing.policy import Decision, decide, rules_for, truth
from toolkit.publishing.times import Times
from toolkit.publishing.words import Words

_WHOLE = re.compile(r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_SUMMARY = 200
"""Characters of a summary taken from the first paragraph."""


@dataclass(frozen=True)
class Workshop:
    """What preparing any article needs."""

    project: Project
    build: BuildConfig
    finder: Finder
    words: Mapping[str, Words]
    """The theme's words by locale."""
    labels: bool = True
    schema: str = "Article"

    @property
    def pages(self) -> bool:
        """Whether pages are made, not only the files of another generator."""
        return self.build.layout == "site"


class Source:
    """An article as its author wrote it, looked at once for all languages.

    What only a page needs is made when it is asked for.
    """

    def __init__(self, article: Article, document: Document, metadata: Mapping[str, object]) -> None:
        self.article = article
        self.document = document
        self.metadata = metadata
        self.markdown = _markdown(document, document.text)
        """As Markdown; empty for HTML."""
        start = document.text.lstrip("\ufeff") if document.format == "html" else ""
        self.whole = _WHOLE.match(start) is not None

    @cached_property
    def html(self) -> str:
        return body.render(self.markdown) if self.markdown else self.document.text.lstrip("\ufeff")

    @cached_property
    def inventory(self) -> Inventory:
        return inventory(self.html)

    @cached_property
    def outline(self) -> Outline:
        return outline(self.html)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Of the headings, in order."""
        return tuple(heading.id for heading in self.outline.headings)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """As written, in order."""
        return body.addresses(self.html)


def source(shop: Workshop, article: Article) -> Source:
    """:raises ArticleError: it cannot be read."""
    document = shop.project.document(article)
    try:
        metadata = formats.metadata(document)
    except ArticleError as error:
        error.path = shop.project.relative(article.path)
        raise
    return Source(article, document, metadata)


def _markdown(document: Document, text: str) -> str:
    if document.format == "markdown":
        return text
    if document.format == "text":
        return plaintext.to_markdown(document)
    return ""


def prepare(shop: Workshop, article: Article, tags: tuple[str, ...]) -> list[Prepared]:
    """The article in each of the languages; an error in one becomes a fact about it."""
    language = shop.project.config.source_language
    try:
        origin = source(shop, article)
    except ArticleError as error:
        return [
            Prepared(Facts(article.name, tag, False, "the article cannot be read", errors=(str(error),)))
            for tag in tags
        ]
    result = []
    for tag in tags:
        try:
            if tag == language:
                result.append(_original(shop, origin, tag))
            else:
                result.append(_localised(shop, origin, tag))
        except (ArticleError, CatalogError) as error:
            reason = "its catalog cannot be read" if isinstance(error, CatalogError) else "see the error"
            result.append(Prepared(Facts(article.name, tag, False, reason, errors=(str(error),))))
    return result


def _original(shop: Workshop, origin: Source, tag: str) -> Prepared:
    page = _Page(shop, origin, tag, Decision(publish=True, share=1.0))
    composed = Composed(origin.document.text, 0)
    if page.bare:
        return page.finish_markdown(origin.markdown, {}, composed)
    return page.finish(origin.html, origin.markdown, {}, composed, origin.ids)


def _localised(shop: Workshop, origin: Source, tag: str) -> Prepared:
    article, document = origin.article, origin.document
    catalog = shop.project.read_catalog(article, tag)
    path = shop.project.relative(article.path)
    rules = rules_for(shop.build, tag, origin.metadata, path)
    kept = snapshots.read(shop.project, article, tag) if rules.incomplete == "hold" else None
    times = Times(document, shop.project.config.source_language, tag)
    own = times.own if times.needed else None
    decision = decide(document, catalog, rules, snapshot=kept is not None, own=own)
    page = _Page(shop, origin, tag, decision, catalog, times if times.needed else None)
    if not decision.publish:
        return Prepared(page.facts(reason=decision.reason))
    if decision.snapshot and kept is not None:
        return page.from_snapshot(kept)
    prepared = page.composed()
    if rules.incomplete == "hold" and decision.complete and not prepared.facts.refused:
        return replace(prepared, snapshot=page.text, ids=origin.ids)
    return prepared


class _Page:
    """One article in one language on its way to a page."""

    def __init__(
        self,
        shop: Workshop,
        origin: Source,
        tag: str,
        decision: Decision,
        catalog: Catalog | None = None,
        times: Times | None = None,
    ) -> None:
        self.shop = shop
        self.origin = origin
        self.tag = tag
        self.decision = decision
        self.catalog = catalog
        self.times = times
        """Where the article has dates that are put into the reader's form."""
        self.words = shop.words[tag]
        self.links: list[Link] = []
        self.assets: dict[str, None] = {}
        self.broken: dict[str, None] = {}
        self.addresses: dict[str, Address] = {}
        self.text = ""
        self.bare = not shop.pages and bool(origin.markdown)
        """Only Markdown is wanted, for another generator."""

    def composed(self) -> Prepared:
        origin, document = self.origin, self.origin.document
        if self.bare:
            return self._composed_markdown()
        language = locales.parse(self.shop.project.config.source_language)
        note = (
            self.words("This part is not translated yet:") if self.shop.labels and self.decision.share else ""
        )
        wrap = wrapping(document, language.tag, language.direction, note)
        composed, marked = compose_marked(
            document, self._target, wrap, options=self.shop.project.format_options
        )
        self.text = composed.text
        used = self._used(composed)
        if document.format == "text":
            markdown = plaintext.to_markdown(document, used)
            html = body.render(plaintext.to_markdown(document, used, wrap))
        elif document.format == "markdown":
            markdown, html = composed.text, body.render(marked)
        else:
            markdown, html = "", marked.lstrip("\ufeff")
        strange = added(origin.inventory, inventory(html))
        if strange:
            return self._refuse(strange)
        return self.finish(html, markdown, used, composed, origin.ids)

    def _composed_markdown(self) -> Prepared:
        """The same for another generator: what makes no page needs no marks and no HTML.

        Where a translation is used, the HTML that the text stands for is compared all the same.
        """
        origin, document = self.origin, self.origin.document
        composed = compose(document, self._target, options=self.shop.project.format_options)
        self.text = composed.text
        used = self._used(composed)
        markdown = plaintext.to_markdown(document, used) if document.format == "text" else composed.text
        if markdown != origin.markdown:
            strange = added(origin.inventory, inventory(body.render(markdown)))
            if strange:
                return self._refuse(strange)
        return self.finish_markdown(markdown, used, composed)

    def _used(self, composed: Composed) -> dict[str, str]:
        """The translations that are in the text, by what they translate."""
        refused = {id(fallen.segment) for fallen in composed.fallen}
        return {
            segment.text: target
            for segment in self.origin.document.segments
            if id(segment) not in refused and (target := self._target(segment)) is not None
        }

    def _target(self, segment: Segment) -> str | None:
        target = self.decision.targets.get((segment.context or "", segment.text))
        if self.times is None or target is None:
            return target
        return self.times.shown(segment, target)

    def _refuse(self, strange: Inventory) -> Prepared:
        """Nothing got past the comparison of segments so far; if something does, no page of it."""
        what = ", ".join(sorted("<" + " ".join(item[:2]) + ">" for item in strange)[:3])
        reason = f"its translation brings markup that the source has not: {what}"
        return Prepared(
            self.facts(reason=reason, errors=(f"{self.origin.article.name} ({self.tag}): {reason}",))
        )

    def from_snapshot(self, kept: snapshots.Snapshot) -> Prepared:
        """The last fully accepted page; its structure is that of an earlier source."""
        try:
            document = formats.parse(kept.text, self.origin.article.name, self.shop.project.format_options)
        except ArticleError as error:
            return Prepared(self.facts(reason=f"its snapshot cannot be read: {error.message}"))
        markdown = _markdown(document, kept.text)
        html = body.render(markdown) if markdown else kept.text
        strange = added(self.origin.inventory | snapshots.HARMLESS, inventory(html))
        if strange:
            return self._refuse(strange)
        metadata = formats.metadata(document)
        titles = {
            " ".join(str(self.origin.metadata[key]).split()): " ".join(str(metadata[key]).split())
            for key in ("title", "description", "summary", "slug", "image_alt")
            if key in metadata and key in self.origin.metadata
        }
        composed = Composed(kept.text, 0)
        if self.bare:
            return self.finish_markdown(markdown, titles, composed, kept.ids)
        return self.finish(html, markdown, titles, composed, kept.ids)

    def finish_markdown(
        self,
        markdown: str,
        used: Mapping[str, str],
        composed: Composed,
        ids: tuple[str, ...] | None = None,
    ) -> Prepared:
        """Markdown for another generator: nothing of it changes, but what it shows has to be known."""
        same = markdown == self.origin.markdown
        for url in self.origin.addresses if same else body.addresses(body.render(markdown)):
            self._address(url)
        markdown = self._renamed(markdown)
        facts = self.facts(composed=composed, used=used)
        if ids is None:
            ids = self.origin.ids if self.shop.build.heading_ids != "none" else ()
        return Prepared(facts, markdown=markdown, ids=ids)

    def finish(
        self, html: str, markdown: str, used: Mapping[str, str], composed: Composed, ids: tuple[str, ...]
    ) -> Prepared:
        work = body.Finishing(self._address, ids, self.words)
        outlined = outline(html, ids) if self.tag != self._language else self.origin.outline
        # Another generator dresses pages in its own way.
        dress = body.finish if self.shop.pages and not self.origin.whole else body.finish_whole
        finished = dress(html, work)
        facts = self.facts(composed=composed, used=used, outlined=outlined)
        return Prepared(facts, finished, self._markdown_links(markdown), ids=ids)

    @property
    def _language(self) -> str:
        return self.shop.project.config.source_language

    # Addresses

    def _address(self, url: str) -> str:
        if self.bare and url in self.addresses:
            return url
        found = self.shop.finder.find(url, self.origin.article.name)
        if found.kind != "other":
            self.addresses[url] = Address(url, found.kind, found.name)
        if found.kind == "article" and not self.bare:  # Markdown for another generator keeps its links
            self.links.append(Link(found.name, found.suffix, url))
            return token(len(self.links) - 1)
        if found.kind == "asset":
            self.assets[found.name] = None
            if not self.bare:
                own, original = self.origin.article.name, self.tag == self._language
                return layouts.asset_address(self.shop.build.layout, own, url, original)
        elif found.kind == "broken":
            self.broken[url] = None
        return url

    def _renamed(self, markdown: str) -> str:
        """Links to articles whose files are called otherwise in the generator's folders."""
        layout = self.shop.build.layout
        new = {
            url: name
            for url, found in self.addresses.items()
            if found.kind == "article" and (name := layouts.renamed(layout, url, found.name)) != url
        }
        if not new:
            return markdown
        from toolkit.publishing.markdown_links import mark

        return settle(
            mark(markdown, {url: index for index, url in enumerate(new)}), [*new.values()].__getitem__
        )

    def _markdown_links(self, markdown: str) -> str:
        """Markdown keeps its links as written; only where a target is not published they are changed."""
        if not markdown or not self.links:
            return markdown
        from toolkit.publishing.markdown_links import mark

        raw = {link.raw: index for index, link in enumerate(self.links)}
        return mark(markdown, raw)

    # Facts

    def facts(
        self,
        *,
        reason: str = "",
        composed: Composed | None = None,
        used: Mapping[str, str] | None = None,
        outlined: Outline | None = None,
        errors: tuple[str, ...] = (),
    ) -> Facts:
        meta, decision, origin = self.origin.metadata, self.decision, self.origin
        if outlined is None:
            outlined = Outline() if self.bare else origin.outline
        own_title = meta.get("title")
        words = _Front(meta, used or {}, self._language if self.tag != self._language else "")
        title, title_lang = words("title")
        if not own_title:
            first = next((heading for heading in outlined.headings if heading.level == 1), None)
            first = first or next(iter(outlined.headings), None)
            title, title_lang = (first.text, first.lang) if first else (_stem_title(origin.article.name), "")
        summary, summary_lang = words("description", "summary", "subtitle")
        lead, lead_lang = words("subtitle", "description", "summary")
        if not summary:
            summary, summary_lang = _shortened(outlined.start), outlined.start_lang
        date = _date(meta.get("date"))
        refused = () if composed is None else self._refused(composed)
        hidden = truth(meta.get("noindex")) or "noindex" in str(meta.get("robots", "")).lower()
        publish = composed is not None and not truth(meta.get("draft"))
        if composed is not None and not publish:
            reason = "its front matter says draft"
        return Facts(
            article=origin.article.name,
            locale=self.tag,
            publish=publish,
            reason=reason,
            title=title,
            title_lang=title_lang,
            summary=summary,
            summary_lang=summary_lang,
            lead=lead,
            lead_lang=lead_lang,
            date=date,
            updated=_date(meta.get("updated") or meta.get("lastmod") or meta.get("modified")),
            author=words("author")[0],
            image=self._image(meta.get("image")),
            image_alt=words("image_alt")[0],
            schema=str(meta.get("schema") or ""),
            weight=_number(meta.get("weight")),
            words=outlined.words,
            segments=len(origin.document.segments),
            share=round(decision.share, 4),
            machine=decision.machine,
            stale=decision.stale,
            held=decision.held,
            fallbacks=(decision.fallbacks if not decision.held else 0) + len(refused),
            reviewed=decision.reviewed.isoformat() if decision.reviewed and not refused else "",
            critical=truth(meta.get("critical")),
            hidden=hidden,
            whole=origin.whole,
            active=not self.bare
            and any(
                item[0] in ("script", "iframe", "object", "embed")
                or (len(item) > 1 and item[1].startswith("on"))
                for item in origin.inventory
            ),
            titled=any(heading.level == 1 for heading in outlined.headings),
            toc=tuple(heading for heading in outlined.headings if 2 <= heading.level <= 3),
            links=tuple(self.links),
            assets=tuple(self.assets),
            broken=tuple(self.broken),
            addresses=tuple(self.addresses.values()),
            aliases=_texts(meta.get("aliases")),
            slug=words("slug")[0],
            keywords=tuple(words.of(item) for item in _texts(meta.get("keywords"))),
            meta=() if self.bare else tuple(words.every()),
            refused=refused,
            errors=errors,
        )

    def _refused(self, composed: Composed) -> tuple[Refused, ...]:
        units = {unit.key: unit for unit in self.catalog.units if not unit.obsolete} if self.catalog else {}
        found = {}
        for fallen in composed.fallen:
            key = (fallen.segment.context or "", fallen.segment.text)
            if key in units:
                unit = units[key]
                found[key] = Refused(unit.line, unit.source, unit.context, unit.target, fallen.reason)
        return tuple(found.values())

    def _image(self, value: object) -> str:
        if not value or not isinstance(value, str):
            return ""
        found = self.shop.finder.find(value, self.origin.article.name)
        if found.kind == "asset":
            self.assets[found.name] = None
            self.addresses[value] = Address(value, found.kind, found.name)
            return found.name
        return value if value.startswith(("https://", "http://")) else ""


class _Front:
    """Front-matter values in the page's language."""

    def __init__(self, metadata: Mapping[str, object], used: Mapping[str, str], language: str) -> None:
        self.metadata = metadata
        self.used = used
        self.language = language

    def __call__(self, *keys: str) -> tuple[str, str]:
        """The first of the keys there is, and its language where that is not the page's."""
        for key in keys:
            value = self.metadata.get(key)
            if isinstance(value, str | int | float) and str(value).strip():
                text = " ".join(str(value).split())
                if text in self.used:
                    return self.used[text], ""
                return text, self.language
        return "", ""

    def of(self, value: str) -> str:
        return self.used.get(value, value)

    def every(self) -> Iterator[tuple[str, str | int | float]]:
        """All single values by name: words in the page's language, dates as ISO 8601, numbers."""
        for key, value in self.metadata.items():
            if isinstance(value, datetime.date):  # and datetime
                yield str(key), value.isoformat()
            elif isinstance(value, int | float):
                yield str(key), value
            elif isinstance(value, str):
                yield str(key), self.of(" ".join(value.split()))


def _shortened(text: str) -> str:
    if len(text) <= _SUMMARY:
        return text
    cut = text[:_SUMMARY]
    space = cut.rfind(" ")
    return (cut[:space] if space > _SUMMARY // 2 else cut).rstrip(" ,;:") + " …"


def _stem_title(name: str) -> str:
    stem = posixpath.basename(name).rpartition(".")[0]
    return stem.replace("-", " ").replace("_", " ").capitalize()


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value if isinstance(item, str | int | float))
    return ()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _date(value: Any) -> str:
    """A date as ISO 8601; empty for what is none. Text is read as ISO, or as the clinic's exports
    write it: ``March 12, 2024``."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        text = value.strip()
        try:
            return datetime.date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            pass
        for pattern in ("%B %d, %Y", "%d %B %Y", "%b %d, %Y"):
            try:
                return datetime.datetime.strptime(text, pattern).date().isoformat()
            except ValueError:
                continue
    return ""
