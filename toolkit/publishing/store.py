"""What builds remember of every page, in a small database below ``.toolkit``.

A build keeps a :class:`Brief` of each page in memory and looks everything else up where it is needed,
so that a thousand more articles cost hardly more memory. It is a cache: it may be deleted at any time,
and one that is damaged is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from toolkit.errors import BuildError
from toolkit.publishing import facts as facts_module
from toolkit.publishing.digests import number
from toolkit.publishing.facts import Facts

_VERSION = 5
_KEPT = 64
"""Facts of pages kept at hand: those of an article's languages and its neighbours."""


class Brief(NamedTuple):
    """What lists and neighbouring pages need to know of a page; the rest is in its :class:`Facts`."""

    article: str
    locale: str
    publish: bool
    hidden: bool
    machine: bool
    share: float
    """Of the words, accepted; 1 for a page that is held."""
    date: str
    updated: str
    title: str
    title_lang: str
    slug: str
    reason: str
    words: int
    fallbacks: int
    troubled: bool
    """It has errors, refused translations or broken links to report."""
    aliased: bool
    updating: bool
    """It tells readers that the original has changed."""
    links: tuple[str, ...]
    """Articles it links to; each once."""
    assets: tuple[str, ...]
    card: int
    """Changes when what a list of articles shows of it does."""
    mark: int
    """Changes when anything does that is known of it or shown on it."""


class Row(NamedTuple):
    """A page as an earlier build knew it."""

    state: str
    """Sizes and times of what it was made from."""
    key: str
    """Contents of what it was made from."""
    brief: Brief


class Page(NamedTuple):
    """A page as it was just made, in a form that passes between processes cheaply."""

    brief: Brief
    facts: str
    """JSON."""


def page(facts: Facts, *shown: str) -> Page:
    """What is kept of these facts.

    :param shown: what the page shows of the article. Two texts can have the same facts: 2 tablets, 3 tablets.
    """
    text = json.dumps(facts.dump(), ensure_ascii=False, separators=(",", ":"))
    brief = Brief(
        article=facts.article,
        locale=facts.locale,
        publish=facts.publish,
        hidden=facts.hidden,
        machine=facts.machine,
        share=facts.listed_share,
        date=facts.date,
        updated=facts.updated,
        title=facts.title,
        title_lang=facts.title_lang,
        slug=facts.slug,
        reason=facts.reason,
        words=facts.words,
        fallbacks=facts.fallbacks,
        troubled=bool(facts.errors or facts.refused or facts.broken),
        aliased=bool(facts.aliases),
        updating=facts.stale or facts.held,
        links=tuple(dict.fromkeys(link.article for link in facts.links)),
        assets=facts.assets,
        card=number(*(getattr(facts, name) for name in facts_module.CARD)),
        mark=number(text, *shown),
    )
    return Page(brief, text)


