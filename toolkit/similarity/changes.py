"""What an edit of a source text amounts to: space, punctuation, markup, words, a number, a negation."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from toolkit.similarity.lexicon import (
    NEGATING_PREFIXES,
    NEGATION_SIGNS,
    NEGATIONS,
    NUMBER_SIGNS,
    NUMBER_WORDS,
)

Kind = Literal["none", "space", "punctuation", "markup", "words", "number", "negation"]


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit of a text amounts to."""

    kinds: tuple[Kind, ...]
    """Most dangerous first; ``("none",)`` for equal texts."""
    detail: str
    """For translators, one line: ``number 5 → 10``, ``negation: not``, ``punctuation only``."""

    @property
    def dangerous(self) -> bool:
        """Whether a number or a negation came, went or changed."""
        return self.kinds[0] in ("negation", "number")


@functools.lru_cache(maxsize=8192)
def change(old: str, new: str, language: str = "en") -> Change:
    """What turns ``old`` into ``new``, both in ``language`` (the first subtag counts).

    Markup is recognised in Markdown and HTML alike, without parsing: tags, link targets, emphasis
    and code marks.
    """
    if old == new:
        return Change(("none",), "nothing")
    if old.split() == new.split():
        return Change(("space",), "white space only")
    before, after = _profile(old, language), _profile(new, language)
    kinds: list[Kind] = []
    details: list[str] = []
    if before.negations != after.negations:
        kinds.append("negation")
        details.append(_difference("negation", before.negations, after.negations))
    elif turned := _turned_round(before.words, after.words):
        kinds.append("negation")
        details.append(turned)
    if before.numbers != after.numbers:
        kinds.append("number")
        details.append(_difference("number", before.numbers, after.numbers))
    if before.words != after.words:
        kinds.append("words")
        if not details:
            details.append("words")
    if kinds:
        return Change(tuple(kinds), "; ".join(details))
    if before.marks != after.marks:
        # Both may differ; markup is what a translator has to do something about.
        return Change(("markup",), "markup only")
    return Change(("punctuation",), "capitals only" if _is_case(old, new) else "punctuation only")


def _is_case(old: str, new: str) -> bool:
    return len(old) == len(new) and old.casefold() == new.casefold()


@dataclass(frozen=True, slots=True)
class _Profile:
    words: tuple[str, ...]
    numbers: Mapping[str, int]
    negations: Mapping[str, int]
    marks: tuple[str, ...]


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Bounded, so that a text made for it cannot keep these busy.
_TAG = re.compile(r"<[A-Za-z/!?][^<>]{0,999}>")
_TARGET = re.compile(
    r"\]\([^()\s]{0,999}(?:\([^()]{0,999}\)[^()\s]{0,999})?(?:\s[^()]{0,999})?\)|\]\[[^\[\]]{0,999}\]"
)
_MARKS = re.compile(r"<[A-Za-z/!?][^<>]{0,999}>|\]\([^()]{0,999}\)|\]\[[^\[\]]{0,999}\]|[*_`~]+|\\\S|!?\[|\]")
_NUMBER = re.compile(
    r"(?P<sign>(?:[-−+±<>≤≥≈]|(?<!~)~)\s?)?"
    r"(?P<value>(?:(?<![\w.])\.)?\d+(?:[.,'\u00a0\u202f]\d+)*|[¼½¾⅓⅔⅛]|[⁰¹²³⁴-⁹]+)"
    r"(?:\s?(?P<unit>%|‰|°\s?[CF]?|(?:µ|μ|m|c|k|n|d)?(?:g|l|L|m|mol|Hz|Pa|J|W|V|A|cal|U)(?:/[a-zA-Z]{1,3})?|mcg|"
    r"mmHg|IU|UI|kg|lb|oz|h|s|min|hr?s?)(?![^\W_]))?"
)


def _strip(text: str) -> str:
    """The text without tags and link targets; emphasis marks are no word characters anyway."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "](" in text or "][" in text:
        text = _TARGET.sub("] ", text)
    return text


@functools.lru_cache(maxsize=8192)
def _profile(text: str, language: str) -> _Profile:
    bare = _strip(text)
    if not bare.isascii():
        bare = unicodedata.normalize("NFC", bare)  # a letter and its accent are one word's
    base = language.partition("-")[0].lower()
    found = tuple(_WORD.findall(bare.casefold().replace("’", "'")))
    return _Profile(
        words=found,
        numbers=_numbers(bare, found, base),
        negations=_negations(bare, found, base),
        marks=tuple(_MARKS.findall(text)),
    )


def _numbers(text: str, found: tuple[str, ...], base: str) -> Mapping[str, int]:
    values: Counter[str] = Counter()
    for match in _NUMBER.finditer(text):
        value = re.sub(r"['\u00a0\u202f]", "", match["value"])
        if value.startswith("."):
            value = f"0{value}"
        if base == "en" and re.fullmatch(r"\d{1,3}(,\d{3})+", value):
            value = value.replace(",", "")
        sign = (match["sign"] or "").strip()
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        if sign in ("-", "−", "+") and before and not before.isspace() and before not in "([":
            sign = ""  # a range (5-10), not a negative number
        unit = re.sub(r"\s", "", match["unit"] or "").replace("μ", "µ")
        values[f"{sign}{value} {unit}".strip()] += 1
    spelled = NUMBER_WORDS.get(base)
    if spelled:
        values.update(word for word in found if word in spelled)
    signs = NUMBER_SIGNS.get(base)
    if signs:
        values.update(sign for sign in text if sign in signs)
    return values


def _negations(text: str, found: tuple[str, ...], base: str) -> Mapping[str, int]:
    if signs := NEGATION_SIGNS.get(base):
        return {sign: count for sign in signs if (count := text.count(sign))}
    known = NEGATIONS.get(base, NEGATIONS["en"])
    values = Counter(word for word in found if word in known)
    if base == "en":
        values.update("not" for word in found if word.endswith("n't") or word == "cannot")
    elif base in ("fr", "it", "ca"):
        values.update("n'" for word in found if word.startswith("n'"))
    return values


def _turned_round(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """What is said of a word that became its own opposite: safe → unsafe, painful → painless."""
    if before == after:
        return ""
    gone, come = Counter(before), Counter(after)
    one, other = (gone - come).keys(), (come - gone).keys()
    for name, words, opposites in (("removed", one, other), ("added", other, one)):
        for word in words:
            if any(_says_opposite(word, opposite) for opposite in opposites):
                return f"negation {name}: {word}"
    return ""


def _says_opposite(word: str, bare: str) -> bool:
    """Whether ``word`` is ``bare`` with a prefix or an ending that turns it round."""
    if word.endswith("less") and bare in (word[:-4], f"{word[:-4]}ful"):
        return True
    return len(bare) > _ROOT and word.endswith(bare) and word[: -len(bare)] in NEGATING_PREFIXES


_ROOT = 2
"""Letters a word has to have more than; of fewer, many are the ends of others by chance."""


def _difference(name: str, before: Mapping[str, int], after: Mapping[str, int]) -> str:
    gone = list((Counter(before) - Counter(after)).elements())
    come = list((Counter(after) - Counter(before)).elements())
    if gone and come:
        return f"{name} {', '.join(gone)} → {', '.join(come)}"
    return f"{name} added: {', '.join(come)}" if come else f"{name} removed: {', '.join(gone)}"
