"""``toolkit terms``: the glossary."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.common import FINDINGS, articles_argument, pass_project, plural, table, write_json
from toolkit.project import Project
from toolkit.terms import Glossary, Term


@click.group()
def command() -> None:
    """Work with the glossary.

    `locales/glossary.csv` says what a term has to be called in each locale. Drafts
    use its words, translators see them beside each text, and checks ask for them.

    Example: toolkit terms candidates
    """


def glossary_of(project: Project) -> Glossary:
    """:raises TermsError: it cannot be read."""
    from toolkit.terms import read

    return read(
        project.glossary_path,
        source_language=project.config.source_language,
        shown=project.relative(project.glossary_path),
    )


@command.command("list")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
@pass_project
def list_(project: Project, words: tuple[str, ...], as_json: bool) -> None:
    """List the terms, or those that contain WORDS.

    Example: toolkit terms list dose
    """
    wanted = " ".join(words).casefold()
    found = [term for term in glossary_of(project).terms if wanted in " ".join(term.source).casefold()]
    locales = project.config.locales
    if as_json:
        write_json(
            [
                {
                    "source": term.source,
                    "targets": {tag: term.forms(tag) for tag in locales},
                    "forbidden": {tag: term.forbidden_forms(tag) for tag in locales},
                    "part-of-speech": term.part_of_speech,
                    "note": term.note,
                    "do-not-translate": term.keep,
                    "line": term.line,
                }
                for term in found
            ]
        )
        return
    if not found:
        click.echo("No terms. `toolkit terms candidates` proposes some.")
        return
    rows = [("term", *locales)]
    rows += [(" | ".join(term.source), *(" | ".join(term.forms(tag)) for tag in locales)) for term in found]
    click.echo(table(rows))


@command.command()
@pass_project
def check(project: Project) -> None:
    """Tell what is wrong in the glossary itself: missing, doubled and contradictory terms.

    Example: toolkit terms check
    """
    from toolkit.terms.sound import problems

    path = project.relative(project.glossary_path)
    glossary = glossary_of(project)
    found = problems(glossary, project.config.locales)
    for line, message in found:
        click.echo(f"{path}:{line}: {message}")
    if found:
        raise click.exceptions.Exit(FINDINGS)
    click.echo(f"{path}: {plural(len(glossary.terms), 'term')}, all sound")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@pass_project
def import_(project: Project, file: Path, dry_run: bool) -> None:
    """Take the terms of a TBX file into the glossary. What stands there already wins.

    Example: toolkit terms import client.tbx
    """
    from toolkit import files
    from toolkit.terms import dumps
    from toolkit.terms.tbx import merged, read

    glossary = glossary_of(project)
    config = project.config
    terms, added, completed = merged(
        glossary.terms, read(file, source_language=config.source_language, locales=config.locales)
    )
    if (added or completed) and not dry_run:
        project.glossary_path.parent.mkdir(parents=True, exist_ok=True)
        files.write_if_changed(project.glossary_path, dumps(terms))
    would = " (not written)" if dry_run else ""
    click.echo(f"{plural(added, 'term')} added, {completed:,} completed{would}")


@command.command()
@articles_argument
@click.option(
    "--least", type=click.IntRange(min=1), default=3, show_default=True, help="Times it stands there."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Candidates at most."
)
@click.option("--csv", "as_csv", is_flag=True, help="Lines for the glossary.")
@pass_project
def candidates(project: Project, articles: tuple[str, ...], least: int, limit: int, as_csv: bool) -> None:
    """Propose terms from the articles, by how often words stand together.

    Example: toolkit terms candidates --least 2 --csv
    """
    from toolkit import formats
    from toolkit.terms import candidates as proposing
    from toolkit.terms import dumps

    texts = []
    for article in project.articles(articles):
        document = project.document(article)
        texts += [formats.plain(s.text, s.syntax, document.labels) for s in document.segments]
    known = frozenset(form.casefold() for term in glossary_of(project).terms for form in term.source)
    language = project.config.source_language.split("-")[0]
    found = proposing.candidates(texts, language=language, least=least, known=known)[:limit]
    if as_csv:
        locales = dict.fromkeys(project.config.locales, ())
        click.echo(dumps([Term((each.text,), locales) for each in found]), nl=False)
        return
    if not found:
        click.echo("No candidates; try a smaller --least.")
        return
    rows = [("term", "times", "example")]
    rows += [(each.text, str(each.count), _shortened(each.example)) for each in found]
    click.echo(table(rows, right=(1,)))


def _shortened(text: str, width: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
