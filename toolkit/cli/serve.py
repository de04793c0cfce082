"""``toolkit serve``: the pages on this machine, rebuilt on change."""

from __future__ import annotations

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
    from toolkit.publishing.preview import server

    watch = None if once else _watch()
    output = project.output_dir if accept is None else project.cache_dir / "preview"
    _build(project, accept, output, None)
    output.mkdir(parents=True, exist_ok=True)
    try:
        running = server(output, port)
    except OSError as error:
        raise ToolkitError(
            f"port {port} cannot be used: {error.strerror}", hint="choose another one: toolkit serve --port 0"
        ) from error
    with running:
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


def _follow(project: Project, watch: Any, accept: Any, output: Path) -> None:
    folders = [project.source_dir, project.catalogs_dir, project.root / project.config.site.theme]
    places = [path for path in (*folders, project.config_path) if path.exists()]
    for _ in watch(*places, raise_interrupt=True):
        try:
            # Read again: the configuration itself may have changed, and articles come and go.
            project = Project.find(project.root)
            # One process: forking beside the server's threads is not safe.
            _build(project, accept, output, 1)
        except ToolkitError as error:
            click.echo(f"error: {error}", err=True)


def _build(project: Project, accept: Any, output: Path, jobs: int | None) -> None:
    from toolkit.publishing.site import build

    report = build(project, accept=accept, output=output, jobs=jobs)
    for line in (*summary(report, project.relative(output)), *problems(report)):
        click.echo(line)
