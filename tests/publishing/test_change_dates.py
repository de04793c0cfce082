"""When the original changed: from front matter, else from version control, never a guess."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.git import Repository
from tests.publishing.conftest import CONFIG, translated, tree
from toolkit.model import State, Unit
from toolkit.project import Project
from toolkit.publishing.site import build
from toolkit.repository import last_changes

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git (Debian: git)")

SAID = "cambió el 1 de marzo de 2026"
UNDATED = "El original en inglés ha cambiado"


def stale(unit: Unit) -> Unit:
    return replace(unit, state=State.STALE, previous="Old.") if "New" in unit.source else unit


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Project:
    """An article whose Spanish is of an earlier version."""
    root = make_project({"g/a é.md": "# A\n\nNew text.\n", "b.md": "# B\n"}, CONFIG)
    made = Project.find(root)
    translated(made, "es", stale)
    (root / ".gitignore").write_text("build/\n.toolkit/\n", encoding="utf-8")
    return made


def page(project: Project, name: str = "g/a é") -> str:
    return (project.output_dir / f"es/{name}.html").read_text(encoding="utf-8")


def rebuilt(project: Project) -> Project:
    again = Project.find(project.root)
    build(again)
    return again


def test_without_version_control_no_day_is_said(project: Project) -> None:
    build(project)
    assert UNDATED in page(project)


def test_the_day_of_the_commit_is_said_once_it_is_made(project: Project) -> None:
    repository = Repository(project.root)
    build(project)
    assert UNDATED in page(project)
    repository.commit()
    rebuilt(project)
    assert SAID in page(project)
    repository.hours += 48
    (project.source_dir / "b.md").write_text("# Other\n", encoding="utf-8")
    repository.commit("another article")
    rebuilt(project)
    assert SAID in page(project)
    clean = tree(project.output_dir)
    shutil.rmtree(project.output_dir)
    shutil.rmtree(project.cache_dir)
    rebuilt(project)
    assert tree(project.output_dir) == clean


def test_an_author_s_own_date_comes_first(project: Project) -> None:
    source = project.source_dir / "g/a é.md"
    source.write_text("---\nupdated: 2026-02-03\n---\n" + source.read_text("utf-8"), encoding="utf-8")
    Repository(project.root).commit()
    rebuilt(project)
    assert "cambió el 3 de febrero de 2026" in page(project)


def test_what_is_not_committed_has_no_day(project: Project) -> None:
    Repository(project.root).commit()
    source = project.source_dir / "g/a é.md"
    source.write_text(source.read_text("utf-8") + "\nMore.\n", encoding="utf-8")
    rebuilt(project)
    assert UNDATED in page(project)


def test_a_file_that_only_moved_did_not_change(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "r")
    folder = repository.root / "articles"
    folder.mkdir()
    (folder / "old.md").write_text("# A long enough article\n\nWith words.\n", encoding="utf-8")
    (folder / "b.md").write_text("# B\n", encoding="utf-8")
    repository.commit()
    repository.hours += 24
    (folder / "old.md").rename(folder / "new.md")
    (folder / "b.md").write_text("# B, changed\n", encoding="utf-8")
    repository.commit()
    (folder / "c.md").write_text("# not committed\n", encoding="utf-8")
    found = last_changes(folder, ["new.md", "b.md", "c.md", "none.md"])
    assert {name: day.isoformat() for name, day in found.items()} == {
        "new.md": "2026-03-01",
        "b.md": "2026-03-02",
    }


def test_a_shallow_clone_does_not_guess(tmp_path: Path) -> None:
    origin = Repository(tmp_path / "origin")
    (origin.root / "a.md").write_text("# A\n", encoding="utf-8")
    origin.commit()
    (origin.root / "b.md").write_text("# B\n", encoding="utf-8")
    origin.commit()
    origin("clone", "-q", "--depth", "1", origin.root.as_uri(), str(tmp_path / "clone"))
    assert last_changes(tmp_path / "clone", ["a.md", "b.md"]) == {}
    assert set(last_changes(origin.root, ["a.md", "b.md"])) == {"a.md", "b.md"}
