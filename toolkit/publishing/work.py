"""What worker processes do: prepare articles, write pages. Also called directly where there is little."""

from __future__ import annotations

import html as htmllib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

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


Written = tuple[str, str, tuple[int, int, bool]]
"""Output, key, and what :func:`toolkit.publishing.state.put` said."""


def run(
    function: Callable[[Bench, Job], Result],
    jobs: Sequence[Job],
    bench: Bench,
    processes: int,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Result]:
    """Results in the order of the jobs; over processes where that pays."""
    processes = processes or os.cpu_count() or 1
    if processes < 2 or len(jobs) < _WORTH:
        for job in jobs:
            yield function(bench, job)
            if progress:
                progress(1)
        return
    size = max(1, min(16, len(jobs) // (processes * 4)))
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(bench,)) as pool:
        for result in pool.map(_call, ((function, job) for job in jobs), chunksize=size):
            yield result
            if progress:
                progress(1)


_bench: Bench | None = None


def _start(bench: Bench) -> None:
    global _bench
    _bench = bench


def _call(task: tuple[Callable[[Bench, Any], Result], Any]) -> Result:
    function, job = task
    assert _bench is not None
    return function(_bench, job)


def prepare_job(bench: Bench, job: PrepareJob) -> list[Facts]:
    """Facts of an article in its locales; bodies go to the cache, snapshots to where they are kept."""
    result = []
    for prepared in prepare(bench.shop, job.article, job.locales):
        if prepared.facts.publish:
            bench.cache.write_body(prepared)
        if prepared.snapshot:
            kept = Snapshot(prepared.snapshot, prepared.ids)
            snapshots.write(bench.shop.project, job.article, prepared.facts.locale, kept)
        result.append(prepared.facts)
    return result


def render_job(bench: Bench, job: RenderJob) -> list[Written]:
    """:raises BuildError: a template fails, or the cache was deleted meanwhile."""
    html, markdown = "", ""
    ids: tuple[str, ...] = ()
    if job.name:
        found = bench.cache.read_body(job.name, job.locale)
        if found is None:
            raise BuildError(f"{job.name} ({job.locale}) is not in the cache any more", hint="build again")
        html, markdown, ids = found
    written = []
    words = bench.shop.words[job.locale]
    if job.page:
        text = _page(bench, job, settle(html, job.page_links.__getitem__), words)
        written.append((job.page, job.key, state.put(bench.output, bench.root, job.page, text)))
    if job.markdown and (markdown or not job.page):
        text = settle(markdown or html, (job.markdown_links or job.page_links).__getitem__)
        if markdown and job.heading_ids != "none":
            text = markdown_links.with_ids(text, body_start(text), ids, job.heading_ids)
        if job.front and not (job.whole and not markdown):
            text = with_front(text, dict(job.front))
        written.append((job.markdown, job.key, state.put(bench.output, bench.root, job.markdown, text)))
    return written


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
