"""The first pass of a build: what is known of every page, and the bodies of those that changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.config import BuildConfig
from toolkit.project import Article
from toolkit.publishing import inputs, jobs, layouts, store, work
from toolkit.publishing.crew import Crew
from toolkit.publishing.digests import digest
from toolkit.publishing.manifest import Manifest
from toolkit.publishing.store import Brief, Row, Store
from toolkit.publishing.work import Bench, PrepareJob

_NOT_YET = Brief(
    "", "", False, False, False, 0.0, "", "", "", "", "", "", 0, 0, False, False, False, (), (), 0, 0
)


@dataclass(frozen=True)
class Reading:
    """Looks at every article in every language."""

    bench: Bench
    build: BuildConfig
    store: Store
    manifest: Manifest
    made_from: inputs.Inputs
    names: Mapping[str, str]
    """What each article is called in all languages."""
    tags: tuple[str, ...]
    """The source language first."""
    wants: Callable[[str], bool]
    """Whether the outputs of a locale are asked for."""
    tell: Callable[[str, int, int], None]

    def all(self, articles: Sequence[Article]) -> dict[tuple[str, str], Brief]:
        """What lists and neighbours need of each page; everything else is in the store then.

        :raises BuildError: the store cannot be written.
        """
        self.store.open()
        try:
            return self._all(articles)
        except sqlite3.DatabaseError:  # damaged: a cache is only a cache
            self.store.discard()
            self.store.open()
            return self._all(articles)

    def _all(self, articles: Sequence[Article]) -> dict[tuple[str, str], Brief]:
        names = inputs.names_mark(self.bench.shop.project.source_dir)
        same_names = self.store.said("names") == names
        briefs: dict[tuple[str, str], Brief] = {}
        todo: list[tuple[Article, tuple[str, ...]]] = []
        for article in articles:
            rows = self.store.rows(article.name)
            stale = []
            for tag in self.tags:
                row = rows.get(tag)
                if row is not None and self._still(article, row, same_names):
                    briefs[article.name, tag] = row.brief
                else:
                    briefs[article.name, tag] = _NOT_YET  # keeps the order
                    stale.append(tag)
            if stale:
                todo.append((article, self.tags if len(stale) == len(self.tags) else tuple(stale)))
        states: dict[tuple[str, str], tuple[str, str]] = {}
        """State and key of pages that are being made."""
        crew = Crew(self.bench, self.build.jobs)
        pages = sum(len(tags) for _, tags in todo)
        jobs_todo = self._jobs(todo, states)
        results = crew.run(work.prepare_job, jobs_todo, len(todo), pages)
        for done, (made, written) in enumerate(results, 1):
            for page in made:
                pair = (page.brief.article, page.brief.locale)
                briefs[pair] = store.intern(page.brief)
                self.store.put(*states.pop(pair), page)
            for path, key, result in written:
                self.manifest.record(path, key, result)
            self.tell("reading articles", done, len(todo))
        for gone in self.store.forget(lambda name, tag: (name, tag) in briefs):
            self.bench.bodies.remove(*gone)
        self.store.say("names", names)
        self.store.close()  # other processes look into it now
        return briefs

    def _jobs(
        self,
        todo: Sequence[tuple[Article, tuple[str, ...]]],
        states: dict[tuple[str, str], tuple[str, str]],
    ) -> Iterator[PrepareJob]:
        for article, tags in todo:
            name = article.name
            keys = {}
            for tag in tags:
                # The state first: what changes while the article is read is seen next time.
                state = self.made_from.state(article, tag)
                keys[tag] = self.made_from.key(article, tag)
                states[name, tag] = state, keys[tag]
            outputs = {tag: output for tag in tags if (output := self._at_once(name, tag, keys[tag]))}
            self.manifest.expect(output.markdown for output in outputs.values())
            yield PrepareJob(article, keys, outputs, frozenset(filter(self.wants, tags)))

    def _at_once(self, name: str, tag: str, key: str) -> jobs.PageJob | None:
        """Markdown for another generator keeps its links, so it is written as soon as it is made."""
        if self.build.layout == "site" or jobs.is_html(name) or not self.wants(tag):
            return None
        branches = self.bench.shop.finder.branches if self.build.layout.startswith("hugo") else frozenset()
        twins = self._twins
        file = layouts.file_name(self.build.layout, name, name in branches, name in twins)
        place = layouts.place(self.build.layout, file, self.names[name], tag, self.tags[0])
        job = jobs.layout_job(self.build, name, tag, place)
        listed_from = self.bench.shop.project.config.site.listed_from
        made_from = (key, job.front, job.heading_ids, listed_from, sorted(branches), twins)
        return replace(job, key=digest(*made_from)[:24])

    @cached_property
    def _twins(self) -> tuple[str, ...]:
        """Articles from which others differ in suffix only; see :func:`toolkit.publishing.jobs.is_twin`."""
        return tuple(name for name, key in self.names.items() if key == name)

    def _still(self, article: Article, row: Row, same_names: bool) -> bool:
        """Whether a page is made from the same as before, its addresses lead where they led, and
        Markdown that is written at once is there."""
        brief = row.brief
        state = self.made_from.state(article, brief.locale)
        if state != row.state:
            if self.made_from.key(article, brief.locale) != row.key:
                return False
            self.store.touch(article.name, brief.locale, state)
        if not same_names:
            for address in self.store.facts(brief.article, brief.locale).addresses:
                found = self.bench.shop.finder.find(address.url, brief.article)
                if (found.kind, found.name) != (address.kind, address.name):
                    return False
        if not brief.publish:
            return True
        output = self._at_once(brief.article, brief.locale, row.key)
        return output is None or self.manifest.fresh(output.markdown, output.key)
