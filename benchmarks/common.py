"""Timing whole processes against each other, in turn, so that a drifting machine hits both alike."""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """Seconds of wall clock of each run; peak memory in MB where it was measured."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def in_turn(
    commands: Mapping[str, Sequence[str]],
    *,
    runs: int = 5,
    cwd: Path | None = None,
    prepare: Callable[[str], None] | None = None,
) -> dict[str, Timing]:
    """Run each command once to warm up, then ``runs`` times, A B C A B C ….

    :param prepare: called with a command's name before each of its runs, outside the clock.
    :raises SystemExit: a command failed; its output is shown.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            if prepare is not None:
                prepare(name)
            start = time.perf_counter()
            done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
            taken = time.perf_counter() - start
            if done.returncode != 0:
                sys.exit(f"{name} failed ({done.returncode}): {done.stdout[-500:]}{done.stderr[-500:]}")
            if number:
                seconds[name].append(taken)
    return {name: Timing(name, tuple(values)) for name, values in seconds.items()}


@dataclass(frozen=True)
class Run:
    """One whole process and those it started."""

    seconds: float
    """Wall clock."""
    cpu: float
    """Seconds of processor time, all processes together."""
    megabytes: float
    """Peak memory of the largest of them."""


# A process' peak counts what its parent held when it was started, so a small one starts it.
_LAUNCHER = """
import os, sys, time
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - start
cpu = usage.ru_utime + usage.ru_stime
with open(sys.argv[1], "w") as file:
    print(os.waitstatus_to_exitcode(status), seconds, cpu, usage.ru_maxrss, file=file)
"""


def measured(command: Sequence[str], cwd: Path, *, codes: tuple[int, ...] = (0,)) -> Run:
    """Run a command and say what it took.

    :raises SystemExit: it ended with another code; what it said is shown.
    """
    with tempfile.NamedTemporaryFile("r") as figures:
        launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, figures.name, *command]
        done = subprocess.run(launcher, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        code, seconds, cpu, kilobytes = map(float, figures.read().split())
    if code not in codes:
        sys.exit(
            f"{' '.join(command[:4])} failed ({code:g}): {done.stdout[-1500:].decode('utf-8', 'replace')}"
        )
    return Run(seconds, cpu, kilobytes / 1024)


def report(title: str, timings: Mapping[str, Timing], ours: str) -> None:
    """A table with every other command as a ratio to ours."""
    print(f"\n{title}")
    base = timings[ours].median
    for timing in timings.values():
        ratio = "" if timing.name == ours else f"   {timing.median / base:6.2f}× ours"
        low, high = min(timing.seconds), max(timing.seconds)
        print(f"  {timing.name:34} {timing.median:8.3f} s  ({low:.3f}–{high:.3f}){ratio}")


def tool(name: str) -> str | None:
    """Path of a command beside this interpreter or on PATH; None when it is not installed."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def peak_memory_of_children() -> float:
    """MB of the largest child process so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
