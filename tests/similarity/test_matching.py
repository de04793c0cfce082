"""The index of similar texts."""

from __future__ import annotations

import os
import subprocess
import sys

COMMON_WORDS = """
import random
from toolkit.similarity.matching import Index

chance = random.Random(5)
words = [f"w{number}" for number in range(40)]
index = Index([" ".join(chance.sample(words, 8)) for _ in range(4000)])
print([index.matches(" ".join(chance.sample(words, 8)), limit=3, cutoff=40) for _ in range(40)])
"""


def test_the_same_texts_are_found_in_every_process() -> None:
    """Where every word stands in thousands of texts, not all that have it can be compared."""
    found = {
        subprocess.run(
            [sys.executable, "-c", COMMON_WORDS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1
    assert "(" in found.pop()
