"""From tokens to elements: phrases of the data file joined, spelled-out numbers composed.

Only tokens that can mean something are looked at; whatever lies between two of them becomes one or two
separators, whose words are kept where a rule of :mod:`.grouping` knows them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.checks.meaning.lexicon import Lexicon, Options, Phrase, lexicon
from toolkit.checks.meaning.numerals import ROMAN, compose, number
from toolkit.checks.meaning.tokens import SIGNS, Tokens

HARD, SOFT, OPTIONAL = 2, 1, 0
"""How much a number asks for an answer: digits always, words mostly, ambiguous words never."""

# fmt: off
RANGE = frozenset(
    ["-", "–", "—", "−", "to", "or", "a", "o", "u", "y", "e", "i", "and", "ou", "bis", "oder", "und", "zu",
     "à", "au", "al", "ad", "at", "đến", "tới", "hoặc", "至", "到", "او", "الي"]
)
# fmt: on
"""Words and signs between the two ends of a range."""
BEFORE_MONTH = frozenset(
    [
        "in",
        "of",
        "from",
        "and",
        "before",
        "after",
        "last",
        "next",
        "through",
        "during",
        "since",
        "by",
        "until",
        "early",
        "late",
        "mid",
        "to",
    ]
)
"""English words before "May" that make it a month."""
ARTICLES = frozenset(["a", "an"])
HOURS = frozenset(["h"])
_NEIGHBOURS = RANGE | BEFORE_MONTH | ARTICLES | HOURS
"""Words a rule looks for beside a value; the others are forgotten."""
_NO_YEAR_PREFIX = frozenset(
    ["mid", "pre", "post", "under", "over", "early", "late", "since", "until", "by", "non", "ex"]
)
_LONGEST = 16
"""Digits of a number that is taken as it is."""
_NO_KEYS: Mapping[str, str] = {}


class Element:
    """A number, a phrase with labels, or anything else, which only separates.

    ``kind`` is number, hit, word, identifier, date, time, sign or break; ``at`` is the index of its first
    token (separators have none); ``keys`` are the labels by table: ``laterality.left`` is ``left`` of
    ``laterality``.
    """

    __slots__ = ("at", "keys", "kind", "labels", "level", "parts", "text", "value")

    def __init__(
        self,
        kind: str,
        text: str,
        at: int = -1,
        labels: tuple[str, ...] = (),
        keys: Mapping[str, str] = _NO_KEYS,
        *,
        value: float | None = None,
        level: int = HARD,
        parts: tuple[float, ...] = (),
    ) -> None:
        self.kind = kind
        self.text = text
        self.at = at
        self.labels = labels
        self.keys = keys
        self.value = value
        self.level = level
        self.parts = parts


class Item(NamedTuple):
    """One value of a text."""

    kind: str
    """number, dose, duration, temperature, frequency, time, date, month, weekday or identifier."""
    value: float
    unit: str = ""
    text: str = ""
    level: int = HARD
    parts: tuple[float, ...] = ()
    """What the numbers in it are, one by one, where it cannot be matched as a whole."""
    negative: bool = False
    place: float = 0.0
    """Where it stands, as a part of the text's tokens: from 0 to 1."""

    @property
    def key(self) -> tuple[str, float, str]:
        return (self.kind, round(self.value, 6), self.unit)


_WORD = Element("word", "")
_NEAR = {word: Element("word", word) for word in _NEIGHBOURS}


@functools.cache
def _separators(language: str) -> Mapping[str, Sequence[Element]]:
    """Signs that begin no phrase of a language; their elements serve all texts."""
    phrases = lexicon(language).phrases
    return {sign: (Element("sign", sign),) for sign in SIGNS if sign not in phrases}


def elements(tokens: Tokens, known: Lexicon, territory: str) -> list[Element]:
    """Elements in order; words that mean nothing to any check stay as separators."""
    words, triggers, seconds = tokens.words, known.triggers, known.seconds
    decimal, separators = known.decimal_in(territory), _separators(known.language)
    found: list[Element] = []
    behind = 0
    for at in [at for at, word in enumerate(words) if word in triggers or not word.isalpha()]:
        if at < behind:
            continue
        word = words[at]
        if word in separators:
            taken, end = separators[word], at + 1
        elif word in seconds and (at + 1 == len(words) or words[at + 1] not in seconds[word]):
            continue
        else:
            taken, end = _at(tokens, at, word, known, decimal)
            if not taken:
                continue
        if at > behind:
            found.append(_NEAR.get(words[behind], _WORD))
            if at > behind + 1:
                found.append(_NEAR.get(words[at - 1], _WORD))
        found += taken
        behind = end
    if behind < len(words):
        found.append(_NEAR.get(words[behind], _WORD))
    return found


