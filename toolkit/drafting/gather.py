"""What there is to draft: the units without a translation, equal texts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.catalogs.template import template
from toolkit.drafting.ladder import Choices, Text
from toolkit.drafting.saving import needs_draft
from toolkit.errors import ToolkitError
from toolkit.model import Catalog
from toolkit.project import Article, Project


@dataclass(slots=True)
class Work:
    """The texts of one locale."""

    locale: str
    choices: Choices
    texts: list[Text] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    """Of the catalogs; the texts name them by number."""
    units: int = 0
    errors: list[ToolkitError] = field(default_factory=list)

    @property
    def characters(self) -> int:
        """Of the distinct texts as they stand in the catalogs."""
        return sum(len(text.source) for text in self.texts)


def gather(
    project: Project,
    articles: Sequence[Article],
    choices: Choices,
    *,
    stale: bool,
    limit: int | None,
) -> Work:
    """The units of one locale that need a draft, in project order.

    :param limit: units at most.
    """
    work = Work(choices.pair.target, choices)
    texts: dict[tuple[str, str, frozenset[str]], Text] = {}
    for article in articles:
        if limit is not None and work.units >= limit:
            break
        try:
            catalog = project.read_catalog(article, work.locale) or template(project.document(article))
            _collect(project, article, catalog, work, texts, stale, limit)
        except ToolkitError as error:
            work.errors.append(error)
    work.texts = list(texts.values())
    return work


def _collect(
    project: Project,
    article: Article,
    catalog: Catalog,
    work: Work,
    texts: dict[tuple[str, str, frozenset[str]], Text],
    stale: bool,
    limit: int | None,
) -> None:
    wanted = [unit for unit in catalog.units if needs_draft(unit, stale=stale)]
    if limit is not None:
        wanted = wanted[: limit - work.units]
    if not wanted:
        return
    number = len(work.paths)
    work.paths.append(project.catalog_path(article, work.locale))
    # Only a text with a bracket can hold a reference link, whose label the article defines.
    labels: frozenset[str] | None = None
    for unit in wanted:
        mine: frozenset[str] = frozenset()
        if unit.syntax == "markdown" and "[" in unit.source:
            if labels is None:
                labels = project.document(article).labels
            mine = labels
        key = (unit.source, unit.syntax, mine)
        text = texts.get(key)
        if text is None:
            text = texts[key] = Text(unit.source, unit.syntax, mine, work.choices)
        text.places.append((number, unit.context or ""))
        work.units += 1
