"""The Makefile on machines that lack something."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make (Debian package make)")


def made(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Only the environment is made, and with a Python of our own: nothing is installed."""
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    fake = folder / "python"
    fake.write_text(f"#!/bin/sh\n{python}\n")
    fake.chmod(0o755)
    return subprocess.run(
        ["make", ".venv/bin/python", "PYTHON=./python"], cwd=folder, capture_output=True, text=True
    )


def test_half_an_environment_does_not_stay(tmp_path: Path) -> None:
    """Debian's python3 without python3-venv leaves a link to the system's own Python."""
    folder = tmp_path / "a b"
    python = (
        '[ "$1" = -m ] || exit 0; mkdir -p "$3/bin"; touch "$3/bin/python"; echo no ensurepip >&2; exit 1'
    )
    done = made(folder, python)
    assert done.returncode != 0
    assert "no ensurepip" in done.stderr
    assert not (folder / ".venv").exists()


def test_a_python_that_is_too_old_is_said_before_anything_is_made(tmp_path: Path) -> None:
    done = made(tmp_path / "a b", 'echo "l10n-toolkit needs Python 3.11" >&2; exit 1')
    assert done.returncode != 0
    assert "needs Python 3.11" in done.stderr
    assert not (tmp_path / "a b" / ".venv").exists()