def _at(tokens: Tokens, at: int, word: str, known: Lexicon, decimal: str) -> tuple[Sequence[Element], int]:
    """The elements that begin with a token, and the token behind them; none for a meaningless word."""
    options = known.phrases.get(word)
    if options is not None:
        phrase = _fitting(tokens, at, options, known)
        if phrase is not None and not (phrase.size == 1 and _counts(tokens, at, known)):
            if phrase.ignored:
                return (_NEAR.get(word, _WORD),), at + phrase.size
            return (Element("hit", phrase.text, at, phrase.labels, phrase.keys),), at + phrase.size
    if word in known.numerals:
        value, end, optional = compose(tokens.words, at, known)
        if end > at:
            spelled = word if end == at + 1 else " ".join(tokens.words[at:end])
            return (Element("number", spelled, at, value=value, level=OPTIONAL if optional else SOFT),), end
    if word.isdecimal() and len(word) < _LONGEST:
        after = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
        if after not in known.numerals and after not in known.suffixes and after != "s":
            return (Element("number", word, at, value=float(word)),), at + 1  # most numbers
    kind = tokens.kind(at)
    if kind == "number":
        return _digits(tokens, at, known, decimal)
    if kind == "word":
        if word in ROMAN and tokens.raw[at].isupper() and word != "i":
            return (Element("number", word.upper(), at, value=ROMAN[word], level=OPTIONAL),), at + 1
        return (), at
    if kind == "identifier":
        return (_identifier(word, at),), at + 1
    return (Element(kind, word, at),), at + 1


def _counts(tokens: Tokens, at: int, known: Lexicon) -> bool:
    """Whether a word that is a number, too, is one: Vietnamese "năm trăm" is 500, and no year."""
    words = tokens.words
    if at + 1 == len(words) or words[at] not in known.numerals:
        return False
    after = known.numerals.get(words[at + 1])
    return after is not None and after.scale


def _fitting(tokens: Tokens, at: int, options: Options, known: Lexicon) -> Phrase | None:
    """The longest phrase that stands at a token."""
    words = tokens.words
    after = words[at + 1] if at + 1 < len(words) else ""
    for phrase in options.get(after) or options[""]:
        size = phrase.size
        if (size < 3 or words[at : at + size] == phrase.words) and (
            not phrase.counted or _number_at(tokens, at + size, known)
        ):
            return phrase
    return None


def _number_at(tokens: Tokens, at: int, known: Lexicon) -> bool:
    if at >= len(tokens.words):
        return False
    return tokens.words[at] in known.numerals or tokens.kind(at) == "number"


def _digits(tokens: Tokens, at: int, known: Lexicon, decimal: str) -> tuple[list[Element], int]:
    """The number in digits at a token, with a scale word after it; and where to go on."""
    words, text = tokens.words, tokens.words[at]
    value, parts = number(text, decimal)
    if value is None:
        return [Element("number", f"{part:g}", at, value=part) for part in parts], at + 1
    end = at + 1
    if end < len(words):
        after = words[end]
        if after in known.suffixes and tokens.joined(end):
            return [Element("number", text + after, at, value=value)], end + 1
        if after == "s" and 1000 < value < 3000 and tokens.joined(end):
            return [Element("number", text, at, value=value)], end + 1
    while end < len(words):
        scale = known.numerals.get(words[end])
        if scale is None or not scale.scale or scale.value < 1000 or (words[end] == "mil" and value >= 1000):
            break
        value *= scale.value
        text += " " + words[end]
        parts = ()
        end += 1
    if not (0 <= value < 1e300):
        value = 0.0
    return [Element("number", text, at, value=value, parts=parts)], end


def _identifier(word: str, at: int) -> Element:
    """B12, COVID-19; but mid-2020 is a number."""
    head, _, tail = word.replace("‑", "-").replace("‐", "-").partition("-")
    if head in _NO_YEAR_PREFIX and tail.isdecimal():
        return Element("number", tail, at, value=float(tail))
    return Element("identifier", word, at)
