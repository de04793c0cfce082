"""Number and agreement of terms that are put into a draft, where the rules are certain enough.

Spanish: Real Academia Española, *Nueva gramática de la lengua española*, §3.2 (plural) and
§2.2 (gender by ending). Other languages need their forms in the glossary.
"""

from __future__ import annotations

import re

_STRESS = str.maketrans("áéíóú", "aeiou")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOPS = _words("de del a al por para con sin contra en entre sobre y o e u que ante bajo desde")
_ALWAYS_FEMININE = _words(
    """
    mano manos crisis dosis sangre gente tos tesis sed clase clases fase fases fiebre fiebres base bases
    muerte muertes parte partes piel pieles miel sal sales red redes fuente fuentes serie series madre
    madres imagen imágenes variante variantes llave llaves noche noches leche nube nubes vacante vacantes
    sepsis diabetes higiene carne carnes mente suerte frente cama camas forma formas plataforma plataformas
    mama mamas firma firmas llama llamas yema yemas alarma alarmas norma normas rama ramas goma gomas
    crema cremas toma tomas
    """
)
_ALWAYS_MASCULINE = _words(
    """
    virus coronavirus análisis paréntesis énfasis lápiz lápices pez peces arroz césped ataúd huésped
    huéspedes síntoma síntomas coma día días mapa mapas planeta planetas
    """
)
_GREEK = re.compile(r"\w{2,}(?:em|om|am)as?$")
"""«el problema», «el síntoma», «el diagrama»."""
_FEMININE = re.compile(r"(?:as?|ión|iones|[dt]ad(?:es)?|tud(?:es)?|umbres?|itis|[oea]sis|triz)$")
_MASCULINE = re.compile(r"(?:os?|or(?:es)?|ajes?|[oiau]l|us)$")
# Feminine nouns with a stressed a- take «el» and «un» in the singular (NGLE §14.2).
_STRESSED_A = _words("agua alma área arma asma ala aula hambre habla hacha águila ansia acta alta")

_ARTICLES: tuple[tuple[str, str, str, str], ...] = (
    # masculine, feminine, masculine plural, feminine plural
    ("el", "la", "los", "las"),
    ("un", "una", "unos", "unas"),
    ("del", "de la", "de los", "de las"),
    ("al", "a la", "a los", "a las"),
    ("este", "esta", "estos", "estas"),
    ("ese", "esa", "esos", "esas"),
    ("aquel", "aquella", "aquellos", "aquellas"),
    ("otro", "otra", "otros", "otras"),
    ("nuevo", "nueva", "nuevos", "nuevas"),
    ("mucho", "mucha", "muchos", "muchas"),
    ("todo", "toda", "todos", "todas"),
    ("algún", "alguna", "algunos", "algunas"),
    ("ningún", "ninguna", "ningunos", "ningunas"),
    ("nuestro", "nuestra", "nuestros", "nuestras"),
    ("vuestro", "vuestra", "vuestros", "vuestras"),
    ("primer", "primera", "primeros", "primeras"),
)
_BY_FORM = {form: row for row in reversed(_ARTICLES) for form in row}
_LAST = re.compile(r"(?:(?<=\s)|\A)(de la|de los|de las|a la|a los|a las|[^\W\d_]+)(\s+)\Z", re.I)


def plural(term: str, language: str) -> str | None:
    """The plural of a noun phrase; None where the language's rules are not known here."""
    if language != "es":
        return None
    words = term.split(" ")
    end = next((i for i, word in enumerate(words) if i and word.casefold() in _STOPS), len(words))
    return " ".join([*(_plural_es(word) for word in words[:end]), *words[end:]])


def _plural_es(word: str) -> str:
    low = word.casefold()
    if not word[-1:].isalpha() or word.isupper() or low in ("madre",):
        return word
    if low[-1] in "aeioué" or low[-1] in "áó":
        return word + "s"
    if low.endswith("z"):
        return word[:-1] + "ces"
    if low[-1] in "íú":
        return word + "es"
    if low[-1] in "sx":
        # Only words stressed on the last syllable change: «mes, meses», «virus, virus».
        return word[:-2] + word[-2:].translate(_STRESS) + "es" if low[-2:-1] in "áéíóú" else word
    if low[-2:-1] in "áéíóú" and low[-1] in "ns":
        return word[:-2] + word[-2:].translate(_STRESS) + "es"
    # Consonants that do not end Spanish words of old: «kits», «tests», «clics».
    return word + ("es" if low[-1] in "lrndjy" else "s")


def gender(term: str, language: str) -> str:
    """``m`` or ``f`` of a noun phrase, by its head; empty where it is not certain."""
    if language != "es" or not term:
        return ""
    head = term.split(" ")[0]
    low = head.casefold()
    if not head.isalpha() or (head.isupper() and len(head) > 1):
        return ""
    if low in _ALWAYS_FEMININE:
        return "f"
    if low in _ALWAYS_MASCULINE or _GREEK.match(low):
        return "m"
    if _FEMININE.search(low):
        return "f"
    return "m" if _MASCULINE.search(low) else ""


def is_plural(term: str, language: str) -> bool:
    """By the head's ending; ``-sis`` and ``-us`` are singular."""
    head = term.split(" ")[0].casefold()
    if language != "es" or head in ("tos", "mes", "gas", "diabetes"):
        return False
    return bool(re.search(r"[aeo]s$|[íú]es$", head)) and not re.search(r"[áéíóú]s$", head)


def agreeing(before: str, term: str, language: str) -> str:
    """The words before a term with their last article or demonstrative made to agree with it.

    The engine made it agree with a noun of its own: «la droga» → «el fármaco».
    """
    sex = gender(term, language)
    match = _LAST.search(before) if sex else None
    if match is None:
        return before
    row = _BY_FORM.get(match[1].casefold())
    if row is None:
        return before
    many = is_plural(term, language)
    column = (1 if sex == "f" else 0) + (2 if many else 0)
    if column == 1 and term.split(" ")[0].casefold() in _STRESSED_A and row[0] in ("el", "un", "del", "al"):
        column = 0
    form = row[column]
    if match[1][:1].isupper():
        form = form[0].upper() + form[1:]
    return before[: match.start()] + form + match[2]
