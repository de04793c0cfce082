"""Amounts: a number, or a range, with its unit."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.meaning.cursor import Cursor, and_half
from toolkit.checks.meaning.elements import OPTIONAL, Element, Item
from toolkit.checks.meaning.rates import MINUTES

_SIZES = {
    "ng": ("g", 1e-9), "mcg": ("g", 1e-6), "mg": ("g", 1e-3), "g": ("g", 1.0), "kg": ("g", 1e3),
    "microlitre": ("l", 1e-6), "ml": ("l", 1e-3), "dl": ("l", 0.1), "l": ("l", 1.0),
    "nm": ("m", 1e-9), "um": ("m", 1e-6), "mm": ("m", 1e-3), "cm": ("m", 1e-2), "m": ("m", 1.0),
    "km": ("m", 1e3),
}  # fmt: skip
_KINDS = (("temperature", "temperature"), ("unit", "dose"), ("time", "duration"))
_HYPHENS = ("-", "‑")


def number(cursor: Cursor, amounts: Sequence[Element], end: int) -> int:
    """A number that is no rate and no time of day, with its unit or without: elements taken."""
    first = amounts[0]
    hyphen = cursor.ahead(end)
    if (
        hyphen is not None
        and hyphen.text in _HYPHENS
        and (cursor.label(end + 1, "time") or cursor.label(end + 1, "unit"))
    ):
        end += 1  # a 14-day course, a 500-mg tablet
    for table, kind in _KINDS:
        unit = cursor.label(end, table)
        if not unit:
            continue
        if unit == "month" and cursor.label(end, "date") == "month-before" and cursor.is_number(end + 1):
            break  # "9 tháng 3" is the 9th of March
        if unit == "year" and (first.value or 0) >= 1000:
            break  # 2019年
        if not (unit == "degree" and first.level == OPTIONAL):
            taken = with_unit(cursor, amounts, end, kind, unit)
            if taken:
                return taken
    for amount in amounts:
        plain(cursor, amount)
    return end


def plain(cursor: Cursor, amount: Element) -> None:
    """Appends a number without a unit."""
    cursor.out.append(
        Item(
            "number",
            amount.value or 0.0,
            "",
            amount.text,
            amount.level,
            amount.parts,
            cursor.is_negative(amount),
            cursor.place(amount),
        )
    )


def _substance(cursor: Cursor, offset: int) -> int:
    """How many elements stand between an amount and "per kg": "10 mg of morphine per kg"."""
    for size in (1, 2, 3):
        between = cursor.ahead(offset + size - 1)
        if between is None or between.kind != "word":
            return 0
        if cursor.label(offset + size, "frequency") == "per":
            return size if cursor.label(offset + size + 1, "unit") == "kg" else 0
    return 0


def with_unit(cursor: Cursor, amounts: Sequence[Element], end: int, kind: str, unit: str) -> int:
    """Appends amounts whose unit stands at ``end``: elements taken, 0 where they are no amounts."""
    last = cursor.found[cursor.at + end]
    taken = end + 1
    half = cursor.half_behind(taken)
    if half is not None:
        amounts = [*amounts[:-1], and_half(amounts[-1], half)]
        taken += 1
    if kind == "duration" and amounts[0].level == OPTIONAL and len(amounts) == 1:
        return 0  # "one day", "half an hour": mostly not a length of time to compare
    below = ""
    if kind == "dose":
        taken += _substance(cursor, taken)
    while kind == "dose":
        sign = cursor.ahead(taken)
        if sign is None or not (sign.text == "/" or sign.keys.get("frequency") == "per"):
            break
        under = cursor.label(taken + 1, "unit")
        if not under:
            break
        below += "/" + (_SIZES[under][0] if under in _SIZES else under)
        if under in _SIZES and _SIZES[under][1] != 1.0:
            below += f"*{_SIZES[under][1]:g}"
        taken += 2
    name, size = unit, 1.0
    if kind == "dose":
        name, size = _SIZES.get(unit, (unit, 1.0))
    elif kind == "duration":
        name, size = "", MINUTES[unit]
    for amount in amounts:
        value = amount.value or 0.0
        cursor.out.append(
            Item(
                kind,
                value * size,
                name + below,
                f"{amount.text} {last.text}",
                amount.level,
                (value, *(amount.parts or (value,))),
                cursor.is_negative(amount),
                cursor.place(amount),
            )
        )
    return taken
