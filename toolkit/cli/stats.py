"""``toolkit stats``: which engine saves work, from what people made of its drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.common import (
    articles_argument,
    chosen_locales,
    locale_option,
    pass_project,
    table,
    write_json,
)
from toolkit.errors import MissingExtra
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.postediting import Figures

_HEADER = (
    "locale",
    "engine",
    "drafted",
    "accepted",
    "unchanged",
    "TER",
    "chrF",
    "compared",
    "time a text",
    "words/h",
)


@click.command()
@articles_argument
@locale_option
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
@pass_project
def command(project: Project, articles: tuple[str, ...], locales: tuple[str, ...], as_json: bool) -> None:
    """Show which engine saves work: what people made of its drafts.

    For each locale and engine: how many of its drafts were accepted, and how many of
    these unchanged; how far the others had to be edited (TER: edits for 100 words,
    lower is better; chrF: 0 to 100, higher is better); and how long a text took on
    the review page. "by hand" stands for texts people translated from nothing.

    Drafts are compared as far as their words are known: from the PO files, their git
    history, and this machine's log of drafts.

    Example: toolkit stats -l es
    """
    from toolkit import postediting, worklog
    from toolkit.errors import ToolkitError

    chosen = chosen_locales(project, locales)
    found = project.articles(articles)
    edits: list[postediting.PostEdit] = []
    problems: list[str] = []
    for locale in chosen:
        for article in found:
            try:
                edits += postediting.post_edits(project, article, locale)
            except ToolkitError as error:
                problems.append(str(error))
    names = {article.name for article in found}
    visits = [
        visit
        for visit in worklog.visits(project.cache_dir)
        if visit.locale in chosen and visit.article in names
    ]
    lacking: MissingExtra | None = None
    try:
        figures = postediting.figures(edits, visits)
    except MissingExtra as error:
        lacking, figures = error, postediting.figures(edits, visits, scored=False)
    if as_json:
        write_json({"engines": [_as_dict(line) for line in figures], "problems": problems})
    else:
        _show(figures)
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    if lacking is not None:
        click.echo(f"note: {lacking}", err=True)
    if problems:
        raise click.exceptions.Exit(2)


def _as_dict(line: Figures) -> dict[str, Any]:
    scores = line.scores
    share = line.unchanged_share
    return {
        "locale": line.locale,
        "engine": line.engine,
        "drafted": line.drafted,
        "accepted": line.accepted,
        "unchanged": line.unchanged,
        "unchanged_percent": None if share is None else round(100 * share, 1),
        "words": line.words,
        "compared": line.compared,
        "ter": scores.ter if scores else None,
        "chrf": scores.chrf if scores else None,
        "signatures": list(scores.signatures) if scores else [],
        "timed": line.timed,
        "median_seconds": line.seconds,
        "words_per_hour": line.words_per_hour,
    }


def _show(figures: Sequence[Figures]) -> None:
    if not figures:
        click.echo(
            "No drafts yet, and no times: `toolkit draft` makes the first, `toolkit review` the others."
        )
        return
    click.echo(table([_HEADER, *map(_row, figures)], right=range(2, len(_HEADER))))


def _row(line: Figures) -> tuple[str, ...]:
    share, scores = line.unchanged_share, line.scores
    return (
        line.locale,
        line.engine or "by hand",
        f"{line.drafted:,}" if line.engine else "–",
        f"{line.accepted:,}" if line.engine else "–",
        "–" if share is None else f"{100 * share:.0f} %",
        f"{scores.ter:.1f}" if scores else "–",
        f"{scores.chrf:.1f}" if scores else "–",
        f"{line.compared:,}" if line.engine else "–",
        "–" if line.seconds is None else _time(line.seconds),
        "–" if line.words_per_hour is None else f"{line.words_per_hour:,}",
    )


def _time(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02} s"
