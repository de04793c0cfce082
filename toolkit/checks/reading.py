"""How hard a page is to read, by the formula of its language.

Every formula is turned into the school years (US grades) it stands for, so that one target fits all
languages. Syllables are counted by hyphenation patterns (pyphen), which is near enough for a mean.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.checks.base import Check, PageView, Problem, Settings

if TYPE_CHECKING:
    import pyphen  # type: ignore[import-untyped,import-not-found,unused-ignore]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…:]+(?:\s|$)|\n{2,}")
_BY_RULE = frozenset({"es", "it"})
"""Languages whose syllables need no patterns, or whose formula counts letters."""
_FEWEST_WORDS = 100
"""Below it a mean says little; the formulas are defined on samples of 100 words."""


@dataclass(frozen=True, slots=True)
class Counts:
    words: int
    sentences: int
    syllables: int
    letters: int

    @property
    def words_per_sentence(self) -> float:
        return self.words / self.sentences

    @property
    def syllables_per_word(self) -> float:
        return self.syllables / self.words


Formula = Callable[[Counts], float]

# Flesch (1948) for English, and its adaptations, all from 0 (hard) to 100 (easy).
FORMULAS: Mapping[str, tuple[str, Formula]] = {
    "en": ("Flesch", lambda n: 206.835 - 1.015 * n.words_per_sentence - 84.6 * n.syllables_per_word),
    # Szigriszt-Pazos (1993), read on Barrio-Cantalejo's INFLESZ scale (2008), which was made on health
    # texts; it is Fernández-Huerta's formula (1959) with recomputed constants.
    "es": ("INFLESZ", lambda n: 206.835 - 62.3 * n.syllables_per_word - n.words_per_sentence),
    # Kandel and Moles (1958).
    "fr": ("Kandel-Moles", lambda n: 207 - 1.015 * n.words_per_sentence - 73.6 * n.syllables_per_word),
    # Amstad (1978).
    "de": ("Amstad", lambda n: 180 - n.words_per_sentence - 58.5 * n.syllables_per_word),
    # Lucisano and Piemontese, Gulpease (1988): letters, no syllables.
    "it": ("Gulpease", lambda n: 89 + (300 * n.sentences - 10 * n.letters) / n.words),
    # Martins and others (1996).
    "pt": ("Flesch-Martins", lambda n: 248.835 - 1.015 * n.words_per_sentence - 84.6 * n.syllables_per_word),
}


# Flesch's own table (The Art of Readable Writing, 1949): the lowest score of each school grade.
_GRADES = ((90, 5), (80, 6), (70, 7), (65, 8), (60, 9), (55, 10), (50, 11), (40, 13), (30, 15))


def grade(score: float) -> int:
    """US school grade of a score from 0 to 100; 5 for everything easier, 17 for everything harder."""
    return next((level for lowest, level in _GRADES if score >= lowest), 17)


def count(text: str, language: str) -> Counts:
    """Words, sentences, syllables and letters of ``text``."""
    words = _WORD.findall(text)
    parts = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    letters = sum(len(word) for word in words)
    return Counts(len(words), max(len(parts), 1), sum(_syllables(word, language) for word in words), letters)


@functools.lru_cache(maxsize=20_000)
def _syllables(word: str, language: str) -> int:
    if language == "es":
        return _spanish(word.lower())
    patterns = _patterns(language)
    if patterns is None or language == "it":
        return 1
    # Patterns never break off one letter, so "a-gua" is one piece: count its vowel groups then.
    pieces = len(patterns.positions(word.lower())) + 1
    groups = len(re.findall(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõ]+", word.lower()))
    if language == "en" and groups > 1 and _MUTE.search(word.lower()):
        groups -= 1
    return max(pieces, groups, 1)


# English: a final e, and the endings of "walked" and "bones", are mute; "tablets", "needed", "doses" are not.
_MUTE = re.compile(r"(?:[^l]e|[^td]ed|[^sxzcgh]es)$")
_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_STRONG = re.compile(r"[aeoáéóíú]")


def _spanish(word: str) -> int:
    """Syllables by the rules of Spanish: i and u without an accent make one syllable with a, e, o beside
    them; with an accent they stand for themselves (día); u is mute in que, qui, gue, gui.
    """
    word = re.sub(r"(?<=q)u|(?<=g)u(?=[eiéí])", "", word)
    word = re.sub("y$", "i", word).replace("ii", "i-i")
    return max(sum(max(len(_STRONG.findall(group)), 1) for group in _VOWELS.findall(word)), 1)


@functools.lru_cache(maxsize=16)
def _patterns(language: str) -> pyphen.Pyphen | None:
    try:
        import pyphen
    except ImportError:
        return None
    return pyphen.Pyphen(lang=language) if pyphen.language_fallback(language) else None


def available(language: str) -> bool:
    """Whether there is a formula for the language and what it needs is installed."""
    return language in FORMULAS and (language in _BY_RULE or _patterns(language) is not None)


class ReadingLevel(Check):
    name = "reading-level"
    family = "page"
    summary = "A page is harder to read than the project's target grade (reading-grade)."
    example = "reading-grade = 8, and the page needs grade 12"

    def applies(self, language: str, settings: Settings) -> bool:
        return settings.reading_grade is not None and available(language or settings.source_language)

    def lacking(self, language: str, settings: Settings, *, asked: bool) -> str:
        language = language or settings.source_language
        wanted = settings.reading_grade is not None and language in FORMULAS and language not in _BY_RULE
        if not wanted or importlib.util.find_spec("pyphen") is not None:
            return ""
        return 'pip install "l10n-toolkit[reading]"'

    def page(self, view: PageView) -> Iterable[Problem]:
        wanted = view.settings.reading_grade
        if wanted is None:
            return
        counts = count(view.text, view.language)
        if counts.words < _FEWEST_WORDS:
            return
        name, formula = FORMULAS[view.language]
        score = formula(counts)
        needed = grade(score)
        if needed > wanted:
            yield Problem(
                f"needs school grade {needed} ({name} {score:.0f}), wanted is {wanted:g}: "
                f"{counts.words_per_sentence:.0f} words a sentence, "
                f"{counts.syllables_per_word:.1f} syllables a word"
            )


CHECKS: tuple[type[Check], ...] = (ReadingLevel,)
