"""Plug-ins enter through entry points, as built-ins do through the same loading."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.test_docs import environment
from toolkit import plugins
from toolkit.errors import PluginError

FORMAT = '''
from toolkit.model import Document, Segment, Span

class Shouting:
    """Every line is a segment."""
    name = "shouting"
    suffixes = (".shout",)

    def parse(self, text, path, options):
        segments, start = [], 0
        for line in text.split("\\n"):
            if line.strip():
                segments.append(Segment(Span(start, start + len(line)), line, "shout", syntax="text"))
            start += len(line) + 1
        return Document(path, self.name, text, tuple(segments))

    def encode(self, document, segment, target):
        return target

    def metadata(self, document):
        return {}
'''


def install(folder: Path, group: str, entry: str, module: str) -> None:
    """A distribution as pip leaves it: a module, and metadata with an entry point."""
    (folder / "their_module.py").write_text(module)
    info = folder / "their_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{entry}\n")


def toolkit(cwd: Path, site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        cwd=cwd,
        env={**environment(cwd), "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    root, site = tmp_path / "project", tmp_path / "site"
    (root / "source_articles").mkdir(parents=True)
    site.mkdir()
    (root / "toolkit.toml").write_text('locales = ["es"]\n')
    (root / "source_articles" / "a.shout").write_text("HELLO\n\nWORLD\n")
    return root, site


def test_a_format_of_a_plug_in_is_extracted_like_ours(place: tuple[Path, Path]) -> None:
    root, site = place
    install(site, "toolkit.formats", "shouting = their_module:Shouting", FORMAT)
    done = toolkit(root, site, "extract")
    assert done.returncode == 0, done.stderr
    text = (root / "locales" / "es" / "LC_MESSAGES" / "a.po").read_text()
    assert 'msgid "HELLO"' in text
    assert "#. shout" in text
    # What it composes is a page; Markdown leads there, because there is no Markdown of it.
    (root / "source_articles" / "b.md").write_text("See [it](a.shout).\n")
    assert toolkit(root, site, "build").returncode == 0
    assert "HELLO" in (root / "build" / "es" / "a.html").read_text()
    assert not (root / "build" / "es" / "a.md").exists()
    assert "[it](a.html)" in (root / "build" / "es" / "b.md").read_text()


@pytest.mark.parametrize(
    ("entry", "module", "says"),
    [
        ("shouting = their_module:Missing", FORMAT, "their-package 1.0"),
        ("shouting = their_module:Shouting", "raise RuntimeError('broken')", "RuntimeError: broken"),
        ("shouting = their_module:Shouting", "class Shouting: name = 'x'", "has no suffixes"),
        ("markdown = their_module:Shouting", FORMAT, "both bring a plug-in 'markdown'"),
    ],
)
def test_a_plug_in_that_does_not_work_is_named_with_its_package(
    place: tuple[Path, Path], entry: str, module: str, says: str
) -> None:
    root, site = place
    install(site, "toolkit.formats", entry, module)
    done = toolkit(root, site, "extract")
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("group", ["toolkit.formats", "toolkit.engines", "toolkit.checks"])
def test_every_built_in_can_be_loaded_by_the_same_door(group: plugins.Group) -> None:
    found = plugins.available(group)
    assert len(found) >= 3
    for plugin in found.values():
        assert plugin.load() is not None


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(PluginError, match="did you mean markdown"):
        plugins.get("toolkit.formats", "markdwon")


def test_the_engine_in_the_documentation_works() -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.S)
    names: dict[str, Any] = {}
    exec(compile(code, "docs/plugins.md", "exec"), names)
    engine = names["Shout"]()
    assert engine.translate(["dolor"], names["Pair"]("en", "es"), form="plain") == ["DOLOR"]
