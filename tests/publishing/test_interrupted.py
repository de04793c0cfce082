"""Builds that are killed, that meet each other, or that may not write: nothing half-written or forgotten."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publishing.conftest import CONFIG, again, translated, tree, with_spanish
from toolkit import files
from toolkit.errors import ToolkitError
from toolkit.project import Project
from toolkit.publishing.manifest import JOURNAL, MANIFEST
from toolkit.publishing.site import build

ARTICLES = {
    f"f{number % 3}/n{number}.md": (
        f"---\ntitle: N{number}\ndate: 2025-01-{number % 28 + 1:02}\naliases: [old{number}]\n---\n"
        f"# N{number}\n\nText, see [the next](../f{(number + 1) % 3}/n{number + 1}.md).\n"
    )
    for number in range(24)
}

# Kills the whole group, at one of the places where a build changes something on the disk.
KILLER = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from toolkit.project import Project
from toolkit.publishing import crew, site
crew._WORTH = 2
left, parent = {after}, os.getpid()
real = {{name: getattr(os, name) for name in ("replace", "rename", "write", "unlink", "close")}}
def counted(name):
    def call(*arguments, **names):
        global left
        left -= os.getpid() == parent
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real[name](*arguments, **names)
    return call
for name in real:
    setattr(os, name, counted(name))
site.build(Project.find(Path({root!r})), jobs={jobs}, force=True)
print("done")
"""


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Project:
    return with_spanish(make_project(ARTICLES, CONFIG))


def clean(project: Project) -> dict[str, bytes]:
    """What a build from nothing gives."""
    shutil.rmtree(project.output_dir, ignore_errors=True)
    shutil.rmtree(project.cache_dir, ignore_errors=True)
    build(again(project))
    return dict(tree(project.output_dir))


def remains(project: Project) -> list[str]:
    """What only a build that is at work may leave."""
    return [
        path.name
        for path in project.output_dir.rglob("*")
        if path.name.endswith(".part") or path.name == JOURNAL
    ]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize(
    ("jobs", "after"),
    [*((1, after) for after in (0, 1, 2, 5, 17, 60, 200, 333, 600)), (2, 3), (2, 40), (2, 75)],
)
def test_a_build_killed_at_any_point_is_made_good_by_the_next(
    project: Project, jobs: int, after: int
) -> None:
    code = KILLER.format(path=sys.path, root=str(project.root), after=after, jobs=jobs)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL or "done" in done.stdout
    for name, data in tree(project.output_dir).items() if project.output_dir.exists() else ():
        if not name.endswith(".part"):
            assert data, f"{name} was published empty"
            assert not name.endswith(".html") or data.rstrip().endswith(b"</html>")
    # What the killed build had begun to write of this article is not left behind.
    (project.source_dir / "f0/n0.md").unlink()

    build(again(project))
    assert not remains(project)
    recovered = dict(tree(project.output_dir))
    assert recovered == clean(project)


def test_what_a_killed_build_left_is_cleared_though_nothing_changed(project: Project) -> None:
    build(project)
    assert build(again(project)).unchanged
    (project.output_dir / JOURNAL).write_text('"es/f0/new.html"\n"../x"\nno json\n', encoding="utf-8")
    (project.output_dir / "es/f0/new.html").write_text("half", encoding="utf-8")
    (project.output_dir / "es/f0/.tmp-abc.part").write_text("half", encoding="utf-8")
    build(again(project))
    assert not remains(project)
    assert not (project.output_dir / "es/f0/new.html").exists()
    assert build(again(project)).unchanged


