"""Texts as words, numbers and the few signs that mean something, for any of the languages.

Digits of every script become ASCII, Arabic loses its vowel signs and its spelling variants of alif, and
Chinese characters are words of their own: phrases of the data files go through the same functions, so
that both sides of a comparison are written alike.

Most tokens of most texts mean nothing to any check. So a text is split by one pattern into strings, and
what kind a token is and where it stands is asked only of the few that matter.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

_FRACTIONS = "½¼¾⅓⅔⅛⅜⅝⅞"
_LETTER = rf"[^\W\d_{_FRACTIONS}\u3400-\u9fff\uf900-\ufaff]"
_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
_SPACES = "\u00a0\u202f\u2009"
_GROUPED = rf"(?<![\d.,])\d{{1,3}}(?:[{_SPACES} ]\d{{3}})+(?![\d])(?:[.,]\d+)?"
_GROUPED_NARROW = _GROUPED.replace(f"[{_SPACES} ]", f"[{_SPACES}]")
_NUMBER = rf"\d+(?:[.,٫٬'’·]\d+)*[{_FRACTIONS}]?|[{_FRACTIONS}]"
_IDENTIFIER = rf"{_LETTER}+(?:[-‐‑]?\d+{_LETTER}*)+"
_DATE = (
    r"(?<![\d/.-])(?:\d{4}[/-]\d{1,2}[/-]\d{1,2}(?![\d/-])"
    r"|\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)(?:\d{4}|\d{2})(?![\d/])"
    # without a year: 03/04; "on 3/4" and no "3/4 of"
    r"|(?:0[1-9]/[0-3]?\d|[0-3]?\d/0[1-9])(?![\d/])"
    r"|(?:(?<=[Oo]n )|(?<=[Bb]y )|(?<=[Uu]ntil )|(?<=[Ss]ince )|(?<=\b[Ee]l )|(?<=\b[Dd]el )|(?<=\b[Aa]m )"
    r"|(?<=\b[Ll]e )|(?<=\b[Ii]l ))[0-3]?\d/[0-3]?\d(?![\d/]| (?:of|de|der|des|dos|di)\b))"
)
_TIME = r"(?<![\d:.,])(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?(?![\d:])|\s?h\s?[0-5]\d(?!\w))"
# A full stop ends a sentence where a capital follows, with or without the space.
_BREAK = r"[!?;。！？；؟؛\n]+|\.(?=\s+[^a-z\d\W]|\s*$|(?<=[a-zà-ÿ)]\.)[A-ZÀ-Þ¿¡])"
_BREAKS = frozenset("!?;。！？；؟؛\n.")
SIGNS = "#%٪％‰/+×<>≤≥≈=°℃℉–—−-(),:،，、："
# Nine of ten words are Latin letters before a space, a comma or a full stop: found without the general
# pattern. A match is never given back in part (possessive quantifiers, atomic groups).
_USUAL = r"[a-zA-Zß-öø-ÿÀ-ÖØ-Þ]++(?=[ ,.])"
_PLAIN = rf"{_LETTER}+(?:['’]{_LETTER}+)*"
_ELIDING = rf"{_LETTER}+['’]?"

_A_DATE = re.compile(_DATE)
_DIGIT = re.compile(r"\d")

_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ALIKE: dict[int, str] = {
    **{0x660 + digit: str(digit) for digit in range(10)},
    **{0x6F0 + digit: str(digit) for digit in range(10)},
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    ord("µ"): "μ",
    ord("’"): "'",
    ord("‘"): "'",
    ord("ʼ"): "'",
    ord("أ"): "ا",
    ord("إ"): "ا",
    ord("آ"): "ا",
    ord("ى"): "ي",
    ord("．"): ".",
    ord("\u200b"): " ",
    ord("\u200e"): " ",
    ord("\u200f"): " ",
    ord("\u2060"): " ",
    ord("\u00ad"): "-",
}
_HAS_ALIKE = re.compile("[" + "".join(map(chr, _ALIKE)) + "]")


class Style(NamedTuple):
    """How a language writes words."""

    elision: bool = False
    """French, Italian, Catalan: ``l'eau`` is two words."""
    arabic: bool = False


@functools.cache
def _pattern(elision: bool, spaced_groups: bool) -> re.Pattern[str]:
    word = _ELIDING if elision else _PLAIN
    grouped = _GROUPED if spaced_groups else _GROUPED_NARROW
    return re.compile(
        rf" *+({_USUAL}|(?>{word})(?![\d‐‑-])|{_HAN}"
        rf"|(?=[\d{_FRACTIONS}])(?:{_DATE}|{_TIME}|{grouped}|{_NUMBER})"
        rf"|{_IDENTIFIER}|{word}|{_BREAK}|[{re.escape(SIGNS)}])"
    )


class Tokens:
    """A normalised text's tokens, in order; other signs are left out."""

    __slots__ = ("_behind", "raw", "text", "words")

    def __init__(self, text: str, style: Style, *, spaced_groups: bool = False) -> None:
        """:param spaced_groups: a plain space may group digits (``153 822``)."""
        self.text = text
        self._behind = (0, 0)
        self.raw: list[str] = _pattern(style.elision, spaced_groups).findall(text)
        """As written."""
        self.words: list[str] = list(map(str.lower, self.raw))
        """Lower case; an apostrophe is ``'``."""

    def start(self, at: int) -> int:
        """Where a token that is no full stop stands in the text."""
        text = self.text
        done, place = self._behind if self._behind[0] <= at else (0, 0)
        for token in self.raw[done:at]:
            # A full stop may be found too early, at one that is no token; what follows it is not.
            place = text.find(token, place) + len(token)
        self._behind = (at, place)  # mostly asked for one after the other
        return text.find(self.raw[at], place)

    def kind(self, at: int) -> str:
        """word, number, identifier (B12, COVID-19), date, time, sign or break (end of a sentence)."""
        word = self.words[at]
        if word.isalpha():
            return "word"
        first = word[0]
        if first.isdecimal() or first in _FRACTIONS:
            return "number" if word.isdecimal() else self._written(word, at)
        if first in _BREAKS:
            return "break"
        if first in SIGNS:
            return "sign"
        return "identifier" if _DIGIT.search(word) else "word"

    def _written(self, word: str, at: int) -> str:
        """Of a token that begins with a digit and has more than digits."""
        if ":" in word or "h" in word:
            return "time"
        if "/" in word or "-" in word:
            return "date"
        if word.count(".") == 2 and _A_DATE.match(self.text, self.start(at)):
            return "date"
        return "number"

    def joined(self, at: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        if self.raw[at - 1] + self.raw[at] not in self.text:
            return False
        return self.start(at - 1) + len(self.raw[at - 1]) == self.start(at)


def normal(text: str, style: Style) -> str:
    """The text as :class:`Tokens` takes it."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if _HAS_ALIKE.search(text):
        text = text.translate(_ALIKE)
    return _ARABIC_MARKS.sub("", text) if style.arabic else text
