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

    tags = _tags(locales)
    shown, folder = folder, folder.resolve()
    _refuse_inside(folder)
    kept = []
    for path, text in scaffold.plan(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            raise ConfigError("a file is to be written here, and this is a folder", path=path)
        if path.exists():
            kept.append(name)
            click.echo(f"  kept     {name}")
            continue
        if name == "toolkit.toml" and tags:
            text = _with_locales(text, tags)
        if not dry_run:
            write_atomic(path, text, root=folder)
        click.echo(f"  {'would write' if dry_run else 'written '} {name}")
    _tell_of_kept(kept, tags)
    if not dry_run:
        place = "" if folder == Path.cwd() else f"cd {_in_a_shell(shown)} && "
        click.echo(f"\nNext: {place}toolkit run")


def _tell_of_kept(kept: list[str], tags: tuple[str, ...]) -> None:
    """What a person has to write into a file that was there."""
    from toolkit import scaffold

    if "toolkit.toml" in kept and tags:
        click.echo(f"\ntoolkit.toml was there: see to it that its `locales` has {', '.join(tags)}")
    if ".gitignore" in kept:
        click.echo(f"\n.gitignore was there: see to it that it has {' and '.join(scaffold.ignored())}")


def _in_a_shell(folder: Path) -> str:
    """The folder as an argument of ``cd``, as the person named it."""
    import shlex

    word = shlex.quote(str(folder))
    return f"-- {word}" if str(folder).startswith("-") else word


def _refuse_inside(folder: Path) -> None:
    """A project has one configuration."""
    from toolkit import config

    pyproject = folder / "pyproject.toml"
    if pyproject.is_file() and config.load(pyproject) is not None:
        raise ConfigError(
            "already has a [tool.toolkit] table", path=pyproject, hint="edit it, or choose another folder"
        )


def _tags(locales: tuple[str, ...]) -> tuple[str, ...]:
    """Canonical, each once, none the language that articles of a new repository are written in."""
    from toolkit import config
    from toolkit.locales import canonical

    tags = tuple(dict.fromkeys(canonical(tag) for tag in locales))
    source = config.Config().source_language
    if source in tags:
        raise ConfigError(
            f"{source} is the language the articles of a new repository are written in",
            hint="leave it out; to write them in another, set `source-language` in toolkit.toml afterwards",
        )
    return tags


def _with_locales(text: str, tags: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{tag}"' for tag in tags)
    return text.replace('locales = ["es"]', f"locales = [{listed}]")
