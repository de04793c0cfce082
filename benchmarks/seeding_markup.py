"""Errors in markup and language put into human translations: more rules for :mod:`benchmarks.seeding`.

Rules for markup need pairs with markup, such as those of the project's own catalogs.
"""

from __future__ import annotations

import random
import re

from benchmarks.seeding import SEEDERS, Seeder

_LINK = re.compile(r"(?<!!)\[([^\[\]^]+)\]\(([^()\s]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_TAG = re.compile(r"<(\w+)[^<>]*>([^<>]*)</\1>")
_NOTE = re.compile(r"\[\^(\w+)\]")
_PLACEHOLDER = re.compile(r"\{\{ ?[\w.]+ ?\}\}|\{\w+\}|%\(\w+\)s")
_WORD = re.compile(r"(?<![\w*`\[{])[^\W\d_]{4,}(?![\w*`\]}])")
_NAME = re.compile(r"(?<![\w*`\[{])[A-Za-z]{4,}(?![\w*`\]}])")


def _replaced(pattern: re.Pattern[str], new: str) -> Seeder:
    """Rewrites one place that the pattern finds, where the source has such a place, too."""

    def seed(source: str, target: str, chance: random.Random) -> str | None:
        if pattern.search(source) is None:
            return None
        found = list(pattern.finditer(target))
        if not found:
            return None
        match = chance.choice(found)
        return target[: match.start()] + match.expand(new) + target[match.end() :]

    return seed


def _around_a_word(before: str, after: str, word: re.Pattern[str] = _WORD) -> Seeder:
    """Puts markup around one word outside of markup."""

    def seed(source: str, target: str, chance: random.Random) -> str | None:
        if re.search(r"[\[<{`*_]", target):
            return None
        found = list(word.finditer(target))
        if not found:
            return None
        match = chance.choice(found)
        return target[: match.start()] + before + match[0] + after + target[match.end() :]

    return seed


def half_english(source: str, target: str, chance: random.Random) -> str | None:
    """The second half of the translation is the source's."""
    ours, theirs = source.split(), target.split()
    if len(ours) < 10 or len(theirs) < 8 or "http" in source:
        return None
    return " ".join(theirs[: len(theirs) // 2] + ours[len(ours) // 2 :])


def all_english(source: str, target: str, chance: random.Random) -> str | None:
    return source if len(source.split()) >= 5 and source != target else None


def cut_off(source: str, target: str, chance: random.Random) -> str | None:
    """Only the first fifth of a long translation is there."""
    words = target.split()
    return " ".join(words[: len(words) // 5]) if len(words) >= 20 else None


def word_twice(source: str, target: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b[^\W\d_]{3,}\b(?= )", target))
    if not found:
        return None
    match = chance.choice(found)
    return target[: match.end()] + " " + match[0] + target[match.end() :]


def opening_mark_lost(source: str, target: str, chance: random.Random) -> str | None:
    return re.sub("[¿¡]", "", target, count=1) if re.search("[¿¡]", target) else None


def homograph(source: str, target: str, chance: random.Random) -> str | None:
    """One Latin letter becomes the Cyrillic one that looks like it."""
    places = [place for place, char in enumerate(target) if char in "aeoc"]
    if not places or "://" in target:
        return None
    place = chance.choice(places)
    return target[:place] + "аеос"["aeoc".index(target[place])] + target[place + 1 :]


_MARKUP = ("codes-missing", "codes-added", "codes-changed", "codes-nesting")
MARKUP: dict[str, tuple[Seeder, tuple[str, ...]]] = {
    "link lost": (_replaced(_LINK, r"\1"), _MARKUP),
    "link leads elsewhere": (_replaced(_LINK, r"[\1](https://example.net/x)"), ("url-scheme", "url-changed")),
    "link runs a script": (_replaced(_LINK, r"[\1](javascript:x)"), ("url-scheme",)),
    "link added": (_around_a_word("[", "](https://example.net)"), _MARKUP),
    "emphasis lost": (_replaced(_STRONG, r"\1"), _MARKUP),
    "emphasis added": (_around_a_word("**", "**"), _MARKUP),
    "emphasis broken": (_replaced(_STRONG, r"** \1 **"), _MARKUP),
    "code changed": (_replaced(_CODE, r"`\1x`"), _MARKUP),
    "tag lost": (_replaced(_TAG, r"\2"), _MARKUP),
    "tag not closed": (_replaced(_TAG, r"<\1>\2"), _MARKUP),
    "tag added": (_around_a_word("<b>", "</b>"), _MARKUP),
    "footnote lost": (_replaced(_NOTE, ""), _MARKUP),
    "footnote changed": (_replaced(_NOTE, r"[^\1x]"), _MARKUP),
    "placeholder lost": (_replaced(_PLACEHOLDER, ""), ("placeholders",)),
    "placeholder changed": (_replaced(_PLACEHOLDER, "{{ otro }}"), ("placeholders",)),
    "placeholder added": (_around_a_word("{", "}", _NAME), ("placeholders",)),
}
LANGUAGE: dict[str, tuple[Seeder, tuple[str, ...]]] = {
    "half of it in English": (half_english, ("half-translated",)),
    "all of it in English": (all_english, ("untranslated", "half-translated")),
    "cut off": (cut_off, ("length",)),
    "word twice": (word_twice, ("doubled-words",)),
    "¿ or ¡ lost": (opening_mark_lost, ("spanish-marks",)),
    "letter of another script": (homograph, ("homograph",)),
}
SEEDERS.update(MARKUP)
SEEDERS.update(LANGUAGE)
