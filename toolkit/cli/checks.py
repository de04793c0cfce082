"""``toolkit checks``: what there is to find."""

from __future__ import annotations

import click

from toolkit.cli.common import write_json
from toolkit.errors import ProjectNotFound


@click.command()
@click.argument("names", nargs=-1, metavar="[CHECK]...")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
def command(names: tuple[str, ...], as_json: bool) -> None:
    """List the checks: what each finds, an example, how severe it is.

    Severities are the project's where the command is called in one. CHECK is a
    check or a family: catalog, markup, meaning, language, page.

    Example: toolkit checks meaning
    """
    from toolkit.checking import all_checks
    from toolkit.errors import ConfigError

    checks = [check for check in all_checks() if not names or check.name in names or check.family in names]
    known = {part for check in all_checks() for part in (check.name, check.family)}
    for name in names:
        if name not in known:
            raise ConfigError(f"there is no check {name!r}", hint="`toolkit checks` lists all checks")
    levels = _project_levels()
    rows = [
        {
            "name": check.name,
            "family": check.family,
            "severity": levels.get(check.name, "off") if levels is not None else _default(check),
            "default": _default(check),
            "summary": check.summary,
            "example": check.example,
        }
        for check in checks
    ]
    if as_json:
        write_json({"checks": rows})
        return
    family = ""
    for row in rows:
        if row["family"] != family:
            family = row["family"]
            click.echo(("" if row is rows[0] else "\n") + family)
        click.echo(f"  {row['name']:20} {row['severity']:8} {row['summary']}")
        click.echo(f"  {'':20} {'':8} {row['example']}")
    missing = _spelling_needs() if not names else ""
    if missing:
        click.echo(f"\nspelling does not run: it needs {missing}")


def _default(check: object) -> str:
    from toolkit.checks.base import Check

    assert isinstance(check, Check)
    return check.severity if check.default else "off"


def _project_levels() -> dict[str, str] | None:
    """Severities in this project, by check; None outside of one. A locale's own are not in it."""
    from toolkit.checking import Planner
    from toolkit.checking.registry import all_checks
    from toolkit.project import Project

    try:
        project = Project.find()
    except ProjectNotFound:
        return None
    planner = Planner(project.config)
    found = {check.name: planner.level(check) for check in all_checks()}
    return {name: severity for name, severity in found.items() if severity is not None}


def _spelling_needs() -> str:
    from toolkit.checks.spelling import missing
    from toolkit.project import Project

    try:
        project = Project.find()
    except ProjectNotFound:
        return ""
    wanting = [missing(locale, project.config.checks.dictionaries) for locale in project.config.locales]
    return ", ".join(dict.fromkeys(filter(None, wanting)))
