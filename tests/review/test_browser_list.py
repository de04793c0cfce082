"""The list of an article's texts: ten thousand of them, filters, search, replacing, the preview beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.review import browsing
from tests.review.browsing import edit, row, says, text_of, until
from toolkit.model import State
from toolkit.project import Project

MANY = 10_000


@pytest.fixture
def large(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """An article of ten thousand paragraphs, every hundredth a draft."""
    (tmp_path / "toolkit.toml").write_text('locales = ["es"]\n', encoding="utf-8")
    source = tmp_path / "source_articles"
    source.mkdir()
    text = "\n\n".join(
        f"Step {number}: rest for a while. " + "Breathe slowly. " * (number % 5) for number in range(MANY)
    )
    (source / "large.md").write_text(text, encoding="utf-8")
    project = Project.find(tmp_path)

    def translated(unit: Any) -> Any:
        number = int(unit.source.split(":")[0].split()[1])
        target = unit.source.replace("Step", "Paso").replace("rest for a while", "descanse un rato")
        if number % 100:
            return replace(unit, target=target, state=State.TRANSLATED)
        return replace(unit, target=target, state=State.DRAFT, comments=(browsing.DRAFT,))

    browsing.write_catalog(project, "large.md", "es", translated)
    desktop = browsing.Desktop(browser)
    with browsing.served(project, locales=("es",)) as address:
        yield browsing.Clinic(project, address, desktop)
        for context in browser.contexts:
            context.close()
    assert not desktop.problems


def test_ten_thousand_texts_are_a_window_of_rows(large: Any) -> None:
    page = large.open("#/es/large.md?show=all")
    rows = page.locator("#texts .row")
    assert 5 < rows.count() < 80
    assert rows.first.get_attribute("aria-setsize") == str(MANY)
    page.evaluate("() => { const s = document.getElementById('scroller'); s.scrollTop = s.scrollHeight; }")
    page.locator(".row", has_text=f"Step {MANY - 1}:").first.wait_for()
    assert rows.count() < 80
    page.locator("#search").fill(f"Paso {MANY - 1234}:")
    until(page, "() => document.querySelectorAll('#texts .row').length === 1")
    edit(page, f"Step {MANY - 1234}:")
    page.keyboard.press("Control+a")
    page.keyboard.type("Descanse un buen rato.")
    page.keyboard.press("Control+Enter")
    says(page, "Accepted")
    assert large.on_disk(f"Step {MANY - 1234}:", "large.md").target == "Descanse un buen rato."

    # What is edited stays, with the caret in it, however far one scrolls away.
    page.locator("#search").fill("")
    page.locator(".filter-draft").click()
    until(page, "() => document.querySelector('#texts .row')?.getAttribute('aria-setsize') === '100'")
    edit(page, "Step 0:")
    page.evaluate("() => { const s = document.getElementById('scroller'); s.scrollTop = s.scrollHeight; }")
    page.locator(".row", has_text="Step 9900:").first.wait_for()
    page.keyboard.type(" más")
    assert text_of(page).endswith(" más")


def test_filters_and_the_riskiest_first(clinic: Any) -> None:
    page = clinic.open()
    page.wait_for_selector(".filter-findings:visible")
    shown = {
        "open": 4,
        "draft": 2,
        "stale": 1,
        "untranslated": 1,
        "low": 1,
        "unreviewed": 5,
        "all": 5,
    }
    for name, count in shown.items():
        page.locator(f".filter-{name}").click()
        until(page, "count => document.querySelectorAll('#texts .row').length === count", count)
        assert page.locator(f".filter-{name} .count").inner_text() == str(count)
    assert page.locator(".filter-remarks").is_hidden()
    page.locator("#order").select_option("risk")
    until(page, "() => document.querySelector('#texts .row:last-child .source').textContent === 'Ice packs'")
    first = page.locator("#texts .row .source").all_inner_texts()[:2]
    assert sorted(first) == ["Call us at night.", "Use ice for 10 minutes, then call us."]
    page.locator("#search").fill("TOALLA")
    page.wait_for_selector("#no-text:visible")
    page.locator("#search").fill("piel")
    until(page, "() => document.querySelectorAll('#texts .row').length === 1")
    assert page.evaluate("() => CSS.highlights.get('found').size") == 1


def test_search_and_replace_shows_first_and_is_undone_one_by_one(clinic: Any) -> None:
    page = clinic.open()
    page.get_by_role("button", name="Replace").click()
    page.get_by_label("Find in the translations").fill("almohadilla")
    page.get_by_label("Replace with").fill("manta")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_text("Nothing found").wait_for()
    page.get_by_label("In all articles").check()
    page.get_by_role("button", name="Show what would change").click()
    page.locator(".hit").nth(1).wait_for()
    assert page.locator(".hit").count() == 2
    assert page.locator(".hit ins").all_inner_texts()[0].startswith("manta")
    page.locator(".hit input").nth(1).uncheck()
    page.get_by_role("button", name="Replace the chosen ones (1)").click()
    page.get_by_text("Replaced: 1").wait_for()
    targets = [clinic.on_disk(words, "heat.md").target for words in ("Wrap the heat", "Never sleep")]
    assert targets == ["Envuelva la manta en una toalla *fina*.", "Nunca duerma sobre la almohadilla."]
    page.locator("#hits").get_by_role("button", name="Undo").click()
    page.locator("#hits", has_text="Undone").wait_for()
    assert (
        clinic.on_disk("Wrap the heat", "heat.md").target == "Envuelva la almohadilla en una toalla *fina*."
    )


def test_the_preview_follows_and_is_clicked(clinic: Any) -> None:
    page = clinic.open()
    inside = page.frame_locator("#preview")
    inside.get_by_text("Nunca ponga hielo").click()
    page.wait_for_selector("#editor:focus")
    assert text_of(page) == "Nunca ponga hielo sobre la piel."
    # The page says where it is a moment after it has opened the field.
    inside.locator("[data-review-current]", has_text="Nunca ponga hielo sobre la piel.").wait_for()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ¡Nunca!")
    inside.get_by_text("Nunca ponga hielo sobre la piel. ¡Nunca!").wait_for()
    assert clinic.on_disk("Never put").target == "Nunca ponga hielo sobre la piel."
    assert page.evaluate("() => document.getElementById('preview').sandbox.value") == "allow-same-origin"
    edit(page, "Bolsas de hielo")
    until(
        page,
        "() => document.getElementById('preview').contentDocument.querySelector('[data-review-current]')"
        "?.textContent.includes('Bolsas')",
    )
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    assert page.locator("#beside").is_hidden()


def test_a_row_knows_what_it_is(clinic: Any) -> None:
    page = clinic.open()
    assert row(page, "Never put ice").get_attribute("aria-label").startswith("list item, Machine draft")
    page.wait_for_selector(".findings")
    name = row(page, "Use ice for").get_attribute("aria-label")
    assert name.startswith("paragraph, Machine draft, low confidence, findings: ")
