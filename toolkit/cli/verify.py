"""``toolkit verify``: proof, on anybody's articles, that nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.common import FINDINGS, interactive, plural, table, write_json

if TYPE_CHECKING:
    from toolkit.verifying import FileReport


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
@click.option("-v", "--verbose", is_flag=True, help="List the files without failures too.")
def command(paths: tuple[Path, ...], as_json: bool, verbose: bool) -> None:
    """Rebuild articles in four ways and compare; needs no project and writes nothing.

    \b
    untouched   nothing translated: every byte has to be the same
    same        each translation equal to its source: every byte has to be the same
    marked      each translation has a mark at its end: the structure, the inline
                codes and the rendered page have to be the same but for the marks
    rewritten   each segment encoded anew from its own text: the structure and
                the rendered page have to be the same

    PATH is a file, or a folder in which all articles are taken. Exits with 1 on any
    failure.

    Example: toolkit verify source_articles
    """
    from toolkit.verifying import verify_file

    reports: list[FileReport] = []
    files = list(_articles(paths))
    with click.progressbar(files, label="Rebuilding", hidden=as_json or not interactive()) as shown:
        for path in shown:
            reports.append(verify_file(path))
    failed = [report for report in reports if report.failures]
    if as_json:
        write_json({"files": [_as_dict(report) for report in reports], "failed": len(failed)})
    else:
        _show(reports, failed, verbose)
    if failed:
        raise click.exceptions.Exit(FINDINGS)
    if not files:
        raise click.ClickException("there are no articles in " + ", ".join(map(str, paths)))


def _articles(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as named; of folders, all files of a known format, hidden folders left out. Each once."""
    seen = set()
    for path in _found(paths):
        place = os.path.normpath(path.absolute())  # a link in a circle leads nowhere else
        if place not in seen:
            seen.add(place)
            yield path


def _found(paths: Sequence[Path]) -> Iterator[Path]:
    from toolkit import formats

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path, onerror=_raise):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                found = Path(folder, name)
                # A pipe would be waited for; a link that leads nowhere is somebody's lost article.
                if formats.for_suffix(found.suffix) and (found.is_file() or not found.exists()):
                    yield found


def _raise(error: OSError) -> None:
    """A folder that cannot be looked into is not passed over: nothing would be proven of it."""
    raise error


def _as_dict(report: FileReport) -> dict[str, object]:
    return {
        "path": report.path,
        "format": report.format,
        "segments": report.segments,
        "failures": [
            {
                "rebuild": failure.rebuild,
                "message": failure.message,
                "line": failure.line,
                "column": failure.column,
            }
            for failure in report.failures
        ],
    }


def _show(reports: Sequence[FileReport], failed: Sequence[FileReport], verbose: bool) -> None:
    listed = reports if verbose else failed
    if listed:
        rows = [("file", "format", "segments", "failures")]
        rows += [(one.path, one.format or "–", str(one.segments), str(len(one.failures))) for one in listed]
        click.echo(table(rows, right=(2, 3)) + "\n")
    for report in failed:
        for failure in report.failures:
            where = ":".join(str(part) for part in (report.path, failure.line, failure.column) if part)
            click.echo(f"{where}: {failure.rebuild}: {failure.message}")
    if failed:
        click.echo()
    segments = sum(report.segments for report in reports)
    click.echo(
        f"{plural(len(reports), 'file')}, {plural(segments, 'segment')}, {plural(len(failed), 'file')} failed"
    )
