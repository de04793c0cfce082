"""Two readings laid side by side: which values of one have no equal in the other.

Values are matched in rounds, from the same kind and value, through the same value written another way
(3 pm and 15:00, 38 °C and 100.4 °F), down to the bare numbers inside an amount. What no round could match
is left over.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import NamedTuple

from toolkit.checks.meaning.elements import HARD, OPTIONAL, Item

_SETS = frozenset({"month", "weekday", "identifier"})
"""Kinds of which only the presence is compared: a month may be said once where the source says it twice."""
_COUNTED = frozenset(
    [
        "tablet",
        "capsule",
        "drop",
        "puff",
        "spray",
        "teaspoon",
        "tablespoon",
        "cup",
        "glass",
        "patch",
        "dose",
        "units",
    ]
)
"""What is counted in whole pieces; the words for them vary (pill, tablet), so a lost one is no lost unit."""


_NEAR = 0.25
"""How far apart, as a part of the text, a digit and the article that says the same may stand."""


_MOST = 200
"""Values of a text that are compared one by one; a text with more of them that differ is no sentence."""
_VALUE = operator.itemgetter(0, 1, 2, 4)
"""Kind, value, unit and level of an item."""


class Left(NamedTuple):
    """Items without an equal, and what was matched with its unit lost or its scale changed."""

    source: list[Item]
    target: list[Item]
    bare: list[tuple[Item, Item]]
    """(amount with a unit, the bare number that stands for it): source first."""


def same(source: Sequence[Item], target: Sequence[Item]) -> bool:
    """Whether both texts have the same values and nothing has to be compared: most pairs of texts."""
    ours = [_VALUE(item) for item in source if item.level or item.kind == "frequency"]
    theirs = [_VALUE(item) for item in target if item.level or item.kind == "frequency"]
    if ours != theirs and (len(ours) != len(theirs) or sorted(ours) != sorted(theirs)):
        return False
    return not any(value[0] == "date" for value in ours)


def match(source: Sequence[Item], target: Sequence[Item], *, named: frozenset[str] = frozenset()) -> Left:
    """What is left over of two readings.

    :param named: scales of temperature that the target names, whether a number stands before them or not
    """
    left, right = (items[:_MOST] for items in _unequal(source, target))
    if not _ask(left, right):
        return Left([], [], [])
    _cancel(left, right, _same)
    if left or right:
        _cancel(left, right, _equivalent)
    # "daily" asks for no answer, but "weekly" is the wrong one
    rates = any(item.kind == "frequency" for item in left) and any(item.kind == "frequency" for item in right)
    left, right = _without_repeats(left, right, source, target)
    left, right = _without_conversions(left, target, named), _without_conversions(right, source)
    bare: list[tuple[Item, Item]] = []
    if left or right:
        _numbers_inside(left, right, bare, swapped=False)
        _numbers_inside(right, left, bare, swapped=True)
        left, right = _without_repeats(left, right, source, target)

    def asking(items: Sequence[Item]) -> list[Item]:
        return [item for item in items if item.level != OPTIONAL or (rates and item.kind == "frequency")]

    return Left(asking(left), asking(right), bare)


def _unequal(source: Sequence[Item], target: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Both without what is in the other in the same way: what is left of most pairs is nothing."""
    if not source or not target:
        return list(source), list(target)
    spare: dict[tuple[object, ...], int] = {}
    for item in target:
        alike = (item.kind, item.value, item.unit, item.level)
        spare[alike] = spare.get(alike, 0) + 1
    left: list[Item] = []
    used: dict[tuple[object, ...], int] = {}
    for item in source:
        alike = (item.kind, item.value, item.unit, item.level)
        if spare.get(alike, 0) > used.get(alike, 0):
            used[alike] = used.get(alike, 0) + 1
        else:
            left.append(item)
    if len(left) == len(source):
        return left, list(target)
    right: list[Item] = []
    for item in target:
        alike = (item.kind, item.value, item.unit, item.level)
        if used.get(alike):
            used[alike] -= 1
        else:
            right.append(item)
    return left, right


