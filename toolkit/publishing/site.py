"""A build from end to end: look at every article in every language, decide, write what changed.

Two passes. The first makes an article's body and facts in each language and remembers both under a
key of all its inputs. The second knows every page that is published, and writes those whose
context or body changed. What earlier builds wrote and this one did not is removed.
"""

from __future__ import annotations

import dataclasses
import json
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit import __version__, files, locales
from toolkit.config import Accept, BuildConfig, Layout
from toolkit.errors import BuildError
from toolkit.freshness import Records, fingerprint
from toolkit.model import Finding
from toolkit.project import Article, Project
from toolkit.publishing import layouts, slugs, snapshots, words, work
from toolkit.publishing.facts import Facts
from toolkit.publishing.links import Finder, absolute, relative
from toolkit.publishing.pages import Site, key_of, page_path
from toolkit.publishing.prepare import Workshop
from toolkit.publishing.state import Cache, Inputs, Manifest, digest
from toolkit.publishing.theme_files import BUILT_IN, Theme
from toolkit.publishing.work import Bench, Crew, PrepareJob, RenderJob

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is, and how much there is."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    pages: dict[str, int] = field(default_factory=dict)
    """Published articles by locale, the source language's among them."""
    written: int = 0
    """Files that were written."""
    removed: int = 0
    total: int = 0
    """Files in the output folder."""
    unpublished: tuple[tuple[str, str, str], ...] = ()
    """Article, locale, reason."""
    incomplete: int = 0
    """Published pages with parts in the source language."""
    unlisted: int = 0
    """Published pages that no list names: machine text, or too little translated."""
    refused: tuple[Finding, ...] = ()
    """Translations that would have broken their page; the source's text stands there."""
    broken: tuple[tuple[str, str], ...] = ()
    """Article, and an address in it that leads nowhere."""
    errors: tuple[str, ...] = ()
    wordless: tuple[str, ...] = ()
    """Locales for which the theme's words are not translated."""
    unchanged: bool = False
    """Nothing had changed, so nothing was looked at."""


