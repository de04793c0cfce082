"""One browser for all tests of the review page; a fresh project and server for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    from tests.publishing.browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def clinic(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A small clinic's project, served, with a browser in front of it. Nothing may go wrong in a page."""
    from tests.review import browsing

    project = browsing.clinic(tmp_path)
    desktop = browsing.Desktop(browser)
    with browsing.served(project) as address:
        yield browsing.Clinic(project, address, desktop)
        for context in browser.contexts:
            context.close()
    assert not desktop.problems
