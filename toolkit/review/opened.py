"""A catalog as it stood at one moment, with what the review page asks of it again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from toolkit import signing
from toolkit.catalogs import splice
from toolkit.model import ACCEPTED, Catalog, State, Unit, UnitKey
from toolkit.review.saving import Unknown, identifier, identify, version
from toolkit.signing import Rules


class Opened:
    """A catalog as it was at one moment. Not changed once made; reading it needs no lock."""

    def __init__(self, held: splice.Held) -> None:
        self.held = held
        self.units: tuple[Unit, ...] = tuple(unit for unit in held.catalog.units if not unit.obsolete)
        self._versions: dict[int, str] = {}
        self._reviewed: dict[Rules, frozenset[int]] = {}

    @property
    def catalog(self) -> Catalog:
        return self.held.catalog

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """Position of each unit by its identifier."""
        return {identifier(unit): position for position, unit in enumerate(self.units)}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Identifiers in the order of the units."""
        return tuple(self.by_id)

    @cached_property
    def translator(self) -> str | None:
        return signing.last_translator(self.catalog)

    @cached_property
    def states(self) -> Counter[State]:
        return Counter(unit.state for unit in self.units)

    def unit(self, wanted: object) -> Unit:
        """:raises Unknown: there is no such unit."""
        position = self.by_id.get(wanted) if isinstance(wanted, str) else None
        if position is None:
            raise Unknown("this text is no longer in the article's catalog", hint="load the article again")
        return self.units[position]

    def version(self, position: int) -> str:
        known = self._versions.get(position)
        if known is None:
            known = self._versions[position] = version(self.units[position])
        return known

    def after(self, held: splice.Held, changed: Iterable[UnitKey]) -> Opened:
        """The same with some units changed, without looking at the others again."""
        made = Opened(held)
        if len(made.units) == len(self.units):
            made._versions = self._versions.copy()
            made.__dict__ |= {"by_id": self.by_id, "ids": self.ids, "states": self.states.copy()}
            positions = {self.by_id[identify(key)] for key in changed}
            for position in positions:
                made._versions.pop(position, None)
                made.states[self.units[position].state] -= 1
                made.states[made.units[position].state] += 1
            made._reviewed = {
                rules: known - positions | {one for one in positions if made._fulfils(one, rules)}
                for rules, known in self._reviewed.items()
            }
        return made

    def progress(self, rules: Rules) -> dict[str, int]:
        """How many units there are, are accepted, and are signed by all who have to."""
        done = sum(self.states[state] for state in ACCEPTED)
        return {"total": len(self.units), "done": done, "reviewed": len(self._fulfilling(rules))}

    def _fulfilling(self, rules: Rules) -> frozenset[int]:
        """Positions of the units whose sign-offs are what the rules ask for."""
        if rules not in self._reviewed:
            self._reviewed[rules] = frozenset(
                position for position in range(len(self.units)) if self._fulfils(position, rules)
            )
        return self._reviewed[rules]

    def _fulfils(self, position: int, rules: Rules) -> bool:
        unit = self.units[position]
        return unit.state is State.REVIEWED and signing.fulfilled(unit, rules, translator=self.translator)


def differences(old: Opened, new: Opened) -> tuple[Unit, ...]:
    """The units that are new or other than they were."""
    before = {unit.key: unit for unit in old.units}
    return tuple(unit for unit in new.units if before.get(unit.key) != unit)
