"""The command line as a whole: help, errors, exit codes, and every example it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.test_docs import environment, sample
from toolkit.cli import COMMANDS, cli

# Commands that serve until they are stopped: their own tests start and stop them.
SERVERS = {"serve", "review"}


def toolkit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        cwd=cwd,
        env=environment(cwd),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


def help_of(name: str) -> str:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command.get_help(click.Context(command, info_name=f"toolkit {name}", max_content_width=200))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    assert re.search(r"Examples?:\s+toolkit ", help_of(name)), f"toolkit {name} --help shows no example"


EXAMPLES = [
    pytest.param(example.strip(), id=example.strip()[:60])
    for name in COMMANDS
    if name not in SERVERS
    for example in re.findall(r"Examples?:\s+(toolkit [^\n]+(?:\n +[^\n]+)*)", help_of(name))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(example: str, tmp_path: Path) -> None:
    """In a copy of the sample content; an exit code of 1 is a finding, and no failure."""
    line = " ".join(example.split())
    done = subprocess.run(
        ["bash", "-uo", "pipefail", "-c", line],
        cwd=sample(tmp_path),
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode in (0, 1), f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr


def test_there_is_an_example_for_most_commands() -> None:
    assert len(EXAMPLES) >= len(COMMANDS) - len(SERVERS)


def test_help_imports_no_command_and_nothing_heavy(tmp_path: Path) -> None:
    """What makes `toolkit --help` answer at once."""
    code = (
        "import sys; sys.argv = ['toolkit', '--help']\n"
        "try:\n    from toolkit.__main__ import main; main()\nexcept SystemExit: pass\n"
        "heavy = {'babel', 'polib', 'pyromark', 'turbohtml', 'rapidfuzz', 'requests', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), [m for m in sys.modules if m.startswith('toolkit.cli.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[] []"


def test_a_mistyped_command_gets_the_nearest(tmp_path: Path) -> None:
    done = toolkit("biuld", cwd=tmp_path)
    assert done.returncode == 2
    assert "toolkit build" in done.stderr


def test_outside_of_a_project_one_line_names_the_way_in(tmp_path: Path) -> None:
    done = toolkit("status", cwd=tmp_path)
    assert done.returncode == 2
    assert "toolkit init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_an_error_with_its_line(make_project: Callable[..., Path]) -> None:
    done = toolkit("status", cwd=make_project({"a.md": "# A"}, '\nlocals = ["es"]\n'))
    assert done.returncode == 2
    assert "toolkit.toml:2: locals: unknown key" in done.stderr
    assert "did you mean locales?" in done.stderr


def test_a_locale_the_project_lacks_is_named_with_those_it_has(make_project: Callable[..., Path]) -> None:
    done = toolkit("status", "-l", "fr", cwd=make_project({"a.md": "# A"}))
    assert done.returncode == 2
    assert "no locale fr" in done.stderr
    assert "es" in done.stderr


def test_init_makes_a_project_that_runs_and_overwrites_nothing(tmp_path: Path) -> None:
    done = toolkit("init", "my site", "-l", "es", "-l", "ar", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    place = tmp_path / "my site"
    assert 'locales = ["es", "ar"]' in (place / "toolkit.toml").read_text()
    ran = toolkit("run", cwd=place)
    assert ran.returncode in (0, 1), ran.stderr
    assert (place / "build" / "es" / "welcome.html").is_file()
    (place / "toolkit.toml").write_text('locales = ["es"]\n')
    again = toolkit("init", "my site", cwd=tmp_path)
    assert again.returncode == 0
    assert (place / "toolkit.toml").read_text() == 'locales = ["es"]\n'


def test_a_reader_that_leaves_is_no_error(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A"})
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m toolkit checks | head -n 1; exit "${{PIPESTATUS[0]}}"'],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252", "ascii:strict", "utf-8:strict"])
def test_no_output_fails_for_a_character(make_project: Callable[..., Path], encoding: str) -> None:
    root = make_project({"a.md": "# Λόγος 痛み"})
    (root / "source_articles" / os.fsdecode(b"b\xff.md")).write_text("# B")
    for command in ("checks", "extract", "check", "status"):
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", command],
            cwd=root,
            env={**environment(root), "PYTHONIOENCODING": encoding},
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        assert b"Traceback" not in done.stderr, done.stderr[-2000:]
    # click gives an ASCII stream its own: UTF-8, with a question mark for what that has not.
    assert (b"b?.md" if "ascii" in encoding else b"b\\udcff.md") in done.stdout


def test_what_goes_to_a_program_is_utf_8(make_project: Callable[..., Path]) -> None:
    """Where the system's own encoding is another, as on Windows."""
    code = (
        "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='cp1252')\n"
        "from toolkit.cli import main; main(['check', '--format', 'json'])"
    )
    root = make_project({"a.md": "# Λόγος"})
    toolkit("extract", cwd=root)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment(root), capture_output=True, check=False
    )
    assert "Λόγος" in done.stdout.decode("utf-8"), done.stderr
