"""What ``toolkit init`` writes: a small content repository that works at once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

# Where each file of this folder goes; names that packaging tools treat specially are kept plain here.
# The settings come last: without them a folder is no project, whatever could not be written before.
FILES: dict[str, str] = {
    "source_articles/welcome.md": "source_articles/welcome.md",
    "gitignore": ".gitignore",
    "github/workflows/translations.yml": ".github/workflows/translations.yml",
    "toolkit.toml": "toolkit.toml",
}


def plan(folder: Path) -> Iterator[tuple[Path, str]]:
    """(path, text) of each file that a new content repository in ``folder`` has."""
    here = files(__name__)
    for name, place in FILES.items():
        yield folder / place, here.joinpath(name).read_text(encoding="utf-8")


def ignored() -> list[str]:
    """What version control leaves out, a pattern each."""
    return files(__name__).joinpath("gitignore").read_text(encoding="utf-8").split()
