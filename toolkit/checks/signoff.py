"""What the rules on sign-offs still ask for: one finding a catalog and reason, not one a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from toolkit import signing
from toolkit.checks.base import CatalogView, Check, Problem
from toolkit.checks.quoting import quoted
from toolkit.model import ACCEPTED, Severity, State, Unit


class SignOff(Check):
    """A critical article needs every text accepted and signed. Elsewhere nobody has to sign, but a text
    somebody signed is told when that sign-off is not enough."""

    name = "sign-off"
    family = "catalog"
    summary = "A critical article, or a signed text, lacks a sign-off that the project's rules ask for."
    example = "critical: true, and a translation without # reviewed: … by the roles of critical-roles"
    severity: ClassVar[Severity] = "error"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.catalog is None:
            return
        living = [unit for unit in view.catalog.units if not unit.obsolete]
        asked = living if view.rules.critical else [u for u in living if u.state is State.REVIEWED]
        open_units = [unit for unit in asked if unit.state not in ACCEPTED]
        if open_units:
            yield _problem(view, open_units, living, "an accepted translation before it can be signed off")
        for need, units in _needs(view, asked):
            yield _problem(view, units, living, need)


def _needs(view: CatalogView, asked: Iterable[Unit]) -> Iterator[tuple[str, list[Unit]]]:
    assert view.catalog is not None
    translator = signing.last_translator(view.catalog)
    found: dict[str, list[Unit]] = {}
    for unit in asked:
        if unit.state in ACCEPTED:
            for need in signing.missing(unit, view.rules, translator=translator):
                found.setdefault(need, []).append(unit)
    yield from found.items()


def _problem(view: CatalogView, units: list[Unit], living: list[Unit], need: str) -> Problem:
    where = "this critical article" if view.rules.critical else "this article"
    verb = "needs" if len(units) == 1 else "need"
    many = "text" if len(living) == 1 else "texts"
    return Problem(
        f"{len(units):,} of {len(living):,} {many} of {where} {verb} {need}, "
        f"the first is {quoted(units[0].source)}",
        severity=None if view.rules.critical else "warning",
        unit=units[0],
    )


CHECKS: tuple[type[Check], ...] = (SignOff,)
