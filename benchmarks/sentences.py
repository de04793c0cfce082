"""Our own right sentences, put together from ``benchmarks/data/sentences-es.txt``; and in nine languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ROOT / "benchmarks/data/sentences-es.txt"
CASES = ROOT / "tests/cases/checks"
Pair = tuple[str, str]


def sections(path: Path = SENTENCES) -> Iterator[tuple[str, list[Pair]]]:
    """(name, pairs) of each section: every frame with every filler."""
    name, frames, fillers = "", list[Pair](), list[Pair]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), "[]"]:
        if line.startswith("["):
            if frames:
                yield name, [_filled(frame, filler) for frame in frames for filler in fillers or [("", "")]]
            name, frames, fillers = line.strip("[]"), [], []
        elif " = " in line and not line.startswith("#"):
            source, _, target = line.removeprefix("with ").partition(" = ")
            (fillers if line.startswith("with ") and "{}" not in line else frames).append((source, target))


def _filled(frame: Pair, filler: Pair) -> Pair:
    return frame[0].replace("{}", filler[0]), frame[1].replace("{}", filler[1])


def pairs() -> list[Pair]:
    """All sentences, each once."""
    return list(dict.fromkeys(pair for _, found in sections() for pair in found))


def right(language: str) -> list[Pair]:
    """Right translations of the case file of a language."""
    section, found = "", list[Pair]()
    for line in (CASES / f"meaning-{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "right" and " | " in line and not line.startswith("#"):
            source, _, target = line.partition(" | ")
            found.append((source, target))
    return found
