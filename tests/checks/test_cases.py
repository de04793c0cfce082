"""Every unit check finds what its case files say it has to find, and nothing where they say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit.checking import Choice, Planner, check_unit
from toolkit.config import Config
from toolkit.model import State, Unit

FILES = [ROOT / "tests/cases/checks" / name for name in ("markup.txt", "language.txt")]
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\n")
PLANNER = Planner(Config())


@dataclass(frozen=True)
class Case:
    check: str
    locale: str
    source: str
    target: str
    found: bool
    fix: str | None
    place: str


def cases(path: Path) -> list[Case]:
    result: list[Case] = []
    check = locale = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if header := re.fullmatch(r"\[([\w-]+) ([\w-]+)\]", line):
            check, locale = header[1], header[2]
        elif check and line[:2] in ("! ", ". "):
            source, _, target = line[2:].partition(" → ")
            place = f"{path.name}:{number}"
            result.append(Case(check, locale, plain(source), plain(target), line[0] == "!", None, place))
        elif check and line[:2] == "= ":
            last = result.pop()
            result.append(
                Case(last.check, last.locale, last.source, last.target, True, plain(line[2:]), last.place)
            )
    return result


def plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else "\n", text)


CASES = [case for path in FILES for case in cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.place}-{case.check}-{case.locale}")
def test_case(case: Case) -> None:
    unit = Unit(case.source, case.target, state=State.TRANSLATED)
    findings = [
        finding for finding in check_unit(unit, case.locale, planner=PLANNER) if finding.check == case.check
    ]
    assert bool(findings) == case.found, [finding.message for finding in findings]
    if case.fix is not None:
        assert findings[0].fix == case.fix


def unit_findings(unit: Unit, locale: str, check: str) -> list[str]:
    planner = Planner(Config(), Choice((check,)))
    return [finding.message for finding in check_unit(unit, locale, planner=planner)]


def test_format_strings_of_flagged_units() -> None:
    unit = Unit("%d days of %s", "%s de %d días", state=State.TRANSLATED, flags=("c-format",))
    assert unit_findings(unit, "es", "format-string")
    good = Unit("%d days of %s", "%2$s: %1$d días", state=State.TRANSLATED, flags=("c-format",))
    assert not unit_findings(good, "es", "format-string")
    unflagged = Unit("%d days of %s", "%s de %d días", state=State.TRANSLATED)
    assert not unit_findings(unflagged, "es", "format-string")


def test_pipes_in_table_cells() -> None:
    unit = Unit("5 or 10", "5 | 10", state=State.TRANSLATED, role='table cell, column "Dose"')
    assert unit_findings(unit, "es", "table-pipe")
    assert not unit_findings(
        Unit("5 or 10", "5 | 10", state=State.TRANSLATED, role="paragraph"), "es", "table-pipe"
    )


def test_address_by_setting() -> None:
    from toolkit.config import ChecksConfig

    planner = Planner(Config(checks=ChecksConfig(address="formal")))
    wrong = Unit("Call your doctor.", "Llama a tu médico.", state=State.TRANSLATED)
    assert [f.check for f in check_unit(wrong, "es", planner=planner)] == ["address"]
    right = Unit("Call your doctor.", "Llame a su médico.", state=State.TRANSLATED)
    assert check_unit(right, "es", planner=planner) == []


def test_a_comment_silences_a_check_for_one_unit() -> None:
    unit = Unit("Does it hurt?", "Le duele?", state=State.TRANSLATED)
    assert [f.check for f in check_unit(unit, "es", planner=PLANNER)] == ["spanish-marks"]
    for names in ("spanish-marks", "length, spanish-marks", "language", "all"):
        silent = Unit(
            "Does it hurt?", "Le duele?", state=State.TRANSLATED, comments=(f"toolkit: ignore {names}",)
        )
        assert check_unit(silent, "es", planner=PLANNER) == [], names
    other = Unit("Does it hurt?", "Le duele?", state=State.TRANSLATED, comments=("toolkit: ignore numbers",))
    assert check_unit(other, "es", planner=PLANNER)


@pytest.mark.parametrize(
    "text", ["\ud800", "\x00", "[" * 500, "*" * 500, "<a " * 200, "{" * 300, "￿\u202e", "🏥" * 50]
)
def test_hostile_targets_give_findings_not_tracebacks(text: str) -> None:
    for locale in ("es", "ar", "zh", "fr", "xx"):
        for syntax in ("markdown", "html", "text"):
            unit = Unit("Take **5 mg** of [this](a.md).", text, state=State.TRANSLATED, syntax=syntax)
            check_unit(unit, locale, planner=PLANNER)
