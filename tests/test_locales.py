from __future__ import annotations

import datetime
import gettext
import re
import shutil
import subprocess

import pytest
from babel import Locale

from toolkit import locales, plurals
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
        ("arz", "rtl"),  # languages and places of which CLDR knows the script
        ("pa-PK", "rtl"),
        ("pa", "ltr"),
        ("uz-AF", "rtl"),
        ("sd-IN", "ltr"),
        ("pnb-PK", "rtl"),
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


def choices(header: str) -> tuple[int, dict[int, int]]:
    """The number of forms, and the form for each of the first numbers and some thousands."""
    match = re.fullmatch(r"nplurals=(\d+); plural=(.+);", header)
    assert match is not None
    choose = gettext.c2py(match[2])
    numbers = (*range(1201), 2000, 20_000, 21_000, 40_000, 100_000, 101_000, 300_000, 999_999)
    return int(match[1]), {number: choose(number) for number in numbers}


WITH_RULES = [
    "es", "fr", "it", "pt", "pt-BR", "pt-PT", "ca", "en", "de", "nl", "sv", "da", "nb", "fi", "et",
    "hu", "tr", "ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "lt", "lv", "ro", "bg",
    "mk", "el", "ar", "he", "fa", "ur", "hi", "bn", "gu", "pa", "ta", "te", "th", "vi", "ja", "ko",
    "zh", "zh-Hant", "id", "ms", "my", "cy", "ga", "gd", "gv", "br", "mt", "kw", "fil", "tl", "se",
    "dsb", "shi", "am", "sw", "zu", "is", "ka", "hy", "az", "kk", "uz", "mn",
]  # fmt: skip


@pytest.mark.parametrize("tag", WITH_RULES)
def test_every_plural_form_is_one_category_of_cldr_in_its_order(tag: str) -> None:
    count, chosen = choices(locales.parse(tag).plural_forms())
    rule = Locale.parse(tag.replace("-", "_")).plural_form
    forms: dict[str, set[int]] = {}
    for number, form in chosen.items():
        forms.setdefault(rule(number), set()).add(form)
    in_order = [forms[category] for category in plurals.CATEGORIES if category in forms]
    assert in_order == [{number} for number in range(count)]


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("es", "nplurals=2; plural=(n != 1);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("pt-BR", "nplurals=2; plural=(n > 1);"),
        ("pt-PT", "nplurals=2; plural=(n != 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("id", "nplurals=1; plural=0;"),
        ("cs", "nplurals=3; plural=((n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2);"),
        (
            "ru",
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0"
            " : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        ),
        (
            "pl",
            "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        ),
        (
            "ar",
            "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2"
            " : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
        ),
        ("cy", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"),
        ("fil", "nplurals=2; plural=(n==1 || n==2 || n==3 || n%10!=4 && n%10!=6 && n%10!=9 ? 0 : 1);"),
        ("la", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_plural_headers_are_those_that_tools_know(tag: str, header: str) -> None:
    assert locales.parse(tag).plural_forms() == header


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext's msgfmt is not installed")
@pytest.mark.parametrize("tag", WITH_RULES)
def test_gnu_gettext_takes_every_plural_header(tag: str) -> None:
    header = locales.parse(tag).plural_forms()
    entries = "".join(f'msgstr[{number}] "%d x"\n' for number in range(choices(header)[0]))
    text = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n'
        f'"Last-Translator: a\\n"\n"Language-Team: a\\n"\n"Language: {locales.posix(tag)}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {header}\\n"\n\n'
        f'#, c-format\nmsgid "%d page"\nmsgid_plural "%d pages"\n{entries}'
    )
    found = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", "-"], input=text, text=True, capture_output=True, check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
