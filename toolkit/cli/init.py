"""``toolkit init``: set up a new content repository."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.errors import ConfigError


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "-l", "--locale", "locales", multiple=True, metavar="LOCALE", help="Translate into this; may be repeated."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
def command(folder: Path, locales: tuple[str, ...], dry_run: bool) -> None:
    """Set up a new content repository in DIR (default: here).

    Writes toolkit.toml, a first article, a .gitignore and a CI workflow. Nothing
    that exists is overwritten.

    Example: toolkit init my-site -l es -l ar
    """
    from toolkit import scaffold
    from toolkit.files import write_atomic

    folder = folder.resolve()
    _refuse_inside(folder)
    for path, text in scaffold.plan(folder):
        name = path.relative_to(folder).as_posix()
        if path.exists():
            click.echo(f"  kept     {name}")
            continue
        if path.name == "toolkit.toml" and locales:
            text = _with_locales(text, locales)
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, text)
        click.echo(f"  {'would write' if dry_run else 'written '} {name}")
    if not dry_run:
        place = f"cd {folder.name} && " if folder != Path.cwd() else ""
        click.echo(f"\nNext: {place}toolkit run")


def _refuse_inside(folder: Path) -> None:
    """A project has one configuration."""
    from toolkit import config

    pyproject = folder / "pyproject.toml"
    if pyproject.is_file() and config.load(pyproject) is not None:
        raise ConfigError(
            "already has a [tool.toolkit] table", path=pyproject, hint="edit it, or choose another folder"
        )


def _with_locales(text: str, locales: tuple[str, ...]) -> str:
    from toolkit.locales import canonical

    tags = ", ".join(f'"{canonical(tag)}"' for tag in locales)
    return text.replace('locales = ["es"]', f"locales = [{tags}]")
