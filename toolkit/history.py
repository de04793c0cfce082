"""What version control knows about a catalog: who changed which unit, when. Reads git, writes nothing.

Comments in the PO name people and machines (see :mod:`toolkit.provenance`); the history adds what a
comment cannot hold: the machine's own words before somebody edited them, and when that was.

A commit is compared with its own parents, not with the one before it in time: work on two branches
would otherwise look as if each took the other's back, and a merge as if its author had written all of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit import provenance, repository
from toolkit.catalogs import po
from toolkit.catalogs.po_reader import Known
from toolkit.errors import CatalogError
from toolkit.model import ACCEPTED, Catalog, State, Unit, UnitKey


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit that changed a catalog."""

    commit: str
    """Abbreviated hash."""
    author: str
    """``Name <mail>``."""
    when: datetime.datetime
    catalog: Catalog
    before: tuple[Catalog, ...] | None = None
    """The catalog in each parent of the commit; empty where it was not there yet. None: the revision
    before this one stands for it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one unit."""

    kind: str
    """added, drafted, edited, accepted, signed, stale, reopened or removed. ``added``: the unit came
    into the catalog with its translation, so who wrote that is not known."""
    who: str
    """Author of the commit."""
    when: datetime.datetime
    commit: str
    target: str
    """The target after the event."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The history of one catalog, and what is missing from it."""

    revisions: tuple[Revision, ...] = ()
    """Parents first."""
    condition: repository.Condition = field(default_factory=repository.Condition)
    unreadable: tuple[str, ...] = ()
    """Commits whose version of the file is no catalog, or is not in this clone."""


def revisions(root: Path, path: Path, *, locale: str, most: int | None = None) -> tuple[Revision, ...]:
    """Every commit that changed the catalog, on all merged branches, parents first; renames are followed.

    Empty without git, outside of a repository, or when nothing is committed. A state that cannot
    be read as a catalog is left out.

    :param most: only the newest commits, so many of them.
    """
    return trail(root, path, locale=locale, most=most).revisions


def trail(root: Path, path: Path, *, locale: str, most: int | None = None) -> Trail:
    """:func:`revisions`, with what is known to be missing."""
    condition = repository.condition(root, path)
    if not condition.tracked:
        return Trail()
    names = repository.names(root, path)
    commits = repository.commits(root, names)
    if most is not None:
        commits = commits[-most:]
    held = _held(root, names, commits)
    catalogs = _catalogs(root, held.values(), locale)
    found: list[Revision] = []
    unreadable: list[str] = []
    for commit in commits:
        own = held.get(commit.hash)
        above = [held.get(parent) for parent in commit.parents]
        if own is None or own in above:
            continue  # deleted here, or a merge that took one side's version as it was
        if own not in catalogs:
            unreadable.append(commit.hash[:10])
            continue
        before = tuple(catalogs[blob] for blob in above if blob is not None and blob in catalogs)
        found.append(Revision(commit.hash[:10], commit.author, commit.when, catalogs[own], before))
    return Trail(tuple(found), condition, tuple(unreadable))


def versions(root: Path, path: Path) -> Iterator[bytes]:
    """The file's distinct committed contents, oldest first, unread: for who looks for one thing in them."""
    names = repository.names(root, path)
    commits = repository.commits(root, names)
    held = _held(root, names, commits)
    ids = [held[commit.hash] for commit in commits if commit.hash in held]
    for _, data in repository.contents(root, ids):
        yield data


def _held(root: Path, names: Sequence[str], commits: Iterable[repository.Commit]) -> Mapping[str, str]:
    """Which content the catalog had at each commit and at its parents, under the name it had there."""
    points = dict.fromkeys(point for commit in commits for point in (commit.hash, *commit.parents))
    ids = repository.blob_ids(root, ((point, name) for point in points for name in names))
    found = {}
    for point in points:
        for name in names:  # present name first: an old one may since belong to another article
            if blob := ids.get((point, name)):
                found[point] = blob
                break
    return found


def _catalogs(root: Path, ids: Iterable[str], locale: str) -> Mapping[str, Catalog]:
    found = {}
    known: Known = {}  # most entries are the same in most versions
    for blob, data in repository.contents(root, ids):
        catalog = parsed(data, locale, known)
        if catalog is not None:
            found[blob] = catalog
    return found


