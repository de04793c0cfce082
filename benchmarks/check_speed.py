"""How fast all checks go over a large catalog, against pofilter: ``check_speed.py PAIRS.tsv``.

PAIRS.tsv has a header line and English and Spanish in two columns; they are repeated, each time with another
number before them so that no two units are the same, until there are ``--units`` of them. Both tools run
as whole processes on the same PO file, on one core, one after the other. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_OURS = """
import gc, sys, time
from toolkit.catalogs import po
from toolkit.checking import all_checks
from toolkit.checking.units import check_pairs, default_planner, pair_of
catalog = po.read(sys.argv[1], locale="es")
gc.disable()  # as toolkit.checking.check_project does
start = time.process_time()
plan = default_planner().plan("es")
findings = []
for at in range(0, len(catalog.units), 64):  # as many as an article may have
    pairs = [pair_of(unit, "es", plan) for unit in catalog.units[at : at + 64] if unit.target]
    findings += check_pairs(pairs, plan)
seconds = time.process_time() - start
units = {finding.key for finding in findings}
errors = {finding.key for finding in findings if finding.severity == "error"}
ran = sum(len(rules) for _, rules in plan.unit)
print(ran, len(all_checks()), len(findings), len(units), len(errors), f"{seconds:.2f}")
"""


def catalog(pairs: Path, path: Path, units: int) -> None:
    """Writes the PO file."""
    rows = [line.split("\t") for line in pairs.read_text(encoding="utf-8").splitlines()[1:]]
    rows = [row for row in rows if len(row) >= 2 and row[0].strip() and row[1].strip()]
    with path.open("w", encoding="utf-8") as file:
        file.write('msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
        file.write('"Content-Transfer-Encoding: 8bit\\n"\n')
        for number in range(units):
            source, target = rows[number % len(rows)][:2]
            mark = f"({number // len(rows) + 1}) " if number >= len(rows) else ""
            file.write(f"\nmsgid {_quoted(mark + source.strip())}\nmsgstr {_quoted(mark + target.strip())}\n")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def run(command: list[str]) -> tuple[float, str]:
    """Processor seconds of the whole process on one core, and what it printed.

    Not the clock's: what else runs on the machine must not decide.
    """
    pinned = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(pinned, cwd=ROOT, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.strip()


def pofilter_checks(pofilter: Path) -> int:
    """How many checks pofilter runs on a PO file."""
    done = subprocess.run([str(pofilter), "--listfilters"], capture_output=True, text=True, check=True)
    return sum("\t" in line for line in done.stdout.splitlines())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--units", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3, help="The fastest of so many counts, for both.")
    arguments = parser.parse_args()
    # pip compiles what it installs; a checkout that is run in place has to be compiled too.
    compileall.compile_dir(ROOT / "toolkit", quiet=1)
    pofilter = Path(sys.executable).with_name("pofilter")
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "large.po", Path(folder) / "filtered.po"
        catalog(arguments.pairs, path, arguments.units)
        commands = (
            [sys.executable, "-c", _OURS, str(path)],
            [str(pofilter), "--progress=none", str(path), str(out)],
        )
        # In turns: what else the machine does makes both slower.
        runs = [[run(command) for command in commands] for _ in range(arguments.runs)]
        (ours, said), (theirs, _) = map(min, zip(*runs, strict=True))
        reported = out.read_text(encoding="utf-8").count("\nmsgid ") - 1 if out.exists() else 0
    ran, every, findings, units, errors, inside = said.split()
    print(f"{arguments.units:,} units, the fastest of {arguments.runs} runs\n")
    print("| | processor seconds | checks | units reported |\n|---|--:|--:|--:|")
    print(
        f"| toolkit | {ours:.1f} (checks alone {inside}) | {ran} of units, {every} in all "
        f"| {int(units):,} ({_share(int(units), arguments.units)}), "
        f"with an error {int(errors):,} ({_share(int(errors), arguments.units)}) |"
    )
    print(
        f"| pofilter | {theirs:.1f} | {pofilter_checks(pofilter)} "
        f"| {reported:,} ({_share(reported, arguments.units)}) |"
    )
    print(f"\n{theirs / ours:.1f} times as fast; {int(findings):,} findings.")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


if __name__ == "__main__":
    main()
