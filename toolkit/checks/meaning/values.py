"""Values compared: numbers, doses, temperatures, rates, times, dates. One comparison, several checks.

The comparison is made once for a pair; each check says what belongs to it. A wrong dose is said by
``doses`` alone and not again by ``numbers``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toolkit.checks.base import Pair
from toolkit.checks.meaning import dates, ordinals, phones
from toolkit.checks.meaning.elements import HARD, SOFT, Item
from toolkit.checks.meaning.lexicon import known
from toolkit.checks.meaning.matching import match, same
from toolkit.checks.meaning.reading import Reading, read, territory
from toolkit.model import Severity

CHECK_OF = {
    "dose": "doses",
    "temperature": "temperatures",
    "frequency": "frequency",
    "duration": "frequency",
    "time": "times",
    "date": "dates",
    "month": "dates",
    "weekday": "dates",
    "number": "numbers",
    "identifier": "numbers",
}
_ORDER = tuple(CHECK_OF)
_SCALES = (("temperature.celsius", "celsius"), ("temperature.fahrenheit", "fahrenheit"))


class Found(NamedTuple):
    """What a comparison has to say, and which check says it."""

    check: str
    severity: Severity | None
    """None: the check's own."""
    message: str


class Readings(NamedTuple):
    """Both sides of a pair, telephone numbers taken out."""

    source: Reading
    target: Reading
    phones: tuple[Found, ...]


def readings(pair: Pair) -> Readings | None:
    """Both readings; None where the language has no data. For :meth:`Pair.once`."""
    if not known(pair.language):
        return None
    words = pair.source_words, pair.target_words
    return both(*words, pair.language, territory(pair.locale), shared=pair.readings)


def both(
    source: str,
    target: str,
    language: str,
    region: str = "",
    *,
    shared: dict[str, object] | None = None,
) -> Readings:
    """Readings of an English text and its translation.

    :param shared: readings of sources, for the next locale.
    """
    wrong: tuple[Found, ...] = ()
    if phones.perhaps(source):
        compared = phones.compare(source, target)
        source, target = compared.source, compared.target
        wrong = tuple(Found("phones", severity, message) for severity, message in compared.problems)
    return Readings(_source(source, shared), read(target, language, region), wrong)


def _source(text: str, shared: dict[str, object] | None) -> Reading:
    if shared is None:
        return read(text, "en")
    known = shared.get(text)
    if not isinstance(known, Reading):
        shared[text] = known = read(text, "en")
    return known


def found(pair: Pair) -> tuple[Found, ...]:
    """All problems with values of a pair. For :meth:`Pair.once`."""
    sides = pair.once(readings)
    return () if sides is None else tuple(compare(sides, pair.language, territory(pair.locale)))


def compare(sides: Readings, language: str, region: str = "") -> Iterable[Found]:
    """Problems with values of two readings."""
    yield from sides.phones
    if sides.source.items and sides.target.items:
        pair = ordinals.exchanged(sides.source.items, sides.target.items, language)
        if pair is not None:
            yield Found("numbers", "warning", f"the source says “{pair[0]}”, the translation “{pair[1]}”")
    if same(sides.source.items, sides.target.items):
        return
    source, target, problems = dates.settle(sides.source.items, sides.target.items, language, region)
    yield from (Found("dates", severity, message) for severity, message in problems)
    yield from _wrong_half(source, target, sides.target)
    left, right, bare = match(source, target, named=_scales(sides.target))
    yield from _lost_units(bare, sides)
    if left or right:
        yield from _differences(left, right, {item.key for item in source} & {item.key for item in target})


def _wrong_half(source: Sequence[Item], target: Sequence[Item], words: Reading) -> Iterable[Found]:
    """3 pm that has become 3:00: in the clock of 24 hours that is the morning."""
    if "clock.pm" in words.counts or "part-of-day.late" in words.counts:
        return
    written = {item.value: item for item in target if item.kind == "time"}
    for item in source:
        if item.kind == "time" and item.unit == "known" and item.value >= 780 and item.value not in written:
            other = written.get(item.value - 720)
            if other is not None and not other.unit:
                message = (
                    f"the source says “{item.text}”, the translation “{other.text}”, which is before noon"
                )
                yield Found("times", "error", message)


def _scales(reading: Reading) -> frozenset[str]:
    """Scales of temperature that a text names."""
    return frozenset(scale for label, scale in _SCALES if label in reading.counts)


def _lost_units(bare: Sequence[tuple[Item, Item]], sides: Readings) -> Iterable[Found]:
    for one, other in bare:
        amount = one if one.kind in ("dose", "temperature") else other
        side = sides.target if amount is one else sides.source
        # "5–10 mg": the unit stands with the last number of a series only
        if any(item.unit == amount.unit and item.kind == amount.kind for item in side.items):
            continue
        if amount is one:
            message = f"the source says “{one.text}”, the translation “{other.text}” without the unit"
        else:
            message = f"the translation says “{other.text}”, the source “{one.text}” without a unit"
        yield Found(CHECK_OF[amount.kind], "error" if amount is one else "warning", message)


def _differences(left: list[Item], right: list[Item], shared: set[tuple[str, float, str]]) -> Iterable[Found]:
    """:param shared: keys both texts have; such an item is only said more often on one side."""
    for kind in _ORDER:
        ours = [item for item in left if item.kind == kind]
        theirs = [item for item in right if item.kind == kind]
        if ours and theirs:
            yield _differ(kind, ours, theirs)
            left = [item for item in left if item.kind != kind]
            right = [item for item in right if item.kind != kind]
    if left and right:
        kind = min((item.kind for item in [*left, *right]), key=_ORDER.index)
        yield _differ(kind, left, right)
        return
    for items in (left, right):
        asked = [item for item in items if item.level == HARD or _is_lost_amount(item, items is left)]
        for kind in _ORDER:
            same = [item for item in asked if item.kind == kind]
            if same:
                again = all(item.key in shared for item in same)
                if again and items is right:
                    continue
                spelled = not any(item.level == HARD for item in same)
                severity: Severity = "warning" if again or spelled else _one_sided(kind)
                if items is right:
                    message = f"the translation has {_said(same)}, which is not in the source"
                elif again:
                    message = f"the translation has {_said(same)} less often than the source"
                else:
                    message = f"the translation has no {_said(same)}, which is in the source"
                yield Found(CHECK_OF[kind], severity, message)


def _is_lost_amount(item: Item, of_source: bool) -> bool:
    """ "Two minutes" asks for an answer although the number is a word; "two reasons" does not."""
    return of_source and item.level == SOFT and item.kind in ("dose", "duration", "temperature")


def _differ(kind: str, ours: Sequence[Item], theirs: Sequence[Item]) -> Found:
    written = any(item.level == HARD for item in [*ours, *theirs])
    severity: Severity = "error" if written and kind not in ("identifier",) else "warning"
    return Found(CHECK_OF[kind], severity, f"the source says {_said(ours)}, the translation {_said(theirs)}")


def _one_sided(kind: str) -> Severity:
    return "warning" if kind in ("month", "weekday", "frequency", "identifier") else "error"


def _said(items: Sequence[Item]) -> str:
    unique = dict.fromkeys(f"“{item.text.strip()}”" for item in items)
    return ", ".join(list(unique)[:4])
