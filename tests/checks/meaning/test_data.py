"""The data files against Unicode CLDR, as Babel has it: months, weekdays, decimal signs."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.numbers import get_decimal_symbol

from toolkit.checks.meaning.lexicon import LANGUAGES, lexicon
from toolkit.checks.meaning.reading import read

# fmt: off
TERRITORIES = {
    "es": ["AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PR",
           "PY", "SV", "US", "UY", "VE"],
    "pt": ["AO", "BR", "MZ", "PT"],
    "fr": ["BE", "CA", "CH", "FR", "LU", "SN"],
    "de": ["AT", "CH", "DE", "LI", "LU"],
    "it": ["CH", "IT"],
    "ca": ["AD", "ES"],
    "ar": ["AE", "DZ", "EG", "IQ", "JO", "LB", "LY", "MA", "MR", "SA", "SY", "TN"],
    "zh": ["CN", "SG"],
    "vi": ["VN"],
}
# fmt: on
BY_SCRIPT = {("ar", "٫")}
"""Decimal signs that are known in any text, whatever the territory."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_and_weekdays(language: str) -> None:
    locale = Locale(language)
    for kind, names in (("month", locale.months), ("weekday", locale.days)):
        for context in ("format", "stand-alone"):
            for number, name in names[context]["wide"].items():
                value = number if kind == "month" else number + 1
                found = {(item.kind, item.value) for item in read(name.capitalize(), language).items}
                assert (kind, float(value)) in found, (name, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_decimal_signs(language: str) -> None:
    known = lexicon(language)
    for territory in TERRITORIES[language]:
        symbol = get_decimal_symbol(Locale(language, territory, "Hans" if language == "zh" else None))
        if (language, symbol) not in BY_SCRIPT:
            assert known.decimal_in(territory) == symbol, territory
