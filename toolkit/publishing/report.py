"""What a build did, in words for people and as values for machines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.model import Finding
from toolkit.project import Article, Project
from toolkit.publishing.facts import Facts
from toolkit.publishing.pages import Site


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


def made(
    project: Project, site: Site, articles: Iterable[Article], *, written: int, removed: int, total: int
) -> Report:
    """The report on a site that was just built."""
    translations = [
        brief for brief in site.briefs.values() if brief.locale != site.source_language and brief.publish
    ]
    known = {article.name: article for article in articles}
    troubled = [site.facts[pair] for pair, brief in site.briefs.items() if brief.troubled]
    return Report(
        pages={tag: sum(site.briefs[name, tag].publish for name in site.keys) for tag in site.locales},
        written=written,
        removed=removed,
        total=total,
        unpublished=tuple(
            (name, tag, brief.reason) for (name, tag), brief in site.briefs.items() if not brief.publish
        ),
        incomplete=sum(brief.fallbacks > 0 for brief in translations),
        unlisted=sum(not site.listed(brief.article, brief.locale) for brief in translations),
        refused=tuple(_refusals(project, known, troubled)),
        broken=tuple(dict.fromkeys((facts.article, url) for facts in troubled for url in facts.broken)),
        errors=tuple(dict.fromkeys(error for facts in troubled for error in facts.errors)),
    )


def _refusals(project: Project, articles: Mapping[str, Article], facts: Iterable[Facts]) -> Iterable[Finding]:
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


def recorded(report: Report) -> dict[str, Any]:
    """The report as it is given again when nothing has changed since; JSON values."""
    return {**dataclasses.asdict(report), "written": 0, "removed": 0, "unchanged": True}


def remembered(said: Any) -> Report | None:
    """What :func:`recorded` gave; None for anything else."""
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
