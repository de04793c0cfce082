"""Imports point down: no module knows those that stand on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "toolkit"

# Lowest first. A module may import from lower layers and from its own package; within one layer, siblings
# do not know each other, except in the layers named FREE.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model", "errors", "plurals"}),
    frozenset({"locales", "inline", "files", "toml_tables", "dates", "provenance", "signing", "similarity"}),
    frozenset({"config_values"}),
    frozenset({"config"}),
    frozenset({"formats", "catalogs", "memory", "terms", "engines", "checks", "reporting"}),
    frozenset(
        {
            "project",
            "plugins",
            "engine_registry",
            "freshness",
            "tally",
            "repository",
            "history",
            "worklog",
            "postediting",
        }
    ),
    frozenset(
        {
            "extracting",
            "drafting",
            "checking",
            "verifying",
            "publishing",
            "interchange",
            "signing_rules",
            "auditing",
        }
    ),
    frozenset({"review", "printed", "cli", "testing", "scaffold"}),
)
FREE = {5, 6, 7}
WIRING = {"__main__", "__init__"}


def layer(name: str) -> int:
    for number, names in enumerate(LAYERS):
        if name in names:
            return number
    raise AssertionError(
        f"toolkit.{name} stands in no layer: add it to LAYERS, at the lowest place that fits"
    )


def imports() -> Iterator[tuple[str, str, str]]:
    """(part that imports, part that is imported, file) for every import of ours, lazy ones included."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                if node.module == "toolkit":
                    for alias in node.names:
                        yield parts[0], alias.name, str(path.relative_to(ROOT))
                elif node.module.startswith("toolkit."):
                    yield parts[0], node.module.split(".")[1], str(path.relative_to(ROOT))
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.startswith("toolkit."):
                        yield parts[0], alias.name.split(".")[1], str(path.relative_to(ROOT))


def test_imports_point_down() -> None:
    wrong = []
    seen = 0
    for importer, imported, file in imports():
        if importer in WIRING or imported == "__version__" or importer == imported:
            continue
        seen += 1
        upper, lower = layer(importer), layer(imported)
        if lower > upper or (lower == upper and upper not in FREE and upper != 0 and upper != 1):
            wrong.append(f"{file} imports toolkit.{imported}")
    assert seen > 50
    assert not wrong, "\n".join(wrong)


def third_party_importers(package: str) -> set[str]:
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names = [node.module]
            if any(name.split(".")[0] == package for name in names):
                found.add(path.relative_to(ROOT).parts[0])
    return found


def test_each_library_has_one_home() -> None:
    assert third_party_importers("babel") == {"locales.py"}
    assert third_party_importers("polib") == {"catalogs"}
    assert third_party_importers("click") == {"cli"}
    # Its modules are imported by name, one engine at a time.
    naming = {
        path.parent.name for path in ROOT.rglob("*.py") if '"deep_translator' in path.read_text("utf-8")
    }
    assert naming == {"engines"}
