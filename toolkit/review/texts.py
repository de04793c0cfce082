"""Two texts and their codes compared, for people to look at; in bounded time, because texts are foreign."""

from __future__ import annotations

import bisect
import difflib
import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

from toolkit import formats
from toolkit.model import Code, Unit

_WORDS = re.compile(r"\s+|[^\s]+")
_WORK = 1_000_000
"""Pairs of words that a comparison may look at; above, what differs is told as a whole."""

Runs = list[tuple[str, str]]


def word_diff(old: str, new: str) -> Runs:
    """``same``, ``gone`` and ``new`` runs of words, in order."""
    one, two = _WORDS.findall(old), _WORDS.findall(new)
    start = _common(one, two)
    end = _common(one[start:][::-1], two[start:][::-1])
    middle = _middle(one[start : len(one) - end], two[start : len(two) - end])
    runs = [("same", "".join(one[:start])), *middle, ("same", "".join(one[len(one) - end :]))]
    return _joined(run for run in runs if run[1])


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    """How many words both begin with."""
    for number, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            return number
    return min(len(one), len(two))


def _middle(one: list[str], two: list[str]) -> Runs:
    if len(one) * len(two) > _WORK:
        return [("gone", "".join(one)), ("new", "".join(two))]
    runs: Runs = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(one[a:b])))
            continue
        if b > a:
            runs.append(("gone", "".join(one[a:b])))
        if d > c:
            runs.append(("new", "".join(two[c:d])))
    return runs


def _joined(runs: Any) -> Runs:
    """Neighbours of the same kind as one."""
    found: Runs = []
    for kind, text in runs:
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        else:
            found.append((kind, text))
    return found


class Markup:
    """Where the codes of a text stand, asked many times."""

    def __init__(self, codes: Sequence[Code]) -> None:
        spans = sorted(
            (span.start, span.end) for code in codes for span in (code.open, code.close) if span is not None
        )
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touches(self, start: int, end: int) -> bool:
        """Whether a range has a part of a code in it. Markers of codes never overlap."""
        before = bisect.bisect_left(self._starts, end) - 1
        return before >= 0 and self._ends[before] > start


def code_values(
    unit: Unit, target: str, labels: frozenset[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The codes of source and target: where they stand, and which stands for which."""
    from toolkit.publishing.structure import may_have_codes

    ours = formats.codes(unit.source, unit.syntax, labels) if may_have_codes(unit.source, unit.syntax) else ()
    theirs = (
        formats.codes(target, unit.syntax, labels) if target and may_have_codes(target, unit.syntax) else ()
    )
    numbers = counterparts(ours, theirs)
    return (
        [_code(code, number) for number, code in enumerate(ours, 1)],
        [_code(code, number) for code, number in zip(theirs, numbers, strict=True)],
    )


def counterparts(ours: Sequence[Code], theirs: Sequence[Code]) -> list[int]:
    """For each of ``theirs`` the number of the one of ``ours`` it stands for, from 1; 0 for none.

    First the same codes, then links to another address: a localised page has one of its own.
    """
    if len(ours) == len(theirs) and all(map(_equal, ours, theirs)):
        return list(range(1, len(ours) + 1))  # in the same order: nearly always
    numbers = [0] * len(theirs)
    taken: set[int] = set()
    for sort in (_exactly, _elsewhere):
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for number in range(len(ours), 0, -1):
            if number not in taken:
                waiting[sort(ours[number - 1])].append(number)
        for index, code in enumerate(theirs):
            kind = sort(code)
            if not numbers[index] and kind is not None and waiting.get(kind):
                numbers[index] = waiting[kind].pop()
                taken.add(numbers[index])
    return numbers


def _equal(one: Code, other: Code) -> bool:
    return (
        one.source == other.source and one.kind == other.kind and (one.close is None) == (other.close is None)
    )


def _exactly(code: Code) -> Hashable:
    return (code.kind, code.source, code.close is None)


def _elsewhere(code: Code) -> Hashable:
    return (code.kind, code.close is None) if code.kind in ("link", "image") else None


def _code(code: Code, number: int) -> dict[str, Any]:
    return {
        "kind": code.kind,
        "source": code.source,
        "open": [code.open.start, code.open.end],
        "close": None if code.close is None else [code.close.start, code.close.end],
        "n": number,
    }
