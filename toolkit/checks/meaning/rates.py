"""How often: "every 8 hours", "twice a day", "3 times a week", as often a day."""

from __future__ import annotations

from toolkit.checks.meaning.cursor import Cursor
from toolkit.checks.meaning.elements import ARTICLES, HARD, OPTIONAL, RANGE, SOFT, Element, Item

MINUTES = {
    "second": 1 / 60,
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 10080.0,
    "month": 43800.0,
    "year": 525600.0,
}
"""Lengths of time. A month is a twelfth of 365 days; 30 days and a month stay two things."""

_RATES = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_COUNTS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_A_DAY = {"twice-daily": 2.0, "thrice-daily": 3.0, "four-daily": 4.0, "half-hourly": 48.0}


def add(
    cursor: Cursor,
    count: float,
    minutes: float,
    text: str,
    *,
    level: int = HARD,
    parts: tuple[float, ...] = (),
) -> None:
    """Appends ``count`` times in ``minutes``."""
    per_day = count * 1440.0 / minutes if minutes else 0.0
    cursor.out.append(Item("frequency", per_day, "", text, level, parts))


def phrase(cursor: Cursor, element: Element, frequency: str) -> int:
    """What begins with a phrase of the table ``frequency``: elements taken, 0 where it is none."""
    if frequency in ("every", "alternate"):
        return _every(cursor, element, frequency)
    if frequency in _RATES:
        minutes = MINUTES[_RATES[frequency]]
        half = cursor.half_behind(1)
        if half is not None:
            # "an hour and a half" is a length of time
            said = f"{element.text} {half.text}"
            cursor.out.append(Item("duration", 1.5 * minutes, "", said, SOFT, (1.5,)))
            return 2
        counted = _counted(cursor, _behind_verb(cursor))
        if counted is not None and not cursor.is_number(-1):
            values, taken, said = counted
            for value in values:
                add(cursor, value, minutes, f"{element.text} {said}", parts=(value,))
            return 1 + taken
        add(cursor, 1.0, minutes, element.text, level=OPTIONAL)
        return 1
    if frequency in _COUNTS:
        count = _COUNTS[frequency]
        period = _period(cursor, 1)
        if period is not None:
            minutes, taken = period
            add(cursor, count, minutes, element.text, parts=(count,))
            return 1 + taken
        half = cursor.half_behind(1)
        if half is not None:
            said = f"{element.text} {half.text}"
            cursor.out.append(Item("number", count + 0.5, "", said, SOFT, place=cursor.place(element)))
            return 2
        level = OPTIONAL if frequency == "once" else SOFT
        cursor.out.append(Item("number", count, "", element.text, level, place=cursor.place(element)))
        return 1
    if frequency in _A_DAY:
        add(cursor, _A_DAY[frequency], MINUTES["day"], element.text)
        return 1
    return 0


def _every(cursor: Cursor, element: Element, frequency: str) -> int:
    amounts, end = cursor.amounts(1)
    unit = cursor.label(end, "time")
    dual = cursor.label(end, "dual") if not amounts else ""
    if not unit and dual not in MINUTES:
        return 0
    factor = 2.0 if frequency == "alternate" and not amounts else 1.0
    values = [amount.value or 1.0 for amount in amounts] or [2.0 if dual else 1.0]
    last = cursor.ahead(end)
    said = " ".join(part.text for part in [element, *amounts]) + f" {last.text if last else ''}"
    half = cursor.half_behind(end + 1)
    if half is not None:
        said += f" {half.text}"
    for value in values:
        minutes = (value * factor + (0.5 if half else 0.0)) * MINUTES[unit or dual]
        add(cursor, 1.0, minutes, said, parts=(value,) if amounts else ())
    # "cada 8 horas, 2 veces": the count behind it is a number of its own
    return end + 1 + (half is not None)


def numbered(cursor: Cursor, amounts: list[Element], end: int) -> int:
    """``3 times a day``: elements taken, 0 where the number before ``times`` is no rate."""
    period = _period(cursor, end + 1)
    if period is None:
        return 0
    minutes, taken = period
    times = cursor.found[cursor.at + end].text
    for amount in amounts:
        value = amount.value or 0.0
        add(cursor, value, minutes, f"{amount.text} {times}", parts=(value,))
    return end + 1 + taken


def dual(cursor: Cursor, element: Element, unit: str) -> int:
    """An Arabic dual: two of them, in one word."""
    if unit == "times":
        rate = _period(cursor, 1)
        if rate is not None:
            minutes, taken = rate
            add(cursor, 2.0, minutes, element.text)
            return 1 + taken
        cursor.out.append(Item("number", 2.0, "", element.text, OPTIONAL, place=cursor.place(element)))
    elif unit in MINUTES:
        before = cursor.ahead(-1)
        if before is not None and before.text in RANGE and cursor.label(-2, "time") == unit:
            # "a day or two days": the singular before a dual is one of them
            cursor.out.append(
                Item("duration", MINUTES[unit], "", cursor.found[cursor.at - 2].text, SOFT, (1.0,))
            )
        more, said, taken = _and_half(cursor, element)
        cursor.out.append(Item("duration", (2.0 + more) * MINUTES[unit], "", said, SOFT, (2.0,)))
        return taken
    else:
        more, said, taken = _and_half(cursor, element)
        cursor.out.append(Item("dose", 2.0 + more, unit, said, SOFT, (2.0,)))
        return taken
    return 1


def _and_half(cursor: Cursor, element: Element) -> tuple[float, str, int]:
    """What a half behind an element adds, the words of both, and how many elements they are."""
    half = cursor.half_behind(1)
    return (0.0, element.text, 1) if half is None else (0.5, f"{element.text} {half.text}", 2)


def _behind_verb(cursor: Cursor) -> int:
    """The offset of a count after a period: in Chinese and Vietnamese a verb may stand between
    (每天使用三次)."""
    offset = 1
    if cursor.known.language in ("zh", "vi"):
        between = cursor.ahead(offset)
        while offset < 3 and between is not None and between.kind == "word":
            offset += 1
            between = cursor.ahead(offset)
    return offset


def _counted(cursor: Cursor, offset: int) -> tuple[list[float], int, str] | None:
    """``2 lần``, ``两次``, ``twice`` after a period: (counts, elements taken, words)."""
    count = cursor.label(offset, "frequency")
    if count in _COUNTS:
        return [_COUNTS[count]], offset, cursor.found[cursor.at + offset].text
    if cursor.label(offset, "dual") == "times":
        return [2.0], offset, cursor.found[cursor.at + offset].text
    amounts, end = cursor.amounts(offset)
    if amounts and cursor.label(end, "frequency") == "times":
        said = " ".join(amount.text for amount in amounts)
        return [amount.value or 0.0 for amount in amounts], end, said
    return None


def _period(cursor: Cursor, offset: int) -> tuple[float, int] | None:
    """``a day``, ``al día``, ``every 8 hours`` at an offset: (minutes, elements taken)."""
    label = cursor.label(offset, "frequency")
    if label in _RATES:
        return MINUTES[_RATES[label]], 1
    element = cursor.ahead(offset)
    if label in ("per", "every", "alternate") or (element is not None and element.text in ARTICLES):
        amounts, end = cursor.amounts(offset + 1)
        unit = cursor.label(end, "time")
        if unit:
            factor = 2.0 if label == "alternate" and not amounts else 1.0
            value = (amounts[0].value or 1.0) if amounts else 1.0
            return value * factor * MINUTES[unit], end - offset + 1
    return None
