"""A build from end to end: look at every article in every language, decide, write what changed.

Two passes. The first makes the bodies and facts of articles whose source or catalogs changed, and
keeps both. The second knows every page that is published, and writes those of which anything changed:
the body, a label, a neighbour's title, the theme. What earlier builds wrote and this one did not is
removed.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from toolkit import __version__, files, locales, repository
from toolkit.config import Accept, BuildConfig, Layout
from toolkit.errors import BuildError
from toolkit.freshness import Records, fingerprint
from toolkit.project import Article, Project
from toolkit.publishing import inputs, jobs, layouts, places, report, shared, store, words, work
from toolkit.publishing.bodies import Bodies
from toolkit.publishing.crew import Crew
from toolkit.publishing.links import Finder
from toolkit.publishing.origin import Workshop
from toolkit.publishing.pages import Site
from toolkit.publishing.report import Report
from toolkit.publishing.slugs import Slugs
from toolkit.publishing.state import Manifest, digest
from toolkit.publishing.store import Brief, Library, Store
from toolkit.publishing.theme_files import BUILT_IN, Theme
from toolkit.publishing.work import Bench, PrepareJob, RenderJob, Written

__all__ = ["Report", "build"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is, and how much there is."""

_PATIENCE = 600.0
"""Seconds to wait for another build into the same folder."""


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
        self.store = Store(project.cache_dir / name / "pages.db")
        self.bodies = Bodies(project.cache_dir / name / "pages")
        self.manifest = Manifest(output)
        self.on_site = settings.layout == "site"

    # The quick way out

    def run(self, force: bool) -> Report:
        records = Records(self.project.cache_dir)
        record = f"build {digest(self.output)}"
        mark = self._inputs_mark()
        if not force and not self.manifest.interrupted:
            said = records.get(record, mark + fingerprint([self.output]))
            if said is not None and (found := report.remembered(said)) is not None:
                return found
        with files.lock(self.output, root=self.project.root, timeout=_PATIENCE):
            try:
                made = self._build()
            finally:
                self.manifest.close()
                self.store.close()
            records.put(record, mark + fingerprint([self.output]), report.recorded(made))
        return made

    def _inputs_mark(self) -> str:
        project = self.project
        salt = repr((self.settings, sorted(self.wanted), str(self.output), project.config.formats))
        return fingerprint(
            [
                project.config_path,
                project.source_dir,
                project.catalogs_dir,
                self.theme.own,
                BUILT_IN,
                *repository.state_files(project.root),
            ],
            salt=salt + _code_mark(),
        )

    # The build

    def _build(self) -> Report:
        articles = self.project.all_articles
        self._check_output()
        self.manifest.load()
        self.words = {tag: words.load(self.project, tag) for tag in self.tags}
        self.word_marks = {tag: digest(sorted(self.words[tag].entries.items())) for tag in self.tags}
        self.finder = Finder(self.project.source_dir, (article.name for article in articles))
        self.names = places.keys([article.name for article in articles])
        briefs = self._read(articles)
        site, assigned = self._site(briefs)
        keys = jobs.Keys(site, self.settings, self._theme_mark, self.word_marks)
        self._render(site, articles, keys)
        shared.write_assets(self.project, site, self.settings.layout, self.finder, self.manifest, self._wants)
        if self.on_site:
            former = places.former(assigned)
            shared.Shared(self.project, site, self.theme, self.manifest, keys, self._wants, former).write()
        keep = () if not self.wanted else tuple(f"{tag}/" for tag in self.tags if tag not in self.wanted)
        removed = self.manifest.finish(keep=keep)
        made = report.made(
            self.project,
            site,
            articles,
            written=self.manifest.written,
            removed=removed,
            total=len(self.manifest.new),
        )
        wordless = tuple(tag for tag in self.tags[1:] if not self.words[tag].entries) if self.on_site else ()
        return dataclasses.replace(made, wordless=wordless)

    def _check_output(self) -> None:
        """The output folder is ours, new or empty; somebody else's folder is left alone."""
        for folder in (self.project.source_dir, self.project.catalogs_dir, self.project.root):
            if self.output == folder or folder.is_relative_to(self.output):
                raise BuildError(
                    f"{self.output} holds the project's own files and cannot be the output folder",
                    path=self.project.config_path,
                    hint="set `output` to a folder of its own, such as build",
                )
        root = self.project.root
        if self.output.is_relative_to(root) and not self.output.resolve().is_relative_to(root):
            raise BuildError("the output folder lies behind a link out of the project", path=self.output)

    def _wants(self, tag: str) -> bool:
        return not self.wanted or tag in self.wanted

    def _tell(self, what: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(what, done, total)

    def _record(self, written: Sequence[Written]) -> None:
        for path, key, result in written:
            self.manifest.record(path, key, result)

    @cached_property
    def _theme_mark(self) -> str:
        return digest(self.theme.digest, _code_mark()) if self.on_site else _code_mark()

    def _bench(self, site: Site | None = None) -> Bench:
        config = self.site_config
        shop = Workshop(self.project, self.settings, self.finder, self.words, config.labels, config.schema)
        return Bench(shop, self.bodies, self.theme, self.output, site)

    # The first pass

    def _read(self, articles: Sequence[Article]) -> dict[tuple[str, str], Brief]:
        self.store.open()
        try:
            return self._read_all(articles)
        except sqlite3.DatabaseError:  # damaged: a cache is only a cache
            self.store.discard()
            self.store.open()
            return self._read_all(articles)

    def _read_all(self, articles: Sequence[Article]) -> dict[tuple[str, str], Brief]:
        settings = digest(
            __version__, _code_mark(), self.settings, self.project.config.formats, self.site_config.labels
        )
        made_from = inputs.Inputs(self.project, settings, self.word_marks)
        names = inputs.names_mark(self.project.source_dir)
        same_names = self.store.said("names") == names
        briefs: dict[tuple[str, str], Brief] = {}
        todo: list[tuple[Article, tuple[str, ...]]] = []
        for article in articles:
            rows = self.store.rows(article.name)
            stale = []
            for tag in self.tags:
                row = rows.get(tag)
                if row is not None and self._still(article, row, made_from, same_names):
                    briefs[article.name, tag] = row.brief
                else:
                    briefs[article.name, tag] = _NOT_YET  # keeps the order
                    stale.append(tag)
            if stale:
                todo.append((article, self.tags if len(stale) == len(self.tags) else tuple(stale)))
        states: dict[tuple[str, str], tuple[str, str]] = {}
        """State and key of pages that are being made."""
        crew = Crew(self._bench(), self.settings.jobs)
        results = crew.run(work.prepare_job, self._prepare_jobs(todo, made_from, states), len(todo))
        for done, (made, written) in enumerate(results, 1):
            for page in made:
                pair = (page.brief.article, page.brief.locale)
                briefs[pair] = store.intern(page.brief)
                self.store.put(*states.pop(pair), page)
            self._record(written)
            self._tell("reading articles", done, len(todo))
        for gone in self.store.forget(lambda name, tag: (name, tag) in briefs):
            self.bodies.remove(*gone)
        self.store.say("names", names)
        self.store.close()  # other processes look into it now
        return briefs

    def _prepare_jobs(
        self,
        todo: Sequence[tuple[Article, tuple[str, ...]]],
        made_from: inputs.Inputs,
        states: dict[tuple[str, str], tuple[str, str]],
    ) -> Iterator[PrepareJob]:
        for article, tags in todo:
            name = article.name
            keys = {}
            for tag in tags:
                # The state first: what changes while the article is read is seen next time.
                state = made_from.state(article, tag)
                keys[tag] = made_from.key(article, tag)
                states[name, tag] = state, keys[tag]
            outputs = {tag: output for tag in tags if (output := self._at_once(name, tag, keys[tag]))}
            self.manifest.expect(output.markdown for output in outputs.values())
            yield PrepareJob(article, keys, outputs, frozenset(filter(self._wants, tags)))

    def _at_once(self, name: str, tag: str, key: str) -> jobs.PageJob | None:
        """Markdown for another generator keeps its links, so it is written as soon as it is made."""
        if self.on_site or jobs.is_html(name) or not self._wants(tag):
            return None
        file = layouts.markdown_name(name)
        job = jobs.layout_job(self.settings, name, tag, file, self.names[name], self.source_language)
        return dataclasses.replace(
            job, key=digest(key, job.front, job.heading_ids, self.site_config.listed_from)[:24]
        )

    def _still(self, article: Article, row: store.Row, made_from: inputs.Inputs, same_names: bool) -> bool:
        """Whether a page is made from the same as before, its addresses lead where they led, and
        Markdown that is written at once is there."""
        brief = row.brief
        state = made_from.state(article, brief.locale)
        if state != row.state:
            if made_from.key(article, brief.locale) != row.key:
                return False
            self.store.touch(article.name, brief.locale, state)
        if not same_names:
            for address in self.store.facts(brief.article, brief.locale).addresses:
                found = self.finder.find(address.url, brief.article)
                if (found.kind, found.name) != (address.kind, address.name):
                    return False
        if not brief.publish:
            return True
        output = self._at_once(brief.article, brief.locale, row.key)
        return output is None or self.manifest.fresh(output.markdown, output.key)

    # The second pass

    def _site(self, briefs: dict[tuple[str, str], Brief]) -> tuple[Site, Slugs]:
        settings = self.site_config
        assigned: Slugs = {}
        if self.on_site and settings.localised_slugs:
            assigned = places.localised(self.project, self.tags[1:], self.names, briefs)
        site = Site(
            config=settings,
            name=settings.title or self.project.root.name,
            source_language=self.source_language,
            locales=self.tags,
            facts=Library(self.store, briefs),
            briefs=briefs,
            words=self.words,
            paths=places.Paths(briefs, self.names, assigned),
            keys=self.names,
        )
        feeds = frozenset(
            tag
            for tag in self.tags
            if settings.base_url
            and settings.feed
            and any(briefs[name, tag].date for name in site.listing[tag])
        )
        return dataclasses.replace(site, feeds=feeds, changes=self._changes(briefs)), assigned

    def _changes(self, briefs: dict[tuple[str, str], Brief]) -> dict[str, str]:
        """When sources last changed whose pages say so, from version control."""
        names = {
            name
            for (name, _), brief in briefs.items()
            if brief.publish and brief.updating and not briefs[name, self.source_language].updated
        }
        if not (self.on_site and self.site_config.labels and names):
            return {}
        days = repository.last_changes(self.project.source_dir, names)
        return {name: day.isoformat() for name, day in days.items()}

    def _render(self, site: Site, articles: Sequence[Article], keys: jobs.Keys) -> None:
        todo = []
        for article in articles:
            if not self.on_site and not jobs.is_html(article.name):
                continue  # written already
            stale = tuple(
                (tag, key)
                for tag, key in keys.pages(article.name)
                if self._wants(tag)
                and not all(self.manifest.fresh(path, key) for path in self._outputs(site, article.name, tag))
            )
            if stale:
                todo.append((article, stale))
        crew = Crew(self._bench(site), self.settings.jobs)
        written = crew.run(work.render_job, self._render_jobs(site, todo), len(todo))
        for done, outputs in enumerate(written, 1):
            self._record(outputs)
            self._tell("writing pages", done, len(todo))

    def _render_jobs(
        self, site: Site, todo: Sequence[tuple[Article, tuple[tuple[str, str], ...]]]
    ) -> Iterator[RenderJob]:
        for article, pages in todo:
            name = article.name
            self.manifest.expect(path for tag, _ in pages for path in self._outputs(site, name, tag))
            yield RenderJob(article, tuple((tag, key, self.store.key(name, tag)) for tag, key in pages))

    def _outputs(self, site: Site, name: str, tag: str) -> list[str]:
        if not self.on_site:
            place = layouts.place(self.settings.layout, name, self.names[name], tag, self.source_language)
            return [place.path]
        markdown = jobs.markdown_place(self.settings, name, tag)
        page = "" if jobs.is_hidden_intro(site, name, tag) else site.paths[name, tag]
        return [path for path in (page, markdown) if path]


_NOT_YET = Brief(
    "", "", False, False, False, 0.0, "", "", "", "", "", "", 0, 0, False, False, False, (), (), 0, 0
)

_code: list[str] = []


def _code_mark() -> str:
    """Changes when this package's own code does, so that a cache never outlives it."""
    if not _code:
        here = Path(__file__).parent
        # Sources only: importing them writes byte code into the same folders.
        _code.append(fingerprint(sorted([*here.glob("*.py"), *(here.parent / "formats").glob("*.py")])))
    return _code[0]
