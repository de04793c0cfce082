"""``toolkit export``: translations for reviewers as CSV or XLSX, for programs as MO."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.common import articles_argument, chosen_locales, locale_option, pass_project, plural
from toolkit.model import State
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.model import Catalog


@click.command()
@articles_argument
@locale_option
@click.option(
    "--state",
    "states",
    type=click.Choice([state.value for state in State]),
    multiple=True,
    help="Only units in this state; may be repeated.",
)
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx", "mo"]), help="Default: the output file's suffix."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write.",
)
@pass_project
def command(
    project: Project,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    states: tuple[str, ...],
    kind: str | None,
    output: Path,
) -> None:
    """Write translations as a table for a reviewer who gets it by mail.

    The reviewer corrects the column `target`, writes yes into `accept` where a draft
    is right as it stands, and may ask in `comment`; `toolkit import` takes the table
    back and says what it changed. With --format mo, the accepted translations of one
    locale are compiled for programs that read gettext.

    Example: toolkit export clinic -l es --state draft --state stale -o review.csv
    """
    kind = kind or output.suffix.lower().lstrip(".")
    if kind not in ("csv", "xlsx", "mo"):
        raise click.UsageError("say --format csv, xlsx or mo, or give the output file that suffix")
    if kind == "mo" and states:
        raise click.UsageError("an MO file holds what is accepted: --state is for tables")
    catalogs = [
        (article.name, catalog)
        for locale in chosen_locales(project, locales)
        for article in project.articles(articles)
        if (catalog := project.read_catalog(article, locale)) is not None
    ]
    if kind == "mo":
        count = _write_mo([catalog for _, catalog in catalogs], output)
    else:
        count = _write_table(catalogs, frozenset(map(State, states)), kind, output)
    click.echo(f"{plural(count, 'unit')} written to {output}")


def _write_mo(catalogs: list[Catalog], output: Path) -> int:
    from toolkit.catalogs import mo
    from toolkit.files import write_atomic
    from toolkit.model import ACCEPTED

    if len({catalog.locale for catalog in catalogs}) != 1:
        raise click.UsageError("an MO file holds one locale: choose it with -l")
    write_atomic(output, mo.compiled(catalogs))
    return sum(u.state in ACCEPTED and not u.obsolete for catalog in catalogs for u in catalog.units)


def _write_table(
    catalogs: list[tuple[str, Catalog]], states: frozenset[State], kind: str, output: Path
) -> int:
    from toolkit.files import write_atomic
    from toolkit.interchange import rows, tables

    found = [row for name, catalog in catalogs for row in rows.rows(catalog, name, states)]
    if kind == "csv":
        write_atomic(output, tables.write_csv(found))
    else:
        from toolkit.interchange import workbook

        write_atomic(output, workbook.write_xlsx(found))
    return len(found)
