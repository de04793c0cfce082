"""What the meaning checks know about a language, read from ``toolkit/checks/data/<language>/meaning.toml``.

A data file has tables of phrases (``[negation] strong = ["no", "never"]``) and a table of numerals. A
phrase is written as people write it; ``{a,b}`` stands for either (``izquierd{o,a}``), and a whole file
becomes one table from first words to phrases, so that a text is looked through once for all checks.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from toolkit.checks.meaning.numerals import ROMAN, Numeral, compounds
from toolkit.checks.meaning.tokens import Style, Tokens, normal

LANGUAGES = ("es", "pt", "fr", "de", "it", "ca", "ar", "zh", "vi")
"""Target languages with a data file; the source language is English."""


class Phrase(NamedTuple):
    """A phrase of a data file."""

    words: list[str]
    size: int
    """How many words."""
    text: str
    labels: tuple[str, ...]
    """``table.key``, as in ``laterality.left``."""
    keys: Mapping[str, str]
    """The labels by table."""
    counted: bool = False
    """"over #": only before a number, which is not part of it."""
    ignored: bool = False
    """It is there so that no shorter phrase is found in it."""


Options = Mapping[str, tuple[Phrase, ...]]
"""The second word to the phrases that may stand there, longest first; "" to those of one word."""

_BRACES = re.compile(r"\{([^{}]*)\}")
# Arabic writes conjunctions, prepositions and the article as one word with what follows.
_ARABIC_JOINED = ("و", "ف")
_ARABIC_PREFIXES = ("ال", "وال", "بال", "لل", "فال", "ب", "ل", "وب", "ول", "ولل", "وبال", "كال")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, compiled."""

    language: str
    style: Style
    phrases: Mapping[str, Options]
    """First word to the phrases that begin with it."""
    seconds: Mapping[str, frozenset[str]]
    """Words that mean something only as the beginning of several words: which may be the second."""
    months: frozenset[str]
    """First words of months: a text without them has no month."""
    triggers: frozenset[str]
    """All words that can begin anything: no other has to be looked at."""
    numerals: Mapping[str, Numeral]
    connectors: frozenset[str]
    """Words inside a spelled-out number: "and" in "one hundred and five"."""
    units_first: bool
    """Arabic: five and twenty."""
    vigesimal: bool
    """French: sixty-fifteen, four-twenties."""
    suffixes: frozenset[str]
    """What makes digits an ordinal: 2nd, 3.ª, 4e."""
    ordinals: frozenset[str]
    """Words that are an ordinal: second, third."""
    decimal: str
    """Decimal sign, ``.`` or ``,``."""
    other_decimal: frozenset[str] = field(default_factory=frozenset)
    """Territories that use the other one (CLDR)."""
    spaced_groups: bool = True
    """Whether a plain space may group digits; not in English, where "2 500 mg tablets" are two tablets."""

    def decimal_in(self, territory: str) -> str:
        """The decimal sign of a territory's locale."""
        if territory in self.other_decimal:
            return "." if self.decimal == "," else ","
        return self.decimal


