"""``toolkit status``: how far each locale and article is."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.common import (
    articles_argument,
    chosen_locales,
    locale_option,
    pass_project,
    plural,
    table,
    write_json,
)
from toolkit.errors import ToolkitError
from toolkit.project import Article, Project
from toolkit.tally import Tally, tally


@click.command()
@articles_argument
@locale_option
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
@click.option(
    "--badge", type=click.Path(path_type=Path, dir_okay=False), help="Write an SVG badge to this file."
)
@pass_project
def command(
    project: Project, articles: tuple[str, ...], locales: tuple[str, ...], as_json: bool, badge: Path | None
) -> None:
    """Show how far each locale and article is.

    Counts units: accepted by a person (reviewed of them: signed off as the
    project's rules ask), machine drafts, stale since the article changed, and
    untranslated, as of the last `toolkit extract`. Articles that have no catalog
    yet count as untranslated.

    Example: toolkit status -l es
    """
    chosen = chosen_locales(project, locales)
    found = project.articles(articles)
    problems: list[str] = []
    rows = {
        locale: {article.name: _count(project, article, locale, problems) for article in found}
        for locale in chosen
    }
    totals = {locale: sum(by_article.values(), Tally()) for locale, by_article in rows.items()}
    if badge is not None:
        _write_badge(badge, totals)
    if as_json:
        write_json(
            {
                "locales": {locale: totals[locale].as_dict() for locale in chosen},
                "articles": {
                    article.name: {locale: rows[locale][article.name].as_dict() for locale in chosen}
                    for article in found
                },
                "problems": problems,
            }
        )
    else:
        _show(project, chosen, found, rows, totals)
        for problem in dict.fromkeys(problems):
            click.echo(f"error: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(2)


def _count(project: Project, article: Article, locale: str, problems: list[str]) -> Tally:
    from toolkit import signing, signing_rules
    from toolkit.catalogs.template import template

    try:
        rules = signing_rules.of_article(project, article)
        catalog = project.read_catalog(article, locale)
        if catalog is None:
            catalog = template(project.document(article))
    except ToolkitError as error:
        problems.append(str(error))
        return Tally()
    return tally(catalog.units, rules=rules, translator=signing.last_translator(catalog))


_HEADER = ("", "done", "total", "translated", "reviewed", "draft", "stale", "fuzzy", "untranslated", "words")


def _row(name: str, count: Tally) -> tuple[str, ...]:
    numbers = (count.total, count.translated, count.reviewed, count.draft, count.stale, count.fuzzy)
    # No part of nothing: an article without text, or one that cannot be read.
    return (
        name,
        f"{count.percent} %" if count.total else "–",
        *map(str, (*numbers, count.untranslated, count.words)),
    )


def _show(
    project: Project,
    locales: tuple[str, ...],
    articles: tuple[Article, ...],
    rows: dict[str, dict[str, Tally]],
    totals: dict[str, Tally],
) -> None:
    from toolkit.locales import parse

    if not locales:
        click.echo(f"No locales yet: add some to `locales` in {project.relative(project.config_path)}.")
        return
    lines: list[tuple[str, ...]] = [_HEADER]
    for locale in locales:
        lines.append(_row(f"{locale}  {parse(locale).name_in('en')}", totals[locale]))
        lines += [_row(f"  {article.name}", rows[locale][article.name]) for article in articles]
    click.echo(table(lines, right=range(1, len(_HEADER))))
    click.echo(f"\n{plural(len(articles), 'article')}, {plural(len(locales), 'locale')}")


def _write_badge(path: Path, totals: dict[str, Tally]) -> None:
    from toolkit.files import write_if_changed
    from toolkit.reporting.badge import badge

    whole = sum(totals.values(), Tally())
    write_if_changed(path, badge(whole.percent))
