"""The theme's own catalogs: complete, in step with the templates, and its words shown whatever they are."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit import locales
from toolkit.catalogs import header, po
from toolkit.catalogs.leverage import leverage
from toolkit.model import ACCEPTED
from toolkit.project import Project
from toolkit.publishing import theme_words, words
from toolkit.publishing.theme_files import Theme

SHIPPED = ("es", "ar")


def shipped(locale: str) -> Path:
    return words.BUILT_IN / locale / "LC_MESSAGES/theme.po"


def test_the_shipped_catalogs_hold_the_themes_words(tmp_path: Path) -> None:
    """``UPDATE_THEME=1`` writes them; what is new is then to be translated."""
    fresh = theme_words.template(Theme(tmp_path))
    made = {words.BUILT_IN / "theme.pot": po.dumps(fresh)}
    for locale in SHIPPED:
        plural = locales.parse(locale).plural_forms()
        head = header.make(locale, format="text", plural_forms=plural)
        old = po.read(shipped(locale), locale=locale)
        merged = leverage(replace(fresh, header=head), old, locale=locale, plural_forms=plural)
        kept = tuple(unit for unit in merged.units if not unit.obsolete)
        made[shipped(locale)] = po.dumps(replace(merged, units=kept))
    for path, text in made.items():
        if os.environ.get("UPDATE_THEME"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{path}: run the tests with UPDATE_THEME=1"


@pytest.mark.parametrize("locale", SHIPPED)
def test_every_word_of_the_theme_is_translated(locale: str) -> None:
    catalog = po.read(shipped(locale), locale=locale)
    assert len(catalog.units) > 30
    for unit in catalog.units:
        assert unit.state in ACCEPTED, unit.source
        placeholders = {part.partition("}")[0] for part in unit.source.split("{")[1:]}
        assert {part.partition("}")[0] for part in unit.target.split("{")[1:]} == placeholders


@pytest.mark.parametrize("locale", SHIPPED)
def test_this_projects_own_words_are_translated(locale: str) -> None:
    project = Project.find(ROOT)
    theme = Theme(project.root / project.config.site.theme)
    wanted = {unit.source for unit in theme_words.template(theme, theme_words.settings_words(project)).units}
    assert wanted <= set(words.load(project, locale).entries)
