"""Errors put into human translations, one at a time, by rule: what the checks are measured with.

Independent of the toolkit: the rules know Spanish and nothing of how the checks look for errors. A seeder
takes (source, target, random) and returns a wrong target, or None where its rule has nothing to change.
"""

from __future__ import annotations

import random
import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Seeder = Callable[[str, str, random.Random], str | None]
Rule = tuple[Seeder, tuple[str, ...]]
"""What puts the error in, and the checks that should find it."""

_NUMBER = re.compile(r"(?<![\w.,:^-])\d+(?:[.,]\d+|(?: \d{3})+(?!\d))?(?![\w.,:-]?\d)")
_DECIMAL = re.compile(r"(?<![\w.,])(\d+),(\d+)(?![\d,])")
_DOSE = re.compile(
    r"(?<![\w.,])(\d+(?:,\d+)?)\s?(%|mg|g|kg|ml|mcg|μg|metros?|pies|dosis|libras|comprimidos?)(?!\w)"
)
_UNITS = {"mg": "g", "g": "mg", "kg": "g", "ml": "l", "mcg": "mg", "μg": "mg", "metro": "pie",
          "metros": "pies", "pies": "metros", "comprimido": "gota", "comprimidos": "gotas",
          "libras": "kg"}  # fmt: skip
_SPELLED = [
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "doce",
    "quince",
    "veinte",
    "treinta",
]
_TIME = {"horas": "días", "días": "semanas", "semanas": "meses", "meses": "semanas", "minutos": "horas",
         "segundos": "minutos", "años": "meses", "hora": "semana"}  # fmt: skip
_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


@dataclass(frozen=True, slots=True)
class Sample:
    """A human pair with one error in the target."""

    kind: str
    source: str
    good: str
    bad: str


def held_back(source: str) -> bool:
    """Whether a pair belongs to the half that nobody tunes on. Stable over runs and order."""
    return zlib.crc32(source.encode()) & 1 == 1


