"""Bodies of pages between the two passes of a build, and for the next one: files below ``.toolkit``."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from toolkit.publishing.digests import digest
from toolkit.publishing.facts import Prepared

_VERSION = 2


class Bodies:
    """What an article's page and Markdown are made of, by article and locale."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, locale: str) -> str:
        return f"{self.folder}/{locale}/{digest(name)}"

    def write(self, prepared: Prepared, key: str) -> None:
        """Written plainly: the first line tells a part of a file, and one of another key, apart.

        What cannot be kept is made again where it is needed.
        """
        html, markdown = prepared.html.encode("utf-8"), prepared.markdown.encode("utf-8")
        head = json.dumps([_VERSION, key, len(html), len(markdown), prepared.ids]).encode("ascii")
        path = self.path(prepared.facts.article, prepared.facts.locale)
        data = b"".join((head, b"\n", html, markdown))
        try:
            try:
                file = open(path, "wb", buffering=0)  # noqa: PTH123, SIM115
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
                file = open(path, "wb", buffering=0)  # noqa: PTH123, SIM115
            with file:
                file.write(data)
        except OSError:
            self.remove(prepared.facts.article, prepared.facts.locale)

    def read(self, name: str, locale: str, key: str) -> tuple[str, str, tuple[str, ...]] | None:
        """HTML, Markdown and heading ids as made from what ``key`` stands for; None if they are gone."""
        try:
            with open(self.path(name, locale), "rb") as file:  # noqa: PTH123
                version, made_from, html, markdown, ids = json.loads(file.readline())
                data = file.read()
            if version != _VERSION or made_from != key or len(data) != html + markdown:
                return None
            return data[:html].decode("utf-8"), data[html:].decode("utf-8"), tuple(map(str, ids))
        except (OSError, ValueError, TypeError):
            return None

    def remove(self, name: str, locale: str) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self.path(name, locale))  # noqa: PTH108
