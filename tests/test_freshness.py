"""The state of files in one string."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.freshness import fingerprint


def add(folder: Path) -> None:
    (folder / "deep" / "new.md").write_text("new")


def change(folder: Path) -> None:
    (folder / "b.md").write_text("longer than before")


def remove(folder: Path) -> None:
    (folder / "deep" / "c.md").unlink()


@pytest.mark.parametrize("what", [add, change, remove])
@pytest.mark.parametrize("link", ["", "nowhere", "in a circle"])
def test_every_change_is_seen_also_beside_links_that_lead_nowhere(
    tmp_path: Path, what: Callable[[Path], None], link: str
) -> None:
    folder = tmp_path / "articles"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.md", "deep/c.md"):
        (folder / name).write_text("text")
    for number in range(20) if link else ():  # in whatever order the system tells of them
        place = folder / f"{number}.md"
        place.symlink_to(place if link == "in a circle" else tmp_path / "gone.md")
        (folder / "deep" / place.name).symlink_to(tmp_path / "gone.md")
    before = fingerprint([folder])
    assert fingerprint([folder]) == before
    what(folder)
    assert fingerprint([folder]) != before
