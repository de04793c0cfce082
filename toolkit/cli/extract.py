"""``toolkit extract``: bring templates and catalogs in step with the articles."""

from __future__ import annotations

import click

from toolkit.cli.common import (
    FINDINGS,
    articles_argument,
    chosen_locales,
    locale_option,
    pass_project,
    plural,
)
from toolkit.config import Config
from toolkit.extracting import Report, extract
from toolkit.files import stamp
from toolkit.project import Project


@click.command()
@articles_argument
@locale_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything is not in step.")
@click.option("--refresh-lines", is_flag=True, help="Rewrite catalogs also where only line numbers changed.")
@pass_project
def command(
    project: Project, articles: tuple[str, ...], locales: tuple[str, ...], check: bool, refresh_lines: bool
) -> None:
    """Bring templates and catalogs in step with the articles.

    Every translation is kept: of the same text as it is, of an edited text as stale
    with the old text beside it, of a moved text in its new place, of a text that is
    gone as obsolete. A second run changes nothing.

    Example: toolkit extract --check
    """
    report = run(
        project, articles, chosen_locales(project, locales), dry_run=check, refresh_lines=refresh_lines
    )
    for line in summary(project, report, dry_run=check):
        click.echo(line)
    for error in report.errors:
        click.echo(f"error: {error}", err=True)
    if report.errors:
        raise click.exceptions.Exit(2)
    if check and report.changes:
        raise click.exceptions.Exit(FINDINGS)


def run(
    project: Project,
    articles: tuple[str, ...] = (),
    locales: tuple[str, ...] = (),
    *,
    dry_run: bool = False,
    refresh_lines: bool = False,
) -> Report:
    """:func:`toolkit.extracting.extract` with the project's glossary."""
    path, glossary = project.glossary_path, None
    if path.exists():  # without one, a fifth of what is imported is not needed
        from toolkit.terms import read

        glossary = read(path, source_language=project.config.source_language, shown=project.relative(path))
    return extract(
        project,
        articles=articles,
        locales=locales,
        dry_run=dry_run,
        refresh_lines=refresh_lines,
        hints=glossary.hints if glossary else None,
        hints_mark=stamp(path).digest if glossary else "",
    )


def _no_articles(project: Project) -> str:
    config = project.config
    chosen = config.include != Config().include or config.exclude
    return f"no articles in {config.source}/" + (
        " that `include` and `exclude` let through" if chosen else ""
    )


def summary(project: Project, report: Report, *, dry_run: bool = False) -> list[str]:
    """What happened, a line each; the first says it all when nothing did."""
    would = "would be " if dry_run else ""
    read = report.articles - report.unchanged
    if not report.changes:
        if not report.articles:
            return [_no_articles(project)]
        whose = " that no error names" if report.errors else ""
        return [f"{plural(report.articles, 'article')}: templates and catalogs{whose} are in step"]
    lines = [
        f"{plural(report.articles, 'article')}, {read} read: {plural(report.templates, 'template')} and "
        f"{plural(report.written, 'catalog')} {would}written"
    ]
    parts = []
    for what, words in (
        ("new", "new to translate"),
        ("stale", "stale: their text changed"),
        ("moved", "found again elsewhere"),
        ("gone", "kept as obsolete"),
    ):
        if number := report.total(what):
            parts.append(f"{number:,} {words}")
    if parts:
        lines.append("  units: " + "; ".join(parts))
    lines += [
        f"  {would}removed: {project.relative(path)}; no translation is lost" for path in report.removed
    ]
    lines += [f"  {would}retired: {project.relative(path)}, its article is gone" for path in report.retired]
    return lines
