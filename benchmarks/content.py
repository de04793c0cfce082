"""A content repository for benchmarks: articles of about 10 KB, with complete catalogs."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from toolkit.catalogs import po
from toolkit.catalogs.template import template
from toolkit.model import Catalog, State
from toolkit.project import Article, Project

WORDS = (
    *("pain", "nerve", "dose", "heat", "walk", "rest", "sleep", "clinic", "back", "knee", "joint"),
    *("tablet", "week", "morning", "slowly", "gently", "often"),
)
LOCALES = ("es", "ar", "fr", "de", "pt")
MARK = " ✓"
"""What a translation has and its source has not."""


def article(number: int, *, extra: str = "", title: str = "") -> str:
    """Markdown with front matter, headings, paragraphs, lists, emphasis and a link; always the same.

    :param extra: words put into one paragraph. :param title: instead of the usual one.
    """
    rng = random.Random(number)

    def sentence() -> str:
        words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(6, 16))).capitalize()
        return f"{words} {rng.randint(1, 999)}."

    title = title or f"Article {number}"
    date = f"2025-01-{number % 28 + 1:02}"
    parts = [f"---\ntitle: {title}\ndate: {date}\n---\n\n# {title}\n"]
    for section in range(6):
        parts.append(f"\n## Section {section}\n")
        for paragraph in range(4):
            words = extra if (section, paragraph) == (2, 2) else ""
            parts.append("\n" + " ".join(sentence() for _ in range(5)) + f" **{sentence()}**{words}\n")
        parts.append("\n" + "".join(f"- {sentence()}\n" for _ in range(4)))
    parts.append(f"\nSee [the next one](a{number + 1:04}.md).\n")
    return "".join(parts)


def name(number: int) -> str:
    return f"a{number:04}.md"


def make(root: Path, count: int, locales: int) -> Project:
    """The repository in ``root``; every text of every article is translated."""
    tags = list(LOCALES[:locales])
    root.mkdir(parents=True, exist_ok=True)
    (root / "toolkit.toml").write_text(
        f'locales = {tags}\n[site]\nbase-url = "https://clinic.example/"\n'.replace("'", '"')
    )
    source = root / "source_articles"
    source.mkdir()
    for number in range(count):
        (source / name(number)).write_text(article(number))
    project = Project.find(root)
    for one in project.all_articles:
        translate(project, one)
    return project


def translate(project: Project, one: Article) -> None:
    """Complete catalogs of an article."""
    made = template(project.document(one))
    units = tuple(
        replace(unit, target=unit.source + MARK, state=State.TRANSLATED, references=()) for unit in made.units
    )
    for tag in project.config.locales:
        path = project.catalog_path(one, tag)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po.dumps(Catalog(tag, units, made.header)))