def test_builds_at_once_give_what_one_gives(project: Project) -> None:
    wanted = clean(project)
    shutil.rmtree(project.output_dir)
    shutil.rmtree(project.cache_dir)
    command = [sys.executable, "-m", "toolkit", "build"]
    running = [
        subprocess.Popen(
            command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(3)
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert dict(tree(project.output_dir)) == wanted
    assert not remains(project)


def test_a_full_disk_is_one_clear_error_and_the_old_pages_stay(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = clean(project)
    translated(project, "es", lambda unit: replace(unit, target="¡" + unit.target))
    real = files._replace
    calls = iter(range(10_000))

    def fails(target: Path, raw: bytes, durable: bool, exclusive: bool) -> None:
        if next(calls) > 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(target, raw, durable, exclusive)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_replace", fails)
        with pytest.raises(ToolkitError, match="cannot write the file: no space left on device"):
            build(again(project), jobs=1)
    now = dict(tree(project.output_dir))
    assert now.keys() == before.keys()
    changed = [name for name in now if now[name] != before[name]]
    assert 0 < len(changed) <= 21
    build(again(project))
    recovered = dict(tree(project.output_dir))
    assert recovered == clean(project)


@pytest.mark.parametrize("where", ["output", "cache", "bodies"])
def test_a_folder_that_may_not_be_written(project: Project, where: str) -> None:
    """A file stands where the folder has to be: that stops everybody, root too."""
    clean(project)
    if where == "output":
        shutil.rmtree(project.output_dir)
        project.output_dir.write_text("mine", encoding="utf-8")
    else:
        cache = project.cache_dir / "build"
        shutil.rmtree(cache)
        shutil.rmtree(project.output_dir)
        (cache if where == "cache" else cache / "pages").parent.mkdir(exist_ok=True)
        (cache if where == "cache" else cache / "pages").write_text("mine", encoding="utf-8")
    if where == "bodies":  # they can be made again where they are needed
        build(again(project))
        assert dict(tree(project.output_dir)) == clean(project)
        return
    with pytest.raises(ToolkitError) as caught:
        build(again(project))
    assert str(project.root) in str(caught.value)


@pytest.mark.parametrize("damage", ["empty", "noise", "cut", "other tables"])
def test_a_damaged_database_is_made_again(project: Project, damage: str) -> None:
    wanted = clean(project)
    path = project.cache_dir / "build/pages.db"
    data = path.read_bytes()
    assert data.startswith(b"SQLite format 3")
    noise = random.Random(1).randbytes(len(data) - 4096)
    if damage == "other tables":
        import sqlite3

        with sqlite3.connect(path) as database:
            database.execute("DROP TABLE pages")
            database.execute("CREATE TABLE pages (x)")
        database.close()
    else:
        path.write_bytes({"empty": b"", "noise": data[:4096] + noise, "cut": data[: len(data) // 2]}[damage])
    build(again(project), force=True)
    assert dict(tree(project.output_dir)) == wanted


def test_random_changes_one_after_the_other_give_the_clean_build(project: Project) -> None:
    """Whatever is remembered between builds is no other than what a clean build would find."""
    rng = random.Random(20250601)
    names = sorted(ARTICLES)
    build(project)

    def edit(name: str) -> None:
        path = project.source_dir / name
        if path.exists() and rng.random() < 0.3:
            path.unlink()
        else:
            other = rng.choice(names)
            front = rng.choice(["", "draft: true\n", "noindex: true\n", "updated: 2025-02-02\n", "slug: x\n"])
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                f"---\ntitle: T{rng.randrange(3)}\ndate: 2025-02-{rng.randrange(1, 28):02}\n{front}---\n"
                f"# H\n\nWords {rng.randrange(3)} ![p](p.svg) [x](../{other})\n",
                encoding="utf-8",
            )

    def translate(name: str) -> None:
        if (project.source_dir / name).exists():
            mark = rng.choice(["✓", "¡", ""])
            translated(
                again(project),
                rng.choice(["es", "ar"]),
                lambda unit: replace(unit, target=mark and unit.source + mark),
                (name,),
            )

    def configure(_: str) -> None:
        project.config_path.write_text(
            CONFIG.replace("Green", rng.choice(["Green", "Blue"]))
            + rng.choice(["", "localised-slugs = true\n", "feed = 0\n"])
            + rng.choice(["", '[build]\nincomplete = "omit"\n', "[build]\nmarkdown = false\n"]),
            encoding="utf-8",
        )

    def picture(_: str) -> None:
        path = project.source_dir / "f1/p.svg"
        path.unlink() if path.exists() else path.write_text("<svg/>", encoding="utf-8")

    for _ in range(12):
        for _ in range(rng.randint(1, 3)):
            rng.choice([edit, edit, translate, translate, configure, picture])(rng.choice(names))
        slugs = project.catalogs_dir / "slugs.toml"
        build(again(project), jobs=1)
        incremental = dict(tree(project.output_dir))
        kept = slugs.read_bytes() if slugs.exists() else b""
        assert incremental == clean(project)
        assert kept == (slugs.read_bytes() if slugs.exists() else b"")


def test_the_manifest_names_all_there_is(project: Project) -> None:
    import json

    build(project)
    named = set(json.loads((project.output_dir / MANIFEST).read_text(encoding="utf-8"))["files"])
    assert named == set(tree(project.output_dir))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_a_file_name_that_is_no_text_is_one_error_and_the_others_go_on(project: Project) -> None:
    name = os.fsencode(project.source_dir) + b"/\xff.md"
    Path(os.fsdecode(name)).write_text("# X\n")
    report = build(again(project))
    assert len(report.errors) == 1
    assert "name is not UTF-8" in report.errors[0]
    assert report.pages == {"en": 24, "es": 24, "ar": 24}


def test_a_line_break_in_a_name_and_what_looks_like_a_token_do_no_harm(project: Project) -> None:
    (project.source_dir / "a\nb.md").write_text("# X\n\nSee \x0299\x03 [n](f0/n0.md).\n", encoding="utf-8")
    build(again(project))
    assert again(project).output_dir.joinpath("en/a\nb.html").is_file()
    (project.source_dir / "a\nb.md").unlink()
    build(again(project))
    assert not project.output_dir.joinpath("en/a\nb.html").exists()