@functools.cache
def known(language: str) -> bool:
    """Whether there is a data file for a target language."""
    return language in LANGUAGES and _data(language).is_file()


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The compiled data of a language; read once per process.

    :param language: ``en`` or one of :data:`LANGUAGES`.
    """
    data = tomllib.loads(_data(language).read_text(encoding="utf-8"))
    return _compile(language, data)


def _data(language: str) -> Traversable:
    return files("toolkit.checks") / "data" / language / "meaning.toml"


def expand(phrase: str) -> Iterator[str]:
    """``izquierd{o,a}`` → izquierdo, izquierda; several braces give all combinations."""
    parts = _BRACES.split(phrase)
    choices = [part.split(",") if index % 2 else [part] for index, part in enumerate(parts)]
    return ("".join(choice) for choice in itertools.product(*choices))


def _compile(language: str, data: dict[str, Any]) -> Lexicon:
    numbers = data.pop("numerals")
    style = Style(elision=numbers.get("elision", False), arabic=language == "ar")
    labels: dict[tuple[str, ...], list[str]] = {}
    for table, keys in data.items():
        for key, phrases in keys.items():
            for words in _spellings(phrases, style):
                found = labels.setdefault(words, [])
                if f"{table}.{key}" not in found:
                    found.append(f"{table}.{key}")
    by_first: dict[str, list[Phrase]] = {}
    for words, names in sorted(labels.items(), key=lambda entry: -len(entry[0])):
        by_first.setdefault(words[0], []).append(_phrase(words, tuple(names)))
    numerals = _numerals(language, numbers, style)
    return Lexicon(
        language=language,
        style=style,
        phrases={word: _options(found) for word, found in by_first.items()},
        seconds={
            word: frozenset(phrase.words[1] for phrase in found)
            for word, found in by_first.items()
            if _only_begins(word, found) and word not in numerals
        },
        months=frozenset(
            word for word, found in by_first.items() if any("month" in one.keys for one in found)
        ),
        triggers=frozenset([*by_first, *numerals, *ROMAN]),
        numerals=numerals,
        connectors=frozenset(numbers.get("and", ())) | {"-"},
        units_first=numbers.get("units-first", False),
        vigesimal=numbers.get("vigesimal", False),
        suffixes=frozenset(numbers.get("ordinal-suffixes", ())),
        ordinals=_ordinals(numbers, style),
        decimal=numbers["decimal"],
        other_decimal=frozenset(numbers.get("other-decimal-in", ())),
        spaced_groups=numbers.get("spaced-groups", True),
    )


def _only_begins(word: str, phrases: Iterable[Phrase]) -> bool:
    """Whether a word means nothing alone."""
    return word.isalpha() and word not in ROMAN and all(phrase.size > 1 for phrase in phrases)


def _options(phrases: Sequence[Phrase]) -> Options:
    alone = tuple(phrase for phrase in phrases if phrase.size == 1)
    seconds = {phrase.words[1] for phrase in phrases if phrase.size > 1}
    found = {
        second: tuple(phrase for phrase in phrases if phrase.size == 1 or phrase.words[1] == second)
        for second in seconds
    }
    return {**found, "": alone}


def _phrase(words: tuple[str, ...], labels: tuple[str, ...]) -> Phrase:
    counted = len(words) > 1 and words[-1] == "#"
    said = list(words[:-1] if counted else words)
    keys: dict[str, str] = {}
    for label in labels:
        table, _, key = label.partition(".")
        keys.setdefault(table, key)
    return Phrase(said, len(said), " ".join(said), labels, keys, counted, "ignore.words" in labels)


def _spellings(phrases: Iterable[str], style: Style) -> Iterator[tuple[str, ...]]:
    for phrase in phrases:
        for spelling in expand(phrase):
            words = tuple(Tokens(normal(spelling, style), style).words)
            if not words:
                raise ValueError(f"the phrase {phrase!r} has no words")
            yield words
            if style.arabic:
                yield from _with_prefixes(words)


def _with_prefixes(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    first, rest = words[0], words[1:]
    prefixes: tuple[str, ...] = _ARABIC_JOINED
    if len(first) > 3 and not first.startswith("ال"):
        prefixes += _ARABIC_PREFIXES
    for prefix in prefixes:
        yield (prefix + first, *rest)


def _ordinals(numbers: dict[str, Any], style: Style) -> frozenset[str]:
    words = {normal(word, style).lower() for key in numbers.get("ordinals", {}) for word in expand(key)}
    if style.arabic:
        words |= {"ال" + word for word in words}
    return frozenset(words)


def _numerals(language: str, numbers: dict[str, Any], style: Style) -> dict[str, Numeral]:
    found: dict[str, Numeral] = {}

    def add(words: Mapping[str, float], *, scale: bool = False, optional: bool = False) -> None:
        for phrase, value in words.items():
            for spelling in expand(phrase):
                word = normal(spelling, style).lower()
                found[word] = Numeral(value, scale=scale, optional=optional)
                if style.arabic:
                    found.setdefault("و" + word, Numeral(value, scale, optional, joined=True))
                    found.setdefault("ال" + word, found[word])

    add(compounds(language))
    add(numbers.get("ordinals", {}), optional=True)
    add(numbers.get("words", {}))
    add(numbers.get("optional", {}), optional=True)
    add(numbers.get("scales", {}), scale=True)
    return found
