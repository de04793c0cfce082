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

from benchmarks import seeding
from toolkit.checks.base import Pair, Reader, Settings
from toolkit.checks.meaning import CHECKS
from toolkit.model import State, Unit

Found = set[tuple[str, str]]


def check(source: str, target: str) -> Found:
    """(check, severity) of everything the meaning checks say of a pair."""
    unit = Unit(source, target, state=State.TRANSLATED, syntax="text")
    pair = Pair(unit, "es", "es", Settings(), Reader())
    return {(one.name, problem.severity or one.severity) for one in _CHECKS for problem in one.unit(pair)}


_CHECKS = [kind() for kind in CHECKS if kind.default and kind().applies("es", Settings())]


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
    print("| check | errors | warnings |\n|---|--:|--:|")
    for one in _CHECKS:
        print(f"| {one.name} | {alarms[one.name, 'error']} | {alarms[one.name, 'warning']} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--only", choices=["development", "held-back", "own"])
    parser.add_argument("--misses", default="", metavar="KIND", help="print what was not found of one kind")
    arguments = parser.parse_args()
    pairs = pairs_of(arguments.pairs)
    sets = {
        "development": [pair for pair in pairs if not seeding.held_back(pair[0])],
        "held-back": [pair for pair in pairs if seeding.held_back(pair[0])],
        "own": own_pairs(),
    }
    for name, chosen in sets.items():
        if arguments.only in (None, name) and chosen:
            report(name, chosen, misses=arguments.misses)


if __name__ == "__main__":
    main()
