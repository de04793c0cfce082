"""The command line: one module a command, imported only when that command runs.

The table below is the whole of what ``toolkit --help`` needs, so that it answers
at once. Exit codes: 0 clean, 1 findings, 2 the command could not do its work.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import click

from toolkit import __version__
from toolkit.errors import ToolkitError

# name → one line of help; the module toolkit.cli.<name> has the click command `command`.
COMMANDS: dict[str, str] = {
    "init": "Set up a new content repository.",
    "run": "Extract, draft, check and build: the whole job.",
    "extract": "Bring templates and catalogs in step with the articles.",
    "draft": "Fill what is untranslated with machine drafts.",
    "review": "Open the page on which people review translations.",
    "sign": "Sign off translations in a reviewer's name.",
    "check": "Tell whether the catalogs are complete, sound and current.",
    "build": "Write the localised pages and Markdown.",
    "serve": "Show the built pages and rebuild on change.",
    "status": "Show how far each locale and article is.",
    "stats": "Show which engine saves work, from what people made of its drafts.",
    "audit": "Show who drafted, edited and accepted each published segment.",
    "verify": "Prove on any folder of articles that nothing is lost.",
    "export": "Write translations for reviewers as CSV or XLSX.",
    "import": "Take reviewers' corrections back from CSV or XLSX.",
    "terms": "Work with the glossary.",
    "engines": "List the translation engines and their state.",
    "checks": "List the checks: what each finds, how severe.",
    "theme": "Take the pages' templates and styles into your own hands.",
}


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        import importlib

        module = importlib.import_module(f"toolkit.cli.{cmd_name.replace('import', 'import_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Without importing any command, unlike click's own."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1, cutoff=0.5) if args else []
            if not near:
                raise
            message = f"{error.message} Did you mean `toolkit {near[0]}`?"
            raise click.UsageError(message, ctx) from error


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `toolkit init` in an empty folder, or `toolkit run` in a project.",
)
@click.version_option(__version__, prog_name="toolkit", message="%(prog)s %(version)s")
def cli() -> None:
    """Take written articles into other languages, losing nothing.

    Articles become gettext catalogs; machines draft, people review; the words come
    back as localised pages. `toolkit COMMAND --help` explains each command with an
    example.
    """


def _take_all_characters() -> None:
    """No output fails for a character: texts of many languages meet terminals of one code page.

    A file or a program gets UTF-8 unless `PYTHONIOENCODING` says otherwise; a terminal its own
    encoding, with escapes for what that has not. Half a surrogate, as names of files have it that
    are not UTF-8, is an escape everywhere.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):  # None, or somebody's own
            continue
        if not stream.isatty() and not os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace")


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line; errors for people go to standard error, with exit code 2."""
    _take_all_characters()
    try:
        code = cli.main(args, prog_name="toolkit", standalone_mode=False)
    except SystemExit as leave:
        # click ends with 1 when the reader of our output has left (`toolkit checks | head`).
        code = 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else leave.code
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = 130
    except ToolkitError as error:
        click.echo(f"error: {error}", err=True)
        code = 2
    except BrokenPipeError:
        # The reader of our output has left (`toolkit status | head`): no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        if isinstance(error, FileNotFoundError) and not place:  # what Path.cwd raises
            place = "the folder this command was started in is gone: "
        click.echo(f"error: {place}{error.strerror or error}", err=True)
        code = 2
    except RuntimeError as error:
        if not str(error).startswith("Symlink loop"):  # how pathlib told of it before Python 3.13
            raise
        click.echo(f"error: {error}", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)
