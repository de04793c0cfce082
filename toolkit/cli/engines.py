"""``toolkit engines``: which engines there are, and what each still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.errors import ConfigError, ProjectNotFound, ToolkitError

if TYPE_CHECKING:
    from toolkit.config import Config, EnginesConfig
    from toolkit.engines.base import Engine, Status
    from toolkit.project import Project


@click.command()
@click.argument("names", nargs=-1, metavar="[ENGINE]...")
@click.option("-l", "--locale", metavar="LOCALE", help="Only engines that translate into it.")
@click.option("--try", "text", metavar="TEXT", help="Translate TEXT with each engine that is ready.")
@click.option("--from", "source", metavar="LOCALE", help="Language of TEXT (default: the project's source).")
@click.option("--check", is_flag=True, help="Also ask each service whether it can be reached.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(
    names: tuple[str, ...],
    locale: str | None,
    text: str | None,
    source: str | None,
    check: bool,
    as_json: bool,
) -> None:
    """List the translation engines and their state.

    Nothing goes online without --check or --try. Keys come from environment
    variables or a keyring; the list names the variable of each. With --try,
    engines that cost money are asked only when you name them.

    Example: toolkit engines --try "Drink a glass of water." -l es apertium
    """
    project = _project()
    config = _config(project)
    rows = [_row(name, config, locale, source, check) for name in _chosen(names)]
    if locale is not None and not names:
        rows = [row for row in rows if row["state"] != "unsupported"]
    if text is not None:
        _try(rows, project, config, text, locale, source, named=bool(names))
    if as_json:
        from toolkit.cli.common import write_json

        write_json([{key: value for key, value in row.items() if key != "engine"} for row in rows])
    else:
        _print(rows, config.engines, tried=text is not None)
    if text is not None and not any(row.get("translation") for row in rows):
        raise SystemExit(2)


def _project() -> Project | None:
    """The project, when there is one: the list is of use without."""
    from toolkit.project import Project

    try:
        return Project.find()
    except ProjectNotFound:
        return None


def _config(project: Project | None) -> Config:
    from toolkit.config import Config

    return project.config if project is not None else Config()


def _chosen(names: tuple[str, ...]) -> tuple[str, ...]:
    from toolkit import engine_registry, plugins

    for name in names:
        plugins.get("toolkit.engines", name)
    return names or engine_registry.names()


def _row(name: str, config: Config, locale: str | None, source: str | None, check: bool) -> dict[str, Any]:
    from toolkit import engine_registry
    from toolkit.engines.base import Pair

    row: dict[str, Any] = {"name": name, "title": "", "state": "broken", "detail": "", "hint": ""}
    try:
        engine = engine_registry.engine(name, config.engines)
        state = _status(engine, check)
        if locale is not None:
            pair = Pair(_tag(source or config.source_language), _tag(locale))
            if not engine.supports(pair) and state.state != "needs-package":
                from toolkit.engines.base import Status

                state = Status("unsupported", f"{pair.source} → {pair.target}")
    except ConfigError:
        raise
    except ToolkitError as error:  # a broken plug-in must not hide the others
        return row | {"detail": error.message, "hint": error.hint or ""}
    return row | {
        "title": engine.title,
        "state": state.state,
        "detail": state.detail,
        "hint": state.hint,
        "remote": engine.remote,
        "keys": [variables[0] for variables in getattr(engine, "keys", ())],
        "price_per_million": engine_registry.price(engine, config.engines),
        "forms": list(engine.forms),
        "engine": engine,
    }


def _status(engine: Engine, check: bool) -> Status:
    from toolkit.engines.base import Status

    try:
        return engine.status(check=check)
    except ToolkitError:
        raise
    except Exception as error:  # somebody else's code
        from toolkit.engines.failures import classify

        return Status("unreachable", classify(error).message)


def _tag(tag: str) -> str:
    from toolkit.locales import canonical

    return canonical(tag)


def _try(
    rows: list[dict[str, Any]],
    project: Project | None,
    config: Config,
    text: str,
    locale: str | None,
    source: str | None,
    *,
    named: bool,
) -> None:
    """Fills in translations."""
    from toolkit import engine_registry
    from toolkit.engines.base import Pair, Request
    from toolkit.engines.pacing import Budget
    from toolkit.engines.runner import Runner
    from toolkit.engines.sender import Pace

    target = locale or next(iter(config.locales), None)
    if target is None:
        raise ConfigError("into which language?", hint='name it: toolkit engines --try "…" -l es')
    pair = Pair(_tag(source or config.source_language), _tag(target))
    for row in rows:
        engine: Engine | None = row.get("engine")
        free = engine is not None and engine_registry.price(engine, config.engines) == 0
        if engine is None or row["state"] != "ready" or not (named or free) or row["name"] == "memory":
            continue
        pace = Pace(attempts=2, max_wait=min(5.0, config.engines.max_wait))
        (result,) = Runner(engine, budget=Budget(), pace=pace).run([Request(text, pair, _form(engine))])
        row["translation"] = result.target
        row["with"] = result.engine
        if result.target is None:
            row["detail"] = result.problem


def _form(engine: Engine) -> Any:
    return "plain" if "plain" in engine.forms else engine.forms[-1]


_SAID = {
    "ready": "ready",
    "needs-key": "needs a key",
    "needs-package": "needs a package",
    "unreachable": "unreachable",
    "unsupported": "not this language",
    "broken": "broken",
}
_COLOURS = {"ready": "green", "unreachable": "red", "broken": "red"}


def _print(rows: list[dict[str, Any]], config: EnginesConfig, *, tried: bool) -> None:
    if not rows:
        click.echo("No engine translates into that language.")
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        state = _SAID[row["state"]]
        detail = f": {row['detail']}" if row["detail"] else ""
        shown = click.style(state, fg=_COLOURS.get(row["state"], "yellow"))
        click.echo(f"{row['name']:<{width}}  {shown}{detail}")
        if tried:
            if row.get("translation"):
                click.echo(f"{'':<{width}}  {row['translation']}")
            continue
        click.echo(f"{'':<{width}}  {row['title']}{_cost(row.get('price_per_million'))}")
        if row["hint"] and row["state"] != "ready":
            click.echo(f"{'':<{width}}  → {row['hint']}")
    if not tried:
        click.echo(f"\nAsked in this order: {', '.join(config.order) or 'none'}")
        for locale, order in config.locales.items():
            click.echo(f"  for {locale}: {', '.join(order)}")


def _cost(price: float | None) -> str:
    if price is None:
        return "; price not known here"
    return f"; {price:g} USD a million characters" if price else "; free"
