"""Drafts beside what people made of them, and the figures of it."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.git import Repository
from toolkit import postediting, provenance, worklog
from toolkit.catalogs import po
from toolkit.drafting import Options, draft
from toolkit.errors import MissingExtra
from toolkit.extracting import extract
from toolkit.model import State, Unit
from toolkit.postediting import PostEdit
from toolkit.project import Article, Project
from toolkit.testing import FakeEngine
from toolkit.worklog import Visit

DAY = date(2026, 3, 1)
ANA = "Ana <ana@example.org>"
Make = Callable[..., Path]


@pytest.fixture
def project(make_project: Make) -> Project:
    project = Project.find(make_project({"a.md": "# Care\n\nWash **your hands**.\n\nRest a day.\n"}))
    Repository(project.root)
    extract(project)
    return project


def article(project: Project) -> Article:
    return project.all_articles[0]


def change(project: Project, source: str, make: Callable[[Unit], Unit]) -> Unit:
    path = project.catalog_path(article(project), "es")
    catalog = po.read(path, locale="es")
    units = tuple(make(unit) if unit.source == source else unit for unit in catalog.units)
    po.write(path, replace(catalog, units=units))
    return next(unit for unit in units if unit.source == source)


def drafted(unit: Unit, target: str = "Resto un día.", engine: str = "apertium eng-spa") -> Unit:
    return provenance.with_draft(unit, target, engine=engine, on=DAY)


def texts(project: Project) -> dict[str, str]:
    found = postediting.draft_texts(project, article(project), "es")
    return {source: text for (_, source), text in found.items()}


def test_an_untouched_draft_is_its_own_text(project: Project) -> None:
    change(project, "Rest a day.", drafted)
    assert texts(project) == {"Rest a day.": "Resto un día."}
    change(project, "Rest a day.", provenance.accepted)
    assert texts(project) == {"Rest a day.": "Resto un día."}


def test_git_has_the_words_of_an_edited_draft(project: Project) -> None:
    repo = Repository(project.root)
    change(project, "Rest a day.", drafted)
    repo.commit()
    change(project, "Rest a day.", lambda unit: provenance.accepted(unit, "Descanse un día.", by=ANA))
    assert texts(project) == {"Rest a day.": "Resto un día."}
    repo.commit()
    assert texts(project) == {"Rest a day.": "Resto un día."}


def test_what_nobody_kept_is_not_known(project: Project) -> None:
    change(project, "Rest a day.", drafted)
    change(project, "Rest a day.", lambda unit: provenance.accepted(unit, "Descanse un día."))
    assert texts(project) == {}
    (edit,) = postediting.post_edits(project, article(project), "es")
    assert (edit.draft, edit.unchanged, edit.final) == (None, False, "Descanse un día.")


def test_the_log_has_the_words_of_a_draft_that_was_never_committed(project: Project) -> None:
    draft(project, project.all_articles, ("es",), Options(on=DAY), engines=[FakeEngine(str.upper)])
    change(project, "Rest a day.", lambda unit: provenance.accepted(unit, "Descanse un día."))
    assert texts(project)["Rest a day."] == "REST A DAY."


def test_a_text_with_another_digest_is_not_the_draft(project: Project) -> None:
    repo = Repository(project.root)
    change(project, "Rest a day.", lambda unit: drafted(unit, "Otro."))
    repo.commit()
    change(project, "Rest a day.", drafted)
    change(project, "Rest a day.", lambda unit: provenance.accepted(unit, "Descanse un día."))
    assert texts(project) == {}


def test_without_a_digest_the_last_drafted_text_counts(project: Project) -> None:
    repo = Repository(project.root)

    def old_style(unit: Unit) -> Unit:
        return replace(drafted(unit), comments=("draft: apertium eng-spa 2026-03-01",))

    change(project, "Rest a day.", old_style)
    repo.commit()
    change(project, "Rest a day.", lambda unit: provenance.accepted(unit, "Descanse un día.", by=ANA))
    assert texts(project) == {"Rest a day.": "Resto un día."}


def test_markup_is_no_word(project: Project) -> None:
    change(project, "Wash **your hands**.", lambda unit: drafted(unit, "Lave **sus manos**."))
    (edit,) = postediting.post_edits(project, article(project), "es")
    assert (edit.draft, edit.final, edit.words) == ("Lave sus manos.", "Lave sus manos.", 3)
    assert not edit.accepted


# Figures

EDIT = PostEdit(
    "es", "a.md", "apertium eng-spa", 4, True, False, "Tome el medicina ahora.", "Tome la medicina ahora."
)
VISIT = Visit(
    "2026-03-01T08:00:00+00:00", "es", "a.md", "u1", "apertium eng-spa", "draft", "translated", 20.0, 4
)


def test_the_scores_are_those_of_sacrebleu() -> None:
    # One of five tokens has to be replaced (the full stop counts): 20 edits for 100 tokens.
    scores = postediting.scores([("Tome el medicina ahora.", "Tome la medicina ahora.")], "es")
    assert scores.ter == 20.0
    assert 70 < scores.chrf < 95
    same = postediting.scores([("Pare.", "Pare.")], "es")
    assert (same.ter, same.chrf) == (0.0, 100.0)
    assert "TER" in scores.signatures[0] or "case" in scores.signatures[0]


def test_chinese_is_compared_by_characters() -> None:
    assert postediting.scores([("请每天服用五片药", "请每天服用十片药")], "zh-Hans").ter < 50


def test_one_line_an_engine() -> None:
    good = replace(EDIT, engine="memory", unchanged=True, draft=EDIT.final)
    open_ = replace(EDIT, accepted=False)
    unknown = replace(EDIT, draft=None)
    apertium, memory = postediting.figures([EDIT, open_, unknown, good], [])
    assert (apertium.engine, apertium.drafted, apertium.accepted, apertium.unchanged) == (
        "apertium eng-spa",
        3,
        2,
        0,
    )
    assert (apertium.words, apertium.compared) == (8, 1)
    assert apertium.scores is not None
    assert memory.scores is not None
    assert (memory.unchanged_share, memory.scores.ter) == (1.0, 0.0)


def test_times_are_added_up_a_text_and_the_median_taken() -> None:
    visits = [
        replace(VISIT, after="draft"),
        VISIT,
        replace(VISIT, unit="u2", seconds=100.0, words=20),
        replace(VISIT, unit="u3", seconds=10.0),
        replace(VISIT, unit="u4", seconds=500.0, after="draft"),
        replace(VISIT, unit="u1", before="translated", seconds=999.0),
    ]
    (line,) = postediting.figures([EDIT], visits)
    assert (line.timed, line.seconds) == (3, 40.0)
    assert line.words_per_hour == round(3600 * (4 + 20 + 4) / (40 + 100 + 10))


def test_people_who_translate_from_nothing_are_the_comparison() -> None:
    lines = postediting.figures([EDIT], [VISIT, replace(VISIT, engine="", before="untranslated")])
    assert [(line.engine, line.timed, line.drafted) for line in lines] == [
        ("apertium eng-spa", 1, 1),
        ("", 1, 0),
    ]


def test_without_sacrebleu_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.startswith("sacrebleu"):
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"l10n-toolkit\[stats\]"):
        postediting.figures([EDIT], [])
    (line,) = postediting.figures([EDIT], [], scored=False)
    assert line.scores is None


# The log

DRAFT = provenance.with_draft(Unit("Wash **your** hands."), "Lave.", engine="apertium eng-spa", on=DAY)


def visit(folder: Path, seconds: object = 12.34, before: Unit = DRAFT) -> bool:
    after = provenance.accepted(before, "Lávese las manos.")
    return worklog.record_visit(
        folder, locale="es", article="a.md", before=before, after=after, seconds=seconds
    )


def test_a_visit_comes_back_as_it_was(tmp_path: Path) -> None:
    assert visit(tmp_path / ".toolkit")
    (found,) = worklog.visits(tmp_path / ".toolkit")
    assert (found.engine, found.before, found.after) == ("apertium eng-spa", "draft", "translated")
    assert (found.seconds, found.words, found.unit) == (12.3, 3, worklog.identify(DRAFT))
    assert worklog.drafts(tmp_path / ".toolkit", [provenance.text_digest("Lave.")]) == {
        provenance.text_digest("Lave."): "Lave."
    }


def test_the_log_names_nobody(tmp_path: Path) -> None:
    visit(tmp_path)
    written = (tmp_path / worklog.TIMES).read_text()
    assert sorted(json.loads(written)) == sorted(Visit.__dataclass_fields__)
    assert "@" not in written


@pytest.mark.parametrize("seconds", [None, 0, -1, "12", True, float("nan"), float("inf"), [1]])
def test_what_is_no_time_is_not_noted(tmp_path: Path, seconds: object) -> None:
    assert not visit(tmp_path, seconds)
    assert worklog.visits(tmp_path) == ()


def test_an_absence_is_cut(tmp_path: Path) -> None:
    visit(tmp_path, 86_400)
    assert worklog.visits(tmp_path)[0].seconds == worklog.LONGEST_VISIT


def test_damaged_lines_are_left_out(tmp_path: Path) -> None:
    visit(tmp_path)
    with (tmp_path / worklog.TIMES).open("a") as file:
        file.write('[]\n{"at": 1}\nnull\n{"at"')
    visit(tmp_path)
    assert len(worklog.visits(tmp_path)) == 1, "the line after a cut one is joined to it"
    visit(tmp_path)
    assert len(worklog.visits(tmp_path)) == 2


def test_a_forged_draft_is_no_draft(tmp_path: Path) -> None:
    (tmp_path / worklog.DRAFTS).write_text('{"digest": "000000000000", "text": "x"}\n')
    assert worklog.drafts(tmp_path, ["000000000000"]) == {}


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not visit(tmp_path / "file")
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / worklog.TIMES).symlink_to(elsewhere)
    assert not visit(tmp_path)
    assert not elsewhere.exists()


def test_lone_surrogates_are_kept(tmp_path: Path) -> None:
    assert worklog.remember_drafts(tmp_path, ["a\ud800"])
    assert list(worklog.drafts(tmp_path, [provenance.text_digest("a\ud800")]).values()) == ["a\ud800"]


def test_states_in_the_log_are_the_models() -> None:
    assert {VISIT.before, VISIT.after} <= {state.value for state in State}


# The command


def stats(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit", "stats", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True)


def test_the_command_tells_as_json_and_as_a_table(project: Project) -> None:
    repo = Repository(project.root)
    before = change(project, "Rest a day.", drafted)
    repo.commit()
    after = change(project, "Rest a day.", lambda unit: provenance.accepted(unit, "Descanse un día.", by=ANA))
    worklog.record_visit(
        project.cache_dir, locale="es", article="a.md", before=before, after=after, seconds=90
    )
    done = stats(project, "a.md", "-l", "es", "--json")
    assert done.returncode == 0, done.stderr
    (line,) = json.loads(done.stdout)["engines"]
    assert (line["engine"], line["drafted"], line["accepted"], line["unchanged"]) == (
        "apertium eng-spa", 1, 1, 0)  # fmt: skip
    assert (line["ter"], line["compared"], line["words"]) == (25.0, 1, 3)
    assert (line["timed"], line["median_seconds"], line["words_per_hour"]) == (1, 90.0, 120)
    shown = stats(project).stdout.splitlines()
    assert shown[1].split() == [
        "es",
        "apertium",
        "eng-spa",
        "1",
        "1",
        "0",
        "%",
        "25.0",
        "34.2",
        "1",
        "1",
        "min",
        "30",
        "s",
        "120",
    ]


def test_a_project_without_drafts_is_told_what_to_do(project: Project) -> None:
    done = stats(project)
    assert done.returncode == 0
    assert "toolkit draft" in done.stdout


def test_a_catalog_that_cannot_be_read_is_named_and_the_others_go_on(project: Project) -> None:
    project.catalog_path(article(project), "es").write_text("no catalog", "utf-8")
    done = stats(project, "--json")
    assert done.returncode == 2
    assert "a.po:1" in done.stderr
    assert json.loads(done.stdout)["engines"] == []
