"""Reading, writing, updating and searching one large catalog, against polib, Babel and GNU msgmerge.

    python benchmarks/catalogs.py [--units 53612] [--runs 3] [--changed 0.01]

The texts are made up from a fixed seed: as long as in real documentation (1 to 40 words of a
vocabulary of 8,000), a third of them drafts. Prints medians, and others' as a ratio to ours.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import polib
from babel.messages.pofile import read_po, write_po

from toolkit.catalogs import header, po
from toolkit.catalogs.leverage import leverage
from toolkit.memory.index import Memory
from toolkit.model import Catalog, State, Unit

SEED = 1


def vocabulary(rng: random.Random) -> list[str]:
    return ["".join(rng.choice("aeioulnrstmdpc") for _ in range(rng.randint(2, 9))) for _ in range(8000)]


def catalog(count: int, rng: random.Random, words: list[str]) -> Catalog:
    units = []
    for number in range(count):
        source = f"{' '.join(rng.choices(words, k=rng.choice([1, 3, 8, 20, 40])))} {number}"
        target = " ".join(rng.choices(words, k=source.count(" ") + 1))
        draft = number % 3 == 0
        units.append(
            Unit(
                source,
                target,
                state=State.DRAFT if draft else State.TRANSLATED,
                role="paragraph",
                comments=("draft: apertium eng-spa 2026-11-20",) if draft else (),
                references=(("guides/a.md", number + 1),),
            )
        )
    made = header.make("es", format="markdown", plural_forms="nplurals=2; plural=(n != 1);")
    return Catalog("es", tuple(units), made)


def edited(
    made: Catalog, share: float, rng: random.Random, words: list[str]
) -> tuple[Catalog, dict[str, str]]:
    """A template in which a share of the texts has one other word, and what each came from."""
    origin: dict[str, str] = {}
    units = []
    for unit in made.units:
        source = unit.source
        if rng.random() < share:
            pieces = source.split()
            pieces[rng.randrange(len(pieces))] = f"{rng.choice(words)}x"
            source = " ".join(pieces)
            origin[source] = unit.source
        units.append(Unit(source, role=unit.role, references=unit.references))
    return Catalog("", tuple(units), header.make("", format="markdown")), origin


def median(work: Callable[[], object], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def table(title: str, seconds: Mapping[str, float]) -> None:
    print(f"\n{title}")
    ours = next(iter(seconds.values()))
    for number, (name, value) in enumerate(seconds.items()):
        print(f"  {name:38} {value:8.3f} s{f'   {value / ours:6.2f}× ours' if number else ''}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=53_612)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--changed", type=float, default=0.01)
    options = parser.parse_args()
    rng = random.Random(SEED)
    words = vocabulary(rng)
    made = catalog(options.units, rng, words)
    text = po.dumps(made)
    print(f"{options.units} units, {len(text.encode()) / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory() as name:
        reading_and_writing(made, text, Path(name), options.runs)
        updating(made, Path(name), options.runs, *edited(made, options.changed, rng, words))
    searching(made, rng, words)


def reading_and_writing(made: Catalog, text: str, folder: Path, runs: int) -> None:
    path = folder / "es.po"
    path.write_text(text, encoding="utf-8")
    theirs, babel = polib.pofile(str(path)), read_po(io.BytesIO(text.encode()))
    table(
        "Reading",
        {
            "toolkit": median(lambda: po.read(path), runs),
            "polib": median(lambda: polib.pofile(str(path)), runs),
            "Babel": median(lambda: read_po(io.BytesIO(path.read_bytes())), 1),
        },
    )
    table(
        "Writing",
        {
            "toolkit (durable, in one step)": median(
                lambda: (path.unlink(missing_ok=True), po.write(path, made)), runs
            ),
            "polib": median(lambda: theirs.save(str(folder / "polib.po")), 1),
            "Babel": median(lambda: write_po(io.BytesIO(), babel), 1),
        },
    )


def updating(made: Catalog, folder: Path, runs: int, template: Catalog, origin: Mapping[str, str]) -> None:
    pot, old, new = folder / "a.pot", folder / "es.po", folder / "new.po"
    po.write(pot, template)
    po.write(old, made)

    def ours() -> None:
        new.unlink(missing_ok=True)
        po.write(new, leverage(po.read(pot), po.read(old)))

    seconds = {"toolkit: read, leverage, write": median(ours, runs)}
    found = {"toolkit": po.read(new)}
    if shutil.which("msgmerge"):
        for name, more in (("msgmerge without fuzzy matching", ["-N"]), ("msgmerge", [])):
            command = ["msgmerge", "--quiet", "--previous", *more, "-o", folder / "gnu.po", old, pot]
            seconds[name] = median(lambda command=command: subprocess.run(command, check=True), 1)
        found["msgmerge"] = po.read(folder / "gnu.po")
    else:
        print("\nmsgmerge is not installed (Debian package gettext)")
    table(f"Updating, {len(origin)} texts changed by a word", seconds)
    for name, result in found.items():
        right = sum(origin.get(unit.source) == unit.previous for unit in result.units if unit.previous)
        wrong = sum(unit.previous is not None for unit in result.units) - right
        print(f"  {name}: {right} of {len(origin)} found, {wrong} wrong")


def searching(made: Catalog, rng: random.Random, words: list[str]) -> None:
    units = [replace(unit, state=State.TRANSLATED, comments=()) for unit in made.units[:50_000]]
    picked = [unit for unit in rng.sample(units, min(2000, len(units))) if unit.source.count(" ") >= 3][:250]
    queries = []
    for unit in picked:
        pieces = unit.source.split()
        pieces[rng.randrange(len(pieces) - 1)] = f"{rng.choice(words)}x"
        queries.append((" ".join(pieces), unit.source))
    unrelated = [" ".join(rng.choices(words, k=rng.choice([4, 8, 20, 40]))) for _ in range(250)]
    start = time.perf_counter()
    memory = Memory(units)
    right = sum(
        bool(found := memory.matches(text, cutoff=60)) and found[0].unit.source == source
        for text, source in queries
    )
    wrong = sum(bool(memory.matches(text, cutoff=60)) for text in unrelated)
    seconds = time.perf_counter() - start
    print(f"\nMemory: {len(queries) + 250} texts against {len(memory)} units, building it included")
    print(f"  toolkit {seconds:.3f} s: {right} of {len(queries)} right, {wrong} of 250 unrelated matched")


if __name__ == "__main__":
    main()
