"""A review by keyboard alone in a real browser, from draft to sign-off, with a conflict and undo."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="python3-starlette")
uvicorn = pytest.importorskip("uvicorn", reason="python3-uvicorn")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, from PyPI")

from tests.review.test_review import PO, USER, on_disk, review  # noqa: E402, F401
from toolkit.model import State  # noqa: E402
from toolkit.review import server  # noqa: E402

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian package chromium is missing")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def address(review):  # noqa: F811
    config = uvicorn.Config(review.app, log_level="warning", lifespan="off", ws="none")
    running = uvicorn.Server(config)
    with server.listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}/"
        running.should_exit = True
        thread.join(10)


def test_a_review_by_keyboard(review, address: str, tmp_path: Path) -> None:  # noqa: F811
    problems: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.goto(address)
        page.wait_for_selector("article")
        assert "<script>alert(1)</script>" in page.inner_text("main")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        field = page.wait_for_selector("#editor")
        assert (field.get_attribute("lang"), field.get_attribute("dir")) == ("es", "ltr")
        page.keyboard.press("Control+a")
        page.keyboard.type("Use hielo durante 10 minutos.")
        page.keyboard.press("Control+Shift+Enter")
        sync_api.expect(page.locator("#status")).to_contain_text("Signed off")
        signed = on_disk(review, "Use ice for 10 minutes.")
        assert signed.state is State.REVIEWED
        assert any(comment.startswith(f"reviewed: {USER}") for comment in signed.comments)

        # Another program changes the text that is open now.
        text = review.path.read_text(encoding="utf-8")
        review.path.write_text(text.replace("Llámenos", "Llame"), encoding="utf-8")
        page.keyboard.press("Control+a")
        page.keyboard.type("Llámenos de noche.")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#clash[open]")
        assert page.inner_text("#theirs").startswith("Llame ")
        assert "Llame" in on_disk(review, "Call us at night.").target
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        sync_api.expect(page.locator("#status")).to_contain_text("Accepted")
        assert on_disk(review, "Call us at night.").target == "Llámenos de noche."

        page.keyboard.press("u")
        sync_api.expect(page.locator("#status")).to_contain_text("Undone")
        assert on_disk(review, "Call us at night.").target.startswith("Llame ")
        browser.close()
    assert not problems
    assert review.path.read_text(encoding="utf-8") != PO
