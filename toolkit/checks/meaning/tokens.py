"""Texts as words, numbers and the few signs that mean something, for any of the languages.

Digits of every script become ASCII, Arabic loses its vowel signs and its spelling variants of alif, and
Chinese characters are words of their own: phrases of the data files go through the same functions, so
that both sides of a comparison are written alike.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_LETTER = r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]"
_SPACES = "\u00a0\u202f\u2009"
_GROUPED = rf"(?<![\d.,])\d{{1,3}}(?:[{_SPACES} ]\d{{3}})+(?![\d])(?:[.,]\d+)?"
_GROUPED_NARROW = _GROUPED.replace(f"[{_SPACES} ]", f"[{_SPACES}]")
_NUMBER = r"\d+(?:[.,٫٬'’·]\d+)*[½¼¾⅓⅔⅛⅜⅝⅞]?|[½¼¾⅓⅔⅛⅜⅝⅞]"
_IDENTIFIER = rf"{_LETTER}+(?:[-‐‑]?\d+{_LETTER}*)+"
_DATE = r"(?<![\d/.-])\d{4}[/-]\d{1,2}[/-]\d{1,2}(?![\d/-])|(?<![\d/.-])\d{1,2}(?P<between>[/.-])\d{1,2}(?P=between)(?:\d{4}|\d{2})(?![\d/])"  # noqa: E501
_TIME = r"(?<![\d:.,])(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?(?![\d:])|\s?h\s?[0-5]\d(?!\w))"
# A full stop ends a sentence where a capital follows, with or without the space.
_BREAK = r"[!?;。！？；؟؛\n]+|\.(?=\s+[^a-z\d\W]|\s*$|(?<=[a-zà-ÿ)]\.)[A-ZÀ-Þ¿¡])"
_SIGN = r"[#%٪％‰/+×<>≤≥≈=°℃℉ºª–—−\-(),:،，、：]"


def _pattern(word: str, grouped: str) -> re.Pattern[str]:
    # Most tokens are plain words: tried first, and never given back in part (a possessive group).
    return re.compile(
        rf" *+(?:(?P<word>(?>{word})(?![\d‐‑-])|[\u3400-\u9fff\uf900-\ufaff])"
        rf"|(?P<date>{_DATE})|(?P<time>{_TIME})|(?P<number>{grouped}|{_NUMBER})"
        rf"|(?P<identifier>{_IDENTIFIER})|(?P<rest>{word})"
        rf"|(?P<break>{_BREAK})|(?P<sign>{_SIGN}))"
    )


_PLAIN = rf"{_LETTER}+(?:['’]{_LETTER}+)*"
_ELIDING = rf"{_LETTER}+['’]?"
_PATTERNS = {
    (elision, spaced): _pattern(_ELIDING if elision else _PLAIN, _GROUPED if spaced else _GROUPED_NARROW)
    for elision in (False, True)
    for spaced in (False, True)
}

# Most texts have no digit, and then nothing of what is tried first can be there.
_DIGIT = re.compile(r"[\d½¼¾⅓⅔⅛⅜⅝⅞]")
_WITHOUT_DIGITS = {
    elision: re.compile(
        rf"(?P<word>{_ELIDING if elision else _PLAIN}|[\u3400-\u9fff\uf900-\ufaff])"
        rf"|(?P<break>{_BREAK})|(?P<sign>{_SIGN})"
    )
    for elision in (False, True)
}

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


class Token(NamedTuple):
    kind: str
    """word, number, identifier (B12, COVID-19), date, time, sign or break (end of a sentence)."""
    text: str
    """Lower case; an apostrophe is ``'``."""
    start: int
    """Where it stands in the normalised text."""


def normal(text: str, style: Style) -> str:
    """The text as :func:`tokenize` takes it."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if _HAS_ALIKE.search(text):
        text = text.translate(_ALIKE)
    return _ARABIC_MARKS.sub("", text) if style.arabic else text


def tokenize(text: str, style: Style, *, spaced_groups: bool = False) -> list[Token]:
    """Tokens of a normalised text, in order; other signs are left out.

    :param spaced_groups: a plain space may group digits (``153 822``).
    """
    if _DIGIT.search(text):
        pattern = _PATTERNS[style.elision, spaced_groups]
    else:
        pattern = _WITHOUT_DIGITS[style.elision]
    found = []
    for match in pattern.finditer(text):
        kind = match.lastgroup or ""
        found.append(Token(_KINDS[kind], match[kind].lower(), match.start(kind)))
    return found


_KINDS = {
    **{kind: kind for kind in ("word", "number", "identifier", "date", "time", "sign", "break")},
    "rest": "word",
}
