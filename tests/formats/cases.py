"""Reads the case files: ``=== title``, then parts that a line with one full stop separates.

In a case ``→`` is a tab, ``␣`` a blank that an editor might strip, ``␍`` a carriage return.
"""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parent.parent / "cases"


def cases(name: str, parts: int) -> list[object]:
    """The cases of a file as pytest parameters; there is at least one."""
    found = []
    for block in (CASES / name).read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, _, rest = block.partition("\n")
        pieces = rest.split("\n.\n")
        assert len(pieces) == parts, f"{name}: {title!r} has {len(pieces)} parts, not {parts}"
        pieces[-1] = pieces[-1].rstrip("\n")
        for visible, meant in (("→", "\t"), ("␣", " "), ("␍", "\r")):
            pieces = [piece.replace(visible, meant) for piece in pieces]
        found.append(pytest.param(*pieces, id=title))
    assert found, f"no case in {name}"
    return found
