# ruff: noqa: E501
"""Hostile words wherever words come from: attributes, front matter, names, authors, theme, settings, feeds.

The pages of a harmless translation tell what may be in a page; a hostile one must not add to it.
"""

from __future__ import annotations

import html
import json
import random
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.publishing.browser import unprotected
from tests.publishing.conftest import again, translated
from tests.publishing.test_proof import FALLBACK, MARKS, hostile, shapes
from toolkit.catalogs import po
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project
from toolkit.publishing import theme_words
from toolkit.publishing.site import build
from toolkit.publishing.theme_files import Theme

CONFIG = """\
locales = ["es"]

[formats]
front-matter-keys = ["title", "description", "summary", "subtitle", "keywords", "image_alt", "author", "slug"]

[site]
title = "Green Hill"
description = "About pain, in plain words."
footer = "Call us."
base-url = "https://clinic.example/"
localised-slugs = true

[site.variables]
"site.name" = "Green Hill"
"""

ARTICLES = {
    "front.md": (
        "---\ntitle: The title\nsubtitle: The lead\ndescription: The summary\nauthor: The author\n"
        "date: 2025-02-18\nupdated: 2025-03-01\nkeywords: [one word, another]\nimage: p.svg\nimage_alt: The picture\n"
        "slug: the-name\naliases: [old]\n---\n\n# The heading\n\n## First part\n\nOf {{ site.name }}.\n\n## Second part\n\nText.\n\n"
        "## Third part\n\n> [!NOTE]\n> A note.\n\n:::tip A tip\nText of it.\n:::\n\n- [ ] a task\n\nA word[^1].\n\n[^1]: A footnote.\n"
    ),
    "attributes.html": (
        '<h1>Attributes</h1><p title="A title" aria-label="A label">See <a href="front.md" title="A hint">this <abbr title="What it is">it</abbr></a>.</p>'
        '<img src="p.svg" alt="The picture"><form><label for="a">Name</label><input id="a" placeholder="Your name">'
        '<button>Send</button></form><details><summary>More</summary><p>Of it.</p></details>'
        '<p>On <time datetime="2026-03-04">March 4, 2026</time> it was.</p>'
    ),
    "table.md": "# Table\n\n| Medicine | Dose | Most |\n|---|---|---|\n| A | 5 mg | 6 |\n| B | 6 mg | 8 |\n",
    "plain.txt": "March 12, 2024\n\nThe title of it\n\nA first paragraph of some words, long enough to stand for the article in a list of articles.\n\nA heading?\n\n- A point\n- Another point\n",
    "whole.html": (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Whole</title>'
        '<meta name="description" content="What it is"></head><body><h1>Whole</h1><p>Text of the page.</p></body></html>'
    ),
    "p.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'/>",
}  # fmt: skip

THEME = FALLBACK | {
    ("p", "role"),
    ("strong",),
    ("div", "role"),
    ("div", "aria-label"),
    ("p", "class"),
    ("div", "class"),
}


def hostile_words(project: Project, seed: int) -> None:
    """The theme's and the settings' words, in the project's own catalog."""
    rng = random.Random(seed)
    made = theme_words.template(Theme(project.root / "theme"), theme_words.settings_words(project))
    units = tuple(
        replace(
            unit,
            target=rng.choice(["{message}", "{minutes}{date}{language}", ""]).replace(
                "{message}", unit.source
            )
            + rng.choice(MARKS).replace("\n", " ").replace("\x02", "").replace("\x03", ""),
            state=State.TRANSLATED,
        )
        for unit in made.units
    )
    path = project.messages_dir("es") / "theme.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(po.dumps(Catalog("es", units, made.header)), encoding="utf-8")


def pages(project: Project) -> dict[str, str]:
    return {
        path.relative_to(project.output_dir).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(project.output_dir.rglob("*.html"))
    }


def allowed(project: Project) -> set[tuple[str, ...]]:
    """What the pages of harmless translations have, all states of a page among them."""
    found: set[tuple[str, ...]] = set(THEME)
    for change in (None, lambda unit: unit if len(unit.source) % 2 else None):
        translated(project, "es", change)
        build(again(project))
        for text in pages(project).values():
            found |= shapes(text)
    return found


@pytest.fixture
def project(make_project: Callable[..., Path]) -> Project:
    return Project.find(make_project(ARTICLES, CONFIG))


def test_hostile_words_bring_nothing_new_into_any_output(project: Project) -> None:
    fine = allowed(project)
    tried = data = 0
    for seed in range(25):
        translated(project, "es", hostile(seed))
        hostile_words(project, seed)
        project.catalogs_dir.joinpath("slugs.toml").unlink(missing_ok=True)
        build(again(project))
        for name, text in pages(project).items():
            strange = shapes(text) - fine
            assert not strange, f"seed {seed}, {name}: {sorted(strange)}"
            tried += 1
            if "application/ld+json" in text:
                said = json.loads(
                    text.split('<script type="application/ld+json">')[1].split("</script>", 1)[0]
                )
                assert set(said) <= KEYS
                data += 1
            assert text.count("</html>") <= 1
        out = project.output_dir
        for path in (out / "sitemap.xml", *out.glob("*/feed.xml")):
            tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
            assert tags <= XML, f"seed {seed}, {path.name}"
        for path in out.rglob("*"):
            assert path.resolve().is_relative_to(out)
        tomllib.loads(project.catalogs_dir.joinpath("slugs.toml").read_text(encoding="utf-8"))
    assert tried > 250
    assert data > 100


