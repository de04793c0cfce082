"""One source, one translation; different sources, different translations: across a locale's catalogs.

A project's texts are not all kept at once: a note has digests, eight bytes a text, and only the catalogs
with texts that fall together are read again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple, TypeAlias

from toolkit.checks.base import CatalogView, Check, Noted, Pair, Problem
from toolkit.checks.quoting import listed, quoted
from toolkit.model import Severity

Place = tuple[Noted, Pair]
Digests: TypeAlias = "array[int]"
_SHORT = 20
"""Characters; shorter texts often fall together by right: "Yes"/"Sí", "Dose"/"Dosage"."""


class Texts(NamedTuple):
    """Digests of a catalog's texts, two for each of its pairs."""

    same: Digests
    """Of what has to be the same: pairs with one value belong together."""
    other: Digests
    """Of what must not differ among those."""


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _texts(rows: Iterable[tuple[str, str]]) -> Texts:
    texts = Texts(array("Q"), array("Q"))
    for same, other in rows:
        texts.same.append(_digest(same))
        texts.other.append(_digest(other))
    return texts


def _differing(notes: Sequence[Noted]) -> Mapping[int, list[tuple[int, int]]]:
    """Values of ``same`` with several of ``other``: where they stand, as (note, pair)."""
    first: dict[int, int] = {}
    found: dict[int, list[tuple[int, int]]] = {}
    for note in notes:
        for same, other in zip(*note.value, strict=True):
            if first.setdefault(same, other) != other:
                found.setdefault(same, [])
    for number, note in enumerate(notes if found else ()):
        for at, same in enumerate(note.value.same):
            if same in found:
                found[same].append((number, at))
    return found


class _Consistency(Check):
    """Groups the pairs of a locale."""

    family = "language"

    def pairs(self, view: CatalogView) -> list[Pair]:
        """Those that are compared."""
        return [pair for pair in view.pairs if pair.accepted]

    def row(self, pair: Pair) -> tuple[str, str]:
        """What has to be the same, and what must not differ then."""
        raise NotImplementedError

    def note(self, view: CatalogView) -> Texts:
        return _texts(map(self.row, self.pairs(view)))

    def groups(self, notes: Sequence[Noted]) -> Iterator[list[Place]]:
        """Pairs with the same value; texts are compared again, as digests may be equal by accident."""
        differing = _differing(notes)
        pairs: dict[int, list[Pair]] = {}
        wanted = {place for places in differing.values() for place in places}
        for number in sorted({number for number, _ in wanted}):
            every = self.pairs(notes[number].view())
            pairs[number] = [pair for at, pair in enumerate(every) if (number, at) in wanted]
        grouped: dict[str, list[Place]] = defaultdict(list)
        for number, some in pairs.items():
            for pair in some:
                grouped[self.row(pair)[0]].append((notes[number], pair))
        yield from grouped.values()


class Inconsistent(_Consistency):
    name = "inconsistent"
    summary = "One source text has different accepted translations in the locale."
    example = "Side effects → Efectos secundarios / Efectos adversos"

    def row(self, pair: Pair) -> tuple[str, str]:
        return f"{pair.unit.context or ''}\0{pair.source}", pair.target

    def locale(self, notes: Sequence[Noted]) -> Iterable[tuple[Noted | None, Problem]]:
        for places in self.groups(notes):
            variants: dict[str, list[Place]] = defaultdict(list)
            for place in places:
                variants[place[1].target].append(place)
            if len(variants) < 2:
                continue
            ranked = sorted(variants.items(), key=lambda item: -len(item[1]))
            usual = ranked[0][0]
            for text, odd in ranked[1:]:
                note, pair = odd[0]
                where = variants[usual][0][0].article
                message = f"translated as {quoted(text)} here and as {quoted(usual)} in {where}"
                yield note, Problem(message, unit=pair.unit)


class SameTarget(_Consistency):
    name = "same-target"
    summary = "Different source texts have one and the same translation in the locale."
    example = "Before surgery / After surgery → Antes de la cirugía"
    severity: ClassVar[Severity] = "info"

    def pairs(self, view: CatalogView) -> list[Pair]:
        return [pair for pair in super().pairs(view) if len(pair.target) >= _SHORT]

    def row(self, pair: Pair) -> tuple[str, str]:
        return pair.target, " ".join(pair.source_tokens)

    def locale(self, notes: Sequence[Noted]) -> Iterable[tuple[Noted | None, Problem]]:
        for places in self.groups(notes):
            sources = {self.row(pair)[1]: (note, pair) for note, pair in places}
            if len(sources) < 2:
                continue
            *others, (note, pair) = sources.values()
            said = [
                quoted(other.source) + (f" in {place.article}" if place.article != note.article else "")
                for place, other in others
            ]
            yield note, Problem(f"the translation of {listed(said)} too", unit=pair.unit)


CHECKS: tuple[type[Check], ...] = (Inconsistent, SameTarget)
