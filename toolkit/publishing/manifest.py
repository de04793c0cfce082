"""What builds wrote in the output folder: the manifest, and the writing itself.

The manifest lies in the output folder, so that it is gone when that is. Only what it names is ever
deleted. Names are noted in a journal before their files are written, so that the next build also
knows the files of one that was killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import posixpath
from collections.abc import Iterable
from pathlib import Path

from toolkit.errors import BuildError, ToolkitError
from toolkit.files import write_atomic
from toolkit.publishing.digests import number

MANIFEST = ".toolkit-manifest.json"
JOURNAL = ".toolkit-writing"
_VERSION = 3

Put = tuple[int, int, bool]
"""Size of an output, its time, and whether it was written just now."""


def _entry(size: int, time: int, key: str) -> int:
    return number(size, time, key)


class Manifest:
    """Every file in the output folder that a build wrote: size, time and the key it was made from."""

    def __init__(self, output: Path, shared: bool = False) -> None:
        """
        :param shared: others write into the folder too, such as people into a generator's: what no build
            wrote is theirs, and stays.
        """
        self.output = output
        self.shared = shared
        self.old: dict[str, int] = {}
        """What this build has not come to yet; for each name a digest of size, time and key."""
        self.new: dict[str, int] = {}
        self.written = 0
        self._journal: int | None = None

    def load(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            data = json.loads((self.output / MANIFEST).read_text(encoding="utf-8"))
            files = data.get("files") if isinstance(data, dict) else None
            if isinstance(files, dict):
                self.old = {
                    name: entry if isinstance(entry, int) else 0
                    for name, entry in files.items()
                    if _inside(name)
                }
        self._recover()

    @property
    def interrupted(self) -> bool:
        """Whether a build into this folder did not come to its end."""
        return os.path.lexists(self.output / JOURNAL)

    def _recover(self) -> None:
        """After a build that was killed: its files are known, and parts of files are removed."""
        journal = self.output / JOURNAL
        if journal.is_symlink():
            return
        try:
            lines = journal.read_bytes().split(b"\n")
        except OSError:
            return
        for line in lines:
            with contextlib.suppress(ValueError):
                name = json.loads(line)
                if isinstance(name, str) and _inside(name):
                    self.old.setdefault(name, 0)
        for folder in {posixpath.dirname(name) for name in self.old}:
            if _really_inside(self.output / folder / "x", self.output):
                for part in (self.output / folder).glob(".tmp-*.part"):
                    with contextlib.suppress(OSError):
                        part.unlink()

    def fresh(self, name: str, key: str) -> bool:
        """Whether the file is there as it was written from this key; it then stays."""
        entry = self.old.get(name) or self.new.get(name)
        if not entry:
            return False
        try:
            stat = os.stat(f"{self.output}/{name}")  # noqa: PTH116 - strings all along
        except OSError:
            return False
        if entry != _entry(stat.st_size, stat.st_mtime_ns, key):
            return False
        self.new[name] = entry
        self.old.pop(name, None)
        return True

    def expect(self, names: Iterable[str]) -> None:
        """These are going to be written; nobody may be told to write them before.

        :raises BuildError: one of them is a file of somebody else.
        """
        fresh = [name for name in names if name not in self.old and name not in self.new]
        for name in fresh if self.shared else ():
            if os.path.lexists(self.output / name):
                raise BuildError(
                    "this file is there, and no build wrote it; it was left as it is",
                    path=self.output / name,
                    hint="move it away or delete it (the whole folder, if only builds wrote there), "
                    "or build into another folder",
                )
        lines = [json.dumps(name) + "\n" for name in fresh]
        if not lines:
            return
        try:
            if self._journal is None:
                self.output.mkdir(parents=True, exist_ok=True)
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
                self._journal = os.open(self.output / JOURNAL, flags, 0o666)
            os.write(self._journal, "".join(lines).encode("ascii"))
        except OSError as error:
            raise ToolkitError(
                f"nothing can be written here: {error.strerror}", path=self.output / JOURNAL
            ) from error

    def write(self, name: str, data: bytes | bytearray | str, key: str = "") -> None:
        """Write an output.

        :raises BuildError: the name leads out of the output folder, or is a file of somebody else who has
            something else in it.
        """
        if self.shared and name not in self.old and name not in self.new and self._has(name, data):
            return
        self.expect([name])
        self.record(name, key, put(self.output, name, data))

    def _has(self, name: str, data: bytes | bytearray | str) -> bool:
        """Whether the file is there with just these contents."""
        if not _inside(name):
            return False
        try:
            return (self.output / name).read_bytes() == (
                data.encode("utf-8") if isinstance(data, str) else data
            )
        except OSError:
            return False

    def record(self, name: str, key: str, result: Put) -> None:
        """:raises BuildError: the build has already made it from something else."""
        size, time, changed = result
        entry = _entry(size, time, key)
        if self.new.setdefault(name, entry) != entry:
            raise BuildError(
                "two articles, or an article and a file beside it, would both be this file",
                path=self.output / name,
                hint="rename one of them, or leave one out with `exclude`",
            )
        self.old.pop(name, None)
        self.written += changed

    def finish(self, *, keep: Iterable[str] = ()) -> int:
        """Delete what earlier builds wrote and this one did not; write the manifest. Returns how many.

        :param keep: prefixes of outputs this build was not about.
        """
        prefixes = tuple(keep)
        removed = 0
        folders = set()
        for name, entry in self.old.items():
            if prefixes and name.startswith(prefixes):
                self.new[name] = entry
                continue
            path = self.output / name
            if _really_inside(path, self.output):
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()
                    removed += 1
                folders.add(posixpath.dirname(name))
        for folder in sorted(folders, key=len, reverse=True):
            self._prune(folder)
        self.old = {}
        data = {"version": _VERSION, "files": dict(sorted(self.new.items()))}
        text = json.dumps(data, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"
        if self.new or (self.output / MANIFEST).exists():
            write_atomic(self.output / MANIFEST, text, root=self.output)
        self.close()
        with contextlib.suppress(FileNotFoundError):
            (self.output / JOURNAL).unlink()
        return removed

    def close(self) -> None:
        """Let go of the journal; it stays for the next build where this one did not finish."""
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None

    def _prune(self, folder: str) -> None:
        while folder:
            try:
                (self.output / folder).rmdir()
            except OSError:
                return
            folder = posixpath.dirname(folder)


def put(output: Path, name: str, data: bytes | bytearray | str) -> Put:
    """Write one output if it differs; its size and time, and whether it was written.

    :raises BuildError: the name leads out of the output folder.
    """
    if not _inside(name):
        raise BuildError(f"{name!r} would lie outside the output folder; it was not written")
    raw = data.encode("utf-8") if isinstance(data, str) else data
    path = f"{output}/{name}"
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - strings all along, this runs once a file
            changed = file.read() != raw
    except OSError:
        changed = True
    if changed:
        write_atomic(path, raw, root=output)
    stat = os.stat(path)  # noqa: PTH116
    return stat.st_size, stat.st_mtime_ns, changed


def _inside(name: str) -> bool:
    return (
        bool(name)
        and "\\" not in name
        and "\0" not in name
        and ":" not in name.split("/", 1)[0]
        and not name.startswith("/")
        and all(part not in ("", ".", "..") for part in name.split("/"))
    )


def _really_inside(path: Path, output: Path) -> bool:
    """Whether the file's folder is below the output folder when links are followed."""
    try:
        return path.parent.resolve().is_relative_to(output.resolve())
    except OSError:
        return False
