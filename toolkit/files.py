"""Writing files so that nobody loses anything: whole or not at all, and never over somebody's work.

What a person edits (catalogs) is written with ``durable=True``: file and folder are flushed to
the disk before the call returns. Generated files can be made again and are not flushed.

Nothing is written through a symbolic link that leaves ``root``: a link in a checkout from
somebody else must not make a build overwrite files elsewhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from toolkit.errors import ConflictError, ToolkitError

LOCK_TIMEOUT = 60.0
"""Seconds to wait for another process before giving up. Writing takes milliseconds."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file held when it was read. Two stamps are equal iff the contents are.

    Contents, not times: ``git checkout`` touches times without changing anything, and two
    writes within one tick of a file system's clock can leave time and size alike.
    """

    digest: str
    """SHA-256 of the bytes, hexadecimal; empty for a file that was not there."""

    @property
    def exists(self) -> bool:
        return bool(self.digest)


ABSENT = Stamp("")
"""The stamp of a file that is not there: writing with it refuses to overwrite a new one."""


def stamp_of(data: bytes | None) -> Stamp:
    """The stamp of these contents; None stands for a missing file."""
    return ABSENT if data is None else Stamp(hashlib.sha256(data).hexdigest())


def stamp(path: str | PathLike[str]) -> Stamp:
    """The stamp of the file as it is now."""
    return stamp_of(read_bytes_or_none(path))


def read_bytes_or_none(path: str | PathLike[str]) -> bytes | None:
    """The file's bytes, or None when there is no such file.

    :raises ToolkitError: it is there and cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _readable("read", path, error) from error


def write_atomic(
    path: str | PathLike[str],
    data: bytes | bytearray | str,
    *,
    durable: bool = False,
    root: str | PathLike[str] | None = None,
    exclusive: bool = False,
) -> None:
    """Replaces the file in one step: readers see the old contents or the new, never a part.

    Folders above it are made. The permissions of a file that was there are kept. The temporary
    file stands in the same folder (a rename across file systems is not atomic) and is removed
    when anything fails.

    :param data: bytes, or text written as UTF-8 with its line endings as they are.
    :param durable: flush file and folder to the disk before returning.
    :param root: folder no link may lead out of. A link inside it is followed, so it stays a
        link. Without ``root`` the file itself must not be a link.
    :param exclusive: the file must not be there yet; who comes second gets the error.
    :raises ToolkitError: a link leads out of ``root``, or the operating system refuses.
    :raises ConflictError: with ``exclusive``, the file is there.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    target = _real_target(Path(path), None if root is None else Path(root))
    try:
        try:
            _replace(target, raw, durable, exclusive)
        except FileNotFoundError:
            # Folders are nearly always there: to ask first would cost a call a file.
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, raw, durable, exclusive)
    except FileExistsError as error:
        raise conflict(path) from error
    except OSError as error:
        raise _readable("write", path, error) from error


def write_if_changed(
    path: str | PathLike[str],
    data: bytes | str,
    *,
    durable: bool = False,
    root: str | PathLike[str] | None = None,
    expected: Stamp | None = None,
) -> bool:
    """:func:`write_atomic`, but only where the bytes differ; tells whether it wrote.

    :param expected: what the file held when the caller read it (:data:`ABSENT` for nothing).
    :raises ConflictError: it holds something else now, and not what is to be written either.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else data
    current = read_bytes_or_none(path)
    if current == raw:
        return False
    if expected is not None and stamp_of(current) != expected:
        raise conflict(path)
    write_atomic(path, raw, durable=durable, root=root)
    return True


def remove(path: Path, expected: Stamp, *, root: Path) -> None:
    """Removes a file whose contents stand elsewhere, and only that: never what somebody has saved since.

    :param expected: the stamp of the file as it was read.
    :param root: the project's folder; nothing is removed through a link that leaves it.
    :raises ConflictError: the file changed since it was read; it stays.
    :raises ToolkitError: it lies outside the project, or the operating system refuses.
    """
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise ToolkitError(
            "a symbolic link leads out of the project; nothing was removed",
            path=path,
            hint="remove the link, or set the real folder in the configuration",
        )
    with lock(path, root=root, shared=True):
        current = stamp(path)
        if not current.exists:
            return
        if current != expected:
            raise conflict(path)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _readable("remove", path, error) from error


def conflict(path: str | PathLike[str]) -> ConflictError:
    """The error for a file that changed since it was read."""
    return ConflictError(
        "the file changed on disk after it was read, so it was not written",
        path=path,
        hint="nothing is lost: run the command again, and it starts from the new contents",
    )


