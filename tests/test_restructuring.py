"""Articles that are swapped, split, joined and edited at once, and no translation is lost on the way."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_extracting import Make, catalog_path, run, snapshot, translate, units, write
from toolkit import provenance
from toolkit.catalogs import po
from toolkit.model import State

LONG = {
    "a": ["# Knee pain", "Rest the knee for two days and keep it warm.", "Come back when it swells again."],
    "b": [
        "# Back pain",
        "Walk a little every day, even when it hurts.",
        "Do not lift heavy things for a week.",
    ],
}


def article(name: str, **edits: str) -> str:
    """One of the long articles, with words replaced."""
    text = "\n\n".join(LONG[name]) + "\n"
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    return text


def long_project(make_project: Make) -> Path:
    root = make_project({"a.md": article("a"), "b.md": article("b")})
    run(root)
    for name in LONG:
        translate(root, name)
    return root


def test_two_articles_that_swapped_names_and_were_edited_lose_nothing(make_project: Make) -> None:
    root = long_project(make_project)
    write(root, "a.md", article("b", little="lot"))
    write(root, "b.md", article("a", swells="hurts"))
    run(root)
    assert [(u.target, u.state) for u in units(root, "a").values() if not u.obsolete] == [
        ("«Back pain»", State.TRANSLATED),
        ("«Walk a little every day, even when it hurts.»", State.STALE),
        ("«Do not lift heavy things for a week.»", State.TRANSLATED),
    ]
    assert units(root, "b")["Come back when it hurts again."].target == "«Come back when it swells again.»"
    again = snapshot(root)
    shutil.rmtree(root / ".toolkit")
    run(root)
    assert snapshot(root) == again


def test_an_article_split_and_edited_keeps_all_in_both_parts(make_project: Make) -> None:
    root = long_project(make_project)
    write(root, "b.md", LONG["b"][0] + "\n")
    write(root, "part.md", "# Every day\n\n" + article("b", week="month").partition("\n\n")[2])
    run(root)
    assert [(u.target, u.state) for u in units(root, "part").values()] == [
        ("", State.UNTRANSLATED),
        ("«Walk a little every day, even when it hurts.»", State.TRANSLATED),
        ("«Do not lift heavy things for a week.»", State.STALE),
    ]


def test_articles_joined_into_one_and_edited_leave_no_catalog_behind(make_project: Make) -> None:
    root = long_project(make_project)
    (root / "source_articles" / "a.md").unlink()
    (root / "source_articles" / "b.md").unlink()
    write(root, "both.md", article("a", warm="cool") + "\n" + article("b", week="month"))
    run(root)
    made = units(root, "both")
    assert len(made) == 6
    assert all(unit.target for unit in made.values())
    assert sum(unit.state is State.STALE for unit in made.values()) == 2
    assert not catalog_path(root, "a").exists()
    assert not catalog_path(root, "b").exists()


def test_a_short_text_in_common_is_no_reason_to_offer_what_another_article_lost(make_project: Make) -> None:
    root = long_project(make_project)
    write(root, "b.md", LONG["b"][2] + "\n")
    write(root, "new.md", "# Back pain\n\nWalk a little every day, unless it hurts.\n")
    run(root)
    assert units(root, "new")["Walk a little every day, unless it hurts."].target == ""


def restructured(articles: dict[str, list[str]], chance: random.Random, number: int) -> None:
    """What happens to articles: swapped, renamed, split, joined, edited, removed, copied, shuffled."""
    one, other = chance.choice(sorted(articles)), chance.choice(sorted(articles))
    texts = articles[one]
    match chance.randrange(8):
        case 0:
            articles[one], articles[other] = articles[other], articles[one]
        case 1:
            articles[f"n{number}"] = articles.pop(one)
        case 2 if len(texts) > 1:
            articles[f"n{number}"], articles[one] = texts[1:], texts[:1]
        case 3 if one != other:
            articles[one] = texts + articles.pop(other)
        case 4:
            place = chance.randrange(len(texts))
            texts[place] = texts[place].replace(" ", f" {chance.choice(['not', 'two', 'really'])} ", 1)
        case 5 if len(articles) > 1:
            del articles[one]
        case 6:
            articles[f"n{number}"] = list(texts)
        case _:
            chance.shuffle(texts)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_becomes_of_articles_no_translation_is_lost(make_project: Make, seed: int) -> None:
    chance = random.Random(seed)
    articles = {name: list(texts) for name, texts in LONG.items()}
    root = make_project({f"{name}.md": article(name) for name in articles})
    run(root)
    made: set[tuple[str | None, str]] = set()
    for step in range(12):
        for path in (root / "locales" / "es").rglob("*.po"):
            translate_new(path, made)
        for _ in range(chance.randrange(1, 4)):
            restructured(articles, chance, len(made) + step)
        shutil.rmtree(root / "source_articles")
        (root / "source_articles").mkdir()
        for name, texts in articles.items():
            write(root, f"{name}.md", "\n\n".join(texts) + "\n")
        run(root)
        after = snapshot(root)
        shutil.rmtree(root / ".toolkit")
        run(root)
        assert snapshot(root) == after
        held = [unit for path in (root / "locales" / "es").rglob("*.po") for unit in po.read(path).units]
        assert made <= {(u.source, u.target) for u in held} | {(u.previous, u.target) for u in held}
        assert all(u.target == f"«{u.source}»" for u in held if u.state is State.TRANSLATED)


def translate_new(path: Path, made: set[tuple[str | None, str]]) -> None:
    """Accept a translation of each new text, and note it."""
    catalog = po.read(path)
    units = []
    for unit in catalog.units:
        if not unit.target:
            unit = provenance.accepted(unit, f"«{unit.source}»")
            made.add((unit.source, unit.target))
        units.append(unit)
    po.write(path, replace(catalog, units=tuple(units)))
