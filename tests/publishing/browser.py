"""Real programs that judge the built pages: Chromium, axe-core, the Nu HTML checker."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_TOUCH = """() => {
  document.addEventListener('click', event => event.preventDefault());
  for (const element of document.querySelectorAll('*')) {
    const address = element.href || element.src || '';
    if (/^(javascript|vbscript|data):/i.test(address)) window.owned = element.outerHTML;
    for (const name of element.getAttributeNames()) if (name.startsWith('on')) window.owned = name;
    for (const type of ['click', 'mouseover', 'focus', 'toggle', 'error'])
      element.dispatchEvent(new Event(type, {bubbles: true, cancelable: true}));
  }
}"""


def npm_file(package: str, path: str) -> Path:
    """A file of an npm package, in ``NODE_MODULES``, here or in the home folder; skips without it."""
    folders = [
        os.environ.get("NODE_MODULES", ""),
        str(ROOT / "node_modules"),
        str(Path.home() / "node_modules"),
    ]
    for folder in folders:
        found = Path(folder) / package / path
        if folder and found.is_file():
            return found
    pytest.skip(f"the npm package {package} is not installed (npm install {package}, or set NODE_MODULES)")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; skips where there is none."""
    sync = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium (Debian package chromium)")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def unprotected() -> Iterator[Callable[[str, str], None]]:
    """Visits a page, without its own policy, and does to it what a reader may do; nothing of it may run.

    Called with an address and what to say of the page where something does.
    """
    with chromium() as browser:
        tab = browser.new_context(bypass_csp=True).new_page()
        dialogs: list[str] = []
        tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

        def visit(address: str, about: str) -> None:
            tab.goto(address)
            tab.evaluate(_TOUCH)
            assert tab.evaluate("typeof window.owned") == "undefined", about
            assert dialogs == [], about

        yield visit


def nu_messages(pages: list[Path]) -> list[str]:
    """What the Nu HTML checker complains about."""
    if shutil.which("java") is None:
        pytest.skip("no Java (Debian package default-jre-headless)")
    jar = npm_file("vnu-jar", "build/dist/vnu.jar")
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "gnu", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return [line for line in done.stderr.splitlines() if line.strip()]
