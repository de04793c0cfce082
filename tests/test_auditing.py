"""What the comments and git know of a translation, together."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from toolkit import auditing, history, provenance, signing
from toolkit.catalogs import po
from toolkit.model import Catalog, State, Unit

DAY = date(2026, 3, 4)
EVA = "Eva <eva@example.org>"


def git(root: Path, *arguments: str, author: str = "Robot <robot@example.org>") -> None:
    name, _, mail = author.rstrip(">").partition(" <")
    subprocess.run(
        ["git", "-c", f"user.name={name}", "-c", f"user.email={mail}", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
    )


def save(root: Path, unit: Unit, author: str) -> Path:
    path = root / "locales" / "es" / "LC_MESSAGES" / "a.po"
    po.write(path, Catalog("es", (unit,)))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", author=author)
    return path


@pytest.fixture
def drafted() -> Unit:
    return provenance.with_draft(
        Unit("Keep taking it."), "Deje de tomarlo.", engine="apertium eng-spa", on=DAY
    )


def test_git_gives_back_the_machines_words_and_who_changed_them(tmp_path: Path, drafted: Unit) -> None:
    git(tmp_path, "init", "-q")
    save(tmp_path, drafted, "Robot <robot@example.org>")
    edited = provenance.accepted(drafted, "Siga tomándolo.")
    path = save(tmp_path, edited, EVA)
    states = history.revisions(tmp_path, path, locale="es")
    events = history.events(states)
    assert [event.kind for event in events[edited.key]] == ["drafted", "edited", "accepted"]
    catalog = po.read(path, locale="es")
    (record,) = auditing.records(
        catalog, "a.md", published=[edited.key], events=events, rules=signing.Rules()
    )
    assert (record.engine, record.draft, record.unchanged) == ("apertium eng-spa", "Deje de tomarlo.", False)
    assert [person.name for person in record.edited] == [EVA]
    assert record.published
    assert record.missing == ("a sign-off",)


def test_sign_offs_count_and_void_ones_are_told_apart(drafted: Unit) -> None:
    signed = provenance.with_signoff(drafted, EVA, on=DAY, role="clinician")
    (record,) = auditing.records(
        Catalog("es", (signed,)), "a.md", published=(), events={}, rules=signing.Rules()
    )
    assert [person.name for person in record.accepted] == [EVA]
    assert record.unchanged is True
    assert "accepted by Eva" in record.summary
    changed = replace(signed, target="Siga tomándolo.", state=State.TRANSLATED)
    (record,) = auditing.records(
        Catalog("es", (changed,)), "a.md", published=(), events={}, rules=signing.Rules()
    )
    assert record.accepted == ()
    assert [person.name for person in record.void] == [EVA]


def test_without_git_the_comments_still_speak(tmp_path: Path) -> None:
    assert history.revisions(tmp_path, tmp_path / "a.po", locale="es") == ()


@pytest.mark.parametrize("kind", ["json", "csv", "html"])
def test_the_command_writes_each_format(make_project: Callable[..., Path], kind: str) -> None:
    root = make_project({"a.md": "Stop <b>now</b>.\n"})
    toolkit = [sys.executable, "-m", "toolkit"]
    subprocess.run([*toolkit, "extract"], cwd=root, check=True, capture_output=True)
    path = root / "locales" / "es" / "LC_MESSAGES" / "a.po"
    catalog = po.read(path, locale="es")
    unit = provenance.accepted(catalog.units[0], "=HOY() <script>")
    po.write(path, replace(catalog, units=(unit,)))
    done = subprocess.run(
        [*toolkit, "audit", "a.md", "--format", kind], cwd=root, capture_output=True, text=True, check=True
    )
    if kind == "json":
        (record,) = json.loads(done.stdout)["records"]
        assert record["target"] == "=HOY() <script>"
        assert record["state"] == "translated"
    elif kind == "csv":
        assert "'=HOY() <script>" in done.stdout
    else:
        assert "=HOY() &lt;script&gt;" in done.stdout
        assert "<script" not in done.stdout
