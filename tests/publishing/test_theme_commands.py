"""``toolkit theme``: what is listed, taken over file by file, and translated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.publishing.conftest import ARTICLES, CONFIG
from toolkit.cli import cli
from toolkit.project import Project
from toolkit.publishing.site import build
from toolkit.publishing.theme_files import BUILT_IN, STATIC, TEMPLATES


@pytest.fixture
def root(make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    made = make_project(ARTICLES, CONFIG)
    monkeypatch.chdir(made)
    return made


def toolkit(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments])


def page(root: Path, name: str = "en/guides/heat.html") -> str:
    build(Project.find(root))
    return (root / "build" / name).read_text(encoding="utf-8")


def listed() -> dict[str, str]:
    done = toolkit("theme", "list")
    assert done.exit_code == 0
    return dict(line.split(maxsplit=1) for line in done.output.splitlines())


def test_the_list_tells_whose_each_file_is(root: Path) -> None:
    assert listed() == dict.fromkeys((*TEMPLATES, *STATIC), "built in")
    (root / "theme/fonts").mkdir(parents=True)
    (root / "theme/theme.css").write_text("", encoding="utf-8")
    (root / "theme/fonts/a.woff2").write_bytes(b"x")
    (root / "theme/extra.html").write_text("", encoding="utf-8")
    now = listed()
    assert now["theme.css"] == "replaced"
    assert now["fonts/a.woff2"] == now["extra.html"] == "added"
    assert now["article.html"] == "built in"


def test_all_files_there_are_belong_to_the_theme() -> None:
    assert {path.name for path in BUILT_IN.iterdir() if path.is_file()} == {*TEMPLATES, *STATIC}


def test_a_file_is_taken_over_and_stands_in(root: Path) -> None:
    assert "mine" not in page(root)
    assert toolkit("theme", "eject", "article.html").output == "wrote theme/article.html\n"
    own = root / "theme/article.html"
    assert own.read_bytes() == (BUILT_IN / "article.html").read_bytes()
    before = page(root)
    own.write_text(
        own.read_text(encoding="utf-8").replace("<article>", '<article class="mine">'), encoding="utf-8"
    )
    text = page(root)
    assert '<article class="mine">' in text
    assert 'class="top"' in text  # base.html is still built in
    own.unlink()
    assert page(root) == before


def test_each_template_can_be_replaced_alone(root: Path) -> None:
    places = {
        "base.html": "en/guides/heat.html",
        "article.html": "en/guides/heat.html",
        "index.html": "en/index.html",
        "languages.html": "en/guides/heat.html",
        "notices.html": "es/guides/heat.html",
        "chooser.html": "index.html",
        "missing.html": "404.html",
        "redirect.html": "en/guides/pills.html",
    }
    assert set(places) == set(TEMPLATES)
    for name, place in places.items():
        own = root / "theme" / name
        own.parent.mkdir(exist_ok=True)
        own.write_text(f"<p>mine {name}</p>", encoding="utf-8")
        assert f"mine {name}" in page(root, place)
        own.unlink()


def test_styles_fonts_and_pictures_come_along(root: Path) -> None:
    assert "--accent" in page(root, "theme/theme.css")
    (root / "theme/fonts").mkdir(parents=True)
    (root / "theme/theme.css").write_text("/* mine */", encoding="utf-8")
    (root / "theme/fonts/a.woff2").write_bytes(b"font")
    (root / "theme/secret.py").write_text("x", encoding="utf-8")
    (root / "theme/out.css").symlink_to(root / "toolkit.toml")
    assert page(root, "theme/theme.css") == "/* mine */"
    assert (root / "build/theme/fonts/a.woff2").read_bytes() == b"font"
    assert not (root / "build/theme/secret.py").exists()
    assert not (root / "build/theme/out.css").exists()


def test_what_is_there_is_kept_unless_forced(root: Path) -> None:
    (root / "theme").mkdir()
    own = root / "theme/theme.css"
    own.write_text("/* mine */", encoding="utf-8")
    assert "kept theme/theme.css (--force overwrites it)" in toolkit("theme", "eject").output
    assert own.read_text(encoding="utf-8") == "/* mine */"
    assert (root / "theme/base.html").is_file()
    assert (
        "would write theme/theme.css" in toolkit("theme", "eject", "theme.css", "--force", "--dry-run").output
    )
    assert own.read_text(encoding="utf-8") == "/* mine */"
    assert "wrote theme/theme.css" in toolkit("theme", "eject", "theme.css", "--force").output
    assert own.read_bytes() == (BUILT_IN / "theme.css").read_bytes()


def test_an_unknown_file_is_named_with_those_there_are(root: Path) -> None:
    done = toolkit("theme", "eject", "articel.html")
    assert done.exit_code != 0
    assert "articel.html" in str(done.exception) + done.output
    assert not (root / "theme").exists()


def test_the_words_of_a_new_language(root: Path) -> None:
    done = toolkit("theme", "words", "-l", "es", "--check")
    assert done.exit_code == 1  # the site's own title is not translated
    assert "es: 2 texts of" in done.output
    assert not (root / "locales/es/LC_MESSAGES/theme.po").exists()
    assert toolkit("theme", "words", "-l", "es").exit_code == 0
    path = root / "locales/es/LC_MESSAGES/theme.po"
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Green Hill"\nmsgstr ""' in text
    assert 'msgstr "Siguiente"' in text  # what the built-in theme knows is there
    text = text.replace('msgid "Green Hill"\nmsgstr ""', 'msgid "Green Hill"\nmsgstr "Colina Verde"')
    path.write_text(text.replace('msgstr "Siguiente"', 'msgstr "Adelante"'), encoding="utf-8")
    assert "Colina Verde" in page(root, "es/index.html")
    (root / "theme").mkdir()
    (root / "theme/notices.html").write_text('{{ _("Ask {name}", name="us") }}', encoding="utf-8")
    assert toolkit("theme", "words", "-l", "es").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert 'msgstr "Adelante"' in text
    assert 'msgid "Ask {name}"' in text
    path.write_text(
        text.replace('msgid "Ask {name}"\nmsgstr ""', 'msgid "Ask {name}"\nmsgstr "Pregunte a {name}"'),
        encoding="utf-8",
    )
    assert "Pregunte a us" in page(root, "es/guides/heat.html")


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{% if %}", r"article.html:1: the template is not valid"),
        ("\n{{ nothing_known }}", r"article.html:2: the template fails: 'nothing_known' is undefined"),
        ("\n\n{{ 1 / 0 }}", r"article.html:3: the template fails: division by zero"),
        ("{% extends 'gone.html' %}", r"the template fails: .*gone.html"),
        ("{{ page.__class__.__mro__[1] }}{{ page.lead.nothing }}", r"article.html:1: the template fails"),
    ],
)
def test_a_template_that_fails_says_where(root: Path, template: str, wanted: str) -> None:
    from toolkit.errors import BuildError

    (root / "theme").mkdir()
    (root / "theme/article.html").write_text(template, encoding="utf-8")
    with pytest.raises(BuildError, match=wanted):
        build(Project.find(root))


def test_a_template_in_another_encoding_says_so(root: Path) -> None:
    from toolkit.errors import BuildError

    (root / "theme").mkdir()
    (root / "theme/article.html").write_bytes("<p>é</p>".encode("latin-1"))
    with pytest.raises(BuildError, match=r"article\.html: the template fails: .*utf-8"):
        build(Project.find(root))
