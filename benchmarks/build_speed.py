"""How long a build takes: everything, nothing changed, one article changed.

    python benchmarks/build_speed.py [--articles 1000] [--locales 3]

Articles are made here, about 10 KB each, with complete catalogs. Prints seconds, and composing as a
multiple of the Markdown parser's bare events on the same bytes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

WORDS = [
    "pain",
    "nerve",
    "dose",
    "heat",
    "walk",
    "rest",
    "sleep",
    "clinic",
    "back",
    "knee",
    "joint",
    "tablet",
    "week",
    "morning",
    "slowly",
    "gently",
    "often",
]
LOCALES = ("es", "ar", "fr", "de", "pt")


def article(number: int) -> str:
    rng = random.Random(number)

    def sentence() -> str:
        return (
            " ".join(rng.choice(WORDS) for _ in range(rng.randint(6, 16))).capitalize()
            + f" {rng.randint(1, 999)}."
        )

    parts = [f"---\ntitle: Article {number}\ndate: 2025-01-{number % 28 + 1:02}\n---\n\n# Article {number}\n"]
    for section in range(6):
        parts.append(f"\n## Section {section}\n")
        for _ in range(4):
            parts.append("\n" + " ".join(sentence() for _ in range(5)) + " **" + sentence() + "**\n")
        parts.append("\n" + "".join(f"- {sentence()}\n" for _ in range(4)))
    parts.append(f"\nSee [the next one](a{number + 1:04}.md).\n")
    return "".join(parts)


def timed(what: str, work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{what:45} {seconds:8.2f} s", flush=True)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--locales", type=int, default=3)
    options = parser.parse_args()

    from toolkit import formats
    from toolkit.catalogs import po
    from toolkit.catalogs.template import template
    from toolkit.formats import markdown_runs
    from toolkit.model import Catalog, State
    from toolkit.project import Project
    from toolkit.publishing.compose import compose
    from toolkit.publishing.site import build

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tags = LOCALES[: options.locales]
        config = f'locales = {list(tags)}\n[site]\nbase-url = "https://clinic.example/"\n'.replace("'", '"')
        (root / "toolkit.toml").write_text(config)
        source = root / "source_articles"
        source.mkdir()
        texts = [article(number) for number in range(options.articles)]
        for number, text in enumerate(texts):
            (source / f"a{number:04}.md").write_text(text)
        project = Project.find(root)
        for one in project.all_articles:
            made = template(project.document(one))
            units = tuple(replace(u, target=u.source + " ✓", state=State.TRANSLATED) for u in made.units)
            for tag in tags:
                path = project.catalog_path(one, tag)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(po.dumps(Catalog(tag, units, made.header)))
        size = sum(map(len, texts))
        print(f"{options.articles} articles, {size / 1e6:.1f} MB, {len(tags)} locales")

        def events() -> None:
            for text in texts:
                for _ in markdown_runs.PARSER.events_with_range(text):
                    pass

        def composing() -> None:
            for text in texts:
                compose(formats.parse(text, "a.md"), lambda segment: segment.text + " ✓")

        bare = timed("the parser's bare events", events)
        full = timed("parse, compose and prove", composing)
        print(f"{'  as a multiple':45} {full / bare:8.1f} x")
        timed("everything", lambda: build(Project.find(root)))
        timed("nothing changed", lambda: build(Project.find(root)))
        (source / "a0500.md" if options.articles > 500 else source / "a0000.md").write_text(article(99_999))
        timed("one article changed", lambda: build(Project.find(root)))


if __name__ == "__main__":
    main()
