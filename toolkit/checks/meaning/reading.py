"""A text's values: numbers, amounts with units, rates, times, dates, and how often each marked word occurs.

A reading is made once per text and language and serves all meaning checks.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.checks.meaning import grouping
from toolkit.checks.meaning.elements import Element, Item, elements
from toolkit.checks.meaning.lexicon import Lexicon, lexicon
from toolkit.checks.meaning.tokens import normal, tokenize


class Mark(NamedTuple):
    """A phrase of the data file as it stands in a text."""

    labels: tuple[str, ...]
    text: str
    sentence: int
    clause: int
    start: int = 0
    """Where it stands in the normalised text."""
    first: bool = False
    """Nothing stands before it in its clause."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, as far as it can be compared."""

    items: tuple[Item, ...]
    """In the order of the text."""
    marks: tuple[Mark, ...]
    """Phrases of the data file with a label, in the order of the text."""
    sentences: int
    counts: Mapping[str, int]
    """Label to its number of marks."""
    words: Mapping[str, str]
    """Label to the first words it was found in."""
    starts: tuple[int, ...] = (0,)
    """Where each sentence begins in the normalised text."""
    length: int = 0
    """Of the normalised text."""

    def place(self, mark: Mark, *, by_sentence: bool = False) -> float:
        """Where a mark stands, from 0 (beginning) to 1 (end) of the text or of its sentence."""
        begin, end = 0, self.length
        if by_sentence:
            begin = self.starts[mark.sentence]
            end = self.starts[mark.sentence + 1] if mark.sentence + 1 < len(self.starts) else self.length
        return (mark.start - begin) / max(end - begin, 1)


EMPTY = Reading((), (), 1, {}, {})


@functools.lru_cache(maxsize=4096)
def read(text: str, language: str, territory: str = "") -> Reading:
    """The reading of a text without markup."""
    known = lexicon(language)
    text = normal(text, known.style)
    tokens = tokenize(text, known.style, spaced_groups=known.spaced_groups)
    if not tokens:
        return EMPTY
    found = elements(text, tokens, known, territory)
    marks, starts = _marks(found)
    counts: dict[str, int] = {}
    words: dict[str, str] = {}
    for mark in marks:
        for label in mark.labels:
            counts[label] = counts.get(label, 0) + 1
            words.setdefault(label, mark.text)
    items = grouping.items(text, found, known)
    return Reading(items, marks, len(starts), counts, words, starts, len(text))


def _marks(found: Sequence[Element]) -> tuple[tuple[Mark, ...], tuple[int, ...]]:
    marks: list[Mark] = []
    starts = [0]
    sentence = clause = 0
    first = True
    for element in found:
        kind = element.kind
        if kind == "hit":
            marks.append(Mark(element.labels, element.text, sentence, clause, element.start, first))
        elif kind == "break":
            sentence += 1
            clause += 1
            starts.append(element.start + 1)
        elif kind == "sign" and element.text in ",:،，、()":
            clause += 1
            first = True
            continue
        first = kind == "break"
    if found and found[-1].kind == "break":
        starts.pop()
    return tuple(marks), tuple(starts)


def territory(locale: str) -> str:
    """``MX`` of ``es-MX``, ``419`` of ``es-419``; empty where the tag has none."""
    for part in locale.split("-")[1:]:
        if (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            return part.upper()
    return ""


__all__ = ["EMPTY", "Item", "Lexicon", "Mark", "Reading", "read", "territory"]