def _pick(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def exchanged(words: Mapping[str, str], *, words_only: bool = True, said: str = "") -> Seeder:
    """Exchanges one word for another, its first letter's case kept.

    :param words_only: whole words alone; without it, signs and parts of words
    :param said: what the source has to say, too; a translator's own "más de" is nobody's error
    """
    edge = r"\b" if words_only else ""
    pattern = re.compile(
        rf"{edge}(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))}){edge}",
        re.IGNORECASE if words_only else 0,
    )
    in_source = re.compile(said, re.IGNORECASE)

    def seed(source: str, target: str, chance: random.Random) -> str | None:
        match = _pick(pattern, target, chance)
        if match is None or not in_source.search(source):
            return None
        new = words.get(match[0]) or words[match[0].lower()]
        return _put(
            target, match, new.capitalize() if match[0][:1].isupper() and match[0][1:].islower() else new
        )

    return seed


_RATE = re.compile(
    r"\b(?:daily|weekly|monthly|(?:a|per|every|each) (?:\d+ )?(?:hours|day|week|month)|once|twice)\b",
    re.IGNORECASE,
)
_RATES = exchanged(
    {
        "dos veces": "tres veces",
        "una vez": "dos veces",
        "cada día": "cada semana",
        "al día": "a la semana",
        "diariamente": "semanalmente",
        "por día": "por semana",
        "cada 6 horas": "cada 8 horas",
        "cada 4 horas": "cada 14 horas",
        "cada 8 horas": "cada 18 horas",
        "cada 12 horas": "cada 2 horas",
        "al mes": "al día",
        "por semana": "por día",
        "a la semana": "al día",
    }
)


# Words of the rates that are none: "the next day", "once (= after)".
_NO_RATE = re.compile(r"\b(?:al día|a la semana) (?:siguiente|natural)\b|\buna vez (?:que|\w+[ai]d[oa]s?)\b")


def digit_changed(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(_NUMBER, target, chance)
    if match is None:
        return None
    places = [at for at, character in enumerate(match[0]) if character.isdigit()]
    at = chance.choice(places)
    choices = [digit for digit in "123456789" if digit != str(unicodedata.digit(match[0][at]))]
    return _put(target, match, match[0][:at] + chance.choice(choices) + match[0][at + 1 :])


def number_dropped(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(_NUMBER, target, chance)
    return None if match is None else _put(target, match, "").replace("  ", " ")


def decimal_wrong(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(_DECIMAL, target, chance)
    if match is None or int(match[2]) == 0:
        return None
    moved = chance.choice([match[1] + match[2], f"{match[1]}{match[2][0]},{match[2][1:] or '0'}"])
    return _put(target, match, moved)


def word_number_changed(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(re.compile(rf"\b(?:{'|'.join(_SPELLED)})\b"), target, chance)
    if match is None:
        return None
    return _put(target, match, chance.choice([word for word in _SPELLED if word != match[0]]))


def unit_swapped(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(_DOSE, target, chance)
    if match is None:
        return None
    if match[2] in _UNITS:
        return _put(target, match, f"{match[1]} {_UNITS[match[2]]}")
    return _put(target, match, f"{match[1]} {'mg' if match[2] == '%' else 'gotas'}")


def dose_changed(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(_DOSE, target, chance)
    return (
        None
        if match is None
        else _put(
            target,
            match,
            f"{match[1]}0 {match[2]}" if "," not in match[1] else f"{match[1].replace(',', '')} {match[2]}",
        )
    )


def negation_dropped(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(re.compile(r"\b[Nn]o (?=\w+)(?!obstante|solo|sólo)"), target, chance)
    if match is None or not re.search(
        r"\b(?:no|not|never|without|none|nor|cannot|nobody|nothing|neither)\b|n['’]t\b", source, re.IGNORECASE
    ):
        return None
    return _put(target, match, "")


def negation_added(source: str, target: str, chance: random.Random) -> str | None:
    if re.search(
        r"\b(?:no|not|never|without|none|nor|cannot|nobody|nothing|neither)\b|n['’]t\b", source, re.IGNORECASE
    ):
        return None
    match = _pick(
        re.compile(
            r"\b(?=(?:es|son|está|están|ha|han|puede|pueden|debe|deben|tiene|tienen|fue|se|hay|tome|use|llame|siga)\b)"
        ),
        target,
        chance,
    )
    return None if match is None else _put(target, match, "no ")


_PHONE = re.compile(
    r"(?<![\w.,-])(?:\+\d{1,3}(?:[ -]\d{2,4}){2,4}|\(?\d{3}\)?[ -]\d{3}-\d{4}"
    r"|1-8\d\d-\d{3}-\d{4}|\d{3}-\d{4})(?![\w-])"
)


def phone_changed(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(_PHONE, target, chance)
    if match is None:
        return None
    places = [at for at, character in enumerate(match[0]) if character.isdigit()]
    at = chance.choice(places)
    digit = str((int(match[0][at]) + chance.randint(1, 9)) % 10)
    return _put(target, match, match[0][:at] + digit + match[0][at + 1 :])


def rate_changed(source: str, target: str, chance: random.Random) -> str | None:
    if not _RATE.search(source) or _NO_RATE.search(target):
        return None
    return _RATES(source, target, chance)


def month_changed(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(re.compile(rf"(?<=\bde )(?:{'|'.join(_MONTHS)})\b"), target, chance)
    return (
        None if match is None else _put(target, match, chance.choice([m for m in _MONTHS if m != match[0]]))
    )


def duration_changed(source: str, target: str, chance: random.Random) -> str | None:
    match = _pick(re.compile(rf"(?<=\d )(?:{'|'.join(_TIME)})\b"), target, chance)
    return None if match is None else _put(target, match, _TIME[match[0]])


_ALL_NUMBERS = ("numbers", "doses", "frequency", "dates", "times", "temperatures", "phones")

SEEDERS: dict[str, Rule] = {
    "digit changed": (digit_changed, _ALL_NUMBERS),
    "number dropped": (number_dropped, _ALL_NUMBERS),
    "decimal sign wrong": (decimal_wrong, ("numbers", "doses", "temperatures", "frequency")),
    "number word changed": (word_number_changed, ("numbers", "doses", "frequency", "temperatures", "times")),
    "dose changed": (dose_changed, ("doses", "numbers")),
    "unit swapped": (unit_swapped, ("doses", "numbers")),
    "telephone digit changed": (phone_changed, ("phones",)),
    "length of time changed": (duration_changed, ("frequency", "numbers")),
    "rate changed": (
        rate_changed,
        ("frequency", "numbers"),
    ),
    "month changed": (month_changed, ("dates",)),
    "negation dropped": (negation_dropped, ("negation", "comparison")),
    "negation added": (negation_added, ("negation",)),
    "left and right": (
        exchanged({"izquierdo": "derecho", "izquierda": "derecha", "derecha": "izquierda",
               "derecho": "izquierdo",
               "izquierdos": "derechos", "izquierdas": "derechas", "derechas": "izquierdas"},
              said=r"\bleft\b|\bright\b(?! to\b)"),
        ("laterality",),
    ),
    "comparison flipped": (
        exchanged({"más de": "menos de", "menos de": "más de", "al menos": "como máximo",
               "mayores de": "menores de", "por lo menos": "como máximo",
               "menores de": "mayores de", "como máximo": "al menos"},
              said="more|less|over|under|above|below|fewer|least|most|up to|older|younger"
              "|m[ai][nx]im|than|exceed"),
        ("comparison",),
    ),
    "before and after": (
        exchanged({"antes de": "después de", "después de": "antes de", "antes del": "después del",
               "después del": "antes del"},
              said="before|after|prior|follow|post|pre|since|until|later|earlier|once|subsequent"),
        ("before-after", "meals"),
    ),
    "stop and go on": (
        exchanged({"aumentar": "disminuir", "aumento": "descenso", "reducir": "aumentar",
               "disminuir": "aumentar",
               "aumentó": "disminuyó", "reducción": "aumento", "deje de": "siga", "siga": "deje de",
               "empiece": "suspenda", "suspenda": "continúe", "aumente": "reduzca", "reduzca": "aumente"}),
        ("action",),
    ),
}  # fmt: skip
"""Kind of error to its rule and the checks that should find it. More are registered by other benchmarks."""


def samples(pairs: list[tuple[str, str]], kinds: Mapping[str, Rule] = SEEDERS) -> list[Sample]:
    """One error of each kind in each pair that its rule fits; the same on every run.

    An error has to change something that the source says too: where a rule picks a word that the source
    does not have (a translator's own "más de"), nobody could find it, and the pair is left out by its rule.
    """
    found = []
    for kind, (seed, _) in kinds.items():
        for source, target in pairs:
            chance = random.Random(f"{kind}\0{source}")
            bad = seed(source, target, chance)
            if bad is not None and bad != target:
                found.append(Sample(kind, source, target, bad))
    return found
