"""A critical article from the first draft to the published page, with everybody's own commands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.git import Repository
from toolkit import provenance, worklog
from toolkit.catalogs import po
from toolkit.model import Catalog, Unit
from toolkit.project import Project

ANA = "Ana Probe <ana@example.org>"
EVA = "Eva Muster <eva@example.org>"
MAX = "Dr. Max Exempel <max@example.org>"
DAY = date(2026, 3, 2)
ARTICLE = """\
---
title: After the injection
critical: true
---

# After the injection

Do not drive for 24 hours.

Take one tablet every 8 hours, and no more than 3 tablets a day.

Call us if the pain comes back.
"""
CONFIG = """
locales = ["es"]

[engines]
order = ["{engine}"]

[build]
incomplete = "hold"

[site]
base-url = "https://clinic.example/"

[review]
require-second-person = true
critical-roles = ["reviewer", "clinician"]
"""
PLUGIN = """\
from toolkit.testing import FakeEngine

SAYS = {
    "After the injection": "Después la inyección",
    "Do not drive for 24 hours.": "Conduzca por 24 horas.",
    "Take one tablet every 8 hours, and no more than 3 tablets a day.":
        "Tome una tableta cada 8 horas, y no más de 3 tabletas al día.",
    "Call us if the pain comes back.": "Llámenos si el dolor regresa.",
}


class Story(FakeEngine):
    name = "story"
    title = "For a test"
    forms = ("plain",)

    def __init__(self, setup=None):
        super().__init__(SAYS.get, setup=setup)
