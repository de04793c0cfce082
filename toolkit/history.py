"""What version control knows about a catalog: who changed which unit, when. Reads git, writes nothing.

Comments in the PO name people and machines (see :mod:`toolkit.provenance`); the history adds what a
comment cannot hold: the machine's own words before somebody edited them, and when that was.
"""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.catalogs import po
from toolkit.errors import CatalogError
from toolkit.model import Catalog, State, Unit, UnitKey

_TIMEOUT = 60
"""Seconds for git; a history that takes longer is left out."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One committed state of a catalog."""

    commit: str
    """Abbreviated hash; empty for the working tree."""
    author: str
    """``Name <mail>``."""
    when: datetime.datetime
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one unit."""

    kind: str
    """drafted, edited, accepted, signed, stale, reopened or removed."""
    who: str
    """Author of the commit."""
    when: datetime.datetime
    commit: str
    target: str
    """The target after the event."""


def revisions(root: Path, path: Path, *, locale: str) -> tuple[Revision, ...]:
    """Every committed state of the catalog, oldest first; renames are followed.

    Empty without git, outside of a repository, or when nothing is committed. A state that cannot
    be read as a catalog is left out.
    """
    listing = _git(
        root, "log", "--follow", "--format=%x01%h%x00%an <%ae>%x00%aI", "--name-only", "--", str(path)
    )
    if listing is None:
        return ()
    commits = [_commit(part) for part in listing.decode("utf-8", "replace").split("\x01")[1:]]
    found = [
        Revision(commit, author, when, catalog)
        for commit, author, when, name in commits
        if name and (catalog := _catalog(root, commit, name, locale)) is not None
    ]
    return tuple(reversed(found))


def events(states: Iterable[Revision]) -> Mapping[UnitKey, tuple[Event, ...]]:
    """What happened to each unit, oldest first, from consecutive states of its catalog."""
    found: dict[UnitKey, list[Event]] = {}
    before: Mapping[UnitKey, Unit] = {}
    for state in states:
        now = {unit.key: unit for unit in state.catalog.units if not unit.obsolete}
        for key, unit in now.items():
            for kind in _kinds(before.get(key), unit):
                found.setdefault(key, []).append(
                    Event(kind, state.author, state.when, state.commit, unit.target)
                )
        for key in before.keys() - now.keys():
            found.setdefault(key, []).append(Event("removed", state.author, state.when, state.commit, ""))
        before = now
    return {key: tuple(values) for key, values in found.items()}


def _kinds(old: Unit | None, new: Unit) -> Iterator[str]:
    """What an update of a unit was; one step can be several things."""
    if old is None:
        old = Unit(new.source, context=new.context)
    if (old.target, old.state, old.comments) == (new.target, new.state, new.comments):
        return
    if new.state == State.DRAFT and (old.state != State.DRAFT or old.target != new.target):
        yield "drafted"
    elif new.target and old.target != new.target:
        yield "edited"
    if new.state in (State.TRANSLATED, State.REVIEWED) and old.state not in (
        State.TRANSLATED,
        State.REVIEWED,
    ):
        yield "accepted"
    if new.state == State.REVIEWED and old.state != State.REVIEWED:
        yield "signed"
    if new.state == State.STALE and old.state != State.STALE:
        yield "stale"
    if new.state == State.FUZZY and old.state in (State.TRANSLATED, State.REVIEWED):
        yield "reopened"


def _commit(part: str) -> tuple[str, str, datetime.datetime, str]:
    head, _, names = part.partition("\n")
    commit, author, when = head.split("\x00")
    return commit, author, datetime.datetime.fromisoformat(when), names.strip().split("\n")[0]


def _catalog(root: Path, commit: str, name: str, locale: str) -> Catalog | None:
    # Names from `git log` are below the top of the repository, also where the project is not.
    data = _git(root, "show", f"{commit}:{name}")
    if data is None:
        return None
    try:
        return po.loads(po.decode(data, name), name, locale=locale)
    except CatalogError:
        return None


def _git(root: Path, *arguments: str) -> bytes | None:
    """git's output; None when there is no git, no repository or no such thing in it."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *arguments],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
