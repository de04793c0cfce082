"""``toolkit sign``: sign off translations in a reviewer's name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import click

from toolkit.cli.common import FINDINGS, chosen_locales, locale_option, pass_project, plural
from toolkit.errors import CatalogError, ToolkitError
from toolkit.model import Catalog, State, Unit
from toolkit.project import Article, Project

_PERSON = re.compile(r"^[^<>()\n]*[^<>()\s][^<>()\n]*<[^<>\s@]+@[^<>\s@]+>$")


@dataclass(slots=True)
class _Outcome:
    signed: int = 0
    already: int = 0
    refused: int = 0


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@locale_option
@click.option(
    "--reviewer", required=True, metavar='"NAME <MAIL>"', help="Who has read and accepts every text."
)
@click.option(
    "--role",
    default="reviewer",
    show_default=True,
    metavar="ROLE",
    help="translator, reviewer, clinician, or a role of your own.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be signed.")
@pass_project
def command(
    project: Project,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    reviewer: str,
    role: str,
    dry_run: bool,
) -> None:
    """Sign off every accepted translation of ARTICLE, in a named person's name.

    For people who review in Poedit or another editor: take the fuzzy mark off what
    you accept, then sign. A sign-off stands in the PO file as a comment with name,
    date and a digest of both texts: a later change of either makes it void.

    Drafts, stale and untranslated units are not signed; they are listed, and the
    exit code is 1. What the project's rules still ask for afterwards (another role,
    a second person) is listed as well.

    Example: toolkit sign clinic/about-us.md -l es --reviewer "Your Name <you@example.org>" --dry-run
    """
    if not _PERSON.match(reviewer.strip()):
        raise click.UsageError(f'--reviewer has to be "Name <mail@domain>", not {reviewer!r}')
    question_role(project, role)
    total = _Outcome()
    for article in project.articles(articles):
        for locale in chosen_locales(project, locales):
            outcome = _sign(project, article, locale, reviewer.strip(), role, dry_run)
            total.signed += outcome.signed
            total.already += outcome.already
            total.refused += outcome.refused
    verb = "would be signed" if dry_run else "signed"
    click.echo(f"{plural(total.signed, 'unit')} {verb}, {total.already} signed before, {total.refused} not")
    if total.refused:
        raise click.exceptions.Exit(FINDINGS)


def _sign(
    project: Project, article: Article, locale: str, reviewer: str, role: str, dry_run: bool
) -> _Outcome:
    from dataclasses import replace

    from toolkit.catalogs import po

    path = project.catalog_path(article, locale)
    catalog, stamp = po.read_stamped(path, locale=locale)
    _require_current(project, article, {unit.key for unit in catalog.units if not unit.obsolete}, locale)
    outcome, reasons = _Outcome(), Counter[str]()
    units = tuple(_signed(unit, reviewer, role, outcome, reasons) for unit in catalog.units)
    signed = replace(catalog, units=units)
    name = project.relative(path)
    for reason, count in reasons.most_common():
        click.echo(f"{name}: {plural(count, 'unit')} {reason}: not signed", err=True)
    for need, count in _still_lacking(project, article, signed).items():
        verb = "needs" if count == 1 else "need"
        click.echo(f"{name}: {plural(count, 'signed unit')} still {verb} {need}", err=True)
    if not dry_run:
        po.write(
            path,
            signed,
            expected=stamp,
            location=project.config.location,
            root=project.root,
        )
    return outcome


def _still_lacking(project: Project, article: Article, catalog: Catalog) -> Counter[str]:
    """What the rules ask for beyond the sign-offs there are now; of what was not signed nothing is said."""
    from dataclasses import replace

    from toolkit import signing, signing_rules

    units = tuple(unit for unit in catalog.units if unit.state is State.REVIEWED)
    return signing.lacking(replace(catalog, units=units), signing_rules.of_article(project, article))


def question_role(project: Project, role: str) -> None:
    """A misspelt role would be signed and never count."""
    import difflib

    from toolkit import provenance

    review = project.config.review
    known = dict.fromkeys((*review.roles, *review.critical_roles, *provenance.ROLES))
    near = difflib.get_close_matches(role, known, n=1, cutoff=0.7)
    if role not in known and near:
        click.echo(f"note: the role {role!r} is none the project asks for; did you mean {near[0]}?", err=True)


def _signed(unit: Unit, reviewer: str, role: str, outcome: _Outcome, reasons: Counter[str]) -> Unit:
    import datetime

    from toolkit import provenance, signing

    if unit.obsolete:
        return unit
    reason = signing.refusal(unit)
    if reason is not None:
        outcome.refused += 1
        reasons[reason] += 1
        return unit
    who = signing.identity(reviewer)
    if any(signing.identity(old.person) == who and old.role == role for old in provenance.signoffs(unit)):
        outcome.already += 1
        return unit
    outcome.signed += 1
    return provenance.with_signoff(unit, reviewer, on=datetime.date.today(), role=role)


def _require_current(project: Project, article: Article, keys: set[tuple[str, str]], locale: str) -> None:
    """Nobody signs a text that the article no longer has."""
    from toolkit.catalogs.template import template

    try:
        current = {unit.key for unit in template(project.document(article)).units}
    except ToolkitError as error:
        raise CatalogError(
            f"{article.name} cannot be signed: {error.message}", path=error.path, line=error.line
        ) from error
    if current != keys:
        raise CatalogError(
            f"the article has changed since its {locale} catalog was made",
            path=project.relative(project.catalog_path(article, locale)),
            hint="run `toolkit extract`, and look at what became stale before you sign",
        )
