"""How many seeded errors the checks find, and how often they cry wolf: ``check_accuracy.py [PAIRS.tsv]``.

PAIRS.tsv has a header line and English and Spanish in two columns. The file is split in two by a checksum
of the source: the checks' word lists were tuned on the first half only. Our own sentences
(``benchmarks/data/sentences-es.txt``, ``tests/cases/checks/pairs-es.txt``) have the doses, telephone
numbers, left and right that general texts lack, the project's catalogs the markup; the right translations
of the case files are all there is for the other languages.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import seeding, seeding_markup, seeding_words, sentences
from toolkit.catalogs import po
from toolkit.checking import Planner, all_checks, check_unit
from toolkit.checking.registry import overrides
from toolkit.checking.units import Terms
from toolkit.config import ChecksConfig, Config
from toolkit.model import State, Unit
from toolkit.terms import table

ROOT = Path(__file__).resolve().parent.parent
assert set(seeding_markup.MARKUP) | set(seeding_words.WORDS) <= set(seeding.SEEDERS)
Found = set[tuple[str, str, str]]
"""(check, severity, message)."""
OTHERS = ("pt", "fr", "de", "it", "ca", "ar", "zh", "vi")
_TERMS = Terms(table.loads(seeding_words.GLOSSARY))
_SETTINGS = ChecksConfig(keep=seeding_words.KEPT, severity={"names": "info"})
_PLANNER = Planner(Config(checks=_SETTINGS))
_FORMAL = Planner(Config(checks=ChecksConfig(select=("address",), address="formal")))
_CHECKS = [one for one in all_checks() if overrides(one, "unit")]


def check(source: str, target: str, locale: str = "es", *, formal: bool = False) -> Found:
    """Everything the unit checks say of a pair."""
    flags = ("c-format",) if "%d" in source or "%s" in source else ()
    unit = Unit(source, target, state=State.TRANSLATED, flags=flags)
    findings = check_unit(unit, locale, planner=_PLANNER, terms=_TERMS)
    if formal:
        findings += check_unit(unit, locale, planner=_FORMAL)
    return {(one.check, one.severity, one.message) for one in findings}


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Pairs of a TSV file, the header left out."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [
        (row[0].strip(), row[1].strip())
        for row in rows
        if len(row) >= 2 and row[0].strip() and row[1].strip()
    ]


def own_pairs() -> list[tuple[str, str]]:
    """Our own sentences: those of the case file, and those put together from frames."""
    lines = (ROOT / "tests/cases/checks/pairs-es.txt").read_text(encoding="utf-8").splitlines()
    written = [line.partition(" = ") for line in lines if " = " in line and not line.startswith("#")]
    return [(source, target) for source, _, target in written] + sentences.pairs()


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


def report(
    name: str,
    pairs: list[tuple[str, str]],
    *,
    locale: str = "es",
    seeders: Mapping[str, seeding.Rule] = seeding.SEEDERS,
    misses: str = "",
) -> None:
    """Prints the tables of one set of pairs."""
    print(f"\n### {name}: {len(pairs)} pairs\n")
    print("| error | seeded | found | by the right check | recall |\n|---|--:|--:|--:|--:|")
    seen: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    right: Counter[str] = Counter()
    before: dict[tuple[str, str, bool], Found] = {}
    for sample in seeding.samples(pairs, seeders):
        formal = "address" in seeders[sample.kind][1]
        key = (sample.source, sample.good, formal)
        if key not in before:
            before[key] = check(sample.source, sample.good, locale, formal=formal)
        # what is said of the untouched translation, too, was not found by looking at the error
        found = {name for name, *_ in check(sample.source, sample.bad, locale, formal=formal) - before[key]}
        seen[sample.kind] += 1
        hit[sample.kind] += bool(found)
        ours = bool(found & set(seeders[sample.kind][1]))
        right[sample.kind] += ours
        if sample.kind == misses and not ours:
            print(f"MISSED {sample.source}\n    {sample.bad}", file=sys.stderr)
    for kind, count in seen.items():
        print(f"| {kind} | {count} | {hit[kind]} | {right[kind]} | {right[kind] / count:.3f} |")
    alarms(pairs, locale)


def alarms(pairs: list[tuple[str, str]], locale: str) -> None:
    """Prints what is said of the untouched translations."""
    counts: Counter[tuple[str, str]] = Counter()
    units = errors = 0
    for source, target in pairs:
        found = check(source, target, locale)
        counts.update({(name, severity) for name, severity, _ in found})
        # "names" is off unless a project asks for it
        units += bool({name for name, *_ in found} - {"names"})
        errors += any(severity == "error" for _, severity, _ in found)
    print(f"\nFalse alarms on the untouched translations: {units} units ({units / len(pairs):.2%}), "
          f"with error severity {errors} ({errors / len(pairs):.2%}).\n")  # fmt: skip
    if counts:
        print("| check | errors | warnings | notes |\n|---|--:|--:|--:|")
    for one in _CHECKS:
        row = [counts[one.name, severity] for severity in ("error", "warning", "info")]
        if any(row):
            print(f"| {one.name} | {row[0]} | {row[1]} | {row[2]} |")


def in_other_languages(misses: str) -> None:
    """Tables of the right sentences of the other languages, for the rules that need no Spanish."""
    kinds = ("digit changed", "number dropped", "word twice", "all of it in English", "two spaces",
             "letter of another script")  # fmt: skip
    common = {kind: seeding.SEEDERS[kind] for kind in kinds}
    for language in OTHERS:
        seeders = {**common, **seeding_words.SIGNS.get(language, {})}
        report(f"{language}, right sentences of the case file", sentences.right(language),
               locale=language, seeders=seeders, misses=misses)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="?")
    parser.add_argument("--only", choices=["development", "held-back", "own", "catalogs", "others"])
    parser.add_argument("--misses", default="", metavar="KIND", help="print what was not found of one kind")
    arguments = parser.parse_args()
    pairs = pairs_of(arguments.pairs) if arguments.pairs else []
    sets = {
        "development": [pair for pair in pairs if not seeding.held_back(pair[0])],
        "held-back": [pair for pair in pairs if seeding.held_back(pair[0])],
        "own": own_pairs(),
        "catalogs": catalog_pairs(),
    }
    for name, chosen in sets.items():
        if arguments.only in (None, name) and chosen:
            report(name, chosen, misses=arguments.misses)
    if arguments.only in (None, "others"):
        in_other_languages(arguments.misses)


if __name__ == "__main__":
    main()