def parsed(data: bytes, locale: str, known: Known | None = None) -> Catalog | None:
    """The catalog in these bytes; None when they are none.

    :param known: see :func:`toolkit.catalogs.po.loads`.
    """
    try:
        return po.loads(po.decode(data), locale=locale, known=known)
    except CatalogError:
        return None


# Events


def events(states: Iterable[Revision]) -> Mapping[UnitKey, tuple[Event, ...]]:
    """What happened to each unit, parents first.

    A unit whose source was edited goes on with the events of the unit it was before.
    """
    found: dict[UnitKey, list[Event]] = {}
    previous: tuple[Catalog, ...] = ()
    for state in states:
        sides = [_present(catalog) for catalog in (previous if state.before is None else state.before)]
        now = _present(state.catalog)
        gone = _gone(sides, now)
        for key, unit in now.items():
            _note(found, state, key, unit, sides, gone)
        for key in {key for side in sides for key in side} - now.keys():
            # Gone on every side that had it for another reason than this commit: not its event.
            if all(key in side for side in sides):
                found.setdefault(key, []).append(_event("removed", state, ""))
        previous = (state.catalog,)
    return {key: tuple(values) for key, values in found.items()}


def _present(catalog: Catalog) -> Mapping[UnitKey, Unit]:
    return {unit.key: unit for unit in catalog.units if not unit.obsolete}


def _note(
    found: dict[UnitKey, list[Event]],
    state: Revision,
    key: UnitKey,
    unit: Unit,
    sides: Sequence[Mapping[UnitKey, Unit]],
    gone: Mapping[str, Sequence[Unit]],
) -> None:
    olds = [side.get(key) for side in sides] or [None]
    if any(old is not None and _same(old, unit) for old in olds):
        return  # as one of the parents had it: that side's commits have said it
    old = next((old for old in olds if old is not None), None)
    if old is None:
        origin = _origin(unit, sides, gone)
        if origin is not None:
            found.setdefault(key, []).extend(found.get(origin.key, ()))
            if _same(origin, unit):
                return
            old = origin
    found.setdefault(key, []).extend(_event(kind, state, unit.target) for kind in _kinds(old, unit))


def _same(old: Unit, new: Unit) -> bool:
    return old is new or (old.target, old.state, old.comments) == (new.target, new.state, new.comments)


def _gone(
    sides: Sequence[Mapping[UnitKey, Unit]], now: Mapping[UnitKey, Unit]
) -> Mapping[str, Sequence[Unit]]:
    """Units a parent had and the commit has not, by their translation."""
    found: dict[str, dict[UnitKey, Unit]] = {}
    for side in sides:
        for key in side.keys() - now.keys():
            found.setdefault(side[key].target, {})[key] = side[key]
    return {target: tuple(units.values()) for target, units in found.items()}


def _origin(
    unit: Unit, sides: Sequence[Mapping[UnitKey, Unit]], gone: Mapping[str, Sequence[Unit]]
) -> Unit | None:
    """What a unit with a new source was before: the one it names as previous, or the one that went with
    the same translation in the same commit."""
    named = (unit.previous_context or unit.context or "", unit.previous or "")
    for side in sides:
        if unit.previous is not None and named in side:
            return side[named]
    same = gone.get(unit.target, ()) if unit.target else ()
    return same[0] if len(same) == 1 else None


def _event(kind: str, state: Revision, target: str) -> Event:
    return Event(kind, state.author, state.when, state.commit, target)


def _kinds(old: Unit | None, new: Unit) -> Iterator[str]:
    """What an update of a unit was; one step can be several things."""
    came = old is None
    if old is None:
        old = Unit(new.source, context=new.context)
    if old.target != new.target and new.target:
        yield "drafted" if _is_machines(new) else "added" if came else "edited"
    elif new.state is State.DRAFT and old.state is not State.DRAFT:
        yield "drafted"
    if new.state in ACCEPTED and old.state not in ACCEPTED:
        yield "accepted"
    if new.state is State.REVIEWED and set(provenance.signoffs(new)) - set(provenance.signoffs(old)):
        yield "signed"
    if new.state is State.STALE and old.state is not State.STALE:
        yield "stale"
    if new.state is State.FUZZY and old.state in ACCEPTED:
        yield "reopened"


def _is_machines(unit: Unit) -> bool:
    """Whether the target is a machine's, whoever has accepted it since."""
    if unit.state is State.DRAFT:
        return True
    note = provenance.draft_of(unit.comments)
    return note is not None and note.digest == provenance.text_digest(unit.target)
