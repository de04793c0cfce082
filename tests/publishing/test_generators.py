"""The sample articles through the real generators: pages in Spanish, and links that lead to them."""

from __future__ import annotations

import importlib.util
import posixpath
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import turbohtml

from tests.conftest import ROOT
from toolkit.config import Layout
from toolkit.project import Project
from toolkit.publishing.site import build

SITE = "https://clinic.example"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample articles, with a front page as generators want one."""
    root = tmp_path / "project"
    for name in ("source_articles", "locales"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "source_articles/index.md").write_text(
        "---\ntitle: Home\n---\n\n# Home\n\nTo [us](clinic/about-us.md).\n", encoding="utf-8"
    )
    return Project.find(root)


def run(command: list[str], cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def page(folder: Path, path: str) -> Path | None:
    """The file a server shows at a path."""
    place = folder / path.lstrip("/")
    return next(
        (file for file in (place, place / "index.html", Path(f"{place}.html")) if file.is_file()), None
    )


def broken(folder: Path, tag: str) -> list[tuple[str, str]]:
    """Links and pictures of a language's pages that lead nowhere, or out of the language."""
    found = []
    seen = 0
    for file in sorted((folder / tag).rglob("*.html")):
        here = "/" + file.relative_to(folder).as_posix().removesuffix("index.html")
        for element in turbohtml.parse(file.read_text(encoding="utf-8")).iter_elements(("a", "img")):
            url = str(element.attrs.get("href") or element.attrs.get("src") or "")
            parts = urlsplit(url.removeprefix(SITE))
            named = element.tag == "img" or element.text.strip()
            if not url or parts.scheme or parts.netloc or not named:
                continue
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path)))
            target = page(folder, inside) if parts.path else file
            seen += 1
            text = target.read_text(encoding="utf-8").replace("'", '"') if target else ""
            if not text or (parts.fragment and f'id="{parts.fragment}"' not in text):
                found.append((here, url))
    assert seen > 15
    return found


def check(folder: Path, tag: str, articles: dict[str, str]) -> None:
    for path, words in articles.items():
        file = page(folder, f"{tag}/{path}")
        assert file is not None, path
        text = file.read_text(encoding="utf-8")
        assert words in text, path
        assert f'<html lang="{tag}"' in text, path


TITLES = {
    "guides/taking-pain-medicines-safely": "Cómo tomar analgésicos de forma segura",
    "guides/before-your-injection": "Antes de su inyección",
    "guides/back-pain-first-steps": "Dolor de espalda: los primeros días",
    "how-stem-cell-therapy-works": "Cómo se cree que funciona la terapia con células madre",
    "handouts/pain-diary": "Diario del dolor",
}

HUGO = """\
baseURL = "https://clinic.example/"
defaultContentLanguage = "en"
[security]
allowContent = [".*"]
[markup.goldmark.renderer]
unsafe = true
[languages.en]
weight = 1
[languages.es]
weight = 2
[languages.ar]
weight = 3
"""
SINGLE = """\
<!DOCTYPE html><html lang="{{ .Language.Lang }}"><head><title>{{ .Title }}</title>
{{ range .Translations }}<link hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}
</head><body>{{ .Content }}</body></html>
"""
LIST = """\
<!DOCTYPE html><html lang="{{ .Language.Lang }}"><body>{{ range .RegularPagesRecursive }}<p>{{ .RelPermalink }}</p>{{ end }}</body></html>
"""  # noqa: E501


