"""Capitals, length, and how readers are addressed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from toolkit.checks.base import CatalogView, Check, Pair, Problem, Settings
from toolkit.checks.languages import CASELESS, FORMAL, IMPERATIVES, INFORMAL, LENGTH
from toolkit.checks.quoting import listed, quoted
from toolkit.model import Severity, Unit


def _first_letter(text: str) -> str:
    """The first letter, where nothing but signs and spaces stands before it."""
    for char in text:
        if char.isalpha():
            return char
        if char.isdigit():
            return ""
    return ""


class Capitals(Check):
    name = "capitals"
    family = "language"
    summary = "The source begins with a capital and the translation does not, or all of it is in capitals."
    example = "Rest today. → descanse hoy."
    severity: ClassVar[Severity] = "info"

    def applies(self, language: str, settings: Settings) -> bool:
        return language not in CASELESS and settings.source_language not in CASELESS

    def unit(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source, pair.target
        if target[0].isupper() and not target.isupper():
            return
        if target.isupper() and len(target) > 12 and not source.isupper():
            if len(pair.target_tokens) > 3:
                yield Problem("the translation is all in capitals, the source is not")
            return
        ours = _first_letter(pair.source_words)
        if not ours or not ours.isupper():
            return
        theirs = _first_letter(pair.target_words)
        if not theirs or not theirs.islower() or len(pair.source_tokens) < 3:
            return
        # A name that is written small keeps its letters: "pH", "iPhone".
        first = pair.target_words.split()[0]
        if (
            target[0] in "{%"
            or re.search(rf"(?<!\w){re.escape(first)}(?!\w)", source)
            or (len(first) > 1 and first[1:] != first[1:].lower())
        ):
            return
        fix = target[0].upper() + target[1:] if target[0] == theirs and pair.source[-1] in ".?!" else None
        yield Problem(f"begins with a small letter: {quoted(first)}", fix=fix)


class Length(Check):
    name = "length"
    family = "language"
    summary = "The translation is far longer or shorter than the source: something was lost or put in."
    example = "Take it with food and a glass of water, every morning. → Tómelo."

    def unit(self, pair: Pair) -> Iterable[Problem]:
        bound = pair.settings.length_ratio
        ours, theirs = len(pair.source), len(pair.target)
        if not bound or (ours < 30 and theirs < 60):
            return
        usual = LENGTH.get(pair.language, 1.0) / LENGTH.get(pair.settings.source_language, 1.0)
        ratio = (theirs + 8) / ((ours + 8) * usual)
        if ratio > bound or ratio * bound < 1:
            # What a reader sees decides: addresses and tags have the same length in all languages.
            ours, theirs = len(pair.source_words), len(pair.target_words)
            ratio = (theirs + 8) / ((ours + 8) * usual)
            if ratio > bound:
                yield Problem(f"{theirs} characters for {ours} of the source: something was put in?")
            elif ratio * bound < 1:
                yield Problem(f"{theirs} characters for {ours} of the source: something is lost?")


class Address(Check):
    name = "address"
    family = "language"
    summary = "Readers are addressed formally and informally in one article, or not as the project wants."
    example = "usted … tú (in one article)"

    def applies(self, language: str, settings: Settings) -> bool:
        return language in INFORMAL and (language in FORMAL or bool(settings.address))

    def unit(self, pair: Pair) -> Iterable[Problem]:
        wanted = pair.settings.address
        if not wanted:
            return
        wrong = (INFORMAL if wanted == "formal" else FORMAL).get(pair.language)
        if wrong is None:
            return
        found = [word for word in dict.fromkeys(pair.target_tokens) if word in wrong]
        if not found and wanted == "formal":
            found = _imperative(pair)
        if found:
            yield Problem(f"{listed(map(quoted, found))} does not address the reader {_adverb(wanted)}")

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        formal, informal = FORMAL.get(view.language), INFORMAL.get(view.language)
        if view.settings.address or formal is None or informal is None:
            return
        sides: dict[str, list[tuple[Unit, str]]] = {"formal": [], "informal": []}
        for pair in view.pairs:
            if not pair.accepted:
                continue
            tokens = pair.target_tokens
            if not formal.isdisjoint(tokens):
                sides["formal"].append((pair.unit, next(word for word in tokens if word in formal)))
            familiar = [word for word in tokens if word in informal] or _imperative(pair)
            if familiar:
                sides["informal"].append((pair.unit, familiar[0]))
        if not sides["formal"] or not sides["informal"]:
            return
        rare, other = sorted(sides, key=lambda side: len(sides[side]))
        places = sides[rare]
        unit, word = places[0]
        more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        yield Problem(
            f"{quoted(word)}{more} addresses the reader {_adverb(rare)}, "
            f"{quoted(sides[other][0][1])} and {len(sides[other]) - 1} more {_adverb(other)}",
            unit=unit,
        )


def _imperative(pair: Pair) -> list[str]:
    """The informal imperative a translation begins with where the source begins with one."""
    known = IMPERATIVES.get(pair.language)
    if known is None or not pair.source_tokens or not pair.target_tokens:
        return []
    if not (pair.source[0].isupper() and pair.target[0].isupper()):
        return []  # "if you / take aspirin": a part of a sentence, and no imperative
    first = pair.target_tokens[0]
    return [first] if known.get(pair.source_tokens[0]) == first and "?" not in pair.source else []


def _adverb(side: str) -> str:
    return side + "ly"


CHECKS: tuple[type[Check], ...] = (Capitals, Length, Address)
