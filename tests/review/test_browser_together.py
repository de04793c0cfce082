"""Several people, programs and a server that goes away: nobody's work is lost or written over unasked."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.review import browsing
from tests.review.browsing import edit, row, says, text_of, until
from toolkit.model import State


def change_on_disk(clinic: Any, old: str, new: str) -> None:
    text = clinic.path().read_text(encoding="utf-8")
    assert old in text
    clinic.path().write_text(text.replace(old, new), encoding="utf-8")


def without_events(page: Any) -> None:
    """The page does not hear of others' saves, as when both happen in the same moment."""
    page.route("**/api/events*", lambda route: route.abort())


def test_a_conflict_shows_both_and_asks(clinic: Any) -> None:
    clinic.desktop.expected = ("409", "ERR_FAILED")
    page = clinic.desktop.page()
    without_events(page)
    page.goto(clinic.address + "#/es/ice.md")
    page.wait_for_selector("#texts .row")
    edit(page, "Nunca ponga")
    change_on_disk(clinic, "sobre la piel", "encima de la piel")
    page.keyboard.press("Control+a")
    page.keyboard.type("Nunca ponga hielo en la piel.")
    page.keyboard.press("Control+Enter")
    dialog = page.locator("#clash[open]")
    dialog.wait_for()
    assert page.inner_text("#theirs") == "Nunca ponga hielo encima de la piel."
    assert page.inner_text("#mine") == "Nunca ponga hielo en la piel."
    assert dialog.locator(".diff del").first.inner_text() == "encima de"
    assert clinic.on_disk("Never put").target == "Nunca ponga hielo encima de la piel."
    page.keyboard.press("Escape")  # decides nothing
    page.wait_for_selector("#editor:focus")
    assert text_of(page) == "Nunca ponga hielo en la piel."
    assert clinic.on_disk("Never put").target == "Nunca ponga hielo encima de la piel."
    change_on_disk(clinic, "encima de la piel", "directo en la piel")
    page.keyboard.press("Control+Enter")
    dialog.wait_for()
    dialog.get_by_role("button", name="Use mine").click()
    says(page, "Accepted")
    assert clinic.on_disk("Never put").target == "Nunca ponga hielo en la piel."
    edit(page, "Bolsas de hielo")
    change_on_disk(clinic, "Bolsas de hielo", "Compresas frías")
    page.keyboard.type("!")
    page.keyboard.press("Control+Enter")
    dialog.wait_for()
    dialog.get_by_role("button", name="Keep theirs").click()
    row(page, "Compresas frías").wait_for()
    assert clinic.on_disk("Ice packs").target == "Compresas frías"
    assert page.locator("#editor").count() == 0


def test_two_people_see_each_others_saves(clinic: Any) -> None:
    one, two = clinic.open(), clinic.open()
    edit(two, "Nunca ponga")
    edit(one, "Bolsas de hielo")
    one.keyboard.press("Control+a")
    one.keyboard.type("Compresas frías")
    one.keyboard.press("Control+Enter")
    says(one, "Accepted")
    row(two, "Compresas frías").wait_for()
    says(two, "Tester")
    assert two.locator("#editor").count() == 1

    # The very text that is open and was typed in: both are shown, and mine stays.
    two.locator("#editor").press("Control+End")
    two.keyboard.type(" Nunca.")
    edit(one, "Nunca ponga")
    one.keyboard.press("Control+a")
    one.keyboard.type("No ponga hielo.")
    one.keyboard.press("Control+Enter")
    two.locator(".told", has_text="Tester changed this text just now").wait_for()
    assert text_of(two) == "Nunca ponga hielo sobre la piel. Nunca."
    two.get_by_role("button", name="Keep mine").click()
    two.keyboard.press("Control+Enter")
    says(two, "Accepted")
    assert clinic.on_disk("Never put").target == "Nunca ponga hielo sobre la piel. Nunca."
    row(one, "piel. Nunca.").wait_for()


def test_another_programs_change_appears(clinic: Any) -> None:
    page = clinic.open()
    page.wait_for_timeout(300)
    change_on_disk(clinic, "Bolsas de hielo", "Compresas frías")
    row(page, "Compresas frías").wait_for()


