"""How many seeded errors the checks find, and how often they cry wolf: ``check_accuracy.py PAIRS.tsv``.

PAIRS.tsv has a header line and English and Spanish in two columns. The file is split in two by a checksum
of the source: the checks' word lists were tuned on the first half only. ``--own`` adds the pairs of
``tests/cases/checks/pairs-es.txt``, which have the doses and left and right that general texts lack.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import seeding, seeding_markup
from toolkit.catalogs import po
from toolkit.checking import Planner, all_checks, check_unit
from toolkit.checking.registry import overrides
from toolkit.config import Config
from toolkit.model import State, Unit

ROOT = Path(__file__).resolve().parent.parent
assert set(seeding_markup.MARKUP) <= set(seeding.SEEDERS)
Found = set[tuple[str, str]]


def check(source: str, target: str) -> Found:
    """(check, severity) of everything the unit checks say of a pair."""
    unit = Unit(source, target, state=State.TRANSLATED)
    return {(finding.check, finding.severity) for finding in check_unit(unit, "es", planner=_PLANNER)}


_PLANNER = Planner(Config())
_CHECKS = [one for one in all_checks() if one.name in _PLANNER.plan("es").severity and overrides(one, "unit")]


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Pairs of a TSV file, the header left out."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [
        (row[0].strip(), row[1].strip())
        for row in rows
        if len(row) >= 2 and row[0].strip() and row[1].strip()
    ]


def own_pairs() -> list[tuple[str, str]]:
    """Our own sample sentences: ``source = target`` lines of a case file."""
    path = Path(__file__).resolve().parent.parent / "tests/cases/checks/pairs-es.txt"
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if " = " in line and not line.startswith("#")
    ]
    return [(source, target) for source, _, target in (line.partition(" = ") for line in lines)]


def catalog_pairs() -> list[tuple[str, str]]:
    """Accepted translations of the project's own Spanish catalogs; they have the markup others lack."""
    paths = sorted((ROOT / "locales/es/LC_MESSAGES").glob("**/*.po"))
    units = (unit for path in paths for unit in po.read(path, locale="es").units)
    return [
        (unit.source, unit.target)
        for unit in units
        if unit.state in (State.TRANSLATED, State.REVIEWED)
        and not unit.obsolete
        and unit.syntax == "markdown"
    ]


def report(name: str, pairs: list[tuple[str, str]], *, misses: str = "") -> None:
    """Prints the table of one set of pairs."""
    print(f"\n## {name}: {len(pairs)} pairs\n")
    print("| error | seeded | found | by the right check | recall |\n|---|--:|--:|--:|--:|")
    seen: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    right: Counter[str] = Counter()
    before: dict[tuple[str, str], Found] = {}
    for sample in seeding.samples(pairs):
        key = (sample.source, sample.good)
        if key not in before:
            before[key] = check(*key)
        # what is said of the untouched translation too was not found by looking at the error
        found = {name for name, _ in check(sample.source, sample.bad)} - {name for name, _ in before[key]}
        seen[sample.kind] += 1
        hit[sample.kind] += bool(found)
        ours = bool(found & set(seeding.SEEDERS[sample.kind][1]))
        right[sample.kind] += ours
        if sample.kind == misses and not ours:
            print(f"MISSED {sample.source}\n    {sample.bad}", file=sys.stderr)
    for kind, count in seen.items():
        print(f"| {kind} | {count} | {hit[kind]} | {right[kind]} | {right[kind] / count:.3f} |")
    alarms: Counter[tuple[str, str]] = Counter()
    units = errors = 0
    for source, target in pairs:
        found_here = check(source, target)
        alarms.update(found_here)
        units += bool(found_here)
        errors += any(severity == "error" for _, severity in found_here)
    print(f"\nFalse alarms on the untouched translations: {units} units ({units / len(pairs):.2%}), "
          f"with error severity {errors} ({errors / len(pairs):.2%}).\n")  # fmt: skip
    print("| check | errors | warnings | notes |\n|---|--:|--:|--:|")
    for one in _CHECKS:
        counts = [alarms[one.name, severity] for severity in ("error", "warning", "info")]
        if any(counts):
            print(f"| {one.name} | {counts[0]} | {counts[1]} | {counts[2]} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--only", choices=["development", "held-back", "own", "catalogs"])
    parser.add_argument("--misses", default="", metavar="KIND", help="print what was not found of one kind")
    arguments = parser.parse_args()
    pairs = pairs_of(arguments.pairs)
    sets = {
        "development": [pair for pair in pairs if not seeding.held_back(pair[0])],
        "held-back": [pair for pair in pairs if seeding.held_back(pair[0])],
        "own": own_pairs(),
        "catalogs": catalog_pairs(),
    }
    for name, chosen in sets.items():
        if arguments.only in (None, name) and chosen:
            report(name, chosen, misses=arguments.misses)


if __name__ == "__main__":
    main()
