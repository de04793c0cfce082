"""The theme's own catalogs: complete, in step with the templates, and its words shown whatever they are."""

from __future__ import annotations

import os
from collections.abc import Callable
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

SHIPPED = tuple(sorted(path.name for path in words.BUILT_IN.iterdir() if path.is_dir()))


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


def test_languages_that_clinics_need_are_shipped() -> None:
    assert {"ar", "es", "fr", "pt", "ru", "vi", "zh"} <= set(SHIPPED)


@pytest.mark.parametrize("locale", ["es", "ar"])
def test_this_projects_own_words_are_translated(locale: str) -> None:
    project = Project.find(ROOT)
    theme = Theme(project.root / project.config.site.theme)
    wanted = {unit.source for unit in theme_words.template(theme, theme_words.settings_words(project)).units}
    assert wanted <= set(words.load(project, locale).entries)


@pytest.mark.parametrize(
    ("locale", "articles"),
    [
        ("es-MX", "Artículos"),
        ("pt-BR", "Artigos"),
        ("zh-Hans", "文章"),
        ("zh-CN", "文章"),
        ("zh-TW", "Articles"),
        ("zh-Hant-HK", "Articles"),
    ],
)
def test_words_of_the_language_stand_in_unless_its_script_is_another(
    make_project: Callable[..., Path], locale: str, articles: str
) -> None:
    project = Project.find(make_project({}, f'locales = ["{locale}"]\n'))
    assert words.load(project, locale)("Articles") == articles


def test_words_that_nobody_has_translated_say_their_language(make_project: Callable[..., Path]) -> None:
    """WCAG 3.1.2: a Hebrew page with the theme's English words."""
    from tests.publishing.conftest import ARTICLES, CONFIG
    from toolkit.publishing.site import build

    project = Project.find(make_project(ARTICLES, CONFIG.replace('"es", "ar"', '"he", "es"')))
    report = build(project)
    assert report.wordless == ("he",)
    text = (project.output_dir / "he/guides/doses.html").read_text(encoding="utf-8")
    mark = ' lang="en" dir="ltr"'
    assert f'<a class="skip" href="#toolkit-content"{mark}>Skip to the content</a>' in text
    assert f'<p class="alert-title"{mark}>Warning</p>' in text
    assert f'<div class="notices"{mark}' in text
    assert "It is shown in English." in text
    assert f'<li class="time"{mark}>' in text
    assert f'<p class="ways"{mark}>' in text
    assert "Skip to the content</a>" not in (project.output_dir / "es/guides/doses.html").read_text(
        encoding="utf-8"
    )
    for place in ("es/guides/doses.html", "en/guides/doses.html"):
        text = (project.output_dir / place).read_text(encoding="utf-8")
        assert mark not in text.split("<body")[1].split("<nav")[0]
    missing = (project.output_dir / "404.html").read_text(encoding="utf-8")
    assert f"<span{mark}>This page does not exist.</span>" in missing
    assert "<span>Esta página no existe.</span>" in missing
