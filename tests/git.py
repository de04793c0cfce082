"""Real git repositories for tests: everybody commits in his own name, at a time of his own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROBOT = "Robot <robot@example.org>"


@dataclass
class Repository:
    """A repository at ``root``; commits are one hour apart."""

    root: Path
    hours: int = 0

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self("init", "-q", "-b", "main")

    def __call__(self, *arguments: str, author: str = ROBOT) -> str:
        name, _, mail = author.rstrip(">").partition(" <")
        when = f"2026-03-{1 + self.hours // 24:02}T{self.hours % 24:02}:00:00+00:00"
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
               for what, value in (("NAME", name), ("EMAIL", mail), ("DATE", when))},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }  # fmt: skip
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, message: str = "x", *, author: str = ROBOT) -> str:
        """Everything there is, in this person's name; the short hash."""
        self.hours += 1
        self("add", "-A")
        self("commit", "-qm", message, author=author)
        return self("rev-parse", "--short=10", "HEAD")
