"""A locale's accepted translations, looked up by text: exact, or similar with a percentage.

A match whose numbers or negations differ from the text's is never a good match, however few
letters that is: its percentage is at most :data:`RISKY`, and it says what differs. Adding "not"
changes a twentieth of a sentence and all of its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from toolkit.model import ACCEPTED, STATE_RANK, Catalog, Unit, UnitKey
from toolkit.similarity.changes import Change, change
from toolkit.similarity.matching import Index

RISKY = 69
"""The highest percentage of a match with other numbers or negations; below the usual cut-off."""
CUTOFF = 70
"""The usual cut-off, in percent."""


@dataclass(frozen=True, slots=True)
class Match:
    """A translation that may fit."""

    unit: Unit
    percent: int
    """100 only for exactly the same text and context; 0–100."""
    change: Change
    """What turns the match's source into the text."""

    @property
    def exact(self) -> bool:
        return self.percent == 100


class Memory:
    """Built once for a locale, asked many times. Not changed by what is translated meanwhile.

    :param units: of any catalogs; only accepted ones with a target count. Of several translations
        of one text the one in the furthest state is taken, then the most frequent, then the first.
    :param language: of the sources.
    """

    def __init__(self, units: Iterable[Unit], *, language: str = "en") -> None:
        self.language = language
        self._units = list(_best(units))
        self._by_key = {unit.key: unit for unit in self._units}
        self._by_source: dict[str, Unit] = {}
        for unit in self._units:
            held = self._by_source.get(unit.source)
            if held is None or STATE_RANK[unit.state] > STATE_RANK[held.state]:
                self._by_source[unit.source] = unit

    @classmethod
    def of(cls, catalogs: Iterable[Catalog], *, language: str = "en") -> Memory:
        """The memory of these catalogs, obsolete units included."""
        return cls((unit for catalog in catalogs for unit in catalog.units), language=language)

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def exact(self, source: str, context: str | None = None) -> Unit | None:
        """The translation of exactly this text in this context; None where there is none."""
        return self._by_key.get((context or "", source))

    def matches(
        self, text: str, context: str | None = None, *, limit: int = 5, cutoff: int = CUTOFF
    ) -> tuple[Match, ...]:
        """The translations of the most similar texts, best first, none below ``cutoff`` percent."""
        found: list[Match] = []
        seen: set[UnitKey] = set()
        for unit in (self.exact(text, context), self._by_source.get(text)):
            if unit is not None and unit.key not in seen:
                seen.add(unit.key)
                found.append(self._match(unit, text, context, 100.0))
        # More than asked for: those with other numbers are put back behind the others.
        for number, score in self._index.matches(text, limit=limit + 10, cutoff=min(cutoff, 100)):
            unit = self._distinct[number]
            if unit.key not in seen:
                seen.add(unit.key)
                found.append(self._match(unit, text, context, score))
        kept = [match for match in found if match.percent >= cutoff]
        kept.sort(key=lambda match: -match.percent)
        return tuple(kept[:limit])

    @cached_property
    def _distinct(self) -> list[Unit]:
        return list(self._by_source.values())

    @cached_property
    def _index(self) -> Index:
        # Only when first needed: exact matches go without.
        return Index(unit.source for unit in self._distinct)

    def _match(self, unit: Unit, text: str, context: str | None, score: float) -> Match:
        difference = change(unit.source, text, self.language)
        if unit.source == text:
            percent = 100 if (unit.context or "") == (context or "") else 99
        else:
            percent = min(int(score), 99)
            if difference.dangerous or _is_chance(unit.source, text):
                percent = min(percent, RISKY)
        return Match(unit, percent, difference)


_SHORT = 16
"""Characters. Below that, two texts that share most letters may have nothing to do with each other:
“dose” and “done”."""


def _is_chance(one: str, other: str) -> bool:
    if min(len(one), len(other)) >= _SHORT:
        return False
    words = ["".join(char for char in text.casefold() if char.isalnum()) for text in (one, other)]
    return words[0] != words[1]


def _best(units: Iterable[Unit]) -> Iterable[Unit]:
    best: dict[UnitKey, Unit] = {}
    count: dict[tuple[UnitKey, str], int] = {}
    for unit in units:
        if unit.state not in ACCEPTED or not unit.target:
            continue
        key = unit.key
        count[key, unit.target] = count.get((key, unit.target), 0) + 1
        held = best.get(key)
        if held is None or _standing(unit, count) > _standing(held, count):
            best[key] = unit
    return best.values()


def _standing(unit: Unit, count: dict[tuple[UnitKey, str], int]) -> tuple[int, int]:
    return STATE_RANK[unit.state], count[unit.key, unit.target]
