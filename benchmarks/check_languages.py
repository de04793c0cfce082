"""The meaning checks on human translations of other projects: ``check_languages.py FOLDER…``.

Folders with PO files as gettext projects have them (``locale/de/LC_MESSAGES/*.po`` or ``locale/de.po``), such
as unpacked wheels of Django, Wagtail, pretix or GNU Health. Texts of four words and more, accepted, each
once; split in two by a checksum of the source, as in ``check_accuracy.py``. A finding here is a false alarm
or a translator's mistake: only a person can tell, so the figures are an upper bound. Into the held-back
half errors are put by three rules that need little knowledge of a language: a digit changed, a number
dropped, a negation dropped.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import polib

from benchmarks.seeding import Seeder, digit_changed, held_back, number_dropped
from toolkit.checking import Planner, check_unit
from toolkit.config import ChecksConfig, Config
from toolkit.model import State, Unit

LOCALES = {
    "es": ["es"],
    "pt": ["pt", "pt_BR", "pt_PT"],
    "fr": ["fr"],
    "de": ["de"],
    "it": ["it"],
    "ca": ["ca"],
    "ar": ["ar"],
    "zh": ["zh_Hans", "zh_CN", "zh_Hant"],
    "vi": ["vi"],
}
_NEGATED = re.compile(r"\b(?:no|not|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_NEGATIONS = {
    "es": r"\bno (?=\w)",
    "pt": r"\bnão (?=\w)",
    "fr": r"\b(?:ne |n['’])(?=\w+ pas\b)|(?<=\w) pas(?= )",
    "de": r"\bnicht\b ?",
    "it": r"\bnon (?=\w)",
    "ca": r"\bno (?=\w)",
    "ar": r"\b(?:لا|لم|لن) (?=\w)",
    "zh": r"不(?=[能要会會可是应應])|无法",
    "vi": r"\bkhông (?=\w)",
}
_PLANNER = Planner(Config(checks=ChecksConfig(select=("meaning",))))


def pairs(folders: list[Path], language: str) -> Iterator[tuple[str, str]]:
    """Accepted texts and their translations, each pair once."""
    seen = set()
    for folder in folders:
        for locale in LOCALES[language]:
            for path in [*folder.rglob(f"{locale}/LC_MESSAGES/*.po"), *folder.rglob(f"locale/{locale}.po")]:
                for entry in polib.pofile(str(path)).translated_entries():
                    pair = (entry.msgid, entry.msgstr)
                    usable = entry.msgstr and "\n" not in entry.msgid and len(entry.msgid.split()) >= 4
                    if usable and pair[0].strip() != pair[1].strip() and pair not in seen:
                        seen.add(pair)
                        yield pair


def negation_dropped(language: str) -> Seeder:
    """Takes out the only negation of a translation whose source has one, too."""
    pattern = re.compile(_NEGATIONS[language], re.IGNORECASE)

    def seed(source: str, target: str, chance: random.Random) -> str | None:
        wanted = 2 if language == "fr" else 1
        if len(_NEGATED.findall(source)) != 1 or len(pattern.findall(target)) != wanted:
            return None
        return pattern.sub("", target)

    return seed


def findings(source: str, target: str, language: str) -> set[tuple[str, str, str]]:
    """(check, severity, message)."""
    unit = Unit(source, target, state=State.TRANSLATED, syntax="html")
    return {(one.check, one.severity, one.message) for one in check_unit(unit, language, planner=_PLANNER)}


def recall(found: list[tuple[str, str]], language: str, seed: Seeder) -> str:
    """``0.987 (312)``: the share that is found, and how many errors were put in."""
    seeded = hit = 0
    for source, target in found:
        bad = seed(source, target, random.Random(source))
        if bad is not None and bad != target:
            seeded += 1
            hit += bool(findings(source, bad, language) - findings(source, target, language))
    return f"{hit / seeded:.3f} ({seeded})" if seeded else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--language", choices=list(LOCALES))
    parser.add_argument("--show", action="store_true", help="print the findings of the tuning half")
    arguments = parser.parse_args()
    print("| | tuned on | findings | errors | held back | findings | errors |", end="")
    print(" digit changed | number dropped | negation dropped |")
    print(f"|---{'|--:' * 9}|")
    for language in [arguments.language] if arguments.language else LOCALES:
        counts: Counter[tuple[bool, str]] = Counter()
        kept = []
        for source, target in pairs(arguments.folders, language):
            half = held_back(source)
            found = findings(source, target, language)
            counts[half, "all"] += 1
            counts[half, "found"] += bool(found)
            counts[half, "errors"] += any(severity == "error" for _, severity, _ in found)
            if half:
                kept.append((source, target))
            elif arguments.show:
                for one in found:
                    print(*one, source, target, sep="\n    ", file=sys.stderr)
        cells = [language]
        for half in (False, True):
            total = counts[half, "all"] or 1
            cells.append(f"{counts[half, 'all']:,}")
            cells += [f"{counts[half, name] / total:.2%}" for name in ("found", "errors")]
        for seed in (digit_changed, number_dropped, negation_dropped(language)):
            cells.append(recall(kept, language, seed))
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
