"""``toolkit audit``: who drafted, edited and accepted each published segment."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.common import chosen_locales, locale_option, pass_project
from toolkit.project import Project


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@locale_option
@click.option(
    "--format",
    "kind",
    type=click.Choice(["html", "csv", "json"]),
    help="Default: the output file's suffix; csv on standard output.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@pass_project
def command(
    project: Project,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    kind: str | None,
    output: Path | None,
) -> None:
    """Show who drafted, edited and accepted each segment of ARTICLE, and when.

    From the comments in the PO files and, where the project is in git, from its
    history: the record a clinic shows for machine translation that a qualified
    person has reviewed (45 CFR 92.201(c)(3)). It names the versions it is about, the
    rules in force, and what it cannot tell.

    Example: toolkit audit clinic/about-us.md -l es --format json
    """
    import json

    from toolkit import auditing
    from toolkit.files import write_atomic
    from toolkit.printed import audit as printed

    kind = kind or _kind_of(output)
    found = [
        audit
        for article in project.articles(articles)
        for locale in chosen_locales(project, locales)
        if (audit := auditing.audit(project, article, locale)) is not None
    ]
    if kind == "json":
        audits = [printed.values(audit) for audit in found]
        text = json.dumps({"audits": audits}, ensure_ascii=False, indent=2) + "\n"
    elif kind == "csv":
        text = printed.table(found)
    else:
        title, source = project.config.site.title or "", project.config.source_language
        text = printed.html(found, project=title, source_locale=source)
    if output is None:
        click.echo(text, nl=False)
    else:
        # A spreadsheet program takes CSV without a BOM for another encoding.
        write_atomic(output, text.encode("utf-8-sig" if kind == "csv" else "utf-8"))


def _kind_of(output: Path | None) -> str:
    if output is None:
        return "csv"
    suffix = output.suffix.lower().lstrip(".")
    kind = "html" if suffix == "htm" else suffix
    if kind not in ("html", "csv", "json"):
        raise click.UsageError("say --format html, csv or json, or give the output file that suffix")
    return kind
