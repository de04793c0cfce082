"""Removing a file whose contents stand elsewhere, and only that: never what somebody has saved since."""

from __future__ import annotations

import contextlib
from pathlib import Path

from toolkit import files
from toolkit.errors import ToolkitError


def remove(path: Path, expected: files.Stamp, *, root: Path, top: Path) -> None:
    """Removes the file, and the folders below ``top`` that are empty then.

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
    with files.lock(path, root=root, shared=True):
        current = files.stamp(path)
        if not current.exists:
            return
        if current != expected:
            raise files.conflict(path)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ToolkitError(
                f"cannot remove the file: {reason[:1].lower()}{reason[1:]}", path=path
            ) from error
    _remove_empty_folders(path.parent, top)


def _remove_empty_folders(folder: Path, top: Path) -> None:
    # A folder that got a file in the meantime, or must not be removed, does no harm.
    with contextlib.suppress(OSError):
        while folder != top and folder.is_relative_to(top) and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
