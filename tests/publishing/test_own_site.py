"""This project's own site, built from its articles and catalogs as they are, and judged by others."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.publishing.browser import chromium, npm_file, nu_messages
from tests.publishing.crawler import Built, Page
from toolkit.project import Project
from toolkit.publishing.serving import server
from toolkit.publishing.site import Report, build

BASE = "https://alder-street.example/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Report]:
    root = tmp_path_factory.mktemp("own")
    for name in ("source_articles", "locales"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "pyproject.toml", root)
    project = Project.find(root)
    return project, build(project)


@pytest.fixture(scope="module")
def site(made: tuple[Project, Report]) -> Built:
    return Built(made[0].output_dir, BASE)


def test_everything_is_published_and_nothing_refused(made: tuple[Project, Report]) -> None:
    project, report = made
    assert project.config.site.base_url == BASE
    count = len(project.articles())
    assert count >= 8
    assert report.pages == {"en": count, "es": count, "ar": count}
    assert not report.refused
    assert not report.errors
    assert not report.broken
    assert not report.wordless


# A crawler


def test_no_link_and_no_anchor_is_broken(site: Built) -> None:
    site.check_links(400)


def test_alternates_are_full_reciprocal_and_published(site: Built) -> None:
    site.check_alternates(15)


def test_the_sitemap_names_all_that_may_be_found(site: Built) -> None:
    site.check_sitemap(15)


def test_feeds_of_every_language(site: Built) -> None:
    site.check_feeds(3)


def test_what_machines_read_of_each_page(site: Built) -> None:
    site.check_data(20, "MedicalWebPage")


def test_redirects_of_moved_articles(site: Built) -> None:
    site.check_redirects(3)


# Labels and policy


def test_spanish_is_complete_and_says_so_by_saying_nothing(site: Built) -> None:
    spanish = [page for page in site.pages if page.lang == "es" and not page.redirect]
    assert len(spanish) == 9
    for page in spanish:
        assert 'class="notices"' not in page.text, page.name
        assert 'role="note"' not in page.text, page.name
        assert "untranslated" not in page.text.replace("theme.css", ""), page.name
        assert not page.noindex, page.name


def test_what_is_not_translated_is_labelled_and_marked(site: Built) -> None:
    page = site.by_name["ar/guides/back-pain-first-steps.html"]
    assert "بعض أجزاء هذه الصفحة لم تُترجم بعد" in page.text
    assert "هذا الجزء لم يُترجم بعد:" in page.text
    assert "اقرأ النص الأصلي" in page.text
    marked = [item for item in page.all("span") if item.get("class") == "untranslated"]
    assert marked
    assert all(item["lang"] == "en" and item["dir"] == "ltr" for item in marked)


def test_what_is_mostly_not_translated_is_named_nowhere(site: Built) -> None:
    hidden = [page for page in site.pages if page.noindex and not page.redirect and page.name != "404.html"]
    assert {page.lang for page in hidden} == {"ar"}
    assert "ar/clinic/what-patients-ask.html" in {page.name for page in hidden}
    index = site.by_name["ar/index.html"]
    listed = {item["href"] for item in index.all("a")}
    for page in hidden:
        assert "لم تُترجم هذه الصفحة بعد" in page.text or "بعض أجزاء" in page.text, page.name
        assert page.name.removeprefix("ar/") not in listed
        assert site.url(page) not in (site.folder / "sitemap.xml").read_text(encoding="utf-8")
        assert site.url(page) not in (site.folder / "ar/feed.xml").read_text(encoding="utf-8")


def test_dates_are_the_readers(site: Built) -> None:
    name = "guides/taking-pain-medicines-safely.html"
    for tag, date in (("en", "February 18, 2025"), ("es", "18 de febrero de 2025"), ("ar", "18 فبراير 2025")):
        assert f'<time datetime="2025-02-18">{date}</time>' in site.by_name[f"{tag}/{name}"].text


# Judges


def test_the_nu_html_checker_finds_nothing(site: Built) -> None:
    assert nu_messages([page.path for page in site.pages]) == []


@contextmanager
def tab(**options: Any) -> Iterator[Any]:
    with chromium() as browser:
        context = browser.new_context(**options)
        yield context.new_page()
        context.close()


def shown(site: Built) -> list[Page]:
    pages = [page for page in site.pages if not page.redirect]
    assert len(pages) > 25
    return pages


@pytest.fixture(scope="module")
def top(site: Built) -> Iterator[str]:
    """The site's address on a server of this machine."""
    running = server(site.folder, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/"
    running.shutdown()
    running.server_close()


def address(top: str, page: Page) -> str:
    return top + page.name + ("#languages" if page.name == "index.html" else "")


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing_at_wcag_2_1_aa(site: Built, top: str, scheme: str, width: int) -> None:
    """Every page in every language, the whole HTML page of the author's among them."""
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    run = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    found = []
    size = {"width": width, "height": 844}
    with tab(color_scheme=scheme, viewport=size, bypass_csp=True) as page:
        for each in shown(site):
            page.goto(address(top, each))
            page.evaluate(axe)
            for item in page.evaluate(run)["violations"]:
                nodes = [
                    f"{node['html'][:120]} {node.get('failureSummary', '')[:200]}"
                    for node in item["nodes"][:2]
                ]
                found.append(f"{each.name}: {item['id']}: {nodes}")
    assert found == []


def test_pages_fit_a_narrow_phone(site: Built, top: str) -> None:
    """WCAG 1.4.10: at 320 CSS pixels nothing but a table or code scrolls sideways."""
    wide = []
    with tab(viewport={"width": 320, "height": 700}) as page:
        for each in shown(site):
            page.goto(address(top, each))
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(each.name)
    assert wide == []


def test_the_last_column_of_doses_is_seen_on_a_phone(top: str) -> None:
    with tab(viewport={"width": 360, "height": 700}) as page:
        for tag, most in (("es", "6 tabletas (3000 mg)"), ("ar", "6 أقراص (3,000 ملغ)")):
            page.goto(top + f"{tag}/guides/taking-pain-medicines-safely.html")
            cell = page.locator(
                "td", has_text=most.replace(" mg", "\u00a0mg").replace(" ملغ", "\u00a0ملغ")
            ).first
            box = cell.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
            label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
            assert ("Máximo en 24 horas" if tag == "es" else "الحد الأقصى") in label


def test_pages_ask_nobody_else_and_need_no_script(site: Built, top: str) -> None:
    asked: list[str] = []
    with tab(java_script_enabled=False) as page:
        page.on("request", lambda request: asked.append(request.url))
        for each in shown(site):
            page.goto(address(top, each))
            assert page.locator("h1").first.is_visible(), each.name
    assert len(asked) > 50
    assert [url for url in asked if not url.startswith(top)] == []


def test_right_to_left_is_done_properly(top: str) -> None:
    with tab(viewport={"width": 1280, "height": 900}) as page:
        page.goto(top + "ar/clinic/about-us.html")
        title = page.locator("h1").bounding_box()
        name = page.locator(".site").bounding_box()
        languages = page.locator(".languages").bounding_box()
        assert title["x"] + title["width"] > 1280 / 2
        assert name["x"] > languages["x"]
        direction = "element => getComputedStyle(element).direction"
        assert page.locator("code").first.evaluate(direction) == "ltr"
        assert page.locator(".languages a[lang=en]").evaluate(direction) == "ltr"
        # A temperature is not torn apart either.
        page.goto(top + "ar/guides/taking-pain-medicines-safely.html")
        assert page.locator("bdi", has_text="38.5\u00a0°C").evaluate(direction) == "ltr"
        page.goto(top + "ar/clinic/about-us.html")
        # An address that begins with a number is not torn apart by the Arabic around it.
        street = page.locator("[translate=no]").evaluate(
            """element => { const range = document.createRange(); const text = element.firstChild;
            const left = (from, to) => { range.setStart(text, from); range.setEnd(text, to);
            return range.getBoundingClientRect().left }; return [left(0, 4), left(5, 10)] }"""
        )
        assert street[0] < street[1]


def test_paper_gets_the_text_and_where_it_is_from(top: str) -> None:
    with tab(viewport={"width": 800, "height": 1000}, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(top + "es/guides/taking-pain-medicines-safely.html")
        for gone in (".languages", ".toc", ".around", ".foot", ".skip"):
            assert not page.locator(gone).first.is_visible(), gone
        printed = page.locator(".printed")
        assert printed.is_visible()
        assert f"{BASE}es/guides/taking-pain-medicines-safely.html" in printed.inner_text()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        page.goto(top + "es/clinic/what-patients-ask.html")
        assert page.locator("details p").first.is_visible()  # nothing stays folded on paper