_COLUMNS = ", ".join(Brief._fields)
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS pages (state, key, {_COLUMNS}, facts, PRIMARY KEY (article, locale));
CREATE TABLE IF NOT EXISTS said (name PRIMARY KEY, value);
"""


class Store:
    """The database. Each process that asks it has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: tuple[int, sqlite3.Connection] | None = None

    def __getstate__(self) -> Path:
        return self.path

    def __setstate__(self, path: Path) -> None:
        self.path, self._open = path, None

    # The connection

    @property
    def _database(self) -> sqlite3.Connection:
        if self._open is None or self._open[0] != os.getpid():
            self._open = os.getpid(), self._connect()
        return self._open[1]

    def _connect(self) -> sqlite3.Connection:
        with self._errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            # A cache need not outlive a power cut; a process that is killed leaves it whole anyway.
            for setting in ("synchronous = OFF", "trusted_schema = OFF", "cache_size = -1000"):
                database.execute(f"PRAGMA {setting}")
        return database

    def open(self) -> None:
        """Begin a build; what another version or a damaged file left is put away."""
        try:
            self._begin()
        except sqlite3.DatabaseError:
            self.discard()
            with self._errors():
                self._begin()

    def _begin(self) -> None:
        database = self._database
        if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                database.execute(f'DROP TABLE "{str(name).replace(chr(34), chr(34) * 2)}"')
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.executescript(_SCHEMA)
        database.execute("BEGIN")

    def close(self) -> None:
        """End a build's changes; before other processes look, and at the end."""
        if self._open is not None and self._open[0] == os.getpid():
            database = self._open[1]
            self._open = None
            with self._errors():
                if database.in_transaction:
                    database.execute("COMMIT")
                database.close()

    def discard(self) -> None:
        """Delete the database."""
        if self._open is not None:
            self._open[1].close()
            self._open = None
        for suffix in ("", "-journal"):
            with contextlib.suppress(OSError):
                Path(f"{self.path}{suffix}").unlink()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise BuildError(
                f"the build's cache cannot be written: {error}",
                path=self.path,
                hint="see whether the disk is full or the folder is read-only; the cache may be deleted",
            ) from error

    # Pages

    def rows(self, article: str) -> Mapping[str, Row]:
        """What is known of an article's pages, by locale.

        :raises sqlite3.DatabaseError: the file is damaged.
        """
        found = self._database.execute(
            f"SELECT state, key, {_COLUMNS} FROM pages WHERE article = ?", (article,)
        )
        return {row[3]: Row(str(row[0]), str(row[1]), _brief(row[2:])) for row in found}

    def key(self, article: str, locale: str) -> str:
        """Of what a page that is known was made from."""
        return self.rows(article)[locale].key

    def put(self, state: str, key: str, made: Page) -> None:
        marks = ", ".join("?" * (len(Brief._fields) + 3))
        brief = made.brief._replace(
            links="\n".join(made.brief.links),  # type: ignore[arg-type]
            assets="\n".join(made.brief.assets),  # type: ignore[arg-type]
        )
        with self._errors():
            self._database.execute(
                f"INSERT OR REPLACE INTO pages (state, key, {_COLUMNS}, facts) VALUES ({marks})",
                (state, key, *brief, made.facts),
            )

    def touch(self, article: str, locale: str, state: str) -> None:
        """The same contents have other times now."""
        with self._errors():
            self._database.execute(
                "UPDATE pages SET state = ? WHERE article = ? AND locale = ?", (state, article, locale)
            )

    def facts(self, article: str, locale: str) -> Facts:
        """:raises KeyError: nothing is known of such a page."""
        if not self._database.in_transaction:
            self._database.execute("BEGIN")  # one lock for all that is read
        row = self._database.execute(
            "SELECT facts FROM pages WHERE article = ? AND locale = ?", (article, locale)
        ).fetchone()
        if row is None:
            raise KeyError((article, locale))
        try:
            return facts_module.load(json.loads(row[0]))
        except (TypeError, ValueError) as error:
            raise BuildError(
                "the build's cache is damaged", path=self.path, hint="delete it and build again"
            ) from error

    def forget(self, keep: Callable[[str, str], bool]) -> list[tuple[str, str]]:
        """Drop the pages that ``keep`` says no to; which they were."""
        pairs = self._database.execute("SELECT article, locale FROM pages").fetchall()
        gone = [(article, locale) for article, locale in pairs if not keep(article, locale)]
        with self._errors():
            self._database.executemany("DELETE FROM pages WHERE article = ? AND locale = ?", gone)
        return gone

    # Single values

    def said(self, name: str) -> str:
        row = self._database.execute("SELECT value FROM said WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def say(self, name: str, value: str) -> None:
        with self._errors():
            self._database.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (name, value))


def _brief(values: Iterable[object]) -> Brief:
    brief = Brief(*values)  # type: ignore[arg-type]
    return intern(
        brief._replace(
            publish=bool(brief.publish),
            links=tuple(str(brief.links).split("\n")) if brief.links else (),
            assets=tuple(str(brief.assets).split("\n")) if brief.assets else (),
        )
    )


def intern(brief: Brief) -> Brief:
    """The same, sharing what many pages have alike; a title is alike in several languages at times."""
    one = sys.intern
    return brief._replace(
        article=one(brief.article),
        locale=one(brief.locale),
        date=one(brief.date),
        updated=one(brief.updated),
        title=one(brief.title),
        title_lang=one(brief.title_lang),
        reason=one(brief.reason),
        links=_shared(brief.links),
        assets=_shared(brief.assets),
    )


@lru_cache(maxsize=256)
def _shared(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(sys.intern, names))


class Library(Mapping[tuple[str, str], Facts]):
    """Facts of every page by article and locale, read when they are asked for."""

    def __init__(self, store: Store, briefs: Mapping[tuple[str, str], Brief]) -> None:
        self.store = store
        self.briefs = briefs
        self._kept: dict[tuple[str, str], Facts] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Facts:
        found = self._kept.pop(pair, None)
        if found is None:
            if pair not in self.briefs:
                raise KeyError(pair)
            found = self.store.facts(*pair)
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
        self._kept[pair] = found
        return found

    def __contains__(self, pair: object) -> bool:
        return pair in self.briefs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.briefs)

    def __len__(self) -> int:
        return len(self.briefs)
