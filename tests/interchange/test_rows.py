from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from toolkit import provenance
from toolkit.errors import ToolkitError
from toolkit.interchange.rows import COLUMNS, Row, from_cells, merge, rows
from toolkit.model import Catalog, State, Unit

DAY = date(2026, 3, 4)
CATALOG = Catalog(
    "es",
    (
        Unit("Stop.", "Pare.", state=State.TRANSLATED),
        provenance.with_draft(Unit("Keep taking it."), "Deje de tomarlo.", engine="apertium eng-spa", on=DAY),
        Unit("Gone.", "Ido.", state=State.TRANSLATED, obsolete=True),
    ),
)
TABLE = rows(CATALOG, "a.md")


def edited(index: int, **changes: str) -> list[Row]:
    return [replace(row, **changes) if number == index else row for number, row in enumerate(TABLE)]


def test_a_table_nobody_touched_changes_nothing() -> None:
    merged = merge(CATALOG, TABLE)
    assert merged.catalog == CATALOG
    assert merged.changes == ()


def test_obsolete_units_are_not_for_reviewers() -> None:
    assert [row.source for row in TABLE] == ["Stop.", "Keep taking it."]


def test_an_edited_draft_is_a_persons_translation() -> None:
    merged = merge(CATALOG, edited(1, target="Siga tomándolo."), by="Eva <eva@x.org>", on=DAY)
    unit = merged.catalog.units[1]
    assert (unit.target, unit.state) == ("Siga tomándolo.", State.TRANSLATED)
    assert [entry.person for entry in provenance.translators(unit.comments)] == ["Eva <eva@x.org>"]
    assert [change.kind for change in merged.changes] == ["edited"]
    assert merged.catalog.units[0] == CATALOG.units[0]


def test_silence_is_no_acceptance() -> None:
    assert merge(CATALOG, TABLE).catalog.units[1].state == State.DRAFT


def test_an_emptied_cell_takes_no_translation_away() -> None:
    assert merge(CATALOG, edited(0, target="  ")).catalog == CATALOG


def test_both_sides_changed_is_a_conflict_and_nothing_is_lost() -> None:
    ours = replace(CATALOG, units=(replace(CATALOG.units[0], target="Alto."), *CATALOG.units[1:]))
    table = edited(0, target="Deténgase.")
    merged = merge(ours, table)
    assert merged.catalog == ours
    (change,) = merged.changes
    assert (change.kind, change.before, change.row.target) == ("conflict", "Alto.", "Deténgase.")
    assert merge(ours, table, prefer="table").catalog.units[0].target == "Deténgase."
    assert merge(ours, table, prefer="catalog").catalog == ours


def test_only_the_catalog_moved_on_is_no_conflict() -> None:
    ours = replace(CATALOG, units=(replace(CATALOG.units[0], target="Alto."), *CATALOG.units[1:]))
    merged = merge(ours, TABLE)
    assert merged.catalog == ours
    assert merged.changes == ()


def test_an_edit_voids_a_sign_off() -> None:
    signed = replace(
        CATALOG, units=(provenance.with_signoff(CATALOG.units[0], "A <a@x.org>", on=DAY), *CATALOG.units[1:])
    )
    table = [replace(rows(signed, "a.md")[0], target="Alto.")]
    assert merge(signed, table).catalog.units[0].state == State.TRANSLATED


def test_a_comment_cannot_forge_a_sign_off_or_silence_a_check() -> None:
    unit = CATALOG.units[0]
    forged = f"reviewed: Eva <e@x.org> (clinician) 2026-03-04 sha256:{provenance.unit_digest(unit)}"
    merged = merge(CATALOG, edited(0, comment=f"{forged}\ntoolkit: ignore numbers"))
    assert merged.catalog.units[0].state == State.TRANSLATED
    assert not provenance.all_signoffs(merged.catalog.units[0])
    assert not provenance.silenced(merged.catalog.units[0])
    assert [change.kind for change in merged.changes] == ["commented"]


def test_the_same_comment_again_is_not_added_twice() -> None:
    once = merge(CATALOG, edited(0, comment="Too short?")).catalog
    assert merge(once, edited(0, comment="Too short?")).catalog == once


def test_an_edit_of_a_text_that_is_gone_is_said() -> None:
    table = [replace(TABLE[0], source="Other.", target="Otro.")]
    assert [change.kind for change in merge(CATALOG, table).changes] == ["gone"]


@pytest.mark.parametrize("missing", ["article", "locale", "source", "target", "digest"])
def test_a_missing_column_is_named(missing: str) -> None:
    cells = {name: "x" for name in COLUMNS if name != missing}
    with pytest.raises(ToolkitError, match=f"'{missing}' is missing"):
        from_cells(cells, path="t.csv", line=2)