def build(
    project: Project,
    *,
    locales: Sequence[str] = (),
    accept: Accept | None = None,
    layout: Layout | None = None,
    jobs: int | None = None,
    output: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Write what is published.

    :param locales: only the outputs of these locales; all for none.
    :param accept: least state of a translation, instead of the configuration's.
    :param output: folder to write to, instead of the configuration's.
    :param force: look at everything, whatever seems unchanged.
    :raises ConfigError, BuildError: nothing can be built.
    """
    settings = project.config.build
    if accept is not None:
        # Said on the command line, it goes before what single locales say.
        own = {tag: dataclasses.replace(value, accept=None) for tag, value in settings.locale.items()}
        settings = dataclasses.replace(settings, accept=accept, locale=own)
    if layout is not None:
        settings = dataclasses.replace(settings, layout=layout)
    if jobs is not None:
        settings = dataclasses.replace(settings, jobs=jobs)
    return _Build(project, settings, tuple(locales), output or project.output_dir, progress).run(force)


class _Build:
    def __init__(
        self,
        project: Project,
        settings: BuildConfig,
        wanted: tuple[str, ...],
        output: Path,
        progress: Progress | None,
    ) -> None:
        self.project = project
        self.settings = settings
        self.site_config = project.config.site
        self.wanted = frozenset(wanted)
        self.output = output
        self.progress = progress
        self.source_language = locales.canonical(project.config.source_language)
        self.tags = (self.source_language, *map(locales.canonical, project.config.locales))
        self.theme = Theme(project.root / self.site_config.theme)
        name = "build" if output == project.output_dir else f"build-{digest(output)[:8]}"
        self.cache = Cache(project.cache_dir / name)
        # Whoever names a folder outside the project means it; links must not lead out of it, then.
        self.top = project.root if output.is_relative_to(project.root) else output
        self.manifest = Manifest(output, self.top)
        self.on_site = settings.layout == "site"

    # The quick way out

    @property
    def _salt(self) -> str:
        return repr((self.settings, sorted(self.wanted), str(self.output), self.project.config.formats))

    def _inputs_mark(self) -> str:
        project = self.project
        return fingerprint(
            [
                project.config_path,
                project.source_dir,
                project.catalogs_dir,
                self.theme.own,
                BUILT_IN,
            ],
            salt=self._salt + _code_mark(),
        )

    def run(self, force: bool) -> Report:
        records = Records(self.project.cache_dir)
        record = f"build {digest(self.output)}"
        mark = self._inputs_mark()
        if not force:
            said = records.get(record, mark + fingerprint([self.output]))
            if said is not None and (report := _recorded(said)) is not None:
                return report
        with files.lock(self.output, root=self.project.root):
            report = self._build()
        records.put(record, mark + fingerprint([self.output]), _record(report))
        return report

    # The build

    def _build(self) -> Report:
        articles = self.project.all_articles
        self.manifest.load()
        self.cache.load()
        self._check_output()
        self.words = {tag: words.load(self.project, tag) for tag in self.tags}
        self.finder = Finder(self.project.source_dir, (article.name for article in articles))
        shop = Workshop(
            self.project,
            self.settings,
            self.finder,
            self.words,
            self.site_config.labels,
            self.site_config.schema,
        )
        stems = Counter(layouts.stem(article.name) for article in articles)
        self.names = {
            article.name: key_of(article.name, stems[layouts.stem(article.name)] > 1) for article in articles
        }
        bench = Bench(shop, self.cache, self.theme, self.output, self.top)
        with Crew(bench, self.settings.jobs) as crew:
            facts = self._facts(articles, crew)
            site = self._site(facts)
            self._render(site, {article.name: article for article in articles}, crew)
        self._assets(site)
        if self.on_site:
            self._shared(site)
        keep = () if not self.wanted else tuple(f"{tag}/" for tag in self.tags if tag not in self.wanted)
        removed = self.manifest.finish(keep=keep)
        return self._report(site, facts, removed)

    def _check_output(self) -> None:
        """The output folder is ours, new or empty; somebody else's folder is left alone."""
        for folder in (self.project.source_dir, self.project.catalogs_dir, self.project.root):
            if self.output == folder or folder.is_relative_to(self.output):
                raise BuildError(
                    f"{self.output} holds the project's own files and cannot be the output folder",
                    path=self.project.config_path,
                    hint="set `output` to a folder of its own, such as build",
                )
        if self.output.is_symlink() and not self.output.resolve().is_relative_to(self.project.root):
            raise BuildError("the output folder is a link that leads out of the project", path=self.output)

    def _facts(self, articles: Sequence[Article], crew: Crew) -> dict[tuple[str, str], Facts]:
        inputs = Inputs(self.project.root, self.cache.files)
        settings = digest(
            __version__, _code_mark(), self.settings, self.project.config.formats, self.site_config.labels
        )
        result: dict[tuple[str, str], tuple[str, Facts]] = {}
        todo: list[PrepareJob] = []
        keys: dict[tuple[str, str], str] = {}
        word_marks = {tag: digest(sorted(self.words[tag].entries.items())) for tag in self.tags}
        for article in articles:
            source = inputs.digest(article.path)
            stale = []
            outputs = {}
            for tag in self.tags:
                parts = [settings, word_marks[tag], source, tag]
                if tag != self.source_language:
                    parts.append(inputs.digest(self.project.catalog_path(article, tag)))
                    parts.append(inputs.digest(snapshots.path_of(self.project, article, tag)))
                key = keys[article.name, tag] = digest(*parts)
                known = self.cache.facts(article.name, tag, key)
                output = self._at_once(article.name, tag, key)
                if output is not None:
                    outputs[tag] = output
                if known is not None and self._still(known, output):
                    result[article.name, tag] = (key, known)
                else:
                    stale.append(tag)
            if stale:
                own = {tag: keys[article.name, tag] for tag in stale}
                bodies = frozenset(filter(self._wants, stale))
                todo.append(PrepareJob(article, tuple(stale), own, outputs, bodies))
        for done, (made, written) in enumerate(crew.run(work.prepare_job, todo), 1):
            for facts in made:
                result[facts.article, facts.locale] = (keys[facts.article, facts.locale], facts)
            for path, key, said in written:
                self.manifest.record(path, key, said)
            self._tell("reading articles", done, len(todo))
        ordered = {
            (article.name, tag): result[article.name, tag] for article in articles for tag in self.tags
        }
        self.keys = {pair: key for pair, (key, _) in ordered.items()}
        self.cache.save(inputs.seen, ordered)
        return {pair: facts for pair, (_, facts) in ordered.items()}

    def _still(self, facts: Facts, output: RenderJob | None) -> bool:
        """Whether its addresses lead where they led, and its body or ``output`` is still there."""
        for address in facts.addresses:
            found = self.finder.find(address.url, facts.article)
            if (found.kind, found.name) != (address.kind, address.name):
                return False
        if not facts.publish or not self._wants(facts.locale):
            return True
        if output is not None:
            return self.manifest.fresh(output.markdown, output.key)
        return self.cache.has_body(facts.article, facts.locale)

    def _tell(self, what: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(what, done, total)

    # Where things go

    def _site(self, facts: dict[tuple[str, str], Facts]) -> Site:
        keys = self.names
        assigned = self._slugs(keys, facts)
        paths = {}
        for (name, tag), fact in facts.items():
            if fact.publish:
                names = assigned.get(tag, {}).get(keys[name], ())
                paths[name, tag] = page_path(keys[name], tag, names[0] if names else "")
        settings = self.site_config
        site = Site(
            config=settings,
            name=settings.title or self.project.root.name,
            source_language=self.source_language,
            locales=self.tags,
            facts=facts,
            words=self.words,
            paths=paths,
            keys=keys,
        )
        self.former = {
            (tag, key): (key, *(_sibling(key, slug) for slug in names[1:]))
            for tag, table in assigned.items()
            for key, names in table.items()
            if names
        }
        with_feed = frozenset(
            tag
            for tag in self.tags
            if settings.base_url
            and settings.feed
            and any(facts[name, tag].date for name in site.listing[tag])
        )
        return dataclasses.replace(site, feeds=with_feed)

    def _slugs(self, keys: dict[str, str], facts: dict[tuple[str, str], Facts]) -> slugs.Slugs:
        if not (self.on_site and self.site_config.localised_slugs):
            return {}
        path = self.project.catalogs_dir / "slugs.toml"
        known = slugs.read(path)
        for tag in self.tags[1:]:
            pages = [
                (keys[name], facts[name, tag].title, facts[name, tag].slug)
                for name in keys
                if facts[name, tag].publish
                and keys[name] != "index"
                and not facts[name, tag].machine
                and not facts[name, tag].title_lang
            ]
            own = slugs.assign(known.get(tag, {}), pages, ["index", "feed"])
            if own:
                known[tag] = own
        if known:
            slugs.write(path, known, self.project.root)
        present = set(keys.values())
        return {
            tag: {key: names for key, names in table.items() if key in present}
            for tag, table in known.items()
        }

    def _wants(self, tag: str) -> bool:
        return not self.wanted or tag in self.wanted

    # Pages

    def _render(self, site: Site, articles: Mapping[str, Article], crew: Crew) -> None:
        todo: list[RenderJob] = []
        theme = digest(self.theme.digest, _code_mark()) if self.on_site else ""
        for (name, tag), facts in site.facts.items():
            if not facts.publish or not self._wants(tag):
                continue
            if not self.on_site and not _is_html(name):
                continue  # written already
            job = self._job(site, name, tag, facts)
            context = json.dumps(job.context, ensure_ascii=False, sort_keys=True)
            rest = (job.page_links, job.markdown_links, job.front, job.heading_ids, job.variables)
            key = digest(theme, self.keys[name, tag], context, rest)
            outputs = [path for path in (job.page, job.markdown) if path]
            if all(self.manifest.fresh(path, key) for path in outputs):
                continue
            body = self.keys[name, tag]
            todo.append(dataclasses.replace(job, key=key, article=articles[name], body=body))
        for done, written in enumerate(crew.run(work.render_job, todo), 1):
            for path, key, result in written:
                self.manifest.record(path, key, result)
            self._tell("writing pages", done, len(todo))

    def _job(self, site: Site, name: str, tag: str, facts: Facts) -> RenderJob:
        if not self.on_site:
            links = tuple(link.raw for link in facts.links)
            return dataclasses.replace(
                self._layout_job(name, tag, name), page_links=links, markdown_links=links, whole=facts.whole
            )
        page = site.paths[name, tag]
        markdown = ""
        markdown_links: tuple[str, ...] = ()
        if self.settings.markdown and not _is_html(name):
            markdown = f"{tag}/{layouts.markdown_name(name)}"
            markdown_links = tuple(
                self._markdown_link(site, facts, link.article, link.suffix, link.raw) for link in facts.links
            )
        links = tuple(_address(site, link.article, tag, page) + link.suffix for link in facts.links)
        intro = site.keys[name] == "index" and not facts.whole
        template = "index.html" if intro else "article.html"
        context = site.index(tag) if intro else site.article(name, tag)
        return RenderJob(
            name=name,
            locale=tag,
            template=template,
            context=context,
            page=page,
            page_links=links,
            whole=facts.whole,
            markdown=markdown,
            markdown_links=markdown_links,
            heading_ids=self.settings.heading_ids,
            variables=self._variables(tag),
        )

    def _markdown_link(self, site: Site, facts: Facts, article: str, suffix: str, raw: str) -> str:
        """Between Markdown files links stay as written; to what is not published, the source's file."""
        tag = facts.locale
        if site.published(article, tag) and not article.lower().endswith(".txt"):
            return raw
        target_tag = tag if site.published(article, tag) else self.source_language
        if not site.published(article, target_tag):
            return raw
        place = f"{target_tag}/{layouts.markdown_name(article)}"
        if article.lower().endswith((".html", ".htm")):
            place = site.paths[article, target_tag]
        return relative(place, f"{tag}/{layouts.markdown_name(facts.article)}") + suffix

    def _at_once(self, name: str, tag: str, key: str) -> RenderJob | None:
        """Markdown for another generator keeps its links, so it is written as soon as it is made."""
        if self.on_site or _is_html(name) or not self._wants(tag):
            return None
        job = self._layout_job(name, tag, layouts.markdown_name(name))
        return dataclasses.replace(job, key=digest(key, job.front, job.heading_ids))

    def _layout_job(self, name: str, tag: str, file: str) -> RenderJob:
        place = layouts.place(self.settings.layout, file, self.names[name], tag, self.source_language)
        return RenderJob(
            name,
            tag,
            "",
            {},
            "",
            markdown=place.path,
            heading_ids=self.settings.heading_ids,
            front=tuple(place.front.items()),
        )

    def _assets(self, site: Site) -> None:
        """Files that published pages show, beside the pages; ``name.es.png`` stands in for ``name.png``."""
        wanted: dict[str, str] = {}
        for (_name, tag), facts in site.facts.items():
            if not facts.publish or not self._wants(tag):
                continue
            for asset in facts.assets:
                stem, dot, suffix = asset.rpartition(".")
                own = f"{stem}.{tag}{dot}{suffix}"
                place = layouts.asset(self.settings.layout, asset, tag, self.source_language)
                wanted[place] = own if dot and self.finder.is_file(own) else asset
        if self.on_site and self.site_config.image and self.finder.is_file(self.site_config.image):
            for tag in filter(self._wants, self.tags):
                wanted.setdefault(f"{tag}/{self.site_config.image}", self.site_config.image)
        for place, asset in sorted(wanted.items()):
            path = self.project.source_dir / asset
            stat = path.stat()
            key = digest(asset, stat.st_size, stat.st_mtime_ns)
            if not self.manifest.fresh(place, key):
                self.manifest.write(place, path.read_bytes(), key)

    # What belongs to no single article

    def _shared(self, site: Site) -> None:
        for name, path in self.theme.static().items():
            self.manifest.write(f"theme/{name}", path.read_bytes())
        for tag, place in site.front_pages.items():
            if self._wants(tag) and place not in self.manifest.new:
                self._write_page("index.html", site.index(tag), tag, place)
        self._write_page("chooser.html", site.chooser(), self.source_language, "index.html")
        self._redirects(site)
        from toolkit.publishing import sitemap

        self.manifest.write("robots.txt", sitemap.robots(self.site_config.base_url))
        if self.site_config.base_url:
            self._for_machines(site)

    def _write_page(self, template: str, context: dict[str, Any], tag: str, place: str) -> None:
        text = self.theme.render(template, context, self.words[tag])
        self.manifest.write(place, work.filled(text, self._variables(tag)))

    def _variables(self, tag: str) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.words[tag](value)) for name, value in self.site_config.variables.items())

    def _redirects(self, site: Site) -> None:
        """From an article's aliases, and from names it had, to where it is."""
        pages = frozenset(site.paths.values())
        for (name, tag), page in site.paths.items():
            facts = site.facts[name, tag]
            if not self._wants(tag) or not (facts.aliases or (tag, site.keys[name]) in self.former):
                continue
            key = site.keys[name]
            former = [f"{tag}/{old}.html" for old in self.former.get((tag, key), ())]
            aliases = [_alias(alias, name, tag) for alias in facts.aliases]
            for place in [*former, *aliases]:
                if not place or place == page or place in pages or place in self.manifest.new:
                    continue
                context = site.common(tag, place) | {
                    "title": facts.title,
                    "target": relative(page, place),
                    "canonical": site.urls(name).get(tag, ""),
                }
                self._write_page(
                    "redirect.html", {"page": context, "site": site.site_context(tag)}, tag, place
                )

    def _for_machines(self, site: Site) -> None:
        from toolkit.publishing import hreflang, sitemap

        base = self.site_config.base_url
        entries = []
        fronts = {tag: absolute(base, place) for tag, place in site._listed_fronts.items()}
        links = tuple(
            hreflang.Alternate(item["lang"], item["url"])
            for tag in list(fronts)[:1]
            for item in site._front_alternates(fronts, tag)
        )
        entries += [sitemap.Entry(url, "", links) for url in fronts.values()]
        for name in sorted(site.keys, key=lambda name: site.keys[name]):
            if site.keys[name] == "index":
                continue
            urls = site.urls(name)
            alternates = hreflang.alternates(urls, self.source_language)
            for tag, url in urls.items():
                facts = site.facts[name, tag]
                entries.append(sitemap.Entry(url, facts.updated or facts.date, alternates))
        for file, text in sitemap.sitemaps(entries, base).items():
            self.manifest.write(file, text)
        for tag in sorted(site.feeds):
            if self._wants(tag):
                text = work.filled(self._feed(site, tag), self._variables(tag))
                self.manifest.write(f"{tag}/feed.xml", text)

    def _feed(self, site: Site, tag: str) -> str:
        from toolkit.publishing import feeds

        base = self.site_config.base_url
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
            for name in site.listing[tag]
            if (facts := site.facts[name, tag]).date
        ]
        context = site.site_context(tag)
        return feeds.atom(
            items[: self.site_config.feed],
            title=context["title"],
            subtitle=context["description"],
            locale=tag,
            feed=absolute(base, f"{tag}/feed.xml"),
            home=absolute(base, site.front_pages[tag]),
            author=self.site_config.publisher or context["title"],
        )

    # The report

    def _report(self, site: Site, facts: dict[tuple[str, str], Facts], removed: int) -> Report:
        pages = {tag: sum(facts[name, tag].publish for name in site.keys) for tag in self.tags}
        translations = [
            fact for fact in facts.values() if fact.locale != self.source_language and fact.publish
        ]
        articles = {article.name: article for article in self.project.all_articles}
        errors = dict.fromkeys(error for fact in facts.values() for error in fact.errors)
        return Report(
            pages=pages,
            written=self.manifest.written,
            removed=removed,
            total=len(self.manifest.new),
            unpublished=tuple(
                (name, tag, fact.reason) for (name, tag), fact in facts.items() if not fact.publish
            ),
            incomplete=sum(fact.fallbacks > 0 for fact in translations),
            unlisted=sum(not site.listed(fact.article, fact.locale) for fact in translations),
            refused=tuple(_refusals(self.project, articles, facts.values())),
            broken=tuple(
                dict.fromkeys((name, url) for (name, _), fact in facts.items() for url in fact.broken)
            ),
            errors=tuple(errors),
            wordless=tuple(tag for tag in self.tags[1:] if not self.words[tag].entries)
            if self.on_site
            else (),
        )


