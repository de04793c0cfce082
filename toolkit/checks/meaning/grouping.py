"""From elements to items: amounts with their units, rates, times of day, dates.

Each rule looks at a few neighbouring elements and takes those it understands; numbers that no rule takes
are items of their own. The rules stand in :mod:`.rates`, :mod:`.amounts` and :mod:`.clock`; here is
decided which of them is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.checks.meaning import amounts, clock, rates
from toolkit.checks.meaning.cursor import Cursor
from toolkit.checks.meaning.elements import BEFORE_MONTH, HARD, RANGE, SOFT, Element, Item
from toolkit.checks.meaning.lexicon import Lexicon
from toolkit.checks.meaning.rates import MINUTES
from toolkit.checks.meaning.tokens import Tokens

# fmt: off
_UNSURE_MONTHS = frozenset(
    ["may", "mar", "march", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
     "ene", "abr", "ago", "dic", "set", "out", "des", "gen", "giu", "lug", "ott"]
)
# fmt: on
_EVERY_HOURS = re.compile(r"q(\d{1,2})h$")
_DIGITS = re.compile(r"\d+")
_BETWEEN_MONTHS = frozenset("/-–")
_CONTINUED = RANGE | {"/"}
_VALUES = frozenset(["number", "hit", "date", "time", "identifier"])
"""Kinds of elements that may be a value, or the beginning of one."""
_UNITS = frozenset(["time", "unit"])
_TABLES = frozenset(["frequency", "clock", "date", "month", "weekday", "dual"])
"""Tables of the data files whose phrases are values, or the beginning of one."""


def items(tokens: Tokens, found: Sequence[Element], known: Lexicon) -> tuple[Item, ...]:
    """All values of a text, in order."""
    cursor = Cursor(tokens, found, known)
    for at in [at for at, element in enumerate(found) if element.kind in _VALUES]:
        if at < cursor.at:
            continue  # part of the value before
        cursor.at = at
        element = found[at]
        kind = element.kind
        if kind == "number":
            taken = _number(cursor, element)
        elif kind == "hit":
            taken = _unit(cursor, element) if _TABLES.isdisjoint(element.keys) else _hit(cursor, element)
        elif kind == "time":
            taken = clock.in_digits(cursor, element)
        elif kind == "date":
            digits = tuple(float(part) for part in _DIGITS.findall(element.text))
            cursor.out.append(Item("date", 0.0, "", element.text, HARD, digits, place=cursor.place(element)))
            taken = 1
        else:
            taken = _identifier(cursor, element)
        cursor.at += taken or 1
    return tuple(cursor.out)


def _unit(cursor: Cursor, element: Element) -> int:
    """A unit without a number: one and a half of it ("año y medio"), or nothing; elements taken."""
    half = cursor.half_behind(1)
    if half is None or _UNITS.isdisjoint(element.keys):
        return 1
    one = Element("number", "", element.at, value=1.0, level=SOFT)
    kind = "duration" if "time" in element.keys else "dose"
    return amounts.with_unit(cursor, [one], 0, kind, element.keys.get("time") or element.keys["unit"])


def _hit(cursor: Cursor, element: Element) -> int:
    """A phrase of the data file: elements taken."""
    keys = element.keys
    frequency = keys.get("frequency")
    if frequency:
        taken = rates.phrase(cursor, element, frequency)
        if taken:
            return taken
    half = keys.get("clock")
    if half in ("noon", "midnight"):
        return clock.noon(cursor, element, half)
    if half in ("am", "pm") and cursor.is_number(1) and cursor.label(2, "clock") == "mark":
        return clock.before_number(cursor, element, half)
    if half in clock.SPOKEN_BEFORE and cursor.is_number(1):
        return clock.spoken_before(cursor, element, half)
    if keys.get("date") == "month-before" and cursor.is_number(1):
        return _month_before(cursor, element)
    month = keys.get("month")
    if month and _is_month(cursor, element):
        cursor.out.append(Item("month", float(month), "", element.text))
    weekday = keys.get("weekday")
    if weekday:
        cursor.out.append(Item("weekday", float(weekday), "", element.text, SOFT))
    dual = keys.get("dual")
    return rates.dual(cursor, element, dual) if dual else 1


def _is_month(cursor: Cursor, element: Element) -> bool:
    """Whether a word that is also something else (may, march, set) is a month."""
    if element.text not in _UNSURE_MONTHS:
        return True
    near = cursor.is_number(1) or cursor.is_number(-1) or _beside_month(cursor)
    capital = cursor.is_capital(element)
    if element.text == "may":
        before = cursor.ahead(-1)
        return capital and (near or (before is not None and before.text in BEFORE_MONTH))
    if element.text == "march":
        return capital
    return near and (capital or cursor.known.language != "en")


def _beside_month(cursor: Cursor) -> bool:
    """ "May/June": the other month makes it one."""
    for step in (1, -1):
        sign = cursor.ahead(step)
        if sign is not None and sign.text in _BETWEEN_MONTHS and cursor.label(2 * step, "month"):
            return True
    return False


def _month_before(cursor: Cursor, element: Element) -> int:
    number = cursor.found[cursor.at + 1]
    if number.value is not None and 1 <= number.value <= 12 and number.value == int(number.value):
        cursor.out.append(Item("month", number.value, "", f"{element.text} {number.text}"))
        return 2
    return 1


def _number(cursor: Cursor, element: Element) -> int:
    """A number, and what belongs to it: elements taken."""
    after = cursor.ahead(1)
    if after is None or not (after.keys or after.text in _CONTINUED or cursor.counted_half(2)):
        amounts.plain(cursor, element)  # most numbers stand alone
        return 1
    numbers, end = cursor.amounts(0)
    if cursor.label(end, "frequency") == "times":
        taken = rates.numbered(cursor, numbers, end)
        if taken:
            return taken
    half = cursor.label(end, "clock")
    if half in clock.SPOKEN_AFTER and end == 1:
        taken = clock.spoken_after(cursor, element, half)
        if taken:
            return taken
    if half in ("noon", "midnight") and element.value == 12:
        return end  # "las 12 del mediodía": the phrase says it all
    if half in ("am", "pm", "mark") and all((number.value or 0) <= 24 for number in numbers):
        return clock.after_number(cursor, numbers, end, half)
    if cursor.label(end, "date") == "month-after":
        if len(numbers) == 1 and end > 1:
            return amounts.with_unit(cursor, numbers, end, "duration", "month")  # 3个半月
        said = f"{element.text}{cursor.found[cursor.at + end].text}"
        cursor.out.append(Item("month", element.value or 0.0, "", said))
        return end + 1
    if "." in element.text and cursor.known.decimal == "," and cursor.label(end, "time") == "hour":
        taken = clock.pointed(cursor, numbers, end)
        if taken:
            return taken
    return amounts.number(cursor, numbers, end)


def _identifier(cursor: Cursor, element: Element) -> int:
    hours = _EVERY_HOURS.match(element.text)
    if hours and cursor.known.language == "en":
        rates.add(cursor, 1.0, float(hours[1]) * 60, element.text, parts=(float(hours[1]),))
    else:
        digits = "-".join(_DIGITS.findall(element.text))
        cursor.out.append(Item("identifier", 0.0, digits, element.text))
    return 1


__all__ = ["MINUTES", "items"]
