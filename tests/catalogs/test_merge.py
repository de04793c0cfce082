"""Merging two people's work on one file: nothing guessed, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from toolkit import provenance
from toolkit.catalogs.merge import Conflict, merge3
from toolkit.model import Catalog, State, Unit

DAY = date(2026, 11, 23)
ONE = Unit("a", "A", state=State.TRANSLATED, comments=("note",))
TWO = Unit("b")


def cat(*units: Unit) -> Catalog:
    return Catalog("es", units)


BASE = cat(ONE, TWO)


def merged(mine: Catalog, theirs: Catalog) -> tuple[tuple[Unit, ...], tuple[Conflict, ...]]:
    result, conflicts = merge3(BASE, mine, theirs)
    return result.units, conflicts


def test_nothing_changed() -> None:
    assert merged(BASE, BASE) == (BASE.units, ())


def test_each_side_alone() -> None:
    changed = cat(ONE, replace(TWO, target="B", state=State.TRANSLATED))
    assert merged(changed, BASE) == (changed.units, ())
    assert merged(BASE, changed) == (changed.units, ())


def test_both_in_different_units() -> None:
    mine = cat(replace(ONE, target="mine"), TWO)
    theirs = cat(ONE, replace(TWO, target="B", state=State.TRANSLATED))
    assert merged(mine, theirs) == ((mine.units[0], theirs.units[1]), ())


def test_both_in_one_unit_is_for_a_person() -> None:
    mine, theirs = replace(ONE, target="mine"), replace(ONE, target="theirs")
    assert merged(cat(mine, TWO), cat(theirs, TWO)) == ((theirs, TWO), (Conflict(ONE, mine, theirs),))


def test_the_same_text_twice_keeps_the_comments_of_both() -> None:
    mine = replace(ONE, target="x", comments=("note", "mine"))
    theirs = replace(ONE, target="x", comments=("theirs",))
    (unit, _), conflicts = merged(cat(mine, TWO), cat(theirs, TWO))
    assert (unit.target, set(unit.comments), conflicts) == ("x", {"mine", "theirs"}, ())


def test_two_people_sign_the_same() -> None:
    mine, theirs = (provenance.with_signoff(ONE, person, on=DAY) for person in ("Ana", "Eva"))
    (unit, _), conflicts = merged(cat(mine, TWO), cat(theirs, TWO))
    assert {signoff.person for signoff in provenance.signoffs(unit)} == {"Ana", "Eva"}
    assert (unit.state, conflicts) == (State.REVIEWED, ())


def test_a_signoff_of_what_the_other_changed_is_void() -> None:
    signed = provenance.with_signoff(ONE, "Ana", on=DAY)
    edited = replace(ONE, target="x")
    for mine, theirs in ((signed, edited), (edited, signed)):
        (unit, _), conflicts = merged(cat(mine, TWO), cat(theirs, TWO))
        assert (unit.target, unit.state, conflicts) == ("x", State.TRANSLATED, ())
        assert len(provenance.all_signoffs(unit)) == 1


def test_doubt_of_one_side_is_kept() -> None:
    doubted = replace(ONE, state=State.FUZZY)
    commented = replace(ONE, comments=("note", "nice"))
    for mine, theirs in ((doubted, commented), (commented, doubted)):
        (unit, _), _ = merged(cat(mine, TWO), cat(theirs, TWO))
        assert (unit.state, unit.comments) == (State.FUZZY, ("note", "nice"))


def test_removed_on_one_side() -> None:
    edited = replace(ONE, target="x")
    assert merged(cat(TWO), BASE) == ((TWO,), ())
    assert merged(BASE, cat(TWO)) == ((TWO,), ())
    assert merged(cat(TWO), cat(edited, TWO)) == ((edited, TWO), ())
    assert merged(cat(edited, TWO), cat(TWO)) == ((TWO, edited), ())


def test_added_on_both_sides() -> None:
    three, four = Unit("c", "C", state=State.TRANSLATED), Unit("d")
    assert merged(cat(*BASE.units, three), cat(*BASE.units, four)) == ((*BASE.units, four, three), ())
