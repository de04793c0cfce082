"""Spelling by hunspell dictionaries: which are found, what is left alone, what an installation lacks."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.checking import Choice, Planner, check_project
from toolkit.checks import spelling
from toolkit.config import ChecksConfig, Config
from toolkit.errors import ConfigError
from toolkit.project import Project

AFF = "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n"
DIC = "3\ndescanse\nhoy\ntableta/S\n"
needs_spylls = pytest.mark.skipif(
    importlib.util.find_spec("spylls") is None, reason='needs spylls (pip install "l10n-toolkit[spelling]")'
)


@pytest.fixture
def dictionaries(tmp_path: Path) -> Path:
    """A folder with a small dictionary of one language."""
    folder = tmp_path / "dictionaries"
    folder.mkdir()
    (folder / "gl.aff").write_text(AFF, encoding="utf-8")
    (folder / "gl.dic").write_text(DIC, encoding="utf-8")
    return folder


@needs_spylls
def test_a_projects_own_dictionary(make_project: Callable[..., Path], dictionaries: Path) -> None:
    config = f'locales = ["gl"]\n[checks]\ndictionaries = ["{dictionaries}"]\nspelling-words = ["Xan"]\n'
    root = make_project({"a.md": "Rest today, three tablets.\n\nMore.\n"}, config)
    path = root / "locales/gl/LC_MESSAGES/a.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Language: gl\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Rest today, three tablets."\nmsgstr "Descanse hoxe, tabletas, xan."\n\n'
        'msgid "More."\nmsgstr "Descanse mañáa."\n',
        encoding="utf-8",
    )
    [finding] = check_project(Project.find(root), choice=Choice(("spelling",))).findings
    assert finding.message == "not in the dictionary: “hoxe”, “mañáa”"
    assert (finding.severity, finding.msgid) == ("info", "Rest today, three tablets.")


def test_the_nearest_dictionary_is_taken(tmp_path: Path) -> None:
    for name in ("es_MX", "es_ES", "pt_BR"):
        (tmp_path / f"{name}.dic").touch()
        (tmp_path / f"{name}.aff").touch()
    folders = (str(tmp_path),)
    assert spelling.find("es-MX", folders) == tmp_path / "es_MX"
    assert spelling.find("es-AR", folders) == tmp_path / "es_ES"
    assert spelling.find("pt", folders) == tmp_path / "pt_BR"
    assert spelling.find("xx", folders) is None


def test_an_installation_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "spylls" else found(name))
    assert "spelling" not in Planner(Config()).plan("es").severity
    with pytest.raises(ConfigError) as caught:
        Planner(Config(), Choice(("spelling",))).plan("es")
    assert 'pip install "l10n-toolkit[spelling]"' in (caught.value.hint or "")
    with pytest.raises(ConfigError, match="spelling"):
        Planner(Config(checks=ChecksConfig(severity={"spelling": "warning"}))).plan("es")
