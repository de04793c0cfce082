"""Pages for reviewers on disk: beside each one the table that takes their corrections back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.errors import MissingExtra, ToolkitError
from toolkit.files import write_if_changed
from toolkit.interchange import rows, tables
from toolkit.printed import handout
from toolkit.project import Article, Project


def write(
    project: Project, articles: Sequence[Article], locales: Sequence[str], folder: Path, problems: list[str]
) -> list[Path]:
    """A page and a table for each article in each locale that has a catalog; the pages' paths.

    ``<folder>/<locale>/<article>.html``, with ``.xlsx`` (``.csv`` without the extra) beside it.

    :param problems: gets what could not be read; other articles go on.
    :raises ToolkitError: the folder is in the project's own, or cannot be written.
    """
    _require_place(project, folder)
    written = []
    for locale in locales:
        for article in articles:
            try:
                path = _write(project, article, locale, folder)
            except ToolkitError as error:
                problems.append(str(error))
                continue
            if path is not None:
                written.append(path)
    return written


def _write(project: Project, article: Article, locale: str, folder: Path) -> Path | None:
    catalog = project.read_catalog(article, locale)
    if catalog is None:
        return None
    suffix, table = _table(rows.rows(catalog, article.name))
    place = folder / locale / f"{article.catalog}.html"
    name = f"{place.stem}{suffix}"
    sheet = handout.sheet(project, article, locale, table=name)
    if sheet is None:
        return None
    write_if_changed(place, handout.html(sheet), root=folder)
    write_if_changed(place.with_name(name), table, root=folder)
    return place


def _table(found: Sequence[rows.Row]) -> tuple[str, bytes]:
    """A workbook where that can be made, which people find easier to write in."""
    from toolkit.interchange import workbook

    try:
        return ".xlsx", workbook.write_xlsx(found)
    except MissingExtra:
        return ".csv", tables.write_csv(found)


def _require_place(project: Project, folder: Path) -> None:
    """Pages with names and remarks in them do not belong among what is published or translated."""
    real = folder.resolve()
    for own in (project.source_dir, project.catalogs_dir, project.output_dir):
        if real == own.resolve() or own.resolve() in real.parents:
            raise ToolkitError(
                f"{project.relative(own)} is for the project's own files",
                path=folder,
                hint="choose another folder for the pages, such as to-review",
            )
