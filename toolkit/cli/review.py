"""``toolkit review``: the page on which people review translations."""

from __future__ import annotations

import re
import secrets
import threading
from pathlib import Path

import click

from toolkit.cli.common import articles_argument, chosen_locales, locale_option, pass_project, plural
from toolkit.errors import CatalogError, MissingExtra
from toolkit.project import Project

_PERSON = re.compile(r"^[^<>()\n]*[^<>()\s][^<>()\n]*<[^<>\s@]+@[^<>\s@]+>$")


@click.command()
@articles_argument
@locale_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8070, show_default=True, help="0: any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address needs the printed key.")
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar='"NAME <MAIL>"',
    help="In whose name texts are accepted and signed. Several: each gets an address of his own.",
)
@click.option("--role", default="reviewer", show_default=True, help="The role sign-offs are given in.")
@click.option(
    "--static",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="OUT",
    help="No server: one HTML page an article into this folder, for reviewers by mail.",
)
@click.option("--no-open", is_flag=True, help="Do not open the page in a browser.")
@pass_project
def command(
    project: Project,
    articles: tuple[str, ...],
    locales: tuple[str, ...],
    port: int,
    host: str,
    users: tuple[str, ...],
    role: str,
    static: Path | None,
    no_open: bool,
) -> None:
    """Open the page on which people review translations.

    Source and translation stand side by side; every decision goes to the PO file at
    once. Where somebody else changed the same text meanwhile, the page shows both and
    asks. Only this machine can see the page unless --host says otherwise; then the
    address has a key in it. Stop it with Ctrl-C.

    With --static, each ARTICLE (all without one) becomes a page that needs no server,
    to read on a screen or on paper, with a table for corrections beside it that
    `toolkit import` takes back.

    Example: toolkit review -l es
    """
    if static is not None:
        _write_static(project, articles, chosen_locales(project, locales), static)
        return
    if articles:
        raise click.UsageError("the page shows all articles; ARTICLE is for --static")
    people = tuple(dict.fromkeys(user.strip() for user in users))
    for user in people:
        if not _PERSON.match(user):
            raise click.UsageError(f'--user has to be "Name <mail@domain>", not {user!r}')
    chosen = chosen_locales(project, locales)
    _require_catalogs(project, chosen)
    try:
        import uvicorn  # noqa: F401
        import watchfiles  # noqa: F401

        from toolkit.review import guard, server
        from toolkit.review.api import Api
        from toolkit.review.desk import Desk, Who
    except ImportError as error:
        raise MissingExtra("review", package=error.name or "starlette", purpose="the review page") from error
    one = people[0] if len(people) == 1 else None
    own = {secrets.token_urlsafe(32): Who(person, role) for person in people} if len(people) > 1 else {}
    access = None if guard.is_loopback(host) or own else secrets.token_urlsafe(32)
    api = Api(Desk(project, chosen, user=one, role=role))
    with server.listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        for key, who in own.items():
            click.echo(f"{address}?key={key}  {who.user}")
        if not own:
            address += f"?key={access}" if access else ""
            click.echo(address)
        click.echo("Ctrl-C stops.")
        if not no_open and not own:
            _open(address)
        server.run(api, guard.Keys(host, access, people=own), listening)


def _write_static(
    project: Project, articles: tuple[str, ...], locales: tuple[str, ...], folder: Path
) -> None:
    from toolkit.printed import mailing

    problems: list[str] = []
    _require_catalogs(project, locales)
    written = mailing.write(project, project.articles(articles), locales, folder, problems)
    click.echo(
        f"{plural(len(written), 'page')} written to {folder}, with a table for corrections beside each"
    )
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(2)


def _require_catalogs(project: Project, locales: tuple[str, ...]) -> None:
    """
    :raises CatalogError: there is nothing to review yet.
    """
    articles = project.articles()
    if not any(project.catalog_path(article, tag).is_file() for article in articles for tag in locales):
        where = ", ".join(project.relative(project.messages_dir(tag)) for tag in locales)
        raise CatalogError(
            f"there are no catalogs yet in {where}" if where else "the project has no locales yet",
            hint="`toolkit extract` makes them from the articles, `toolkit draft` fills them"
            if where
            else "add some to `locales` in the configuration",
        )


def _open(address: str) -> None:
    """In a browser, if there is one; starting it must not hold up the server."""
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
