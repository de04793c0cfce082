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

from tests.test_docs import environment, shell
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
    """An exit code of 1 is a finding, and no failure."""
    line = " ".join(example.split())
    done = shell(line, tmp_path, "-uo")
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


def test_markdown_for_another_generator_needs_no_html_parser(tmp_path: Path) -> None:
    """Loading one takes a tenth of the time of a small build."""
    (tmp_path / "toolkit.toml").write_text('locales = ["es"]\n')
    (tmp_path / "source_articles").mkdir()
    (tmp_path / "source_articles/a.md").write_text("---\ntitle: One\n---\n\n# Two *three*\n\n[Four](a.md)\n")
    code = (
        "import sys; sys.argv = ['toolkit', 'build', '--layout', 'plain', '--jobs', '1']\n"
        "try:\n    from toolkit.__main__ import main; main()\nexcept SystemExit: pass\n"
        "print(sorted({'turbohtml', 'jinja2', 'polib'} & set(sys.modules)))"
    )
    assert toolkit("extract", cwd=tmp_path).returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert (tmp_path / "build/es/a.md").is_file()


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


@pytest.mark.parametrize("place", ["a/deep one", "-dash", "it's"])
def test_init_says_how_to_go_on_from_here(tmp_path: Path, place: str) -> None:
    done = toolkit("init", "--", place, cwd=tmp_path)
    (line,) = re.findall(r"^Next: (.*) && toolkit run$", done.stdout, re.M)
    there = subprocess.run(
        ["bash", "-c", f"{line} && pwd"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(there.stdout.rstrip("\n")) == tmp_path / place


def test_init_takes_each_locale_once_and_refuses_the_source_language(tmp_path: Path) -> None:
    assert toolkit("init", "-l", "pt_br", "-l", "pt-BR", cwd=tmp_path).returncode == 0
    assert 'locales = ["pt-BR"]' in (tmp_path / "toolkit.toml").read_text()
    done = toolkit("init", "other", "-l", "es", "-l", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert "source-language" in done.stderr
    assert not (tmp_path / "other").exists()


def test_init_tells_what_it_could_not_write_into_files_that_were_there(tmp_path: Path) -> None:
    (tmp_path / "toolkit.toml").write_text("")
    (tmp_path / ".gitignore").write_text("node_modules\n")
    done = toolkit("init", "-l", "fr", cwd=tmp_path)
    assert "see to it that its `locales` has fr" in done.stdout
    assert "see to it that it has .toolkit/ and /build/" in done.stdout


def test_init_writes_through_no_link_that_leads_away(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away")
    (tmp_path / "source_articles").symlink_to(away)
    assert toolkit("init", cwd=tmp_path).returncode == 2
    assert list(away.iterdir()) == []
    assert not (tmp_path / "toolkit.toml").exists()


def test_init_takes_no_folder_for_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "toolkit.toml").mkdir()
    done = toolkit("init", cwd=tmp_path)
    assert done.returncode == 2
    assert "toolkit.toml: a file is to be written here, and this is a folder" in done.stderr


def test_the_workflow_that_init_writes_passes_after_the_first_run(tmp_path: Path) -> None:
    """With languages no engine is at hand for: what is not translated yet is no error."""
    toolkit("init", "-l", "ar", cwd=tmp_path)
    toolkit("run", "--no-draft", cwd=tmp_path)
    workflow = (tmp_path / ".github" / "workflows" / "translations.yml").read_text()
    commands = re.findall(r"run: toolkit (.+)", workflow)
    assert len(commands) == 3
    for command in commands:
        done = toolkit(*command.split(), cwd=tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    (tmp_path / "source_articles" / "welcome.md").write_text("# Changed\n")
    assert toolkit(*commands[0].split(), cwd=tmp_path).returncode == 1


def test_run_says_each_error_once_and_what_to_do(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A", "b.md": "---\ntitle: x\n"})
    done = toolkit("run", "--no-draft", cwd=root)
    assert done.returncode == 2
    assert done.stderr.count("the front matter is not closed") == 1
    assert "error: error:" not in done.stderr
    assert "mend what the errors above name" in done.stdout
    assert "that no error names are in step" in toolkit("run", cwd=root).stdout


def test_run_says_what_an_empty_project_lacks(make_project: Callable[..., Path]) -> None:
    root = make_project({}, "")
    done = toolkit("run", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "write an article into source_articles/" in done.stdout
    assert "`locales` of toolkit.toml" in done.stdout


def test_what_is_removed_with_an_article_had_no_translations(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A"})
    toolkit("extract", cwd=root)
    (root / "source_articles" / "a.md").unlink()
    out = toolkit("extract", cwd=root).stdout
    assert "removed: locales/templates/a.pot; no translation is lost" in out
    assert "removed: locales/es/LC_MESSAGES/a.po; no translation is lost" in out


def test_run_reminds_of_drafts_that_wait_from_earlier(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# Welcome"}, 'locales = ["en-GB"]\n[engines]\norder = ["copy"]\n')
    assert "review 1 new draft" in toolkit("run", cwd=root).stdout
    assert "review the drafts nobody has accepted" in toolkit("run", "--force", cwd=root).stdout


def test_run_says_what_is_left_for_translators(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "Take it with a glass of water.\n"})
    out = toolkit("run", "--no-draft", cwd=root).stdout
    assert "translate what is not translated yet" in out
    assert "whose text has changed" not in out
    path = root / "locales/es/LC_MESSAGES/a.po"
    before, after = path.read_text("utf-8").rsplit('msgstr ""', 1)
    path.write_text(f'{before}msgstr "Tómelo con un vaso de agua."{after}', "utf-8")
    assert "translat" not in toolkit("run", "--no-draft", cwd=root).stdout.partition("Next:")[2]
    (root / "source_articles/a.md").write_text("Take it with a glass of milk.\n")
    assert "update the translations whose text has changed" in toolkit("run", "--no-draft", cwd=root).stdout


@pytest.mark.parametrize(
    ("config", "says"),
    [("", "no articles in source_articles/\n"), ('include = ["*.{md,txt}"]\n', "`include` and `exclude`")],
)
def test_a_project_without_articles_is_told_so(
    make_project: Callable[..., Path], config: str, says: str
) -> None:
    root = make_project({"a.md": "# A"} if config else {}, config)
    assert says in toolkit("extract", cwd=root).stdout


def test_links_in_a_circle_and_a_lost_folder_are_errors_for_people(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A"})
    (root / "round").symlink_to(root / "round")
    for command in ("init round", "build --output round", "status source_articles/round"):
        (root / "source_articles/round").unlink(missing_ok=True)
        (root / "source_articles/round").symlink_to(root / "round")
        done = toolkit(*command.split(), cwd=root)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    gone = subprocess.run(
        ["bash", "-c", f'mkdir x && cd x && rmdir ../x && "{sys.executable}" -m toolkit status'],
        cwd=root,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert (gone.returncode, gone.stderr.count("is gone")) == (2, 1), gone.stderr


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


def test_an_interruption_in_the_first_moments_shows_no_traceback(tmp_path: Path) -> None:
    """As Ctrl-C while modules are imported."""
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "--help"],
        cwd=tmp_path,
        env={**environment(tmp_path), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (130, "")


def test_a_cache_that_cannot_be_written_is_no_failure(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A"})
    (root / ".toolkit").mkdir()
    (root / ".toolkit" / "extract.json").mkdir()
    done = toolkit("extract", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_article_without_text_is_not_said_to_be_done(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A", "b.md": "---\ntitle: x\n", "c.md": ""})
    rows = [line.split() for line in toolkit("status", cwd=root).stdout.splitlines()]
    assert [row[:2] for row in rows if row and row[0].endswith(".md")] == [
        ["a.md", "0"],
        ["b.md", "–"],
        ["c.md", "–"],
    ]
