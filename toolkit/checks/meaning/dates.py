"""Dates written in digits: 03/04/2020 is March 4 for one reader and 3 April for another."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.meaning.elements import Item
from toolkit.model import Severity

_MOST = 100
"""Dates of a text that are looked at."""

Settled = tuple[tuple[Item, ...], tuple[Item, ...], list[tuple[Severity, str]]]


def settle(source: Sequence[Item], target: Sequence[Item], language: str, region: str = "") -> Settled:
    """Compares dates in digits with each other and breaks the others into day, month and year."""
    ours = [item for item in source if item.kind == "date"][:_MOST]
    theirs = [item for item in target if item.kind == "date"][:_MOST]
    if not ours and not theirs:
        return tuple(source), tuple(target), []
    problems: list[tuple[Severity, str]] = []
    rest_source = [item for item in source if item.kind != "date"]
    rest_target = [item for item in target if item.kind != "date"]
    open_target = list(theirs)
    for item in ours:
        twin = next((other for other in open_target if sorted(other.parts) == sorted(item.parts)), None)
        if twin is None:
            rest_source.extend(_broken(item, rest_target, month_first=True))
            continue
        open_target.remove(twin)
        # the year first is never ambiguous (ISO 8601)
        if item.parts == twin.parts and item.parts[0] < 32 and _ambiguous(item):
            problems.append(
                (
                    "warning",
                    f"the date “{twin.text}” may be read with day and month exchanged; write out the month",
                )
            )
    for item in open_target:
        rest_target.extend(_broken(item, rest_source, month_first=False))
    return tuple(rest_source), tuple(rest_target), problems


def _ambiguous(item: Item) -> bool:
    """Whether readers who write the day first read another date, or none at all (04/25)."""
    first, second = item.parts[0], item.parts[1]
    return first <= 12 and second <= 31 and first != second


def _broken(item: Item, others: Sequence[Item], *, month_first: bool) -> list[Item]:
    """Day, month and year of a date; the order that fits a month of the other text wins where both can be."""
    parts = list(item.parts)
    if parts[0] > 31:
        year, month, day = (*parts, 0.0, 0.0)[:3]
    else:
        month, day = (parts[0], parts[1]) if month_first else (parts[1], parts[0])
        year = parts[2] if len(parts) > 2 else 0.0
    months = {other.value for other in others if other.kind == "month"}
    if month > 12 or (day in months and month not in months and day <= 12 and not month_first):
        month, day = day, month
    if not months and not any(other.kind == "month" for other in others):
        return [Item("number", part, "", item.text, item.level, place=item.place) for part in parts if part]
    if 0 < year < 100 and any(other.value == 2000 + year for other in others):
        year += 2000
    found = [Item("month", month, "", item.text), item._replace(kind="number", value=day, parts=())]
    if year:
        found.append(item._replace(kind="number", value=year, parts=()))
    return found