KEYS = {
    "@context", "@type", "@id", "url", "headline", "name", "description", "inLanguage", "datePublished", "dateModified",
    "lastReviewed", "image", "keywords", "author", "publisher", "workTranslation", "translationOfWork",
}  # fmt: skip
XML = {
    "urlset", "url", "loc", "lastmod", "link", "feed", "title", "subtitle", "id", "updated", "author", "name", "entry",
    "published", "summary",
}  # fmt: skip


def test_a_browser_runs_nothing_of_hostile_words(project: Project) -> None:
    with unprotected() as visit:
        seen = 0
        for seed in range(200, 205):
            translated(project, "es", hostile(seed))
            hostile_words(project, seed)
            build(again(project))
            for name, text in pages(project).items():
                if 'http-equiv="refresh"' in text:
                    continue
                visit((project.output_dir / name).as_uri() + "#languages", f"seed {seed}: {name}")
                seen += 1
        assert seen > 50


NAMES = [
    'it\'s "quoted".md',
    "<script>window.owned=1<script>.md",
    "a&amp;b &#60;c.md",
    "x' onmouseover='window.owned=1.md",
    "{{ 7*7 }}.md",
    "javascript:window.owned=1.md",
    "a?b#c%2e.md",
    "خلية جذعية.md",
]


def test_names_of_articles_are_only_names(make_project: Callable[..., Path]) -> None:
    links = "\n\n".join(f"[to it]({index}.md)" for index in range(3))
    articles = {
        name: f"---\ndate: 2025-01-0{index + 1}\n---\n\n# Title {index}\n\n{links}\n"
        for index, name in enumerate(NAMES)
    }
    project = Project.find(make_project(articles, CONFIG.replace("localised-slugs = true\n", "")))
    plain = {f"n{index}.md": text for index, text in enumerate(articles.values())}
    translated(project, "es")
    report = build(project)
    assert not report.errors
    assert report.pages == {"en": len(NAMES), "es": len(NAMES)}
    found = set().union(*(shapes(text) for text in pages(project).values()))
    for path in project.source_dir.iterdir():
        path.unlink()
    for name, text in plain.items():
        (project.source_dir / name).write_text(text, encoding="utf-8")
    plain_names = again(project)
    translated(plain_names, "es")
    build(plain_names)
    assert found - set().union(*(shapes(text) for text in pages(project).values())) == set()


def test_links_between_strange_names_lead_there(make_project: Callable[..., Path]) -> None:
    from tests.publishing.crawler import Built

    articles = {
        name: f"---\ndate: 2025-01-0{index + 1}\n---\n\n# Title {index}\n" for index, name in enumerate(NAMES)
    }
    articles |= {f"filler/n{index}.md": "# Filler\n" for index in range(8)}
    project = Project.find(make_project(articles, CONFIG.replace("localised-slugs = true\n", "")))
    translated(project, "es")
    build(project)
    site = Built(project.output_dir, "https://clinic.example/")
    site.check_links(100)
    site.check_alternates(10)
    site.check_sitemap(10)
    site.check_feeds(2)


def test_the_note_before_what_is_not_translated_is_only_words(make_project: Callable[..., Path]) -> None:
    project = Project.find(
        make_project({"a.md": "# A\n\nOne.\n\n- two\n", "b.html": "<p>One.</p><p>Two</p>\n"}, CONFIG)
    )
    translated(project, "es", lambda unit: unit if unit.source in ("A", "Two") else None)
    path = project.messages_dir("es") / "theme.po"
    words = "*Not* yet [x](javascript:y) $z$ `c` <b>:"
    path.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "This part is not translated yet:"\nmsgstr "{words}"\n',
        encoding="utf-8",
    )
    assert not build(project).errors
    for name in ("a", "b"):
        text = (project.output_dir / f"es/{name}.html").read_text(encoding="utf-8")
        note = text.split('<span class="untranslated-note">')[1].split("</span>")[0]
        assert html.unescape(note) == words
        assert "<" not in note


def test_variables_are_words_in_pages_and_in_data(make_project: Callable[..., Path]) -> None:
    config = CONFIG.replace('"site.name" = "Green Hill"', '"site.name" = \'A "b" \\ </script> & <i>c\'')
    project = Project.find(make_project({"a.md": "---\ntitle: At {{ site.name }}\n---\n# X\n"}, config))
    build(project)
    text = (project.output_dir / "en/a.html").read_text(encoding="utf-8")
    said = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>", 1)[0])
    assert said["headline"] == 'At A "b" \\ </script> & <i>c'
    assert "<title>At A &quot;b&quot; \\ &lt;/script&gt; &amp; &lt;i&gt;c" in text


def test_front_matter_for_other_generators_is_not_broken_open(make_project: Callable[..., Path]) -> None:
    articles = {
        "a.txt": "The title\n\nText.\n",
        "b.html": "<h1>Title</h1><p>Text</p>\n",
        "c.md": "---\ntitle: The title\n---\n\n# X\n",
    }
    project = Project.find(make_project(articles, CONFIG))
    evil = 'x" \\\n---\nlayout: evil\n---\n{{ evil }} <script>'

    def change(unit: Unit) -> Unit:
        return replace(
            unit, target=evil if unit.syntax == "text" else unit.target.replace("✓", "--- layout: evil")
        )

    translated(project, "es", change)
    for layout, name in (("jekyll", "es/{}"), ("hugo", "content/es/{}")):
        build(again(project), layout=layout)  # type: ignore[arg-type]
        for file in ("a.md", "b.html", "c.md"):
            text = (project.output_dir / name.format(file)).read_text(encoding="utf-8")
            head = yaml.safe_load(text.split("---\n")[1])
            assert "layout" not in head, file
            assert isinstance(head["title"], str)
