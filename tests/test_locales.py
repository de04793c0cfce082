from __future__ import annotations

import datetime

import pytest

from toolkit import locales
from toolkit.errors import ConfigError


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("es", "es"),
        ("PT_br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("ZH_hant_tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
    ],
)
def test_tags_come_out_in_canonical_case(written: str, canonical: str) -> None:
    assert locales.canonical(written) == canonical


@pytest.mark.parametrize("tag", ["", "e", "spanish!", "../es", "es/../..", "es ES", "-es"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(ConfigError, match="not a language tag"):
        locales.canonical(tag)


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("es", "ltr"),
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("yi", "rtl"),
    ],
)
def test_direction_follows_the_script(tag: str, direction: str) -> None:
    assert locales.parse(tag).direction == direction


def test_names_dates_and_plurals_come_from_cldr() -> None:
    spanish = locales.parse("es")
    assert spanish.native_name == "Español"
    assert spanish.name_in("en") == "Spanish"
    assert spanish.plural_forms().startswith("nplurals=2;")
    assert locales.parse("ar").plural_forms().startswith("nplurals=6;")
    assert locales.format_date(datetime.date(2025, 2, 18), "es") == "18 de febrero de 2025"
    assert locales.posix("pt-BR") == "pt_BR"


def test_a_language_that_cldr_lacks_still_has_an_answer() -> None:
    assert locales.parse("qzz").direction == "ltr"
    assert locales.parse("qzz").plural_forms().startswith("nplurals=")
