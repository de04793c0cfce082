"""What git is asked, in as few calls as there can be: each starts a process. Writes nothing.

Every function answers None or empty where there is no git, no repository, or nothing committed:
version control is a help here, and nothing may fail for want of it.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TIMEOUT = 60
"""Seconds for one call; a history that takes longer is left out."""
_SETTINGS = (
    "core.quotePath=false",
    "core.fsmonitor=false",
    "log.showSignature=false",
    "log.follow=false",
    "color.ui=false",
)
_ENTRY = re.compile(rb"\x01(?=[0-9a-f]{40,64}\x00)")
_STATUS = re.compile(rb"[ACDMRTUX]\d{0,3}")

Place = tuple[str, str]
"""(commit, path below the top of the repository)."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit that touched a file."""

    hash: str
    """Full."""
    parents: tuple[str, ...]
    """None for the first commit, and for the oldest one a shallow clone has; two and more for a merge."""
    author: str
    """``Name <mail>``."""
    when: datetime.datetime
    """The author's time, with his offset from UTC."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How far the history of a file can be trusted to be there."""

    tracked: bool = False
    """The file is in a repository, and at least one version of it is committed."""
    shallow: bool = False
    """The clone leaves out older commits."""
    modified: bool = False
    """The working copy differs from what is committed."""


def condition(root: Path, path: Path) -> Condition:
    """Whether the file's history is there, whole, and up to its working copy."""
    if _git(root, "rev-parse", "--verify", "--quiet", f"HEAD:./{_below(root, path)}") is None:
        return Condition()
    shallow = _git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    changed = _git(root, "status", "--porcelain=v1", "-z", "--", str(path))
    return Condition(True, shallow, bool(changed))


def last_commit(root: Path, path: Path) -> Commit | None:
    """The last commit that changed the file."""
    found = _commits(root, "-1", "--", str(path))
    return found[0] if found else None


def names(root: Path, path: Path) -> tuple[str, ...]:
    """Every name the file has had, the present one first: renames are followed.

    Below the top of the repository, also where the project is a folder further down.
    """
    listing = _git(root, "log", "--follow", "-z", "--format=%x01%H%x00", "--name-status", "--", str(path))
    found: dict[str, None] = {}
    for entry in _ENTRY.split(listing or b"")[1:]:
        fields = [part.strip(b"\n") for part in entry.split(b"\x00")[1:]]
        # Status, name, and for a rename the old name between them. Newest first, so reversed.
        changed = [field for field in fields if field and not _STATUS.fullmatch(field)]
        for name in reversed(changed):
            found[name.decode("utf-8", "surrogateescape")] = None
    return tuple(found)


def commits(root: Path, names: Sequence[str]) -> tuple[Commit, ...]:
    """The commits on all branches that led here and touched one of the names, parents first.

    :param names: from :func:`names`.
    """
    if not names:
        return ()
    found = _commits(
        root, "--topo-order", "--full-history", "--", *(f":(top,literal){name}" for name in names)
    )
    return tuple(reversed(found))


def _commits(root: Path, *arguments: str) -> list[Commit]:
    listing = _git(root, "log", "-z", "--format=%x01%H%x00%P%x00%an <%ae>%x00%aI", *arguments)
    found = []
    for entry in _ENTRY.split(listing or b"")[1:]:
        fields = entry.decode("utf-8", "replace").split("\x00")
        when = datetime.datetime.fromisoformat(fields[3].strip())
        found.append(Commit(fields[0], tuple(fields[1].split()), " ".join(fields[2].split()), when))
    return found


def blob_ids(root: Path, places: Iterable[Place]) -> Mapping[Place, str]:
    """Which content stood at each place; places where there was no file are left out."""
    asked = [place for place in dict.fromkeys(places) if "\n" not in place[1]]
    lines = "".join(f"{commit}:{name}\n" for commit, name in asked).encode("utf-8", "surrogateescape")
    answer = (
        _git(root, "cat-file", "--batch-check=%(objecttype) %(objectname)", given=lines) if asked else None
    )
    if answer is None:
        return {}
    said = [line.split() for line in answer.decode("utf-8", "replace").splitlines()]
    return {
        place: words[1]
        for place, words in zip(asked, said, strict=False)
        if len(words) == 2 and words[0] == "blob"
    }


