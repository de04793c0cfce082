"""``toolkit draft``: fill what is untranslated with machine drafts."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

import click

from toolkit.cli.common import (
    FINDINGS,
    articles_argument,
    chosen_locales,
    interactive,
    locale_option,
    pass_project,
    plural,
    table,
)
from toolkit.project import Article, Project


@click.command()
@articles_argument
@locale_option
@click.option(
    "--engine", "engines", multiple=True, metavar="NAME", help="Ask this engine; several in their order."
)
@click.option("--dry-run", is_flag=True, help="Tell what would be sent and what it costs; send nothing.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Draft at most N units.")
@click.option("--max-characters", type=click.IntRange(min=0), metavar="N", help="Send at most N characters.")
@click.option("--offline", is_flag=True, help="Ask only engines that need no network.")
@pass_project
def command(
    project: Project,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    engines: tuple[str, ...],
    dry_run: bool,
    limit: int | None,
    max_characters: int | None,
    offline: bool,
) -> None:
    """Fill what is untranslated with machine drafts.

    Drafts are fuzzy and name their engine, so every editor shows that nobody has
    accepted them. What a person wrote is never touched. Stop it at any moment: the
    same command goes on where it was, and pays for nothing twice.

    Example: toolkit draft -l es --dry-run
    """
    from toolkit.drafting import Options

    options = Options(engines, limit, offline, max_characters)
    chosen = project.articles(articles)
    tags = chosen_locales(project, locales)
    if dry_run:
        _show_estimate(project, chosen, tags, options)
        return
    report = run(project, chosen, tags, options)
    for line in summary(report):
        click.echo(line)
    for line in complaints(report):
        click.echo(line, err=True)
    if report.interrupted:
        raise click.exceptions.Exit(130)
    if report.errors:
        raise click.exceptions.Exit(2)
    if report.left:
        raise click.exceptions.Exit(FINDINGS if report.total else 2)


def run(project: Project, articles: tuple[Article, ...], locales: tuple[str, ...], options: Any) -> Any:
    """:func:`toolkit.drafting.draft`, with catalogs made where there are none, and a progress bar."""
    from toolkit.drafting import draft

    missing = [
        article
        for article in articles
        if any(not project.catalog_path(article, locale).is_file() for locale in locales)
    ]
    if missing:
        from toolkit.cli import extract

        extract.run(project, tuple(article.name for article in missing), locales)
    with _terminable():
        return draft(project, articles, locales, options, progress=_Bar() if interactive() else None)


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends the work like Ctrl-C: what came in is written first."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread: nobody can send a signal here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Bar:
    """Units, rate, remaining time and characters, on a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._characters = 0

    def begin(self, locale: str, units: int, characters: int) -> None:
        from tqdm import tqdm  # type: ignore[import-untyped]

        self._characters = 0
        self._bar = tqdm(total=units, desc=locale, unit=" units", dynamic_ncols=True, leave=False)

    def advance(self, units: int, characters: int) -> None:
        if self._bar is not None:
            self._characters += characters
            self._bar.update(units)
            self._bar.set_postfix_str(f"{self._characters:,} characters", refresh=False)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def summary(report: Any) -> list[str]:
    """What was done, a line each."""
    if not report.wanted:
        return ["Nothing to draft: every unit has a translation or a draft."]
    lines = []
    if report.interrupted:
        lines.append("Interrupted; everything that came in is saved. The same command goes on from here.")
    by_engine = ", ".join(f"{number:,} by {name}" for name, number in report.drafted.most_common())
    lines.append(
        f"{plural(report.total, 'unit')} of {report.wanted:,} drafted"
        + (f": {by_engine}" if by_engine else "")
    )
    if report.doubtful:
        lines.append(f"  {report.doubtful:,} of low confidence: their comments say why; review these first")
    if report.cached:
        lines.append(
            f"  {plural(report.cached, 'text')} needed no sending: known from before, or equal to another"
        )
    if report.sent_characters:
        lines.append(
            f"  {report.sent_characters:,} characters sent in {plural(report.sent_requests, 'request')}"
        )
    if report.taken:
        lines.append(f"  {plural(report.taken, 'draft')} not written: translated meanwhile, or gone")
    if number := report.left.total():
        lines.append(f"  {plural(number, 'unit')} left untranslated")
    return lines


def complaints(report: Any) -> list[str]:
    """What went wrong, a line each."""
    lines = [f"engine {line}" for line in report.skipped if report.left or not report.total]
    lines += [f"engine {line}" for line in report.failures]
    known = " ".join(lines)
    lines += [
        f"{plural(number, 'unit')} not drafted: {reason}"
        for reason, number in report.left.most_common()
        if reason not in known
    ]
    return lines + [f"error: {error}" for error in report.errors]


def _show_estimate(
    project: Project, articles: tuple[Article, ...], locales: tuple[str, ...], options: Any
) -> None:
    from toolkit.drafting import Report, estimate

    report = Report()
    rows = [("locale", "engine", "units", "texts", "characters", "cached", "cost (USD)")]
    for each in estimate(project, articles, locales, options, report):
        price = "?" if each.price is None else "free" if not each.price else f"{each.price:.2f}"
        rows.append(
            (
                each.locale,
                each.engine or "none usable",
                f"{each.units:,}",
                f"{each.texts:,}",
                f"{each.characters:,}",
                f"{each.cached:,}",
                price if each.engine else "",
            )
        )
    if len(rows) == 1:
        click.echo("Nothing to draft: every unit has a translation or a draft.")
    else:
        click.echo(table(rows, right=(2, 3, 4, 5, 6)))
    for line in report.skipped:
        click.echo(f"engine {line}", err=True)
    for error in report.errors:
        click.echo(f"error: {error}", err=True)
    if report.errors:
        raise click.exceptions.Exit(2)
