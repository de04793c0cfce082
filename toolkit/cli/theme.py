"""``toolkit theme``: the pages' templates, styles and words in one's own hands."""

from __future__ import annotations

import click

from toolkit.cli.common import FINDINGS, chosen_locales, locale_option, pass_project, plural
from toolkit.errors import ConfigError
from toolkit.project import Project


@click.group(
    epilog="Example: toolkit theme eject theme.css",
)
def command() -> None:
    """Take the pages' templates, styles and words into your own hands."""


@command.command("list")
@pass_project
def list_files(project: Project) -> None:
    """Show the theme's files, and which of them the project has replaced."""
    from toolkit.publishing.theme_files import STATIC, TEMPLATES, Theme

    theme = Theme(project.root / project.config.site.theme)
    for name in sorted(theme.templates() | set(theme.static())):
        built_in = name in TEMPLATES or name in STATIC
        own = (theme.own / name).is_file()
        state = "replaced" if own and built_in else "added" if own else "built in"
        click.echo(f"{name:20} {state}")


@command.command(epilog="Example: `toolkit theme eject article.html theme.css`.")
@click.argument("names", nargs=-1, metavar="[FILE]...")
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@pass_project
def eject(project: Project, names: tuple[str, ...], force: bool, dry_run: bool) -> None:
    """Copy files of the built-in theme into the project, all for no names.

    A file in the theme folder stands in for the built-in one of the same name; the others stay
    built in and get better with each version.
    """
    from toolkit.files import write_atomic
    from toolkit.publishing.theme_files import BUILT_IN, STATIC, TEMPLATES

    known = (*TEMPLATES, *STATIC)
    for name in names:
        if name not in known:
            raise ConfigError(f"the theme has no file {name!r}", hint="its files: " + ", ".join(known))
    folder = project.root / project.config.site.theme
    for name in names or known:
        target = folder / name
        if target.exists() and not force:
            click.echo(f"kept {project.relative(target)} (--force overwrites it)")
            continue
        if not dry_run:
            write_atomic(target, (BUILT_IN / name).read_bytes(), root=project.root)
        click.echo(f"{'would write' if dry_run else 'wrote'} {project.relative(target)}")


@command.command(
    epilog="Example: `toolkit theme words -l fr` makes locales/fr/LC_MESSAGES/theme.po to translate."
)
@locale_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if words are not translated.")
@pass_project
def words(project: Project, locales: tuple[str, ...], check: bool) -> None:
    """Bring the catalogs of the theme's own words in step: labels, dates, the site's title."""
    from toolkit.publishing import theme_words
    from toolkit.publishing import words as words_module
    from toolkit.publishing.theme_files import Theme

    theme = Theme(project.root / project.config.site.theme)
    wanted = {unit.source for unit in theme_words.template(theme, theme_words.settings_words(project)).units}
    missing = 0
    for locale in chosen_locales(project, locales):
        if not check:
            path, written = theme_words.update(project, locale)
            click.echo(f"{'wrote' if written else 'kept'} {project.relative(path)}")
        left = wanted - set(words_module.load(project, locale).entries)
        missing += len(left)
        if left:
            click.echo(f"{locale}: {plural(len(left), 'text')} of {len(wanted)} not translated")
    if check and missing:
        raise click.exceptions.Exit(FINDINGS)
