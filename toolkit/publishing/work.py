"""What worker processes do: prepare articles, write pages. Also called directly where there is little."""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from toolkit import locales
from toolkit.errors import BuildError
from toolkit.project import Article
from toolkit.publishing import manifest, markdown_links, snapshots, store, whole
from toolkit.publishing.bodies import Bodies
from toolkit.publishing.body import body_start
from toolkit.publishing.facts import Facts
from toolkit.publishing.jobs import PageJob, page_job
from toolkit.publishing.layouts import INSIDE_ONLY, Front, front_matter, with_front
from toolkit.publishing.links import settle
from toolkit.publishing.origin import Workshop
from toolkit.publishing.pages import Site
from toolkit.publishing.prepare import prepare
from toolkit.publishing.snapshots import Snapshot
from toolkit.publishing.structured_data import linked_data
from toolkit.publishing.theme_files import Theme
from toolkit.publishing.words import Words


@dataclass(frozen=True)
class Bench:
    """What every job needs; given to a process once."""

    shop: Workshop
    bodies: Bodies
    theme: Theme
    output: Path
    site: Site | None = None
    """In the second pass."""


@dataclass(frozen=True, slots=True)
class PrepareJob:
    article: Article
    keys: Mapping[str, str]
    """By locale: what its body is made from."""
    outputs: Mapping[str, PageJob] = field(default_factory=dict)
    """By locale: Markdown to write at once, because it depends on no other article."""
    bodies: frozenset[str] = frozenset()
    """Locales whose bodies are wanted for pages."""


class RenderJob(NamedTuple):
    """An article's pages that are to be written."""

    article: Article
    pages: tuple[tuple[str, str, str], ...]
    """Locale, the page's key, and the key of its body."""


Written = tuple[str, str, manifest.Put]
"""Output, key, and what :func:`toolkit.publishing.manifest.put` said."""


def prepare_job(bench: Bench, job: PrepareJob) -> tuple[list[store.Page], list[Written]]:
    """What is known of an article in its locales; bodies and snapshots go to where they are kept."""
    made = []
    written = []
    for prepared in prepare(bench.shop, job.article, tuple(job.keys)):
        facts = prepared.facts
        if facts.publish:
            if facts.locale in job.outputs:
                output = job.outputs[facts.locale]
                written.append(_write_markdown(bench, output, prepared.markdown, prepared.ids, facts))
            elif facts.locale in job.bodies:
                bench.bodies.write(prepared, job.keys[facts.locale])
        if prepared.snapshot:
            kept = Snapshot(prepared.snapshot, prepared.ids, prepared.accept)
            snapshots.write(bench.shop.project, job.article, facts.locale, kept)
        made.append(store.page(facts, prepared.html, prepared.markdown))
    return made, written


def render_job(bench: Bench, job: RenderJob) -> list[Written]:
    """:raises BuildError: a template fails, or the article changed meanwhile."""
    assert bench.site is not None
    written = []
    for tag, key, made_from in job.pages:
        page = replace(page_job(bench.site, bench.shop.build, job.article.name, tag), key=key)
        body = _body(bench, job.article, tag, made_from)
        written += _render(bench, page, *body)
    return written


def _body(bench: Bench, article: Article, tag: str, key: str) -> tuple[str, str, tuple[str, ...]]:
    """The article's body from the cache; made again where the cache is damaged."""
    found = bench.bodies.read(article.name, tag, key)
    if found is not None:
        return found
    for prepared in prepare(bench.shop, article, (tag,)):
        if prepared.facts.publish:
            bench.bodies.write(prepared, key)
            return prepared.html, prepared.markdown, prepared.ids
    raise BuildError(f"{article.name} ({tag}) changed during the build", hint="build again")


def _render(bench: Bench, job: PageJob, html: str, markdown: str, ids: tuple[str, ...]) -> list[Written]:
    written = []
    words = bench.shop.words[job.locale]
    if job.page:
        text = _page(bench, job, settle(html, job.page_links.__getitem__), words)
        written.append((job.page, job.key, manifest.put(bench.output, job.page, text)))
    if job.markdown and markdown:
        text = markdown_links.changed(markdown, dict(job.markdown_links), job.name)
        written.append(_write_markdown(bench, job, text, ids))
    elif job.markdown and not job.page:
        text = _for_generator(bench, job, settle(html, job.page_links.__getitem__))
        written.append((job.markdown, job.key, manifest.put(bench.output, job.markdown, text)))
    return written


def _write_markdown(
    bench: Bench, job: PageJob, text: str, ids: tuple[str, ...], facts: Facts | None = None
) -> Written:
    if job.heading_ids != "none":
        text = markdown_links.with_ids(text, body_start(text), ids, job.heading_ids, job.name)
    front = dict(job.front) if facts is None else _front(bench, job, facts)
    text = with_front(text, front, bench.shop.build.layout)
    return job.markdown, job.key, manifest.put(bench.output, job.markdown, text)


def _for_generator(bench: Bench, job: PageJob, html: str) -> str:
    """An HTML article as another generator takes it."""
    assert bench.site is not None
    layout, facts = bench.shop.build.layout, bench.site.facts[job.name, job.locale]
    start = body_start(html)
    own, html = html[:start], html[start:]
    if facts.whole:
        if layout in INSIDE_ONLY:
            html = whole.inside(html)
        else:
            html = whole.with_language(html, job.locale, locales.parse(job.locale).direction)
    front = _front(bench, job, facts)
    return with_front(own + html, front, layout) if front else own + html


def _front(bench: Bench, job: PageJob, facts: Facts) -> Front:
    build, site = bench.shop.build, bench.shop.project.config.site
    original = facts.locale == locales.canonical(bench.shop.project.config.source_language)
    listed = not (facts.hidden or facts.machine) and (original or facts.listed_share >= site.listed_from)
    return front_matter(build.layout, job.name, dict(job.front), facts, listed)


# The first heading, where nothing but comments stands before it.
_HEADING = re.compile(r"\A((?:\s|<!--.*?-->)*)(<h1\b.*?</h1>)", re.DOTALL | re.IGNORECASE)


def _page(bench: Bench, job: PageJob, body: str, words: Words) -> str:
    page = {**job.context["page"], "data": filled_data(job.context["page"]["data"], job.variables)}
    if job.whole:
        return filled(whole.dressed(body, page, words, job.context["site"]["title"]), job.variables)
    heading = ""
    if job.template == "article.html" and (match := _HEADING.match(body)):
        heading, body = match[2], match[1].strip() + body[match.end() :].lstrip("\n")
    page |= {"heading": heading, "body": body}
    text = bench.theme.render(job.template, {"page": page, "site": job.context["site"]}, words)
    return filled(text, job.variables)


def filled(text: str, variables: Sequence[tuple[str, str]]) -> str:
    """``{{ name }}`` replaced by the site's own words for it, as text: never as markup."""
    if variables and "{{" in text:
        for name, value in variables:
            pattern = re.compile(r"\{\{\s*" + re.escape(name) + r"\s*\}\}")
            text = pattern.sub(lambda _, value=value: htmllib.escape(value), text)  # type: ignore[misc]
    return text


def filled_data(data: str, variables: Sequence[tuple[str, str]]) -> str:
    """The same inside JSON-LD, where a reference to a character would stay one."""
    if variables and "{{" in data:
        for name, value in variables:
            said = linked_data({"": value}).partition(":")[2][1:-2]
            pattern = re.compile(r"\{\{\s*" + re.escape(name) + r"\s*\}\}")
            data = pattern.sub(lambda _, said=said: said, data)  # type: ignore[misc]
    return data
