"""What the commands share: finding the project, common options, output."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from toolkit.errors import ConfigError
from toolkit.project import Project

P = ParamSpec("P")
R = TypeVar("R")

FINDINGS = 1
"""Exit code: the work was done and found something."""


def pass_project(function: Callable[Concatenate[Project, P], R]) -> Callable[P, R]:
    """Give the command the project it is called in."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(Project.find(), *args, **kwargs)

    return wrapper


def locale_option(function: Callable[P, R]) -> Callable[P, R]:
    """``-l/--locale``, several times; see :func:`chosen_locales`."""
    return click.option(
        "-l",
        "--locale",
        "locales",
        multiple=True,
        metavar="LOCALE",
        help="Only this locale; may be repeated.",
    )(function)


def articles_argument(function: Callable[P, R]) -> Callable[P, R]:
    """``[ARTICLE]…``: paths, folders or globs; see :meth:`toolkit.project.Project.articles`."""
    return click.argument("articles", nargs=-1, metavar="[ARTICLE]...")(function)


def chosen_locales(project: Project, wanted: Sequence[str]) -> tuple[str, ...]:
    """The project's locales, or those asked for.

    :raises ConfigError: the project has none, or not that one.
    """
    from toolkit.locales import canonical

    known = project.config.locales
    if not wanted:
        return known
    chosen = [canonical(tag) for tag in wanted]
    for tag in chosen:
        if tag not in known:
            raise ConfigError(
                f"the project has no locale {tag}",
                path=project.relative(project.config_path),
                hint="its locales: " + (", ".join(known) or "none yet; add some to `locales`"),
            )
    return tuple(tag for tag in known if tag in chosen)


def write_json(value: Any) -> None:
    """JSON on standard output, UTF-8, indented, stable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 article``, ``2 articles``; with thousands separated."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def table(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Columns padded to their widest cell; the first row is the header. ``right``: columns to align right."""
    lines = [tuple(row) for row in rows]
    if not lines:
        return ""
    widths = [max(_width(row[index]) for row in lines) for index in range(len(lines[0]))]
    out = []
    for row in lines:
        cells = [
            " " * (width - _width(cell)) + cell if index in right else cell + " " * (width - _width(cell))
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        out.append("  ".join(cells).rstrip())
    return "\n".join(out)


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def interactive() -> bool:
    """Whether a person watches: progress is shown only then."""
    return sys.stderr.isatty()
