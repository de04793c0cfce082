"""``toolkit review``: the page on which people review translations."""

from __future__ import annotations

import contextlib
import re
import secrets
import threading
from pathlib import Path

import click

from toolkit.cli.common import articles_argument, chosen_locales, locale_option, pass_project, plural
from toolkit.cli.sign import question_role
from toolkit.errors import CatalogError, MissingExtra
from toolkit.project import Project

_PERSON = re.compile(
    r"(?P<user>[^<>()\n]*[^<>()\s][^<>()\n]*<[^<>\s@]+@[^<>\s@]+>)(?:\s*\((?P<role>[^<>()\n]*[^<>()\s])\))?"
)


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
    help="In whose name texts are accepted and signed. Several: each gets an address of their own.",
)
@click.option(
    "--role",
    default="reviewer",
    show_default=True,
    help='The role sign-offs are given in, unless --user says another: "NAME <MAIL> (clinician)".',
)
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
    named = dict.fromkeys(_named(user, role) for user in users)
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
    people = [Who(person, own_role) for person, own_role in named]
    for who in people:
        question_role(project, who.role)
    one = people[0] if len(people) == 1 else Who(None, role)
    own = {secrets.token_urlsafe(32): who for who in people} if len(people) > 1 else {}
    access = None if guard.is_loopback(host) or own else secrets.token_urlsafe(32)
    api = Api(Desk(project, chosen, user=one.user, role=one.role))
    with server.listen(host, port) as listening:
        address = f"http://{_reachable(host)}:{listening.getsockname()[1]}/"
        for key, who in own.items():
            click.echo(f"{address}?key={key}  {who.user} ({who.role})")
        if not own:
            address += f"?key={access}" if access else ""
            click.echo(address)
        click.echo("Ctrl-C stops.")
        if not people:
            click.echo('Nobody can sign off here; for that: --user "Name <mail@domain>"', err=True)
        if not no_open and not own:
            _open(address)
        server.run(api, guard.Keys(host, access, people=own), listening)


def _named(user: str, role: str) -> tuple[str, str]:
    """Who it is, and in which role.

    :raises click.UsageError: it names nobody.
    """
    match = _PERSON.fullmatch(user.strip())
    if match is None:
        raise click.UsageError(f'--user has to be "Name <mail@domain>", not {user!r}')
    return match["user"], match["role"] or role


def _reachable(host: str) -> str:
    """What to write into a browser on another machine, where the server listens on all addresses."""
    import socket

    if host in ("0.0.0.0", "::"):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asking:
            # Addresses for documentation (RFC 5737, RFC 3849). Nothing is sent: the system only says
            # from which of its own addresses it would be.
            asking.connect(("2001:db8::1" if ":" in host else "192.0.2.1", 9))
            host = asking.getsockname()[0]
    return f"[{host}]" if ":" in host else host


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
