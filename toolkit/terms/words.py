"""Words and their stems, in any language: what terms are compared by."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

# Scripts without blanks are compared letter by letter; everything else word by word.
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’][^\W{_UNSPACED}]+)*|[^\w\s]")

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_ENGLISH_NOUN = frozenset({"", "s", "es", "y", "ies", "'s", "’s", "s'", "s’", "'", "’"})
_ENGLISH_ANY = _ENGLISH_NOUN | {"e", "ed", "d", "ing", "ied", "er", "est"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of a text."""

    start: int
    end: int
    text: str
    stem: str


def tokens(text: str, language: str) -> list[Token]:
    """The words and signs of a text.

    :param language: primary subtag, such as ``es``.
    """
    stem = stemmer(language)
    return [Token(m.start(), m.end(), m[0], stem(m[0])) for m in _TOKEN.finditer(text)]


@functools.cache
def stemmer(language: str) -> functools._lru_cache_wrapper[str]:
    """A function from a word to its stem: case folded, composed letters, inflection off."""
    name = _STEMMERS.get(language)
    stem_word = None
    if name is not None:
        import snowballstemmer  # type: ignore[import-untyped]

        if name in snowballstemmer.algorithms():
            stem_word = snowballstemmer.stemmer(name).stemWord

    @functools.lru_cache(maxsize=65536)
    def stem(word: str) -> str:
        folded = unicodedata.normalize("NFC", word).casefold().replace("’", "'")
        return str(stem_word(folded)) if stem_word is not None and folded.isalpha() else folded

    return stem


def same_word(form: str, seen: str, language: str, *, noun: bool = True) -> bool:
    """Whether two words with one stem are forms of one word.

    Stemmers go further than inflection (``universe`` and ``university`` have one stem), and
    abbreviations are no words: ``AIDS`` is not ``aids``.

    :param noun: only a noun's forms, so that the term ``mask`` does not stand in ``masked``.
    """
    if form == seen:
        return True
    if len(form) > 1 and form.isupper():
        return seen.rstrip("s") == form or seen in (f"{form}'s", f"{form}’s")
    one, two = form.casefold(), seen.casefold()
    if one == two:
        return not (len(seen) > 1 and seen.isupper() and len(seen) < 4)
    shared = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    if language == "en":
        endings = _ENGLISH_NOUN if noun else _ENGLISH_ANY
        rest = (one[shared:], two[shared:])
        if not noun and shared and any(r[:1] == one[shared - 1] for r in rest):
            rest = tuple(r[1:] if r[:1] == one[shared - 1] else r for r in rest)  # type: ignore[assignment]
        return all(part in endings for part in rest)
    return len(one) - shared <= 4 and len(two) - shared <= 4