def _ask(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether anything of what is left may need an answer: something that is not optional, or two rates."""
    if any(item.level != OPTIONAL for items in (left, right) for item in items):
        return True
    return bool(left and right) and all(
        any(item.kind == "frequency" for item in items) for items in (left, right)
    )


def _cancel(left: list[Item], right: list[Item], equal: Callable[[Item, Item], bool]) -> None:
    """Takes out pairs of equals: digits with digits and words with words first."""
    for same in (True, False):
        for item in list(left):
            for other in right if same else sorted(right, key=lambda candidate: -candidate.level):
                fits = item.level == other.level if same else _may_answer(item, other)
                if fits and equal(item, other):
                    left.remove(item)
                    right.remove(other)
                    break
        if not left or not right:
            return


def _may_answer(one: Item, other: Item) -> bool:
    """Whether "a" can stand for 1: only where it stands in the same part of the text."""
    if {one.level, other.level} != {HARD, OPTIONAL} or one.kind != "number" or other.kind != "number":
        return True
    return abs(one.place - other.place) <= _NEAR


def _same(one: Item, other: Item) -> bool:
    return one.key == other.key


def _equivalent(one: Item, other: Item) -> bool:
    """The same thing written another way."""
    kinds = (one.kind, other.kind)
    if kinds == ("time", "time"):
        cycle = 1440 if one.unit == other.unit == "known" else 720
        return abs(one.value - other.value) % cycle == 0
    if kinds == ("temperature", "temperature"):
        return _celsius(one, other)
    if "time" in kinds and ("duration" in kinds or "number" in kinds):
        # "15 h", "alle 15": hours without a word that makes them a time of day
        time, hours = (one, other) if one.kind == "time" else (other, one)
        hour = hours.parts[0] if hours.kind == "duration" and hours.parts else hours.value
        return hour <= 24 and (hour * 60 - time.value) % 720 == 0
    if kinds == ("dose", "dose"):
        return _alike(one, other)
    if kinds == ("duration", "duration"):
        return bool(one.value and other.value) and abs(one.value / other.value - 1) < 0.003
    if kinds == ("number", "number"):
        return _decade(one.value, other.value) or _decade(other.value, one.value)
    if "identifier" in kinds and "number" in kinds:
        identifier, number = (one, other) if one.kind == "identifier" else (other, one)
        return f"{number.value:g}" == identifier.unit
    return False


def _alike(one: Item, other: Item) -> bool:
    """ "5 units" of insulin may be "5 UI" in another language; tablets are pills."""
    if one.value != other.value:
        return False
    units = {one.unit, other.unit}
    return (
        units <= {"iu", "units"}
        or units <= {"puff", "spray", "dose"}
        or (units <= {"tablet", "capsule", "dose"} and "dose" in units)
    )


def _celsius(one: Item, other: Item) -> bool:
    scales = {one.unit, other.unit}
    if "degree" in scales:
        return one.value == other.value and one.negative == other.negative
    if scales == {"celsius", "fahrenheit"}:
        celsius, fahrenheit = (one, other) if one.unit == "celsius" else (other, one)
        sign = -1 if celsius.negative else 1
        return abs(celsius.value * sign * 9 / 5 + 32 - fahrenheit.value) <= 1
    return False


def _without_conversions(
    items: list[Item], others: Sequence[Item], named: frozenset[str] = frozenset()
) -> list[Item]:
    """A temperature in the other scale, beside the one both texts have, may be added or left out."""
    temperatures = [other for other in others if other.kind == "temperature"]
    return [
        item
        for item in items
        if item.kind != "temperature"
        or item.unit in named
        or not any(_celsius(item, other) and item.unit != other.unit for other in temperatures)
    ]


def _decade(long: float, short: float) -> bool:
    """The 1940s are "los años 40"."""
    return 1000 <= long <= 2100 and long % 10 == 0 and 10 <= short < 100 and long % 100 == short


def _without_repeats(
    left: list[Item], right: list[Item], source: Sequence[Item], target: Sequence[Item]
) -> tuple[list[Item], list[Item]]:
    """Leaves out what one text merely says more often; where both have a rest, a number was exchanged."""
    in_source = {item.key for item in source}
    in_target = {item.key for item in target}
    ours, theirs = ({item.key for item in items if item.kind == "frequency"} for items in (left, right))
    rates = bool(ours and theirs)  # one day and one week too many: a rate was exchanged

    def rest(items: list[Item], others: set[tuple[str, float, str]], *, written: bool) -> list[Item]:
        return [
            item
            for item in items
            if item.key not in others
            or (rates and item.kind == "frequency")
            or (item.kind not in _SETS and item.level >= written * HARD)
        ]

    left, right = rest(left, in_target, written=False), rest(right, in_source, written=False)
    if not any(item.level for item in left) or not any(item.level for item in right):
        # digits a text merely says less often are told apart by the caller, words are left out
        left, right = rest(left, in_target, written=True), rest(right, in_source, written=True)
    return left, right


def _numbers_inside(
    left: list[Item], right: list[Item], bare: list[tuple[Item, Item]], *, swapped: bool
) -> None:
    """Matches the numbers inside an amount, one by one, with numbers of the other text."""
    for item in list(left):
        if item.kind in ("number", "identifier", "month", "weekday") and not item.parts:
            continue
        if not item.parts or any(other.kind == item.kind and item.kind != "number" for other in right):
            continue
        numbers = item.parts[1:] if item.kind in ("dose", "duration", "temperature") else item.parts
        whole = item.parts[:1] if item.kind in ("dose", "duration", "temperature") else ()
        measured = item.kind in ("dose", "temperature") and item.unit not in _COUNTED and item.level == HARD
        sure = [other for other in right if other.level != OPTIONAL] if measured else right
        answer = _answers(whole, sure) or _answers(numbers, sure)
        if answer is None:
            continue
        left.remove(item)
        for other in answer:
            right.remove(other)
        if measured:
            bare.append((answer[0], item) if swapped else (item, answer[0]))


def _answers(numbers: Sequence[float], right: Sequence[Item]) -> list[Item] | None:
    found: list[Item] = []
    for number in numbers:
        for other in right:
            if other not in found and _holds(other, number):
                found.append(other)
                break
        else:
            return None
    return found or None


def _holds(item: Item, number: float) -> bool:
    if item.kind == "number":
        return item.value == number
    if item.kind == "month":
        return item.value == number
    return (
        item.kind in ("duration", "frequency", "time", "dose")
        and bool(item.parts)
        and item.parts[0] == number
    )
