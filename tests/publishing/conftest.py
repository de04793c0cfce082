# ruff: noqa: E501
"""A small site with translations in several states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.catalogs import po
from toolkit.catalogs.template import template
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project

CONFIG = """\
locales = ["es", "ar"]

[site]
title = "Green Hill"
description = "About pain, in plain words."
base-url = "https://clinic.example/"
"""

ARTICLES = {
    "guides/doses.md": (
        "---\ntitle: Doses\ndate: 2025-02-18\naliases: [pills]\n---\n\n# Doses\n\n"
        "Take it **with food**. See [the heat](heat.md#how-long) and [us](../about.html).[^1]\n\n"
        "![A box](../images/box.svg)\n\n## How much? {#much}\n\n| Medicine | Dose |\n|---|--:|\n| A | 5 mg |\n\n"
        "> [!WARNING]\n> Not for children.\n\n- [x] read\n- [ ] done\n\n"
        "$\\frac{a}{b}$\n\n[^1]: A note.\n"
    ),
    "guides/heat.md": (
        "---\ntitle: Heat\ndate: 2025-05-06\n---\n\n# Heat\n\nHeat helps.\n\n## How long?\n\n"
        "Twenty minutes, then [doses](doses.md#much).\n\n:::caution Burns\nNever sleep on it.\n:::\n"
    ),
    "about.html": "<h1>About us</h1>\n<p>We are here <em>daily</em>. <a href='guides/doses.md'>Doses</a></p>\n",
    "sheet.html": (
        "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>Sheet</title></head>"
        "<body><h1>Sheet</h1><p>Print me. <a href='guides/heat.md'>Heat</a></p></body></html>\n"
    ),
    "images/box.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'/>",
}


def translated(
    project: Project,
    locale: str,
    change: Callable[[Unit], Unit | None] | None = None,
    names: tuple[str, ...] = (),
) -> None:
    """Catalogs whose targets are the sources with a mark; ``change`` makes of a unit what it likes."""
    for article in project.articles(names):
        made = template(project.document(article))
        units = []
        for unit in made.units:
            new: Unit | None = replace(unit, target=f"{unit.source} ✓", state=State.TRANSLATED)
            if change is not None and new is not None:
                new = change(new)
            units.append(new or unit)
        path = project.catalog_path(article, locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po.dumps(Catalog(locale, tuple(units), made.header)), encoding="utf-8")


def with_spanish(root: Path) -> Project:
    """The project in a folder, with all of it translated into Spanish."""
    project = Project.find(root)
    translated(project, "es")
    return project


def again(project: Project) -> Project:
    """As the next command finds it: with what has changed on the disk."""
    return Project.find(project.root)


@pytest.fixture
def site(make_project: Callable[..., Path]) -> Project:
    """Two languages: Spanish complete, Arabic not begun."""
    return with_spanish(make_project(ARTICLES, CONFIG))


def tree(folder: Path) -> Mapping[str, bytes]:
    """Every output by name; the manifest, which holds times, left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
