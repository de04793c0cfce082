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
    ours = _ordinals(source, "en")
    if not ours:
        return None
    theirs = _ordinals(target, language)
    if not theirs:
        return None
    lost = [item for item in ours if not any(_says(other, item.value) for other in target)]
    gained = [item for item in theirs if not any(_says(other, item.value) for other in source)]
    return (lost[0].text, gained[0].text) if lost and gained else None


def _ordinals(items: Sequence[Item], language: str) -> list[Item]:
    words = lexicon(language).ordinals
    return [item for item in items if item.level == OPTIONAL and item.kind == "number" and item.text in words]


def _says(item: Item, number: float) -> bool:
    return item.value == number or number in item.parts
