"""One source, one translation; different sources, different translations: across a locale's catalogs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import ClassVar

from toolkit.checks.base import CatalogView, Check, Pair, Problem, Settings
from toolkit.checks.quoting import listed, quoted
from toolkit.model import Severity

Placed = tuple[CatalogView, Pair]


class Inconsistent(Check):
    name = "inconsistent"
    family = "language"
    summary = "One source text has different accepted translations in the locale."
    example = "Side effects → Efectos secundarios / Efectos adversos"

    def locale(self, views: Sequence[CatalogView]) -> Iterable[tuple[CatalogView | None, Problem]]:
        groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        for view in views:
            for pair in view.pairs:
                if pair.accepted:
                    groups[(pair.unit.context or "", pair.source)].append((view, pair))
        for places in groups.values():
            if len(places) < 2:
                continue
            variants: dict[str, list[Placed]] = defaultdict(list)
            for place in places:
                variants[place[1].target].append(place)
            if len(variants) < 2:
                continue
            ranked = sorted(variants.items(), key=lambda item: -len(item[1]))
            usual = ranked[0][0]
            for text, odd in ranked[1:]:
                view, pair = odd[0]
                where = variants[usual][0][0].article
                yield (
                    view,
                    Problem(
                        f"translated as {quoted(text)} here and as {quoted(usual)} in {where}", unit=pair.unit
                    ),
                )


class SameTarget(Check):
    name = "same-target"
    family = "language"
    summary = "Different source texts have one and the same translation in an article."
    example = "Before surgery / After surgery → Antes de la cirugía"
    severity: ClassVar[Severity] = "info"

    def applies(self, language: str, settings: Settings) -> bool:
        return True

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        groups: dict[str, list[Pair]] = defaultdict(list)
        for pair in view.pairs:
            # Short texts often fall together by right: "Yes"/"Sí", "Dose"/"Dosage".
            if pair.accepted and len(pair.target) >= 20:
                groups[pair.target].append(pair)
        for pairs in groups.values():
            if len(pairs) < 2:
                continue
            sources = {" ".join(pair.source_tokens): pair for pair in pairs}
            if len(sources) < 2:
                continue
            others = [quoted(pair.source) for pair in list(sources.values())[:-1]]
            yield Problem(f"the translation of {listed(others)} too", unit=list(sources.values())[-1].unit)


CHECKS: tuple[type[Check], ...] = (Inconsistent, SameTarget)
