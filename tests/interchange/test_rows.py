"""What a reviewer's table does to a catalog, and what it may not do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from toolkit import provenance
from toolkit.errors import ToolkitError
from toolkit.interchange.rows import COLUMNS, Change, Merged, Reviewer, Row, from_cells, rows
from toolkit.interchange.rows import merge as merge_rows
from toolkit.model import Catalog, State, Unit

DAY = date(2026, 3, 4)
EVA = "Eva <eva@x.org>"
CATALOG = Catalog(
    "es",
    (
        Unit("Stop.", "Pare.", state=State.TRANSLATED),
        provenance.with_draft(Unit("Keep taking it."), "Deje de tomarlo.", engine="apertium eng-spa", on=DAY),
        Unit("Gone.", "Ido.", state=State.TRANSLATED, obsolete=True),
    ),
)
TABLE = rows(CATALOG, "a.md")


def merge(catalog: Catalog, table: Iterable[Row], prefer: str | None = None) -> Merged:
    return merge_rows(catalog, table, Reviewer(EVA, DAY), prefer=prefer)


def only(merged: Merged) -> Change:
    (change,) = merged.changes
    return change


def edited(index: int, **changes: str) -> list[Row]:
    return [replace(row, **changes) if number == index else row for number, row in enumerate(TABLE)]


def test_a_table_nobody_touched_changes_nothing() -> None:
    merged = merge(CATALOG, TABLE)
    assert merged.catalog == CATALOG
    assert merged.changes == ()


def test_obsolete_units_are_not_for_reviewers() -> None:
    assert [row.source for row in TABLE] == ["Stop.", "Keep taking it."]


def test_an_edited_draft_is_a_persons_translation() -> None:
    merged = merge(CATALOG, edited(1, target="Siga tomándolo."))
    unit = merged.catalog.units[1]
    assert (unit.target, unit.state) == ("Siga tomándolo.", State.TRANSLATED)
    assert [entry.person for entry in provenance.translators(unit.comments)] == [EVA]
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
    table = [replace(TABLE[0], source="Other.", target="Otro.", digest="0" * 12)]
    assert [change.kind for change in merge(CATALOG, table).changes] == ["gone"]


@pytest.mark.parametrize("missing", ["article", "locale", "source", "target", "digest"])
def test_a_missing_column_is_named(missing: str) -> None:
    cells = {name: "x" for name in COLUMNS if name != missing}
    with pytest.raises(ToolkitError, match=f"'{missing}' is missing"):
        from_cells(cells, path="t.csv", line=2)


def test_a_yes_accepts_a_draft_as_it_stands() -> None:
    merged = merge(CATALOG, edited(1, accept="yes"))
    unit = merged.catalog.units[1]
    assert (unit.target, unit.state) == ("Deje de tomarlo.", State.TRANSLATED)
    assert [entry.person for entry in provenance.translators(unit.comments)] == [EVA]
    assert only(merged).kind == "accepted"
    assert merge(CATALOG, edited(0, accept="yes")).changes == (), "accepted before"


def test_nothing_counts_as_signed_by_a_table() -> None:
    merged = merge(CATALOG, [replace(row, accept="yes", target=f"{row.target}!") for row in TABLE])
    assert [unit.state for unit in merged.catalog.units[:2]] == [State.TRANSLATED, State.TRANSLATED]


def test_a_yes_to_a_text_that_changed_meanwhile_is_a_conflict() -> None:
    redrafted = provenance.with_draft(Unit("Keep taking it."), "Siga.", engine="other", on=DAY)
    ours = replace(CATALOG, units=(CATALOG.units[0], redrafted))
    merged = merge(ours, edited(1, accept="yes"))
    assert merged.catalog == ours
    assert (only(merged).kind, only(merged).why) == ("conflict", "its text was changed")


def test_what_was_signed_or_accepted_meanwhile_is_not_overwritten() -> None:
    signed = replace(
        CATALOG, units=(provenance.with_signoff(CATALOG.units[0], EVA, on=DAY), CATALOG.units[1])
    )
    table = edited(0, target="Alto.")
    merged = merge(signed, table)
    assert merged.catalog == signed
    assert (only(merged).kind, only(merged).why) == ("conflict", "it was signed off")
    assert merge(signed, table, prefer="table").catalog.units[0].state is State.TRANSLATED
    taken = replace(CATALOG, units=(CATALOG.units[0], provenance.accepted(CATALOG.units[1])))
    assert only(merge(taken, edited(1, target="Siga."))).why == "it was accepted by somebody else"


@pytest.mark.parametrize("said", ["yes", "X", " ok ", "✓", "1"])
def test_ways_to_say_yes(said: str) -> None:
    assert from_cells({**cells(), "accept": said}, path="t.csv", line=2).accept == "yes"


@pytest.mark.parametrize("said", ["", "no", "-", "0"])
def test_ways_to_say_no(said: str) -> None:
    assert from_cells({**cells(), "accept": said}, path="t.csv", line=2).accept == ""


def test_a_text_in_the_wrong_column_is_asked_about() -> None:
    with pytest.raises(ToolkitError, match=r"t\.csv:2: the column 'accept' says 'Siga tomándolo\.'"):
        from_cells({**cells(), "accept": "Siga tomándolo."}, path="t.csv", line=2)


def cells() -> dict[str, str]:
    return {name: getattr(TABLE[0], name) for name in COLUMNS}


def test_only_the_states_asked_for() -> None:
    assert [row.source for row in rows(CATALOG, "a.md", {State.DRAFT})] == ["Keep taking it."]


def test_a_comment_becomes_a_remark_and_goes_out_again() -> None:
    merged = merge(CATALOG, edited(0, comment="Is this\nfor children, too?"))
    (remark,) = provenance.remarks(merged.catalog.units[0].comments)
    assert (remark.person, remark.text) == (EVA, "Is this for children, too?")
    assert "for children, too?" in rows(merged.catalog, "a.md")[0].remarks


def test_what_a_spreadsheet_cannot_hold_is_no_edit() -> None:
    unit = Unit("One\x0btwo", "Uno\x0bdos\r\ntres ", state=State.TRANSLATED)
    odd = Catalog("es", (unit,))
    row = replace(rows(odd, "a.md")[0], source="Onetwo", target="Unodos\ntres")
    assert merge(odd, [row]).changes == ()


def test_the_reviewer_is_told_what_changed_in_the_source() -> None:
    unit = provenance.with_change(
        Unit("Take 10 ml.", "Tome 5 ml.", state=State.STALE, previous="Take 5 ml."),
        "number 5 → 10",
        accepted_digest=None,
    )
    (row,) = rows(Catalog("es", (unit,)), "a.md")
    assert row.note == "the source has changed (number 5 → 10); it was: Take 5 ml."


def test_the_same_text_twice_in_a_table_is_not_decided_by_chance() -> None:
    table = [*edited(1, target="Siga."), replace(TABLE[1], target="Continúe.")]
    kinds = [change.kind for change in merge(CATALOG, table).changes]
    assert kinds == ["edited", "conflict"]


def test_a_source_that_a_program_made_a_date_of_is_found_by_its_digest() -> None:
    assert merge(CATALOG, edited(0, source="2024-12-03")).changes == ()
    assert only(merge(CATALOG, edited(0, source="2024-12-03", target="Alto."))).kind == "edited"
