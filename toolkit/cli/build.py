"""``toolkit build``: localised pages and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.common import (
    FINDINGS,
    chosen_locales,
    interactive,
    locale_option,
    pass_project,
    plural,
    write_json,
)
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.publishing.site import Report

_SHOWN = 12


@click.command(
    epilog="Example: toolkit build -l es",
)
@locale_option
@click.option(
    "--accept",
    type=click.Choice(["drafts", "translated", "reviewed"]),
    help="Least state of a translation that is published (default: as configured).",
)
@click.option(
    "--layout",
    type=click.Choice(
        ["site", "hugo", "hugo-suffix", "docusaurus", "mkdocs", "mkdocs-suffix", "jekyll", "plain"]
    ),
    help="A complete site, or Markdown in the folders of another generator.",
)
@click.option("--output", type=click.Path(file_okay=False), help="Write to this folder instead.")
@click.option("--jobs", type=click.IntRange(min=0), help="Processes (0: one a core).")
@click.option("--force", is_flag=True, help="Look at everything, even if nothing seems to have changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@pass_project
def command(
    project: Project,
    locales: tuple[str, ...],
    accept: Any,
    layout: Any,
    output: str | None,
    jobs: int | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write the localised pages and Markdown.

    What is not accepted falls back to the source, marked as such, or leaves the page out, as the
    policy says. Only what changed is written; pages of removed articles are removed. Exits with 1
    when a translation had to be refused or an article could not be read.
    """
    from pathlib import Path

    from toolkit.publishing.site import build

    report = build(
        project,
        locales=chosen_locales(project, locales) if locales else (),
        accept=accept,
        layout=layout,
        jobs=jobs,
        output=Path(output).resolve() if output else None,
        force=force,
        progress=_progress if interactive() else None,
    )
    if as_json:
        write_json(as_data(report))
    else:
        folder = output or project.config.output
        for line in summary(report, folder):
            click.echo(line)
        for line in problems(report):
            click.echo(line, err=True)
    if report.errors or report.refused:
        raise click.exceptions.Exit(FINDINGS)


def _progress(what: str, done: int, total: int) -> None:
    if total > _SHOWN:
        click.echo(f"\r{what}: {done}/{total}", nl=done == total, err=True)


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    import dataclasses

    return dataclasses.asdict(report)


def summary(report: Report, folder: str) -> list[str]:
    """What was done, for people."""
    pages = ", ".join(f"{tag} {count}" for tag, count in report.pages.items())
    if report.unchanged:
        return [f"{folder}/ is up to date ({pages})"]
    lines = [
        f"{folder}/: pages {pages}; {plural(report.written, 'file')} written, "
        f"{report.removed:,} removed, {report.total - report.written:,} unchanged"
    ]
    if report.incomplete:
        lines.append(f"  {plural(report.incomplete, 'page')} with parts that are not translated yet")
    if report.unlisted:
        lines.append(
            f"  {plural(report.unlisted, 'page')} not listed, noindex (machine text or mostly untranslated)"
        )
    for name, tag, reason in report.unpublished[:_SHOWN]:
        lines.append(f"  not published: {name} in {tag}: {reason}")
    if len(report.unpublished) > _SHOWN:
        lines.append(f"  and {len(report.unpublished) - _SHOWN:,} more not published")
    if report.wordless:
        lines.append(
            f"  theme words not translated into {', '.join(report.wordless)}: run `toolkit theme words`"
        )
    return lines


def problems(report: Report) -> list[str]:
    """What a person should look at."""
    lines = [f"error: {error}" for error in report.errors]
    for finding in report.refused:
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        lines.append(f"{place}: {finding.message}")
    for name, url in report.broken[:_SHOWN]:
        lines.append(f"warning: {name}: nothing is at {url}")
    if len(report.broken) > _SHOWN:
        lines.append(f"warning: and {len(report.broken) - _SHOWN:,} more links that lead nowhere")
    return lines