@contextlib.contextmanager
def lock(
    path: str | PathLike[str],
    *,
    root: str | PathLike[str] | None = None,
    shared: bool = False,
    timeout: float = LOCK_TIMEOUT,
) -> Iterator[None]:
    """Holds the lock that belongs to this path; other toolkit processes wait for it.

    The lock file lies in ``root/.toolkit/locks`` (without a root: in the temporary folder), so no
    ``.lock`` file stands beside a catalog in version control. It is freed by the system when a
    process dies. Not re-entrant.

    :param shared: one lock for all paths of the root, for holders that keep it for milliseconds:
        making a lock file a catalog takes longer than writing the catalog.

    :raises ToolkitError: another process kept it for ``timeout`` seconds.
    """
    import filelock

    file = _lock_file(Path(path), None if root is None else Path(root), shared)
    try:
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if root is None else 0o777)
        held = filelock.FileLock(file, timeout=timeout)
        held.acquire()
    except filelock.Timeout as error:
        raise ToolkitError(
            f"another toolkit process has kept this file locked for {timeout:g} seconds",
            path=path,
            hint="wait for it or end it, then run the command again",
        ) from error
    except OSError as error:
        raise _readable("lock", file, error) from error
    try:
        yield
    finally:
        held.release()


def _lock_file(path: Path, root: Path | None, shared: bool) -> Path:
    if root is not None and shared:
        return root / ".toolkit" / "locks" / "shared.lock"
    real = Path(os.path.realpath(path))
    name = hashlib.sha256(os.fsencode(real)).hexdigest()[:24] + ".lock"
    if root is not None:
        return root / ".toolkit" / "locks" / name
    user = getattr(os, "getuid", lambda: "user")()
    return Path(tempfile.gettempdir()) / f"l10n-toolkit-{user}" / name


def _real_target(path: Path, root: Path | None) -> Path:
    """Where the bytes go: links inside ``root`` followed, links out of it refused."""
    if root is None:
        if path.is_symlink():
            raise ToolkitError(
                "this is a symbolic link, and nothing is written through one",
                path=path,
                hint="replace the link by a file, or name the real file",
            )
        return path
    real = Path(
        os.path.realpath(path) if path.is_symlink() else _real_folder(path.parent) + os.sep + path.name
    )
    top = _real_folder(root)
    if real != Path(top) and not str(real).startswith(top + os.sep):
        raise ToolkitError(
            f"a symbolic link leads out of the project, to {real}; nothing was written",
            path=path,
            hint="remove the link, or set the real folder in the configuration",
        )
    return real


_real_folders: dict[str, str] = {}


def _real_folder(folder: Path) -> str:
    """The folder with all links followed; looked up once for a folder that is there."""
    text = os.fspath(folder)
    found = _real_folders.get(text)
    if found is None:
        found = os.path.realpath(text)
        if os.path.isdir(found):  # noqa: PTH112 - strings all along
            _real_folders[text] = found
    return found


def _replace(target: Path, raw: bytes | bytearray, durable: bool, exclusive: bool) -> None:
    # A short name of its own: the target's name may already be as long as the system allows.
    handle, name = tempfile.mkstemp(prefix=".tmp-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            _set_mode(file.fileno(), name, target)
            if durable:
                os.fsync(file.fileno())
        if not exclusive or not _linked(name, target):
            os.replace(name, target)  # noqa: PTH105 - strings all along, this runs once a file
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
    if durable:
        _sync_folder(target.parent)


def _linked(name: str, target: Path) -> bool:
    """Whether the file has its new name now. Where it has not, the new name has been taken for it.

    :raises FileExistsError: there is a file of that name; unlike a rename, a link refuses it.
    """
    try:
        os.link(name, target)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # no hard links on this file system: a shared folder, a stick
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        return False
    os.unlink(name)  # noqa: PTH108
    return True


_umask: int | None = None


def _set_mode(handle: int, name: str, target: Path) -> None:
    """The mode the file had, or what a new file gets here; ``mkstemp`` gives 0600."""
    global _umask
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        if _umask is None:
            # The only portable way to read it is to set it. Once, before threads matter.
            _umask = os.umask(0o022)
            os.umask(_umask)
        mode = 0o666 & ~_umask
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)
    else:
        os.chmod(name, mode)  # noqa: PTH101 - Windows before 3.13


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable. Windows cannot open folders, and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _readable(verb: str, path: str | PathLike[str], error: OSError) -> ToolkitError:
    reason = error.strerror or str(error)
    return ToolkitError(f"cannot {verb} the file: {reason[:1].lower()}{reason[1:]}", path=path)
