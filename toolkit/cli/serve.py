"""``toolkit serve``: the pages on this machine, rebuilt on change."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Any

import click

from toolkit.cli.build import problems, summary
from toolkit.cli.common import pass_project
from toolkit.errors import MissingExtra, ToolkitError
from toolkit.project import Project


@click.command(
    epilog="Example: toolkit serve --accept drafts",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one."
)
@click.option(
    "--accept",
    type=click.Choice(["drafts", "translated", "reviewed"]),
    help="Show translations from this state on; written to .toolkit/preview, not to the output folder.",
)
@click.option("--once", is_flag=True, help="Do not watch for changes.")
@pass_project
def command(project: Project, port: int, accept: Any, once: bool) -> None:
    """Show the built pages and rebuild on change.

    Only this machine can see them. Stop it with Ctrl-C.
    """
    from toolkit.publishing.serving import server

    watch = None if once else _watch()
    output = project.output_dir if accept is None else project.cache_dir / "preview"
    if watch is None:
        _build(project, accept, output, None)
    else:
        _try_to_build(project, accept, output, None)
    output.mkdir(parents=True, exist_ok=True)
    try:
        running = server(output, port)
    except OSError as error:
        raise ToolkitError(
            f"port {port} cannot be used: {error.strerror}", hint="choose another one: toolkit serve --port 0"
        ) from error
    with running:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
        threading.Thread(target=running.serve_forever, daemon=True).start()
        click.echo(f"http://127.0.0.1:{running.server_address[1]}/  (Ctrl-C stops)")
        try:
            if watch is None:
                threading.Event().wait()
            else:
                _follow(project, watch, accept, output)
        except KeyboardInterrupt:
            click.echo("")
        finally:
            running.shutdown()


def _watch() -> Any:
    try:
        import watchfiles
    except ImportError as error:
        raise MissingExtra("serve", package="watchfiles", purpose="rebuilding on change") from error
    return watchfiles.watch


_LOOK = 1000
"""Milliseconds after which folders are looked for that were not there before."""


def _follow(project: Project, watch: Any, accept: Any, output: Path) -> None:
    """Build on every change, until interrupted."""
    missed = False
    while True:
        places = _places(project)
        for changes in watch(*places, raise_interrupt=True, yield_on_timeout=True, rust_timeout=_LOOK):
            if not changes and not missed and _places(project) == places:
                continue
            missed = False
            project = _again(project)
            # One process: forking beside the server's threads is not safe.
            _try_to_build(project, accept, output, 1)
            if _places(project) != places:  # a first theme or catalog
                missed = True  # what changes until they are watched is looked for once they are
                break


def _places(project: Project) -> list[Path]:
    folders = [project.source_dir, project.catalogs_dir, project.root / project.config.site.theme]
    return [path for path in (*folders, project.config_path) if path.exists()]


def _again(project: Project) -> Project:
    """The project as it is now: its configuration may have changed, and articles come and go."""
    try:
        return Project.find(project.root)
    except ToolkitError as error:
        click.echo(f"error: {error}", err=True)
        return project


def _try_to_build(project: Project, accept: Any, output: Path, jobs: int | None) -> None:
    """Serving goes on whatever is wrong: what is there is shown until it is mended."""
    try:
        _build(project, accept, output, jobs)
    except ToolkitError as error:
        click.echo(f"error: {error}", err=True)


def _build(project: Project, accept: Any, output: Path, jobs: int | None) -> None:
    from toolkit.publishing.site import build

    report = build(project, accept=accept, output=output, jobs=jobs)
    for line in (*summary(report, project.relative(output)), *problems(report)):
        click.echo(line)
