"""The HTML report in a real browser and before the Nu checker: accessible, dark and light, on a phone too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publishing.browser import chromium, npm_file, nu_messages
from tests.reporting.test_reporting import EMPTY, REPORT
from toolkit.reporting import render

RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}"


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    paths = []
    for name, report in (("findings", REPORT), ("clean", EMPTY)):
        path = tmp_path / f"{name}.html"
        path.write_text(render(report, "html"), encoding="utf-8")
        paths.append(path)
    return paths


def test_axe_finds_nothing(pages: list[Path]) -> None:
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    found = []
    with chromium() as browser:
        for scheme, width in (("light", 1100), ("dark", 400)):
            viewport = {"width": width, "height": 800}
            context = browser.new_context(color_scheme=scheme, viewport=viewport, bypass_csp=True)
            tab = context.new_page()
            for path in pages:
                tab.goto(path.as_uri())
                assert tab.evaluate("document.documentElement.scrollWidth") <= width
                tab.evaluate(axe)
                violations = tab.evaluate(f"axe.run(document, {RULES})")["violations"]
                found += [(path.name, scheme, item["id"], item["nodes"][0]["html"]) for item in violations]
            context.close()
    assert found == []


def test_the_nu_checker_finds_nothing(pages: list[Path]) -> None:
    assert nu_messages(pages) == []
