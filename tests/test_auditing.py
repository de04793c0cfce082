"""What the comments, git and the rules know of a translation, together: complete, and honest about gaps."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.git import ROBOT, Repository
from toolkit import auditing, history, provenance, repository, signing
from toolkit.auditing import Audit, Record
from toolkit.catalogs import po
from toolkit.extracting import extract
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project

DAY = date(2026, 3, 4)
EVA = "Eva Muster <eva@example.org>"
ANA = "Ana Probe <ana@example.org>"
STOP, REST = "Keep taking it.", "Rest a day."
CONFIG = """
locales = ["es"]
[review]
require-second-person = true
critical-roles = ["reviewer"]
"""
ARTICLE = f"---\ntitle: Care\ncritical: true\n---\n\n{STOP}\n\n{REST}\n"
Make = Callable[..., Path]


@pytest.fixture
def drafted() -> Unit:
    return provenance.with_draft(Unit(STOP), "Deje de tomarlo.", engine="apertium eng-spa", on=DAY)


def of(unit: Unit, events: tuple[history.Event, ...] = (), **rules: object) -> Record:
    found = auditing.records(
        Catalog("es", (unit,)),
        "a.md",
        published=[unit.key],
        events={unit.key: events},
        rules=signing.Rules(**rules),  # type: ignore[arg-type]
    )
    (record,) = found
    return record


def event(kind: str, who: str, target: str, commit: str = "abc") -> history.Event:
    return history.Event(kind, who, datetime(2026, 3, 4, tzinfo=UTC), commit, target)


def test_git_gives_back_the_machines_words_and_who_changed_them(drafted: Unit) -> None:
    edited = provenance.accepted(drafted, "Siga tomándolo.")
    record = of(
        edited,
        (
            event("drafted", ROBOT, "Deje de tomarlo."),
            event("edited", EVA, "Siga tomándolo.", "def"),
            event("accepted", EVA, "Siga tomándolo.", "def"),
        ),
    )
    assert (record.engine, record.draft, record.unchanged) == ("apertium eng-spa", "Deje de tomarlo.", False)
    assert [(p.name, p.role, p.known_from) for p in record.edited] == [(EVA, "edited", "git def")]
    assert record.missing == ("a sign-off",)
    assert record.summary == "machine translation (apertium eng-spa), edited, not signed off"


def test_who_accepted_an_unchanged_draft_is_named(drafted: Unit) -> None:
    record = of(provenance.accepted(drafted), (event("accepted", ANA, "Deje de tomarlo."),))
    assert [(person.name, person.role) for person in record.edited] == [(ANA, "accepted")]
    assert record.named


def test_an_edit_before_a_new_draft_is_not_in_the_text(drafted: Unit) -> None:
    record = of(
        provenance.accepted(drafted, by=EVA),
        (event("edited", ANA, "Viejo."), event("drafted", ROBOT, "Deje de tomarlo.")),
    )
    assert [(person.name, person.role) for person in record.edited] == [(EVA, "post-editor")]


def test_whoever_committed_what_came_translated_is_no_translator() -> None:
    record = of(Unit(STOP, "Siga.", state=State.TRANSLATED), (event("added", ROBOT, "Siga."),))
    assert [(person.name, person.role) for person in record.edited] == [(ROBOT, "committed")]


def test_sign_offs_count_and_void_ones_are_told_apart(drafted: Unit) -> None:
    signed = provenance.with_signoff(drafted, EVA, on=DAY, role="clinician")
    record = of(signed)
    assert [person.name for person in record.accepted] == [EVA]
    assert record.unchanged is True
    assert "unchanged, accepted by Eva" in record.summary
    record = of(replace(signed, target="Siga tomándolo.", state=State.TRANSLATED))
    assert record.accepted == ()
    assert [person.name for person in record.void] == [EVA]


def test_the_catalogs_last_translator_is_no_second_person(drafted: Unit) -> None:
    unit = provenance.with_signoff(Unit(STOP, "Siga.", state=State.TRANSLATED), ANA, on=DAY)
    catalog = Catalog("es", (unit,), (("Last-Translator", ANA),))
    rules = signing.Rules(second_person=True)
    (record,) = auditing.records(catalog, "a.md", published=(), events={}, rules=rules)
    assert record.missing == ("a sign-off by somebody else than the translator",)


def test_a_held_text_is_judged_by_the_source_it_was_signed_for(drafted: Unit) -> None:
    signed = provenance.with_signoff(drafted, EVA, on=DAY)
    stale = replace(signed, source="Keep taking them.", previous=STOP, state=State.STALE)
    for held, missing in ((False, "an accepted translation (it is stale)"), (True, None)):
        (record,) = auditing.records(
            Catalog("es", (stale,)),
            "a.md",
            published=[stale.key],
            events={},
            rules=signing.Rules(roles=("reviewer",)),
            held=held,
        )
        assert record.missing == ((missing,) if missing else ())
        assert record.earlier == (STOP if held else None)
        assert [person.name for person in record.accepted] == ([EVA] if held else [])


# A real project in git


@pytest.fixture
def project(make_project: Make) -> Project:
    project = Project.find(make_project({"a.md": ARTICLE}, CONFIG))
    (project.root / ".gitignore").write_text(".toolkit\nbuild\n")
    extract(project)
    return project


def change(project: Project, make: Callable[[Unit], Unit], name: str = "a.md") -> None:
    path = project.catalog_path(project.articles([name])[0], "es")
    catalog = po.read(path, locale="es")
    po.write(path, replace(catalog, units=tuple(map(make, catalog.units))))


def draft_all(unit: Unit) -> Unit:
    return provenance.with_draft(unit, f"[{unit.source}]", engine="apertium eng-spa", on=DAY)


def only(source: str, make: Callable[[Unit], Unit]) -> Callable[[Unit], Unit]:
    return lambda unit: make(unit) if unit.source == source else unit


def audit(project: Project, name: str = "a.md") -> Audit:
    found = auditing.audit(Project.find(project.root), project.articles([name])[0], "es")
    assert found is not None
    return found


def record(audit: Audit, source: str) -> Record:
    return next(record for record in audit.records if record.source == source)


def test_two_people_a_rename_and_a_merge(project: Project) -> None:
    repo = Repository(project.root)
    change(project, draft_all)
    repo.commit("drafts")

    repo("checkout", "-qb", "ana")
    change(project, only(STOP, lambda unit: provenance.accepted(unit, "Siga tomándolo.")))
    repo.commit("Ana edits", author=ANA)
    repo("checkout", "-q", "main")
    change(project, only(REST, lambda unit: provenance.accepted(unit, "Descanse un día.")))
    repo.commit("Eva edits", author=EVA)
    repo("merge", "-q", "--no-edit", "ana")

    (project.source_dir / "guides").mkdir()
    (project.source_dir / "a.md").rename(project.source_dir / "guides" / "care.md")
    project = Project.find(project.root)
    extract(project)
    assert not (project.messages_dir("es") / "a.po").exists(), "the catalog has moved with its article"
    repo.commit("a better place")
    change(project, only(STOP, lambda unit: provenance.with_signoff(unit, EVA, on=DAY)), "guides/care.md")
    repo.commit("Eva signs", author=EVA)

    made = audit(project, "guides/care.md")
    stop, rest = record(made, STOP), record(made, REST)
    assert (stop.draft, stop.unchanged) == (f"[{STOP}]", False)
    assert [(person.name, person.role) for person in stop.edited] == [(ANA, "edited")]
    assert [person.name for person in stop.accepted] == [EVA]
    # The rules go by what stands in the catalog, for every reader of it: there, nobody is named as editor.
    assert stop.missing == ("a sign-off by somebody else than the translator",)
    assert [event.kind for event in stop.events] == ["drafted", "edited", "accepted", "signed"]
    assert [(person.name, person.role) for person in rest.edited] == [(EVA, "edited")]
    assert rest.missing == ("a sign-off as reviewer",)
    assert made.limits == ()
    assert made.source is not None
    assert made.source.hash == repo("log", "-1", "--format=%H", "--", "source_articles/guides/care.md")


def test_what_cannot_be_known_is_said(project: Project, tmp_path: Path) -> None:
    change(project, draft_all)
    assert any("no git history here" in limit for limit in audit(project).limits)
    repo = Repository(project.root)
    repo.commit()
    assert audit(project).limits == ()
    change(project, provenance.accepted)
    (project.source_dir / "a.md").write_text(ARTICLE.replace(REST, "Rest two days."), "utf-8")
    limits = " ".join(audit(project).limits)
    assert "The translations have changes that are not committed" in limits
    assert "The article has changes that are not committed" in limits
    assert "run `toolkit extract`" in limits
    repo.commit()
    clone = tmp_path / "clone"
    repo("clone", "-q", "--depth", "1", f"file://{repo.root}", str(clone))
    assert any("shallow clone" in limit for limit in audit(Project.find(clone)).limits)


def test_a_history_that_cannot_be_read_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    Repository(project.root).commit()
    monkeypatch.setattr(repository, "commits", lambda *_: ())
    assert any("could not be read, or took too long" in limit for limit in audit(project).limits)


def test_the_verdict_names_what_is_not_signed(project: Project) -> None:
    Repository(project.root)
    change(project, draft_all)
    made = audit(project)
    assert not made.published
    assert made.verdict.startswith("The page is not published: ")
    (project.source_dir / "a.md").write_text(ARTICLE.replace("critical: true\n", ""), "utf-8")
    change(project, lambda unit: provenance.accepted(unit, by=ANA, on=DAY))
    made = audit(project)
    assert made.published
    assert made.unmet == (1, 2, 3)
    assert (
        made.verdict
        == "3 of 3 published segments that a machine drafted are not signed off as the rules ask."
    )
    change(project, lambda unit: provenance.with_signoff(unit, EVA, on=DAY))
    assert audit(project).verdict == (
        "All 3 published segments that a machine drafted were signed off as the project's rules ask."
    )


def test_a_translation_the_build_refuses_is_not_published(make_project: Make) -> None:
    project = Project.find(
        make_project({"a.md": "Go [there](https://example.org/a).\n"}, 'locales = ["es"]\n')
    )
    extract(project)
    change(project, lambda unit: provenance.accepted(unit, "Vaya <script>alert(1)</script>."))
    (found,) = audit(project).records
    assert not found.published


# The command


def toolkit(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit", "audit", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True)


@pytest.mark.parametrize("kind", ["json", "csv", "html"])
def test_the_command_writes_each_format(project: Project, kind: str) -> None:
    change(project, only(STOP, lambda unit: provenance.accepted(unit, "=HOY() <script>", by=ANA, on=DAY)))
    text = toolkit(project, "a.md", "--format", kind).stdout
    output = project.root / f"audit.{kind}"
    toolkit(project, "a.md", "-o", output.name)
    if kind == "json":
        (found,) = json.loads(text)["audits"]
        assert found["rules"]["second_person"] is True
        values = next(value for value in found["records"] if value["source"] == STOP)
        assert (values["target"], values["state"]) == ("=HOY() <script>", "translated")
        assert values["edited_by"] == [
            {"name": ANA, "role": "translator", "date": "2026-03-04", "known_from": "comment"}
        ]
    elif kind == "csv":
        lines = list(csv.DictReader(io.StringIO(text)))
        assert [line["target"] for line in lines if line["source"] == STOP] == ["'=HOY() <script>"]
        assert output.read_bytes().startswith(b"\xef\xbb\xbf")
    else:
        assert "&lt;script&gt;" in text
        assert "<script" not in text
        assert output.read_text("utf-8").startswith("<!doctype html>")


def test_an_article_without_a_catalog_has_no_record(make_project: Make) -> None:
    project = Project.find(make_project({"a.md": "Stop.\n"}))
    assert json.loads(toolkit(project, "a.md", "--format", "json").stdout) == {"audits": []}
    assert "no catalog for these articles yet" in toolkit(project, "a.md", "--format", "html").stdout
