"""What ``toolkit init`` writes: a small content repository that works at once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

# Where each file of this folder goes; names that packaging tools treat specially are kept plain here.
FILES: dict[str, str] = {
    "toolkit.toml": "toolkit.toml",
    "source_articles/welcome.md": "source_articles/welcome.md",
    "gitignore": ".gitignore",
    "github/workflows/translations.yml": ".github/workflows/translations.yml",
}


def plan(folder: Path) -> Iterator[tuple[Path, str]]:
    """(path, text) of each file that a new content repository in ``folder`` has."""
    here = files(__name__)
    for name, place in FILES.items():
        yield folder / place, here.joinpath(name).read_text(encoding="utf-8")


def ignored() -> list[str]:
    """What version control leaves out, a pattern each."""
    return files(__name__).joinpath("gitignore").read_text(encoding="utf-8").split()
