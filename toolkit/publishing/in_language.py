"""One article in one language: its text, and what is known of it, without the other articles."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit import formats, locales
from toolkit.errors import ArticleError
from toolkit.model import Catalog, Segment
from toolkit.publishing import body, front, layouts, plaintext, snapshots, styles
from toolkit.publishing.compose import Composed, compose, compose_marked
from toolkit.publishing.facts import Address, Facts, Link, Prepared, Refused
from toolkit.publishing.fallback import wrapping
from toolkit.publishing.headings import Outline, outline
from toolkit.publishing.inventory import Inventory, added, inventory
from toolkit.publishing.links import token
from toolkit.publishing.origin import Source, Workshop, as_markdown
from toolkit.publishing.policy import Decision, truth
from toolkit.publishing.times import Times


class InLanguage:
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
        wrap = wrapping(document, language.tag, language.direction, note, self.words.mark)
        composed, marked = compose_marked(
            document, self.target, wrap, options=self.shop.project.format_options
        )
        self.text = composed.text
        used = self.used(composed)
        if document.format == "text":
            markdown = plaintext.to_markdown(document, used)
            html = body.render(plaintext.to_markdown(document, used, wrap))
        elif document.format == "markdown":
            markdown, html = composed.text, body.render(marked, document.path)
        else:
            markdown, html = "", body.without_front(marked)
        strange = added(origin.inventory, inventory(html))
        if strange:
            return self._refuse(strange)
        return self.finish(html, markdown, used, composed, origin.ids)

    def _composed_markdown(self) -> Prepared:
        """The same for another generator: what makes no page needs no marks and no HTML.

        Where a translation is used, the HTML that the text stands for is compared all the same.
        """
        origin, document = self.origin, self.origin.document
        composed = compose(
            document,
            self.target,
            options=self.shop.project.format_options,
            expressions=self.shop.build.layout == "docusaurus",
        )
        self.text = composed.text
        used = self.used(composed)
        markdown = plaintext.to_markdown(document, used) if document.format == "text" else composed.text
        if markdown != origin.markdown:
            strange = added(origin.inventory, inventory(body.render(markdown, self.origin.document.path)))
            if strange:
                return self._refuse(strange)
        return self.finish_markdown(markdown, used, composed)

    def used(self, composed: Composed) -> dict[str, str]:
        """The translations that are in the text, by what they translate."""
        refused = {id(fallen.segment) for fallen in composed.fallen}
        return {
            segment.text: target
            for segment in self.origin.document.segments
            if id(segment) not in refused and (target := self.target(segment))
        }

    def target(self, segment: Segment) -> str | None:
        """What stands for the segment in this language; None where the source does."""
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
        markdown = as_markdown(document, kept.text)
        html = body.render(markdown, self.origin.document.path) if markdown else body.without_front(kept.text)
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
        for url in (
            self.origin.addresses
            if same
            else body.addresses(body.render(markdown, self.origin.document.path))
        ):
            self.address(url)
        self._shown_by_styles(markdown)
        markdown = self._renamed(markdown)
        facts = self.facts(composed=composed, used=used)
        if ids is None:
            ids = self.origin.ids if self.shop.build.heading_ids != "none" else ()
        return Prepared(facts, markdown=markdown, ids=ids)

    def finish(
        self, html: str, markdown: str, used: Mapping[str, str], composed: Composed, ids: tuple[str, ...]
    ) -> Prepared:
        work = body.Finishing(self.address, ids, self.words)
        outlined = outline(html, ids) if self.tag != self._language else self.origin.outline
        # Another generator dresses pages in its own way.
        dress = body.finish if self.shop.pages and not self.origin.whole else body.finish_whole
        finished = dress(html, work)
        self._shown_by_styles(html)
        facts = self.facts(composed=composed, used=used, outlined=outlined)
        if not markdown and not self.shop.pages:  # another generator's page keeps what it is told there
            finished = composed.text[: body.body_start(composed.text)] + finished
        return Prepared(facts, finished, markdown, ids=ids)

    @property
    def _language(self) -> str:
        return self.shop.project.config.source_language

    # Addresses

    def address(self, url: str) -> str:
        """The address to write for one of the source's. What it leads to is remembered."""
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

    def _named_in_front(self) -> None:
        """So do files that front matter names, whatever a generator or theme calls the key."""
        for path in front.paths(self.origin.metadata):
            self._shown(path)

    def _shown_by_styles(self, text: str) -> None:
        """Pictures and fonts that styles in the article name come along as well."""
        for url in styles.urls(text):
            self._shown(url)

    def _shown(self, url: str) -> None:
        found = self.shop.finder.find(url, self.origin.article.name)
        if found.kind == "other":
            return
        # Also of what is not there: it may be, one day.
        self.addresses.setdefault(url, Address(url, found.kind, found.name))
        if found.kind == "asset":
            self.assets[found.name] = None

    def _renamed(self, markdown: str) -> str:
        """Links to articles whose files are called otherwise in the generator's folders."""
        new = {
            url: name
            for url, to in self.addresses.items()
            if to.kind == "article" and (name := self._file(url, to.name)) != url
        }
        if not new:
            return markdown
        from toolkit.publishing.markdown_links import changed

        return changed(markdown, new, self.origin.article.name)

    def _file(self, url: str, name: str) -> str:
        """The address ``url`` of an article, as its file is called in the generator's folders."""
        finder = self.shop.finder
        return layouts.renamed(
            self.shop.build.layout, url, name, name in finder.branches, finder.is_twin(name)
        )

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
        words = front.Front(meta, used or {}, self._language if self.tag != self._language else "")
        title, title_lang = self._title(words, outlined)
        summary, summary_lang = words("description", "summary", "subtitle")
        lead, lead_lang = words("subtitle", "description", "summary")
        if not summary:
            summary, summary_lang = front.shortened(outlined.start), outlined.start_lang
        date = front.date(meta.get("date"))
        refused = () if composed is None else self._refused(composed)
        hidden = truth(meta.get("noindex")) or "noindex" in str(meta.get("robots", "")).lower()
        publish = composed is not None and not truth(meta.get("draft"))
        if composed is not None and not publish:
            reason = "its front matter says draft"
        self._named_in_front()
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
            updated=front.date(meta.get("updated") or meta.get("lastmod") or meta.get("modified")),
            author=words("author")[0],
            image=self._image(meta.get("image")),
            image_alt=words("image_alt")[0],
            schema=str(meta.get("schema") or ""),
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
            active=not self.bare and _is_active(origin.inventory),
            toc=tuple(heading for heading in outlined.headings if 2 <= heading.level <= 3),
            links=tuple(self.links),
            assets=tuple(self.assets),
            broken=tuple(self.broken),
            addresses=tuple(self.addresses.values()),
            aliases=front.texts(meta.get("aliases")),
            slug=words("slug")[0],
            keywords=tuple(words.of(item) for item in front.texts(meta.get("keywords"))),
            meta=() if self.bare else tuple(words.every()),
            refused=refused,
            errors=errors,
        )

    def _title(self, words: front.Front, outlined: Outline) -> tuple[str, str]:
        """What the article is called, and the language of that where it is another one."""
        if self.origin.metadata.get("title"):
            return words("title")
        tops = [heading for heading in outlined.headings if heading.level == 1]
        for first in tops or outlined.headings:
            return first.text, first.lang
        return front.stem_title(self.origin.article.name), ""

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


def _is_active(found: Inventory) -> bool:
    """Whether the author's page runs anything."""
    return any(
        item[0] in ("script", "iframe", "object", "embed") or (len(item) > 1 and item[1].startswith("on"))
        for item in found
    )
