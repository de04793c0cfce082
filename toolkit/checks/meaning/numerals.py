"""Numbers, in digits and in words.

Words are composed by one rule for all languages: small numbers are added where their place is free,
scale words multiply what stands before them. German and Italian write whole numbers as one word; those
words are made here, once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

FRACTIONS = {
    "½": 0.5,
    "¼": 0.25,
    "¾": 0.75,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅛": 0.125,
    "⅜": 0.375,
    "⅝": 0.625,
    "⅞": 0.875,
}
# fmt: off
ROMAN = {
    numeral: float(value)
    for value, numeral in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
         "xvii", "xviii", "xix", "xx", "xxi"],
        start=1,
    )
}
# fmt: on
"""Roman numerals, as centuries and stages of a disease have them."""
_SEPARATORS = re.compile(r"[.,٫٬'’·\u00a0\u202f\u2009 ]")


class Numeral(NamedTuple):
    """A word that is a number, or a part of one."""

    value: float
    scale: bool = False
    """It multiplies: hundred, thousand, million."""
    optional: bool = False
    """It is often no number (one, un, second): it may answer a number, and asks for none."""
    joined: bool = False
    """It carries the Arabic "and", so a number stands before it."""


class Rules(Protocol):
    """What :func:`compose` needs of a lexicon."""

    @property
    def numerals(self) -> Mapping[str, Numeral]: ...
    @property
    def connectors(self) -> frozenset[str]: ...
    @property
    def units_first(self) -> bool: ...
    @property
    def vigesimal(self) -> bool: ...


def number(text: str, decimal: str) -> tuple[float | None, tuple[float, ...]]:
    """(value, parts) of a number in digits; the value is None where it is a list (``1,2,3``).

    :param decimal: the locale's decimal sign. The other sign is a decimal sign too where it cannot
        group digits: ``1.5`` in a German text is 1½, ``1.500`` is 1500.
    """
    extra = FRACTIONS.get(text[-1], 0.0)
    if not extra and text.isdecimal():
        return float(text), ()
    if extra:
        text = text[:-1]
        if not text:
            return extra, ()
    digits = _SEPARATORS.split(text)
    if len(digits) == 1:
        return float(text) + extra, ()
    signs = [sign if sign not in "\u00a0\u202f\u2009 " else " " for sign in _SEPARATORS.findall(text)]
    parts = tuple(float(group) for group in digits)
    last, kinds = signs[-1], set(signs)
    groups = digits[1:]
    even = all(len(group) == 3 for group in groups) and len(digits[0]) <= 3 and digits[0] != "0"
    if len(kinds) == 1 and even and (last != decimal or len(groups) > 1) and last not in "٫·":
        return float("".join(digits)), parts
    head = groups[:-1]
    if (
        len(kinds) <= 2
        and signs.count(last) == 1
        and all(len(group) == 3 for group in head)
        and last not in " '’٬"
    ):
        return float("".join(digits[:-1]) + "." + digits[-1]), parts
    return None, parts


def compose(words: Sequence[str], start: int, rules: Rules) -> tuple[float, int, bool]:
    """(value, end, optional) of the spelled-out number at ``start``; end == start: there is none.

    ``words[start]`` has to be a numeral.
    """
    first = rules.numerals[words[start]]
    after = words[start + 1] if start + 1 < len(words) else ""
    if after not in rules.numerals and after not in rules.connectors:
        return first.value, start + 1, first.optional
    total = current = 0.0
    began = False
    end = at = start
    optional = True
    largest = 0.0
    length = len(words)
    while at < length:
        word = rules.numerals.get(words[at])
        if word is None:
            if began and words[at] in rules.connectors and at - end < 3:
                at += 1
                continue
            break
        if word.scale and word.value >= 1000:
            if began and not current and not total:
                break
            if word.value > largest > 0:
                total = (total + current) * word.value
            elif current or not began:
                total += (current or 1) * word.value
            else:
                break
            largest, current = max(largest, word.value), 0
        elif word.scale:
            low = current % 10 if word.value == 10 else current % word.value
            # "mille cent" is 1100
            if began and not low and not (word.value == 100 and total and not current):
                break
            current += (low or 1) * word.value - low
        elif not began or _fits(current, total, word, rules):
            if rules.vigesimal and word.value == 20 and current % 100 == 4:
                current += 76
            else:
                current += word.value
        else:
            break
        optional = (optional or not began) and word.optional if began else word.optional
        began = True
        at += 1
        end = at
        if word.value < 1:
            break
    return total + current, end, optional


def _fits(current: float, total: float, word: Numeral, rules: Rules) -> bool:
    """Whether a small number can follow what has been read."""
    value = word.value
    if value < 1:
        return False
    if current == 0:
        return total > 0
    if rules.vigesimal:
        if value == 20 and current % 100 == 4:
            return True
        if current % 100 in (60, 80) and value < 20:
            return True
    if rules.units_first and value == 10 and not word.joined:
        return 0 < current % 100 < 10  # Arabic teens: three ten
    if rules.units_first and word.joined:
        return (value >= 20 and 0 < current % 100 < 10) or (current % 100 == 0 and value < 100)
    place = 1
    while current % (place * 10) == 0:
        place *= 10
    return value < place


def compounds(language: str) -> dict[str, float]:
    """Numbers that a language writes as one word: German and Italian, to 999 and in thousands."""
    if language == "de":
        return _german()
    if language == "it":
        return _italian()
    return {}


def _german() -> dict[str, float]:
    ones = [
        "null",
        "eins",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ]
    tens = [
        "",
        "zehn",
        "zwanzig",
        "dreißig",
        "vierzig",
        "fünfzig",
        "sechzig",
        "siebzig",
        "achtzig",
        "neunzig",
    ]
    small: dict[int, str] = dict(enumerate(ones))
    for value in range(20, 100):
        unit = value % 10
        small[value] = (("ein" if unit == 1 else ones[unit]) + "und" if unit else "") + tens[value // 10]
    found: dict[str, float] = {word: value for value, word in small.items()}
    hundreds: dict[int, str] = {}
    for value in range(100, 1000):
        rest = value % 100
        ending = small[rest] if rest else ""
        head = "ein" if value < 200 else ones[value // 100]
        hundreds[value] = f"{head}hundert{ending}"
        found[hundreds[value]] = value
        if value < 200:
            found[f"hundert{ending}"] = value
    for value, word in {**small, **hundreds}.items():
        if value:
            found[("ein" if value == 1 else word) + "tausend"] = value * 1000
    found["tausend"] = 1000
    for value in range(1001, 2100):  # years, mostly
        rest = value % 1000
        if rest:
            found[("ein" if value < 2000 else "zwei") + "tausend" + (small.get(rest) or hundreds[rest])] = (
                value
            )
    for value in range(1800, 2000):
        found[ones[value // 100] + "hundert" + (small[value % 100] if value % 100 else "")] = value
    return {**found, **{word.replace("ß", "ss"): value for word, value in found.items() if "ß" in word}}


def _italian() -> dict[str, float]:
    ones = [
        "zero",
        "uno",
        "due",
        "tre",
        "quattro",
        "cinque",
        "sei",
        "sette",
        "otto",
        "nove",
        "dieci",
        "undici",
        "dodici",
        "tredici",
        "quattordici",
        "quindici",
        "sedici",
        "diciassette",
        "diciotto",
        "diciannove",
    ]
    tens = [
        "-",
        "-",
        "venti",
        "trenta",
        "quaranta",
        "cinquanta",
        "sessanta",
        "settanta",
        "ottanta",
        "novanta",
    ]
    small: dict[int, str] = dict(enumerate(ones))
    for value in range(20, 100):
        ten, unit = tens[value // 10], value % 10
        if unit in (1, 8):
            ten = ten[:-1]
        small[value] = ten + (("tré" if unit == 3 else ones[unit]) if unit else "")
    found: dict[str, float] = {}
    for value, word in small.items():
        found[word] = value
        if word.endswith("tré"):
            found[word[:-1] + "e"] = value
    for value in range(100, 1000):
        head = ("" if value < 200 else ones[value // 100]) + "cento"
        rest = small[value % 100] if value % 100 else ""
        accented = rest[:-1] + "é" if rest.endswith("tre") else rest
        for ending in {rest, accented, rest.replace("tré", "tre")}:
            found[head + ending] = value
            if ending.startswith("o"):  # centotto, centottanta
                found[head[:-1] + ending] = value
    for word, number in list(found.items()):
        if number > 1:
            found[word + "mila"] = number * 1000
    found["mille"] = 1000
    return found
