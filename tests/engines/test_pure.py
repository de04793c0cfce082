"""Codes of languages, checks of replies, pseudo-translation: functions on values."""

from __future__ import annotations

import pytest

from toolkit.engines import Pair, codes
from toolkit.engines.codes import candidates
from toolkit.engines.local import pseudo
from toolkit.engines.replies import problem

ES = Pair("en", "es")
LONG = "Please drink a glass of water every morning before you eat."
SPANISH = "Por favor, beba un vaso de agua cada mañana antes de comer."


@pytest.mark.parametrize(
    ("table", "tag", "code"),
    [
        (codes.GOOGLE, "he", "iw"),
        (codes.GOOGLE, "es-MX", "es"),
        (codes.GOOGLE, "zh-Hans", "zh-CN"),
        (codes.GOOGLE, "zh-CN", "zh-CN"),
        (codes.GOOGLE, "zh-HK", "zh-TW"),
        (codes.GOOGLE, "pt-BR", "pt"),
        (codes.GOOGLE, "nb", "no"),
        (codes.GOOGLE, "fil", "tl"),
        (codes.GOOGLE, "sr-Latn", None),
        (codes.GOOGLE, "tlh", None),
        (codes.MYMEMORY, "es", "es-ES"),
        (codes.MYMEMORY, "es-MX", "es-MX"),
        (codes.MYMEMORY, "es-PE", "es-419"),
        (codes.MYMEMORY, "sr-Latn", "sr-Latn-RS"),
        (codes.MICROSOFT, "zh-TW", "zh-Hant"),
        (codes.MICROSOFT, "pt-BR", "pt"),
        (codes.MICROSOFT, "pt-PT", "pt-PT"),
        (codes.DEEPL_TARGET, "en", "EN-US"),
        (codes.DEEPL_TARGET, "en-GB", "EN-GB"),
        (codes.DEEPL_TARGET, "pt", "PT-BR"),
        (codes.DEEPL_TARGET, "es-AR", "ES-419"),
        (codes.DEEPL_TARGET, "es-ES", "ES"),
        (codes.DEEPL_SOURCE, "en-GB", "EN"),
        (codes.LIBRETRANSLATE, "pt-BR", "pb"),
        (codes.LIBRETRANSLATE, "zh-Hant", "zt"),
        (codes.YANDEX, "pt-PT", "pt"),
        (codes.BAIDU, "ja", "jp"),
        (codes.ISO_639_3, "es-MX", "spa"),
    ],
)
def test_codes(table: codes.Codes, tag: str, code: str | None) -> None:
    assert table.find(tag) == code


def test_a_script_is_never_dropped() -> None:
    assert "zh" not in list(candidates("zh-Hant"))
    assert "sr" not in list(candidates("sr-Latn"))
    assert list(candidates("zh-TW"))[:3] == ["zh-TW", "zh-Hant-TW", "zh-Hant"]


def test_tables_agree_with_the_adapters() -> None:
    from deep_translator import constants

    assert codes.GOOGLE.all == set(constants.GOOGLE_LANGUAGES_TO_CODES.values())
    assert codes.MYMEMORY.all <= set(constants.MY_MEMORY_LANGUAGES_TO_CODES.values())
    assert codes.BAIDU.all <= set(constants.BAIDU_LANGUAGE_TO_CODE.values()) | {"rom"}
    assert codes.QCRI.all == set(constants.QCRI_LANGUAGE_TO_CODE.values())


@pytest.mark.parametrize(
    ("source", "reply"),
    [
        (LONG, SPANISH),
        ("OK", "OK"),
        ("Dana-Farber Cancer Institute, Massachusetts General Hospital, Boston", None),
        ("500 mg", "500 mg"),
        ("https://example.org/a/very/long/address/that/stays/as/it/is/everywhere", None),
        (
            "Drink a lot of water every day, and rest after each and every visit.",
            "每天多喝水，每次就诊后休息。",
        ),
        ("no no no no, that is not it", "no no no no, eso no es"),
        ("Too many requests for help?", "¿Demasiadas peticiones de ayuda?"),
    ],
)
def test_translations(source: str, reply: str | None) -> None:
    assert problem(source, source if reply is None else reply, ES) is None


@pytest.mark.parametrize(
    ("source", "reply", "said"),
    [
        ("Rest", None, "no reply"),
        ("Rest", "", "empty"),
        ("Rest", " \n", "empty"),
        ("Rest", 3, "not a text"),
        ("Rest", "a\0b", "no text has"),
        (LONG, LONG, "source text"),
        (LONG, LONG.upper() + "!", "source text"),
        (LONG, SPANISH * 6, "far too long"),
        (LONG, "Sí", "far too short"),
        (LONG, "el agua " * 6, "repeats itself"),
        (LONG, "beba un vaso de agua, " * 5, "repeats itself"),
        (LONG, "水" * 20, "repeats itself"),
        ("Rest", "<!DOCTYPE html><html><body>502</body></html>", "error page"),
        ("Rest", "Error 500 (Server Error)!!1500.That’s an error.", "error page"),
        ("Rest", "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS", "quota"),
        ("Rest", "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", "too long"),
        ("Rest", "429 Too Many Requests", "error message"),
    ],
)
def test_what_is_no_translation(source: str, reply: object, said: str) -> None:
    found = problem(source, reply, ES)
    assert found is not None
    assert said in found.message


def test_an_echo_between_near_languages_is_fine() -> None:
    assert problem(LONG, LONG, Pair("en", "en-GB")) is None


def test_markup_is_not_counted() -> None:
    tags = '<a id="1" href="https://example.org/a/long/address">Rest</a> ' * 3
    assert problem("Rest", tags.replace(" ", ""), ES, "html") is None


@pytest.mark.parametrize(
    ("text", "form", "kept"),
    [
        ('Read <a id="1">the guide</a> &amp; rest', "html", ['<a id="1">', "</a>", "&amp;"]),
        ("Hello {name}, %s and %(count)d", "plain", ["{name}", "%s", "%(count)d"]),
        ("See https://example.org/x or me@example.org", "plain", ["https://example.org/x", "me@example.org"]),
        ("Take ⟦1⟧ 500 mg", "token", ["⟦1⟧", "500"]),
    ],
)
def test_pseudo_keeps_markup(text: str, form: str, kept: list[str]) -> None:
    found = pseudo(text, form)  # type: ignore[arg-type]
    assert all(part in found for part in kept)
    assert found.startswith("⟪")
    assert found.endswith("⟫")
    assert len(found) >= 1.3 * len("".join(char for char in text if char.isalpha()))
    assert "e" not in "".join(char for part in kept for char in found.replace(part, "") if char == "é")


def test_pseudo_right_to_left() -> None:
    assert "\u202e" in pseudo("Rest now", rtl=True)
    assert "\u202e" not in pseudo("Rest now")


def test_pseudo_leaves_numbers_alone() -> None:
    assert pseudo("12–14") == "12–14"
