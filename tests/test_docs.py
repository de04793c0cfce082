"""What the documentation shows is run, and where it points there is something."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.M | re.S)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")


def blocks(path: Path) -> list[tuple[str, str]]:
    return _BLOCK.findall(path.read_text(encoding="utf-8"))


SHELL = [
    pytest.param(path, code, id=f"{path.name}:{number}")
    for path in PAGES
    for number, code in enumerate(code for kind, code in blocks(path) if kind in ("sh", "bash", "shell"))
]


def sample(folder: Path) -> Path:
    """A copy of this project's content, as a user would have it."""
    place = folder / "my project"
    place.mkdir()
    for name in ("source_articles", "locales"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def environment(home: Path) -> dict[str, str]:
    """This interpreter's commands first; no keys, nobody's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.endswith(("_KEY", "_TOKEN", "_PROXY"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return {**kept, "PATH": path, "HOME": str(home), "NO_COLOR": "1"}


def shell(code: str, folder: Path, options: str = "-euo") -> subprocess.CompletedProcess[str]:
    """What a shell makes of ``code`` in a copy of the sample content."""
    return subprocess.run(
        ["bash", options, "pipefail", "-c", code],
        cwd=sample(folder),
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(("path", "code"), SHELL)
def test_shell_blocks_run(path: Path, code: str, tmp_path: Path) -> None:
    """Every ``sh`` block runs as it stands."""
    done = shell(code, tmp_path)
    assert done.returncode == 0, f"{path.name}:\n{code}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_there_are_shell_blocks() -> None:
    assert len(SHELL) >= 5


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    text = _CODE.sub("", _BLOCK.sub("", path.read_text(encoding="utf-8")))
    for target, anchor in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        file = path.parent / target
        assert file.exists(), f"{path.name} links to {target}"
        if anchor and file.suffix == ".md":
            assert anchor[1:] in heading_ids(file), f"{path.name} links to {target}{anchor}"


def heading_ids(path: Path) -> set[str]:
    text = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ +(.*?)\s*$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_no_page_names_a_path_of_somebodys_machine() -> None:
    for path in PAGES:
        assert not re.search(r"(/home/|/Users/|/work/|C:\\\\)", path.read_text(encoding="utf-8")), path.name
