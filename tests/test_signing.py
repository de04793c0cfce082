"""Who has to sign what, in the rules, the checks, the counts and the command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from toolkit import provenance, signing, signing_rules
from toolkit.catalogs import po
from toolkit.config import ReviewConfig
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project
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


def test_who_translated_before_the_draft_did_not_edit_it() -> None:
    """Ana wrote an earlier text; a machine wrote this one, Eva accepted it in an editor and signs."""
    rules = Rules(second_person=True)
    older = provenance.accepted(UNIT, by="Ana <ana@x.org>", on=DAY)
    draft = provenance.with_draft(older, "Deje de tomarlo.", engine="apertium eng-spa", on=DAY)
    unit = signed(provenance.accepted(draft), "Eva <eva@x.org>")
    assert signing.missing(unit, rules) == ("a sign-off by somebody else than the translator",)
    assert signing.fulfilled(signed(unit, "Ana <ana@x.org>"), rules)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana <ana@x.org>", "A. Ruiz <ANA@x.org>", True),
        ("Ana Ruiz <ana@x.org>", "Ana Ruiz <ana@y.org>", False),
        ("Ana Ruiz", "ana  ruiz <ana@x.org>", True),
        ("Ana Ruiz", "Eva Soto", False),
        ("<ana@x.org>", "Ana", False),
        ("", "", False),
    ],
)
def test_people_are_told_apart_by_address_and_else_by_name(one: str, other: str, same: bool) -> None:
    assert signing.same_person(one, other) is same
    assert signing.same_person(other, one) is same


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


# The rules of a project


@pytest.mark.parametrize(
    ("critical", "roles"), [(False, ("reviewer",)), (True, ("reviewer", "clinician"))], ids=str
)
def test_a_critical_article_needs_the_critical_roles_beside_the_usual_ones(
    critical: bool, roles: tuple[str, ...]
) -> None:
    settings = ReviewConfig(True, roles=("reviewer",), critical_roles=("reviewer", "clinician"))
    assert signing.rules_from(settings, critical=critical) == Rules(True, roles, critical)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Ana <ana@x.org>", "Ana <ana@x.org>"),
        ("FULL NAME <EMAIL@ADDRESS>", None),
        ("Automatically generated", None),
        ("", None),
        (None, None),
    ],
)
def test_placeholders_name_no_translator(header: str | None, name: str | None) -> None:
    fields = (("Language", "es"),) if header is None else (("Last-Translator", header),)
    assert signing.last_translator(Catalog("es", (), fields)) == name


def test_what_a_catalog_lacks_is_counted() -> None:
    units = (
        UNIT,
        signed(replace(UNIT, source="b"), "A <a@x.org>"),
        replace(UNIT, source="c", state=State.DRAFT),
        replace(UNIT, source="d", obsolete=True),
    )
    assert signing.lacking(Catalog("es", units), Rules(roles=("clinician",))) == {
        "a sign-off as clinician": 2,
        "an accepted translation (it is draft)": 1,
    }


# Through the commands

TOOLKIT = [sys.executable, "-m", "toolkit"]
CONFIG = """
locales = ["es"]
[review]
require-second-person = true
critical-roles = ["reviewer", "clinician"]
"""
ARTICLE = "---\ntitle: Doses\ncritical: true\n---\n\nTake 5 ml.\n"
ANA, EVA = "Ana Probe <ana@example.org>", "Eva Muster <eva@example.org>"


def toolkit(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOOLKIT, *arguments], cwd=root, capture_output=True, text=True)


@pytest.fixture
def clinic(make_project: Callable[..., Path]) -> Project:
    """A critical article, translated by Ana, and one that is not critical."""
    root = make_project({"dose.md": ARTICLE, "hours.md": "We open at 8.\n"}, CONFIG)
    assert toolkit(root, "extract").returncode == 0
    project = Project.find(root)
    for article in project.all_articles:
        path = project.catalog_path(article, "es")
        catalog = po.read(path, locale="es")
        units = tuple(
            provenance.accepted(unit, f"es: {unit.source}", by=ANA, on=DAY) for unit in catalog.units
        )
        po.write(path, replace(catalog, units=units))
    return project


def findings(project: Project, *arguments: str) -> list[dict[str, str]]:
    done = toolkit(project.root, "check", "--select", "sign-off", "--format", "json", *arguments)
    found = json.loads(done.stdout)["findings"]
    assert done.returncode == (1 if found else 0), done.stderr
    return list(found)


def test_from_unsigned_to_signed_as_the_rules_ask(clinic: Project) -> None:
    first = [finding["message"] for finding in findings(clinic)]
    assert [text.split(", the first")[0] for text in first] == [
        "2 of 2 texts of this critical article need a sign-off as reviewer",
        "2 of 2 texts of this critical article need a sign-off as clinician",
    ]
    sign = ["sign", "dose.md", "-l", "es"]
    done = toolkit(clinic.root, *sign, "--reviewer", ANA)
    assert done.returncode == 0, done.stderr
    assert "2 signed units still need a sign-off as clinician" in done.stderr
    assert "still need a sign-off by somebody else than the translator" in done.stderr
    assert reviewed(clinic) == 0
    done = toolkit(clinic.root, *sign, "--reviewer", EVA, "--role", "clinician")
    assert done.stderr == ""
    assert findings(clinic) == []
    assert reviewed(clinic) == 2


def reviewed(project: Project) -> int:
    return int(json.loads(toolkit(project.root, "status", "--json").stdout)["locales"]["es"]["reviewed"])


def test_a_drafted_text_of_a_critical_article_is_an_error(clinic: Project) -> None:
    path = clinic.catalog_path(clinic.articles(["dose.md"])[0], "es")
    catalog = po.read(path, locale="es")
    made = provenance.with_draft(catalog.units[1], "Tome 5 ml.", engine="apertium eng-spa", on=DAY)
    po.write(path, replace(catalog, units=(catalog.units[0], made)))
    messages = [finding["message"] for finding in findings(clinic)]
    wanted = "1 of 2 texts of this critical article needs an accepted translation before"
    assert any(message.startswith(wanted) for message in messages)
    assert findings(clinic, "--drafts", "none")[0]["severity"] == "error"


def test_elsewhere_only_signatures_that_are_not_enough_are_told(clinic: Project) -> None:
    assert findings(clinic, "hours.md") == []
    assert toolkit(clinic.root, "sign", "hours.md", "--reviewer", ANA).returncode == 0
    (finding,) = findings(clinic, "hours.md")
    assert finding["severity"] == "warning"
    assert "somebody else than the translator" in finding["message"]


def test_its_severity_is_the_projects_choice(clinic: Project) -> None:
    config = clinic.root / "toolkit.toml"
    config.write_text(CONFIG + '[checks.severity]\nsign-off = "info"\n', "utf-8")
    done = toolkit(clinic.root, "check", "--select", "sign-off", "--format", "json")
    assert done.returncode == 0
    assert {finding["severity"] for finding in json.loads(done.stdout)["findings"]} == {"info"}


def test_a_percentage_of_sign_offs_counts_those_that_are_enough(clinic: Project) -> None:
    assert toolkit(clinic.root, "sign", "dose.md", "--reviewer", ANA).returncode == 0
    done = toolkit(clinic.root, "check", "--select", "min-reviewed", "--min-reviewed", "10")
    assert done.returncode == 1
    assert "0 % of the texts are signed off (0 of 3)" in done.stdout


def test_a_misspelt_role_is_asked_about(clinic: Project) -> None:
    done = toolkit(clinic.root, "sign", "dose.md", "--reviewer", EVA, "--role", "clinican", "--dry-run")
    assert "did you mean clinician?" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_article_says_itself_that_it_is_critical(make_project: Callable[..., Path], encoding: str) -> None:
    root = make_project({"a.md": "", "b.md": "Not critical.\n", "c.md": ""}, CONFIG)
    (root / "source_articles" / "a.md").write_text(ARTICLE, encoding)
    (root / "source_articles" / "c.md").write_text("---\ncritical: false\n---\n\nText.\n", encoding)
    project = Project.find(root)
    assert [signing_rules.of_article(project, article).critical for article in project.all_articles] == [
        True,
        False,
        False,
    ]
