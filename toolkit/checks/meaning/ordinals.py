"""Ordinals in words: "the second week" and "la tercera semana".

They ask for no answer of their own (a second opinion is "otra opinión"), so only one that was exchanged
for another is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.meaning.elements import OPTIONAL, Item
from toolkit.checks.meaning.lexicon import lexicon


def exchanged(source: Sequence[Item], target: Sequence[Item], language: str) -> tuple[str, str] | None:
    """The source's ordinal and the translation's other one; None where there is none."""
    ours, theirs = lexicon("en").ordinals, lexicon(language).ordinals
    said = {_value(item): item for item in source if _is_ordinal(item, ours)}
    if not said:
        return None
    heard = {_value(item): item for item in target if _is_ordinal(item, theirs)}
    if not heard:
        return None
    lost = [item.text for value, item in said.items() if value not in heard and not _has(target, value)]
    gained = [item.text for value, item in heard.items() if value not in said and not _has(source, value)]
    return (lost[0], gained[0]) if lost and gained else None


def _is_ordinal(item: Item, words: frozenset[str]) -> bool:
    return item.level == OPTIONAL and item.text.partition(" ")[0] in words


def _value(item: Item) -> float:
    return item.parts[0] if item.kind != "number" and item.parts else item.value


def _has(items: Sequence[Item], number: float) -> bool:
    """Whether a text says a number in digits, or in a word that is always one: "2nd", "dos"."""
    return any(item.level != OPTIONAL and (item.value == number or number in item.parts) for item in items)
