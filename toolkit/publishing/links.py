"""Where a relative address leads: to an article, a file beside it, a place on this page, or nowhere.

Links to articles are written as tokens first (:func:`token`), because whether the target is
published in a language is known only when every article has been looked at; :func:`settle` puts
the final addresses in. So a page need not be rendered again when its neighbour changes.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

_TOKEN = re.compile("\x02(\\d+)\x03")
_SAFE = re.compile(r"[A-Za-z0-9/._~-]+")


@dataclass(frozen=True, slots=True)
class Target:
    """What an address leads to."""

    kind: Literal["article", "asset", "other", "broken"]
    name: str = ""
    """Article or file, POSIX path below the source folder."""
    suffix: str = ""


OTHER = Target("other")
_INDEX = ("index", "_index", "README")
"""Articles that stand for their folder."""
_PAGES = ("html", "htm", "md")
"""Suffixes by which a link may name an article of another format."""


class Finder:
    """Looks addresses up below the source folder. Nothing outside it is ever found."""

    def __init__(self, source: Path, articles: Iterable[str]) -> None:
        self.source = source.resolve()
        self.names = sorted(articles)
        self._files: dict[str, bool] = {}

    @cached_property
    def branches(self) -> frozenset[str]:
        """See :func:`toolkit.publishing.layouts.branches`."""
        from toolkit.publishing.layouts import branches

        return branches(self.names)

    def article(self, path: str) -> str | None:
        """The article that a path means: its own, without suffix, as a page, or its folder's.

        Of several with that stem the first by name. Nothing is kept for this but the sorted names.
        """
        at = bisect_left(self.names, path)
        if at < len(self.names) and self.names[at] == path:
            return path
        stem, dot, suffix = path.rpartition(".")
        found = [
            self._with_stem(path),
            *(self._with_stem(f"{path}/{name}" if path else name) for name in _INDEX),
        ]
        if dot and suffix in _PAGES:
            found.append(self._with_stem(stem))
        return min(filter(None, found), default=None)

    def is_twin(self, name: str) -> bool:
        """Whether another article differs from it in suffix only."""
        stem = name[: name.rfind(".")]
        return sum(1 for _ in islice(self._all_with_stem(stem), 2)) > 1

    def _with_stem(self, stem: str) -> str | None:
        return next(self._all_with_stem(stem), None)

    def _all_with_stem(self, stem: str) -> Iterator[str]:
        for at in range(bisect_left(self.names, stem + "."), len(self.names)):
            name = self.names[at]
            if not name.startswith(stem + "."):
                return
            if name.rfind(".") == len(stem):
                yield name

    def find(self, url: str, base: str) -> Target:
        """What ``url`` in the article ``base`` leads to."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return OTHER
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith(("/", "\\")):
            return OTHER
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
        suffix = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        if path == ".":
            path = ""
        if path.startswith("../") or path == "..":
            return Target("broken")
        if article := self.article(path):
            return Target("article", article, suffix)
        if path and self.is_file(path):
            return Target("asset", path, suffix)
        return Target("broken")

    def is_file(self, name: str) -> bool:
        """Whether a file of that name is really below the source folder, links followed, and an output
        can be called like it."""
        if "\\" in name:
            return False
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
    """``text`` with its tokens replaced by addresses. What only looks like a token stays."""
    if "\x02" not in text:
        return text
    lookup = addresses if callable(addresses) else addresses.__getitem__

    def address(match: re.Match[str]) -> str:
        try:
            return lookup(int(match[1]))
        except (LookupError, ValueError):
            return match[0]

    return _TOKEN.sub(address, text)


def relative(target: str, page: str) -> str:
    """The address of ``target`` from ``page``; both POSIX paths below the output folder.

    The page's own address is its file name. Percent-encoded (RFC 3986) where a path needs it.
    """
    here, there = page.split("/"), target.split("/")
    same = 0
    while same < min(len(here), len(there)) - 1 and here[same] == there[same]:
        same += 1
    path = "../" * (len(here) - 1 - same) + "/".join(there[same:])
    return path if _SAFE.fullmatch(path) else quote(path, safe="/-._~!$&'()*+,;=@")


def absolute(base: str, target: str) -> str:
    """The full address of an output below ``base``; ``index.html`` is its folder's address."""
    path = (
        target[: -len("index.html")] if target == "index.html" or target.endswith("/index.html") else target
    )
    return base.rstrip("/") + "/" + quote(path, safe="/-._~!$&'()*+,;=@")
