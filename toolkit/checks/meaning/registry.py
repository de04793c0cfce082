"""The checks themselves: rows of a table, because the comparisons are functions of two readings.

Another check of values or of words costs a row here, and its words in the data files; only what reads
something else is a class of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, NamedTuple

from toolkit.checks.base import Check, Pair, Problem, Settings
from toolkit.checks.meaning import names, opposites, polarity, values
from toolkit.checks.meaning.lexicon import known
from toolkit.checks.meaning.values import Found, readings
from toolkit.model import Severity


class _Meaning(Check):
    family = "meaning"

    def applies(self, language: str, settings: Settings) -> bool:
        return known(language) and settings.source_language == "en"


class Row(NamedTuple):
    """One check of a comparison that several share."""

    name: str
    severity: Severity
    summary: str
    example: str


_VALUES = (
    Row(
        "numbers",
        "error",
        "Numbers by value, in digits of any script or in words, with the locale's decimal sign.",
        "1,500 people → 1,500 personas (Spain reads 1.5)",
    ),
    Row(
        "doses",
        "error",
        "Amounts with their units: mg and mcg, mL, %, IU, tablets, per kg.",
        "Take 5 mg. → Tome 5 g.",
    ),
    Row(
        "temperatures",
        "error",
        "Temperatures with their scale; a right conversion is no problem.",
        "above 101 °F → más de 101 °C",
    ),
    Row(
        "frequency",
        "error",
        "How often and how long: every 6 hours, twice a day, for 5 days.",
        "twice a day → tres veces al día",
    ),
    Row("times", "error", "Times of day, in either clock.", "at 3 pm → a las 3:00"),
    Row(
        "dates",
        "error",
        "Months, weekdays and dates in digits that can be read in two ways.",
        "03/04/2026 → 03/04/2026 (4 March or 3 April)",
    ),
    Row(
        "phones",
        "error",
        "Telephone and emergency numbers: the same digits in the same order.",
        "Call 911. → Llame al 112.",
    ),
)
_WORDS = (
    Row("laterality", "error", "Left and right exchanged.", "your left arm → el brazo derecho"),
    Row(
        "comparison",
        "warning",
        "More and less, at least and at most exchanged.",
        "more than 3 days → menos de 3 días",
    ),
    Row(
        "before-after",
        "warning",
        "Before and after exchanged.",
        "before surgery → después de la cirugía",
    ),
    Row(
        "meals",
        "error",
        "With food and on an empty stomach exchanged.",
        "on an empty stomach → con las comidas",
    ),
    Row(
        "action",
        "warning",
        "Stop and continue, increase and decrease exchanged.",
        "Keep taking it. → Deje de tomarlo.",
    ),
    Row(
        "opposites",
        "warning",
        "Morning and night, hot and cold, upper and lower exchanged.",
        "in the morning → por la noche",
    ),
    Row(
        "allergy",
        "warning",
        "A word for allergy that was lost.",
        "if you are allergic to latex → si usa látex",
    ),
    Row(
        "as-needed",
        "warning",
        "A medicine to take only when needed, without that condition.",
        "every 6 hours as needed → cada 6 horas",
    ),
)


def _check(row: Row, found: Callable[[Pair], tuple[Found, ...]]) -> type[Check]:
    """A check that says what a comparison has found under its name."""

    class Made(_Meaning):
        name = row.name
        severity: ClassVar[Severity] = row.severity
        summary = row.summary
        example = row.example
        needs = found

        def unit(self, pair: Pair) -> Iterable[Problem]:
            return [
                Problem(message, severity)
                for check, severity, message in pair.once(found)
                if check == self.name
            ]

    Made.__name__ = Made.__qualname__ = row.name.title().replace("-", "")
    return Made


class Negation(_Meaning):
    name = "negation"
    severity = "warning"
    summary = "A negation that was lost or added."
    example = "Do not stop the medicine. → Deje el medicamento."

    def unit(self, pair: Pair) -> Iterable[Problem]:
        sides = pair.once(readings)
        if sides is None:
            return ()
        compared = polarity.compare(sides.source, sides.target, pair.source_words)
        return [Problem(message, severity) for severity, message in compared]


class Drugs(_Meaning):
    name = "drugs"
    severity = "error"
    summary = "Names of medicines: another medicine, or none, in the translation."
    example = "Take ibuprofen. → Tome naproxeno."

    def unit(self, pair: Pair) -> Iterable[Problem]:
        if not names.may_be_named(pair.source_tokens, pair.language):
            return ()
        compared = names.drugs(pair.source_words, pair.target_words, pair.language)
        return [Problem(message, severity) for severity, message in compared]


class Keep(_Meaning):
    name = "do-not-translate"
    severity = "error"
    summary = "Words the project keeps in every language (checks.keep), changed or gone."
    example = "MyChart → MiGráfico"

    def applies(self, language: str, settings: Settings) -> bool:
        return bool(settings.keep)

    def unit(self, pair: Pair) -> Iterable[Problem]:
        gone = names.kept(pair.source_words, pair.target_words, pair.settings.keep)
        return [Problem(f"“{word}” has to stand in the translation as it is") for word in gone]


class ProperNames(_Meaning):
    name = "names"
    severity = "info"
    default = False
    summary = "Capitalised words inside a sentence that are not in the translation."
    example = "ask Doctor Okafor → pregunte al doctor Okafar"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        gone = names.proper(pair.source_words, pair.target_words, pair.language)
        return [Problem(f"the name “{word}” is not in the translation") for word in gone]


CHECKS: tuple[type[Check], ...] = (
    *(_check(row, values.found) for row in _VALUES),
    Negation,
    *(_check(row, opposites.found) for row in _WORDS),
    Drugs,
    Keep,
    ProperNames,
)
