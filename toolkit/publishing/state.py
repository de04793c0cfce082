"""What a build remembers: facts of pages in ``.toolkit/build``, and what it wrote in the output folder.

The cache may be deleted at any time. The manifest lies in the output folder itself, so that it is
gone when the output is: only what it names is ever deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from toolkit.errors import BuildError
from toolkit.files import write_atomic
from toolkit.publishing import facts as facts_module
from toolkit.publishing.facts import Facts, Prepared

MANIFEST = ".toolkit-manifest.json"
_MANIFEST_VERSION = 1
_VERSION = 2
"""Of the cache."""


def digest(*parts: object) -> str:
    """A short digest of values with a stable ``repr`` or JSON."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in parts:
        hashed.update(part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass"))
        hashed.update(b"\0")
    return hashed.hexdigest()


class Inputs:
    """Digests of input files; a file is read again only when its size or time has changed."""

    def __init__(self, root: Path, known: Mapping[str, Any]) -> None:
        self.root = root
        self.known = known
        self.seen: dict[str, list[Any]] = {}

    def digest(self, path: Path) -> str:
        """SHA-256 of the file's bytes; empty for a file that is not there."""
        name = os.fspath(path)
        try:
            stat = path.stat()
        except OSError:
            return ""
        entry = self.known.get(name)
        if isinstance(entry, list) and entry[:2] == [stat.st_size, stat.st_mtime_ns]:
            self.seen[name] = entry
            return str(entry[2])
        try:
            data = path.read_bytes()
        except OSError:
            return "unreadable"
        found = hashlib.sha256(data).hexdigest()
        self.seen[name] = [stat.st_size, stat.st_mtime_ns, found]
        return found


class Cache:
    """Facts and bodies of pages between builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data: dict[str, Any] = {}

    def load(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            data = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
            if isinstance(data, dict) and data.get("version") == _VERSION:
                self.data = data

    @property
    def files(self) -> Mapping[str, Any]:
        files = self.data.get("files")
        return files if isinstance(files, dict) else {}

    def facts(self, name: str, locale: str, key: str) -> Facts | None:
        """The facts recorded under this key, when the body is there too."""
        entry = self.data.get("pages", {}).get(f"{locale}/{name}")
        if not isinstance(entry, list) or len(entry) != 2 or entry[0] != key:
            return None
        try:
            return facts_module.load(entry[1])
        except (TypeError, ValueError):
            return None

    def save(self, files: Mapping[str, Any], pages: Mapping[tuple[str, str], tuple[str, Facts]]) -> None:
        data = {
            "version": _VERSION,
            "files": dict(files),
            "pages": {
                f"{locale}/{name}": [key, facts.dump()] for (name, locale), (key, facts) in pages.items()
            },
        }
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomic(
                self.folder / "state.json", json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            )

    def body_path(self, name: str, locale: str) -> str:
        return f"{self.folder}/pages/{locale}/{digest(name)}"

    def has_body(self, name: str, locale: str) -> bool:
        return os.path.isfile(self.body_path(name, locale))  # noqa: PTH113 - strings all along

    def write_body(self, prepared: Prepared, key: str) -> None:
        """Written plainly: the first line tells a part of a file, and one of another key, apart."""
        html, markdown = prepared.html.encode("utf-8"), prepared.markdown.encode("utf-8")
        head = json.dumps([_VERSION, key, len(html), len(markdown), prepared.ids]).encode("ascii")
        path = self.body_path(prepared.facts.article, prepared.facts.locale)
        data = b"".join((head, b"\n", html, markdown))
        try:
            file = open(path, "wb")  # noqa: PTH123, SIM115
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
            file = open(path, "wb")  # noqa: PTH123, SIM115
        with file:
            file.write(data)

    def read_body(self, name: str, locale: str, key: str) -> tuple[str, str, tuple[str, ...]] | None:
        """HTML, Markdown and heading ids as made from what ``key`` stands for; None if they are gone."""
        try:
            with open(self.body_path(name, locale), "rb") as file:  # noqa: PTH123
                version, made_from, html, markdown, ids = json.loads(file.readline())
                data = file.read()
            if version != _VERSION or made_from != key or len(data) != html + markdown:
                return None
            return data[:html].decode("utf-8"), data[html:].decode("utf-8"), tuple(map(str, ids))
        except (OSError, ValueError, TypeError):
            return None


class Manifest:
    """Every file in the output folder that a build wrote: size, time and the key it was made from."""

    def __init__(self, output: Path, root: Path) -> None:
        self.output = output
        self.root = root
        self.old: dict[str, list[Any]] = {}
        self.new: dict[str, list[Any]] = {}
        self.written = 0

    def load(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            data = json.loads((self.output / MANIFEST).read_text(encoding="utf-8"))
            files = data.get("files") if isinstance(data, dict) else None
            if isinstance(files, dict):
                self.old = {name: entry for name, entry in files.items() if _inside(name)}

    def fresh(self, name: str, key: str) -> bool:
        """Whether the file is there as it was written from this key; it then stays."""
        entry = self.old.get(name)
        if not isinstance(entry, list) or len(entry) != 3 or entry[2] != key:
            return False
        try:
            stat = (self.output / name).stat()
        except OSError:
            return False
        if [stat.st_size, stat.st_mtime_ns] != entry[:2]:
            return False
        self.new[name] = entry
        return True

    def write(self, name: str, data: bytes | str, key: str = "") -> None:
        """Write an output; :raises BuildError: the name leads out of the output folder."""
        self.record(name, key, put(self.output, self.root, name, data))

    def record(self, name: str, key: str, result: tuple[int, int, bool]) -> None:
        size, time, changed = result
        self.new[name] = [size, time, key]
        self.written += changed

    def finish(self, *, keep: Iterable[str] = ()) -> int:
        """Delete what earlier builds wrote and this one did not; write the manifest. Returns how many.

        :param keep: prefixes of outputs this build was not about.
        """
        prefixes = tuple(keep)
        removed = 0
        folders = set()
        for name, entry in self.old.items():
            if name in self.new:
                continue
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
        data = {"version": _MANIFEST_VERSION, "files": dict(sorted(self.new.items()))}
        text = json.dumps(data, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"
        if self.new or (self.output / MANIFEST).exists():
            write_atomic(self.output / MANIFEST, text, root=self.root)
        return removed

    def _prune(self, folder: str) -> None:
        while folder:
            try:
                (self.output / folder).rmdir()
            except OSError:
                return
            folder = posixpath.dirname(folder)


def put(output: Path, root: Path, name: str, data: bytes | str) -> tuple[int, int, bool]:
    """Write one output if it differs; its size and time, and whether it was written.

    :raises BuildError: the name leads out of the output folder.
    """
    if not _inside(name):
        raise BuildError(f"{name!r} would lie outside the output folder; it was not written")
    raw = data.encode("utf-8") if isinstance(data, str) else data
    path = output / name
    try:
        changed = path.read_bytes() != raw
    except OSError:
        changed = True
    if changed:
        write_atomic(path, raw, root=output if output.exists() else root)
    stat = path.stat()
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
