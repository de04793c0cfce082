"""A build from end to end: look at every article in every language, decide, write what changed.

Two passes. The first makes the bodies and facts of articles whose source or catalogs changed, and
keeps both. The second knows every page that is published, and writes those of which anything changed:
the body, a label, a neighbour's title, the theme. What earlier builds wrote and this one did not is
removed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from toolkit import __version__, files, locales, repository
from toolkit.config import Accept, BuildConfig, Layout
from toolkit.errors import BuildError
from toolkit.freshness import Records, fingerprint
from toolkit.project import Article, Project
from toolkit.publishing import inputs, jobs, places, report, shared, words, work
from toolkit.publishing.bodies import Bodies
from toolkit.publishing.crew import Crew
from toolkit.publishing.digests import digest
from toolkit.publishing.links import Finder
from toolkit.publishing.manifest import Manifest
from toolkit.publishing.origin import Workshop
from toolkit.publishing.pages import Site
from toolkit.publishing.reading import Reading
from toolkit.publishing.report import Report
from toolkit.publishing.slugs import Slugs
from toolkit.publishing.store import Brief, Library, Store
from toolkit.publishing.theme_files import BUILT_IN, Theme
from toolkit.publishing.work import Bench, RenderJob, Written

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
        self.on_site = settings.layout == "site"
        self.manifest = Manifest(output, shared=not self.on_site or output != project.output_dir)

    # The quick way out

    def run(self, force: bool) -> Report:
        self._check_output()
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
        articles, unnamed = _with_names(self.project.all_articles)
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
        return dataclasses.replace(made, wordless=wordless, errors=(*unnamed, *made.errors))

    def _check_output(self) -> None:
        """The output folder holds nothing of the project's, and nothing of the project's holds it."""
        for folder in (self.project.source_dir, self.project.catalogs_dir):
            if self.output != folder and self.output.is_relative_to(folder):
                raise BuildError(
                    f"{self.output} lies among the project's own files in {folder}",
                    path=self.project.config_path,
                    hint="set `output` to a folder of its own, such as build",
                )
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
        config = self.project.config
        settings = digest(
            __version__,
            _code_mark(),
            self.settings,
            config.formats,
            config.review,
            config.source_language,
            self.site_config.labels,
        )
        made_from = inputs.Inputs(self.project, settings, self.word_marks)
        reading = Reading(
            bench=self._bench(),
            build=self.settings,
            store=self.store,
            manifest=self.manifest,
            made_from=made_from,
            names=self.names,
            tags=self.tags,
            wants=self._wants,
            tell=self._tell,
        )
        return reading.all(articles)

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
        pages = sum(len(stale) for _, stale in todo)
        written = crew.run(work.render_job, self._render_jobs(site, todo), len(todo), pages)
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
            return [jobs.layout_place(site, self.settings.layout, name, tag).path]
        markdown = jobs.markdown_place(site, self.settings, name, tag)
        page = "" if jobs.is_hidden_intro(site, name, tag) else site.paths[name, tag]
        return [path for path in (page, markdown) if path]


def _with_names(articles: Sequence[Article]) -> tuple[list[Article], list[str]]:
    """The articles whose names an address can have, and what is wrong with the others."""
    good, errors = [], []
    for article in articles:
        name = article.name.encode("utf-8", "backslashreplace").decode()
        if "\\" not in name:
            good.append(article)
            continue
        what = "has a backslash" if "\\" in article.name else "is not UTF-8"
        errors.append(f"{name}: the file's name {what}, so no page can be called like it; rename it")
    return good, errors


_code: list[str] = []


def _code_mark() -> str:
    """Changes when this package's own code does, so that a cache never outlives it."""
    if not _code:
        here = Path(__file__).parent
        # Sources only: importing them writes byte code into the same folders.
        _code.append(fingerprint(sorted([*here.glob("*.py"), *(here.parent / "formats").glob("*.py")])))
    return _code[0]
