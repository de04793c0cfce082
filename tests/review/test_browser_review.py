"""Whole reviews in a real browser, from drafts to signed-off texts to the built page."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from tests.review.browsing import USER, edit, mark, row, says, text_of, until
from toolkit.model import State

FINAL = {
    "Use ice for": (
        'Use hielo **10 minutos** y después [llámenos](https://clinic.example/call "Día y noche").'
    ),
    "Call us at night.": "Llámenos de noche.",
    "Never put ice": "Nunca ponga hielo sobre la piel desnuda.",
    "Wrap the ice": "Envuelva el hielo en una toalla *fina*.",
}


def built(clinic: Any) -> str:
    """The page as ``toolkit build`` makes it of what the review left."""
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "build", "-l", "es"],
        cwd=clinic.project.root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (page,) = (clinic.project.root / "build" / "es").rglob("*ice*.html")
    return page.read_text(encoding="utf-8")


def assert_reviewed(clinic: Any) -> None:
    for source, target in FINAL.items():
        unit = clinic.on_disk(source)
        assert (unit.target, unit.state) == (target, State.REVIEWED)
        assert any(comment.startswith(f"reviewed: {USER}") for comment in unit.comments)
    page = built(clinic)
    assert "Use hielo <strong>10 minutos</strong>" in page
    assert "Día y noche" in page
    assert "toalla <em>fina</em>" in page
    assert "Nunca ponga hielo sobre la piel desnuda." in page
    assert "<script>alert" not in page
    assert "Call us at night." not in page


def test_a_review_by_mouse(clinic: Any) -> None:
    page = clinic.open("", wait=".articles a")
    page.get_by_role("link", name="Español").click()
    page.get_by_role("link", name="Ice packs").click()
    page.wait_for_selector("#texts .row")
    assert page.url.endswith("ice.md") or "ice.md?" in page.url
    assert "<script>alert(1)</script>" in page.inner_text("#texts")
    page.get_by_role("button", name="To do").click()

    # The draft lost its bold, and the number is wrong: the tray gives the code back, a pair at a time.
    field = edit(page, "Use hielo")
    assert (field.get_attribute("lang"), field.get_attribute("dir"), field.get_attribute("spellcheck")) == (
        "es",
        "ltr",
        "true",
    )
    page.wait_for_selector(".findings.open .error")
    assert page.locator(".tray .chip").count() == 2
    mark(page, "15 minutos,")
    page.keyboard.type("10 minutos")
    mark(page, "10 minutos")
    page.locator(".tray .chip").first.click()
    assert page.locator(".tray").is_hidden()
    mark(page, " después")
    page.keyboard.type(" y después")
    assert text_of(page) == (
        "Use hielo [bold start: 10 minutes]10 minutos[bold end: 10 minutes] y después "
        "[link start: call us]llámenos[link end: call us]."
    )
    assert page.locator(".inner-words input").input_value() == "Día y noche"
    page.wait_for_selector(".fine")
    page.locator(".editing").get_by_role("button", name="Sign off").click()

    # On to the next that waits, by itself: the stale one, with what changed in its source.
    page.locator(".editing .diff del", has_text="noon.").wait_for()
    page.locator("#editor").press("Control+a")
    page.keyboard.type("Llámenos de noche.")
    page.locator(".editing").get_by_role("button", name="Sign off").click()

    # A term of the glossary, put in from the source.
    page.locator(".editing .term-word", has_text="bare skin").wait_for()
    mark(page, "piel")
    page.locator(".editing .term-word").click()
    page.locator(".editing").get_by_role("button", name="Sign off").click()

    # A memory match, taken and corrected.
    page.locator(".editing .match", has_text="Envuelva la almohadilla").click()
    page.locator("#editor .chip").nth(1).wait_for()
    mark(page, "la almohadilla")
    page.keyboard.type("el hielo")
    page.locator(".editing").get_by_role("button", name="Sign off").click()
    says(page, "Signed off")
    page.get_by_role("button", name="Preview").wait_for()
    assert_reviewed(clinic)
    page.get_by_role("link", name="Articles").click()
    page.wait_for_selector(".articles")
    assert page.locator(".articles tr", has_text="Ice packs").locator(".all-done").count() == 1


def test_a_review_by_keyboard_alone(clinic: Any) -> None:
    page = clinic.open("", wait=".articles a")
    press = page.keyboard.press
    for _ in range(30):
        press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Ice packs":
            break
    press("Enter")
    page.wait_for_selector("#texts .row:focus")
    press("?")
    page.wait_for_selector("#help[open]")
    press("Escape")
    press("f")
    page.wait_for_selector(".filter-open[aria-pressed='true']")
    page.wait_for_selector("#texts .row.current")
    page.locator("#texts .row.current").focus()
    for source, target in FINAL.items():
        until(
            page,
            "source => document.querySelector('.row.current .source')?.textContent.includes(source)",
            source,
        )
        if page.locator("#editor").count() == 0:
            press("Enter")
        page.wait_for_selector("#editor:focus")
        press("Control+a")
        type_with_codes(page, target)
        press("Control+Shift+Enter")
        until(
            page,
            "source => !document.querySelector('.row.editing .source')?.textContent.includes(source)",
            source,
        )
    says(page, "last one")
    assert_reviewed(clinic)
    press("g")
    page.wait_for_selector(".articles")


def type_with_codes(page: Any, target: str) -> None:
    """Words are typed; the codes are put in by key, around what is selected."""
    if target.startswith("Use hielo"):
        page.keyboard.type("Use hielo 10 minutos")
        for _ in range(len("10 minutos")):
            page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Alt+c")
        page.keyboard.press("End")
        page.keyboard.type(" y después llámenos")
        for _ in range(len("llámenos")):
            page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Alt+c")
        page.keyboard.press("End")
        page.keyboard.type(".")
        page.locator(".inner-words input").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("Día y noche")
    elif "*fina*" in target:
        page.keyboard.type("Envuelva el hielo en una toalla fina")
        for _ in range(len("fina")):
            page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Alt+c")
        page.keyboard.press("End")
        page.keyboard.type(".")
    else:
        page.keyboard.type(target)


def test_reload_and_back_keep_the_place(clinic: Any) -> None:
    page = clinic.open("", wait=".articles a")
    page.get_by_role("link", name="Ice packs").click()
    page.wait_for_selector("#texts .row")
    page.get_by_role("button", name="Drafts").click()
    row(page, "Never put ice").click(position={"x": 5, "y": 5})
    until(page, "() => location.hash.includes('show=draft') && location.hash.includes('unit=')")
    page.reload()
    page.wait_for_selector("#texts .row.current")
    assert "Never put ice" in page.inner_text(".row.current")
    assert page.locator(".filter-draft").get_attribute("aria-pressed") == "true"
    page.go_back()
    page.wait_for_selector(".articles")
    page.go_forward()
    page.wait_for_selector("#texts .row")
    assert page.locator("#heading").inner_text() == "Ice packs"


def test_the_texts_look_as_their_readers_will_see_them(clinic: Any) -> None:
    page = clinic.open()
    source = row(page, "Use ice for").locator(".source .words")
    assert source.inner_text() == "Use ice for 10 minutes, then call us."
    assert source.locator("strong").inner_text() == "10 minutes"
    assert source.locator(".link").inner_text() == "call us"
    heading, paragraph = (
        page.evaluate(
            "one => parseFloat(getComputedStyle(one).fontSize)",
            row(page, words).locator(".words").first.element_handle(),
        )
        for words in ("Ice packs", "Call us at night")
    )
    assert heading > 1.3 * paragraph
    assert "**" not in "".join(page.locator("#texts .words").all_inner_texts())
