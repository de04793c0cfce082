"""A text's values: numbers, amounts with units, rates, times, dates, and how often each marked word occurs.

A reading is made once per text and language and serves all meaning checks.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.checks.meaning import grouping
from toolkit.checks.meaning.elements import OPTIONAL, Element, Item, elements
from toolkit.checks.meaning.lexicon import Lexicon, lexicon
from toolkit.checks.meaning.tokens import Style, Tokens, normal

_OPPOSITE = {"action.stop": "action.go", "action.go": "action.stop"}
_NEXT = 3
"""Tokens from a negation to the verb it belongs to, with a pronoun or an adverb between."""
_CLAUSE_SIGNS = frozenset(",:،，、()=–—−-")


class Mark(NamedTuple):
    """A phrase of the data file as it stands in a text."""

    labels: tuple[str, ...]
    text: str
    sentence: int
    at: int
    """Index of its first token."""
    first: bool = False
    """Nothing stands before it in its clause."""
    numbered: bool = False
    """A number stands before it in its clause."""


class Reading(NamedTuple):
    """What a text says, as far as it can be compared."""

    tokens: Tokens
    items: tuple[Item, ...]
    """In the order of the text."""
    marks: tuple[Mark, ...]
    """Phrases of the data file with a label, in the order of the text."""
    breaks: tuple[int, ...]
    """Indices of the tokens after which another sentence begins."""
    counts: Mapping[str, int]
    """Label to its number of marks."""
    words: Mapping[str, str]
    """Label to the first words it was found in."""

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each sentence begins in the normalised text."""
        return (0, *(self.tokens.start(at) + 1 for at in self.breaks))

    @property
    def sentences(self) -> int:
        return len(self.breaks) + 1

    def place(self, mark: Mark, *, by_sentence: bool = False) -> float:
        """Where a mark stands, from 0 (beginning) to 1 (end) of the text or of its sentence."""
        begin, end = 0, len(self.tokens.text)
        if by_sentence:
            starts = self.starts
            begin = starts[mark.sentence]
            end = starts[mark.sentence + 1] if mark.sentence + 1 < len(starts) else end
        return (self.tokens.start(mark.at) - begin) / max(end - begin, 1)


EMPTY = Reading(Tokens("", Style()), (), (), (), {}, {})


def read(text: str, language: str, territory: str = "") -> Reading:
    """The reading of a text without markup."""
    known = lexicon(language)
    tokens = Tokens(normal(text, known.style), known.style, spaced_groups=known.spaced_groups)
    if not tokens.words:
        return EMPTY
    found = elements(tokens, known, territory)
    marks, breaks = _marks(found)
    counts: dict[str, int] = {}
    words: dict[str, str] = {}
    for mark in marks:
        for label in mark.labels:
            if label in counts:
                counts[label] += 1
            else:
                counts[label] = 1
                words[label] = mark.text
    return Reading(tokens, grouping.items(tokens, found, known), marks, breaks, counts, words)


def _marks(found: Sequence[Element]) -> tuple[tuple[Mark, ...], tuple[int, ...]]:
    marks: list[Mark] = []
    breaks: list[int] = []
    first, numbered = True, False
    denied = -_NEXT - 1
    for element in found:
        kind = element.kind
        if kind == "hit":
            labels = element.labels
            if "negation.strong" in labels:
                denied = element.at
            elif "action" in element.keys and element.at - denied <= _NEXT:
                # "do not stop" means go on
                labels = tuple(_OPPOSITE.get(label, label) for label in labels)
            marks.append(Mark(labels, element.text, len(breaks), element.at, first, numbered))
            first = False
        elif kind == "break":
            breaks.append(element.at)
            first, numbered = True, False
            denied = -_NEXT - 1
        else:
            first = kind == "sign" and element.text in _CLAUSE_SIGNS
            numbered = not first and (numbered or (kind == "number" and element.level != OPTIONAL))
    if breaks and found[-1].kind == "break":
        breaks.pop()
    return tuple(marks), tuple(breaks)


@functools.lru_cache(maxsize=64)
def territory(locale: str) -> str:
    """``MX`` of ``es-MX``, ``419`` of ``es-419``; empty where the tag has none."""
    for part in locale.split("-")[1:]:
        if (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            return part.upper()
    return ""


__all__ = ["EMPTY", "Item", "Lexicon", "Mark", "Reading", "read", "territory"]
