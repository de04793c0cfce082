"""Writing files: whole or not at all, never over other work, never out of the project."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from toolkit import files
from toolkit.errors import ConflictError, ToolkitError


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_writes_text_as_utf8_with_its_line_endings(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "página.md"
    files.write_atomic(path, "á\r\nb\n")
    assert path.read_bytes() == "á\r\nb\n".encode()
    assert names(path.parent) == ["página.md"]


@pytest.mark.parametrize("durable", [False, True])
def test_unchanged_content_is_not_written(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "a.po"
    assert files.write_if_changed(path, "x", durable=durable)
    before = path.stat()
    assert not files.write_if_changed(path, "x", durable=durable)
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert files.write_if_changed(path, "y", durable=durable)
    assert path.read_text() == "y"


def test_mode_is_kept_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("a")
    old.chmod(0o640)
    files.write_atomic(old, "b")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    reference = tmp_path / "reference"
    reference.write_text("")
    files.write_atomic(tmp_path / "new", "b")
    assert (tmp_path / "new").stat().st_mode == reference.stat().st_mode


def test_the_longest_name_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    files.write_atomic(path, "x")
    assert path.read_text() == "x"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.po"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(ToolkitError, match="cannot write the file: no space left on device"):
        files.write_atomic(path, "new", durable=True)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.po"]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write_atomic(tmp_path / "a", "new")
    assert names(tmp_path) == []


def test_a_folder_in_the_way_is_a_readable_error(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(ToolkitError, match="cannot write the file"):
        files.write_atomic(tmp_path / "a", "x")


def test_a_changed_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text("mine")
    seen = files.stamp(path)
    path.write_text("hers")
    with pytest.raises(ConflictError, match="changed on disk") as caught:
        files.write_if_changed(path, "new", expected=seen)
    assert path.read_text() == "hers"
    assert str(path) in str(caught.value)


def test_a_touched_file_with_the_same_content_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text("mine")
    seen = files.stamp(path)
    path.unlink()
    path.write_text("mine")
    os.utime(path, (1, 1))
    assert files.write_if_changed(path, "new", expected=seen)


def test_same_size_and_time_with_other_content_is_a_conflict(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text("mine")
    os.utime(path, (1, 1))
    seen = files.stamp(path)
    path.write_text("hers")
    os.utime(path, (1, 1))
    with pytest.raises(ConflictError):
        files.write_if_changed(path, "new", expected=seen)


def test_a_file_that_appeared_is_a_conflict_and_one_that_went_too(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    assert files.stamp(path) == files.ABSENT
    path.write_text("hers")
    with pytest.raises(ConflictError):
        files.write_if_changed(path, "new", expected=files.ABSENT)
    seen = files.stamp(path)
    path.unlink()
    with pytest.raises(ConflictError):
        files.write_if_changed(path, "new", expected=seen)
    assert not path.exists()


def test_the_wanted_content_is_there_already_so_there_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text("new")
    assert not files.write_if_changed(path, "new", expected=files.ABSENT)


# Symbolic links


@pytest.mark.parametrize("error", [PermissionError(errno.EPERM, "no"), OSError(errno.ENOTSUP, "no")])
def test_a_new_file_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "new" / "a.po"
    files.write_atomic(path, "one", exclusive=True)
    with pytest.raises(ConflictError):
        files.write_atomic(path, "two", exclusive=True)
    assert path.read_text() == "one"
    assert names(path.parent) == ["a.po"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project" / "real").mkdir(parents=True)
    return tmp_path / "project"


def test_a_link_to_a_file_outside_is_refused(project: Path) -> None:
    victim = project.parent / "elsewhere" / "victim"
    victim.write_text("precious")
    (project / "a.po").symlink_to(victim)
    with pytest.raises(ToolkitError, match="leads out of the project"):
        files.write_atomic(project / "a.po", "x", root=project)
    assert victim.read_text() == "precious"


def test_a_folder_linked_to_outside_is_refused_also_when_the_file_is_new(project: Path) -> None:
    (project / "build").symlink_to(project.parent / "elsewhere")
    with pytest.raises(ToolkitError, match="leads out of the project"):
        files.write_atomic(project / "build" / "es" / "index.html", "x", root=project)
    assert names(project.parent / "elsewhere") == []


def test_dots_do_not_lead_out(project: Path) -> None:
    with pytest.raises(ToolkitError, match="leads out of the project"):
        files.write_atomic(project / ".." / "elsewhere" / "x", "x", root=project)


def test_a_link_inside_stays_a_link(project: Path) -> None:
    (project / "real" / "a.po").write_text("old")
    (project / "a.po").symlink_to(Path("real") / "a.po")
    files.write_atomic(project / "a.po", "new", root=project)
    assert (project / "a.po").is_symlink()
    assert (project / "real" / "a.po").read_text() == "new"


def test_a_project_reached_through_a_link_is_no_way_out(project: Path) -> None:
    alias = project.parent / "alias"
    alias.symlink_to(project)
    files.write_atomic(alias / "a.po", "x", root=alias)
    assert (project / "a.po").read_text() == "x"


def test_without_a_root_no_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("precious")
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(ToolkitError, match="symbolic link"):
        files.write_atomic(tmp_path / "link", "x")
    assert (tmp_path / "real").read_text() == "precious"


# Locks


def test_lock_files_lie_in_the_cache_folder(tmp_path: Path) -> None:
    with files.lock(tmp_path / "a.po", root=tmp_path):
        assert names(tmp_path) == [".toolkit"]


def test_threads_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")

    def add() -> None:
        for _ in range(20):
            with files.lock(path, root=tmp_path):
                files.write_atomic(path, str(int(path.read_text()) + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() == "80"


_COUNT = """
import sys
from pathlib import Path
from toolkit import files
path, root = Path(sys.argv[1]), Path(sys.argv[2])
for _ in range(30):
    with files.lock(path, root=root):
        files.write_atomic(path, str(int(path.read_text()) + 1))
"""


def test_processes_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")
    started = [subprocess.Popen([sys.executable, "-c", _COUNT, str(path), str(tmp_path)]) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert path.read_text() == "90"


def test_waiting_too_long_is_a_readable_error(tmp_path: Path) -> None:
    with (
        files.lock(tmp_path / "a.po", root=tmp_path),
        pytest.raises(ToolkitError, match="another toolkit process"),
        files.lock(tmp_path / "a.po", root=tmp_path, timeout=0.05),
    ):
        raise AssertionError("two held it at once")