def contents(root: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of each content, in the order asked for; each once."""
    wanted = list(dict.fromkeys(ids))
    answer = (
        _git(root, "cat-file", "--batch", given="".join(f"{i}\n" for i in wanted).encode())
        if wanted
        else None
    )
    at = 0
    while answer is not None and at < len(answer):
        end = answer.index(b"\n", at)
        head = answer[at:end].split()
        if len(head) != 3:  # "<id> missing", in a damaged or partial clone
            at = end + 1
            continue
        size = int(head[2])
        yield head[0].decode(), answer[end + 1 : end + 1 + size]
        at = end + 2 + size


def last_changes(folder: Path, names: Iterable[str]) -> Mapping[str, datetime.date]:
    """The day each of these files last changed, in one walk through the history.

    A file that was only moved did not change. Left out are files whose working copy is not what is
    committed, and those that changed before the oldest commit a shallow clone has: a wrong date is
    worse than none.

    :param names: POSIX paths below ``folder``.
    """
    # By the name a file had at the point of history that is looked at.
    wanted = {name.encode("utf-8", "surrogateescape"): name for name in names}
    if not wanted:
        return {}
    shallow = _git(folder, "rev-parse", "--is-shallow-repository")
    changed = _git(
        folder, "-c", "status.relativePaths=true", "status", "--porcelain=v1", "-z", "-uno", "--", "."
    )
    top = _git(folder, "rev-parse", "--show-prefix")
    if shallow is None or changed is None or top is None:
        return {}
    prefix = top.rstrip(b"\n")
    for entry in changed.split(b"\0"):
        wanted.pop(entry[3:].removeprefix(prefix), None)
    found: dict[str, datetime.date] = {}
    asked = ("log", "-z", "-M", "--relative", "--name-status", "--format=%x01%H%x00%P%x00%as")
    for _hash, parents, *rest in _walk(folder, *asked):
        if not parents and shallow == b"true\n":
            break
        fields = [part.strip(b"\n") for part in rest]
        day = datetime.date.fromisoformat(fields[0].decode("ascii"))
        for status, old, new in _changes(fields[1:]):
            name = wanted.pop(new, None)
            if name is None:
                continue
            if status == b"R100":
                wanted[old] = name
            else:
                found[name] = day
        if not wanted:
            break
    return found


def _changes(fields: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Status, old name and new name of each change that ``--name-status -z`` lists."""
    parts = iter(field for field in fields if field)
    for status in parts:
        old = next(parts, b"")
        yield status, old, next(parts, b"") if status[:1] in b"RC" else old


def _walk(folder: Path, *arguments: str) -> Iterator[list[bytes]]:
    """The commits of a log as fields, read as git finds them; whoever has seen enough just stops."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    deadline = time.monotonic() + _TIMEOUT
    try:
        running = subprocess.Popen(
            ["git", "--no-optional-locks", *settings, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return
    assert running.stdout is not None
    try:
        left = b""
        while (chunk := running.stdout.read(1 << 16)) and time.monotonic() < deadline:
            *whole, left = _ENTRY.split(left + chunk)
            for entry in filter(None, whole):
                yield entry.split(b"\0")
        if left:
            yield left.split(b"\0")
    finally:
        running.kill()
        running.stdout.close()
        running.wait()


def state_files(root: Path) -> tuple[Path, ...]:
    """Files that are written whenever another commit is checked out or made; none outside a repository."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_file():  # of a worktree or submodule: it names the real folder
            said = git.read_text(encoding="utf-8", errors="replace").strip()
            return (folder / said.removeprefix("gitdir: ") / "logs" / "HEAD",)
        if git.is_dir():
            return (git / "HEAD", git / "logs" / "HEAD")
    return ()


def _below(root: Path, path: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """git's output; None when there is no git, no repository or no such thing in it."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", *settings, *arguments],
            cwd=root,
            env=os.environ | {"GIT_TERMINAL_PROMPT": "0"},  # a partial clone fetches, and would ask
            input=given,
            capture_output=True,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
