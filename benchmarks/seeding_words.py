"""Errors in what a text says beside its numbers, and in how it is written: more rules for
:mod:`benchmarks.seeding`, for Spanish; some of them for the signs of other languages.
"""

from __future__ import annotations

import random
import re

from benchmarks.seeding import SEEDERS, Seeder, exchanged

_CALL = re.compile(
    r"\b(?:llame|llamar|marque|marcar|mensaje de texto|teléfono puede llamar)\b", re.IGNORECASE
)
_SHORT = re.compile(r"(?<![\d.,:+-])(?:911|112|999|988|111|118)(?![\d.,:%-]\d|\d)")
_MEDICINES = ["ibuprofeno", "naproxeno", "gabapentina", "morfina", "tramadol", "metformina", "warfarina",
              "diclofenaco", "pregabalina", "amoxicilina", "omeprazol", "paracetamol"]  # fmt: skip
_MEDICINE = re.compile(rf"\b(?:{'|'.join(_MEDICINES)})\b", re.IGNORECASE)
_TERMS = {"bloqueo nervioso": "corte de nervios", "análisis de sangre": "dibujo de sangre",
          "fisioterapia": "gimnasia", "gammagrafía ósea": "foto de huesos",
          "inyección epidural": "inyección alta", "punción lumbar": "grifo de espalda"}  # fmt: skip
KEPT = ("MyChart", "Northside Clinic", "CareLine", "Alder Street", "PainDiary")
"""Words that the benchmark's settings keep in every language."""
GLOSSARY = """source,es,forbidden:es
nerve block,bloqueo nervioso,corte de nervios
blood test,análisis de sangre,dibujo de sangre
physical therapy,fisioterapia,
bone scan,gammagrafía ósea,
epidural injection,inyección epidural,
spinal tap,punción lumbar,grifo de espalda
"""


def _changed(pattern: str, new: str, *, flags: re.RegexFlag = re.IGNORECASE) -> Seeder:
    """Rewrites one place that the pattern finds."""
    compiled = re.compile(pattern, flags)

    def seed(source: str, target: str, chance: random.Random) -> str | None:
        found = list(compiled.finditer(target))
        if not found:
            return None
        match = chance.choice(found)
        return target[: match.start()] + match.expand(new) + target[match.end() :]

    return seed


def emergency_exchanged(source: str, target: str, chance: random.Random) -> str | None:
    match = _SHORT.search(target)
    if match is None or not _CALL.search(target[: match.start()]):
        return None
    other = chance.choice([number for number in ("911", "112", "999", "118") if number != match[0]])
    return target[: match.start()] + other + target[match.end() :]


def medicine_exchanged(source: str, target: str, chance: random.Random) -> str | None:
    match = _MEDICINE.search(target)
    if match is None:
        return None
    other = chance.choice([name for name in _MEDICINES if name != match[0].lower()])
    return target[: match.start()] + other + target[match.end() :]


def name_misspelled(source: str, target: str, chance: random.Random) -> str | None:
    """A capitalised word that both texts have loses a letter."""
    names = [name for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{4,}\b", source) if f" {name}" in target]
    if not names:
        return None
    name = chance.choice(names)
    at = chance.randrange(1, len(name) - 2)
    return target.replace(name, name[:at] + name[at + 1 :])


def kept_changed(source: str, target: str, chance: random.Random) -> str | None:
    name = next((name for name in KEPT if name in source and name in target), None)
    return None if name is None else target.replace(name, name[0] + name[1:].lower().replace(" ", "") + "o")


def small_letter(source: str, target: str, chance: random.Random) -> str | None:
    if not (source[0].isupper() and target[:2].istitle() and len(source.split()) >= 4):
        return None
    return target[0].lower() + target[1:]


def decoded_twice(source: str, target: str, chance: random.Random) -> str | None:
    try:
        return target.encode().decode("cp1252") if re.search("[áéóúñ]", target) else None
    except UnicodeDecodeError:
        return None


def day_and_month(source: str, target: str, chance: random.Random) -> str | None:
    """A day becomes the month, and a month the day, where the target has both in words."""
    months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
              "octubre", "noviembre", "diciembre"]  # fmt: skip
    match = re.search(rf"\b(\d\d?) de ({'|'.join(months)})\b", target)
    if match is None or int(match[1]) > 12 or int(match[1]) == months.index(match[2]) + 1:
        return None
    swapped = f"{months.index(match[2]) + 1} de {months[int(match[1]) - 1]}"
    return target[: match.start()] + swapped + target[match.end() :]


