"""Drafts into catalogs: only into units that still need one, whoever changed the file meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from toolkit import provenance, worklog
from toolkit.catalogs import po
from toolkit.catalogs.references import Location
from toolkit.errors import ConflictError, ToolkitError
from toolkit.model import State, Unit, UnitKey
from toolkit.project import CACHE_FOLDER

TRIES = 5
"""Times a file is read again when somebody writes to it at the same moment."""


@dataclass(frozen=True, slots=True)
class Made:
    """A draft for one unit."""

    target: str
    engine: str
    rung: str | None = None
    match: int | None = None


def needs_draft(unit: Unit, *, stale: bool) -> bool:
    """Whether a machine may write this unit: nobody has put a word into it."""
    if unit.obsolete or unit.plural is not None:
        return False
    return unit.state is State.UNTRANSLATED or (stale and unit.state is State.STALE)


@dataclass(slots=True)
class Catalogs:
    """Catalogs that drafts come in for, each written at short intervals and at its end."""

    root: Path
    location: Location
    on: date
    stale: bool
    every: float
    errors: list[ToolkitError] = field(default_factory=list)
    taken: int = 0
    clock: Callable[[], float] = time.monotonic
    _waiting: dict[Path, dict[UnitKey, Made]] = field(default_factory=dict)
    _open: dict[Path, int] = field(default_factory=dict)
    _written: dict[Path, float] = field(default_factory=dict)

    def expect(self, path: Path, count: int) -> None:
        """So many units of a catalog are being worked on."""
        self._open[path] = self._open.get(path, 0) + count
        self._written.setdefault(path, self.clock())

    def add(self, path: Path, key: UnitKey, made: Made) -> None:
        self._waiting.setdefault(path, {})[key] = made
        self.done(path)

    def done(self, path: Path) -> None:
        """One unit fewer to wait for."""
        self._open[path] -= 1
        if not self._open[path] or self.clock() - self._written[path] >= self.every:
            self.save(path)

    def save_all(self) -> None:
        for path in list(self._waiting):
            self.save(path)

    def save(self, path: Path) -> None:
        """Everything that came in so far. An error is kept for the report; other files go on."""
        drafts = self._waiting.pop(path, {})
        self._written[path] = self.clock()
        if not drafts:
            return
        try:
            self.taken += len(drafts) - self._write(path, drafts)
        except ToolkitError as error:
            self.errors.append(error)

    def _write(self, path: Path, drafts: Mapping[UnitKey, Made]) -> int:
        """Reads the file as it is now, fills what still needs it, and tells how many units that were."""
        for attempt in range(TRIES):
            catalog, stamp = po.read_stamped(path)
            units: list[Unit] = []
            filled: list[str] = []
            for unit in catalog.units:
                made = drafts.get(unit.key)
                if made is not None and needs_draft(unit, stale=self.stale):
                    unit = provenance.with_draft(
                        unit, made.target, engine=made.engine, on=self.on, rung=made.rung, match=made.match
                    )
                    filled.append(made.target)
                units.append(unit)
            try:
                po.write(
                    path,
                    replace(catalog, units=tuple(units)),
                    expected=stamp,
                    location=self.location,
                    root=self.root,
                )
            except ConflictError:
                if attempt == TRIES - 1:
                    raise
                continue
            # What people make of them can be compared later, also where no draft is ever committed.
            worklog.remember_drafts(self.root / CACHE_FOLDER, filled)
            return len(filled)
        raise AssertionError("the loop returns or raises")
