"""One row a unit: what goes into a table for reviewers, and what their changes mean. Pure.

A row carries the digest of the texts it was exported with. On the way back it tells three cases
apart that look alike otherwise: the reviewer changed the translation, somebody else changed it in
the PO meanwhile, or both did (a conflict, which nobody loses).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from toolkit import provenance
from toolkit.errors import ToolkitError
from toolkit.model import Catalog, Unit


@dataclass(frozen=True, slots=True)
class Row:
    """A unit as a reviewer sees it in a table."""

    article: str
    locale: str
    role: str
    source: str
    target: str
    """What the reviewer edits."""
    state: str
    comment: str
    """The reviewer's own words; becomes a translator comment."""
    note: str
    """For the reviewer: the author's notes."""
    context: str
    digest: str
    """Of context, source and target when the row was written; nothing to edit."""


COLUMNS: tuple[str, ...] = tuple(part.name for part in fields(Row))
REQUIRED = ("article", "locale", "source", "target", "digest")


def rows(catalog: Catalog, article: str) -> tuple[Row, ...]:
    """The rows of a catalog's units, obsolete ones left out, document order."""
    return tuple(
        Row(
            article=article,
            locale=catalog.locale,
            role=unit.role,
            source=unit.source,
            target=unit.target,
            state=unit.state.value,
            comment="",
            note="\n".join(unit.notes),
            context=unit.context or "",
            digest=provenance.unit_digest(unit),
        )
        for unit in catalog.units
        if not unit.obsolete and unit.plural is None
    )


def from_cells(cells: Mapping[str, str], *, path: str, line: int) -> Row:
    """A row from a table's named cells; columns the reader does not know are left out.

    :raises ToolkitError: a column that is needed is missing.
    """
    missing = [name for name in REQUIRED if name not in cells]
    if missing:
        raise ToolkitError(
            f"the column {missing[0]!r} is missing",
            path=path,
            line=line,
            hint="import a file that `toolkit export` wrote; reviewers edit `target` and `comment`",
        )
    return Row(**{name: cells.get(name, "") for name in COLUMNS})


@dataclass(frozen=True, slots=True)
class Change:
    """What one row does to its unit."""

    row: Row
    kind: str
    """edited, commented, conflict or gone."""
    before: str
    """The target in the catalog now; empty when the unit is gone."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalog with a table's corrections."""

    catalog: Catalog
    changes: tuple[Change, ...]


def merge(
    catalog: Catalog,
    table: Iterable[Row],
    *,
    by: str | None = None,
    on: date | None = None,
    prefer: str | None = None,
) -> Merged:
    """The catalog with the edits of ``table``, whose rows are all of this article and locale.

    An edited target is a person's: it becomes `translated`, whatever the unit was before. A target
    that the reviewer left alone changes nothing; also not its state, because silence is no
    acceptance. Where both sides changed, nothing is taken unless ``prefer`` says so.

    :param by: ``Name <mail>`` of the reviewer, noted as translator of what was edited.
    :param prefer: ``table`` takes the reviewer's text in a conflict, ``catalog`` keeps ours.
    """
    position = {unit.key: index for index, unit in enumerate(catalog.units) if not unit.obsolete}
    units = list(catalog.units)
    changes: list[Change] = []
    for row in table:
        index = position.get((row.context, row.source))
        if index is None:
            if row.target.strip() or row.comment.strip():
                changes.append(Change(row, "gone", ""))
            continue
        unit = units[index]
        merged, kind = _merge_row(unit, row, by, on, prefer)
        if kind:
            changes.append(Change(row, kind, unit.target))
        units[index] = merged
    return Merged(replace(catalog, units=tuple(units)), tuple(changes))


def _merge_row(unit: Unit, row: Row, by: str | None, on: date | None, prefer: str | None) -> tuple[Unit, str]:
    kind = ""
    if row.target != unit.target and row.target.strip():
        untouched = row.digest == provenance.unit_digest(unit)
        if not untouched and _reviewer_left_alone(row):
            return _with_comment(unit, row.comment), "commented" if row.comment.strip() else ""
        if untouched or prefer == "table":
            unit, kind = provenance.accepted(unit, row.target, by=by, on=on), "edited"
        else:
            return unit, "" if prefer == "catalog" else "conflict"
    commented = _with_comment(unit, row.comment)
    if commented is not unit:
        unit, kind = commented, kind or "commented"
    return unit, kind


def _reviewer_left_alone(row: Row) -> bool:
    """The row still holds what was exported: only the catalog has moved on."""
    return row.digest == provenance.digest(row.context or None, row.source, row.target)


def _with_comment(unit: Unit, comment: str) -> Unit:
    lines = tuple(" ".join(line.split()) for line in comment.splitlines() if line.strip())
    # Nobody signs off, silences a check or names an engine through a cell of a table.
    safe = tuple(f"note: {line}" for line in lines)
    new = tuple(line for line in safe if line not in unit.comments)
    return replace(unit, comments=(*unit.comments, *new)) if new else unit
