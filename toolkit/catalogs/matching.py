"""Which gone text an edited one came from: the most alike, near its old place first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.model import Unit, UnitKey
from toolkit.similarity.matching import Index, ratio

NEAR = 55.0
"""Percent of likeness that is enough between the same two neighbours. Of pairs of unrelated
sentences of a medical corpus, 1 in 200 is that much alike; edits of one word in four are 75."""
FAR = 65.0
"""Percent for a text from anywhere in the article."""
NEAR_SHORT, FAR_SHORT = 60.0, 78.0
"""The same for texts of up to three words: of so few letters, many are the same by chance."""
_SHORT = 3
_WINDOW = 8
"""Gone texts between two neighbours that are compared; of more, those at about the same place."""
_CLOSE_BONUS = 15.0
_ROLE_BONUS = 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    new: Unit
    old: Unit
    score: float
    """Percent of likeness, and what the place adds."""


def pairs(
    template: Sequence[Unit], catalog: Sequence[Unit], wanted: Sequence[Unit], orphans: Sequence[Unit]
) -> list[Pair]:
    """The best pairs, each text in one at most.

    :param template: all units of the article now, for the places.
    :param catalog: all units of the article until now.
    :param wanted: those of ``template`` that need a translation, in order.
    :param orphans: those of ``catalog`` that have one to give, in order.
    """
    if not wanted or not orphans:
        return []
    found = [*_near(template, catalog, wanted, orphans), *_anywhere(wanted, orphans)]
    # Stable, so among equals the order of the article decides.
    found.sort(key=lambda pair: -pair.score)
    taken_new: set[UnitKey] = set()
    taken_old: set[UnitKey] = set()
    best = []
    for pair in found:
        if pair.new.key not in taken_new and pair.old.key not in taken_old:
            taken_new.add(pair.new.key)
            taken_old.add(pair.old.key)
            best.append(pair)
    return best


def _near(
    template: Sequence[Unit], catalog: Sequence[Unit], wanted: Sequence[Unit], orphans: Sequence[Unit]
) -> Iterator[Pair]:
    """Pairs that stand between the same two neighbours as before."""
    place = {unit.key: number for number, unit in enumerate(catalog) if not unit.obsolete}
    standing = [unit for unit in orphans if unit.key in place]
    places = [place[unit.key] for unit in standing]
    for unit, low, high, ordinal in _gaps(template, place, {unit.key for unit in wanted}):
        first, last = bisect_left(places, low + 1), bisect_left(places, high)
        if last - first > _WINDOW:
            # A whole chapter was rewritten: only the texts at about the same place in it; the
            # rest is left to the search by words.
            first = max(first, min(first + ordinal - _WINDOW // 2, last - _WINDOW))
            last = first + _WINDOW
        for old in standing[first:last]:
            score = _likeness(unit, old, _limit(unit, NEAR, NEAR_SHORT))
            if score:
                yield Pair(unit, old, score + _CLOSE_BONUS + _role_bonus(unit, old))


def _gaps(
    template: Sequence[Unit], place: dict[UnitKey, int], wanted: set[UnitKey]
) -> Iterator[tuple[Unit, int, int, int]]:
    """Each wanted unit, the old places of the nearest neighbours that stayed, and its number between them."""
    end = len(place) + 1
    below: list[int] = [0] * len(template)
    following = end
    for number in range(len(template) - 1, -1, -1):
        below[number] = following
        following = place.get(template[number].key, following)
    above, ordinal = -1, 0
    for number, unit in enumerate(template):
        if unit.key in wanted:
            # Where the neighbours changed places, what stood behind the first of them counts.
            yield unit, above, below[number] if below[number] > above else end, ordinal
            ordinal += 1
        if unit.key in place:
            above, ordinal = place[unit.key], 0


def _anywhere(wanted: Sequence[Unit], orphans: Sequence[Unit]) -> Iterator[Pair]:
    index = Index(unit.source for unit in orphans)
    again = [(n, unit.previous) for n, unit in enumerate(orphans) if unit.previous is not None]
    before = Index(text for _, text in again)
    for unit in wanted:
        limit = _limit(unit, FAR, FAR_SHORT)
        for number, score in index.matches(unit.source, cutoff=limit):
            old = orphans[number]
            yield Pair(unit, old, score + _role_bonus(unit, old))
        for number, score in before.matches(unit.source, cutoff=limit):
            old = orphans[again[number][0]]
            yield Pair(unit, old, score + _role_bonus(unit, old))


def _likeness(unit: Unit, old: Unit, cutoff: float) -> float:
    best = ratio(unit.source, old.source, cutoff=cutoff)
    if old.previous is not None:
        best = max(best, ratio(unit.source, old.previous, cutoff=cutoff))
    return best


def _limit(unit: Unit, long: float, short: float) -> float:
    return short if unit.source.count(" ") < _SHORT else long


def _role_bonus(unit: Unit, old: Unit) -> float:
    return _ROLE_BONUS if unit.role and unit.role == old.role else 0.0
