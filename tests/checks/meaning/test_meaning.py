"""Every meaning check: pairs it has to report and pairs nobody may complain about, from readable files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from toolkit.checks.base import Pair, Reader, Settings
from toolkit.checks.meaning import CHECKS
from toolkit.checks.meaning.lexicon import LANGUAGES
from toolkit.model import State, Unit

CASES = Path(__file__).parents[2] / "cases" / "checks"
KEEP = Settings(keep=frozenset({"MyChart"}))
RUNNING = [kind() for kind in CHECKS if kind.default]


def pairs(language: str) -> list[tuple[str, str, str]]:
    """(section, source, target) of a case file."""
    found, section = [], ""
    for line in (CASES / f"meaning-{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif " | " in line and not line.startswith("#"):
            source, _, target = line.partition(" | ")
            found.append((section, source, target))
    return found


ALL = [(language, *pair) for language in LANGUAGES for pair in pairs(language)]


def said(
    source: str, target: str, locale: str, settings: Settings | None = None, also: str = ""
) -> dict[str, str]:
    """Check to message.

    :param also: a check that is off unless a project asks for it
    """
    language = locale.split("-")[0]
    unit = Unit(source, target, state=State.TRANSLATED, syntax="text")
    pair = Pair(unit, locale, language, settings or Settings(), Reader())
    running = RUNNING + [kind() for kind in CHECKS if kind.name == also and not kind.default]
    checks = [check for check in running if check.applies(language, pair.settings)]
    return {check.name: problem.message for check in checks for problem in check.unit(pair)}


def test_there_are_cases_for_every_language() -> None:
    for language in LANGUAGES:
        kept = pairs(language)
        assert sum(section == "right" for section, *_ in kept) >= 20
        assert sum(section != "right" for section, *_ in kept) >= 40
        assert len({section for section, *_ in kept}) >= 16


@pytest.mark.parametrize(("language", "section", "source", "target"), ALL)
def test_case(language: str, section: str, source: str, target: str) -> None:
    if section == "right":
        assert said(source, target, language) == {}
        return
    found = said(source.removeprefix("- "), target, language, KEEP, section)
    assert (section in found) is not source.startswith("- "), found


def test_every_check_has_cases_of_both_kinds() -> None:
    seen = {(section, source.startswith("- ")) for section, source, _ in pairs("es")}
    assert len(CHECKS) > 15
    missing = [
        (kind.name, near) for kind in CHECKS for near in (True, False) if (kind.name, near) not in seen
    ]
    assert missing == []


def own_pairs() -> list[tuple[str, str]]:
    lines = (CASES / "pairs-es.txt").read_text(encoding="utf-8").splitlines()
    split = [line.partition(" = ") for line in lines if " = " in line and not line.startswith("#")]
    return [(source, target) for source, _, target in split]


@pytest.mark.parametrize(("source", "target"), own_pairs())
def test_right_sentences_are_left_alone(source: str, target: str) -> None:
    assert said(source, target, "es") == {}


def test_the_decimal_sign_is_the_locales() -> None:
    assert "numbers" in said("1.25 people", "1,25 personas", "es-MX") or said(
        "1.125 people", "1,125 personas", "es-MX"
    )
    assert said("1,125 people", "1,125 personas", "es-MX") == {}
    assert said("1,125 people", "1.125 personas", "es-ES") == {}
    assert "numbers" in said("1,125 people", "1.125 personas", "es-MX")


def test_words_to_keep_have_to_stay() -> None:
    settings = Settings(keep=frozenset({"MyChart"}))
    assert said("Open MyChart.", "Abra MyChart.", "es", settings) == {}
    assert "do-not-translate" in said("Open MyChart.", "Abra MiGráfico.", "es", settings)


def test_a_language_without_data_is_not_checked() -> None:
    assert not any(check.applies("fi", Settings()) for check in RUNNING if check.name != "do-not-translate")


@pytest.mark.parametrize(
    "text", ["", "1" * 500, "9" * 400 + " million", "１２３/٤٥٦", "½½½", "1,2,3.4'5", "\x00", "٫٬"]
)
def test_no_text_breaks_a_check(text: str) -> None:
    for language in LANGUAGES:
        said(text or "x", text or "x", language)
        said("Take 5 mg.", text or "x", language)


def test_messages_quote_both_sides() -> None:
    assert (
        said("Take 5 mg.", "Tome 50 mg.", "es")["doses"] == "the source says “5 mg”, the translation “50 mg”"
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("not ", "no evitar "),
        ("left right ", "derecha izquierda "),
        ("increase decrease ", "aumentar reducir reducir "),
        ("every 6 hours ", "cada 8 horas "),
        ("03/04/2020 ", "03/05/2020 "),
        ("555-0142 ", "555-0143 "),
        ("5 mg 7 ", "6 mg 8 "),
    ],
)
def test_work_grows_no_faster_than_a_hostile_text(source: str, target: str) -> None:
    """Counted, not timed: the calls of Python functions for a text and for one three times as long."""
    calls = []
    for times in (250, 750):
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(tick)
        try:
            said(source * times, target * times, "es")
        finally:
            sys.setprofile(None)
        calls.append(count)
    assert calls[1] < 6 * calls[0]
