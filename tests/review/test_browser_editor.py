"""The field: words are typed, codes are chips that are moved, never lost without a word."""

from __future__ import annotations

import subprocess
from typing import Any

from tests.review.browsing import edit, mark, row, says, settled, text_of, until
from toolkit.model import State

BOLD = "[bold start: 10 minutes]"
BOLD_END = "[bold end: 10 minutes]"


def bold(page: Any) -> Any:
    """The first draft with its bold around ``15``."""
    field = edit(page, "Use hielo")
    mark(page, "15")
    page.keyboard.press("Alt+c")
    assert text_of(page).startswith(f"Use hielo {BOLD}15{BOLD_END} minutos")
    return field


def test_chips_are_moved_by_key(clinic: Any) -> None:
    page = clinic.open()
    bold(page)
    page.locator("#editor .chip").nth(1).click()
    assert page.locator("#editor .chip.chosen").count() == 1
    page.keyboard.press("Alt+ArrowRight")
    assert text_of(page).startswith(f"Use hielo {BOLD}15 {BOLD_END}minutos")
    page.keyboard.press("Alt+ArrowRight")
    assert text_of(page).startswith(f"Use hielo {BOLD}15 minutos,{BOLD_END} después")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Control+z")
    assert text_of(page).startswith(f"Use hielo {BOLD}15 minutos,{BOLD_END} después")
    assert page.url.split("?")[0].endswith("ice.md"), "Alt+Left is the browser's way back, too"


def test_chips_are_dragged(clinic: Any) -> None:
    page = clinic.open()
    bold(page)
    end = settled(page, page.locator("#editor .chip").nth(1))
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2)
    page.mouse.down()
    _, right, middle = page.evaluate(WORDS, "minutos")
    page.mouse.move(right - 30, middle, steps=5)
    page.mouse.move(right + 0.5, middle, steps=3)
    page.mouse.up()
    assert text_of(page).startswith(f"Use hielo {BOLD}15 minutos{BOLD_END}, después")


