"""``toolkit import``: take reviewers' corrections back from CSV or XLSX."""

from __future__ import annotations

import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.common import FINDINGS, pass_project, plural
from toolkit.errors import ConflictError, ToolkitError
from toolkit.project import Article, Project

if TYPE_CHECKING:
    from toolkit.interchange.rows import Change, Reviewer, Row

_PERSON = re.compile(r"^[^<>()\n]*[^<>()\s][^<>()\n]*<[^<>\s@]+@[^<>\s@]+>$")
_TRIES = 5
"""Times a catalog is read again when somebody writes to it at the same moment."""


@click.command()
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", metavar='"NAME <MAIL>"', help="Whose corrections they are; needed unless --dry-run.")
@click.option("--dry-run", is_flag=True, help="Only show the changes.")
@click.option(
    "--prefer",
    type=click.Choice(["table", "catalog"]),
    help="In a conflict take the table's text, or keep the catalog's. Default: keep, and exit with 1.",
)
@pass_project
def command(project: Project, table: Path, by: str | None, dry_run: bool, prefer: str | None) -> None:
    """Take a reviewer's corrections back from TABLE, a CSV or XLSX that `toolkit export` wrote.

    Taken is what the reviewer edited, what a yes in `accept` accepts, and comments,
    which become remarks. Where the text was changed, accepted or signed meanwhile,
    both are shown and nothing is overwritten. Nothing counts as signed off by this:
    `toolkit sign` does that.

    Example: toolkit export clinic -l es -o review.csv && toolkit import review.csv --dry-run
    """
    from toolkit.interchange.rows import Reviewer

    if by is not None and not _PERSON.match(by.strip()):
        raise click.UsageError(f'--by has to be "Name <mail@domain>", not {by!r}')
    if by is None and not dry_run:
        raise click.UsageError('say whose corrections these are: --by "Name <mail@domain>", or --dry-run')
    reviewer = Reviewer(by and by.strip(), datetime.date.today())
    counts: Counter[str] = Counter()
    for change in _merge(project, _read(table), reviewer, prefer, dry_run):
        counts[change.kind] += 1
        click.echo(_shown(change, colour=sys.stdout.isatty()))
    verb = "would be " if dry_run else ""
    click.echo(
        f"{plural(counts['edited'], 'translation')} {verb}changed, {counts['accepted']:,} {verb}accepted, "
        f"{plural(counts['commented'], 'comment')}, {plural(counts['conflict'], 'conflict')}, "
        f"{counts['gone']:,} no longer in the article"
    )
    if counts["conflict"]:
        click.echo("Decide a conflict with --prefer table or --prefer catalog.", err=True)
    if counts["conflict"] or counts["gone"]:
        raise click.exceptions.Exit(FINDINGS)


def _read(table: Path) -> Sequence[Row]:
    from toolkit.interchange import tables

    with table.open("rb") as file:
        start = file.read(4)
    # By what it is, not by its name: people rename files that they got by mail.
    if start == b"PK\x03\x04":
        from toolkit.interchange import workbook

        return workbook.read_xlsx(table)
    if start == b"\xd0\xcf\x11\xe0" or table.suffix.lower() in (".xlsx", ".xls", ".ods", ".numbers"):
        raise ToolkitError(
            "not a table that can be read",
            path=table,
            hint="save it as an Excel workbook (.xlsx), or as CSV UTF-8",
        )
    tables.limit(table.stat().st_size, str(table))
    return tables.read_csv(table.read_bytes(), str(table))


def _merge(
    project: Project, found: Sequence[Row], reviewer: Reviewer, prefer: str | None, dry_run: bool
) -> Iterator[Change]:
    # All of the table is looked up before any of it is written.
    groups = [(_article(project, *place), place[1], table) for place, table in _grouped(found).items()]
    for article, locale, table in groups:
        yield from _into_catalog(project, article, locale, table, reviewer, prefer, dry_run)


def _article(project: Project, name: str, locale: str) -> Article:
    article = next((article for article in project.all_articles if article.name == name), None)
    if article is None or locale not in project.config.locales:
        raise ToolkitError(
            f"the table has rows for {name!r} in {locale!r}, which the project does not have",
            hint="import it in the project it was exported from",
        )
    return article


def _into_catalog(
    project: Project,
    article: Article,
    locale: str,
    table: Sequence[Row],
    reviewer: Reviewer,
    prefer: str | None,
    dry_run: bool,
) -> Sequence[Change]:
    from toolkit.catalogs import po
    from toolkit.interchange import rows

    path = project.catalog_path(article, locale)
    for attempt in range(_TRIES):
        catalog, stamp = po.read_stamped(path, locale=locale)
        merged = rows.merge(catalog, table, reviewer, prefer=prefer)
        if dry_run or merged.catalog == catalog:
            return merged.changes
        location, root = project.config.location, project.root
        try:
            po.write(path, merged.catalog, expected=stamp, location=location, root=root)
        except ConflictError:
            if attempt == _TRIES - 1:
                raise
            continue  # somebody saved meanwhile: decide again on what he left
        return merged.changes
    raise AssertionError("the loop returns or raises")


def _grouped(found: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found:
        groups.setdefault((row.article, row.locale), []).append(row)
    return groups


# What is shown

_TITLES = {
    "edited": "edited",
    "accepted": "accepted",
    "commented": "comment",
    "conflict": "CONFLICT",
    "gone": "GONE",
}


def _shown(change: Change, *, colour: bool) -> str:
    row = change.row
    state = f" ({change.state.value})" if change.state is not None else ""
    lines = [f"{row.article} [{row.locale}] {_TITLES[change.kind]}{state}: {_short(row.source)}"]
    if change.kind == "conflict":
        lines += [
            f"  {change.why} since the export",
            f"  catalog  {change.before}",
            f"  table    {row.target}",
        ]
    elif change.kind == "edited":
        lines.append(f"  {_word_diff(change.before, row.target, colour)}")
    elif change.kind in ("accepted", "gone"):
        lines.append(f"  {row.target}")
    if row.comment.strip():
        lines.append(f"  # {' '.join(row.comment.split())}")
    return _printable("\n".join(lines))


def _word_diff(old: str, new: str, colour: bool) -> str:
    """As ``git diff --word-diff`` shows it."""
    from toolkit.similarity.worddiff import word_diff

    marks = {"gone": ("\x1b[31m[-", "-]\x1b[0m"), "new": ("\x1b[32m{+", "+}\x1b[0m"), "same": ("", "")}
    if not colour:
        marks = {"gone": ("[-", "-]"), "new": ("{+", "+}"), "same": ("", "")}
    return "".join(
        f"{marks[kind][0]}{_printable(text)}{marks[kind][1]}" for kind, text in word_diff(old, new)
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 70 else f"{flat[:69]}…"


def _printable(text: str) -> str:
    """Foreign text must not steer the terminal; our own colours and line ends stay."""
    return re.sub(r"\x1b(?!\[(?:0|31|32)m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\x80-\x9f]", "�", text)
