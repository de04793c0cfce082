"""Times of day, in digits or with a word that makes them one."""

from __future__ import annotations

import re

from toolkit.checks.meaning import amounts as units
from toolkit.checks.meaning.cursor import Cursor
from toolkit.checks.meaning.elements import HARD, HOURS, OPTIONAL, SOFT, Element, Item

_POINTED = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)")
"""9.30 Uhr, 9.30 h: a full stop between hours and minutes."""
_DIGITS = re.compile(r"\d+")
SPOKEN_BEFORE = {"half-past": 30.0, "quarter-past": 15.0, "quarter-to": -15.0}
"""Minutes by what stands before the hour: half past seven."""
SPOKEN_AFTER = {"and-half": 30.0, "and-quarter": 15.0, "and-three-quarters": 45.0, "less-quarter": -15.0}
"""Minutes by what stands after it: "siete y media"."""


def noon(cursor: Cursor, element: Element, clock: str) -> int:
    """Noon or midnight: elements taken."""
    minutes = 720.0 if clock == "noon" else 0.0
    cursor.out.append(Item("time", minutes, "known", element.text, SOFT, (12.0,)))
    return 1


def before_number(cursor: Cursor, element: Element, clock: str) -> int:
    """``下午3点30分``: the half of the day, the hour, its sign and minutes; elements taken."""
    number = cursor.found[cursor.at + 1]
    taken, minutes = 3, 0.0
    if cursor.is_number(3) and (cursor.value(3) or 99) < 60:
        minutes = cursor.value(3)
        taken = 4
        if minutes == 0.5:
            minutes = 30.0
    _time(cursor, number.value or 0.0, minutes, clock, f"{element.text}{number.text}", HARD)
    return taken


def after_number(cursor: Cursor, amounts: list[Element], end: int, clock: str) -> int:
    """``3 pm``, ``15 Uhr``, ``3 giờ 30 chiều``: elements taken."""
    taken = end + 1
    after = cursor.label(taken, "clock")
    minutes = 0.0
    if clock == "mark":
        # 3点30分, 3 giờ 30 chiều
        if (
            cursor.known.language in ("zh", "vi")
            and cursor.is_number(taken)
            and (cursor.value(taken) or 99) < 60
        ):
            minutes = cursor.value(taken)
            if minutes == 0.5:
                minutes = 30.0
            taken += 1
            after = cursor.label(taken, "clock")
            if after == "mark":
                taken += 1
                after = cursor.label(taken, "clock")
        elif after in SPOKEN_AFTER:
            # 七点一刻
            minutes = SPOKEN_AFTER[after]
            taken += 1
            after = cursor.label(taken, "clock")
        if after in ("am", "pm"):
            clock = after
            taken += 1
        elif cursor.known.language == "vi":
            return units.with_unit(cursor, amounts, end, "duration", "hour")
    sign = cursor.found[cursor.at + end].text
    for amount in amounts:
        pointed = _POINTED.fullmatch(amount.text)
        if pointed and clock == "mark":
            _time(cursor, float(pointed[1]), float(pointed[2]), "", f"{amount.text} {sign}", amount.level)
            continue
        _time(cursor, amount.value or 0.0, minutes, clock, f"{amount.text} {sign}", amount.level)
    return taken


def spoken_before(cursor: Cursor, element: Element, clock: str) -> int:
    """``half past seven``, with ``in the evening`` after it or not: elements taken."""
    hour = cursor.found[cursor.at + 1]
    if not _is_hour(hour):
        return 1
    return _spoken(cursor, hour, SPOKEN_BEFORE[clock], f"{element.text} {hour.text}", 2)


def spoken_after(cursor: Cursor, hour: Element, clock: str) -> int:
    """``siete y media``, with ``de la tarde`` after it or not: elements taken, 0 where it is an amount."""
    after = cursor.ahead(2)
    if not _is_hour(hour) or (after is not None and ("unit" in after.keys or "time" in after.keys)):
        return 0
    return _spoken(cursor, hour, SPOKEN_AFTER[clock], f"{hour.text} {cursor.found[cursor.at + 1].text}", 2)


def _is_hour(number: Element) -> bool:
    """Whether a number can be an hour of the clock's face; "una" can, "tercer" cannot."""
    value = number.value or 0.0
    return value in range(1, 13) and (number.level != OPTIONAL or value == 1)


def _spoken(cursor: Cursor, hour: Element, minutes: float, text: str, taken: int) -> int:
    half = cursor.label(taken, "clock")
    known = half if half in ("am", "pm") else ""
    _time(cursor, hour.value or 0.0, minutes, known, text, max(hour.level, SOFT))
    # Other languages name another minute or none in figures: only the hour can stand alone.
    cursor.out[-1] = cursor.out[-1]._replace(parts=cursor.out[-1].parts[:1])
    return taken + bool(known)


def pointed(cursor: Cursor, amounts: list[Element], end: int) -> int:
    """``9.30 h`` where the decimal sign is a comma: elements taken, 0 if it is no time of day."""
    after = cursor.ahead(end)
    found = _POINTED.fullmatch(amounts[0].text)
    if len(amounts) > 1 or found is None or after is None or after.text not in HOURS:
        return 0
    _time(cursor, float(found[1]), float(found[2]), "", f"{found[0]} {after.text}", HARD)
    return end + 1


def in_digits(cursor: Cursor, element: Element) -> int:
    """``15:30``, ``15 h 30``, with ``pm`` after it or not: elements taken."""
    digits = [float(part) for part in _DIGITS.findall(element.text)]
    clock = cursor.label(1, "clock")
    following = cursor.ahead(1)
    taken = 1
    if (
        clock in ("am", "pm", "mark")
        or cursor.label(1, "time") == "hour"
        or (following is not None and following.text in HOURS)
    ):
        taken = 2
    before = cursor.label(-1, "clock")
    if clock not in ("am", "pm") and before in ("am", "pm"):
        clock = before
    _time(cursor, digits[0], digits[1], clock, element.text, HARD)
    if digits[0] == 0 or digits[0] > 12:
        last = cursor.out[-1]
        cursor.out[-1] = Item("time", last.value, "known", last.text, HARD, tuple(digits[:2]))
    return taken


def _time(cursor: Cursor, hour: float, minute: float, clock: str, text: str, level: int) -> None:
    if clock == "pm" and hour < 12:
        hour += 12
    elif clock == "am" and hour == 12:
        hour = 0
    sure = "known" if clock in ("am", "pm") or hour > 12 else ""
    shown = hour - 12 if hour > 12 and clock == "pm" else hour
    parts = (shown, minute) if minute else (shown,)
    cursor.out.append(Item("time", (hour * 60 + minute) % 1440, sure, text, level, parts))
