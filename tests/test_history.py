"""Who changed which unit, told by real git repositories: renames, branches, merges, gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.git import ROBOT, Repository
from toolkit import history, provenance, repository
from toolkit.catalogs import po
from toolkit.model import Catalog, State, Unit

DAY = date(2026, 3, 1)
EVA = "Eva <eva@example.org>"
ANA = "Ana <ana@example.org>"
STOP = provenance.with_draft(Unit("Stop."), "Pare.", engine="apertium eng-spa", on=DAY)
REST = provenance.with_draft(Unit("Rest."), "Resto.", engine="apertium eng-spa", on=DAY)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "répo with spaces")


def put(repo: Repository, *units: Unit, name: str = "a.po") -> Path:
    path = repo.root / "locales" / "es" / name
    po.write(path, Catalog("es", units))
    return path


def told(repo: Repository, path: Path, unit: Unit) -> list[tuple[str, str, str]]:
    states = history.revisions(repo.root, path, locale="es")
    return [(event.kind, event.who, event.target) for event in history.events(states).get(unit.key, ())]


def test_two_people_and_a_machine(repo: Repository) -> None:
    put(repo, STOP, REST)
    repo.commit()
    stop = provenance.accepted(STOP)
    put(repo, stop, REST)
    repo.commit(author=ANA)
    stop = provenance.with_signoff(stop, EVA, on=DAY)
    path = put(repo, stop, provenance.accepted(REST, "Descanse."))
    repo.commit(author=EVA)
    assert told(repo, path, STOP) == [
        ("drafted", ROBOT, "Pare."),
        ("accepted", ANA, "Pare."),
        ("signed", EVA, "Pare."),
    ]
    assert told(repo, path, REST) == [
        ("drafted", ROBOT, "Resto."),
        ("edited", EVA, "Descanse."),
        ("accepted", EVA, "Descanse."),
    ]


def test_a_renamed_catalog_keeps_its_history(repo: Repository) -> None:
    old = put(repo, STOP, REST, name="a.po")
    repo.commit()
    new = old.with_name('moved "twice" é.po')
    repo("mv", str(old), str(new))
    repo.commit()
    new.write_text(new.read_text("utf-8").replace("Resto.", "Descanse."), "utf-8")
    repo.commit(author=ANA)
    assert repository.names(repo.root, new) == ('locales/es/moved "twice" é.po', "locales/es/a.po")
    assert told(repo, new, REST) == [("drafted", ROBOT, "Resto."), ("edited", ANA, "Descanse.")]


def test_an_old_name_in_new_use_is_another_catalog(repo: Repository) -> None:
    old = put(repo, STOP, REST, name="a.po")
    repo.commit()
    new = old.with_name("b.po")
    repo("mv", str(old), str(new))
    repo.commit()
    put(repo, replace(STOP, target="Alto.", state=State.TRANSLATED, comments=()), name="a.po")
    repo.commit(author=EVA)
    assert told(repo, new, STOP) == [("drafted", ROBOT, "Pare.")]


def test_a_merge_writes_nothing_and_branches_do_not_undo_each_other(repo: Repository) -> None:
    many = [Unit(f"Line {number}.", f"Línea {number}.", state=State.TRANSLATED) for number in range(9)]
    put(repo, STOP, *many, REST)
    repo.commit()
    repo("checkout", "-qb", "ana")
    put(repo, provenance.accepted(STOP, "Deténgase."), *many, REST)
    repo.commit(author=ANA)
    repo("checkout", "-q", "main")
    path = put(repo, STOP, *many, provenance.accepted(REST, "Descanse."))
    repo.commit(author=EVA)
    repo("merge", "-q", "--no-edit", "ana")
    assert len(repo("log", "-1", "--format=%P").split()) == 2, "a real merge"
    assert told(repo, path, STOP) == [
        ("drafted", ROBOT, "Pare."),
        ("edited", ANA, "Deténgase."),
        ("accepted", ANA, "Deténgase."),
    ]
    assert told(repo, path, REST) == [
        ("drafted", ROBOT, "Resto."),
        ("edited", EVA, "Descanse."),
        ("accepted", EVA, "Descanse."),
    ]


def test_what_a_merge_itself_writes_is_its_authors(repo: Repository) -> None:
    put(repo, STOP)
    repo.commit()
    repo("checkout", "-qb", "ana")
    put(repo, provenance.accepted(STOP, "Deténgase."))
    repo.commit(author=ANA)
    repo("checkout", "-q", "main")
    put(repo, provenance.accepted(STOP, "Alto."))
    repo.commit(author=EVA)
    repo("merge", "-q", "--no-commit", "-s", "ours", "ana")
    path = put(repo, provenance.accepted(STOP, "Alto ahí."))
    repo.commit(author=EVA)
    assert told(repo, path, STOP)[-1] == ("edited", EVA, "Alto ahí.")
    assert [kind for kind, _, _ in told(repo, path, STOP)].count("edited") == 3


def test_a_unit_with_an_edited_source_goes_on_with_its_history(repo: Repository) -> None:
    put(repo, STOP)
    repo.commit()
    done = provenance.accepted(STOP, "Deténgase.")
    put(repo, done)
    repo.commit(author=ANA)
    stale = replace(done, source="Stop now.", previous="Stop.", state=State.STALE)
    path = put(repo, stale)
    repo.commit()
    kinds = [(kind, who) for kind, who, _ in told(repo, path, stale)]
    assert kinds == [("drafted", ROBOT), ("edited", ANA), ("accepted", ANA), ("stale", ROBOT)]
    kept = replace(stale, source="Stop now!", previous=None, state=State.TRANSLATED)
    path = put(repo, kept)
    repo.commit()
    assert told(repo, path, kept)[1][:2] == ("edited", ANA)


def test_who_wrote_what_came_translated_is_not_known(repo: Repository) -> None:
    path = put(repo, Unit("Stop.", "Pare.", state=State.TRANSLATED))
    repo.commit(author=EVA)
    assert [kind for kind, _, _ in told(repo, path, STOP)] == ["added", "accepted"]


def test_a_draft_accepted_before_it_was_committed_is_the_machines(repo: Repository) -> None:
    put(repo, Unit("Stop."))
    repo.commit()
    path = put(repo, provenance.accepted(STOP))
    repo.commit(author=ANA)
    assert [kind for kind, _, _ in told(repo, path, STOP)] == ["drafted", "accepted"]


def test_a_removed_unit_and_a_broken_version_are_told(repo: Repository) -> None:
    path = put(repo, STOP, REST)
    repo.commit()
    path.write_text("<<<<<<< ours\nno catalog", "utf-8")
    broken = repo.commit()
    put_again = path
    put_again.unlink()
    put(repo, STOP)
    repo.commit(author=ANA)
    trail = history.trail(repo.root, path, locale="es")
    assert trail.unreadable == (broken,)
    assert len(trail.revisions) == 2


def test_a_project_in_a_folder_of_the_repository(repo: Repository) -> None:
    below = Repository.__new__(Repository)
    below.root, below.hours = repo.root / "sites" / "clinic", 0
    below.root.mkdir(parents=True)
    path = put(below, STOP)
    repo.commit()
    assert told(below, path, STOP) == [("drafted", ROBOT, "Pare.")]
    assert repository.condition(below.root, path) == repository.Condition(tracked=True)


def test_the_condition_of_a_history(repo: Repository, tmp_path: Path) -> None:
    path = put(repo, STOP)
    assert repository.condition(repo.root, path) == repository.Condition()
    assert history.trail(repo.root, path, locale="es") == history.Trail()
    repo.commit()
    assert repository.condition(repo.root, path) == repository.Condition(tracked=True)
    put(repo, REST)
    assert repository.condition(repo.root, path).modified
    repo.commit()
    clone = tmp_path / "clone"
    repo("clone", "-q", "--depth", "1", f"file://{repo.root}", str(clone))
    found = history.trail(clone, clone / path.relative_to(repo.root), locale="es")
    assert found.condition == repository.Condition(tracked=True, shallow=True)
    assert len(found.revisions) == 1


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    assert history.revisions(tmp_path, tmp_path / "a.po", locale="es") == ()
    assert repository.last_commit(tmp_path, tmp_path / "a.po") is None
    assert list(history.versions(tmp_path, tmp_path / "a.po")) == []


def test_without_git_there_is_no_history(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(repo, STOP)
    repo.commit()
    assert history.revisions(repo.root, path, locale="es")
    monkeypatch.setenv("PATH", "")
    assert history.revisions(repo.root, path, locale="es") == ()


def test_the_number_of_calls_does_not_grow_with_the_history(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        path = put(repo, replace(STOP, target=f"Pare {number}.", state=State.TRANSLATED))
        repo.commit()
    calls = []
    ask = repository._git
    monkeypatch.setattr(repository, "_git", lambda *a, **k: calls.append(a) or ask(*a, **k))
    assert len(history.revisions(repo.root, path, locale="es")) == 12
    assert len(calls) <= 8


def test_an_entry_read_before_is_not_read_again(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.catalogs import po_reader

    many = [Unit(f"Line {number}.", f"Línea {number}.", state=State.TRANSLATED) for number in range(40)]
    for number in range(10):
        many[number] = replace(many[number], target=f"Renglón {number}.")
        path = put(repo, *many)
        repo.commit()
    read = []
    block = po_reader._read_block
    monkeypatch.setattr(po_reader, "_read_block", lambda *a: read.append(a) or block(*a))
    states = history.revisions(repo.root, path, locale="es")
    assert len(states) == 10
    assert len(read) <= 1 + 40 + 9
    monkeypatch.undo()
    for state in states:
        data = repo("show", f"{state.commit}:locales/es/a.po") + "\n"
        assert state.catalog == po.loads(data, locale="es"), "the same as read alone"
