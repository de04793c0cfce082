"""Fixtures that many tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """Writes a content repository: ``make_project({"a.md": "# A"}, 'locales = ["es"]')`` → its folder."""

    def make(articles: dict[str, str] | None = None, config: str = 'locales = ["es"]\n') -> Path:
        (tmp_path / "toolkit.toml").write_text(config, encoding="utf-8")
        source = tmp_path / "source_articles"
        source.mkdir(exist_ok=True)
        for name, text in (articles or {}).items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        return tmp_path

    return make
