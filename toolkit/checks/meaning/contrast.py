"""Words with an opposite: left and right, before and after, more and less, stop and go on.

A translation is wrong where it has the opposite of what the source says: more often than the source has
it, or in the place where the source has the other word. That a word is merely missing or said another way
is mostly fine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from toolkit.checks.meaning.reading import Mark, Reading
from toolkit.model import Severity

_MOST = 50
"""Words of a contrast in a text whose places are compared."""
_LONG = 80
"""Characters of a sentence from which places in it tell something."""
_HERE = 0.15
"""How far apart, as a part of the text, two words may stand that stand in the same place."""
_AWAY = 0.3
"""How far around there is no word that would explain the opposite."""


class Contrast(NamedTuple):
    """Two labels of a data file that exclude each other."""

    one: str
    other: str
    ordered: bool = False
    """Whether the same words in another order are an error: left and right."""


Sequel = list[tuple[str, float, str]]
"""(label, place, words) in the order of the text."""


def compare(
    source: Reading, target: Reading, contrasts: Iterable[Contrast]
) -> Iterable[tuple[Severity | None, str]]:
    """Problems; a severity of None is the check's own."""
    for contrast in contrasts:
        yield from _compare(source, target, contrast)


def _compare(source: Reading, target: Reading, contrast: Contrast) -> Iterable[tuple[Severity | None, str]]:
    one, other = contrast.one, contrast.other
    counts = source.counts
    if one not in counts and other not in counts:
        return
    for label, opposite in ((one, other), (other, one)):
        wanted, unwanted = counts.get(label, 0), counts.get(opposite, 0)
        has, opposed = target.counts.get(label, 0), target.counts.get(opposite, 0)
        if wanted > has and opposed > unwanted:
            yield None, _said(source.words[label], target.words[opposite])
            return
    if not ((one in counts and other in target.counts) or (other in counts and one in target.counts)):
        return
    if max(found.counts.get(label, 0) for found in (source, target) for label in (one, other)) > _MOST:
        return
    by_sentence = source.sentences == target.sentences > 1
    ours = _sequel(source, contrast, by_sentence=by_sentence)
    theirs = _sequel(target, contrast, by_sentence=by_sentence)
    if contrast.ordered and [label for label, *_ in ours] == [label for label, *_ in theirs]:
        return
    if contrast.ordered and sorted(label for label, *_ in ours) == sorted(label for label, *_ in theirs):
        words = ", ".join(f"“{said}”" for _, _, said in ours[:4])
        yield "warning", f"the source says {words} in this order, the translation in another"
        return
    # the shorter a text, the less a place in it tells
    length = max(len(source.tokens.text), len(target.tokens.text)) / source.sentences
    away = _AWAY * max(1.0, _LONG / length)
    for label, place, words in ours:
        opposed_by = _opposed(label, place, ours, theirs, away)
        if opposed_by:
            yield "warning", _said(words, opposed_by)
            return


def _sequel(reading: Reading, contrast: Contrast, *, by_sentence: bool) -> Sequel:
    found = []
    for mark in reading.marks:
        for label in mark.labels:
            if label in (contrast.one, contrast.other):
                found.append((label, _place(reading, mark, by_sentence), mark.text))
                break
    return found


def _place(reading: Reading, mark: Mark, by_sentence: bool) -> float:
    return mark.sentence + reading.place(mark, by_sentence=True) if by_sentence else reading.place(mark)


def _opposed(label: str, place: float, ours: Sequel, theirs: Sequel, away: float) -> str:
    """The opposite word that stands in the target where the source has one of a label."""
    if any(name == label and abs(at - place) <= away for name, at, _ in theirs):
        return ""
    for name, at, words in theirs:
        if name != label and abs(at - place) <= _HERE:
            explained = any(mine == name and abs(there - at) <= away for mine, there, _ in ours)
            if not explained:
                return words
    return ""


def _said(ours: str, theirs: str) -> str:
    return f"the source says “{ours}”, the translation “{theirs}”"


def unlimited(source: Reading, target: Reading) -> str:
    """A limit that became its opposite because "no" was lost: "no more than 5" as "more than 5".

    A message, or an empty string.
    """
    ours, theirs = source.counts, target.counts
    if ours["comparison.at-most"] <= theirs.get("comparison.at-most", 0):
        return ""
    if theirs.get("comparison.more", 0) <= ours.get("comparison.more", 0):
        return ""
    negated = {mark.sentence for mark in target.marks if "negation.strong" in mark.labels}
    for mark in target.marks:
        if "comparison.more" in mark.labels and mark.sentence not in negated:
            return _said(source.words["comparison.at-most"], mark.text)
    return ""


def lost(source: Reading, target: Reading, label: str) -> str:
    """The source's words of a label that the target does not have at all, or an empty string."""
    return source.words[label] if label in source.counts and label not in target.counts else ""
