"""``toolkit import``: take reviewers' corrections back from CSV or XLSX."""

from __future__ import annotations

import datetime
import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.common import FINDINGS, pass_project, plural
from toolkit.errors import ToolkitError
from toolkit.project import Project

if TYPE_CHECKING:
    from toolkit.interchange.rows import Change, Row


@click.command()
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", metavar='"NAME <MAIL>"', help="The reviewer, noted as translator of what was edited.")
@click.option("--dry-run", is_flag=True, help="Only show the changes.")
@click.option(
    "--prefer",
    type=click.Choice(["table", "catalog"]),
    help="In a conflict take the table's text, or keep the catalog's. Default: keep, and exit with 1.",
)
@pass_project
def command(project: Project, table: Path, by: str | None, dry_run: bool, prefer: str | None) -> None:
    """Take a reviewer's corrections back from TABLE, a CSV or XLSX that `toolkit export` wrote.

    Only what the reviewer edited is taken. Where the catalog changed in the meantime
    as well, both texts are shown and nothing is overwritten.

    Example: toolkit export clinic -l es -o review.csv && toolkit import review.csv --dry-run
    """
    from toolkit.interchange import tables

    if table.suffix.lower() == ".xlsx":
        found = tables.read_xlsx(table)
    else:
        found = tables.read_csv(table.read_bytes(), str(table))
    counts: dict[str, int] = defaultdict(int)
    for change in _merge(project, found, by, prefer, dry_run):
        counts[change.kind] += 1
        _show(change)
    click.echo(
        f"{plural(counts['edited'], 'translation')} {'would change' if dry_run else 'changed'}, "
        f"{plural(counts['commented'], 'comment')}, {plural(counts['conflict'], 'conflict')}, "
        f"{counts['gone']} no longer in the article"
    )
    if counts["conflict"] or counts["gone"]:
        raise click.exceptions.Exit(FINDINGS)


def _merge(
    project: Project, found: Sequence[Row], by: str | None, prefer: str | None, dry_run: bool
) -> Iterator[Change]:
    from toolkit.catalogs import po
    from toolkit.interchange import rows

    for (name, locale), table in _grouped(found).items():
        article = next((article for article in project.articles() if article.name == name), None)
        if article is None or locale not in project.config.locales:
            raise ToolkitError(
                f"the table has rows for {name!r} in {locale!r}, which the project does not have",
                hint="import it in the project it was exported from",
            )
        path = project.catalog_path(article, locale)
        catalog, stamp = po.read_stamped(path, locale=locale)
        merged = rows.merge(catalog, table, by=by, on=datetime.date.today(), prefer=prefer)
        if not dry_run:
            po.write(
                path, merged.catalog, expected=stamp, location=project.config.location, root=project.root
            )
        yield from merged.changes


def _grouped(found: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        groups[row.article, row.locale].append(row)
    return groups


def _show(change: Change) -> None:
    row = change.row
    title = {"edited": "edited", "commented": "comment", "conflict": "CONFLICT", "gone": "GONE"}[change.kind]
    click.echo(f"{row.article} [{row.locale}] {title}: {row.source[:70]}")
    if change.kind == "commented":
        click.echo(f"    # {row.comment}")
        return
    for line in difflib.ndiff(change.before.splitlines(), row.target.splitlines()):
        if not line.startswith("?"):
            click.echo(f"    {line}")
