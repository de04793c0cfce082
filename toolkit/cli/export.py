"""``toolkit export``: translations for reviewers as CSV or XLSX, for programs as MO."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.common import articles_argument, chosen_locales, locale_option, pass_project, plural
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.model import Catalog


@click.command()
@articles_argument
@locale_option
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
    project: Project, articles: tuple[str, ...], locales: tuple[str, ...], kind: str | None, output: Path
) -> None:
    """Write translations as a table for a reviewer who gets it by mail.

    The reviewer edits the columns `target` and `comment`; `toolkit import` takes the
    table back and says what it changed. With --format mo, the accepted translations
    of one locale are compiled for programs that read gettext.

    Example: toolkit export clinic -l es -o review.csv
    """
    from toolkit.catalogs import mo
    from toolkit.files import write_atomic
    from toolkit.interchange import rows, tables

    kind = kind or output.suffix.lower().lstrip(".")
    found: list[rows.Row] = []
    catalogs: list[Catalog] = []
    for locale in chosen_locales(project, locales):
        for article in project.articles(articles):
            catalog = project.read_catalog(article, locale)
            if catalog is not None:
                catalogs.append(catalog)
                found += rows.rows(catalog, article.name)
    if kind == "mo":
        if len({catalog.locale for catalog in catalogs}) != 1:
            raise click.UsageError("an MO file holds one locale: choose it with -l")
        write_atomic(output, mo.compiled(catalogs))
    elif kind == "xlsx":
        tables.write_xlsx(found, output)
    elif kind == "csv":
        write_atomic(output, tables.write_csv(found))
    else:
        raise click.UsageError("say --format csv, xlsx or mo, or give the output file that suffix")
    click.echo(f"{plural(len(found), 'unit')} written to {output}")