def test_a_chip_of_the_source_is_dragged_in(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    chip = settled(page, page.locator(".editing .source .chip").first)
    page.mouse.move(chip["x"] + 4, chip["y"] + 6)
    page.mouse.down()
    left, _, middle = page.evaluate(WORDS, "hielo")
    page.mouse.move(left + 40, middle, steps=5)
    page.mouse.move(left + 0.5, middle, steps=3)
    page.mouse.up()
    assert text_of(page).startswith(f"Use {BOLD}{BOLD_END}hielo")


WORDS = """words => {
  const walker = document.createTreeWalker(document.getElementById("editor"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return [left, right, (top + bottom) / 2];
  }
}"""


def test_a_deleted_chip_lies_in_the_tray_until_it_is_put_in(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    names = page.locator(".tray .chip").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert names == ["Put in: bold start: 10 minutes", "Put in: bold end: 10 minutes"]
    page.locator("#editor .chip").first.click()
    page.keyboard.press("Delete")
    assert page.locator(".tray .chip").count() == 3
    page.wait_for_selector(".findings.open .error >> text=/lacks|call/")
    page.keyboard.press("Control+z")
    assert page.locator(".tray .chip").count() == 2
    page.keyboard.press("Control+Shift+z")
    assert page.locator(".tray .chip").count() == 3


def test_the_caret_goes_past_chips_and_types_between_them(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+c")
    page.keyboard.press("Delete")
    assert text_of(page) == f"{BOLD}{BOLD_END}"
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("diez")
    assert text_of(page) == f"{BOLD}diez{BOLD_END}"
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" fin")
    page.keyboard.press("Home")
    page.keyboard.type("Uno ")
    assert text_of(page) == f"Uno {BOLD}diez{BOLD_END} fin"
    for _ in range(len(" fin") + 1):
        page.keyboard.press("Control+End")
        page.keyboard.press("Backspace")
    assert text_of(page) == f"Uno {BOLD}diez"


def test_pasted_words_are_plain_and_cut_chips_stay_chips(clinic: Any) -> None:
    clinic.desktop.expected = ("422",)  # the preview has no line break in this list's item
    page = clinic.open()
    edit(page, "Nunca ponga")
    paste = """([html, plain]) => {
      const data = new DataTransfer();
      data.setData("text/html", html);
      data.setData("text/plain", plain);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.getElementById("editor").dispatchEvent(event);
    }"""
    page.keyboard.press("Control+a")
    page.evaluate(paste, ["<b onclick=alert(1)>Nunca</b>", "Nunca\r\n\r\nponga\thielo\u0007\n"])
    assert text_of(page) == "Nunca\nponga hielo"
    assert page.locator("#editor b").count() == 0
    page.keyboard.press("Escape")
    bold(page)
    page.keyboard.press("Control+a")
    page.evaluate(
        """() => {
      const field = document.getElementById("editor"), data = new DataTransfer();
      const how = { clipboardData: data, bubbles: true, cancelable: true };
      const event = (name) => new ClipboardEvent(name, how);
      field.dispatchEvent(event("cut"));
      window.rest = field.textContent;
      field.dispatchEvent(event("paste"));
    }"""
    )
    assert page.evaluate("() => window.rest") == ""
    assert text_of(page).startswith(f"Use hielo {BOLD}15{BOLD_END} minutos, después [link start: call us]")


def test_a_composition_is_left_alone(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Nunca ponga")
    page.keyboard.press("Control+End")
    keys = page.context.new_cdp_session(page)
    for state in ("に", "にほ", "日本"):
        keys.send(
            "Input.imeSetComposition",
            {"text": state, "selectionStart": len(state), "selectionEnd": len(state)},
        )
    keys.send("Input.insertText", {"text": "日本"})
    until(page, "() => document.getElementById('editor').textContent.endsWith('piel.日本')")
    page.keyboard.press("Control+s")
    says(page, "Saved")
    assert clinic.on_disk("Never put ice").target == "Nunca ponga hielo sobre la piel.日本"


def test_a_line_break_is_one_newline_and_none_in_a_heading(clinic: Any) -> None:
    clinic.desktop.expected = ("422",)
    page = clinic.open()
    edit(page, "Nunca ponga")
    page.keyboard.press("Control+a")
    page.keyboard.type("Nunca")
    page.keyboard.press("Enter")
    page.keyboard.type("hielo")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("aquí")
    page.keyboard.press("Control+s")
    says(page, "Saved")
    unit = clinic.on_disk("Never put ice")
    assert unit.target == "Nunca\nhielo\naquí"
    assert unit.state not in (State.TRANSLATED, State.REVIEWED)
    edit(page, "Bolsas de hielo")
    page.keyboard.press("Enter")
    says(page, "no line break")
    assert text_of(page) == "Bolsas de hielo"


def test_plain_text_for_those_who_like_it_is_remembered(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    page.keyboard.press("Alt+t")
    page.wait_for_selector("textarea#editor")
    assert "](https://clinic.example/call" in page.input_value("#editor")
    page.keyboard.press("Control+End")
    page.keyboard.type(" **Ya**.")
    page.reload()
    page.wait_for_selector("#texts .row")
    assert row(page, "Use ice").locator(".below").inner_text().count("not saved") == 1
    row(page, "Use ice").locator(".cell.target").click()
    page.wait_for_selector("textarea#editor")
    assert page.input_value("#editor").endswith(" **Ya**.")
    page.keyboard.press("Alt+t")
    page.wait_for_selector("div#editor .chip")
    page.wait_for_timeout(50)
    assert "[bold start: 10 minutes]Ya[bold end: 10 minutes]." in text_of(page)


def test_arabic_is_written_from_the_right(clinic: Any) -> None:
    page = clinic.open("#/ar/ice.md")
    field = edit(page, "Use ice for")
    assert (field.get_attribute("lang"), field.get_attribute("dir")) == ("ar", "rtl")
    page.keyboard.type("ضع الثلج ")
    page.locator(".editing .source .chip").first.click()
    page.keyboard.type("10 دقائق")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(" ثم ")
    page.keyboard.press("Alt+c")
    page.keyboard.type("اتصل بنا")
    assert text_of(page) == (
        f"ضع الثلج {BOLD}10 دقائق{BOLD_END} ثم [link start: call us]اتصل بنا[link end: call us]"
    )
    assert page.evaluate(
        "() => { const [a, b] = document.querySelectorAll('#editor .chip'); "
        "return a.getBoundingClientRect().left > b.getBoundingClientRect().left; }"
    ), "the start of a pair stands at the right"
    page.keyboard.press("Control+Enter")
    says(page, "Accepted")
    unit = clinic.on_disk("Use ice", locale="ar")
    assert unit.target.startswith("ضع الثلج **10 دقائق** ثم [اتصل بنا](https://clinic.example/call")
    page.keyboard.press("Escape")
    target = row(page, "Use ice").locator(".cell.target")
    assert (target.get_attribute("lang"), target.get_attribute("dir")) == ("ar", "rtl")


def test_findings_come_while_typing_and_are_mended_or_meant(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    page.wait_for_selector(".findings.open >> text=15 minutos")
    page.locator(".findings.open li", has_text="15 minutos").get_by_role("button", name="Ignore").click()
    says(page, "meant so")
    until(page, "() => !document.querySelector('.findings.open').textContent.includes('15 minutos')")
    assert any(comment.startswith("toolkit: ignore") for comment in clinic.on_disk("Use ice").comments)
    page.locator(".ignored button").first.click()
    page.wait_for_selector(".findings.open >> text=15 minutos")
    assert not any(comment.startswith("toolkit: ignore") for comment in clinic.on_disk("Use ice").comments)
    edit(page, "Nunca ponga")
    page.keyboard.press("Control+End")
    page.keyboard.type("  Nunca.")
    mend = page.locator(".findings.open").get_by_role("button", name="Mend").first
    mend.wait_for()
    before = text_of(page)
    page.keyboard.press("Alt+m")
    until(page, "before => document.getElementById('editor').textContent !== before", before)


def test_suggestions_by_key_and_on_demand(clinic: Any) -> None:
    page = clinic.desktop.page()

    def with_engine(route: Any) -> None:
        told = route.fetch().json()
        route.fulfill(json={**told, "engines": [{"name": "oracle", "online": True, "locales": ["es"]}]})

    said = {"engine": "oracle", "target": "Ponga el hielo en una toalla *fina*.", "quality": 0.9, "diff": []}
    page.route("**/api/overview", with_engine)
    page.route("**/api/suggest", lambda route: route.fulfill(json=said))
    page.goto(clinic.address + "#/es/ice.md")
    row(page, "Wrap the ice").locator(".cell.target").click()
    page.locator(".match", has_text="Envuelva la almohadilla").wait_for()
    assert page.locator(".match strong").first.inner_text().endswith("%")
    page.locator("#editor").press("Alt+1")
    thin, thin_end = "[italics start: thin]", "[italics end: thin]"
    until(page, "() => document.querySelectorAll('#editor .chip').length === 2")
    assert text_of(page) == f"Envuelva la almohadilla en una toalla {thin}fina{thin_end}."
    page.get_by_role("button", name="Ask oracle").click()
    page.locator(".engine .match").click()
    until(page, "() => document.getElementById('editor').textContent.startsWith('Ponga')")
    assert text_of(page) == f"Ponga el hielo en una toalla {thin}fina{thin_end}."


def test_the_history_of_a_text(clinic: Any) -> None:
    root = clinic.project.root
    person = ["-c", "user.name=Somebody Else", "-c", "user.email=else@example.org"]

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(root), *person, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    text = clinic.path().read_text(encoding="utf-8")
    clinic.path().write_text(text.replace("sobre la piel", "en la piel"), encoding="utf-8")
    git("commit", "-qam", "two")
    page = clinic.open()
    edit(page, "Nunca ponga")
    page.get_by_role("tab", name="History").click()
    page.locator(".history li").nth(1).wait_for()
    assert "Somebody Else" in page.locator(".history li").first.inner_text()
    page.locator(".history li").nth(1).get_by_role("button", name="Take this one").click()
    until(page, "() => document.getElementById('editor').textContent.includes('sobre la piel')")


def test_an_error_is_accepted_only_by_saying_so_twice(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    page.wait_for_selector(".findings.open .error")
    page.keyboard.press("Control+Enter")
    says(page, "found an error")
    assert clinic.on_disk("Use ice").state is State.DRAFT
    page.keyboard.press("Control+Enter")
    says(page, "Accepted")
    assert clinic.on_disk("Use ice").state is State.TRANSLATED


DRAWN_AGAIN = """async () => {
  const { emit, page } = await import("/static/store.js");
  page.units.forEach((unit, id) => emit("unit", id));
}"""


def test_a_click_counts_though_its_row_is_drawn_again_meanwhile(clinic: Any) -> None:
    """As findings do that come behind: between the press of a button and its release."""
    page = clinic.open()
    where = settled(page, row(page, "Use hielo").locator(".cell.target"))
    page.mouse.move(where["x"] + 30, where["y"] + where["height"] / 2)
    page.mouse.down()
    page.evaluate(DRAWN_AGAIN)
    page.mouse.up()
    page.wait_for_selector("#editor:focus")


def test_the_row_with_the_focus_keeps_it_when_it_is_drawn_again(clinic: Any) -> None:
    page = clinic.open()
    page.wait_for_selector("#texts .row:focus")
    before = page.evaluate("document.activeElement.dataset.id")
    page.evaluate("document.activeElement.old = true")
    page.evaluate(DRAWN_AGAIN)
    assert page.evaluate("document.activeElement.dataset.id") == before
    assert page.evaluate("document.activeElement.old") is None


def test_a_text_in_work_keeps_the_focus_when_all_is_drawn_again(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Use hielo")
    with page.expect_response(lambda answer: "/api/findings" in answer.url or "/api/article" in answer.url):
        page.evaluate("async () => (await import('/static/store.js')).emit('reload', null)")
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    assert page.evaluate("document.activeElement.id") == "editor"
