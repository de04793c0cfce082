"""Renamed, moved and split articles, found by what is in them: content before name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from toolkit.model import Catalog, UnitKey

ENOUGH = 0.3
"""Share of a new article's text that an old catalog has to hold to be taken for its own."""


def find_moved(
    templates: Mapping[str, Catalog],
    catalogs: Mapping[str, Catalog],
    *,
    enough: float = ENOUGH,
) -> dict[str, str]:
    """For each new article that is an old one under a new name: the old name.

    New is an article without a catalog, old a catalog without an article. The caller gives the old
    catalog to :func:`toolkit.catalogs.leverage.leverage` as the new article's own, so that also
    what was edited on the way is matched, and what is gone stays as obsolete; then the old file
    holds nothing the new one does not, and can go. An old catalog goes to one article: of a split
    one the rest finds its texts through ``others``.

    :param templates: of all articles as they are now, by name.
    :param catalogs: one locale's catalogs as they are in the files, by name. A catalog in the
        source language (a template from the last run) does as well.
    :param enough: share of the new article's characters, 0–1.
    """
    new = {name: catalog for name, catalog in templates.items() if name not in catalogs}
    old = {name: catalog for name, catalog in catalogs.items() if name not in templates}
    if not new or not old:
        return {}
    holders = _holders(old)
    shares: list[tuple[float, str, str]] = []
    for name, catalog in new.items():
        total = sum(len(unit.source) for unit in catalog.units)
        common: Counter[str] = Counter()
        for unit in catalog.units:
            for holder in holders.get(unit.key, ()):
                common[holder] += len(unit.source)
        shares += [(-size / total, name, holder) for holder, size in common.items()]
    return _assign(sorted(shares), enough)


def _holders(catalogs: Mapping[str, Catalog]) -> Mapping[UnitKey, list[str]]:
    holders: defaultdict[UnitKey, list[str]] = defaultdict(list)
    for name, catalog in catalogs.items():
        for unit in catalog.units:
            if not unit.obsolete:
                holders[unit.key].append(name)
    return holders


def _assign(shares: Iterable[tuple[float, str, str]], enough: float) -> dict[str, str]:
    """The largest shares first; names decide among equals, so that the result is always the same."""
    result: dict[str, str] = {}
    taken: set[str] = set()
    for share, name, holder in shares:
        if -share >= enough and name not in result and holder not in taken:
            result[name] = holder
            taken.add(holder)
    return result


def is_covered(old: Catalog, by: Iterable[Catalog]) -> bool:
    """Whether every translation of a catalog stands, unchanged, in others: then its file can go."""
    missing = {(unit.key, unit.target) for unit in old.units if unit.target}
    for catalog in by:
        missing -= {(unit.key, unit.target) for unit in catalog.units}
        missing -= {
            ((unit.previous_context or "", unit.previous or ""), unit.target) for unit in catalog.units
        }
    return not missing
