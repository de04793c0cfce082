"""``toolkit run``: extract, draft, check and build."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from toolkit.cli.common import FINDINGS, interactive, pass_project, plural
from toolkit.freshness import Records, fingerprint
from toolkit.project import Project

_RECORD = "run"


@dataclass(slots=True)
class _Said:
    """What a stage had to say."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Lines for standard error; several stages may meet the same."""
    code: int = 0
    """0 clean, 1 findings, 2 the stage could not do all of its work."""
    review: str = ""
    """Which drafts wait for a person."""
    todo: list[str] = field(default_factory=list)
    """What a person should do next."""


Stage = Callable[[Project], _Said]


@click.command()
@click.option("--no-draft", is_flag=True, help="Leave what is untranslated to people.")
@click.option("--offline", is_flag=True, help="Ask no service on the network for drafts.")
@click.option("--force", is_flag=True, help="Do everything again, whatever seems unchanged.")
@pass_project
def command(project: Project, no_draft: bool, offline: bool, force: bool) -> None:
    """Extract, draft, check and build: the whole job.

    Brings the catalogs in step with the articles, drafts what is untranslated where
    an engine is at hand, checks the translations, and builds the pages. It ends with
    what a person should do next. With nothing changed it does nothing.

    Exit code: 0 when all is well, 1 when a check found an error, 2 when something
    could not be done.

    Example: toolkit run --no-draft
    """
    salt = f"{no_draft} {offline}"
    records = Records(project.cache_dir, "run.json")
    if not force:
        said = records.get(_RECORD, _state(project, salt))
        if said is not None:
            _tell("Nothing changed since the last run.", said)
            raise click.exceptions.Exit(int(said.get("code", 0)))
    stages: list[tuple[str, Stage]] = [("extract", _extract)]
    if not no_draft:
        stages.append(("draft", lambda project: _draft(project, offline=offline)))
    stages += [
        ("check", lambda project: _check(project, drafted=not no_draft)),
        ("build", lambda project: _build(project, force=force)),
    ]

    sources = fingerprint(_sources(project))
    whole = _Said()
    catalogs = ""
    for name, stage in stages:
        if interactive():
            click.echo(f"{name} …", err=True)
        if name == "check":
            catalogs = fingerprint(_translations(project))
        said_now = stage(project)
        for line in said_now.lines:
            click.echo(f"{name + ':':9}{line}")
        for problem in said_now.problems:
            if problem not in whole.problems:
                whole.problems.append(problem)
                click.echo(problem, err=True)
        whole.code = max(whole.code, said_now.code)
        if said_now.review and not whole.review:
            whole.review = said_now.review
            whole.todo.append(f"review {whole.review}: in Poedit, or with `toolkit review`")
        whole.todo += said_now.todo
    result = {"todo": whole.todo, "code": whole.code}
    _next(result)
    # Only what was the same from beginning to end is known to be done.
    if whole.code < 2 and (sources, catalogs) == (
        fingerprint(_sources(project)),
        fingerprint(_translations(project)),
    ):
        records.put(_RECORD, _state(project, salt), result)
    raise click.exceptions.Exit(whole.code)


def _sources(project: Project) -> list[Path]:
    return [project.config_path, project.source_dir, project.root / project.config.site.theme]


def _translations(project: Project) -> list[Path]:
    """What a build reads of the catalogs; it writes beside them (slugs, pages that are held)."""
    return [project.glossary_path, *(project.messages_dir(tag) for tag in project.config.locales)]


def _state(project: Project, salt: str) -> str:
    return fingerprint(
        [*_sources(project), project.catalogs_dir, project.output_dir, project.glossary_path], salt=salt
    )


def _tell(first: str, said: Any) -> None:
    click.echo(first)
    _next(said)


def _next(said: Any) -> None:
    todo = list(dict.fromkeys(said.get("todo", ())))
    if todo:
        click.echo("\nNext:")
        for line in todo:
            click.echo(f"  - {line}")


def _errors(errors: Iterable[object]) -> list[str]:
    return [f"error: {error}" for error in errors]


def _extract(project: Project) -> _Said:
    from toolkit.cli import extract

    report = extract.run(project)
    said = _Said(extract.summary(project, report), _errors(report.errors), 2 if report.errors else 0)
    if report.errors:
        said.todo.append("mend what the errors above name, then run again")
    if not report.articles:
        said.todo.append(f"write an article into {project.config.source}/: Markdown, HTML or plain text")
    if not project.config.locales:
        said.todo.append(f"name the languages in `locales` of {project.relative(project.config_path)}")
    return said


def _draft(project: Project, *, offline: bool) -> _Said:
    """Drafts are a help: that none could be had is no failure of the run."""
    from toolkit.cli import draft
    from toolkit.drafting import Options

    report = draft.run(project, project.articles(), project.config.locales, Options(offline=offline))
    said = _Said(draft.summary(report), _errors(report.errors), 2 if report.errors else 0)
    if report.interrupted:
        raise KeyboardInterrupt
    if report.total:
        said.review = plural(report.total, "new draft")
    if left := report.left.total():
        said.todo.append(
            f"{plural(left, 'unit')} no engine could draft: `toolkit engines` says which there are"
        )
    return said


def _check(project: Project, *, drafted: bool) -> _Said:
    from toolkit.checking import check_project

    result = check_project(project, jobs=project.config.build.jobs)
    errors, warnings = result.count("error"), result.count("warning")
    found = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"
    said = _Said([f"{found} in {plural(result.units, 'translation')}"], _errors(result.errors))
    said.code = 2 if result.errors else FINDINGS if errors else 0
    met = {finding.check for finding in result.findings}
    if "drafts" in met:
        said.review = "the drafts nobody has accepted"
    if met & {"stale", "fuzzy"}:
        said.todo.append("update the translations whose text has changed: in Poedit or `toolkit review`")
    if not drafted and "incomplete" in met:
        said.todo.append("translate what is not translated yet, or let engines draft it: `toolkit draft`")
    if errors or warnings:
        said.todo.append("`toolkit check` lists what the checks found")
    return said


def _build(project: Project, *, force: bool) -> _Said:
    from toolkit.cli import build
    from toolkit.publishing import site

    report = site.build(project, force=force)
    summary = build.summary(report, project.config.output)
    said = _Said(summary, build.problems(report), 2 if report.errors else 0)
    said.todo.append(f"open {project.config.output}/index.html in a browser, or run `toolkit serve`")
    return said