def test_undo_goes_back_step_by_step(clinic: Any) -> None:
    page = clinic.open()
    row(page, "Never put ice").click(position={"x": 5, "y": 5})
    page.keyboard.press("a")
    says(page, "Accepted")
    row(page, "Bolsas de hielo").click(position={"x": 5, "y": 5})
    page.keyboard.press("s")
    says(page, "Signed off")
    assert clinic.on_disk("Ice packs").state is State.REVIEWED
    page.get_by_role("button", name="Undo").click()
    until(page, "() => document.querySelector('#u-' + document.querySelector('.row').dataset.id)")
    says(page, "Undone")
    assert clinic.on_disk("Ice packs").state is State.TRANSLATED
    assert clinic.on_disk("Never put").state is State.TRANSLATED
    page.keyboard.press("u")
    until(page, "() => document.getElementById('undo').disabled")
    unit = clinic.on_disk("Never put")
    assert unit.state is State.DRAFT
    assert unit.comments == (browsing.DRAFT,)


def test_remarks_between_people(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Nunca ponga")
    page.keyboard.press("Alt+r")
    page.keyboard.type("¿«piel» o «piel desnuda»?")
    page.keyboard.press("Control+Enter")
    page.locator(".remarks li", has_text="¿«piel»").wait_for()
    assert page.input_value(".new-remark textarea") == ""
    assert any("¿«piel» o «piel desnuda»?" in line for line in clinic.on_disk("Never put").comments)
    assert clinic.on_disk("Never put").state is State.DRAFT
    page.keyboard.press("Escape")
    page.locator(".filter-remarks").click()
    assert page.locator("#texts .row").count() == 1
    row(page, "Never put").locator(".cell.target").click()
    page.get_by_role("tab", name="Remarks").click()
    page.get_by_role("button", name="Resolve").click()
    page.locator(".remarks .resolved").wait_for()
    assert any(line.startswith("remark-done:") for line in clinic.on_disk("Never put").comments)


@contextlib.contextmanager
def program(root: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """``toolkit review`` as people start it, and its port."""
    command = [sys.executable, "-m", "toolkit", "review", "--port", str(port), "--user", browsing.USER]
    running = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, env={**os.environ})
    try:
        assert running.stdout is not None
        address = running.stdout.readline().split()[0]
        yield running, int(address.rstrip("/").rpartition(":")[2])
    finally:
        running.kill()
        running.wait(10)


def test_a_server_killed_while_saving_loses_nothing(browser: Any, tmp_path: Path) -> None:
    project = browsing.clinic(tmp_path)
    desktop = browsing.Desktop(browser, expected=("ERR_", "Failed to load"))
    with program(tmp_path) as (running, port):
        clinic = browsing.Clinic(project, f"http://127.0.0.1:{port}/", desktop)
        page = clinic.open()
        edit(page, "Nunca ponga")
        page.keyboard.press("Control+a")
        page.keyboard.type("Nunca ponga hielo en la piel.")
        running.send_signal(signal.SIGSTOP)
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(100)
        running.kill()
        page.locator("#offline:visible", has_text="kept on this device").wait_for()
        assert text_of(page) == "Nunca ponga hielo en la piel."
        assert clinic.on_disk("Never put").target == "Nunca ponga hielo sobre la piel."
        edit(page, "Bolsas de hielo")
        page.keyboard.press("Control+End")
        page.keyboard.type(" frías")
    with program(tmp_path, port):
        page.locator("#offline").wait_for(state="hidden", timeout=15000)
        until(page, "() => document.querySelectorAll('.state-row-translated').length >= 2")
        unit = clinic.on_disk("Never put")
        assert (unit.target, unit.state) == ("Nunca ponga hielo en la piel.", State.TRANSLATED)
        assert text_of(page) == "Bolsas de hielo frías"
        page.keyboard.press("Control+s")
        says(page, "Saved")
        assert clinic.on_disk("Ice packs").target == "Bolsas de hielo frías"
        page.context.close()
    assert not desktop.problems


def test_a_closed_page_keeps_what_was_typed(clinic: Any) -> None:
    page = clinic.open()
    edit(page, "Nunca ponga")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Jamás.")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(clinic.address + "#/es/ice.md")
    again.locator(".filter-unsaved").click()
    row(again, "Never put").locator(".cell.target").click()
    again.locator(".told", has_text="typed earlier").wait_for()
    assert text_of(again) == "Nunca ponga hielo sobre la piel. Jamás."
    again.get_by_role("button", name="Start over").click()
    assert text_of(again) == "Nunca ponga hielo sobre la piel."
