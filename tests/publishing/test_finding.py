"""How readers and machines find a page again: the way to one's language, names that last, names that were."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publishing.browser import chromium
from tests.publishing.conftest import ARTICLES, CONFIG, again, translated, with_spanish
from tests.publishing.crawler import Page
from toolkit.project import Project
from toolkit.publishing.serving import server
from toolkit.publishing.site import build


def page(project: Project, name: str) -> Page:
    return Page(project.output_dir / name, name)


# The way to one's language


@pytest.fixture
def top(site: Project) -> Iterator[str]:
    build(site)
    running = server(site.output_dir, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize(
    ("languages", "place"),
    [
        ("es", "es/index.html"),
        ("es-MX", "es/index.html"),
        ("en-US", "en/index.html"),
        ("fr", ""),  # nothing for this reader: the list
        ("ar", ""),  # nothing listed in Arabic yet
    ],
)
def test_the_first_page_leads_to_the_readers_language(top: str, languages: str, place: str) -> None:
    with chromium() as browser:
        context = browser.new_context(locale=languages)
        tab = context.new_page()
        tab.goto(top)
        tab.wait_for_url(top + place)
        tab.wait_for_timeout(100)
        assert tab.url == top + place


def test_nobody_is_locked_in(top: str) -> None:
    with chromium() as browser:
        tab = browser.new_context(locale="es").new_page()
        tab.goto(top + "#languages")
        tab.wait_for_timeout(100)
        assert tab.url == top + "#languages"
        tab.goto(top + "es/guides/heat.html")
        tab.get_by_role("link", name="Todos los idiomas").click()
        tab.wait_for_url(top + "index.html#languages")
        tab.get_by_role("link", name="English").click()
        tab.wait_for_url(top + "en/index.html")
        tab.wait_for_timeout(100)
        assert tab.url == top + "en/index.html"
        # From a page of the site, its first page is only a list; the way back works.
        tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<a id=x href=\"../index.html\">x</a>')")
        tab.click("#x")
        tab.wait_for_url(top + "index.html")
        tab.wait_for_timeout(100)
        assert tab.url == top + "index.html"


def test_without_scripts_the_first_page_is_a_list(top: str) -> None:
    with chromium() as browser:
        tab = browser.new_context(locale="es", java_script_enabled=False).new_page()
        tab.goto(top)
        assert tab.get_by_role("link", name="Español").is_visible()
        assert tab.get_by_role("link", name="العربية").is_visible()


def test_the_switcher_leads_to_the_same_article(top: str) -> None:
    with chromium() as browser:
        tab = browser.new_context(locale="en").new_page()
        tab.goto(top + "en/guides/doses.html")
        tab.get_by_role("navigation", name="Languages").get_by_role("link", name="Español").click()
        tab.wait_for_url(top + "es/guides/doses.html")
        assert tab.locator("html").get_attribute("lang") == "es"
        # A whole page of the author's leads on, too.
        tab.goto(top + "es/sheet.html")
        tab.get_by_role("link", name="English").click()
        tab.wait_for_url(top + "en/sheet.html")
        tab.get_by_role("link", name="Green Hill").click()
        tab.wait_for_url(top + "en/index.html")


# Names that last


def test_an_asked_for_name_moves_the_page_and_all_former_names_lead_to_it(
    make_project: Callable[..., Path],
) -> None:
    def text(slug: str) -> str:
        return f"---\ntitle: Pain\nslug: {slug}\n---\n# Pain\n"

    project = Project.find(make_project({"g/a.md": text("dolor")}, CONFIG + "localised-slugs = true\n"))
    # What stays the same is the name in the original's language; Spanish is asked for by its front matter.
    translated(project, "es", lambda unit: replace(unit, target="El dolor"))
    build(project)
    assert page(project, "es/g/dolor.html").lang == "es"
    for slug in ("sobre-el-dolor", "que-es-el-dolor"):
        (project.source_dir / "g/a.md").write_text(text(slug), encoding="utf-8")
        build(again(project))
    assert not page(project, "es/g/que-es-el-dolor.html").redirect
    for old in ("dolor", "sobre-el-dolor", "a"):
        moved = page(project, f"es/g/{old}.html")
        assert moved.redirect
        assert moved.noindex
        assert moved.canonical == ["https://clinic.example/es/g/que-es-el-dolor.html"]
        assert moved.all("a")[0]["href"] == "que-es-el-dolor.html"
    sitemap = (project.output_dir / "sitemap.xml").read_text(encoding="utf-8")
    assert "es/g/que-es-el-dolor.html" in sitemap
    assert "es/g/dolor.html" not in sitemap
    # Back to an earlier name: it is the page again, and no longer leads away.
    (project.source_dir / "g/a.md").write_text(text("dolor"), encoding="utf-8")
    build(again(project))
    assert not page(project, "es/g/dolor.html").redirect
    assert page(project, "es/g/que-es-el-dolor.html").redirect


def test_two_articles_of_one_title_have_two_names_that_stay(make_project: Callable[..., Path]) -> None:
    articles = {"a.md": "# Pain\n", "b.md": "# Pain\n"}
    project = Project.find(make_project(articles, CONFIG + "localised-slugs = true\n"))
    translated(project, "es", lambda unit: replace(unit, target="Dolor"))
    build(project)
    assert page(project, "es/a.html").all("a")[0]["href"] == "dolor.html"
    assert page(project, "es/b.html").all("a")[0]["href"] == "dolor-2.html"
    (project.source_dir / "a.md").unlink()
    build(again(project))
    assert (project.output_dir / "es/dolor-2.html").exists()
    assert page(project, "es/b.html").all("a")[0]["href"] == "dolor-2.html"


def test_machine_text_names_no_page(make_project: Callable[..., Path]) -> None:
    from toolkit.model import State

    project = Project.find(make_project({"a.md": "# Pain\n"}, CONFIG + "localised-slugs = true\n"))
    comments = ("draft: fake en-es 2025-01-01",)
    translated(
        project, "es", lambda unit: replace(unit, target="Dolores", state=State.DRAFT, comments=comments)
    )
    build(project, accept="drafts")
    assert (project.output_dir / "es/a.html").exists()
    assert not list((project.output_dir / "es").glob("dolor*"))


def test_aliases_hold_in_every_language_and_give_way_to_pages(make_project: Callable[..., Path]) -> None:
    articles = {
        "g/a.md": "---\naliases: [old, b, /top/, deep/er/]\n---\n# A\n",
        "g/b.md": "# B\n",
    }
    project = with_spanish(make_project(articles, CONFIG))
    build(project)
    for tag in ("en", "es"):
        for old, target in (
            ("g/old.html", "a.html"),
            ("top/index.html", "../g/a.html"),
            ("g/deep/er/index.html", "../../a.html"),
        ):
            moved = page(project, f"{tag}/{old}")
            assert moved.redirect
            assert moved.all("a")[0]["href"] == target
            assert moved.canonical == [f"https://clinic.example/{tag}/g/a.html"]
        assert not page(project, f"{tag}/g/b.html").redirect


# What machines are told


def test_a_base_address_below_a_host_is_kept(make_project: Callable[..., Path]) -> None:
    config = CONFIG.replace("https://clinic.example/", "https://host.example/health/")
    project = with_spanish(make_project(ARTICLES, config))
    build(project)
    assert page(project, "es/guides/doses.html").canonical == [
        "https://host.example/health/es/guides/doses.html"
    ]
    assert page(project, "404.html").all("base")[0]["href"] == "/health/"
    robots = (project.output_dir / "robots.txt").read_text(encoding="utf-8")
    assert "Sitemap: https://host.example/health/sitemap.xml" in robots


def test_without_a_base_address_no_full_one_is_made_up(make_project: Callable[..., Path]) -> None:
    config = "\n".join(line for line in CONFIG.splitlines() if "base-url" not in line)
    project = with_spanish(make_project(ARTICLES, config))
    build(project)
    out = project.output_dir
    assert not (out / "sitemap.xml").exists()
    assert not list(out.glob("*/feed.xml"))
    text = page(project, "es/guides/doses.html").text
    assert "canonical" not in text
    assert "http" not in text.split("<main")[0].replace("http-equiv", "")
    assert (out / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


@pytest.mark.parametrize("key", ["noindex: true", "robots: noindex, follow"])
def test_an_author_can_keep_an_article_out_of_lists(make_project: Callable[..., Path], key: str) -> None:
    articles = {
        "a.md": f"---\ntitle: Hidden one\ndate: 2025-01-01\n{key}\n---\n# A\n",
        "b.md": "---\ndate: 2025-01-02\n---\n# B\n",
    }
    project = with_spanish(make_project(articles, CONFIG))
    build(project)
    for tag in ("en", "es"):
        assert page(project, f"{tag}/a.html").noindex
        for place in (f"{tag}/index.html", f"{tag}/feed.xml", "sitemap.xml", f"{tag}/b.html"):
            text = (project.output_dir / place).read_text(encoding="utf-8")
            assert "Hidden one" not in text
            assert f"{tag}/a.html" not in text


def test_the_picture_of_link_previews_has_a_full_address(make_project: Callable[..., Path]) -> None:
    articles = {
        "a.md": "---\ntitle: A\nimage: i/p.png\nimage_alt: A box\n---\n# A\n",
        "b.md": "---\ntitle: B\n---\n# B\n",
        "i/p.png": "x",
        "i/site.png": "y",
    }
    project = with_spanish(make_project(articles, CONFIG + 'image = "i/site.png"\n'))
    build(project)
    own = dict(page(project, "es/a.html").graph)
    assert own["og:image"] == "https://clinic.example/es/i/p.png"
    assert own["og:image:alt"] == "A box ✓"
    assert (project.output_dir / "es/i/p.png").is_file()
    other = dict(page(project, "es/b.html").graph)
    assert other["og:image"] == "https://clinic.example/es/i/site.png"
    assert (project.output_dir / "es/i/site.png").is_file()
