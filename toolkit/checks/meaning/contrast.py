"""Words with an opposite: left and right, before and after, more and less, stop and go on.

A translation is wrong where it has the opposite of what the source says. That a word is merely missing or
said another way is mostly fine, so only pairs are reported, and single losses where the data are sharp.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from toolkit.checks.meaning.reading import Reading
from toolkit.model import Severity


class Contrast(NamedTuple):
    """Two labels of a data file that exclude each other."""

    one: str
    other: str
    lost: Severity | None = None
    """How a label that is gone without its opposite is reported; None: not at all."""


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
        if contrast.lost == "error":
            for label in (one, other):
                if label in target.counts:
                    yield "warning", f"the translation says “{target.words[label]}”, the source does not"
        return
    for label, opposite in ((one, other), (other, one)):
        wanted, unwanted = counts.get(label, 0), counts.get(opposite, 0)
        has, opposed = target.counts.get(label, 0), target.counts.get(opposite, 0)
        if wanted > has and opposed > unwanted:
            yield (
                None,
                f"the source says “{source.words[label]}”, the translation “{target.words[opposite]}”",
            )
            return
    if contrast.lost is not None:
        for label in (one, other):
            if counts.get(label, 0) and not target.counts.get(label, 0):
                yield (
                    contrast.lost if contrast.lost != "error" else "warning",
                    f"“{source.words[label]}” of the source is not in the translation",
                )
                return


def lost(source: Reading, target: Reading, label: str) -> str:
    """The source's words of a label that the target does not have at all, or an empty string."""
    return source.words[label] if label in source.counts and label not in target.counts else ""


def gained(source: Reading, target: Reading, label: str) -> str:
    """The target's words of a label that the source does not have at all, or an empty string."""
    return target.words[label] if label in target.counts and label not in source.counts else ""
