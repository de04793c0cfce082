# ruff: noqa: E501
"""What other generators are given; each rule was tried with the generator itself (see docs/publishing.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.publishing.conftest import ARTICLES, CONFIG, again, translated, with_spanish
from toolkit.config import Layout
from toolkit.model import State
from toolkit.project import Project
from toolkit.publishing import layouts, whole
from toolkit.publishing.manifest import Manifest
from toolkit.publishing.site import build

LAYOUTS: tuple[Layout, ...] = (
    "hugo",
    "hugo-suffix",
    "docusaurus",
    "mkdocs",
    "mkdocs-suffix",
    "jekyll",
    "plain",
)


def front(text: str) -> dict[str, Any]:
    """The front matter as YAML or TOML reads it."""
    mark = text[:3]
    assert mark in ("---", "+++"), text[:80]
    head = text.split(f"{mark}\n", 2)[1]
    return dict(yaml.safe_load(head) if mark == "---" else tomllib.loads(head))


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Project:
    articles = ARTICLES | {
        "note.txt": "March 12, 2024\n\nThe title\n\nSome words here.\n",
        "toml.md": '+++\ntitle = "Tea: & more"\nweight = 3\n\n[seo]\ntitle = "x"\n+++\n\n# Tea\n\n[Note](note.txt#top), [us](about.html), [sheet](sheet.html?x#y), [doses](guides/doses.md)\n\n{{< form list="x" >}}\n',
        "block.html": '<h1>Block</h1><p>See <a href="guides/doses.md#much">doses</a>, <a href="note.txt">it</a>.</p><img src="images/box.svg" alt="A box"><table><tr><td>1</td></tr></table>\n',
    }  # fmt: skip
    made = Project.find(make_project(articles, CONFIG))
    translated(made, "es")
    return made


def written(project: Project, layout: Layout, name: str) -> str:
    build(project, layout=layout, locales=["es"])
    return (project.output_dir / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        ("hugo", "content/es/note.md"),
        ("docusaurus", "i18n/es/docusaurus-plugin-content-docs/current/note.md"),
        ("mkdocs-suffix", "docs/note.es.md"),
        ("jekyll", "es/note.md"),
    ],
)
def test_plain_text_gets_a_title_and_a_date(project: Project, layout: Layout, name: str) -> None:
    text = written(project, layout, name)
    assert front(text)["title"] == "The title ✓"
    assert front(text)["date"] == "2024-03-12"
    assert "# The title ✓\n" in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_links_follow_files_that_are_called_otherwise(project: Project, layout: Layout) -> None:
    place = layouts.place(layout, "toml.md", "toml", "es", "en").path
    text = written(project, layout, place)
    assert "[Note](note.md#top)" in text
    assert "[doses](guides/doses.md)" in text
    inside = layout in ("docusaurus", "mkdocs", "mkdocs-suffix")
    assert ("[us](about.md)" if inside else "[us](about.html)") in text
    assert ("[sheet](sheet.md?x#y)" if inside else "[sheet](sheet.html?x#y)") in text
    assert '\n{{< form list="x" >}}\n' in text
    for link in ("note.md", "about.md" if inside else "about.html"):
        assert (project.output_dir / layouts.place(layout, link, "x", "es", "en").path).is_file()


@pytest.mark.parametrize(
    ("layout", "yaml_wanted"),
    [("hugo", False), ("plain", False), ("mkdocs", True), ("jekyll", True), ("docusaurus", True)],
)
def test_front_matter_in_toml_only_where_it_is_read(
    project: Project, layout: Layout, yaml_wanted: bool
) -> None:
    text = written(project, layout, layouts.place(layout, "toml.md", "toml", "es", "en").path)
    assert text.startswith("---\n" if yaml_wanted else "+++\n")
    said = front(text)
    assert said["title"] == "Tea: & more ✓"
    assert said["weight"] == 3
    assert said["seo"] == {"title": "x"}


HTML_LINKS = [
    ("hugo", "content/es/block.html", "../guides/doses/#much", "../note/", "../images/box.svg"),
    ("hugo-suffix", "content/block.es.html", "../guides/doses/#much", "../note/", "../../images/box.svg"),
    ("mkdocs", "docs/es/block.md", "../guides/doses/#much", "../note/", "../images/box.svg"),
    ("mkdocs-suffix", "docs/block.es.md", "../guides/doses/#much", "../note/", "../../images/box.svg"),
    ("docusaurus", "i18n/es/docusaurus-plugin-content-docs/current/block.md", "guides/doses#much", "note", "images/box.svg"),
    ("jekyll", "es/block.html", "guides/doses.html#much", "note.html", "images/box.svg"),
    ("plain", "es/block.html", "guides/doses.md#much", "note.md", "images/box.svg"),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "name", "doses", "note", "image"), HTML_LINKS)
def test_html_is_what_the_generator_takes(
    project: Project, layout: Layout, name: str, doses: str, note: str, image: str
) -> None:
    text = written(project, layout, name)
    assert f'href="{doses}"' in text
    assert f'href="{note}"' in text
    assert f'src="{image}"' in text
    assert 'class="table"' not in text  # nothing of our own theme
    if layout == "plain":
        assert text.startswith("<h1")
        return
    assert front(text)["title"] == "Block ✓"
    assert front(text).get("mdx") == ({"format": "md"} if layout == "docusaurus" else None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whole_pages_give_their_body_or_say_their_language(project: Project, layout: Layout) -> None:
    file = layouts.file_name(layout, "sheet.html")
    text = written(project, layout, layouts.place(layout, file, "sheet", "es", "en").path)
    assert "Print me. " in text
    if layout in ("jekyll", "plain"):
        assert text.startswith("<!DOCTYPE html>")
        assert '<html lang="es" dir="ltr">' in text
    else:
        assert front(text)["title"] == "Sheet ✓"
        assert "<html" not in text
        assert "<title" not in text
        assert "<body" not in text


def test_a_page_without_a_body_tag_is_kept_whole() -> None:
    assert whole.inside("<p>x</p>") == "<p>x</p>"
    assert whole.inside("<html><head><style>a{}</style></head><p>x</p></html>") == "<p>x</p></html>\n"
    assert whole.inside("<BODY class=a>\n<p>x</p>\n</BODY></html>") == "<p>x</p>\n"


@pytest.mark.parametrize("name", ["sheet.htm", "sheet.xhtml"])
@pytest.mark.parametrize(
    ("layout", "file", "from_html"),
    [
        ("hugo", "content/es/sheet.html", "../sheet/"),
        ("jekyll", "es/sheet.html", "sheet.html"),
        ("docusaurus", "i18n/es/docusaurus-plugin-content-docs/current/sheet.md", "sheet"),
        ("plain", "es/{}", "{}"),
    ],
)
def test_html_under_other_suffixes_is_a_page_and_found(
    make_project: Callable[..., Path], layout: Layout, file: str, from_html: str, name: str
) -> None:
    whole_page = "<html><head><title>Sheet</title></head><body><p>Print me.</p></body></html>\n"
    articles = {name: whole_page, "a.md": f"[it]({name})\n", "b.html": f'<p><a href="{name}">it</a></p>\n'}
    project = with_spanish(make_project(articles, CONFIG))
    build(project, layout=layout, locales=["es"])
    page = project.output_dir / file.format(name)
    assert "Print me. ✓" in page.read_text(encoding="utf-8")
    assert f"]({page.name})" in (page.parent / "a.md").read_text(encoding="utf-8")
    html = page.parent / ("b.md" if layout == "docusaurus" else "b.html")
    assert f'href="{from_html.format(name)}"' in html.read_text(encoding="utf-8")


@pytest.mark.parametrize("whole_page", [False, True])
@pytest.mark.parametrize("layout", [*LAYOUTS, "site"])
def test_front_matter_of_html_is_the_generators_and_never_on_the_page(
    make_project: Callable[..., Path], layout: Layout, whole_page: bool
) -> None:
    html = "<p>Words.</p>\n"
    html = f"<!doctype html>\n<html><body>{html}</body></html>\n" if whole_page else html
    articles = {"a.html": f"---\ntitle: 'Tea: a talk'\nslug: own\n---\n{html}"}
    project = with_spanish(make_project(articles, CONFIG))
    build(project, layout=layout, locales=["es"])
    if layout == "site":
        text = (project.output_dir / "es/a.html").read_text(encoding="utf-8")
        assert "slug" not in text
        assert whole_page or "<title>Tea: a talk ✓" in text
    else:
        file = layouts.file_name(layout, "a.html")
        place = layouts.place(layout, file, "a", "es", "en").path
        text = (project.output_dir / place).read_text(encoding="utf-8")
        assert front(text)["title"] == "Tea: a talk ✓"
        assert front(text)["slug"] == "own"
        assert text.count("slug") == 1
    assert "<p>Words. ✓</p>" in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_has_not_changed_is_not_made_again(
    make_project: Callable[..., Path], layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = {"index.html": "<p>One.</p>", "other.html": "<p>Two.</p>", "words.md": "Three.\n"}
    project = Project.find(make_project(articles, CONFIG))
    build(project, layout=layout)
    made: list[str] = []
    monkeypatch.setattr(Manifest, "record", lambda self, name, key, result: made.append(name))
    (project.source_dir / "other.html").write_text("<p>Four.</p>", encoding="utf-8")
    build(project, layout=layout)
    assert {Path(name).name.partition(".")[0] for name in made} == {"other"}


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ('<meta charset="ISO-8859-1">', '<html lang="es" dir="ltr"><head><meta charset="utf-8">'),
        ("<meta charset=UTF-8>", '<html lang="es" dir="ltr"><head><meta charset=UTF-8>'),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
            '<html lang="es" dir="ltr"><head>'
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        ),
    ],
)
@pytest.mark.parametrize("layout", ["site", "jekyll", "plain"])
def test_whole_pages_say_the_encoding_they_are_in(
    make_project: Callable[..., Path], layout: Layout, head: str, wanted: str
) -> None:
    root = make_project({"a.md": "Words.\n"}, CONFIG)
    page = f"<html><head>{head}<title>T</title></head><body><p>Café</p></body></html>\n"
    encoding = "utf-8" if "UTF-8" in head else "windows-1252"
    (root / "source_articles/sheet.html").write_bytes(page.encode(encoding))
    project = with_spanish(root)
    build(project, layout=layout, locales=["es"])
    made = (project.output_dir / "es/sheet.html").read_text(encoding="utf-8")
    assert made.startswith(wanted)
    assert "<p>Café " in made


@pytest.mark.parametrize("layout", ["site", "jekyll", "plain"])
def test_whole_pages_of_xml_say_their_language(make_project: Callable[..., Path], layout: Layout) -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<!-- [<html lang="en">] -->\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">'
        "<head><title>T</title></head><body><p>Words</p></body></html>\n"
    )
    project = with_spanish(make_project({"sheet.html": page}, CONFIG))
    build(project, layout=layout, locales=["es"])
    made = (project.output_dir / "es/sheet.html").read_text(encoding="utf-8")
    start = page[: page.index("<head>")].replace(
        ' lang="en" xml:lang="en"', ' lang="es" xml:lang="es" dir="ltr"'
    )
    assert made.startswith(start)
    assert made.count("<head") == 1


UNLISTED: dict[Layout, tuple[str, object]] = {
    "hugo": ("build", {"list": "never"}),
    "hugo-suffix": ("sitemap", {"disable": True}),
    "docusaurus": ("unlisted", True),
    "mkdocs": ("search", {"exclude": True}),
    "mkdocs-suffix": ("search", {"exclude": True}),
    "jekyll": ("sitemap", False),
    "plain": ("noindex", True),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_lists_may_not_name_says_so(make_project: Callable[..., Path], layout: Layout) -> None:
    articles = {
        "a.md": "---\ntitle: A\n---\n# A\n\nOne.\n",
        "b.md": "# B\n\nOne.\n",
        "t.md": '+++\ntitle = "T"\n+++\n# T\n\nOne.\n',
    }
    project = Project.find(make_project(articles, CONFIG))
    comments = ("draft: fake en-es 2025-01-01",)
    translated(
        project, "es", lambda unit: replace(unit, state=State.DRAFT, comments=comments), ("a.md", "t.md")
    )
    translated(project, "es", names=("b.md",))
    build(project, layout=layout, accept="drafts")
    key, value = UNLISTED[layout]
    for name in ("a", "t"):
        place = layouts.place(layout, f"{name}.md", name, "es", "en").path
        said = front((project.output_dir / place).read_text(encoding="utf-8"))
        assert said[key] == value
        assert said["translation"] == "machine"
    text = (project.output_dir / layouts.place(layout, "b.md", "b", "es", "en").path).read_text(
        encoding="utf-8"
    )
    assert key not in (front(text) if text.startswith("---") else {})
    text = (project.output_dir / layouts.place(layout, "a.md", "a", "en", "en").path).read_text(
        encoding="utf-8"
    )
    assert key not in front(text)


def test_a_changed_threshold_of_lists_changes_the_files(make_project: Callable[..., Path]) -> None:
    text = "# A\n\nOne two three.\n\nFour.\n"
    project = Project.find(make_project({"a.md": text}, CONFIG))
    translated(project, "es", lambda unit: unit if unit.source != "Four." else replace(unit, target=""))
    build(project, layout="jekyll")
    place = project.output_dir / "es/a.md"
    assert "sitemap" not in place.read_text(encoding="utf-8")
    assert front(place.read_text(encoding="utf-8"))["translation"] == "partial"
    (project.root / "toolkit.toml").write_text(CONFIG + "listed-from = 1.0\n", encoding="utf-8")
    build(again(project), layout="jekyll")
    assert "sitemap: false" in place.read_text(encoding="utf-8")


def test_an_index_with_more_articles_is_a_branch_for_hugo(make_project: Callable[..., Path]) -> None:
    articles = {
        "index.md": "# Home\n\n[guides](guides/index.md#x), [a](guides/a.md)\n",
        "guides/index.md": "# Guides\n",
        "guides/a.md": "# A\n\n[up](index.md), [home](../index.md), [alone](../alone/index.md)\n",
        "alone/index.md": "# Alone\n",
    }
    project = Project.find(make_project(articles, CONFIG))
    build(project, layout="hugo", locales=["en"])
    out = project.output_dir / "content/en"
    names = {path.relative_to(out).as_posix() for path in out.rglob("*.md")}
    assert names == {"_index.md", "guides/_index.md", "guides/a.md", "alone/index.md"}
    text = (out / "guides/a.md").read_text(encoding="utf-8")
    assert "[up](_index.md), [home](../_index.md), [alone](../alone/index.md)" in text
    assert "[guides](guides/_index.md#x), [a](guides/a.md)" in (out / "_index.md").read_text(encoding="utf-8")
    (project.source_dir / "alone/b.md").write_text("# B\n", encoding="utf-8")
    build(again(project), layout="hugo", locales=["en"])
    assert "[alone](../alone/_index.md)" in (out / "guides/a.md").read_text(encoding="utf-8")
    assert not (out / "alone/index.md").exists()
    build(again(project), layout="mkdocs", locales=["en"])
    assert (project.output_dir / "docs/en/index.md").is_file()


def test_no_translation_brings_an_expression_to_docusaurus(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nWords.\n", "b.txt": "B\n\nWords.\n"}, CONFIG))
    translated(project, "es", lambda unit: replace(unit, target=f"{unit.source} {{x()}}"))
    report = build(project, layout="docusaurus")
    folder = project.output_dir / "i18n/es/docusaurus-plugin-content-docs/current"
    assert (folder / "a.md").read_text(encoding="utf-8").endswith("# A\n\nWords.\n")
    assert "\nWords. &#123;x()}\n" in (folder / "b.md").read_text(encoding="utf-8")
    assert len(report.refused) == 2


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (
            "---\ntitle: A\nbuild:\n  list: always\n\n  render: link\nsitemap:\n  priority: 0.5\nweight: 3\n---\n",
            {"title": "A", "weight": 3},
        ),
        ("---\nbuild: {list: always}\ntitle: >\n  A\n  b\n---\n", {"title": "A b\n"}),
        (
            '+++\ntitle = "A"\nsitemap.priority = 0.5\n\n[build]\nlist = "always"\n\n[seo]\ntitle = "x"\nbuild = 1\n'
            "\n[build.more]\na = 1\n+++\n",
            {"title": "A", "seo": {"title": "x", "build": 1}},
        ),
    ],
)
def test_a_key_stands_for_all_of_what_the_author_gave_it(head: str, wanted: dict[str, Any]) -> None:
    said = {"build": {"list": "never"}, "sitemap": {"disable": True}}
    made = layouts.with_front(head + "\nWords.\n", said)
    assert made.endswith(("---\n\nWords.\n", "+++\n\nWords.\n"))
    assert front(made) == wanted | said
    assert front(layouts.with_front(made, said)) == wanted | said
    returns = layouts.with_front((head + "\nWords.\n").replace("\n", "\r\n"), said)
    assert front(returns.replace("\r\n", "\n")) == wanted | said


@pytest.mark.parametrize(("name", "place"), [("a.text", "content/es/a.md"), ("a.xhtml", "content/es/a.html")])
def test_every_suffix_of_a_format_is_known(make_project: Callable[..., Path], name: str, place: str) -> None:
    words = (
        "<h1>The title</h1><p>Words.</p>" if name == "a.xhtml" else "March 12, 2024\n\nThe title\n\nWords.\n"
    )
    project = Project.find(make_project({name: words}, CONFIG))
    translated(project, "es")
    text = written(project, "hugo", place)
    assert front(text)["title"] == "The title ✓"
