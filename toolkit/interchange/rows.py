"""One row a unit: what goes into a table for reviewers, and what their changes mean. Pure.

A row carries the digest of the texts it was exported with, and the state. On the way back they tell
cases apart that look alike otherwise: the reviewer changed the translation, somebody else changed or
signed it in the PO meanwhile, or both did (a conflict, which nobody loses).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from toolkit import provenance
from toolkit.errors import ToolkitError
from toolkit.model import ACCEPTED, STATE_RANK, Catalog, State, Unit

# Characters no spreadsheet keeps: those XML 1.0 cannot hold (section 2.2).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_YES = frozenset({"x", "✓", "✔", "1", "ok", "y", "yes", "true", "accept", "accepted"})
_NO = frozenset({"", "-", "0", "n", "no", "false"})


@dataclass(frozen=True, slots=True)
class Row:
    """A unit as a reviewer sees it in a table."""

    article: str
    locale: str
    role: str
    source: str
    target: str
    """What the reviewer edits."""
    accept: str
    """``yes`` where the reviewer accepts the target as it stands; empty otherwise."""
    comment: str
    """The reviewer's own words; becomes a remark."""
    state: str
    """When the row was written."""
    note: str
    """For the reviewer: the author's notes, and how the source has changed."""
    remarks: str
    """For the reviewer: what others have said."""
    context: str
    digest: str
    """Of context, source and target when the row was written; nothing to edit."""


COLUMNS: tuple[str, ...] = tuple(part.name for part in fields(Row))
EDITABLE = ("target", "accept", "comment")
REQUIRED = ("article", "locale", "source", "target", "digest")


def rows(catalog: Catalog, article: str, states: Collection[State] = ()) -> tuple[Row, ...]:
    """The rows of a catalog's units, obsolete ones left out, document order.

    :param states: only units in one of these; all where empty.
    """
    return tuple(
        Row(
            article=article,
            locale=catalog.locale,
            role=unit.role,
            source=unit.source,
            target=unit.target,
            accept="",
            comment="",
            state=unit.state.value,
            note=_note(unit),
            remarks="\n".join(
                f"{remark.person}, {remark.date.isoformat()}: {remark.text}"
                for remark in provenance.remarks(unit.comments)
                if not remark.resolved
            ),
            context=unit.context or "",
            digest=provenance.unit_digest(unit),
        )
        for unit in catalog.units
        if not unit.obsolete and unit.plural is None and (not states or unit.state in states)
    )


def _note(unit: Unit) -> str:
    lines = list(unit.notes)
    change = provenance.change_of(unit.comments)
    if unit.previous is not None and unit.state is State.STALE:
        what = f" ({change.what})" if change else ""
        lines.append(f"the source has changed{what}; it was: {unit.previous}")
    return "\n".join(lines)


def from_cells(cells: Mapping[str, str], *, path: str, line: int) -> Row:
    """A row from a table's named cells; columns the reader does not know are left out.

    :raises ToolkitError: a column that is needed is missing, or ``accept`` says neither yes nor no.
    """
    missing = [name for name in REQUIRED if name not in cells]
    if missing:
        raise ToolkitError(
            f"the column {missing[0]!r} is missing",
            path=path,
            line=line,
            hint="import a file that `toolkit export` wrote; reviewers edit `target`, `accept` and `comment`",
        )
    row = Row(**{name: cells.get(name, "") for name in COLUMNS})
    said = row.accept.strip().casefold()
    if said not in _YES | _NO:
        raise ToolkitError(
            f"the column 'accept' says {row.accept[:40]!r}",
            path=path,
            line=line,
            hint="write yes to accept the translation as it stands, or leave the cell empty",
        )
    return replace(row, accept="yes" if said in _YES else "")


