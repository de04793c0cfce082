"""Which words have an opposite, and which must not be lost: the tables behind several checks.

The comparison is made once for a pair, by label; each check says what stands under its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.checks.base import Pair
from toolkit.checks.meaning import contrast
from toolkit.checks.meaning.contrast import Contrast
from toolkit.checks.meaning.values import Found, Readings, readings

CONTRASTS: Mapping[str, tuple[Contrast, ...]] = {
    "laterality": (Contrast("laterality.left", "laterality.right", ordered=True),),
    "comparison": (
        Contrast("comparison.more", "comparison.less"),
        Contrast("comparison.at-least", "comparison.at-most"),
    ),
    "before-after": (Contrast("order.before", "order.after"),),
    "meals": (Contrast("meal.empty", "meal.full"),),
    "action": (Contrast("action.stop", "action.go"), Contrast("change.up", "change.down")),
    "opposites": (
        Contrast("part-of-day.early", "part-of-day.late"),
        Contrast("heat.hot", "heat.cold"),
        Contrast("vertical.upper", "vertical.lower"),
    ),
}
"""Check to the labels of the data files that exclude each other."""
LOST: Mapping[str, str] = {"allergy": "allergy.allergy", "as-needed": "frequency.as-needed"}
"""Check to a label that a translation has to have somewhere."""
_LABELS = frozenset(
    [label for pairs in CONTRASTS.values() for pair in pairs for label in (pair.one, pair.other)]
    + list(LOST.values())
)


def found(pair: Pair) -> tuple[Found, ...]:
    """All words of a pair that are exchanged or lost. For :meth:`Pair.once`."""
    sides = pair.once(readings)
    # Only words of the source are asked for; most texts have none.
    if sides is None or _LABELS.isdisjoint(sides.source.counts):
        return ()
    return tuple(compare(sides))


def compare(sides: Readings) -> Iterator[Found]:
    """The same, of two readings."""
    source, target, _ = sides
    for check, contrasts in CONTRASTS.items():
        for severity, message in contrast.compare(source, target, contrasts):
            yield Found(check, severity, message)
    if "comparison.at-most" in source.counts:
        message = contrast.unlimited(source, target)
        if message:
            yield Found("comparison", None, message)
    for check, label in LOST.items():
        words = contrast.lost(source, target, label)
        if words:
            yield Found(check, None, f"“{words}” of the source is not in the translation")
