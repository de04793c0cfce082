"""Text that is still, or half, in the source language.

The library identifies languages (trigrams); it is asked only where words of the target give reason to,
so most texts cost a look at a set.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.checks.base import Check, Pair, Problem, Settings
from toolkit.checks.languages import FUNCTION_WORDS, ISO3, LETTERS
from toolkit.checks.quoting import quoted

if TYPE_CHECKING:
    from turbohtml.detect import LanguageDetection

_LETTER = re.compile(r"[^\W\d_]")
_LATIN_RUN = re.compile(r"[A-Za-z][a-z]+(?:[\s,;'’-]+[A-Za-z][a-z]+){3,}")
_FEWEST_WORDS = 4
"""Fewer words are names, drugs, labels: they may be the same in both languages."""
_THREE = b"\1\1\1"
"""Three tokens in a row that stand in the source: without them there is no run to look for."""
_LONG_ENOUGH = 40
"""Characters from which the identification was right on 99.7 % of the texts it was tried on."""


class Untranslated(Check):
    name = "untranslated"
    family = "language"
    summary = "The translation is the source's own words."
    example = "Ask your doctor before you stop. → Ask your doctor before you stop."

    def applies(self, language: str, settings: Settings) -> bool:
        return language != settings.source_language

    def unit(self, pair: Pair) -> Iterable[Problem]:
        if pair.source != pair.target and pair.source.casefold() != pair.target.casefold():
            return
        words = [word for word in pair.source_tokens if not word.isdigit() and word not in _kept(pair)]
        if len(words) < 3:
            if len(words) < 2 and _is_foreign_script(pair.language):
                return
            if not self._common(words, pair):
                return
        elif len(words) < _FEWEST_WORDS + 1 and not self._common(words, pair) and _looks_like_names(pair):
            return
        yield Problem(f"not translated: {quoted(pair.target)}")

    def _common(self, words: list[str], pair: Pair) -> bool:
        known = FUNCTION_WORDS.get(pair.settings.source_language, frozenset())
        return any(word in known for word in words)


class HalfTranslated(Check):
    name = "half-translated"
    family = "language"
    summary = "A part of the translation, or all of it, is still in the source language."
    example = "Rest today and drink plenty of water. → Descanse hoy and drink plenty of water."

    def applies(self, language: str, settings: Settings) -> bool:
        return language != settings.source_language

    def unit(self, pair: Pair) -> Iterable[Problem]:
        source = pair.source
        if len(source) < 15 or source == pair.target:
            return
        if pair.language in LETTERS:
            yield from self._other_script(pair)
            return
        run = _copied_run(pair)
        if run:
            yield Problem(f"left in the source language: {quoted(run)}")
        elif len(pair.target) >= _LONG_ENOUGH and _suspicious(pair):
            found = _language_of(pair.target_words, pair)
            if found:
                yield Problem(f"written in the source language: {quoted(pair.target)}")

    def _other_script(self, pair: Pair) -> Iterable[Problem]:
        words = pair.target_words
        run = max(_LATIN_RUN.findall(words), key=len, default="")
        if run and len(run.split()) >= _FEWEST_WORDS:
            tokens = run.casefold().split()
            known = FUNCTION_WORDS.get(pair.settings.source_language, frozenset())
            if sum(token.strip(",;") in known for token in tokens) >= 2:
                yield Problem(f"left in the source language: {quoted(run)}")
                return
        letters = len(_LETTER.findall(words))
        if letters >= 12 and not _letters_of(pair.language).search(words):
            tokens = pair.target_tokens
            if len(tokens) > _FEWEST_WORDS:
                yield Problem(f"no word in the language's own script: {quoted(words)}")


def _copied_run(pair: Pair) -> str:
    """The longest run of target words that is also a run of the source, if it is the source language."""
    theirs = pair.target_tokens
    ours = set(pair.source_tokens)
    if _THREE not in bytes(map(ours.__contains__, theirs)):
        return ""
    kept = _kept(pair)
    known = FUNCTION_WORDS.get(pair.settings.source_language, frozenset())
    following = set(itertools.pairwise(pair.source_tokens))
    best: list[str] = []
    run: list[str] = []
    for token in (*theirs, ""):
        if run and (run[-1], token) in following:
            run.append(token)
            continue
        if len(run) > len(best):
            best = run
        run = [token] if token in ours else []
    # Numbers may stand in a run; they are no words of a language.
    words = [word for word in best if not word[0].isdigit() and word not in kept]
    if len(words) < 3:
        return ""
    text = " ".join(best)
    common = sum(word in known for word in words)
    if common >= 2:
        return text
    if len(words) < _FEWEST_WORDS or _is_name(words, pair):
        return ""
    return text if common or (len(text) >= 20 and _language_of(text, pair)) else ""


def _is_name(run: list[str], pair: Pair) -> bool:
    """Whether most of the words are written with capitals, or as an address."""
    words = pair.target_words
    small = sum(re.search(rf"\b{re.escape(word)}\b", words) is not None for word in run)
    return small * 2 <= len(run) or run[0] in {"http", "https", "www"}


def _suspicious(pair: Pair) -> bool:
    known = FUNCTION_WORDS.get(pair.settings.source_language)
    if known is None:
        return True
    tokens = pair.target_tokens
    return sum(map(known.__contains__, tokens)) * 4 > len(tokens)


def _kept(pair: Pair) -> frozenset[str]:
    return _folded(pair.settings.keep)


@functools.lru_cache(maxsize=64)
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(part.casefold() for word in words for part in word.split())


def _looks_like_names(pair: Pair) -> bool:
    words = [word for word in pair.source_words.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _is_foreign_script(language: str) -> bool:
    return language in LETTERS


@functools.lru_cache(maxsize=64)
def _letters_of(language: str) -> re.Pattern[str]:
    return re.compile(f"[{LETTERS[language]}]")


@functools.lru_cache(maxsize=64)
def _options(source: str, target: str) -> LanguageDetection | None:
    from turbohtml.detect import LanguageDetection

    if source not in ISO3 or target not in ISO3:
        return None
    return LanguageDetection(allowed=frozenset({ISO3[source], ISO3[target]}))


def _language_of(text: str, pair: Pair) -> bool:
    """Whether ``text`` is in the source language rather than in the target's."""
    source = pair.settings.source_language
    options = _options(source, pair.language)
    if options is None:
        return False
    from turbohtml.detect import detect_language

    return detect_language(text, options).language == ISO3[source]


CHECKS: tuple[type[Check], ...] = (Untranslated, HalfTranslated)