_SIGN_LOST = _changed(r"(?<=\w)[.?:]$", "")
_VALUES = ("doses", "numbers")
WORDS: dict[str, tuple[Seeder, tuple[str, ...]]] = {
    "emergency number exchanged": (emergency_exchanged, ("phones",)),
    "per kilogram lost": (_changed(r"(?: por |/)kg\b", ""), _VALUES),
    "mcg, µg and IU swapped": (exchanged({"mcg": "mg", "µg": "mg", "UI": "mg"}), _VALUES),
    "temperature scale swapped": (exchanged({"°C": "°F", "°F": "°C"}, words_only=False), ("temperatures",)),
    "temperature changed": (
        _changed(r"(?<![\d,.])(\d)(\d)(?=(?:,\d)? °[CF])", r"\2\1"),
        ("temperatures", "numbers"),
    ),
    "time of day changed": (_changed(r"\b(\d?\d):([0-5])(\d)\b", r"\1:\g<2>4"), ("times", "numbers")),
    "12 hours off": (
        exchanged({f"{hour}:": f"{hour - 12}:" for hour in range(13, 22)}, words_only=False),
        ("times",),
    ),
    "weekday changed": (
        exchanged({"lunes": "martes", "martes": "jueves", "miércoles": "sábado", "jueves": "viernes",
                   "viernes": "lunes"}),
        ("dates",),
    ),
    "day and month exchanged": (day_and_month, ("dates", "numbers")),
    "ordinal changed": (
        exchanged({"primera": "tercera", "segunda": "tercera", "tercera": "quinta", "cuarta": "segunda",
                   "quinta": "cuarta", "sexta": "octava"},
                  said="first|second|third|fourth|fifth|sixth"),
        ("numbers", "doses", "frequency"),
    ),
    "allergy lost": (_changed(r"\b(?:alérgic[oa]s?) (?=al?\b)", "expuesto "), ("allergy",)),
    "another medicine": (medicine_exchanged, ("drugs",)),
    "with food and without": (
        exchanged({"con alimentos": "en ayunas", "en ayunas": "con alimentos",
                   "con las comidas": "en ayunas", "sin alimentos": "con las comidas",
                   "con el estómago lleno": "con el estómago vacío"}),
        ("meals", "negation"),
    ),
    "as needed lost": (
        _changed(r",? (?:según sea necesario|si es necesario|cuando sea necesario"
                 r"|en caso necesario|según se necesite)", ""),
        ("as-needed",),
    ),
    "morning and night": (
        exchanged({"por la mañana": "por la noche", "por la noche": "por la mañana",
                   "cada mañana": "cada noche", "cada noche": "cada mañana"}),
        ("opposites", "times"),
    ),
    "word to keep changed": (kept_changed, ("do-not-translate",)),
    "name misspelled": (name_misspelled, ("names",)),
    "glossary term replaced": (exchanged(_TERMS), ("term-missing", "term-forbidden")),
    "informal address": (
        exchanged({"llame": "llama", "usted": "tú", "sus": "tus", "su": "tu"}),
        ("address",),
    ),
    "format directive changed": (exchanged({"%d": "%s", "%s": "%i"}, words_only=False), ("format-string",)),
    "final sign lost": (_SIGN_LOST, ("final-sign", "spanish-marks")),
    "bracket lost": (_changed(r"(?<!\])(\([^()]*)\)", r"\1"), ("brackets",)),
    "quotation mark lost": (_changed("[»”]", ""), ("quotes", "brackets")),
    "two spaces": (_changed(r"(?<=\w) (?=\w)", "  "), ("doubled-spaces",)),
    "space before a sign": (_changed(r"(?<=\w)(?=[,;.](?:\s|$))", " "), ("space-before-sign",)),
    "space at the end": (_changed(r"(?<=\S)$", " "), ("edge-space",)),
    "line break at the end": (_changed(r"(?<=\S)\Z", r"\n"), ("newlines", "edge-space")),
    "small letter at the beginning": (small_letter, ("capitals",)),
    "character reference broken": (_changed("&amp;", "&ampp;"), ("entities", "codes-missing")),
    "invisible character": (_changed(r"(?<=\w) (?=\w)", "\u200b "), ("invisible-characters",)),
    "direction overridden": (_changed(r"(?<=\w) (?=\w)", " \u202e"), ("bidi-control",)),
    "letter lost in decoding": (_changed("[áéíóúñ]", "\ufffd"), ("control-characters",)),
    "decoded twice": (decoded_twice, ("mojibake",)),
    "begins like a heading": (_changed(r"^(?=\w)", "# "), ("markdown-block",)),
    "blank line put in": (_changed(r"(?<=\w) (?=\w)", "\n\n"), ("markdown-block", "newlines")),
}  # fmt: skip
SEEDERS.update(WORDS)

# Signs of other languages, in the right sentences of their case files.
SIGNS: dict[str, dict[str, tuple[Seeder, tuple[str, ...]]]] = {
    "fr": {"no space before a double sign": (_changed("[\u202f\u00a0](?=[;:!?»])", ""), ("french-spaces",))},
    "ar": {"Latin comma": (_changed("،", ","), ("arabic-signs",))},
    "zh": {"ASCII full stop": (_changed("。", "."), ("cjk-signs", "final-sign"))},
}
