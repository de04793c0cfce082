"""Where a relative address leads: to an article, a file beside it, a place on this page, or nowhere.

Links to articles are written as tokens first (:func:`token`), because whether the target is
published in a language is known only when every article has been looked at; :func:`settle` puts
the final addresses in. So a page need not be rendered again when its neighbour changes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

_TOKEN = re.compile("\x02(\\d+)\x03")


@dataclass(frozen=True, slots=True)
class Link:
    """A link from an article to another one."""

    article: str
    """Name of the article it leads to."""
    suffix: str
    """Query and fragment as written: ``#doses``; may be empty."""
    raw: str
    """The address as written."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address leads to."""

    kind: Literal["article", "asset", "other", "broken"]
    name: str = ""
    """Article or file, POSIX path below the source folder."""
    suffix: str = ""


OTHER = Target("other")


class Finder:
    """Looks addresses up below the source folder. Nothing outside it is ever found."""

    def __init__(self, source: Path, articles: Iterable[str]) -> None:
        self.source = source.resolve()
        self.by_path: dict[str, str] = {}
        names = sorted(articles)
        for name in names:
            stem = name[: name.rfind(".")]
            for alias in (stem, f"{stem}.html", f"{stem}.htm", f"{stem}.md"):
                self.by_path.setdefault(alias, name)
            folder, _, last = stem.rpartition("/")
            if last in ("index", "_index", "README"):
                self.by_path.setdefault(folder, name)
        for name in names:
            self.by_path[name] = name
        self._files: dict[str, bool] = {}

    def find(self, url: str, article: str) -> Target:
        """What ``url`` in ``article`` leads to."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return OTHER
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith(("/", "\\")):
            return OTHER
        path = posixpath.normpath(posixpath.join(posixpath.dirname(article), unquote(parts.path)))
        suffix = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        if path == ".":
            path = ""
        if path.startswith("../") or path == "..":
            return Target("broken")
        if path in self.by_path:
            return Target("article", self.by_path[path], suffix)
        if path and self.is_file(path):
            return Target("asset", path, suffix)
        return Target("broken")

    def is_file(self, name: str) -> bool:
        """Whether a file of that name is really below the source folder, links followed."""
        known = self._files.get(name)
        if known is None:
            try:
                real = (self.source / name).resolve(strict=True)
                known = real.is_file() and real.is_relative_to(self.source)
            except (OSError, ValueError, RuntimeError):
                known = False
            self._files[name] = known
        return known


def token(index: int) -> str:
    return f"\x02{index}\x03"


def settle(text: str, addresses: Mapping[int, str] | Callable[[int], str]) -> str:
    """``text`` with its tokens replaced by addresses."""
    if "\x02" not in text:
        return text
    lookup = addresses if callable(addresses) else addresses.__getitem__
    return _TOKEN.sub(lambda match: lookup(int(match[1])), text)


def relative(target: str, page: str) -> str:
    """The address of ``target`` from ``page``; both POSIX paths below the output folder.

    The page's own address is its file name. Percent-encoded (RFC 3986) where a path needs it.
    """
    path = posixpath.relpath(target, posixpath.dirname(page) or ".")
    return quote(path, safe="/-._~!$&'()*+,;=@")


def absolute(base: str, target: str) -> str:
    """The full address of an output below ``base``; ``index.html`` is its folder's address."""
    path = (
        target[: -len("index.html")] if target == "index.html" or target.endswith("/index.html") else target
    )
    return base.rstrip("/") + "/" + quote(path, safe="/-._~!$&'()*+,;=@")
