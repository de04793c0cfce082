"""``toolkit draft`` and ``toolkit terms`` as people run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.project import Project

Make = Callable[..., Path]
CONFIG = 'locales = ["es"]\n[engines]\norder = ["memory", "pseudo"]\n'


def toolkit(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def project(make_project: Make, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_project({"a.md": "# Stem cells\n\nStem cells are **small**.\n"}, CONFIG)
    monkeypatch.chdir(root)
    return root


def catalog(root: Path) -> str:
    return (root / "locales/es/LC_MESSAGES/a.po").read_text(encoding="utf-8")


def test_dry_run_writes_nothing(project: Path) -> None:
    done = toolkit("draft", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "pseudo" in done.output
    assert "free" in done.output
    assert not (project / "locales").exists()


def test_draft_makes_the_catalogs_it_needs(project: Path) -> None:
    done = toolkit("draft")
    assert done.exit_code == 0, done.output
    assert "2 units of 2 drafted: 2 by pseudo" in done.output
    assert catalog(project).count("# draft: pseudo") == 2
    assert catalog(project).count("#, fuzzy") == 2
    assert "Nothing to draft" in toolkit("draft").output


def test_an_engine_that_cannot_be_used_is_a_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEEPL_API_KEY", raising=False)
    done = toolkit("draft", "--engine", "deepl")
    assert done.exit_code == 2
    assert "DEEPL_API_KEY" in done.output
    assert "2 units left untranslated" in done.output
    assert "Traceback" not in done.output


def test_an_engine_that_does_not_exist(project: Path) -> None:
    done = toolkit("draft", "--engine", "deeple")
    assert done.exit_code != 0
    assert "deepl" in str(done.exception) + done.output


def test_a_broken_glossary_is_told_with_its_line(project: Path) -> None:
    (project / "locales").mkdir()
    (project / "locales/glossary.csv").write_text("source,es\na,b,c\n", encoding="utf-8")
    done = toolkit("draft")
    assert "locales/glossary.csv:2" in str(done.exception)


def test_terms(project: Path) -> None:
    assert "No terms" in toolkit("terms", "list").output
    assert toolkit("terms", "candidates", "--least", "2").output.splitlines()[1].startswith("Stem cells")
    (project / "locales").mkdir()
    glossary = project / "locales/glossary.csv"
    glossary.write_text("source,es\nstem cell,célula madre\n", encoding="utf-8")
    assert "célula madre" in toolkit("terms", "list", "STEM").output
    assert json.loads(toolkit("terms", "list", "--json").output)[0]["targets"] == {"es": ["célula madre"]}
    assert toolkit("terms", "check").exit_code == 0
    toolkit("draft")
    assert "#. glossary: stem cell → célula madre" in catalog(project)
    assert 'msgstr "⟪Células madre' in catalog(project) or "élulas madre" in catalog(project)
    glossary.write_text("source,es\nstem cell,\n", encoding="utf-8")
    done = toolkit("terms", "check")
    assert done.exit_code == 1
    assert "locales/glossary.csv:2: “stem cell” has no word in es" in done.output


def test_terms_from_tbx(project: Path) -> None:
    file = project / "client.tbx"
    file.write_text(
        '<tbx><text><body><conceptEntry><langSec xml:lang="en"><termSec><term>dose</term></termSec></langSec>'
        '<langSec xml:lang="es"><termSec><term>dosis</term></termSec></langSec>'
        "</conceptEntry></body></text></tbx>",
        encoding="utf-8",
    )
    assert "1 term added" in toolkit("terms", "import", "client.tbx").output
    glossary = Project.find(project).glossary_path.read_text(encoding="utf-8")
    assert glossary.splitlines()[1].startswith("dose,dosis")
    assert "0 terms added, 0 completed" in toolkit("terms", "import", "client.tbx").output
