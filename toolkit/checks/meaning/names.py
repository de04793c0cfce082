"""Names: of medicines, of people and places, and words a project keeps in every language."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from toolkit.model import Severity

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NAME = re.compile(r"(?<![.!?:\n\"“(] )(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w])")
_MONTHS_AND_DAYS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "english",
        "spanish",
        "french",
        "german",
        "italian",
        "american",
        "european",
    ]
)


class Names(NamedTuple):
    """Spellings of medicines, folded, to the substance."""

    source: Mapping[str, str]
    target: Mapping[str, str]
    first: frozenset[str]


def fold(word: str) -> str:
    """Lower case without accents, final vowels of Romance and German forms left to the data."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


@functools.cache
def medicines(language: str) -> Names:
    """Names of medicines in English and in a language."""
    data = tomllib.loads((files("toolkit.checks") / "data" / "medicines.toml").read_text(encoding="utf-8"))
    source: dict[str, str] = {}
    target: dict[str, str] = {}
    for substance, forms in data.items():
        for form in (substance, *forms.get("en", ())):
            source[fold(form)] = substance
            target[fold(form)] = substance
        for form in forms.get(language, ()):
            target[fold(form)] = substance
        if language not in ("ar", "zh"):
            for form in _localised(substance):
                target.setdefault(form, substance)
    return Names(source, target, frozenset(source))


def _localised(name: str) -> Iterable[str]:
    """An English INN as Romance languages, German and Catalan write it, folded: ibuprofen → ibuprofeno.

    WHO publishes INNs in English, French and Spanish; the other forms follow from the same endings.
    """
    stems = {name}
    for one, other in (
        ("ph", "f"),
        ("th", "t"),
        ("y", "i"),
        ("ch", "c"),
        ("x", "ks"),
        ("mm", "m"),
        ("ll", "l"),
    ):
        stems |= {stem.replace(one, other) for stem in stems}
    for stem in stems:
        yield stem
        bare = stem[:-1] if stem[-1] in "ea" else stem
        for ending in ("o", "a", "e", "um", ""):
            yield bare + ending


def may_be_named(tokens: Sequence[str], language: str) -> bool:
    """Whether there may be a medicine in a source at all; cheap.

    :param tokens: of the source, case-folded (:attr:`Pair.source_tokens`).
    """
    first = medicines(language).first
    if not first.isdisjoint(tokens):
        return True
    odd = " ".join([token for token in tokens if not token.isalpha()])
    return not first.isdisjoint(_WORD.findall(odd))


def drugs(source: str, target: str, language: str) -> Iterable[tuple[Severity, str]]:
    """Medicines of the source that are not in the target."""
    known = medicines(language)
    if known.first.isdisjoint(_WORD.findall(source.lower())):
        return
    words = {fold(word): word for word in _WORD.findall(source)}
    ours = {known.source[word]: written for word, written in words.items() if word in known.source}
    theirs = _in_target(target, known)
    missing = [ours[substance] for substance in ours if substance not in theirs]
    added = [word for substance, word in theirs.items() if substance not in ours]
    if missing and added:
        yield "error", f"the source names “{missing[0]}”, the translation “{added[0]}”"
    elif missing:
        yield "warning", f"the medicine “{missing[0]}” of the source is not in the translation"


def _in_target(target: str, known: Names) -> dict[str, str]:
    if any("\u0600" <= character <= "\u9fff" for character in target):
        folded = fold(target)
        return {substance: form for form, substance in known.target.items() if form in folded}
    words = {fold(word): word for word in _WORD.findall(target)}
    return {known.target[word]: written for word, written in words.items() if word in known.target}


def kept(source: str, target: str, keep: Iterable[str]) -> list[str]:
    """Words of a list that stand in the source and not, as they are written, in the target."""
    return sorted(word for word in keep if _stands(word, source) and word not in target)


def _stands(word: str, text: str) -> bool:
    return word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def proper(source: str, target: str, language: str) -> list[str]:
    """Capitalised words inside a sentence that the target does not have, even with another ending."""
    if language in ("ar", "zh"):
        return []
    folded = fold(target)
    found = dict.fromkeys(_NAME.findall(source))
    return [word for word in found if word.lower() not in _MONTHS_AND_DAYS and fold(word)[:-1] not in folded]
