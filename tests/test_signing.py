from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from toolkit import provenance, signing
from toolkit.model import State, Unit
from toolkit.signing import Rules

DAY = date(2026, 3, 4)
UNIT = Unit("Keep taking it.", "Siga tomándolo.", state=State.TRANSLATED)


def signed(unit: Unit, *people: str, role: str = "reviewer") -> Unit:
    for person in people:
        unit = provenance.with_signoff(unit, person, on=DAY, role=role)
    return unit


def test_without_a_sign_off_a_sign_off_is_missing() -> None:
    assert signing.missing(UNIT, Rules()) == ("a sign-off",)
    assert signing.fulfilled(signed(UNIT, "A <a@x.org>"), Rules())


@pytest.mark.parametrize("change", [{"source": "Stop taking it."}, {"target": "Deje de tomarlo."}])
def test_any_change_of_either_text_voids_the_sign_off(change: dict[str, str]) -> None:
    assert signing.missing(replace(signed(UNIT, "A <a@x.org>"), **change), Rules()) == ("a sign-off",)


def test_what_is_not_accepted_needs_that_first() -> None:
    assert "it is draft" in signing.missing(replace(UNIT, state=State.DRAFT), Rules())[0]


def test_every_role_has_to_sign() -> None:
    rules = Rules(roles=("reviewer", "clinician"))
    unit = signed(UNIT, "A <a@x.org>")
    assert signing.missing(unit, rules) == ("a sign-off as clinician",)
    assert signing.fulfilled(signed(unit, "B <b@x.org>", role="clinician"), rules)


def test_the_second_person_is_not_the_translator() -> None:
    rules = Rules(second_person=True)
    unit = provenance.accepted(UNIT, by="Ana <ana@x.org>", on=DAY)
    assert signing.missing(signed(unit, "Ana Ruiz <ANA@x.org>"), rules)
    assert signing.fulfilled(signed(unit, "Eva <eva@x.org>"), rules)


def test_the_last_translator_of_the_catalog_stands_in_for_a_name() -> None:
    rules = Rules(second_person=True)
    unit = signed(UNIT, "Ana <ana@x.org>")
    assert signing.fulfilled(unit, rules)
    assert signing.missing(unit, rules, translator="ANA <ana@x.org>")


def test_accepting_a_draft_is_the_first_of_two_persons() -> None:
    rules = Rules(second_person=True)
    draft = provenance.with_draft(
        Unit("Keep taking it."), "Siga tomándolo.", engine="apertium eng-spa", on=DAY
    )
    one = signed(provenance.accepted(draft), "A <a@x.org>")
    assert signing.missing(one, rules)
    assert signing.fulfilled(signed(one, "B <b@x.org>"), rules)


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (UNIT, None),
        (replace(UNIT, target="", state=State.UNTRANSLATED), "not translated"),
        (replace(UNIT, state=State.STALE), "still marked as stale"),
        (replace(UNIT, obsolete=True), "no longer in the article"),
    ],
)
def test_only_accepted_translations_can_be_signed(unit: Unit, reason: str | None) -> None:
    assert signing.refusal(unit) == reason
