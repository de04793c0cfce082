"""Reading levels: syllables counted by hand, formulas of each language, a missing library."""

from __future__ import annotations

import importlib.util

import pytest

from toolkit.checking import Planner
from toolkit.checks import reading
from toolkit.config import ChecksConfig, Config
from toolkit.errors import ConfigError

# fmt: off
SYLLABLES = {
    "es": {"agua": 2, "día": 2, "medicamento": 5, "cuidado": 3, "después": 2, "cirugía": 4, "aéreo": 4,
           "paciente": 3, "hoy": 1, "inyección": 3, "hueso": 2, "oír": 2, "país": 2, "ciudad": 2, "tos": 1,
           "y": 1, "náuseas": 3, "guía": 2, "quiere": 2, "antiinflamatorio": 7, "continúe": 4, "prohíbe": 3,
           "pingüino": 3},
    "en": {"medicine": 3, "pain": 1, "knee": 1, "operation": 4, "take": 1, "tablets": 2, "morning": 2,
           "table": 2, "people": 2, "bones": 1, "swelling": 2, "needed": 2, "walked": 1,
           "the": 1, "doses": 2},
}
# fmt: on


@pytest.mark.parametrize(
    ("language", "word", "syllables"),
    [(language, *row) for language, rows in SYLLABLES.items() for row in rows.items()],
)
def test_syllables(language: str, word: str, syllables: int) -> None:
    assert reading.count(word, language).syllables == syllables


def test_inflesz() -> None:
    """206.835 - 62.3 syllables a word - words a sentence (Szigriszt-Pazos; INFLESZ reads the same number)."""
    counts = reading.Counts(words=100, sentences=10, syllables=200, letters=480)
    name, formula = reading.FORMULAS["es"]
    assert (name, round(formula(counts), 3)) == ("INFLESZ", 72.235)


def test_grades_fall_with_the_score() -> None:
    grades = [reading.grade(score) for score in range(100, -10, -5)]
    assert grades == sorted(grades)
    assert (grades[0], grades[-1]) == (5, 17)


def test_a_reading_grade_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_patterns", lambda language: None)
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyphen" else found(name))
    with pytest.raises(ConfigError) as caught:
        Planner(Config(checks=ChecksConfig(reading_grade=8))).plan("fr")
    assert 'pip install "l10n-toolkit[reading]"' in (caught.value.hint or "")
    assert "reading-level" in Planner(Config(checks=ChecksConfig(reading_grade=8))).plan("it").severity
