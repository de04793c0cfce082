"""Three-way merge of catalogs by unit, for two people who worked on the same file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit import provenance
from toolkit.model import ACCEPTED, Catalog, Unit, UnitKey


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit that both changed, each in another way."""

    base: Unit | None
    mine: Unit
    theirs: Unit


def merge3(base: Catalog, mine: Catalog, theirs: Catalog) -> tuple[Catalog, tuple[Conflict, ...]]:
    """Both sides' changes since ``base``, and the units where a person has to choose.

    Pure; nothing is decided by time. A unit changed on one side only is taken from there. One that
    both changed is no conflict if they agree on target and state: then comments of both are kept.
    In a conflict the result holds ``theirs``, what is in the file already.
    Units, their order and the header are those of ``theirs``, as the file's present layout; units
    that only ``mine`` has are put at its end. A unit that one side removed stays if the other
    changed it.
    """
    before = {unit.key: unit for unit in base.units}
    here = {unit.key: unit for unit in mine.units}
    there = {unit.key for unit in theirs.units}
    units: list[Unit] = []
    conflicts: list[Conflict] = []
    for their_unit in theirs.units:
        key = their_unit.key
        merged = _merged(before.get(key), here.get(key), their_unit, conflicts)
        if merged is not None:
            units.append(merged)
    units += [unit for unit in mine.units if unit.key not in there and _is_new(unit, before)]
    units.sort(key=lambda unit: unit.obsolete)
    return replace(theirs, units=tuple(units)), tuple(conflicts)


def _merged(base: Unit | None, mine: Unit | None, theirs: Unit, conflicts: list[Conflict]) -> Unit | None:
    if mine is None:
        return None if base is not None and base == theirs else theirs
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    agree = mine.target == theirs.target and mine.plural_targets == theirs.plural_targets
    same_text = base is not None and mine.target == base.target
    if agree:
        return _joined(base, mine, theirs)
    if same_text:
        # Only comments changed here; a sign-off of the old target is void by its digest.
        return _joined(base, theirs, mine)
    if base is not None and theirs.target == base.target:
        return _joined(base, mine, theirs)
    conflicts.append(Conflict(base, mine, theirs))
    return theirs


def _joined(base: Unit | None, lead: Unit, other: Unit) -> Unit:
    """``lead`` with the comments the other side added, without those it removed."""
    known = base.comments if base else ()
    removed = {comment for comment in known if comment not in other.comments}
    added = [c for c in other.comments if c not in known and c not in lead.comments]
    comments = (*(c for c in lead.comments if c not in removed), *added)
    unit = replace(lead, comments=comments)
    fuzzy = _fuzzy(base, lead, other) if lead.target == other.target else lead.state not in ACCEPTED
    if not fuzzy:
        unit = replace(unit, previous=None, previous_context=None, previous_plural=None)
    return replace(unit, state=provenance.derive_state(unit, fuzzy=fuzzy))


def _fuzzy(base: Unit | None, one: Unit, other: Unit) -> bool:
    """Who changed the flag decides; without a base, doubt wins."""
    flags = (one.state not in ACCEPTED, other.state not in ACCEPTED)
    if flags[0] == flags[1] or base is None:
        return any(flags)
    return base.state in ACCEPTED


def _is_new(unit: Unit, before: dict[UnitKey, Unit]) -> bool:
    """Whether mine added or changed what theirs does not have."""
    return unit.key not in before or before[unit.key] != unit
