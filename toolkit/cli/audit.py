"""``toolkit audit``: who drafted, edited and accepted each published segment."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.common import chosen_locales, locale_option, pass_project, write_json
from toolkit.project import Article, Project

if TYPE_CHECKING:
    from toolkit.auditing import Person, Record


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@locale_option
@click.option(
    "--format",
    "kind",
    type=click.Choice(["html", "csv", "json"]),
    default="csv",
    show_default=True,
    help="What to write on standard output.",
)
@pass_project
def command(project: Project, articles: tuple[str, ...], locales: tuple[str, ...], kind: str) -> None:
    """Show who drafted, edited and accepted each segment of ARTICLE, and when.

    From the comments in the PO files and, where the project is in git, from its
    history: the record a clinic shows for machine translation that a qualified
    person has reviewed (45 CFR 92.201(c)(3)).

    Example: toolkit audit clinic/about-us.md -l es --format json
    """
    found = [
        record
        for article in project.articles(articles)
        for locale in chosen_locales(project, locales)
        for record in _records(project, article, locale)
    ]
    rows = [_row(record) for record in found]
    if kind == "json":
        write_json({"records": rows})
    elif kind == "csv":
        click.echo(_csv(rows), nl=False)
    else:
        click.echo(_html(rows))


def _records(project: Project, article: Article, locale: str) -> Sequence[Record]:
    from toolkit import auditing, formats, history, signing
    from toolkit.publishing.policy import decide, rules_for, truth

    catalog = project.read_catalog(article, locale)
    if catalog is None:
        return ()
    document = project.document(article)
    metadata = formats.metadata(document)
    review = project.config.review
    decision = decide(document, catalog, rules_for(project.config.build, locale, metadata, review=review))
    roles = review.critical_roles if truth(metadata.get("critical")) else review.roles
    states = history.revisions(project.root, project.catalog_path(article, locale), locale=locale)
    return auditing.records(
        catalog,
        article.name,
        published=decision.targets if decision.publish else (),
        events=history.events(states),
        rules=signing.Rules(review.require_second_person, roles),
    )


def _row(record: Record) -> Mapping[str, Any]:
    return {
        "article": record.article,
        "locale": record.locale,
        "line": record.line,
        "role": record.role,
        "source": record.source,
        "target": record.target,
        "state": record.state.value,
        "published": record.published,
        "summary": record.summary,
        "drafted_by": record.engine,
        "drafted_on": record.drafted.isoformat() if record.drafted else "",
        "low_confidence": record.low_confidence,
        "draft": record.draft,
        "unchanged": record.unchanged,
        "edited_by": [_person(person) for person in record.edited],
        "accepted_by": [_person(person) for person in record.accepted],
        "void_sign_offs": [_person(person) for person in record.void],
        "missing": list(record.missing),
    }


def _person(person: Person) -> str:
    when = person.when.isoformat() if person.when else "undated"
    return f"{person.name}, {person.role}, {when} ({person.known_from})"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value)


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    from toolkit.interchange.tables import disarmed

    out = io.StringIO(newline="")
    if rows:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(rows[0])
        writer.writerows([disarmed(_cell(value)) for value in row.values()] for row in rows)
    return out.getvalue()


_PAGE = """\
<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Audit of translations</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem }
table { border-collapse: collapse }
td, th { border: 1px solid #999; padding: .3rem .5rem; vertical-align: top; text-align: start }
th { background: #eef }
</style>
<h1>Audit of translations</h1>
<table>
<thead><tr>{% for name in names %}<th scope="col">{{ name.replace("_", " ") }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in rows %}
<tr>{% for name in names %}<td dir="auto">{{ cell(row[name]) }}</td>{% endfor %}</tr>
{% endfor %}
</tbody>
</table>
</html>"""


def _html(rows: Sequence[Mapping[str, Any]]) -> str:
    import jinja2

    template = jinja2.Environment(autoescape=True).from_string(_PAGE)
    return template.render(names=list(rows[0]) if rows else [], rows=rows, cell=_cell)
