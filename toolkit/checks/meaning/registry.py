"""The checks themselves: thin, because the comparisons are functions of two readings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import Check, Pair, Problem, Settings
from toolkit.checks.meaning import contrast, names, polarity
from toolkit.checks.meaning.contrast import Contrast
from toolkit.checks.meaning.lexicon import known
from toolkit.checks.meaning.values import found, readings
from toolkit.model import Severity


class _Meaning(Check):
    family = "meaning"

    def applies(self, language: str, settings: Settings) -> bool:
        return known(language) and settings.source_language == "en"


class _Values(_Meaning):
    """One part of the comparison of values."""

    severity = "error"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        problems = pair.once(found)
        if not problems:
            return ()
        return [Problem(message, severity) for check, severity, message in problems if check == self.name]


class Numbers(_Values):
    name = "numbers"
    summary = "Numbers by value, in digits of any script or in words, with the locale's decimal sign."
    example = "1,500 people → 1,500 personas (Spain reads 1.5)"


class Doses(_Values):
    name = "doses"
    summary = "Amounts with their units: mg and mcg, mL, %, IU, tablets, per kg."
    example = "Take 5 mg. → Tome 5 g."


class Temperatures(_Values):
    name = "temperatures"
    summary = "Temperatures with their scale; a right conversion is no problem."
    example = "above 101 °F → más de 101 °C"


class Frequency(_Values):
    name = "frequency"
    summary = "How often and how long: every 6 hours, twice a day, for 5 days."
    example = "twice a day → tres veces al día"


class Times(_Values):
    name = "times"
    summary = "Times of day, in either clock."
    example = "at 3 pm → a las 3:00"


class Dates(_Values):
    name = "dates"
    summary = "Months, weekdays and dates in digits that can be read in two ways."
    example = "03/04/2026 → 03/04/2026 (4 March or 3 April)"


class Phones(_Values):
    name = "phones"
    summary = "Telephone and emergency numbers: the same digits in the same order."
    example = "Call 911. → Llame al 112."


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


class _Contrasts(_Meaning):
    """Words that have an opposite."""

    contrasts: ClassVar[tuple[Contrast, ...]]

    def unit(self, pair: Pair) -> Iterable[Problem]:
        sides = pair.once(readings)
        if sides is None or not (sides.source.marks or sides.target.marks):
            return ()
        compared = contrast.compare(sides.source, sides.target, self.contrasts)
        return [Problem(message, severity) for severity, message in compared]


class Laterality(_Contrasts):
    name = "laterality"
    severity = "error"
    summary = "Left and right exchanged."
    example = "your left arm → el brazo derecho"
    contrasts = (Contrast("laterality.left", "laterality.right", ordered=True),)


class Comparison(_Contrasts):
    name = "comparison"
    severity = "warning"
    summary = "More and less, at least and at most exchanged."
    example = "more than 3 days → menos de 3 días"
    contrasts = (
        Contrast("comparison.more", "comparison.less"),
        Contrast("comparison.at-least", "comparison.at-most"),
    )

    def unit(self, pair: Pair) -> Iterable[Problem]:
        yield from super().unit(pair)
        sides = pair.once(readings)
        if sides is not None and "comparison.at-most" in sides.source.counts:
            message = contrast.unlimited(sides.source, sides.target)
            if message:
                yield Problem(message)


class Order(_Contrasts):
    name = "before-after"
    severity = "warning"
    summary = "Before and after exchanged."
    example = "before surgery → después de la cirugía"
    contrasts = (Contrast("order.before", "order.after"),)


class Meals(_Contrasts):
    name = "meals"
    severity = "error"
    summary = "With food and on an empty stomach exchanged."
    example = "on an empty stomach → con las comidas"
    contrasts = (Contrast("meal.empty", "meal.full"),)


class Action(_Contrasts):
    name = "action"
    severity = "warning"
    summary = "Stop and continue, increase and decrease exchanged."
    example = "Keep taking it. → Deje de tomarlo."
    contrasts = (Contrast("action.stop", "action.go"), Contrast("change.up", "change.down"))


class Opposites(_Contrasts):
    name = "opposites"
    severity = "warning"
    summary = "Morning and night, hot and cold, upper and lower exchanged."
    example = "in the morning → por la noche"
    contrasts = (
        Contrast("part-of-day.early", "part-of-day.late"),
        Contrast("heat.hot", "heat.cold"),
        Contrast("vertical.upper", "vertical.lower"),
    )


class _Lost(_Meaning):
    """A word that a translation has to have somewhere."""

    label: ClassVar[str]
    severity: ClassVar[Severity] = "warning"

    def unit(self, pair: Pair) -> Iterable[Problem]:
        sides = pair.once(readings)
        if sides is None:
            return ()
        words = contrast.lost(sides.source, sides.target, self.label)
        return [Problem(f"“{words}” of the source is not in the translation")] if words else ()


class Allergy(_Lost):
    name = "allergy"
    label = "allergy.allergy"
    summary = "A word for allergy that was lost."
    example = "if you are allergic to latex → si usa látex"


class AsNeeded(_Lost):
    name = "as-needed"
    label = "frequency.as-needed"
    summary = "A medicine to take only when needed, without that condition."
    example = "every 6 hours as needed → cada 6 horas"


class Drugs(_Meaning):
    name = "drugs"
    severity = "error"
    summary = "Names of medicines: another medicine, or none, in the translation."
    example = "Take ibuprofen. → Tome naproxeno."

    def unit(self, pair: Pair) -> Iterable[Problem]:
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
    Numbers,
    Doses,
    Temperatures,
    Frequency,
    Times,
    Dates,
    Phones,
    Negation,
    Laterality,
    Comparison,
    Order,
    Meals,
    Action,
    Opposites,
    Allergy,
    AsNeeded,
    Drugs,
    Keep,
    ProperNames,
)
