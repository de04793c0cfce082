"""A table goes out by mail and comes back: the two commands, as people use them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from toolkit import provenance
from toolkit.catalogs import po
from toolkit.interchange.rows import COLUMNS
from toolkit.model import State, Unit
from toolkit.project import Project

DAY = date(2026, 3, 1)
BY = ("--by", "Eva Muster <eva@example.org>")
Make = Callable[..., Path]


def toolkit(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments], cwd=project.root, capture_output=True, text=True
    )


@pytest.fixture
def project(make_project: Make) -> Project:
    root = make_project(
        {"a.md": "Rest today.\n\nTake 5 ml.\n", "b.md": "Call us.\n"}, 'locales = ["es", "ar"]\n'
    )
    project = Project.find(root)
    assert toolkit(project, "extract").returncode == 0
    change(project, "a.md", "Rest today.", lambda unit: drafted(unit, "Resto hoy."))
    change(project, "a.md", "Take 5 ml.", lambda unit: provenance.accepted(unit, "Tome 5 ml."))
    return project


def drafted(unit: Unit, target: str) -> Unit:
    return provenance.with_draft(unit, target, engine="apertium eng-spa", on=DAY)


def change(project: Project, name: str, source: str, make: Callable[[Unit], Unit]) -> None:
    path = project.catalog_path(project.articles([name])[0], "es")
    catalog = po.read(path, locale="es")
    units = tuple(make(unit) if unit.source == source else unit for unit in catalog.units)
    po.write(path, replace(catalog, units=units))


def unit(project: Project, source: str, name: str = "a.md") -> Unit:
    catalog = project.read_catalog(project.articles([name])[0], "es")
    assert catalog is not None
    return next(unit for unit in catalog.units if unit.source == source)


def edit(path: Path, source: str, **cells: str) -> None:
    """What a reviewer does in a spreadsheet."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for row in book["es"].iter_rows(min_row=2):
            if row[COLUMNS.index("source")].value == source:
                for name, text in cells.items():
                    row[COLUMNS.index(name)].value = text
        book.save(path)
        return
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    for line in rows:
        if (line["source"], line["locale"]) == (source, "es"):
            line.update(cells)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_out_and_back(project: Project, suffix: str) -> None:
    path = project.root / f"review.{suffix}"
    done = toolkit(project, "export", "-o", path.name)
    assert done.stdout == f"6 units written to {path.name}\n"
    before = {file: file.read_bytes() for file in project.catalogs_dir.rglob("*.po")}
    assert toolkit(project, "import", path.name, *BY).stdout.startswith("0 translations changed")
    assert before == {file: file.read_bytes() for file in project.catalogs_dir.rglob("*.po")}

    edit(path, "Rest today.", accept="yes", comment="All day?")
    edit(path, "Take 5 ml.", target="Tome 5 ml. con agua.")
    edit(path, "Call us.", target="Llámenos.")
    shown = toolkit(project, "import", path.name, "--dry-run")
    assert "a.md [es] accepted (draft): Rest today.\n  Resto hoy.\n  # All day?\n" in shown.stdout
    assert "edited (translated): Take 5 ml.\n  Tome 5 ml.{+ con agua.+}\n" in shown.stdout
    assert "2 translations would be changed, 1 would be accepted" in shown.stdout
    assert before == {file: file.read_bytes() for file in project.catalogs_dir.rglob("*.po")}

    assert toolkit(project, "import", path.name, *BY).returncode == 0
    assert unit(project, "Rest today.").state is State.TRANSLATED
    assert unit(project, "Take 5 ml.").target == "Tome 5 ml. con agua."
    assert unit(project, "Call us.", "b.md").state is State.TRANSLATED
    (remark,) = provenance.remarks(unit(project, "Rest today.").comments)
    assert remark.text == "All day?"
    assert not provenance.all_signoffs(unit(project, "Rest today."))


