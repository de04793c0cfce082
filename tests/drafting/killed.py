"""A slow draft in a process of its own, to be killed: ``python -m tests.drafting.killed PROJECT LOG``.

Every text the engine is asked for is a line of LOG before it is answered.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from toolkit.drafting import draft
from toolkit.engines import Form, Limits, Pair, Reply
from toolkit.project import Project
from toolkit.testing import FakeEngine


class Slow(FakeEngine):
    """Writes down what it is asked."""

    def __init__(self, log: Path) -> None:
        super().__init__(latency=0.004, limits=Limits(5_000, 1, connections=2))
        self._file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def translate(
        self, texts: Sequence[str], pair: Pair, *, form: Form, glossary: Sequence[tuple[str, str]] = ()
    ) -> Sequence[str | Reply | None]:
        for text in texts:
            os.write(self._file, (json.dumps([text, form]) + "\n").encode())
        return super().translate(texts, pair, form=form, glossary=glossary)


def main(folder: str, log: str) -> None:
    project = Project.find(Path(folder))
    print("ready", flush=True)
    draft(project, project.all_articles, project.config.locales, engines=[Slow(Path(log))])


if __name__ == "__main__":
    main(*sys.argv[1:])
