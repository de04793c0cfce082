"""How fast all checks go over a large catalog, against pofilter: ``check_speed.py PAIRS.tsv``.

PAIRS.tsv has a header line and English and Spanish in two columns; they are repeated, each time with another
number before them so that no two units are the same, until there are ``--units`` of them. Both tools run
as whole processes on the same PO file, on one core, one after the other. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
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
from toolkit.checking import all_checks, check_units
catalog = po.read(sys.argv[1], locale="es")
gc.disable()  # as toolkit.checking.check_project does
start = time.process_time()
findings = list(check_units(catalog.units, "es"))
seconds = time.process_time() - start
units = {finding.key for finding in findings}
print(len(all_checks()), len(findings), len(units), f"{seconds:.2f}")
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--units", type=int, default=50_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.po"
        catalog(arguments.pairs, path, arguments.units)
        ours, said = run([sys.executable, "-c", _OURS, str(path)])
        checks, findings, units, inside = said.split()
        pofilter = Path(sys.executable).with_name("pofilter")
        out = Path(folder) / "filtered.po"
        theirs, _ = run([str(pofilter), "--progress=none", str(path), str(out)])
        reported = out.read_text(encoding="utf-8").count("\nmsgid ") - 1 if out.exists() else 0
    print(f"{arguments.units:,} units\n")
    print("| | processor seconds | checks | units reported |\n|---|--:|--:|--:|")
    print(f"| toolkit | {ours:.1f} (checks alone {inside}) | {checks} | {units} |")
    print(f"| pofilter | {theirs:.1f} | 46 | {reported} |")
    print(f"\n{theirs / ours:.1f} times as fast; {findings} findings.")


if __name__ == "__main__":
    main()