def test_a_conflict_is_shown_and_decided_by_a_person(project: Project) -> None:
    path = project.root / "review.csv"
    toolkit(project, "export", "a.md", "-l", "es", "-o", path.name)
    edit(path, "Take 5 ml.", target="Tómese 5 ml.")
    change(project, "a.md", "Take 5 ml.", lambda unit: provenance.accepted(unit, "Beba 5 ml."))
    done = toolkit(project, "import", path.name, *BY)
    assert done.returncode == 1
    assert "CONFLICT" in done.stdout
    assert "its text was changed since the export" in done.stdout
    assert "catalog  Beba 5 ml." in done.stdout
    assert "table    Tómese 5 ml." in done.stdout
    assert unit(project, "Take 5 ml.").target == "Beba 5 ml."
    assert toolkit(project, "import", path.name, *BY, "--prefer", "table").returncode == 0
    assert unit(project, "Take 5 ml.").target == "Tómese 5 ml."


def test_an_edit_of_a_signed_text_voids_the_sign_off(project: Project) -> None:
    change(project, "a.md", "Take 5 ml.", lambda unit: provenance.with_signoff(unit, "A <a@x.org>", on=DAY))
    path = project.root / "review.csv"
    toolkit(project, "export", "a.md", "-l", "es", "-o", path.name)
    edit(path, "Take 5 ml.", target="Tómese 5 ml.")
    assert toolkit(project, "import", path.name, *BY).returncode == 0
    assert unit(project, "Take 5 ml.").state is State.TRANSLATED


def test_only_one_state_of_one_article_goes_out(project: Project) -> None:
    done = toolkit(project, "export", "a.md", "-l", "es", "--state", "draft", "-o", "review.csv")
    assert done.stdout.startswith("1 unit written")
    rows = list(csv.DictReader(io.StringIO((project.root / "review.csv").read_text("utf-8-sig"))))
    assert [(row["source"], row["state"]) for row in rows] == [("Rest today.", "draft")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("import", "review.csv"), "say whose corrections these are"),
        (("import", "review.csv", "--by", "Eva"), "has to be"),
        (("export", "-o", "review.doc"), "say --format"),
        (("export", "-o", "x.mo", "-l", "es", "--state", "draft"), "--state is for tables"),
    ],
)
def test_what_is_asked_for(project: Project, arguments: tuple[str, ...], message: str) -> None:
    toolkit(project, "export", "-o", "review.csv")
    done = toolkit(project, *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_table_of_another_project_changes_nothing_at_all(project: Project) -> None:
    path = project.root / "review.csv"
    toolkit(project, "export", "-l", "es", "-o", path.name)
    edit(path, "Take 5 ml.", target="Otro.")
    edit(path, "Call us.", article="../../etc/passwd", target="x")
    done = toolkit(project, "import", path.name, *BY)
    assert done.returncode == 2
    assert "which the project does not have" in done.stderr
    assert unit(project, "Take 5 ml.").target == "Tome 5 ml."


def test_foreign_text_does_not_steer_the_terminal(project: Project) -> None:
    path = project.root / "review.csv"
    toolkit(project, "export", "-l", "es", "-o", path.name)
    edit(path, "Take 5 ml.", target="Tome \x1b]0;owned\x07 5 ml.\x9b2J")
    done = toolkit(project, "import", path.name, "--dry-run")
    assert done.returncode == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(done.stdout)


def test_a_file_is_read_as_what_it_is_whatever_its_name(project: Project) -> None:
    toolkit(project, "export", "-l", "es", "-o", "review.xlsx")
    (project.root / "review.xlsx").rename(project.root / "corrections.csv")
    assert toolkit(project, "import", "corrections.csv", "--dry-run").returncode == 0


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0\xa1\xb1", b"PK\x03\x04 an OpenDocument", b""])
def test_other_spreadsheets_are_told_how_to_save(project: Project, data: bytes) -> None:
    (project.root / "review.ods").write_bytes(data)
    done = toolkit(project, "import", "review.ods", "--dry-run")
    assert done.returncode == 2
    assert "review.ods" in done.stderr
    assert "Excel workbook" in done.stderr
