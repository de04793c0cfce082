"""``toolkit check``: what is wrong with the catalogs, for people and for CI."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.common import (
    FINDINGS,
    articles_argument,
    chosen_locales,
    interactive,
    locale_option,
    pass_project,
    plural,
)
from toolkit.errors import ConfigError
from toolkit.project import Article, Project
from toolkit.reporting import FORMATS

if TYPE_CHECKING:
    from toolkit.checking import Result
    from toolkit.checking.fixing import Mended
    from toolkit.reporting import Report

_DEFAULT_BASELINE = "check-baseline.json"


@click.command()
@articles_argument
@locale_option
@click.option("--select", multiple=True, metavar="CHECK", help="Only this check or family; may be repeated.")
@click.option("--ignore", multiple=True, metavar="CHECK", help="Not this check or family; may be repeated.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="Least severe finding that exits with 1; by default the project's (warning).",
)
@click.option("--min-translated", type=click.FloatRange(0, 100), metavar="N", help="Percentage accepted.")
@click.option("--min-reviewed", type=click.FloatRange(0, 100), metavar="N", help="Percentage signed off.")
@click.option(
    "--drafts", type=click.Choice(["errors", "all", "none"]), help="What to list of unaccepted texts."
)
@click.option("--format", "format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file."
)
@click.option("--fix", is_flag=True, help="Mend what is certain: spaces, punctuation, quotes, ¿ and ¡.")
@click.option("--diff", is_flag=True, help="Show what --fix does; without --fix, what it would do.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes (0: one a core).")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="File of known findings.")
@click.option("--write-baseline", is_flag=True, help="Take all of today's findings into the baseline.")
@pass_project
def command(
    project: Project,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    min_translated: float | None,
    min_reviewed: float | None,
    drafts: str | None,
    format: str,
    output: Path | None,
    fix: bool,
    diff: bool,
    jobs: int,
    baseline: Path | None,
    write_baseline: bool,
) -> None:
    """Tell whether the catalogs are complete, sound and current.

    Looks at the catalogs, the markup, the meaning and the language of every
    translation, and at the pages. `toolkit checks` lists what is looked for. A
    translator silences a check for one text with a comment in the PO file:
    # toolkit: ignore numbers

    Exit code: 0 clean, 1 findings as severe as --fail-on, 2 when something could
    not be looked at.

    Example: toolkit check -l es --fail-on error
    """
    from toolkit.checking import Choice, check_project
    from toolkit.checking import baseline as known_findings

    project = _with(project, min_translated, min_reviewed)
    chosen = chosen_locales(project, locales)
    found = project.articles(articles)
    choice = Choice(_split(select), _split(ignore))
    if fix or diff:
        _mend(project, found, chosen, choice, write=fix, diff=diff, apart=format != "text" and output is None)
    place = _baseline_path(project, baseline)
    known = None
    if place is not None and not write_baseline:
        known = known_findings.load(place)
    result = check_project(
        project, locales=chosen, articles=found, choice=choice, drafts=drafts, known=known, jobs=jobs
    )
    for error in result.errors:
        click.echo(f"error: {error}", err=True)
    if write_baseline:
        _write_baseline(project, place or project.root / _DEFAULT_BASELINE, result)
        raise click.exceptions.Exit(2 if result.errors else 0)
    _write(report(result, project), format, output)
    bar = fail_on or project.config.checks.fail_on
    raise click.exceptions.Exit(2 if result.errors else FINDINGS if result.fails(bar) else 0)


def report(result: Result, project: Project) -> Report:
    """The run's findings for :mod:`toolkit.reporting`."""
    from toolkit import __version__
    from toolkit.checking import all_checks
    from toolkit.reporting import About, Report

    return Report(
        result.findings,
        result.units,
        result.catalogs,
        result.on_drafts,
        result.known,
        {
            check.name: About(check.summary, check.family, check.severity, check.example)
            for check in all_checks()
        },
        __version__,
        _prefix(project.root),
        project.relative(project.config_path),
    )


def _prefix(root: Path) -> str:
    """From the top of the repository to the project, with a slash at the end; empty where there is none."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return "" if folder == root else root.relative_to(folder).as_posix() + "/"
    return ""


def _split(names: Iterable[str]) -> tuple[str, ...]:
    """``--select a,b --select c`` as names."""
    return tuple(part for name in names for part in name.replace(",", " ").split())


def _with(project: Project, translated: float | None, reviewed: float | None) -> Project:
    """The project with the thresholds of this call."""
    from dataclasses import replace

    checks = project.config.checks
    if translated is not None:
        checks = replace(checks, min_translated=translated)
    if reviewed is not None:
        checks = replace(checks, min_reviewed=reviewed)
    return Project(project.root, replace(project.config, checks=checks), project.config_path)


def _baseline_path(project: Project, given: Path | None) -> Path | None:
    if given is not None:
        return given
    setting = project.config.checks.baseline
    return project.root / setting if setting else None


def _write_baseline(project: Project, path: Path, result: Result) -> None:
    from toolkit.checking import baseline
    from toolkit.files import write_if_changed

    write_if_changed(path, baseline.dumps(result.findings))
    shown = project.relative(path.resolve())
    click.echo(f"{plural(len(result.findings), 'finding')} written to {shown}.")
    if not project.config.checks.baseline:
        click.echo(f'Set baseline = "{shown}" in [tool.toolkit.checks], or give --baseline {shown}.')


def _write(made: Report, format: str, output: Path | None) -> None:
    from toolkit.files import write_if_changed
    from toolkit.reporting import render
    from toolkit.reporting.text import render as as_text

    if output is None:
        if format == "text":
            click.echo(as_text(made, colour=_colour()), nl=False)
        else:
            click.echo(render(made, format), nl=False)
        return
    if not output.parent.is_dir():
        raise ConfigError(
            f"the folder {output.parent} does not exist", hint="create it, or choose another --output"
        )
    write_if_changed(output, render(made, format))
    click.echo(f"{made.line()}; written to {output}", err=True)


def _colour() -> bool:
    import os

    return sys.stdout.isatty() and interactive() and "NO_COLOR" not in os.environ


def _mend(
    project: Project,
    articles: Iterable[Article],
    locales: Iterable[str],
    choice: object,
    *,
    write: bool,
    diff: bool,
    apart: bool,
) -> None:
    """:param apart: standard output is a report for a program: diffs go to standard error."""
    from toolkit.checking import Checker, Choice
    from toolkit.checking.fixing import fix
    from toolkit.errors import CatalogError

    assert isinstance(choice, Choice)
    checker = Checker(project, choice)
    done: list[Mended] = []
    for article in articles:
        source = checker.source(article)
        for locale in locales if source is not None else ():
            assert source is not None
            try:
                mended = fix(checker, source, locale, write=write)
            except CatalogError:
                continue  # the run below reports it with its place
            if mended is not None:
                done.append(mended)
                if diff:
                    click.echo(mended.diff, nl=False, err=apart)
    units, void = sum(one.units for one in done), sum(one.void for one in done)
    verb = "mended" if write else "would be mended"
    text = f"{plural(units, 'translation')} {verb} in {plural(len(done), 'file')}"
    if void:
        text += f"; {plural(void, 'sign-off')} of these no longer count: have them read again"
    click.echo(text, err=True)
