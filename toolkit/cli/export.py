"""``toolkit export``: write translations for reviewers as CSV or XLSX."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.common import articles_argument, chosen_locales, locale_option, pass_project, plural
from toolkit.project import Project


@click.command()
@articles_argument
@locale_option
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx"]), help="Default: the output file's suffix."
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
    table back and says what it changed.

    Example: toolkit export clinic -l es -o review.csv
    """
    from toolkit.files import write_atomic
    from toolkit.interchange import rows, tables

    found: list[rows.Row] = []
    for locale in chosen_locales(project, locales):
        for article in project.articles(articles):
            catalog = project.read_catalog(article, locale)
            if catalog is not None:
                found += rows.rows(catalog, article.name)
    if (kind or output.suffix.lower().lstrip(".")) == "xlsx":
        tables.write_xlsx(found, output)
    elif kind == "csv" or output.suffix.lower() == ".csv":
        write_atomic(output, tables.write_csv(found))
    else:
        raise click.UsageError("say --format csv or xlsx, or give the output file that suffix")
    click.echo(f"{plural(len(found), 'unit')} written to {output}")
