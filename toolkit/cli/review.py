"""``toolkit review``: the page on which people review translations."""

from __future__ import annotations

import re
import secrets

import click

from toolkit.cli.common import chosen_locales, locale_option, pass_project
from toolkit.errors import MissingExtra
from toolkit.project import Project

_PERSON = re.compile(r"^[^<>()\n]*[^<>()\s][^<>()\n]*<[^<>\s@]+@[^<>\s@]+>$")


@click.command()
@locale_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8070, show_default=True, help="0: any free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address needs the printed key.")
@click.option("--user", metavar='"NAME <MAIL>"', help="In whose name texts are accepted and signed.")
@click.option("--role", default="reviewer", show_default=True, help="The role sign-offs are given in.")
@pass_project
def command(
    project: Project, locales: tuple[str, ...], port: int, host: str, user: str | None, role: str
) -> None:
    """Open the page on which people review translations.

    Source and translation stand side by side; every decision goes to the PO file at
    once. Where somebody else changed the same text meanwhile, the page shows both and
    asks. Only this machine can see the page unless --host says otherwise. Stop it
    with Ctrl-C.

    Example: toolkit review -l es
    """
    if user is not None and not _PERSON.match(user.strip()):
        raise click.UsageError(f'--user has to be "Name <mail@domain>", not {user!r}')
    chosen = chosen_locales(project, locales)
    try:
        from toolkit.review import guard, server
        from toolkit.review.desk import Desk
    except ImportError as error:
        raise MissingExtra("review", package=error.name or "starlette", purpose="the review page") from error
    try:
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise MissingExtra("review", package="uvicorn", purpose="the review page") from error
    keys = guard.Keys(host, None if guard.is_loopback(host) else secrets.token_urlsafe(32))
    app = server.application(Desk(project, chosen, user=user and user.strip(), role=role), keys)
    with server.listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        query = f"?key={keys.access}" if keys.access else ""
        click.echo(f"http://{shown}:{listening.getsockname()[1]}/{query}  (Ctrl-C stops)")
        server.run(app, listening)