ChangeKind = Literal["edited", "accepted", "commented", "conflict", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """What one row does to its unit."""

    row: Row
    kind: ChangeKind
    before: str
    """The target in the catalog now; empty when the unit is gone."""
    state: State | None = None
    """The unit's state before; None when it is gone."""
    why: str = ""
    """Of a conflict: what happened to the unit since the export."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalog with a table's corrections."""

    catalog: Catalog
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Whose corrections they are, and when they are taken."""

    person: str | None = None
    """``Name <mail>``; None only to look at what would change."""
    on: date | None = None


def merge(catalog: Catalog, table: Iterable[Row], reviewer: Reviewer, *, prefer: str | None = None) -> Merged:
    """The catalog with the edits of ``table``, whose rows are all of this article and locale.

    An edited target is the reviewer's: it becomes `translated`, whatever the unit was before, never
    `reviewed`. A target that was left alone changes nothing unless the row accepts it: silence is no
    acceptance. Where the unit was changed, accepted or signed since the export as well, nothing is
    taken unless ``prefer`` says so.

    :param prefer: ``table`` takes the reviewer's text in a conflict, ``catalog`` keeps ours.
    """
    position = {unit.key: index for index, unit in enumerate(catalog.units) if not unit.obsolete}
    # A spreadsheet may have dropped characters it cannot hold, or changed line ends.
    position |= {(_kept(context), _kept(source)): index for (context, source), index in position.items()}
    # A program that made a date of a source has left the digest alone.
    digests = {provenance.unit_digest(catalog.units[index]): index for index in position.values()}
    units = list(catalog.units)
    changes: list[Change] = []
    for row in table:
        index = position.get((_kept(row.context), _kept(row.source)), digests.get(row.digest))
        if index is None:
            if row.target.strip() or row.comment.strip():
                changes.append(Change(row, "gone", ""))
            continue
        unit = units[index]
        merged, change = _merge_row(unit, row, reviewer, prefer)
        if change is not None:
            changes.append(change)
        units[index] = merged
    return Merged(replace(catalog, units=tuple(units)), tuple(changes))


def _merge_row(unit: Unit, row: Row, reviewer: Reviewer, prefer: str | None) -> tuple[Unit, Change | None]:
    done, kind, why = _decide(unit, row, reviewer, prefer)
    if kind != "conflict":
        commented = _with_comment(done, row.comment, reviewer)
        if commented is not done:
            done, kind = commented, kind or "commented"
    return done, Change(row, kind, unit.target, unit.state, why) if kind else None


def _decide(
    unit: Unit, row: Row, reviewer: Reviewer, prefer: str | None
) -> tuple[Unit, ChangeKind | None, str]:
    """The unit with the row's edit or acceptance, what that was, and why it is a conflict."""
    edited = bool(row.target.strip()) and _kept(row.target) != _kept(unit.target)
    accepts = bool(row.accept) and bool(row.target.strip()) and unit.state not in ACCEPTED
    why = _moved_on(unit, row)
    if edited and why and _left_alone(row):
        if not row.accept:
            return unit, None, ""  # only the catalog has moved on
    elif not edited and not accepts:
        return unit, None, ""
    if why and prefer is None:
        return unit, "conflict", why
    if why and prefer == "catalog":
        return unit, None, ""
    text = _kept(row.target) if edited else unit.target
    return (
        provenance.accepted(unit, text, by=reviewer.person, on=reviewer.on),
        "edited" if edited else "accepted",
        "",
    )


def _moved_on(unit: Unit, row: Row) -> str:
    """What happened to the unit since the row was written; empty for nothing."""
    if row.digest != provenance.unit_digest(unit):
        return "its text was changed"
    before = STATE_RANK.get(State(row.state)) if row.state in set(State) else None
    if before is not None and unit.state in ACCEPTED and STATE_RANK[unit.state] > before:
        return "it was signed off" if unit.state is State.REVIEWED else "it was accepted by somebody else"
    return ""


def _left_alone(row: Row) -> bool:
    """The row still holds what was exported: only the catalog has moved on."""
    return row.digest == provenance.digest(row.context or None, row.source, row.target)


def _kept(text: str) -> str:
    """The text as every spreadsheet keeps it, without the blank ends that slip in while typing."""
    return NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _with_comment(unit: Unit, comment: str, reviewer: Reviewer) -> Unit:
    """The unit with the reviewer's words as a remark; a cell can forge no other comment."""
    said = " ".join(NOT_XML.sub(" ", comment).split())
    if not said or any(remark.text == said for remark in provenance.remarks(unit.comments)):
        return unit
    if reviewer.person is None or reviewer.on is None:
        return replace(unit, comments=(*unit.comments, f"note: {said}"))
    return provenance.with_remark(unit, reviewer.person, said, on=reviewer.on)
