"""Checks of catalogs, locales and pages find what their case file says, in projects written out there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.checks.meaning.test_meaning import pairs
from tests.checks.test_cases import CASES as UNIT_CASES
from tests.conftest import ROOT
from toolkit.checking import Choice, all_checks, check_project
from toolkit.checks import spelling
from toolkit.project import Project

FILE = ROOT / "tests/cases/checks/projects.txt"
HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
_REPEATED = 15


@dataclass
class Case:
    check: str
    found: bool
    name: str
    files: dict[str, list[str]] = field(default_factory=dict)


def cases() -> list[Case]:
    found: list[Case] = []
    check = ""
    lines: list[str] | None = None
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[([a-z-]+)\]", line):
            check, lines = header[1], None
        elif check and line[:2] in ("! ", ". "):
            found.append(Case(check, line[0] == "!", line[2:]))
        elif line.startswith(">> "):
            lines = found[-1].files.setdefault(line[3:], [])
        elif lines is not None:
            lines.append(line)
    return found


CASES = cases()


def text(lines: list[str]) -> str:
    body = [line[:-1] * _REPEATED if line.endswith("\\") else line for line in lines]
    return "\n".join(body).rstrip("\n") + "\n"


def po(lines: list[str]) -> str:
    """``source → target`` lines as entries."""
    entries = []
    for line in lines:
        source, arrow, target = line.partition(" → ")
        if arrow:
            entries.append(f'msgid "{source}"\nmsgstr "{target.strip()}"\n')
        elif line:
            entries.append(line)
    return HEADER + "\n".join(entries)


def long_po(source: str, target: str) -> str:
    """One entry: a whole article of one paragraph."""
    return HEADER + f'msgid "{source.strip()}"\nmsgstr "{target.strip()}"\n'


def write(case: Case, root: Path) -> None:
    settings = text(case.files.get("settings", []))
    (root / "toolkit.toml").write_text(f'locales = ["es"]\n[checks]\n{settings}', encoding="utf-8")
    for name, lines in case.files.items():
        kind, _, path = name.rpartition(" ")
        catalog = root / "locales/es/LC_MESSAGES" / path
        if path.endswith(".po"):
            source = text(case.files[path.replace(".po", ".md")])
            content = {
                "": lambda: po(lines),  # noqa: B023 - called at once
                "raw": lambda: HEADER + text(lines),  # noqa: B023
                "whole": lambda: text(lines),  # noqa: B023
                "long": lambda: long_po(source, text(lines)),  # noqa: B023
            }[kind]()
        elif path == "settings":
            continue
        else:
            catalog = root / ("locales" if path.endswith(".csv") else "source_articles") / path
            content = text(lines)
        catalog.parent.mkdir(parents=True, exist_ok=True)
        catalog.write_text(content, encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}-{case.name}")
def test_case(case: Case, make_project: Callable[..., Path]) -> None:
    if case.check == "spelling" and (lacking := spelling.missing("es")):
        pytest.skip(f"needs {lacking}")
    root = make_project({})
    write(case, root)
    result = check_project(Project.find(root), choice=Choice((case.check,)))
    messages = [finding.message for finding in result.findings]
    assert {finding.check for finding in result.findings} <= {case.check}
    assert bool(messages) == case.found, messages


def test_every_check_has_cases_of_both_kinds() -> None:
    """In one of the case files: markup.txt, language.txt, meaning-*.txt, projects.txt."""
    seen = {(case.check, case.found) for case in (*CASES, *UNIT_CASES)}
    seen |= {(section, not source.startswith("- ")) for section, source, _ in pairs("es")}
    names = [check.name for check in all_checks()]
    assert len(names) > 60
    assert [(name, found) for name in names for found in (True, False) if (name, found) not in seen] == []
