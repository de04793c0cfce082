"""From tokens to elements: phrases of the data file joined, spelled-out numbers composed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.checks.meaning.lexicon import Lexicon
from toolkit.checks.meaning.numerals import compose, number
from toolkit.checks.meaning.tokens import Token

HARD, SOFT, OPTIONAL = 2, 1, 0
"""How much a number asks for an answer: digits always, words mostly, ambiguous words never."""

_ROMAN = {
    numeral: value
    for value, numeral in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
            "xxi",
        ],
        start=1,
    )
}
_NO_YEAR_PREFIX = frozenset(
    ["mid", "pre", "post", "under", "over", "early", "late", "since", "until", "by", "non", "ex"]
)


@dataclass(slots=True)
class Element:
    """A number, a phrase with labels, or anything else, which only separates."""

    kind: str
    """number, hit, word, identifier, date, time, sign or break."""
    text: str
    start: int
    labels: tuple[str, ...] = ()
    value: float | None = None
    level: int = HARD
    parts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
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

    @property
    def key(self) -> tuple[str, float, str]:
        return (self.kind, round(self.value, 6), self.unit)


def elements(text: str, tokens: Sequence[Token], known: Lexicon, territory: str) -> list[Element]:
    """Elements in order; words that mean nothing to any check stay as separators."""
    words = [token.text for token in tokens]
    phrases, numerals = known.phrases, known.numerals
    decimal = known.decimal_in(territory)
    found: list[Element] = []
    at, length = 0, len(tokens)
    while at < length:
        token = tokens[at]
        word, kind = token.text, token.kind
        options = phrases.get(word)
        if options is None and kind == "word" and word not in numerals and word not in _ROMAN:
            # of a run of meaningless words only the first and the last are looked at
            if len(found) > 1 and found[-1].kind == "word" and found[-2].kind == "word":
                found[-1].text, found[-1].start = word, token.start
            else:
                found.append(Element("word", word, token.start))
            at += 1
            continue
        if options is not None:
            size = 0
            after = words[at + 1] if at + 1 < length else ""
            for phrase, labels in options:  # noqa: B007 - the labels are those of the phrase that fits
                size = len(phrase)
                if size == 1:
                    break
                if phrase[1] != after and phrase[1] != "#":
                    size = 0
                    continue
                if phrase[-1] == "#":  # "over #": only before a number, which is not part of it
                    size -= 1
                    if phrase[:-1] == tuple(words[at : at + size]) and _number_at(tokens, at + size, known):
                        break
                elif words[at : at + size] == list(phrase):
                    break
                size = 0
            if size:
                if "ignore.words" not in labels:
                    found.append(Element("hit", " ".join(words[at : at + size]), token.start, labels))
                else:
                    found.append(Element("word", word, token.start))
                at += size
                continue
        if kind == "number":
            at = _digits(tokens, words, at, known, decimal, found)
        elif kind == "word":
            if word in numerals:
                value, end, optional = compose(words, at, known)
                if end > at:
                    spelled = " ".join(words[at:end])
                    level = OPTIONAL if optional else SOFT
                    found.append(Element("number", spelled, token.start, (), value, level))
                    at = end
                    continue
            if word in _ROMAN and text[token.start].isupper() and _roman(text, token):
                found.append(Element("number", word.upper(), token.start, (), _ROMAN[word], OPTIONAL))
            else:
                found.append(Element("word", word, token.start))
            at += 1
        else:
            if kind == "identifier":
                found.extend(_identifier(token))
            else:
                found.append(Element(kind, word, token.start))
            at += 1
    return found


def _number_at(tokens: Sequence[Token], at: int, known: Lexicon) -> bool:
    return at < len(tokens) and (tokens[at].kind == "number" or tokens[at].text in known.numerals)


def _roman(text: str, token: Token) -> bool:
    return text[token.start : token.start + len(token.text)].isupper() and token.text != "i"


def _digits(
    tokens: Sequence[Token], words: Sequence[str], at: int, known: Lexicon, decimal: str, found: list[Element]
) -> int:
    """Appends the number in digits at ``at``, with a scale word after it; returns where to go on."""
    token = tokens[at]
    value, parts = number(token.text, decimal)
    if value is None:
        for part in parts:
            found.append(Element("number", f"{part:g}", token.start, (), part))
        return at + 1
    at += 1
    text = token.text
    if at < len(tokens):
        after = tokens[at]
        joined = after.start == token.start + len(token.text)
        if joined and after.text in known.suffixes:
            found.append(Element("number", text + after.text, token.start, (), value))
            return at + 1
        if joined and after.text == "s" and 1000 < value < 3000:
            found.append(Element("number", text, token.start, (), value))
            return at + 1
    while at < len(tokens):
        scale = known.numerals.get(words[at])
        if scale is None or not scale.scale or scale.value < 1000 or (words[at] == "mil" and value >= 1000):
            break
        value *= scale.value
        text += " " + words[at]
        parts = ()
        at += 1
    if not (0 <= value < 1e300):
        value = 0.0
    found.append(Element("number", text, token.start, (), value, HARD, parts))
    return at


def _identifier(token: Token) -> list[Element]:
    """B12, COVID-19; but mid-2020 is a number."""
    head, _, tail = token.text.replace("‑", "-").replace("‐", "-").partition("-")
    if head in _NO_YEAR_PREFIX and tail.isdigit():
        return [Element("number", tail, token.start, (), float(tail))]
    return [Element("identifier", token.text, token.start)]
