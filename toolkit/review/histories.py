"""Who changed a text, when, and how: from git, read when somebody asks and kept until the next commit."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toolkit import history, provenance, repository
from toolkit.model import Unit, UnitKey
from toolkit.project import Article
from toolkit.review.desk import Desk
from toolkit.review.texts import word_diff

_KEPT = 8
"""Catalogs whose histories are kept: each may hold many versions of many texts."""
_ENTRIES = 100
"""Entries of one text that are told."""
_BUDGET = 120_000_000
"""Bytes of catalogs that are read for one history: some seconds."""
_FEWEST, _MOST = 10, 500
"""Commits that are looked at, whatever the budget says."""


class Histories:
    """The committed past of units."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._kept: dict[tuple[str, str], tuple[str | None, Mapping[UnitKey, list[dict[str, Any]]]]] = {}
        self._lock = threading.Lock()

    def of(self, locale: str, article: Article, unit: Unit) -> dict[str, Any]:
        """The unit's committed changes, newest first; empty where there is no version control."""
        entries = self._entries(locale, article).get(unit.key, [])
        return {"entries": entries[::-1][:_ENTRIES]}

    def _entries(self, locale: str, article: Article) -> Mapping[UnitKey, list[dict[str, Any]]]:
        path, root = self.desk.path(locale, article), self.desk.project.root
        with self._lock:
            last = repository.last_commit(root, path)
            mark = last.hash if last is not None else None
            kept = self._kept.get((locale, article.name))
            if kept is None or kept[0] != mark:
                if len(self._kept) >= _KEPT:
                    self._kept.pop(next(iter(self._kept)))
                states = history.revisions(root, path, locale=locale, most=_most(path)) if last else ()
                kept = (mark, _by_unit(states))
                self._kept[locale, article.name] = kept
            return kept[1]


def _most(path: Path) -> int:
    """How many commits of this catalog somebody can wait for."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return max(_FEWEST, min(_MOST, _BUDGET // max(size, 1)))


def _by_unit(states: tuple[history.Revision, ...]) -> Mapping[UnitKey, list[dict[str, Any]]]:
    found: dict[UnitKey, list[dict[str, Any]]] = {}
    before: Mapping[UnitKey, Unit] = {}
    for state in states:
        sides = (
            [before]
            if state.before is None
            else [{unit.key: unit for unit in catalog.units} for catalog in state.before]
        )
        before = {unit.key: unit for unit in state.catalog.units}
        for key, unit in before.items():
            old = [side.get(key) for side in sides]
            if unit.obsolete or not _changed(unit, old):
                continue
            last = next((one for one in old if one is not None), None)
            found.setdefault(key, []).append(_entry(state, unit, last))
    return found


def _changed(unit: Unit, sides: list[Unit | None]) -> bool:
    """Whether a commit did something to the unit: it is another than on each side it came from."""
    if not sides:
        return bool(unit.target)
    return all(
        (old is None and bool(unit.target))
        or (
            old is not None
            and (old.target, old.state, old.comments) != (unit.target, unit.state, unit.comments)
        )
        for old in sides
    )


def _entry(state: history.Revision, unit: Unit, last: Unit | None) -> dict[str, Any]:
    note = provenance.draft_of(unit.comments)
    return {
        "date": state.when.isoformat(),
        "person": state.author,
        "commit": state.commit,
        "state": unit.state.value,
        "engine": note.engine if note is not None else None,
        "target": unit.target,
        "diff": None if last is None else word_diff(last.target, unit.target),
    }