def _refusals(project: Project, articles: dict[str, Article], facts: Iterable[Facts]) -> Iterable[Finding]:
    for fact in facts:
        for refused in fact.refused:
            yield Finding(
                check="build",
                severity="error",
                message=f"The translation was not published, because {refused.reason}.",
                locale=fact.locale,
                article=fact.article,
                path=project.relative(project.catalog_path(articles[fact.article], fact.locale)),
                line=refused.line,
                msgid=refused.msgid,
                context=refused.context,
                target=refused.target,
            )


def _address(site: Site, article: str, tag: str, page: str) -> str:
    """An article's page in this language, else in the source's, seen from ``page``."""
    place = site.paths.get((article, tag)) or site.paths.get((article, site.source_language))
    return relative(place, page) if place else relative(site.front_pages.get(tag, "index.html"), page)


def _is_html(name: str) -> bool:
    return name.lower().endswith((".html", ".htm"))


def _sibling(key: str, slug: str) -> str:
    folder = posixpath.dirname(key)
    return f"{folder}/{slug}" if folder else slug


def _alias(alias: str, name: str, tag: str) -> str:
    """Where a redirect for ``alias`` goes: beside the article, or below the locale for ``/…``; empty for
    what is no place there."""
    text = alias.split("#", 1)[0].split("?", 1)[0].strip()
    if not text or "\\" in text or ":" in text or any(ord(char) < 32 for char in text):
        return ""
    path = text.lstrip("/") if text.startswith("/") else posixpath.join(posixpath.dirname(name), text)
    folder = path.endswith("/")
    path = posixpath.normpath(path)
    if path in ("", ".", "..") or path.startswith("../"):
        return ""
    if folder:
        path += "/index.html"
    elif not path.endswith((".html", ".htm")):
        path += ".html"
    return f"{tag}/{path}"


_code: list[str] = []


def _code_mark() -> str:
    """Changes when this package's own code does, so that a cache never outlives it."""
    if not _code:
        here = Path(__file__).parent
        # Sources only: importing them writes byte code into the same folders.
        _code.append(fingerprint(sorted([*here.glob("*.py"), *(here.parent / "formats").glob("*.py")])))
    return _code[0]


def _record(report: Report) -> dict[str, Any]:
    return {**dataclasses.asdict(report), "written": 0, "removed": 0, "unchanged": True}


def _recorded(said: Any) -> Report | None:
    try:
        values = dict(said)
        values["refused"] = tuple(Finding(**item) for item in values["refused"])
        for name in ("unpublished", "broken"):
            values[name] = tuple(tuple(item) for item in values[name])
        for name in ("errors", "wordless"):
            values[name] = tuple(values[name])
        return Report(**values)
    except (TypeError, KeyError, ValueError):
        return None