@pytest.mark.parametrize("layout", ["hugo", "hugo-suffix"])
def test_hugo(project: Project, tmp_path: Path, layout: Layout) -> None:
    hugo = shutil.which("hugo", path=str(Path(sys.executable).parent)) or shutil.which("hugo")
    if hugo is None:
        pytest.skip("no Hugo (Python package hugo)")
    folder = tmp_path / "hugo"
    build(project, layout=layout, output=folder)
    config = HUGO
    if layout == "hugo":
        for tag in ("en", "es", "ar"):
            config = config.replace(
                f"[languages.{tag}]\n", f'[languages.{tag}]\ncontentDir = "content/{tag}"\n'
            )
    (folder / "hugo.toml").write_text(config, encoding="utf-8")
    for name, text in (("_default/single.html", SINGLE), ("_default/list.html", LIST)):
        path = folder / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "layouts/shortcodes").mkdir()
    (folder / "layouts/shortcodes/newsletter-form.html").write_text(
        '<i>{{ .Get "list" }}</i>', encoding="utf-8"
    )
    run([hugo], folder)
    made = folder / "public"
    check(made, "es", TITLES)
    article = page(made, "es/guides/back-pain-first-steps")
    assert article is not None
    text = article.read_text(encoding="utf-8")
    assert "<i>back-pain</i>" in text  # the shortcode came whole
    assert 'hreflang="en"' in text
    assert "<title>Cómo se cree" in (made / "es/how-stem-cell-therapy-works/index.html").read_text(
        encoding="utf-8"
    )
    # Hugo's own: its link hook refuses `tel:`; pictures beside articles want page bundles.
    own = {"#ZgotmplZ", "../images/pill-organizer.svg"}
    assert [(here, url) for here, url in broken(made, "es") if url not in own] == []
    listed = (made / "ar/index.html").read_text(encoding="utf-8")
    assert "about-us" in listed
    assert "what-patients-ask" not in listed  # hardly translated: on the site, in no list
    assert "what-patients-ask" not in (made / "ar/sitemap.xml").read_text(encoding="utf-8")
    assert page(made, "ar/clinic/what-patients-ask") is not None


MKDOCS = """\
site_name: Clinic
site_url: https://clinic.example/
markdown_extensions: [admonition, attr_list, def_list, footnotes, tables, md_in_html]
plugins:
  - i18n:
      docs_structure: {structure}
      languages:
        - {{locale: en, default: true, name: English}}
        - {{locale: es, name: Español}}
        - {{locale: ar, name: العربية}}
"""


@pytest.mark.parametrize(("layout", "structure"), [("mkdocs", "folder"), ("mkdocs-suffix", "suffix")])
def test_mkdocs(project: Project, tmp_path: Path, layout: Layout, structure: str) -> None:
    for package in ("mkdocs", "mkdocs_static_i18n"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"the Python package {package} is not installed")
    folder = tmp_path / "mkdocs"
    build(project, layout=layout, output=folder)
    (folder / "mkdocs.yml").write_text(MKDOCS.format(structure=structure), encoding="utf-8")
    run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"], folder)
    check(folder / "site", "es", TITLES)
    assert broken(folder / "site", "es") == []
    assert broken(folder / "site", "ar") == []
    text = (folder / "site/es/guides/before-your-injection/index.html").read_text(encoding="utf-8")
    assert "+++" not in text
    assert "translationKey" not in text


def test_jekyll(project: Project, tmp_path: Path) -> None:
    jekyll = shutil.which("jekyll")
    if jekyll is None:
        pytest.skip("no Jekyll (Debian package jekyll)")
    folder = tmp_path / "jekyll"
    build(project, layout="jekyll", output=folder)
    (folder / "_layouts").mkdir()
    (folder / "_layouts/default.html").write_text(
        '<!DOCTYPE html><html lang="{{ page.lang }}"><title>{{ page.title }}</title>{{ content }}</html>',
        encoding="utf-8",
    )
    (folder / "_config.yml").write_text(
        'defaults:\n  - scope: {path: ""}\n    values: {layout: default}\n', encoding="utf-8"
    )
    run([jekyll, "build", "--quiet"], folder)
    check(
        folder / "_site", "es", TITLES | {"handouts/after-your-nerve-block": "Después de su bloqueo nervioso"}
    )
    text = (folder / "_site/es/how-stem-cell-therapy-works.html").read_text(encoding="utf-8")
    assert "<title>Cómo se cree que funciona la terapia con células madre</title>" in text
    assert "<h1" in (folder / "_site/es/guides/before-your-injection.html").read_text(encoding="utf-8")