"""
FINAL = {
    "After the injection": "Después de la inyección",
    "Do not drive for 24 hours.": "No conduzca durante 24 horas.",
}
Make = Callable[..., Path]


def has_apertium() -> bool:
    if shutil.which("apertium") is None:
        return False
    done = subprocess.run(["apertium", "-l"], capture_output=True, text=True, check=False)
    return bool(re.search(r"\beng-spa\b", done.stdout))


class Clinic:
    """A project in git, and the commands people run in it."""

    def __init__(self, project: Project, plugins: Path) -> None:
        self.project = project
        self.plugins = plugins
        self.repo = Repository(project.root)

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.plugins)}
        command = [sys.executable, "-m", "toolkit", *arguments]
        return subprocess.run(
            command, cwd=self.project.root, env=environment, capture_output=True, text=True, timeout=120
        )

    def runs(self, *arguments: str) -> str:
        done = self(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    @property
    def catalog(self) -> Catalog:
        found = self.project.read_catalog(self.project.all_articles[0], "es")
        assert found is not None
        return found

    def change(self, make: Callable[[Unit], Unit]) -> None:
        path = self.project.catalog_path(self.project.all_articles[0], "es")
        catalog = po.read(path, locale="es")
        po.write(path, replace(catalog, units=tuple(map(make, catalog.units))))

    def page(self) -> str | None:
        """What readers get in Spanish; None: nothing."""
        assert self("build").returncode in (0, 1)
        path = self.project.output_dir / "es" / "after.html"
        return path.read_text("utf-8") if path.is_file() else None

    def findings(self) -> list[str]:
        done = self("check", "--select", "sign-off", "--format", "json")
        return [finding["message"] for finding in json.loads(done.stdout)["findings"]]


@pytest.fixture(params=["story", "apertium"])
def clinic(
    request: pytest.FixtureRequest, make_project: Make, tmp_path_factory: pytest.TempPathFactory
) -> Clinic:
    engine = request.param
    if engine == "apertium" and not has_apertium():
        pytest.skip("no Apertium for eng-spa (Debian packages apertium, apertium-eng-spa)")
    plugins = tmp_path_factory.mktemp("plugins")
    (plugins / "story_engine.py").write_text(PLUGIN, "utf-8")
    about = plugins / "story_engine-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: story-engine\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[toolkit.engines]\nstory = story_engine:Story\n")
    root = make_project({"after.md": ARTICLE}, CONFIG.format(engine=engine))
    (root / ".gitignore").write_text(".toolkit/\nbuild/\n")
    return Clinic(Project.find(root), plugins)


def edited(unit: Unit) -> Unit:
    """What Ana does on the page or in her editor: she corrects two texts and accepts the others."""
    return provenance.accepted(unit, FINAL.get(unit.source, unit.target), by=ANA, on=DAY)


def test_from_the_first_draft_to_the_page(clinic: Clinic) -> None:
    clinic.runs("extract")
    clinic.runs("draft")
    drafts = {unit.source: unit.target for unit in clinic.catalog.units}
    assert all(drafts.values())
    clinic.repo.commit("drafts")
    assert clinic.page() is None, "nothing of a critical article is published as a draft"
    assert any("an accepted translation" in said for said in clinic.findings())

    before = clinic.catalog
    clinic.change(edited)
    for old, new in zip(before.units, clinic.catalog.units, strict=True):
        worklog.record_visit(
            clinic.project.cache_dir, locale="es", article="after.md", before=old, after=new, seconds=30
        )
    clinic.repo.commit("edited", author=ANA)
    assert clinic.page() is None, "accepted is not signed"

    sign = ("sign", "after.md", "-l", "es")
    clinic.runs(*sign, "--reviewer", ANA)
    assert any("somebody else than the translator" in said for said in clinic.findings())
    clinic.runs(*sign, "--reviewer", EVA)
    assert all("as clinician" in said for said in clinic.findings())
    assert clinic.page() is None, "a reviewer alone is not enough"
    clinic.runs(*sign, "--reviewer", MAX, "--role", "clinician")
    assert clinic.findings() == []
    clinic.repo.commit("signed", author=EVA)
    page = clinic.page()
    assert page is not None
    assert "No conduzca durante 24 horas." in page

    (audit,) = json.loads(clinic.runs("audit", "after.md", "-l", "es", "--format", "json"))["audits"]
    assert audit["published"]
    assert audit["unmet"] == []
    assert audit["limits"] == []
    assert audit["verdict"].startswith(f"All {len(drafts)} published segments")
    drive = next(value for value in audit["records"] if "drive" in value["source"])
    assert (drive["draft"], drive["unchanged"]) == (drafts[drive["source"]], False)
    assert [person["name"] for person in drive["edited_by"]] == [ANA]
    assert [person["name"] for person in drive["accepted_by"]] == [ANA, EVA, MAX]
    assert [event["kind"] for event in drive["events"]] == ["drafted", "edited", "accepted", "signed"]

    (line,) = json.loads(clinic.runs("stats", "--json"))["engines"]
    assert (line["drafted"], line["accepted"], line["compared"]) == (len(drafts),) * 3
    changed = sum(drafts[unit.source] != unit.target for unit in clinic.catalog.units)
    assert line["unchanged"] == len(drafts) - changed
    assert line["ter"] > 0
    assert (line["timed"], line["median_seconds"]) == (len(drafts), 30.0)


def test_a_change_afterwards_holds_the_page(clinic: Clinic) -> None:
    clinic.runs("extract")
    clinic.runs("draft")
    clinic.change(edited)
    clinic.runs("sign", "after.md", "--reviewer", EVA)
    clinic.runs("sign", "after.md", "--reviewer", MAX, "--role", "clinician")
    first = clinic.page()
    assert first is not None
    assert "24 horas" in first

    source = clinic.project.source_dir / "after.md"
    source.write_text(ARTICLE.replace("24 hours", "48 hours"), "utf-8")
    clinic.runs("extract")
    held = clinic.page()
    assert held is not None
    assert "24 horas" in held, "the page stays at what was signed"
    assert any("an accepted translation" in said for said in clinic.findings())
    (audit,) = json.loads(clinic.runs("audit", "after.md", "-l", "es", "--format", "json"))["audits"]
    assert audit["published"]
    assert any("The page is held" in limit for limit in audit["limits"])
    assert audit["unmet"] == [], "what is published was signed, for its source"

    clinic.change(
        lambda unit: provenance.accepted(unit, unit.target.replace("24", "48"), by=ANA, on=DAY)
        if "48" in unit.source else unit
    )  # fmt: skip
    held = clinic.page()
    assert held is not None
    assert "48 horas" not in held, "a sign-off of the old text is none of the new one"
    clinic.runs("sign", "after.md", "--reviewer", EVA)
    clinic.runs("sign", "after.md", "--reviewer", MAX, "--role", "clinician")
    new = clinic.page()
    assert new is not None
    assert "48 horas" in new
    assert "24 horas" not in new
