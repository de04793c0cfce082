"""Negation gained or lost.

Languages repeat a negation (Spanish "no … nunca" is one): words marked ``concord`` in the data count only
where their sentence has no negation yet. Words that only may answer a negation (avoid, lack,
"libre de") and English prefixes (un-, non-, -less) excuse a difference and never ask for anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from toolkit.checks.meaning.reading import Reading
from toolkit.model import Severity

# English words with a negative prefix or suffix, which translations often dissolve:
# "unverified" → "no verificado".
_DISSOLVED = re.compile(
    r"\b(?:un(?!der|i|til|cle|ion)\w{4,}|non-?\w{3,}|in(?:sufficien|adequa|complete|correct|effective|dependent|direct|visible|valid|appropriate|ability|activ|accura|experienc|significan)\w*"
    r"|im(?:possib|practic|proper|mobil)\w*|ir(?:regular|relevant|responsib|reversib)\w*"
    r"|dis(?:agree|allow|approv|continu|advis|regard|like|abled)\w*|a(?:symptomatic|typical)\w*|\w{3,}less(?:ly|ness)?|\w+-free)\b",
    re.IGNORECASE,
)


_MARKS = frozenset({"negation.strong", "negation.concord"})


class Negations(NamedTuple):
    strong: tuple[int, ...]
    """Negations, sentence by sentence."""
    weak: tuple[int, ...]
    """Words that may answer a negation, sentence by sentence."""


def negations(reading: Reading) -> Negations:
    """How a text is negated."""
    strong = Counter[int]()
    weak = Counter[int]()
    for mark in reading.marks:
        for label in mark.labels:
            if label == "negation.strong" or (label == "negation.concord" and not strong[mark.sentence]):
                strong[mark.sentence] += 1
            elif label == "negation.weak":
                weak[mark.sentence] += 1
    spread = range(reading.sentences)
    return Negations(tuple(strong[at] for at in spread), tuple(weak[at] for at in spread))


def compare(source: Reading, target: Reading, source_text: str) -> Iterable[tuple[Severity, str]]:
    """Problems, always warnings: translators say "is less clear" with a negation and "without" with none."""
    if _MARKS.isdisjoint(source.counts) and _MARKS.isdisjoint(target.counts):
        return
    ours, theirs = negations(source), negations(target)
    dissolved = len(_DISSOLVED.findall(source_text))
    if len(ours.strong) == len(theirs.strong) and len(ours.strong) > 1:
        for at, (one, other) in enumerate(zip(ours.strong, theirs.strong, strict=True)):
            if bool(one) != bool(other):
                problem = _problem(source, target, one, other, ours.weak[at] + dissolved, theirs.weak[at])
                if problem:
                    yield problem
                    return
    one, other = sum(ours.strong), sum(theirs.strong)
    if one != other:
        problem = _problem(source, target, one, other, sum(ours.weak) + dissolved, sum(theirs.weak))
        if problem:
            yield problem


def _problem(
    source: Reading, target: Reading, one: int, other: int, our_excuse: int, their_excuse: int
) -> tuple[Severity, str] | None:
    """:param our_excuse: words of the source that a translator may have turned into a negation."""
    excess = their_excuse - our_excuse
    if one > other:
        if excess >= one - other:
            return None
        return "warning", f"the negation “{_said(source)}” of the source is not in the translation"
    if -excess >= other - one:
        return None
    return "warning", f"the translation has the negation “{_said(target)}”, which is not in the source"


def _said(reading: Reading) -> str:
    return reading.words.get("negation.strong") or reading.words.get("negation.concord", "")
