"""Replies that were paid for: kept at once, so that nothing is ever sent twice.

One SQLite file below the project's cache folder. It can be deleted at any time and
holds no key. A reply is committed before anybody sees it; write-ahead logging keeps
what was committed through ``kill -9`` (SQLite documentation, "Write-Ahead Logging",
and PRAGMA synchronous: NORMAL loses nothing when a program dies).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from toolkit.engines.base import Engine, Reply, Request
from toolkit.errors import EngineError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS replies (
    key BLOB PRIMARY KEY,
    engine TEXT NOT NULL,
    pair TEXT NOT NULL,
    reply TEXT NOT NULL,
    quality REAL,
    note TEXT NOT NULL DEFAULT '',
    stored TEXT NOT NULL DEFAULT (date('now'))
) WITHOUT ROWID
"""


def cache_key(engine: Engine, request: Request, text: str) -> bytes:
    """What a reply depends on: engine with version and options, pair, form, glossary, text."""
    parts = [engine.fingerprint(), str(request.pair), request.form, list(request.glossary), text]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).digest()


class ReplyCache:
    """Replies by :func:`cache_key`; safe over threads and processes.

    :raises EngineError: the file cannot be opened for writing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise self._error(error) from error
            # Not a database or a damaged one: it is only a cache, begin a new one.
            self._set_aside()
            self._db = self._open()
        except OSError as error:
            raise self._error(error) from error

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30, check_same_thread=False, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(_SCHEMA)
        except BaseException:
            db.close()
            raise
        return db

    def _set_aside(self) -> None:
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self.path.replace(self.path.with_name(self.path.name + ".damaged"))

    def _error(self, error: Exception) -> EngineError:
        return EngineError(
            f"the cache of replies cannot be used: {error}",
            path=self.path,
            hint="make the folder writable, or delete the file (it is only a cache)",
        )

    def get(self, key: bytes) -> Reply | None:
        with self._lock:
            if self._closed:
                return None
            row = self._db.execute(
                "SELECT reply, quality, note FROM replies WHERE key = ?", (key,)
            ).fetchone()
        return None if row is None else Reply(*row)

    def put(self, key: bytes, engine: str, pair: str, reply: Reply) -> None:
        """Committed when this returns.

        :raises EngineError: the disk is full or the file is gone.
        """
        with self._lock:
            # A reply that comes in after Ctrl-C, when the run is over, has no place any more.
            if self._closed:
                return
            try:
                self._db.execute(
                    "INSERT OR REPLACE INTO replies (key, engine, pair, reply, quality, note)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (key, engine, pair, reply.text, reply.quality, reply.note),
                )
            except sqlite3.Error as error:
                raise self._error(error) from error

    def count(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM replies").fetchone()[0])

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                with contextlib.suppress(sqlite3.Error):
                    self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
