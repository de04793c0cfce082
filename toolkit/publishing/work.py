"""What worker processes do: prepare articles, write pages. Also called directly where there is little."""

from __future__ import annotations

import gc
import html as htmllib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.errors import BuildError
from toolkit.project import Article
from toolkit.publishing import markdown_links, snapshots, state, whole
from toolkit.publishing.body import body_start
from toolkit.publishing.facts import Facts
from toolkit.publishing.layouts import with_front
from toolkit.publishing.links import settle
from toolkit.publishing.prepare import Workshop, prepare
from toolkit.publishing.snapshots import Snapshot
from toolkit.publishing.state import Cache
from toolkit.publishing.theme_files import Theme
from toolkit.publishing.words import Words

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Job = TypeVar("Job")
Result = TypeVar("Result")

_WORTH = 48
"""Jobs from which on starting processes pays."""


@dataclass(frozen=True)
class Bench:
    """What every job needs; sent to a process once."""

    shop: Workshop
    cache: Cache
    theme: Theme
    output: Path
    root: Path


@dataclass(frozen=True, slots=True)
class PrepareJob:
    article: Article
    locales: tuple[str, ...]
    keys: Mapping[str, str]
    """What each locale's body is made from."""
    outputs: Mapping[str, RenderJob] = field(default_factory=dict)
    """By locale: Markdown to write at once, because it depends on no other article."""
    bodies: frozenset[str] = frozenset()
    """Locales whose bodies are wanted for pages."""


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One page, and the Markdown beside it."""

    name: str
    """Article; empty for a page that has none."""
    locale: str
    template: str
    """Empty: no page, only Markdown."""
    context: Mapping[str, Any]
    page: str
    """Place of the page below the output folder."""
    page_links: tuple[str, ...] = ()
    whole: bool = False
    markdown: str = ""
    """Place of the Markdown; empty for none."""
    markdown_links: tuple[str, ...] = ()
    heading_ids: str = "none"
    front: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    key: str = ""
    article: Article | None = None
    body: str = ""
    """What its body is made from."""


Written = tuple[str, str, tuple[int, int, bool]]
"""Output, key, and what :func:`toolkit.publishing.state.put` said."""


class Crew:
    """Does jobs, over processes where that pays; they are started once for all a build has to do."""

    def __init__(self, bench: Bench, processes: int) -> None:
        self.bench = bench
        self.processes = processes or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            gc.unfreeze()

    def run(self, function: Callable[[Bench, Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        """Results in the order of the jobs."""
        if self.processes < 2 or len(jobs) < _WORTH:
            for job in jobs:
                yield function(self.bench, job)
            return
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor

            _import_all()
            gc.freeze()  # what the processes share is neither looked through nor copied
            self._pool = ProcessPoolExecutor(self.processes, initializer=_start, initargs=(self.bench,))
        size = max(1, min(16, len(jobs) // (self.processes * 8)))
        yield from self._pool.map(_call, ((function, job) for job in jobs), chunksize=size)


def _import_all() -> None:
    """What most jobs need: imported before processes part, it is imported once."""
    import turbohtml.rewrite  # noqa: F401

    from toolkit.catalogs import po  # noqa: F401
    from toolkit.formats import html  # noqa: F401
    from toolkit.publishing import markdown_html  # noqa: F401


_bench: Bench | None = None


def _start(bench: Bench) -> None:
    global _bench
    _bench = bench


def _call(task: tuple[Callable[[Bench, Any], Result], Any]) -> Result:
    function, job = task
    assert _bench is not None
    return function(_bench, job)


def prepare_job(bench: Bench, job: PrepareJob) -> tuple[list[Facts], list[Written]]:
    """Facts of an article in its locales; bodies go to the cache, snapshots to where they are kept."""
    result = []
    written = []
    for prepared in prepare(bench.shop, job.article, job.locales):
        facts = prepared.facts
        if facts.publish:
            if facts.locale in job.outputs:
                output = job.outputs[facts.locale]
                written.append(_write_markdown(bench, output, prepared.markdown, prepared.ids))
            elif facts.locale in job.bodies:
                bench.cache.write_body(prepared, job.keys[facts.locale])
        if prepared.snapshot:
            kept = Snapshot(prepared.snapshot, prepared.ids)
            snapshots.write(bench.shop.project, job.article, facts.locale, kept)
        result.append(facts)
    return result, written


def _body(bench: Bench, job: RenderJob) -> tuple[str, str, tuple[str, ...]]:
    """The article's body from the cache; made again where the cache is damaged."""
    if job.article is None:
        return "", "", ()
    found = bench.cache.read_body(job.name, job.locale, job.body)
    if found is not None:
        return found
    for prepared in prepare(bench.shop, job.article, (job.locale,)):
        if prepared.facts.publish:
            bench.cache.write_body(prepared, job.body)
            return prepared.html, prepared.markdown, prepared.ids
    raise BuildError(f"{job.name} ({job.locale}) changed during the build", hint="build again")


def render_job(bench: Bench, job: RenderJob) -> list[Written]:
    """:raises BuildError: a template fails, or the article changed meanwhile."""
    html, markdown, ids = _body(bench, job)
    written = []
    words = bench.shop.words[job.locale]
    if job.page:
        text = _page(bench, job, settle(html, job.page_links.__getitem__), words)
        written.append((job.page, job.key, state.put(bench.output, bench.root, job.page, text)))
    if job.markdown and (markdown or not job.page):
        text = settle(markdown or html, (job.markdown_links or job.page_links).__getitem__)
        if markdown:
            written.append(_write_markdown(bench, job, text, ids))
        else:
            if job.front and not job.whole:
                text = with_front(text, dict(job.front))
            written.append((job.markdown, job.key, state.put(bench.output, bench.root, job.markdown, text)))
    return written


def _write_markdown(bench: Bench, job: RenderJob, text: str, ids: tuple[str, ...]) -> Written:
    if job.heading_ids != "none":
        text = markdown_links.with_ids(text, body_start(text), ids, job.heading_ids)
    if job.front:
        text = with_front(text, dict(job.front))
    return job.markdown, job.key, state.put(bench.output, bench.root, job.markdown, text)


# The first heading, where nothing but comments stands before it.
_HEADING = re.compile(r"\A((?:\s|<!--.*?-->)*)(<h1\b.*?</h1>)", re.DOTALL | re.IGNORECASE)


def _page(bench: Bench, job: RenderJob, body: str, words: Words) -> str:
    if job.whole:
        return filled(whole.dressed(body, job.context["page"], words), job.variables)
    heading = ""
    if job.template == "article.html" and (match := _HEADING.match(body)):
        heading, body = match[2], match[1].strip() + body[match.end() :].lstrip("\n")
    page = {**job.context["page"], "heading": heading, "body": body}
    text = bench.theme.render(job.template, {"page": page, "site": job.context["site"]}, words)
    return filled(text, job.variables)


def filled(text: str, variables: Sequence[tuple[str, str]]) -> str:
    """``{{ name }}`` replaced by the site's own words for it, as text: never as markup."""
    if variables and "{{" in text:
        for name, value in variables:
            pattern = re.compile(r"\{\{\s*" + re.escape(name) + r"\s*\}\}")
            text = pattern.sub(lambda _, value=value: htmllib.escape(value), text)  # type: ignore[misc]
    return text
