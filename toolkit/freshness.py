"""Whether anything changed since a command last did its whole work.

A fingerprint of folders (path, size, modification time of every file) is kept in
the cache folder beside what the command said then. When it still fits, there is
nothing to do. It is only ever a reason to do nothing: deleting the cache costs
time, never content.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from toolkit import __version__
from toolkit.errors import ToolkitError
from toolkit.files import write_atomic


def fingerprint(paths: Iterable[Path], *, salt: str = "") -> str:
    """One string for the state of files and of everything below folders.

    Hidden entries are left out; what does not exist counts as absent. Two states differ in their
    fingerprints when any file was added, removed, resized or written to.
    """
    entries: list[str] = []
    stack: list[str] = []
    for path in paths:
        text = os.fspath(path)
        try:
            stat = path.stat()
        except OSError:
            entries.append(f"{text}\0absent")
            continue
        if path.is_dir():
            stack.append(text)
        else:
            entries.append(f"{text}\0{stat.st_size}\0{stat.st_mtime_ns}")
    while stack:
        with contextlib.suppress(FileNotFoundError), os.scandir(stack.pop()) as found:
            for entry in found:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                    continue
                try:
                    stat = entry.stat()
                except OSError:  # a link that leads nowhere, or in a circle; those after it still count
                    entries.append(f"{entry.path}\0absent")
                else:
                    entries.append(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}")
    entries.sort()
    digest = blake2b(f"{__version__}\0{salt}".encode(), digest_size=16)
    digest.update("\n".join(entries).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


class Records:
    """What commands said when they last ran, each under the fingerprint it is true for."""

    def __init__(self, folder: Path, name: str = "freshness.json") -> None:
        self._path = folder / name

    def get(self, command: str, mark: str) -> Mapping[str, Any] | None:
        """What was recorded for ``command`` if ``mark`` is the fingerprint it was recorded with."""
        entry = self._read().get(command)
        if isinstance(entry, dict) and entry.get("mark") == mark:
            said = entry.get("said")
            return said if isinstance(said, dict) else None
        return None

    def put(self, command: str, mark: str, said: Mapping[str, Any]) -> None:
        """Record what is true as long as ``mark`` is; failing to write a cache is no failure."""
        entries = self._read()
        entries[command] = {"mark": mark, "said": dict(said)}
        with contextlib.suppress(OSError, ToolkitError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self._path, json.dumps(entries, ensure_ascii=False))

    def _read(self) -> dict[str, Any]:
        try:
            entries = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}
