"""For everybody: axe-core, both schemes, both directions, three languages, no markup from texts."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.browser import npm_file
from tests.review.browsing import edit, row, until
from toolkit.catalogs import po
from toolkit.review import words

RUN = """async (rules) => {
  const wanted = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run(document, { iframes: false, ...wanted });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
}"""
WORDS = resources.files("toolkit.review") / "words"
STATIC = resources.files("toolkit.review") / "static"
SCRIPTS = {entry.name: entry.read_text("utf-8") for entry in STATIC.iterdir() if entry.name.endswith(".js")}


def no_violations(page: Any, where: str) -> None:
    """Everything in the light scheme; in the dark one, what colours can break."""
    page.emulate_media(color_scheme="light")
    assert page.evaluate(RUN, None) == [], where
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(RUN, ["color-contrast", "link-in-text-block"]) == [], f"{where}, dark"


@pytest.mark.parametrize("language", ["en-US", "ar"])
def test_axe_finds_nothing(clinic: Any, language: str) -> None:
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    page = clinic.open("#/es", wait=".articles a", locale=language)
    page.evaluate(axe)
    assert page.evaluate("() => document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    no_violations(page, "the list of articles")
    page.locator(".articles a", has_text="Ice packs").click()
    page.wait_for_selector("#texts .row .findings")
    no_violations(page, "an article")
    edit(page, "Use hielo")
    page.wait_for_selector(".findings.open .error")
    no_violations(page, "the editor")
    for tab in ("remarks", "history"):
        page.locator(f"#tab-{tab}").click()
        page.wait_for_timeout(150)
        no_violations(page, tab)
    page.keyboard.press("Escape")
    for button, dialog in (("keys", "help"), ("settings", "setting"), ("replace", "replacing")):
        page.locator(f"#{button}").click()
        page.wait_for_selector(f"#{dialog}[open]")
        if dialog == "replacing":
            page.locator("#replace-find").fill("hielo")
            page.locator("#replace-look").click()
            page.locator(".hit").first.wait_for()
        no_violations(page, dialog)
        page.keyboard.press("Escape")


def test_axe_finds_nothing_in_the_conflict_and_on_a_phone(clinic: Any) -> None:
    clinic.desktop.expected = ("409", "ERR_FAILED")
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    page = clinic.desktop.page(viewport={"width": 390, "height": 800}, has_touch=True)
    page.route("**/api/events*", lambda route: route.abort())
    page.goto(clinic.address + "#/es/ice.md")
    edit(page, "Nunca ponga")
    page.evaluate(axe)
    no_violations(page, "the editor on a phone")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
    text = clinic.path().read_text(encoding="utf-8").replace("sobre la piel", "encima de la piel")
    clinic.path().write_text(text, encoding="utf-8")
    page.keyboard.type(" Ya.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#clash[open]")
    no_violations(page, "the conflict")


@pytest.mark.parametrize(
    ("accepted", "language", "title"), [("es-MX", "es", "Artículos en"), ("ar", "ar", "المقالات")]
)
def test_the_page_speaks_the_readers_language(clinic: Any, accepted: str, language: str, title: str) -> None:
    page = clinic.open("#/es", wait=".articles a", locale=accepted)
    assert page.evaluate("() => document.documentElement.lang") == language
    assert title in page.inner_text("h1")
    page.locator("#settings").click()
    page.locator("#page-language").select_option("en")
    until(
        page,
        "() => document.documentElement.lang === 'en'"
        " && document.querySelector('h1')?.textContent.includes('Articles in')",
    )
    page.reload()
    until(page, "() => document.documentElement.lang === 'en'")


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_words_are_complete(language: str) -> None:
    used = {
        json.loads(found)
        for text in SCRIPTS.values()
        for found in re.findall(r'\bt\(\s*("(?:[^"\\]|\\.)*")', text)
    }
    assert len(used) > 200
    known = words.told(language)["words"]
    assert used - known.keys() == set()
    own = po.read(Path(str(WORDS / f"{language}.po")), locale=language).units
    assert {unit.source for unit in own} - used == set(), "words nobody uses"
    for english, other in ((unit.source, unit.target) for unit in own):
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", other)), english


def test_no_script_makes_markup_of_texts() -> None:
    assert len(SCRIPTS) > 25
    for name, text in SCRIPTS.items():
        for way in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "srcdoc",
            "DOMParser",
        ):
            assert way not in text, name
        assert not re.search(r'setAttribute\("(style|on)', text), name


def test_every_script_is_loaded_at_once() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assert set(re.findall(r'modulepreload" href="/static/([\w-]+\.js)"', page)) == set(SCRIPTS) - {"app.js"}


def test_without_a_name_nothing_offers_to_sign(browser: Any, tmp_path: Any) -> None:
    from tests.review import browsing

    project = browsing.clinic(tmp_path)
    with browsing.served(project, user=None) as address:
        clinic = browsing.Clinic(project, address, browsing.Desktop(browser))
        page = clinic.open("#/es", wait=".articles a")
        page.get_by_text("Nobody is named").wait_for()
        page.get_by_role("link", name="Ice packs").click()
        edit(page, "Nunca ponga")
        assert page.get_by_role("button", name="Sign off").count() == 0
        page.get_by_role("tab", name="Remarks").click()
        page.get_by_text("Remarks need a name").wait_for()
        row(page, "Bolsas").click(position={"x": 5, "y": 5})
        page.context.close()
    assert not clinic.desktop.problems
